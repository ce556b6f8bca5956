"""Charts that stand: bars of months, grouped or stacked bars, lines."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import format_nombre, format_valeur, scale
from qualepref.noyau.graphiques.echelle import Echelle, build_echelle
from qualepref.noyau.graphiques.marques import format_etiquette, write_absence
from qualepref.noyau.graphiques.modele import Genre, Graphique, Serie
from qualepref.noyau.graphiques.tableau import format_cible
from qualepref.noyau.graphiques.toile import Toile, estimate_width, wrap


MARGE_HAUT = 22
MARGE_DROITE = 12
INTERLIGNE = 14
RANGEE = 16
LIGNE_LEGENDE = 22
BARRE_MAXIMUM = 58
PART_BARRE = 0.66
SEGMENT_LISIBLE = 17


@dataclass(frozen=True, slots=True)
class Plan:
    """Where things go: the frame of the plot in units of the view box, and its axis."""

    graphique: Graphique
    echelle: Echelle
    gauche: float
    droite: float
    haut: float
    trace: float

    @property
    def bas(self) -> float:
        """Bottom of the plot."""
        return self.haut + self.trace

    @property
    def pas(self) -> float:
        """Width given to one label."""
        return (self.droite - self.gauche) / len(self.graphique.etiquettes)

    def x(self, rang: int) -> float:
        """Middle of a label's place."""
        return self.gauche + self.pas * (rang + 0.5)

    def y(self, imprimee: Fraction) -> float:
        """Height of a printed value."""
        return self.bas - self.trace * self.echelle.place(imprimee)

    def y_of(self, valeur: Fraction) -> float:
        """Height of a value in the indicator's scale."""
        return self.y(scale(valeur, self.graphique.unite))

    @property
    def zero(self) -> float:
        """Height of zero."""
        return self.y(Fraction(0))


def draw_barres(toile: Toile, graphique: Graphique) -> float:
    """Draw bars, one run, side by side or stacked; return the height used."""
    plan = build_plan(toile, graphique)
    draw_axis(toile, plan)
    if graphique.genre is Genre.EMPILEES:
        _draw_stacks(toile, plan)
        draw_cible(toile, plan)
    else:
        _draw_bars(toile, plan)
        draw_cible(toile, plan)
        _write_bar_values(toile, plan)
    return _write_labels(toile, plan)


def draw_lignes(toile: Toile, graphique: Graphique) -> float:
    """Draw one or several broken lines, a gap cutting the line; return the height used."""
    plan = build_plan(toile, graphique)
    draw_axis(toile, plan)
    draw_cible(toile, plan)
    for rang, serie in enumerate(graphique.series):
        _draw_line(toile, plan, rang, serie)
    for rang in range(len(graphique.etiquettes)):
        if all(s.valeurs[rang] is None for s in graphique.series):
            etat = graphique.series[0].etat(rang)
            write_absence(toile, etat, plan.x(rang), plan.zero - 6, largeur=plan.pas)
    if len(graphique.series) > 1:
        _write_series_names(toile, plan)
    return _write_labels(toile, plan)


def build_plan(toile: Toile, graphique: Graphique) -> Plan:
    """Return where things go, margins wide enough for what stands in them."""
    echelle = build_echelle(graphique)
    graduations = [_format_graduation(graphique, g) for g in echelle.graduations]
    gauche = max(estimate_width(t, 11) for t in graduations) + 12
    noms = [nom for nom, _ in list_rangees(graphique)]
    gauche = max([gauche, *(estimate_width(nom, 11) + 20 for nom in noms)])
    a_droite = [format_cible(graphique)] if graphique.cible is not None else []
    haut: float = MARGE_HAUT
    if len(graphique.series) > 1:
        if graphique.genre is Genre.LIGNES:
            a_droite += [_series_end(graphique, s)[1] for s in graphique.series]
        else:
            haut += _write_legend(toile, graphique)
    marge = max([estimate_width(t) + 14 for t in a_droite], default=MARGE_DROITE)
    return Plan(graphique, echelle, gauche, toile.largeur - marge, haut, toile.trace)


