"""The trainings held that answer an engagement: how many agents, none of them named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, Q

from qualepref.amelioration.models import Seance
from qualepref.noyau.agendas.plages import add_mois
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.organisation.models import Site
from qualepref.preuves.queries.reglages import Vivante
from qualepref.preuves.queries.vivantes.observation import Observation


MONTREES = 30
CHAMPS = (
    Champ("formation", "Formation"),
    Champ("du", "Du", TypeChamp.DATE),
    Champ("au", "Au", TypeChamp.DATE),
    Champ("agents", "Présences", TypeChamp.ENTIER),
)


def observe_formations(
    site: Site, vivantes: Sequence[Vivante], *, le: dt.date
) -> dict[str, Observation]:
    """Return the sessions ended by then, in one read."""
    seances = list(
        Seance.objects.filter(formation__site=site, fin_le__lte=le)
        .select_related("formation")
        .annotate(venus=Count("presences", filter=Q(presences__present=True)))
        .order_by("-fin_le", "-pk")
    )
    return {
        v.code: _observe([s for s in seances if v.formation in s.formation.engagements], v, le)
        for v in vivantes
    }


def _observe(seances: list[Seance], vivante: Vivante, le: dt.date) -> Observation:
    arguments = (vivante.formation,)
    if not seances:
        return Observation(
            "Aucune séance tenue.", None, lien="formation_engagement", arguments=arguments
        )
    depuis = add_mois(le, -vivante.renouveler_apres_mois)
    recentes = [s for s in seances if s.fin_le >= depuis]
    presences = sum(s.effectif + s.venus for s in recentes)
    return Observation(
        valeur=f"{len(recentes)} séance{'s' if len(recentes) > 1 else ''} depuis le "
        f"{depuis:%d/%m/%Y}, {presences} présence{'s' if presences > 1 else ''}. La dernière "
        f"séance a fini le {seances[0].fin_le:%d/%m/%Y}.",
        derniere=seances[0].fin_le,
        suffisante=presences > 0,
        champs=CHAMPS,
        lignes=tuple(
            (s.formation.titre, s.debut_le, s.fin_le, s.effectif + s.venus)
            for s in seances[:MONTREES]
        ),
        lien="formation_engagement",
        arguments=arguments,
    )
