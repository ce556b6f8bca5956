"""The last months for which some quantities were counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qualepref.noyau.calcul.periodes import MOIS_PAR_AN, Periode, format_mois, mois_of
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.preuves.queries.reglages import Vivante
from qualepref.preuves.queries.vivantes.observation import Observation
from qualepref.suivi.models import Comptage


CHAMPS = (
    Champ("mois", "Mois"),
    Champ("grandeur", "Quantité"),
    Champ("valeur", "Valeur", TypeChamp.ENTIER),
)


def observe_comptages(
    site: Site, vivantes: Sequence[Vivante], *, le: dt.date
) -> dict[str, Observation]:
    """Return the last twelve months counted by then, in one read."""
    grandeurs = {g for v in vivantes for g in v.grandeurs or ()}
    comptages = list(
        Comptage.objects.filter(site=site, grandeur__in=grandeurs, mois__lte=mois_of(le))
        .order_by("-mois", "grandeur", "dimension")
        .values_list("mois", "grandeur", "dimension", "valeur")
    )
    libelles = {g.code: (g.libelle, dict(g.dimensions)) for g in get_referentiel(site).grandeurs}
    return {
        v.code: _observe([c for c in comptages if c[1] in (v.grandeurs or ())], libelles, le)
        for v in vivantes
    }


def _observe(comptages: list[tuple], libelles: dict, le: dt.date) -> Observation:
    if not comptages:
        return Observation("Aucune quantité comptée.", None, lien="comptages")
    mois = sorted({c[0] for c in comptages}, reverse=True)[:MOIS_PAR_AN]
    dernier = mois[0]
    return Observation(
        valeur=f"Dernier mois compté : {format_mois(dernier)}.",
        derniere=min(Periode.un_mois(dernier).fin, le),
        champs=CHAMPS,
        lignes=tuple(
            (format_mois(m), _name(grandeur, dimension, libelles), valeur)
            for m, grandeur, dimension, valeur in comptages
            if m in mois
        ),
        lien="comptages_annee",
        arguments=(dernier // 100,),
    )


def _name(grandeur: str, dimension: str, libelles: dict) -> str:
    libelle, dimensions = libelles.get(grandeur, (grandeur, {}))
    return f"{libelle} ({dimensions.get(dimension, dimension)})" if dimension else libelle
