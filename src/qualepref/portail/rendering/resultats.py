"""Results of a survey as the public reads them: nothing that too few people answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from qualepref.enquetes.models import ResultatSeul
from qualepref.enquetes.queries.resultats import Resultats
from qualepref.enquetes.rendering.resultats_textes import (
    say_fraction,
    say_intervalle,
    say_part,
    say_retours,
    say_taux_de,
)
from qualepref.enquetes.rules.resultats import EtatResultat, ResultatQuestion, Taux
from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.noyau.statistiques.wilson import compute_wilson


CENT = 100


@dataclass(frozen=True, slots=True)
class LigneResultat:
    """A question: the rate or count printed, what it rests on, its interval at 95 %."""

    question: str
    resultat: str
    calcul: str
    intervalle: str


@dataclass(frozen=True, slots=True)
class EnquetePublique:
    """A closed survey. caches: questions that too few people answered, only counted.

    base: how many answered, or how many tests were made. seuil: answers, or tests, under which
    nothing is shown.
    """

    mystere: bool
    base: str
    seuil: int
    lignes: tuple[LigneResultat, ...]
    caches: int


def build_enquete(resultats: Resultats) -> EnquetePublique:
    """Return what the public may read of the results of a closed campaign."""
    mystere = resultats.mystere
    seuil = resultats.bareme.minimum if mystere else resultats.bareme.seuil
    lignes = [*_iter_lues(resultats), *_iter_seules(resultats, seuil)]
    montrees = tuple(ligne for ligne in lignes if ligne is not None)
    return EnquetePublique(mystere, _say_base(resultats), seuil, montrees, lignes.count(None))


def _say_base(resultats: Resultats) -> str:
    if resultats.questionnaire is None:
        return ""
    total = resultats.retours.total
    if resultats.mystere:
        return f"{format_nombre(total)} test{'s' if total > 1 else ''}"
    return say_retours(resultats.retours)


def _iter_lues(resultats: Resultats) -> Iterator[LigneResultat | None]:
    """Yield each judged question, None for one that may not be shown."""
    assez = resultats.retours.total >= resultats.bareme.minimum
    for lu in resultats.evaluees:
        if not lu.repondues:
            continue
        yield _tell(lu, mystere=resultats.mystere) if assez and _is_montree(resultats, lu) else None


def _is_montree(resultats: Resultats, lu: ResultatQuestion) -> bool:
    if lu.taux is None:
        return False
    admis = {EtatResultat.SIGNIFICATIF}
    if resultats.mystere:
        admis.add(EtatResultat.NON_SIGNIFICATIF)
    return lu.etat in admis


def _tell(lu: ResultatQuestion, *, mystere: bool) -> LigneResultat:
    taux = lu.taux
    resultat = say_taux_de(lu)
    if mystere and lu.etat is not EtatResultat.SIGNIFICATIF:
        resultat = f"{format_nombre(taux.satisfaits)} sur {format_nombre(taux.exprimes)}"
    return LigneResultat(
        str(lu.question.libelle), resultat, say_fraction(taux), say_intervalle(taux)
    )


def _iter_seules(resultats: Resultats, seuil: int) -> Iterator[LigneResultat | None]:
    """Yield the percentages that came without answers; None for one nobody can weigh."""
    for seul in resultats.seuls:
        assez = seul.repondants is not None and seul.repondants >= seuil
        yield _tell_seul(seul) if assez else None


def _tell_seul(seul: ResultatSeul) -> LigneResultat:
    n = seul.repondants
    if seul.numerateur is not None:
        taux = Taux(seul.numerateur, n, *compute_wilson(seul.numerateur, n))
        return LigneResultat(
            seul.libelle, say_part(taux.valeur), say_fraction(taux), say_intervalle(taux)
        )
    part = Fraction(seul.pourcentage) / CENT
    return LigneResultat(seul.libelle, say_part(part), f"{format_nombre(n)} réponses", "")
