"""A change printed beside the two values it is the change of."""

from __future__ import annotations

import re
from fractions import Fraction

from qualepref.noyau.coherence.contexte import Grille
from qualepref.noyau.coherence.ecriture import tell, tell_imprime, tell_place
from qualepref.noyau.coherence.libelles import is_periode
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.tableurs.vocabulaire import strip_accents


EVOLUTION = "evolution"
_ENTETE = re.compile(
    r"^(?:(?:taux|%|part) d')?(?:evol(?:ution)?|var(?:iation)?|progression|difference|delta|"
    r"ecart(?! (?:a |au |avec |type)|-type))\b"
)

_MOINS = ("-", "−", "–")


def examine(analyse: Analyse) -> Examens:
    """Compare each change with the two periods printed before it."""
    for grille in analyse.contexte.grilles:
        changes = [c for c in grille.colonnes if _ENTETE.match(strip_accents(c))]
        periodes = [c for c in grille.colonnes if is_periode(c)]
        if len(changes) == 1 and len(periodes) == 2:
            for ligne in grille.lignes:
                yield from _check(grille, ligne, periodes, changes[0])


def _check(grille: Grille, ligne: str, periodes: list[str], colonne: str) -> Examens:
    cellules = [grille.cellules.get((ligne, c)) for c in (*periodes, colonne)]
    connues = [c for c in cellules if c is not None and c.valeur is not None]
    if len(connues) < 3:
        return
    avant, apres = _order(connues[0], connues[1])
    change = connues[2]
    a, b = (c.valeur or Fraction(0) for c in (avant, apres))
    dit = _read_change(change)
    relative = change.lu.unite == "pourcent" and avant.unite not in ("pourcent", "pour_mille")
    if relative and not a:
        return
    possibles = _span_relatif(avant, apres) if relative else _span_absolu(avant, apres)
    if not relative and change.lu.unite == "pourcent" and a:
        # Points, or per cent of a rate: either reading holds.
        autres = _span_relatif(avant, apres)
        if _is_within(change, autres):
            possibles = autres
    calcul = (
        f"({tell(b)} − {tell(a)}) / {tell(a)} = {tell((b - a) / a * 100, change.lu.decimales + 1)} %"
        if relative
        else f"{tell(b)} − {tell(a)} = {tell(b - a)}"
    )
    if _is_within(change, possibles):
        yield approve(EVOLUTION, [change, avant, apres], f"{tell_place(change)} : {calcul}.")
        return
    signe = change.imprime.lstrip().startswith(("+", *_MOINS))
    sens = " Le sens même est inverse." if signe and dit * (b - a) < 0 else ""
    yield find(
        Classe.PROUVE, EVOLUTION, [change, avant, apres],
        f"{tell_place(change)} : {calcul} ; imprimé {tell_imprime(change)}.{sens}",
    )  # fmt: skip


def _order(une: Chiffre, autre: Chiffre) -> tuple[Chiffre, Chiffre]:
    """Return both cells, the earlier period first."""
    if une.periode and autre.periode and autre.periode.debut < une.periode.debut:
        return autre, une
    return une, autre


def _bounds(chiffre: Chiffre) -> tuple[Fraction, Fraction]:
    """Return what rounding leaves possible; a count is exact unless it is rounded to a thousand."""
    valeur = chiffre.valeur or Fraction(0)
    demi = chiffre.lu.demi if chiffre.unite != "nombre" or chiffre.lu.pas > 1 else Fraction(0)
    return valeur - demi, valeur + demi


def _span_absolu(avant: Chiffre, apres: Chiffre) -> tuple[Fraction, Fraction]:
    (a_bas, a_haut), (b_bas, b_haut) = _bounds(avant), _bounds(apres)
    return b_bas - a_haut, b_haut - a_bas


def _span_relatif(avant: Chiffre, apres: Chiffre) -> tuple[Fraction, Fraction]:
    (a_bas, a_haut), (b_bas, b_haut) = _bounds(avant), _bounds(apres)
    if a_bas <= 0:
        return Fraction(-(10**9)), Fraction(10**9)
    return (b_bas / a_haut - 1) * 100, (b_haut / a_bas - 1) * 100


def _read_change(change: Chiffre) -> Fraction:
    """Return the change printed; its sign may stand apart: « - 6 % »."""
    taille = abs(change.valeur or Fraction(0))
    return -taille if change.imprime.lstrip().startswith(_MOINS) else taille


def _is_within(change: Chiffre, span: tuple[Fraction, Fraction]) -> bool:
    valeur = _read_change(change)
    # A change printed without its sign tells a size.
    signe = change.imprime.lstrip().startswith(("+", *_MOINS))
    signes = (valeur,) if signe else (valeur, -valeur)
    return any(span[0] - change.lu.demi <= v <= span[1] + change.lu.demi for v in signes)
