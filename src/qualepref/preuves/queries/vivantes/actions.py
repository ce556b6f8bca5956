"""The actions of the plan that were done, by where they come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qualepref.amelioration.enums import EtatAction, SourceAction
from qualepref.amelioration.models import Action
from qualepref.noyau.agendas.plages import add_mois
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.organisation.models import Site
from qualepref.preuves.queries.reglages import Vivante
from qualepref.preuves.queries.vivantes.observation import Observation


MONTREES = 30
CHAMPS = (
    Champ("reference", "Référence", TypeChamp.LITTERAL),
    Champ("titre", "Action"),
    Champ("source", "Source"),
    Champ("terminee_le", "Faite le", TypeChamp.DATE),
)


def observe_actions(
    site: Site, vivantes: Sequence[Vivante], *, le: dt.date
) -> dict[str, Observation]:
    """Return the actions done by then; two short reads per evidence."""
    return {v.code: _observe(site, v, le) for v in vivantes}


def _observe(site: Site, vivante: Vivante, le: dt.date) -> Observation:
    faites = Action.objects.filter(
        site=site, source__in=vivante.sources, etat=EtatAction.FAIT, terminee_le__lte=le
    )
    dernieres = list(faites.order_by("-terminee_le", "-pk")[:MONTREES])
    if not dernieres:
        return Observation("Aucune action faite de ces sources.", None, lien="plan")
    depuis = add_mois(le, -vivante.renouveler_apres_mois)
    n = faites.filter(terminee_le__gte=depuis).count()
    return Observation(
        valeur=f"{n} action{'s' if n > 1 else ''} faite{'s' if n > 1 else ''} depuis le "
        f"{depuis:%d/%m/%Y}, la dernière le {dernieres[0].terminee_le:%d/%m/%Y}.",
        derniere=dernieres[0].terminee_le,
        champs=CHAMPS,
        lignes=tuple(
            (a.reference, a.titre, SourceAction(a.source).label, a.terminee_le) for a in dernieres
        ),
        lien="plan",
    )
