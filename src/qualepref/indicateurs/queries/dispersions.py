"""How the rows behind a sampled mean delay spread: what its interval is made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, F

from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import TRACAGES_PARTIELS, Releve
from qualepref.noyau.referentiel.modele import Formule, Indicateur, Terme, Unite
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
# Dimension of a detail -> where a row says it.
DIMENSIONS = {
    "service": F("service__code"),
    "boite": F("boite__code"),
    "nature": F("nature"),
    "canal": F("canal"),
    "portee": F("portee"),
    "tracage": F("tracage"),
}


@dataclass(slots=True)
class Sondages:
    """The delays of a site over a period, counted once per formula, whatever is asked of them.

    seuil: fewest rows that tell anything.
    """

    site: Site
    periode: Periode
    seuil: int
    _comptes: dict[Terme, list[dict[str, Any]]] = field(default_factory=dict)

    def add_dispersion(
        self, releve: Releve, indicateur: Indicateur, formule: Formule | None
    ) -> Releve:
        """Return a sampled mean delay with how its rows spread; any other reading as it is.

        Rows too few, or that do not give back the two sums of the figure, tell nothing.
        """
        if indicateur.unite not in DUREES or releve.tracage not in TRACAGES_PARTIELS:
            return releve
        if releve.valeur is None or formule is None:
            return releve
        dispersion = SANS_DISPERSION
        if (releve.denominateur or 0) >= self.seuil:
            dispersion = self._read(releve, formule)
        return replace(releve, dispersion=dispersion)

    def _read(self, releve: Releve, formule: Formule) -> Dispersion:
        if any(t.mesure not in CHAMPS or t.signe < 0 for t in formule.numerateur):
            return SANS_DISPERSION
        cle, code = releve.detail or ("", "")
        effectifs: Counter[int] = Counter()
        for terme in formule.numerateur:
            for compte in self._count(terme):
                if compte["mois"] in releve.demandee and (
                    not cle or compte.get(f"par_{cle}") == code
                ):
                    effectifs[compte["duree"]] += compte["nombre"]
        lue = Dispersion.of(effectifs)
        memes = (lue.somme, lue.n) == (releve.numerateur, releve.denominateur)
        return lue if memes else SANS_DISPERSION

    def _count(self, terme: Terme) -> list[dict[str, Any]]:
        if terme not in self._comptes:
            champ = CHAMPS[terme.mesure or ""]
            lignes = find_demandes(self.site, terme.filtre, self.periode).order_by()
            lignes = lignes.filter(**{f"{champ}__isnull": False})
            cles = {f"par_{nom}": lieu for nom, lieu in DIMENSIONS.items()}
            comptes = lignes.values("mois", **cles, duree=F(champ)).annotate(nombre=Count("pk"))
            self._comptes[terme] = list(comptes)
        return self._comptes[terme]
