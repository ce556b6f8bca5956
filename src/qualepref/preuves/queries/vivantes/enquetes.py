"""The last survey of a kind and theme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count

from qualepref.enquetes.models import Campagne
from qualepref.enquetes.queries.campagnes import count_par_campagne
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.organisation.models import Site
from qualepref.preuves.queries.reglages import Vivante
from qualepref.preuves.queries.vivantes.observation import Observation


MONTREES = 5
CHAMPS = (
    Champ("titre", "Enquête"),
    Champ("du", "Du", TypeChamp.DATE),
    Champ("au", "Au", TypeChamp.DATE),
    Champ("reponses", "Réponses", TypeChamp.ENTIER),
)


def observe_enquetes(
    site: Site, vivantes: Sequence[Vivante], *, le: dt.date
) -> dict[str, Observation]:
    """Return the last surveys begun by then, in two reads; past results without answers count too."""
    campagnes = list(
        Campagne.objects.de(site)
        .filter(validee_le__isnull=False, ouverte_le__lte=le)
        .annotate(resultats=Count("resultats_seuls"))
        .order_by("-ouverte_le", "-pk")
    )
    retours = count_par_campagne([c.pk for c in campagnes], site) if campagnes else {}
    return {
        v.code: _observe([c for c in campagnes if _fits(c, v)][:MONTREES], retours, le)
        for v in vivantes
    }


def _fits(campagne: Campagne, vivante: Vivante) -> bool:
    return campagne.genre == vivante.genre and (
        vivante.themes is None or campagne.theme in vivante.themes
    )


def _observe(campagnes: list[Campagne], retours, le: dt.date) -> Observation:
    if not campagnes:
        return Observation("Aucune enquête.", None, lien="enquetes")
    # One that was just opened and has no answer yet does not hide the one before.
    derniere = next((c for c in campagnes if retours[c.pk] or c.resultats), campagnes[0])
    reponses = retours[derniere.pk]
    fin = derniere.fermee_le
    ouverte = fin is None or fin >= le
    quand = "toujours ouverte" if ouverte else f"close le {fin:%d/%m/%Y}"
    combien = f"{reponses} réponse{'s' if reponses > 1 else ''}"
    if not reponses and derniere.resultats:
        combien = "résultats sans les réponses"
    return Observation(
        valeur=f"« {derniere.titre} », {quand} : {combien}.",
        derniere=le if ouverte else fin,
        suffisante=bool(reponses or derniere.resultats),
        champs=CHAMPS,
        lignes=tuple(
            (c.titre, c.ouverte_le, c.fermee_le, retours[c.pk] or None) for c in campagnes
        ),
        lien="enquete_resultats",
        arguments=(derniere.pk,),
    )
