"""Levels of satisfaction: one bar of 100 % per question, the satisfied first, up to the target."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import INSECABLE, format_nombre
from qualepref.noyau.graphiques.marques import format_etiquette
from qualepref.noyau.graphiques.modele import Graphique, Serie
from qualepref.noyau.graphiques.tableau import format_cible, format_point
from qualepref.noyau.graphiques.toile import Toile, estimate_width, wrap


NOM_MAXIMUM = 230
RANGEE = 34
BARRE = 22
LIGNE_LEGENDE = 22
TETE_CIBLE = 20
INTERLIGNE = 13
# Narrower, a part has no room for its figure; the table has it.
SEGMENT_LISIBLE = 26
JOINT = 1.5
# Widths are estimated: names keep clear of the edge.
MARGE_NOM = 20


def draw_niveaux(toile: Toile, graphique: Graphique) -> float:
    """Draw the legend, one bar per label and n in a column; return the height used."""
    haut = _write_legend(toile, graphique) + TETE_CIBLE
    noms = [wrap(e, NOM_MAXIMUM) for e in graphique.etiquettes]
    gauche = max(estimate_width(ligne) for nom in noms for ligne in nom) + MARGE_NOM
    droite = toile.largeur - _n_width(graphique)
    bas = haut + RANGEE * len(noms)
    parts: list[tuple[str, float, float]] = []
    for rang, nom in enumerate(noms):
        milieu = haut + RANGEE * (rang + 0.5)
        _write_name(toile, nom, gauche, milieu)
        parts += list(_draw_bar(toile, graphique, rang, (gauche, droite), milieu))
    toile.line("axe", (gauche, haut), (gauche, bas))
    if graphique.cible is not None:
        x = gauche + (droite - gauche) * float(graphique.cible)
        for partie in ("cible-fond", "cible"):
            toile.line(partie, (x, haut - 2), (x, bas))
        _write_cible(toile, graphique, x, haut - 8)
    for texte, milieu_x, milieu_y in parts:
        toile.write_on_halo(texte, milieu_x, milieu_y)
    _write_n(toile, graphique, haut)
    return bas + 6


def _ink(serie: Serie, rang: int) -> int:
    return rang if serie.encre is None else serie.encre


def _write_legend(toile: Toile, graphique: Graphique) -> float:
    x, y = 0.0, 4.0
    for rang, serie in enumerate(graphique.series):
        largeur = estimate_width(serie.nom) + 44
        if x and x + largeur > toile.largeur:
            x, y = 0.0, y + LIGNE_LEGENDE
        toile.fill(_ink(serie, rang), (x, y, 18, 12))
        toile.write(serie.nom, x + 24, y + 11)
        x += largeur
    return y + LIGNE_LEGENDE


def _write_name(toile: Toile, lignes: list[str], gauche: float, milieu: float) -> None:
    depart = milieu + 4 - (len(lignes) - 1) * INTERLIGNE / 2
    for rang, ligne in enumerate(lignes):
        toile.write(ligne, gauche - 10, depart + rang * INTERLIGNE, ancre="end")


def _draw_bar(
    toile: Toile, graphique: Graphique, rang: int, bornes: tuple[float, float], milieu: float
) -> Iterator[tuple[str, float, float]]:
    """Draw the levels of one label end to end, hollow where they rest on too little.

    Yield the figures that fit, and where to write them: over the target's line.
    """
    gauche, droite = bornes
    if all(s.valeurs[rang] is None for s in graphique.series):
        texte = format_point(graphique, graphique.series[0], rang)
        toile.write(texte, gauche + 8, milieu + 4, partie="absence")
        return
    pile = Fraction(0)
    for numero, serie in enumerate(graphique.series):
        valeur = serie.valeurs[rang]
        if not valeur:
            continue
        x, largeur = gauche + (droite - gauche) * float(pile), (droite - gauche) * float(valeur)
        cadre = (x + JOINT / 2, milieu - BARRE / 2, max(largeur - JOINT, 0.5), BARRE)
        creux = serie.etat(rang) is Etat.NON_SIGNIFICATIF
        toile.fill(_ink(serie, numero), cadre, creux=creux)
        texte = format_etiquette(graphique, valeur, largeur - 8)
        if largeur >= SEGMENT_LISIBLE and estimate_width(texte) + 4 <= largeur:
            yield texte, x + largeur / 2, milieu + 4
        pile += valeur


def _write_cible(toile: Toile, graphique: Graphique, x: float, y: float) -> None:
    """Write the target's name above its line, inside the drawing."""
    texte = format_cible(graphique)
    demi = estimate_width(texte) / 2
    toile.write(texte, min(x, toile.largeur - demi - 4), y, partie="cible-texte", ancre="middle")


def _format_n(n: int | None) -> str:
    effectif = "–" if n is None else format_nombre(n)
    return f"n{INSECABLE}={INSECABLE}{effectif}"


def _n_width(graphique: Graphique) -> float:
    return max((estimate_width(_format_n(n), 11) for n in graphique.n), default=0) + 12


def _write_n(toile: Toile, graphique: Graphique, haut: float) -> None:
    for rang, n in enumerate(graphique.n):
        milieu = haut + RANGEE * (rang + 0.5) + 4
        toile.write(_format_n(n), toile.largeur, milieu, partie="petit", ancre="end")
