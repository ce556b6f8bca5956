"""Published figures beside those their own parts give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from qualepref.indicateurs.queries.tableau import LigneTableau as Ligne, Publiee, Tableau
from qualepref.indicateurs.rendering import textes
from qualepref.noyau.calcul.releves import Etat, Releve, Source
from qualepref.noyau.calcul.rendu import round_half_up, scale
from qualepref.noyau.referentiel.modele import Indicateur
from qualepref.publications.rendering.bilan_donnees import (
    Comparaison,
    Concordance,
    Constat,
    Publies,
)
from qualepref.publications.rendering.mois import say_rangs


ENSEMBLE = "Ensemble"
REPRIS = "Le document ne donne pas de quoi le recalculer."
SANS_CALCUL = "Les données relevées ne permettent aucun calcul."


@dataclass(frozen=True, slots=True)
class _Couple:
    """One published figure and our reading of the same. `mois`: its rank in the year, if any."""

    indicateur: Indicateur
    libelle: str
    releve: Releve
    publiee: Publiee
    mois: int | None = None


def build_publies(tableau: Tableau) -> Publies:
    """Return what was published for the year: what needs a word, then what simply agrees."""
    couples = [c for ligne in tableau.lignes for c in _couples(ligne)]
    a_dire = [c for c in couples if not _agrees_silently(c)]
    concordants = [c for c in couples if _agrees_silently(c)]
    return Publies(
        documents=tuple(dict.fromkeys(c.publiee.document for c in couples)),
        comparaisons=tuple(_compare(c) for c in a_dire),
        concordances=tuple(
            Concordance(code, groupe[0].indicateur.libelle, tuple(_enumerate(groupe)), len(groupe))
            for code, lus in groupby(concordants, key=lambda c: c.indicateur.code)
            for groupe in [list(lus)]
        ),
    )


def judge_publiee(publiee: Publiee, releve: Releve, indicateur: Indicateur) -> Constat:
    """Return whether a published figure is ours once rounded to the decimals it was printed with."""
    if releve.valeur is None:
        return Constat.CONCORDE if publiee.valeur is None else Constat.SANS_CALCUL
    if releve.source is not Source.CALCULE:
        return Constat.REPRIS
    if publiee.valeur is None:
        return Constat.DIFFERE if publiee.explication else Constat.CONCORDE
    decimales = _decimals(publiee.imprimee)
    arrondie = round_half_up(scale(releve.valeur, indicateur.unite), decimales)
    return Constat.CONCORDE if arrondie == publiee.valeur else Constat.DIFFERE


def _couples(ligne: Ligne) -> Iterator[_Couple]:
    i = ligne.indicateur
    if ligne.publiee is not None and ligne.releve.etat is not Etat.NON_COLLECTE:
        yield _Couple(i, ENSEMBLE, ligne.releve, ligne.publiee)
    for d in ligne.details:
        if d.publiee is None or d.releve.etat is Etat.NON_COLLECTE:
            continue
        mois = int(d.code) % 100 - 1 if d.dimension == "mois" else None
        yield _Couple(i, d.libelle, d.releve, d.publiee, mois)


def _agrees_silently(couple: _Couple) -> bool:
    constat = judge_publiee(couple.publiee, couple.releve, couple.indicateur)
    return constat is Constat.CONCORDE and not couple.publiee.explication


def _compare(couple: _Couple) -> Comparaison:
    constat = judge_publiee(couple.publiee, couple.releve, couple.indicateur)
    defauts = {Constat.REPRIS: REPRIS, Constat.SANS_CALCUL: SANS_CALCUL}
    i = couple.indicateur
    detail = "" if couple.libelle == ENSEMBLE else f" – {couple.libelle}"
    return Comparaison(
        code=i.code,
        libelle=f"{i.libelle}{detail}",
        publie=couple.publiee.imprimee,
        calcule=textes.say_valeur(couple.releve, i),
        constat=constat,
        explication=couple.publiee.explication or defauts.get(constat, ""),
    )


def _enumerate(couples: list[_Couple]) -> Iterator[str]:
    """Yield « Ensemble : 96 % », months printed alike together."""
    for (imprimee, du_mois), groupe in groupby(
        couples, key=lambda c: (c.publiee.imprimee, c.mois is not None)
    ):
        lus = list(groupe)
        if du_mois:
            yield f"{say_rangs([c.mois for c in lus if c.mois is not None])} : {imprimee}"
        elif len(couples) == 1 and lus[0].libelle == ENSEMBLE:
            yield imprimee
        else:
            yield from (f"{c.libelle} : {imprimee}" for c in lus)


def _decimals(imprimee: str) -> int:
    """Return the decimals of a printed number: 1 for « 99,6 % »."""
    apres = imprimee.partition(",")[2]
    return len(apres) - len(apres.lstrip("0123456789"))
