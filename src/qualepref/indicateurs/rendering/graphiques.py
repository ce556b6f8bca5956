"""The chart of an indicator: its months, else the codes it is followed by."""

from __future__ import annotations

from collections.abc import Sequence

from qualepref.indicateurs.queries.tableau import LigneDetail, LigneTableau
from qualepref.indicateurs.rendering.textes import say_cible, say_valeur
from qualepref.noyau.calcul.periodes import MOIS, MOIS_COURTS
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.graphiques.modele import Genre, Graphique, Serie
from qualepref.noyau.referentiel.modele import Indicateur, Sens, Unite


# Fewer codes, or fewer different monthly figures, make a sentence or a table, not a chart.
POINTS_MINIMUM = 2
MOIS_MINIMUM = 5
MOIS_DIFFERENTS_MINIMUM = 3
# A mean per month or per day rests on a number of months: no size of sample to print.
SANS_EFFECTIF = (Unite.NOMBRE, Unite.PAR_MOIS, Unite.PAR_JOUR)


def build_graphique(ligne: LigneTableau) -> Graphique | None:
    """Return the chart of an indicator: its months, else its codes; None when none tells much."""
    par_mois = build_graphique_des_mois(ligne)
    if par_mois is not None:
        return par_mois
    details = [d for d in ligne.details if d.releve.valeur is not None and d.dimension != "mois"]
    return _by_code(ligne, details) if len(details) >= POINTS_MINIMUM else None


def build_graphique_des_mois(ligne: LigneTableau) -> Graphique | None:
    """Return the chart of the months; None when too few are known, or print different figures."""
    connus = [r for r in ligne.mois if r.valeur is not None]
    imprimes = {say_valeur(r, ligne.indicateur) for r in connus}
    if len(connus) < MOIS_MINIMUM or len(imprimes) < MOIS_DIFFERENTS_MINIMUM:
        return None
    textes = ", ".join(
        f"{MOIS[r.demandee.premier % 100 - 1]} {say_valeur(r, ligne.indicateur)}" for r in connus
    )
    return _build(
        ligne,
        genre=Genre.BARRES,
        description=f"{ligne.indicateur.libelle}, mois par mois : {textes}.",
        etiquettes=MOIS_COURTS,
        releves=list(ligne.mois),
    )


def _by_code(ligne: LigneTableau, details: list[LigneDetail]) -> Graphique:
    textes = ", ".join(f"{d.libelle} {say_valeur(d.releve, ligne.indicateur)}" for d in details)
    return _build(
        ligne,
        genre=Genre.HORIZONTALES,
        description=f"{ligne.indicateur.libelle} : {textes}.",
        etiquettes=tuple(d.libelle for d in details),
        releves=[d.releve for d in details],
    )


def _build(
    ligne: LigneTableau,
    *,
    genre: Genre,
    description: str,
    etiquettes: tuple[str, ...],
    releves: list[Releve],
) -> Graphique:
    i, cible = ligne.indicateur, ligne.cible
    seuil = None
    if cible is not None and i.sens is not Sens.INFORMATION:
        seuil = cible.minimum if i.sens is Sens.HAUSSE else cible.maximum
    return Graphique(
        genre=genre,
        titre=i.libelle,
        description=description,
        etiquettes=etiquettes,
        series=(
            Serie(i.libelle, tuple(r.valeur for r in releves), tuple(r.etat for r in releves)),
        ),
        unite=i.unite,
        decimales=i.decimales,
        cible=seuil,
        cible_libelle=f"cible {say_cible(cible, i)}" if seuil is not None else "",
        n=list_effectifs(releves, i),
        n_libelle="n",
    )


def list_effectifs(releves: Sequence[Releve], indicateur: Indicateur) -> tuple[int | None, ...]:
    """Return what each reading rests on; empty when that is never known or has no meaning."""
    if indicateur.unite in SANS_EFFECTIF or all(r.denominateur is None for r in releves):
        return ()
    return tuple(None if r.denominateur is None else int(r.denominateur) for r in releves)
