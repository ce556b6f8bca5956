"""A label that names some columns of a table, with the value of them all."""

from __future__ import annotations

from fractions import Fraction

from qualepref.noyau.coherence.contexte import Contexte, Grille
from qualepref.noyau.coherence.ecriture import tell, tell_imprime, tell_place, tell_unite
from qualepref.noyau.coherence.libelles import PARTS, Nature, is_periode, is_total, split_mots
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.regle import Analyse, find


NOMMEES = "parts_nommees"


def examine(analyse: Analyse) -> Examens:
    """Compare each rate that names two columns or more with what these columns give."""
    contexte = analyse.contexte
    for une, autre, _ in analyse.liens:
        for chiffre, total in ((une, autre), (autre, une)):
            grille = contexte.grille_de.get(total)
            if grille is not None and is_total(total.colonne) and chiffre.valeur == total.valeur:
                yield from _check(contexte, chiffre, total, grille)


def _check(contexte: Contexte, chiffre: Chiffre, total: Chiffre, grille: Grille) -> Examens:
    if contexte.nature(chiffre) not in PARTS or chiffre.unite != "pourcent":
        return
    mots = {
        c: split_mots(c, contexte.reglages)
        for c in grille.colonnes
        if not is_total(c) and not is_periode(c)
    }
    nommees = [c for c, dits in mots.items() if dits and dits <= contexte.sujets[chiffre].mots]
    autres = [c for c in mots if c not in nommees]
    effectifs = _find_effectifs(contexte, grille, [*mots])
    if not 1 < len(nommees) < len(mots) or effectifs is None:
        return
    taux = [grille.cellules.get((total.ligne, c)) for c in nommees]
    if any(t is None or t.valeur is None for t in taux):
        return
    bases = [effectifs[c] for c in nommees]
    ensemble = sum(bases, Fraction(0))
    bornes = [Fraction(0), Fraction(0)]
    for part, base in zip(taux, bases, strict=True):
        if part is not None and part.valeur is not None:
            bornes[0] += (part.valeur - part.lu.demi) * base
            bornes[1] += min(part.valeur + part.lu.demi, Fraction(100)) * base
    bas, haut = (b / ensemble for b in bornes)
    if bas - chiffre.lu.demi <= (chiffre.valeur or 0) <= haut + chiffre.lu.demi:
        return
    calcul = " et ".join(
        f"{tell_imprime(t)} de {tell(b)}" for t, b in zip(taux, bases, strict=True) if t is not None
    )
    yield find(
        Classe.CONTRADICTION, NOMMEES, [chiffre, total, *(t for t in taux if t is not None)],
        f"{tell_place(chiffre)} : {tell_imprime(chiffre)}, qui est le résultat de l’ensemble, "
        f"{' et '.join(f'« {c} »' for c in autres)} compris. Pour ce que dit le libellé "
        f"({' et '.join(f'« {c} »' for c in nommees)}), {calcul} donnent de "
        f"{tell_unite(bas, 'pourcent', 1)} à {tell_unite(haut, 'pourcent', 1)}.",
    )  # fmt: skip


def _find_effectifs(
    contexte: Contexte, grille: Grille, colonnes: list[str]
) -> dict[str, Fraction] | None:
    """Return the counts of each column, when a single row of the table tells them all."""
    lignes = []
    for ligne in grille.lignes:
        cellules = {c: grille.cellules.get((ligne, c)) for c in colonnes}
        comptes = {
            c: cellule.valeur
            for c, cellule in cellules.items()
            if cellule is not None and cellule.valeur and contexte.nature(cellule) is Nature.COMPTE
        }
        if len(comptes) == len(colonnes):
            lignes.append(comptes)
    return lignes[0] if len(lignes) == 1 else None
