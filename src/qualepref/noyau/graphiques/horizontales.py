"""Charts that lie: one bar per box or service, long names in full."""

from __future__ import annotations

from fractions import Fraction

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import format_nombre, format_valeur, scale
from qualepref.noyau.graphiques.echelle import build_echelle
from qualepref.noyau.graphiques.modele import Graphique
from qualepref.noyau.graphiques.tableau import format_cible, format_point
from qualepref.noyau.graphiques.toile import Toile, estimate_width, wrap


NOM_MAXIMUM = 250
RANGEE = 30
BARRE = 18
TETE = 24
INTERLIGNE = 13
# Widths are estimated: names keep clear of the edge.
MARGE_NOM = 20


def draw_horizontales(toile: Toile, graphique: Graphique) -> float:
    """Draw one bar per label, its value at its end and n in a column; return the height used."""
    noms = [wrap(e, NOM_MAXIMUM) for e in graphique.etiquettes]
    gauche = max(estimate_width(ligne) for nom in noms for ligne in nom) + MARGE_NOM
    droite = _right_edge(toile, graphique)
    echelle, bas = build_echelle(graphique), TETE + RANGEE * len(noms)

    def x(imprimee: Fraction) -> float:
        return gauche + (droite - gauche) * echelle.place(imprimee)

    zero = x(Fraction(0))
    toile.line("axe", (zero, TETE), (zero, bas))
    for rang, nom in enumerate(noms):
        milieu = TETE + RANGEE * (rang + 0.5)
        _write_name(toile, nom, gauche, milieu)
        valeur = graphique.series[0].valeurs[rang]
        if valeur is not None:
            fin = x(scale(valeur, graphique.unite))
            cadre = (min(zero, fin), milieu - BARRE / 2, abs(fin - zero), BARRE)
            creux = graphique.series[0].etat(rang) is Etat.NON_SIGNIFICATIF
            toile.fill(0, cadre, creux=creux)
    if graphique.cible is not None:
        _draw_cible(toile, graphique, x(scale(graphique.cible, graphique.unite)), bas)
    for rang, valeur in enumerate(graphique.series[0].valeurs):
        fin = zero if valeur is None else x(scale(valeur, graphique.unite))
        _write_value(toile, graphique, rang, max(fin, zero))
    _write_n(toile, graphique)
    return bas + 6


def _right_edge(toile: Toile, graphique: Graphique) -> float:
    """Return where the axis ends, leaving room for the widest value and the column of n."""
    valeurs = [v for v in graphique.series[0].valeurs if v is not None]
    textes = [format_valeur(v, graphique.unite, graphique.decimales) for v in valeurs]
    place = max(map(estimate_width, textes), default=0) + 14
    if graphique.n:
        place += _n_width(graphique)
    return toile.largeur - place


def _n_width(graphique: Graphique) -> float:
    textes = [
        graphique.n_libelle,
        *("n.c." if n is None else format_nombre(n) for n in graphique.n),
    ]
    return max(estimate_width(t, 11) for t in textes) + 12


def _write_name(toile: Toile, lignes: list[str], gauche: float, milieu: float) -> None:
    depart = milieu + 4 - (len(lignes) - 1) * INTERLIGNE / 2
    for rang, ligne in enumerate(lignes):
        toile.write(ligne, gauche - 10, depart + rang * INTERLIGNE, ancre="end")


def _draw_cible(toile: Toile, graphique: Graphique, x: float, bas: float) -> None:
    for partie in ("cible-fond", "cible"):
        toile.line(partie, (x, TETE - 4), (x, bas))
    toile.write(format_cible(graphique), x, TETE - 10, partie="cible-texte", ancre="middle")


def _write_value(toile: Toile, graphique: Graphique, rang: int, fin: float) -> None:
    serie, y = graphique.series[0], TETE + RANGEE * (rang + 0.5) + 4
    if serie.valeurs[rang] is None:
        toile.write(format_point(graphique, serie, rang), fin + 7, y, partie="absence")
        return
    texte = format_valeur(serie.valeurs[rang] or Fraction(0), graphique.unite, graphique.decimales)
    toile.write_on_halo(texte, fin + 7 + estimate_width(texte) / 2, y)


def _write_n(toile: Toile, graphique: Graphique) -> None:
    if not graphique.n:
        return
    toile.write(graphique.n_libelle, toile.largeur, TETE - 10, partie="petit", ancre="end")
    for rang, n in enumerate(graphique.n):
        y = TETE + RANGEE * (rang + 0.5) + 4
        texte = "n.c." if n is None else format_nombre(n)
        toile.write(texte, toile.largeur, y, partie="petit", ancre="end")
