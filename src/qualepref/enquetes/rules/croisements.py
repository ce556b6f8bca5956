"""Rates told apart by who answered, where, when or how; and which of them differ beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from qualepref.enquetes.rules.resultats import (
    Bareme,
    EtatResultat,
    Marques,
    ResultatQuestion,
    Taux,
    build_resultat,
    mask,
)
from qualepref.noyau.questionnaires.modele import Question
from qualepref.noyau.statistiques.newcombe import are_distinct
from qualepref.noyau.statistiques.wilson import NIVEAU


@dataclass(frozen=True, slots=True)
class Modalite:
    """One way of answering apart: a service, a month, an age, a mode…"""

    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Croisement:
    """One question, told apart: one result per modality, in their order."""

    question: Question
    resultats: tuple[tuple[Modalite, ResultatQuestion], ...]


@dataclass(frozen=True, slots=True)
class Ecart:
    """Two rates of one question that chance does not explain: the higher, then the lower."""

    question: Question
    haut: tuple[Modalite, Taux]
    bas: tuple[Modalite, Taux]


def build_croisements(
    questions: Iterable[Question],
    marques: Mapping[str, Marques],
    *,
    modalites: Sequence[Modalite],
    bareme: Bareme,
    baremes: Mapping[str, Bareme] | None = None,
) -> tuple[Croisement, ...]:
    """Return each question told apart by these modalities, in their order, empty ones included.

    marques: by code of modality. baremes: of modalities that are read with another. Where too few tests are hidden, those that a subtraction from the
    whole would give away are hidden with them.
    """
    propres = baremes or {}
    vide: Marques = Counter()
    croisements = []
    for question in questions:
        lus = [
            (
                m,
                build_resultat(
                    question, marques.get(m.code, vide), bareme=propres.get(m.code, bareme)
                ),
            )
            for m in modalites
        ]
        croisements.append(Croisement(question, _hide_deductibles(lus, bareme.minimum)))
    return tuple(croisements)


def find_ecarts(croisements: Sequence[Croisement], *, niveau: float = NIVEAU) -> tuple[Ecart, ...]:
    """Return, question by question, the widest gap between two rates that chance does not explain.

    Only rates that can be read are compared. Many comparisons find gaps by chance alone: the
    confidence asked of each is raised so that all of them together keep the level (Bonferroni: the
    risk is divided by the number of comparisons).
    """
    lisibles = [(c.question, list(_list_lisibles(c))) for c in croisements]
    comparaisons = sum(len(taux) * (len(taux) - 1) // 2 for _, taux in lisibles)
    if not comparaisons:
        return ()
    exige = 1 - (1 - niveau) / comparaisons
    trouves = (_find_ecart(question, taux, exige) for question, taux in lisibles)
    return tuple(ecart for ecart in trouves if ecart is not None)


def _find_ecart(
    question: Question, taux: Sequence[tuple[Modalite, Taux]], niveau: float
) -> Ecart | None:
    """Return the widest gap of one question; None when chance explains them all."""
    distincts = [
        (haut, bas)
        for haut, bas in permutations(taux, 2)
        if haut[1].satisfaits * bas[1].exprimes > bas[1].satisfaits * haut[1].exprimes
        and _are_distinct(haut[1], bas[1], niveau)
    ]
    if not distincts:
        return None
    return Ecart(question, *max(distincts, key=lambda p: p[0][1].valeur - p[1][1].valeur))


def _are_distinct(haut: Taux, bas: Taux, niveau: float) -> bool:
    return are_distinct(
        (haut.satisfaits, haut.exprimes), (bas.satisfaits, bas.exprimes), niveau=niveau
    )


def _list_lisibles(croisement: Croisement) -> Iterable[tuple[Modalite, Taux]]:
    for modalite, resultat in croisement.resultats:
        if resultat.taux is not None and resultat.lisible:
            yield modalite, resultat.taux


def _hide_deductibles(
    lus: list[tuple[Modalite, ResultatQuestion]], minimum: int
) -> tuple[tuple[Modalite, ResultatQuestion], ...]:
    """Return the results with the smallest shown ones hidden too, as long as it takes.

    The whole is shown elsewhere: less all those shown, it would give away what is hidden.
    """
    caches = [lu for _, lu in lus if lu.etat is EtatResultat.MASQUE]
    montres = [lu for _, lu in lus if lu.base and lu.etat is not EtatResultat.MASQUE]
    sacrifies: list[ResultatQuestion] = []
    for lu in sorted(montres, key=lambda r: r.base):
        if not caches or sum(r.base for r in (*caches, *sacrifies)) >= minimum:
            break
        sacrifies.append(lu)
    return tuple((m, mask(lu) if any(lu is s for s in sacrifies) else lu) for m, lu in lus)
