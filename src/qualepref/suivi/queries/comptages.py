"""The counted quantities of a site over a year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.referentiel.modele import Grandeur
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.models import Comptage


@dataclass(frozen=True, slots=True)
class SuiviGrandeur:
    """A quantity over a year. total: None when nothing was collected, or for a stock."""

    grandeur: Grandeur
    mois_collectes: tuple[int, ...]
    total: int | None


def load_suivis(site: Site, *, annee: int) -> list[SuiviGrandeur]:
    """Return every quantity of the référentiel with the months collected, in one query."""
    periode = Periode.annee(annee)
    mois: dict[str, set[int]] = defaultdict(set)
    totaux: dict[str, int] = defaultdict(int)
    for code, m, valeur in Comptage.objects.filter(
        site=site, mois__range=(periode.premier, periode.dernier)
    ).values_list("grandeur", "mois", "valeur"):
        mois[code].add(m)
        totaux[code] += valeur
    return [
        SuiviGrandeur(
            g,
            tuple(sorted(mois[g.code])) if g.code in mois else (),
            totaux[g.code] if g.code in mois and not g.stock else None,
        )
        for g in get_referentiel(site).grandeurs
    ]


def load_valeurs(
    site: Site, *, grandeur: Grandeur, annee: int
) -> tuple[dict[tuple[int, str], int], str]:
    """Return the counts of a quantity by (month, dimension), and the source last given."""
    periode = Periode.annee(annee)
    lignes = list(
        Comptage.objects.filter(
            site=site,
            grandeur=grandeur.code,
            mois__range=(periode.premier, periode.dernier),
        ).order_by("mois")
    )
    source = next((c.source for c in reversed(lignes) if c.source), "")
    return {(c.mois, c.dimension): c.valeur for c in lignes}, source
