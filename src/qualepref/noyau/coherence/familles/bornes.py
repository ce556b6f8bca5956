"""Values out of what their kind allows: beyond 100 %, below zero, more than the whole."""

from __future__ import annotations

from fractions import Fraction

from qualepref.noyau.coherence.ecriture import tell, tell_imprime, tell_nom, tell_unite
from qualepref.noyau.coherence.libelles import PARTS, Nature
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.tableurs.vocabulaire import strip_accents


CENT = "au_dela_de_cent"
NEGATIF = "negatif"
EFFECTIF = "plus_que_l_ensemble"


def examine(analyse: Analyse) -> Examens:
    """Check each value against the bounds of its kind."""
    for chiffre in analyse.contexte.cellules:
        if chiffre.valeur is None:
            continue
        yield from _check_bornes(analyse, chiffre)
        yield from _check_effectif(analyse, chiffre)


def _check_bornes(analyse: Analyse, chiffre: Chiffre) -> Examens:
    nature = analyse.contexte.nature(chiffre)
    valeur = chiffre.valeur
    if valeur is None:
        return
    libre = (
        analyse.contexte.reglages.au_dela_de_cent.search(strip_accents(chiffre.label)) is not None
    )
    plafond = 1000 if chiffre.unite == "pour_mille" else 100
    if valeur < 0 and not libre and nature is not Nature.AUTRE:
        yield find(
            Classe.PROUVE, NEGATIF, [chiffre],
            f"{tell_nom(chiffre)} : imprimé {tell_imprime(chiffre)}, qui ne peut pas être négatif.",
        )  # fmt: skip
    elif _is_part(chiffre, nature) and valeur > plafond and not libre:
        yield find(
            Classe.PROUVE, CENT, [chiffre],
            f"{tell_nom(chiffre)} : imprimé {tell_imprime(chiffre)}. Une part ne dépasse pas "
            f"{tell_unite(Fraction(plafond), chiffre.unite)}.",
        )  # fmt: skip


def _is_part(chiffre: Chiffre, nature: Nature) -> bool:
    return nature in (*PARTS, Nature.CIBLE) and chiffre.unite in ("pourcent", "pour_mille")


def _check_effectif(analyse: Analyse, chiffre: Chiffre) -> Examens:
    n, d, valeur = chiffre.numerateur, chiffre.denominateur, chiffre.valeur
    base = d if d is not None else chiffre.effectif
    nature = analyse.contexte.nature(chiffre)
    libre = (
        analyse.contexte.reglages.au_dela_de_cent.search(strip_accents(chiffre.label)) is not None
    )
    if nature in PARTS and n is not None and base is not None and n > base and not libre:
        yield find(
            Classe.PROUVE, EFFECTIF, [chiffre],
            f"{tell_nom(chiffre)} : {tell(n)} sur {tell(base)}, plus que l’ensemble.",
        )  # fmt: skip
    elif nature is Nature.COMPTE and base is not None and valeur is not None:
        if valeur > base:
            yield find(
                Classe.PROUVE, EFFECTIF, [chiffre],
                f"{tell_nom(chiffre)} : {tell_imprime(chiffre)} sur {tell(base)}, plus que l’ensemble.",
            )  # fmt: skip
        else:
            yield approve(
                EFFECTIF,
                [chiffre],
                f"{tell_nom(chiffre)} : {tell_imprime(chiffre)} sur {tell(base)}.",
            )
