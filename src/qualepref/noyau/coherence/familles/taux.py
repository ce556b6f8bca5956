"""Rates that are not the ratio printed beside them."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from qualepref.noyau.coherence.ecriture import (
    ECHELLES,
    is_arrondi,
    is_tronque,
    round_as,
    tell_imprime,
    tell_nom,
    tell_place,
    tell_taux,
    tell_unite,
)
from qualepref.noyau.coherence.libelles import is_negatif, is_positif
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.rapports import Rapport
from qualepref.noyau.coherence.regle import Analyse, approve, find


TAUX = "taux_et_rapport"
TRONQUE = "taux_tronque"
UNITE = "unite"
CONTRAIRE = "libelle_contraire"


def examine(analyse: Analyse) -> Examens:
    """Compare each rate with the ratio of its counts; a rate printed twice is told once."""
    groupes: dict[tuple[object, ...], list[Rapport]] = defaultdict(list)
    for chiffre, rapport in analyse.rapports.items():
        if chiffre.valeur is not None and not analyse.is_trompe(rapport):
            cle = (
                chiffre.section, rapport.numerateur, rapport.denominateur, chiffre.valeur,
                chiffre.unite, chiffre.lu.pas, is_negatif(chiffre.label, analyse.contexte.reglages),
            )  # fmt: skip
            groupes[cle].append(rapport)
    for rapports in groupes.values():
        yield from _check(analyse, rapports)


def _check(analyse: Analyse, rapports: list[Rapport]) -> Examens:
    taux = rapports[0].taux
    figures = list(dict.fromkeys([*(r.taux for r in rapports), *rapports[0].figures]))
    part = rapports[0].numerateur / rapports[0].denominateur
    exact = part * ECHELLES[taux.unite]
    texte = f"{tell_nom(taux)} : {_tell(rapports[0])}"
    if is_arrondi(taux.lu, exact):
        yield approve(TAUX, figures, f"{texte}, imprimé {tell_imprime(taux)}.")
        return
    imprime = f"{tell_place(taux)} : {_tell(rapports[0])} ; imprimé {tell_imprime(taux)}"
    autre = "pour_mille" if taux.unite == "pourcent" else "pourcent"
    if is_arrondi(taux.lu, part * ECHELLES[autre]):
        bonne = tell_unite(taux.lu.valeur or Fraction(0), autre, taux.lu.decimales)
        yield find(
            Classe.CONTRADICTION, UNITE, figures,
            f"{imprime}. La valeur n’est juste que dans une autre unité : {bonne}.",
        )  # fmt: skip
    elif is_arrondi(taux.lu, ECHELLES[taux.unite] - exact) and _is_complement(analyse, rapports[0]):
        yield find(
            Classe.CONTRADICTION, CONTRAIRE, figures,
            f"{imprime}, qui est la part contraire. Le libellé dit l’inverse du chiffre.",
        )  # fmt: skip
    elif is_tronque(taux.lu, exact):
        attendu = tell_unite(round_as(taux.lu, exact), taux.unite, taux.lu.decimales)
        yield find(
            Classe.DOUTEUX, TRONQUE, figures,
            f"{imprime} : les décimales ont été coupées. Arrondi, le taux s’imprime {attendu}.",
        )  # fmt: skip
    else:
        des_parts = _read_parts(analyse, taux)
        suite = "" if des_parts is None else _tell_parts(taux, *des_parts)
        yield find(Classe.PROUVE, TAUX, figures, f"{imprime}.{suite}")
        if des_parts is not None:
            yield from _check_coupe(taux, *des_parts)


def _tell(rapport: Rapport) -> str:
    taux = rapport.taux
    return tell_taux(rapport.numerateur, rapport.denominateur, taux.unite, taux.lu.decimales)


def _is_complement(analyse: Analyse, rapport: Rapport) -> bool:
    """Whether the label and the count it uses point to opposite ways, or may."""
    reglages = analyse.contexte.reglages
    return is_negatif(rapport.taux.label, reglages) or is_positif(rapport.taux.label, reglages)


def _read_parts(analyse: Analyse, taux: Chiffre) -> tuple[Fraction, Fraction] | None:
    """Return the counts that the printed parts of a total give, when they give something else."""
    decoupage = next((d for d in analyse.decoupages if d.total is taux), None)
    if decoupage is None or not all(p in analyse.rapports for p in decoupage.parts):
        return None
    rapports = [analyse.rapports[p] for p in decoupage.parts]
    numerateur = sum((r.numerateur for r in rapports), Fraction(0))
    denominateur = sum((r.denominateur for r in rapports), Fraction(0))
    propre = analyse.rapports[taux]
    if (numerateur, denominateur) == (propre.numerateur, propre.denominateur):
        return None
    return numerateur, denominateur


def _tell_parts(taux: Chiffre, numerateur: Fraction, denominateur: Fraction) -> str:
    exact = numerateur / denominateur * ECHELLES[taux.unite]
    attendu = tell_unite(round_as(taux.lu, exact), taux.unite, taux.lu.decimales)
    return (
        f" Avec la somme des parts imprimées, "
        f"{tell_taux(numerateur, denominateur, taux.unite, taux.lu.decimales)}, "
        f"qui s’arrondit à {attendu}."
    )


def _check_coupe(taux: Chiffre, numerateur: Fraction, denominateur: Fraction) -> Examens:
    """A second fault under the first: the rate comes from the parts, and is cut."""
    exact = numerateur / denominateur * ECHELLES[taux.unite]
    if is_tronque(taux.lu, exact) and not is_arrondi(taux.lu, exact):
        yield find(
            Classe.DOUTEUX, TRONQUE, [taux],
            f"{tell_place(taux)} : {tell_imprime(taux)} est le taux des parts, "
            f"{tell_taux(numerateur, denominateur, taux.unite, taux.lu.decimales)}, dont les décimales "
            f"ont été coupées. Arrondi, il s’imprime "
            f"{tell_unite(round_as(taux.lu, exact), taux.unite, taux.lu.decimales)}.",
        )  # fmt: skip
