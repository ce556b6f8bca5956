"""The worked examples of every référentiel, ready to run on an engine."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qualepref.noyau.calcul.cellules import Cellule, CelluleComptage
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.formules import compute_releve, expand_formule
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.reference import LigneDemande
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.calcul.reponses import CLES_REPONSES, MESURES_REPONSES, CelluleReponse
from qualepref.noyau.referentiel.exemples import Exemple, load_exemples
from qualepref.noyau.referentiel.lecture import (
    extend,
    list_referentiels,
    load_indicateurs_site,
    load_referentiel,
)
from qualepref.noyau.referentiel.modele import Formule, Indicateur, Referentiel


REFERENTIELS = Path(__file__).parents[1] / "referentiels"
SITE = "pref-44"
REFERENTIEL_DES_SITES = "qual-e-pref/2019-02"


def build_cellule(reponse) -> CelluleReponse:
    """Return the cell of answers that an example tells."""
    mesures = tuple(reponse[m] for m in MESURES_REPONSES)
    return CelluleReponse(site=SITE, **{c: reponse[c] for c in CLES_REPONSES[1:]}, mesures=mesures)


@dataclass(frozen=True)
class Cas:
    """One example of one indicator."""

    nom: str
    indicateur: Indicateur
    formule: Formule
    exemple: Exemple
    stocks: frozenset[str]

    @property
    def lignes(self) -> list[LigneDemande]:
        """The stamped rows that come in."""
        return [
            LigneDemande(site=SITE, **colonnes)
            for nombre, colonnes in self.exemple.lignes
            for _ in range(nombre)
        ]

    def read(self, cellules: Iterable[Cellule]) -> Releve:
        """Return the reading of these cells and of what goes beside them."""
        e = self.exemple
        cube = Cube(
            cellules=list(cellules),
            comptages=[CelluleComptage(site=SITE, **c) for c in e.comptages],
            habitants=dict(e.habitants),
            sans_objet=frozenset(e.sans_objet),
            stocks=self.stocks,
            reponses=list(map(build_cellule, e.reponses)),
        )
        return compute_releve(
            self.indicateur, self.formule, cube, Periode(e.premier, e.dernier), site=SITE, le=e.le
        )

    def check(self, cellules: Iterable[Cellule]) -> None:
        """Compare the reading with what the example tells."""
        releve, attendu = self.read(cellules), self.exemple.attendu
        assert releve.etat == attendu.etat
        assert releve.valeur == attendu.valeur
        if attendu.numerateur is not None:
            assert (releve.numerateur, releve.denominateur) == (
                attendu.numerateur,
                attendu.denominateur,
            )


def load_cas() -> list[Cas]:
    """Return every example of every référentiel and of every site, in order."""
    cas: list[Cas] = []
    for code, version in list_referentiels(REFERENTIELS):
        dossier = REFERENTIELS / code / version
        cas += _build(dossier, load_referentiel(dossier))
    commun = load_referentiel(REFERENTIELS / REFERENTIEL_DES_SITES)
    for dossier in sorted((REFERENTIELS / "sites").glob("*")):
        propres = load_indicateurs_site(dossier, commun)
        cas += _build(dossier, extend(commun, propres))
    return cas


def _build(dossier: Path, referentiel: Referentiel) -> list[Cas]:
    par_code = {i.code: i for i in referentiel.indicateurs}
    stocks = frozenset(g.code for g in referentiel.grandeurs if g.stock)
    cas = []
    for code, exemples in load_exemples(dossier, referentiel).items():
        formule = expand_formule(par_code[code], par_code)
        assert formule is not None, f"{code} a des exemples mais pas de formule"
        for exemple in exemples:
            nom = f"{dossier.parent.name}-{dossier.name}-{code} {exemple.titre}"
            cas.append(Cas(nom, par_code[code], formule, exemple, stocks))
    return cas
