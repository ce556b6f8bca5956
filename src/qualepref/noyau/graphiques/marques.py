"""The short words a chart prints where a figure is missing, and beside those it has."""

from __future__ import annotations

from fractions import Fraction

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import format_nombre, format_valeur, scale
from qualepref.noyau.graphiques.modele import Graphique
from qualepref.noyau.graphiques.toile import Toile, estimate_width


# The companion table prints the whole words.
MARQUES = {
    Etat.NON_COLLECTE: ("n.c.",),
    Etat.VALEUR: ("n.c.",),
    Etat.RIEN_RECU: ("rien", "reçu"),
    Etat.SANS_OBJET: ("sans", "objet"),
    Etat.NON_SIGNIFICATIF: ("n.s.",),
    Etat.PAS_ENCORE_DU: ("pas", "dû"),
    Etat.NON_CALCULABLE: ("n.c.",),
}
INTERLIGNE = 13


def format_etiquette(graphique: Graphique, valeur: Fraction, largeur: float) -> str:
    """Return the value with its unit if that fits `largeur`, else the figure alone."""
    texte = format_valeur(valeur, graphique.unite, graphique.decimales)
    if estimate_width(texte) <= largeur:
        return texte
    return format_nombre(scale(valeur, graphique.unite), graphique.decimales)


def write_absence(toile: Toile, etat: Etat, x: float, y: float, *, largeur: float) -> None:
    """Write why a figure is missing, centred on `x`, its last line on `y`; upright if narrow."""
    lignes = MARQUES[etat]
    if max(map(estimate_width, lignes)) > largeur:
        toile.add(
            "text",
            "absence",
            {"x": x + 4, "y": y, "transform": f"rotate(-90 {x + 4:g} {y:g})"},
            " ".join(lignes),
        )
        return
    for rang, ligne in enumerate(lignes):
        retrait = (len(lignes) - 1 - rang) * INTERLIGNE
        toile.write(ligne, x, y - retrait, partie="absence", ancre="middle")
