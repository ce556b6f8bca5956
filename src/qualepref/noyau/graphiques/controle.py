"""Control charts: months as a line, the band ordinary variation stays in, what stands out of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from qualepref.noyau.graphiques.marques import write_absence
from qualepref.noyau.graphiques.modele import Graphique, Limites, Marque
from qualepref.noyau.graphiques.toile import Toile, estimate_width
from qualepref.noyau.graphiques.verticales import (
    INTERLIGNE,
    RANGEE,
    Plan,
    build_plan,
    draw_axis,
    draw_cible,
    list_rangees,
    write_row,
)


# Place of each mark among the inks and shapes of series: circle, diamond, square.
ENCRES = {Marque.AUCUNE: 0, Marque.HORS_LIMITES: 3, Marque.SERIE: 1}
LEGENDE = {
    Marque.AUCUNE: "un mois",
    Marque.HORS_LIMITES: "hors des limites",
    Marque.SERIE: "série du même côté de la moyenne",
}
LIGNE_LEGENDE = 22
# Every so many months are named, whichever comes first without labels touching.
PAS_ETIQUETTES = (1, 2, 3, 4, 6, 12)
ECART_ETIQUETTES = 6
CORPS_RANGEE = 11


def draw_controle(toile: Toile, graphique: Graphique) -> float:
    """Draw the band, the limits, the mean, the target and the months; return the height used."""
    plan, limites = build_plan(toile, graphique), graphique.limites
    assert limites is not None  # noqa: S101 (the description refuses a control chart without)
    troncons = list(_list_troncons(limites))
    for troncon in troncons:
        _draw_bande(toile, plan, limites, troncon)
    draw_axis(toile, plan)
    for troncon in troncons:
        _draw_limites(toile, plan, limites, troncon)
    _draw_evenements(toile, plan, limites)
    draw_cible(toile, plan)
    _draw_mois(toile, plan, limites)
    bas = _write_rows(toile, plan, _write_labels(toile, plan))
    return _write_legend(toile, plan, limites, bas)


def _list_troncons(limites: Limites) -> Iterator[list[int]]:
    """Yield the ranks of each run of months that share a centre and have limits."""
    rangs = range(len(limites.centres))
    for (centre, borne), suite in groupby(
        rangs, key=lambda r: (limites.centres[r], limites.bas[r] is not None)
    ):
        if centre is not None and borne:
            yield list(suite)


def _steps(plan: Plan, valeurs: tuple[Fraction | None, ...], rangs: list[int]) -> list[str]:
    """Return the points of a line that is level over each month."""
    demi = plan.pas / 2
    return [
        f"{plan.x(r) + cote * demi:.1f},{plan.y_of(valeur):.1f}"
        for r in rangs
        if (valeur := valeurs[r]) is not None
        for cote in (-1, 1)
    ]


def _draw_bande(toile: Toile, plan: Plan, limites: Limites, rangs: list[int]) -> None:
    tour = [*_steps(plan, limites.haut, rangs), *reversed(_steps(plan, limites.bas, rangs))]
    toile.add("polygon", "bande", {"points": " ".join(tour)})


def _draw_limites(toile: Toile, plan: Plan, limites: Limites, rangs: list[int]) -> None:
    for valeurs in (limites.bas, limites.haut):
        toile.add("polyline", "limite", {"points": " ".join(_steps(plan, valeurs, rangs))})
    toile.add("polyline", "moyenne", {"points": " ".join(_steps(plan, limites.centres, rangs))})


def _draw_evenements(toile: Toile, plan: Plan, limites: Limites) -> None:
    """Draw a line where something happened, numbered: the list beside the chart says what."""
    numero = 0
    for rang, texte in enumerate(limites.evenements):
        if not texte:
            continue
        numero += 1
        x = plan.x(rang) - plan.pas / 2
        toile.line("evenement", (x, plan.haut - 4), (x, plan.bas))
        toile.write(str(numero), x, plan.haut - 8, partie="petit", ancre="middle")


def _draw_mois(toile: Toile, plan: Plan, limites: Limites) -> None:
    serie = plan.graphique.series[0]
    rangs = range(len(serie.valeurs))
    for connu, suite in groupby(rangs, key=lambda r: serie.valeurs[r] is not None):
        if connu:
            toile.stroke(
                0, [(plan.x(r), plan.y_of(serie.valeurs[r] or Fraction(0))) for r in suite]
            )
    for rang, valeur in enumerate(serie.valeurs):
        if valeur is None:
            etat = serie.etat(rang)
            write_absence(toile, etat, plan.x(rang), plan.bas - 6, largeur=plan.pas)
            continue
        toile.mark(ENCRES[limites.marques[rang]], plan.x(rang), plan.y_of(valeur))


def _write_labels(toile: Toile, plan: Plan) -> float:
    """Name the months that have room, on two lines; return the height of the last one."""
    etiquettes = [e.split(" ", 1) for e in plan.graphique.etiquettes]
    place = max(estimate_width(mot) for mots in etiquettes for mot in mots) + ECART_ETIQUETTES
    choix = (p for p in PAS_ETIQUETTES if p * plan.pas >= place)
    pas = next(choix, PAS_ETIQUETTES[-1])
    y = plan.bas + 18
    for rang in range(0, len(etiquettes), pas):
        x = plan.x(rang)
        toile.line("axe", (x, plan.bas), (x, plan.bas + 4))
        for numero, mot in enumerate(etiquettes[rang]):
            toile.write(mot, x, y + numero * INTERLIGNE, ancre="middle")
    return y + INTERLIGNE


def _write_rows(toile: Toile, plan: Plan, y: float) -> float:
    """Write what each month drawn rests on where there is room; the table says it everywhere."""
    valeurs = plan.graphique.series[0].valeurs
    for nom, dites in list_rangees(plan.graphique):
        cellules = tuple("" if v is None else c for v, c in zip(valeurs, dites, strict=True))
        if max(estimate_width(c, CORPS_RANGEE) for c in cellules) <= 2 * plan.pas:
            y = write_row(toile, plan, nom, cellules, y + RANGEE)
    return y


def _write_legend(toile: Toile, plan: Plan, limites: Limites, y: float) -> float:
    """Name the shapes in use and the lines, below the months; return the height used."""
    y += LIGNE_LEGENDE
    x = plan.gauche
    for marque, texte in LEGENDE.items():
        if marque in limites.marques:
            toile.mark(ENCRES[marque], x + 6, y - 4)
            toile.write(texte, x + 16, y)
            x += estimate_width(texte) + 34
    if any(b is not None for b in limites.bas):
        for partie, texte in (("moyenne", limites.centre_libelle), ("limite", "limites")):
            toile.line(partie, (x, y - 4), (x + 20, y - 4))
            toile.write(texte, x + 26, y)
            x += estimate_width(texte) + 44
    return y + 10