def _format_graduation(graphique: Graphique, imprimee: Fraction) -> str:
    decimales = next((d for d in range(3) if (imprimee * 10**d).denominator == 1), 2)
    unite = format_valeur(Fraction(0), graphique.unite)[1:]
    return format_nombre(imprimee, decimales) + unite


def _write_legend(toile: Toile, graphique: Graphique) -> float:
    x, y = 0.0, 4.0
    for rang, serie in enumerate(graphique.series):
        largeur = estimate_width(serie.nom) + 44
        if x and x + largeur > toile.largeur:
            x, y = 0.0, y + LIGNE_LEGENDE
        toile.fill(rang, (x, y, 18, 12))
        toile.write(serie.nom, x + 24, y + 11)
        x += largeur
    return y + LIGNE_LEGENDE - 4


def draw_axis(toile: Toile, plan: Plan) -> None:
    """Draw the graduations, zero darker than the others."""
    for graduation in plan.echelle.graduations:
        y = plan.y(graduation)
        toile.line("grille" if graduation else "axe", (plan.gauche, y), (plan.droite, y))
        texte = _format_graduation(plan.graphique, graduation)
        toile.write(texte, plan.gauche - 8, y + 4, partie="petit", ancre="end")


def draw_cible(toile: Toile, plan: Plan) -> None:
    """Draw the target's line and name it, if there is one."""
    if plan.graphique.cible is None:
        return
    y = plan.y_of(plan.graphique.cible)
    for partie in ("cible-fond", "cible"):
        toile.line(partie, (plan.gauche, y), (plan.droite, y))
    if plan.graphique.genre is Genre.LIGNES and len(plan.graphique.series) > 1:
        return
    toile.write(format_cible(plan.graphique), plan.droite + 8, y + 4, partie="cible-texte")


def _bar_places(plan: Plan) -> tuple[float, float]:
    """Return the width of a bar, and how far the first one is from its label's middle."""
    nombre = len(plan.graphique.series)
    largeur = min(plan.pas * PART_BARRE / nombre, BARRE_MAXIMUM)
    return largeur, -largeur * nombre / 2


def _draw_bars(toile: Toile, plan: Plan) -> None:
    largeur, decalage = _bar_places(plan)
    for rang_serie, serie in enumerate(plan.graphique.series):
        for rang, valeur in enumerate(serie.valeurs):
            if valeur is None:
                continue
            x = plan.x(rang) + decalage + largeur * rang_serie
            y = plan.y_of(valeur)
            cadre = (x + 1, min(y, plan.zero), largeur - 2, abs(plan.zero - y))
            toile.fill(rang_serie, cadre, creux=serie.etat(rang) is Etat.NON_SIGNIFICATIF)


def _write_bar_values(toile: Toile, plan: Plan) -> None:
    largeur, decalage = _bar_places(plan)
    place = plan.pas if len(plan.graphique.series) == 1 else largeur + 6
    for rang_serie, serie in enumerate(plan.graphique.series):
        for rang, valeur in enumerate(serie.valeurs):
            x = plan.x(rang) + decalage + largeur * (rang_serie + 0.5)
            if valeur is None:
                write_absence(toile, serie.etat(rang), x, plan.zero - 6, largeur=place)
                continue
            texte = format_etiquette(plan.graphique, valeur, place)
            if estimate_width(texte) <= place + 6:
                toile.write_on_halo(texte, x, min(plan.y_of(valeur), plan.zero) - 6)


def _draw_stacks(toile: Toile, plan: Plan) -> None:
    largeur = min(plan.pas * PART_BARRE, BARRE_MAXIMUM)
    series = plan.graphique.series
    for rang in range(len(plan.graphique.etiquettes)):
        x, pile, manque = plan.x(rang), Fraction(0), False
        for rang_serie, serie in enumerate(series):
            valeur = serie.valeurs[rang]
            if valeur is None:
                manque = True
                continue
            bas, haut = plan.y_of(pile), plan.y_of(pile + valeur)
            toile.fill(rang_serie, (x - largeur / 2, haut, largeur, bas - haut))
            if bas - haut >= SEGMENT_LISIBLE:
                texte = format_etiquette(plan.graphique, valeur, largeur - 8)
                toile.write_on_halo(texte, x, (bas + haut) / 2 + 4)
            pile += valeur
        if all(s.valeurs[rang] is None for s in series):
            write_absence(toile, series[0].etat(rang), x, plan.zero - 6, largeur=plan.pas)
            continue
        total = format_etiquette(plan.graphique, pile, plan.pas)
        toile.write_on_halo(total + " + n.c." * manque, x, plan.y_of(pile) - 6)


