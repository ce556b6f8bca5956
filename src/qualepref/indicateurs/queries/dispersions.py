"""How the rows behind a sampled mean delay spread: what its interval is made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from django.db.models import Count

from qualepref.noyau.calcul.formules import narrow_formule
from qualepref.noyau.calcul.releves import TRACAGES_PARTIELS, Releve
from qualepref.noyau.referentiel.modele import Formule, Indicateur, Unite
from qualepref.noyau.statistiques.moyennes import SANS_DISPERSION, Dispersion
from qualepref.organisation.models import Site
from qualepref.suivi.sources import find_demandes


DUREES = (Unite.JOURS, Unite.JOURS_OUVRES)
# Sum of a cell -> what it adds up, row by row.
CHAMPS = {
    "somme_jours_ouvres": "delai_jours_ouvres",
    "somme_jours": "delai_jours",
    "tenue_somme_jours_ouvres": "tenue_delai_jours_ouvres",
    "tenue_somme_jours": "tenue_delai_jours",
}


def add_dispersion(
    releve: Releve, indicateur: Indicateur, formule: Formule | None, *, site: Site, seuil: int
) -> Releve:
    """Return a sampled mean delay with how its rows spread; any other reading as it is.

    Fewer than `seuil` rows, or rows that do not give back the two sums of the figure, tell nothing.
    """
    if indicateur.unite not in DUREES or releve.tracage not in TRACAGES_PARTIELS:
        return releve
    if releve.valeur is None or formule is None:
        return releve
    dispersion = SANS_DISPERSION
    if (releve.denominateur or 0) >= seuil:
        dispersion = _read(releve, formule, site)
    return replace(releve, dispersion=dispersion)


def _read(releve: Releve, formule: Formule, site: Site) -> Dispersion:
    if releve.detail is not None:
        formule = narrow_formule(formule, releve.detail)
    effectifs: Counter[int] = Counter()
    for terme in formule.numerateur:
        champ = CHAMPS.get(terme.mesure or "")
        if champ is None or terme.signe < 0:
            return SANS_DISPERSION
        lignes = find_demandes(site, terme.filtre, releve.demandee).order_by()
        comptes = lignes.filter(**{f"{champ}__isnull": False}).values_list(champ)
        effectifs.update(dict(comptes.annotate(Count("pk"))))
    lue = Dispersion.of(effectifs)
    memes = (lue.somme, lue.n) == (releve.numerateur, releve.denominateur)
    return lue if memes else SANS_DISPERSION
