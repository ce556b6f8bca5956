"""The table that says in words and figures what a chart draws."""

from __future__ import annotations

from fractions import Fraction

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import format_nombre, format_valeur, scale
from qualepref.noyau.graphiques.modele import Graphique, Limites, Serie


DECIMALES_CIBLE = 2
DECIMALES_LIMITES = 1


def columns(graphique: Graphique) -> tuple[str, ...]:
    """Return the headings: the labels' one is empty, then series, n, other rows, target, limits."""
    entetes = ["", *(s.nom for s in graphique.series)]
    if graphique.n:
        entetes.append(graphique.n_libelle[:1].upper() + graphique.n_libelle[1:])
    entetes += [r.nom for r in graphique.rangees]
    if graphique.cible is not None:
        entetes.append("Cible")
    if graphique.limites is not None:
        centre = graphique.limites.centre_libelle
        entetes += [centre[:1].upper() + centre[1:], "Limites", "Signal", "Événement"]
    return tuple(entetes)


def rows(graphique: Graphique) -> tuple[tuple[str, ...], ...]:
    """Return one row per label, as text, in the order of `columns`. A gap says why it is one."""
    return tuple(_row(graphique, rang) for rang in range(len(graphique.etiquettes)))


def format_point(graphique: Graphique, serie: Serie, rang: int) -> str:
    """Return a value as the table prints it: « 88 % », « non collecté »."""
    valeur, etat = serie.valeurs[rang], serie.etat(rang)
    if valeur is None:
        return etat.libelle
    texte = format_valeur(valeur, graphique.unite, graphique.decimales)
    return f"{texte} ({etat.libelle})" if etat is Etat.NON_SIGNIFICATIF else texte


def format_cible(graphique: Graphique) -> str:
    """Return the words beside the target line: those given, else « cible 90 % »."""
    if graphique.cible_libelle or graphique.cible is None:
        return graphique.cible_libelle
    return f"cible {format_cible_valeur(graphique, graphique.cible)}"


def format_cible_valeur(graphique: Graphique, cible: Fraction) -> str:
    """Return the target's value with the decimals it needs, two at most: « 0,05 ‰ », « 90 % »."""
    imprimee = scale(cible, graphique.unite)
    besoin = (d for d in range(DECIMALES_CIBLE) if (imprimee * 10**d).denominator == 1)
    return format_valeur(cible, graphique.unite, next(besoin, DECIMALES_CIBLE))


def _row(graphique: Graphique, rang: int) -> tuple[str, ...]:
    cellules = [graphique.etiquettes[rang]]
    cellules += [format_point(graphique, s, rang) for s in graphique.series]
    if graphique.n:
        n = graphique.n[rang]
        cellules.append(Etat.NON_COLLECTE.libelle if n is None else format_nombre(n))
    cellules += [r.cellules[rang] for r in graphique.rangees]
    if graphique.cible is not None:
        cellules.append(format_cible_valeur(graphique, graphique.cible))
    if graphique.limites is not None:
        cellules += _cells_of_limites(graphique, graphique.limites, rang)
    return tuple(cellules)


def _cells_of_limites(graphique: Graphique, limites: Limites, rang: int) -> list[str]:
    centre, bas, haut = limites.centres[rang], limites.bas[rang], limites.haut[rang]
    decimales = max(graphique.decimales, DECIMALES_LIMITES)

    def write(valeur: Fraction | None) -> str:
        return "" if valeur is None else format_valeur(valeur, graphique.unite, decimales)

    bornes = f"{write(bas)} à {write(haut)}" if bas is not None and haut is not None else ""
    return [write(centre), bornes, limites.marques[rang].value, limites.evenements[rang]]