def _draw_line(toile: Toile, plan: Plan, rang_serie: int, serie: Serie) -> None:
    points: list[tuple[float, float]] = []
    for rang, valeur in enumerate(serie.valeurs):
        if valeur is not None:
            points.append((plan.x(rang), plan.y_of(valeur)))
        elif points:
            toile.stroke(rang_serie, points)
            points = []
    if points:
        toile.stroke(rang_serie, points)
    for rang, valeur in enumerate(serie.valeurs):
        if valeur is None:
            continue
        x, y = plan.x(rang), plan.y_of(valeur)
        toile.mark(rang_serie, x, y)
        if len(plan.graphique.series) == 1:
            texte = format_etiquette(plan.graphique, valeur, plan.pas)
            toile.write_on_halo(texte, x, y - 9)


def _series_end(graphique: Graphique, serie: Serie) -> tuple[Fraction | None, str]:
    """Return the last known value of a series, and the words that name the line there."""
    connues = [v for v in serie.valeurs if v is not None]
    if not connues:
        return None, f"{serie.nom} : n.c."
    fin = format_valeur(connues[-1], graphique.unite, graphique.decimales)
    return connues[-1], f"{serie.nom} : {fin}"


def _write_series_names(toile: Toile, plan: Plan) -> None:
    graphique = plan.graphique
    noms: list[tuple[float, str, str]] = []
    if graphique.cible is not None:
        noms.append((plan.y_of(graphique.cible), format_cible(graphique), "cible-texte"))
    for serie in graphique.series:
        valeur, texte = _series_end(graphique, serie)
        noms.append((plan.zero if valeur is None else plan.y_of(valeur), texte, "texte"))
    precedent = plan.haut - INTERLIGNE
    for y, texte, partie in sorted(noms):
        place = max(y, precedent + INTERLIGNE)
        toile.write(texte, plan.droite + 8, place + 4, partie=partie)
        precedent = place


def _write_labels(toile: Toile, plan: Plan) -> float:
    graphique = plan.graphique
    y, lignes = plan.bas + 18, 1
    for rang, etiquette in enumerate(graphique.etiquettes):
        for numero, ligne in enumerate(wrap(etiquette, plan.pas - 4)):
            toile.write(ligne, plan.x(rang), y + numero * INTERLIGNE, ancre="middle")
            lignes = max(lignes, numero + 1)
    y += (lignes - 1) * INTERLIGNE
    for nom, cellules in list_rangees(graphique):
        y = write_row(toile, plan, nom, cellules, y + RANGEE)
    return y + 8


def list_rangees(graphique: Graphique) -> list[tuple[str, tuple[str, ...]]]:
    """Return the rows of words under the labels: n first, where it is known."""
    rangees = [(r.nom, r.cellules) for r in graphique.rangees]
    if not graphique.n:
        return rangees
    effectifs = tuple("n.c." if n is None else format_nombre(n) for n in graphique.n)
    return [(graphique.n_libelle, effectifs), *rangees]


def write_row(toile: Toile, plan: Plan, nom: str, cellules: tuple[str, ...], y: float) -> float:
    """Write one row under the labels, every second cell lower if they would touch; return its y."""
    serre = max(estimate_width(c, 11) for c in cellules) > plan.pas - 6
    toile.write(nom, plan.gauche - 8, y, partie="petit", ancre="end")
    for rang, texte in enumerate(cellules):
        bas = y + INTERLIGNE * (serre and rang % 2)
        toile.write(texte, plan.x(rang), bas, partie="petit", ancre="middle")
    return y + INTERLIGNE * serre
