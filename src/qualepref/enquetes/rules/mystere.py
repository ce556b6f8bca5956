"""Mystery tests: where each one stands, and what their grids allow to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from qualepref.enquetes.rules.accord import AccordQuestion
from qualepref.noyau.calendrier import Calendrier, compute_delai_jours_ouvres
from qualepref.noyau.questionnaires.depouillement import POSEE, REPONDUE
from qualepref.noyau.questionnaires.modele import Question, Questionnaire, TypeQuestion, Valeur


# What the grids of the product, and those written after them, are about: codes of criteres.yaml.
SONNERIES = "sonneries"
REPONSE_RECUE = "ecrit-recu"
ENVOI = "ecrit-envoi"
RECEPTION = "ecrit-delai-constate"


class EtatTest(StrEnum):
    """Where a test stands on a day."""

    A_VENIR = "a_venir"
    A_FAIRE = "a_faire"
    EN_RETARD = "en_retard"
    FAIT = "fait"
    ABANDONNE = "abandonne"

    @property
    def libelle(self) -> str:
        """French words for the screen."""
        return LIBELLES_ETAT[self]


LIBELLES_ETAT = {
    EtatTest.A_VENIR: "à venir",
    EtatTest.A_FAIRE: "à faire",
    EtatTest.EN_RETARD: "en retard",
    EtatTest.FAIT: "fait",
    EtatTest.ABANDONNE: "abandonné",
}


def tell_etat(
    *, jour: dt.date, limite: dt.date, le: dt.date, fait: bool, abandonne: bool
) -> EtatTest:
    """Return where a test stands. limite: last day on which its grid is not late."""
    if abandonne:
        return EtatTest.ABANDONNE
    if fait:
        return EtatTest.FAIT
    if le < jour:
        return EtatTest.A_VENIR
    return EtatTest.EN_RETARD if le > limite else EtatTest.A_FAIRE


@dataclass(frozen=True, slots=True)
class Moyenne:
    """A sum over `n` tests; the mean is exact."""

    somme: Fraction
    n: int

    @property
    def valeur(self) -> Fraction:
        """The exact mean."""
        return self.somme / self.n


@dataclass(frozen=True, slots=True)
class CritereMystere:
    """What one question of the grid gives, on the tests it applied to.

    poses: tests where it was asked; sans_objet leave the base. montre: whether enough tests stand
    behind it to be shown. seuil: share of tests from which it is a strong point.
    """

    question: Question
    satisfaits: int
    exprimes: int
    sans_objet: int
    poses: int
    montre: bool
    seuil: Fraction

    @property
    def taux(self) -> Fraction | None:
        """The exact rate; None when it may not be shown, or nothing was expressed."""
        return Fraction(self.satisfaits, self.exprimes) if self.montre else None


@dataclass(frozen=True, slots=True)
class Courriels:
    """What became of the e-mails sent. delai: working days of those answered, both days known.

    annonce: working days announced, None when the référentiel says nothing; dans_le_delai: how many
    of `delai.n` kept it.
    """

    envoyes: int
    sans_reponse: int
    delai: Moyenne | None
    annonce: int | None
    dans_le_delai: int

    @property
    def part_delai(self) -> Fraction | None:
        """Share of the delays known that kept the one announced."""
        return Fraction(self.dans_le_delai, self.delai.n) if self.delai else None


@dataclass(frozen=True, slots=True)
class ResultatsMystere:
    """What the grids of a campaign say. `masque`: too few tests, nothing below may be shown.

    seuil: share of tests from which a criterion is a strong point, unless it has a target of its
    own. accords: empty when too few tests were judged by two; `paires` says how many were,
    `paires_minimum` how many it takes. cachees: criteria of which a site shows nothing, because
    too few of its tests met them or all sites together would give away another one.
    """

    tests: int
    minimum: int
    criteres: tuple[CritereMystere, ...]
    sonneries: Moyenne | None
    courriels: Courriels | None
    seuil: Fraction
    paires: int
    paires_minimum: int
    accords: tuple[AccordQuestion, ...]
    cachees: int = 0

    @property
    def masque(self) -> bool:
        """Whether too few tests were made to show anything."""
        return self.tests < self.minimum

    @property
    def satisfaisants(self) -> tuple[CritereMystere, ...]:
        """The criteria met often enough."""
        return tuple(c for c in self.criteres if c.taux is not None and c.taux >= c.seuil)

    @property
    def insuffisants(self) -> tuple[CritereMystere, ...]:
        """The criteria met too seldom."""
        return tuple(c for c in self.criteres if c.taux is not None and c.taux < c.seuil)


def compute_criteres(
    questionnaire: Questionnaire,
    comptes: Mapping[tuple[str, str], int],
    *,
    minimum: int,
    seuil: Fraction,
    seuils: Mapping[str, Fraction],
) -> tuple[CritereMystere, ...]:
    """Return each judged question on its own base, whoever had nothing to judge left out.

    comptes: how many times each (question, mark) was met. seuils: of the questions that have a
    target of their own; `seuil` for the others.
    """
    criteres = []
    for question in questionnaire.iter_questions():
        if not question.evaluee:
            continue
        nombres = {o.code: comptes.get((question.code, o.code), 0) for o in question.options}
        sans_objet = sum(nombres[o.code] for o in question.options if o.sans_objet)
        exprimes = comptes.get((question.code, REPONDUE), 0) - sans_objet
        criteres.append(
            CritereMystere(
                question,
                sum(nombres[o.code] for o in question.options if o.satisfait),
                exprimes,
                sans_objet,
                comptes.get((question.code, POSEE), 0),
                montre=exprimes >= max(minimum, 1),
                seuil=seuils.get(question.code, seuil),
            )
        )
    return tuple(criteres)


def compute_sonneries(
    questionnaire: Questionnaire, comptes: Mapping[tuple[str, str], int], *, minimum: int
) -> Moyenne | None:
    """Return the mean number of rings; None when the grid does not ask, or too few answered."""
    question = find_question(questionnaire, SONNERIES, TypeQuestion.NOMBRE)
    if question is None:
        return None
    marques = [
        (Fraction(Decimal(marque)), n)
        for (code, marque), n in comptes.items()
        if code == question.code and marque not in (POSEE, REPONDUE)
    ]
    total = sum(n for _, n in marques)
    if total < max(minimum, 1):
        return None
    return Moyenne(sum((valeur * n for valeur, n in marques), Fraction(0)), total)


def compute_courriels(
    questionnaire: Questionnaire,
    grilles: Iterable[tuple[Mapping[str, Valeur], Calendrier, int | None]],
    *,
    minimum: int,
) -> Courriels | None:
    """Return what became of the e-mails; None when the grid is not about them.

    grilles: answers of each, calendar of the site written to, working days announced there. Days
    that contradict each other (an answer before the sending) give no delay.
    """
    recue = find_question(questionnaire, REPONSE_RECUE, TypeQuestion.ECHELLE)
    if recue is None:
        return None
    envoi = find_question(questionnaire, ENVOI, TypeQuestion.DATE)
    reception = find_question(questionnaire, RECEPTION, TypeQuestion.DATE)
    envoyes = sans_reponse = dans_le_delai = 0
    delais: list[int] = []
    annonces: set[int | None] = set()
    for valeurs, calendrier, annonce in grilles:
        option = recue.find_option(str(valeurs.get(recue.code, "")))
        envoyes += 1
        sans_reponse += option is not None and option.satisfait is False
        delai = _read_delai(valeurs, envoi, reception, calendrier)
        if delai is not None:
            delais.append(delai)
            annonces.add(annonce)
            dans_le_delai += annonce is not None and delai <= annonce
    assez = len(delais) >= max(minimum, 1)
    return Courriels(
        envoyes,
        sans_reponse,
        Moyenne(Fraction(sum(delais)), len(delais)) if assez else None,
        annonces.pop() if len(annonces) == 1 else None,
        dans_le_delai,
    )


def find_question(
    questionnaire: Questionnaire, critere: str, type_question: TypeQuestion
) -> Question | None:
    """Return the first question of that type about a criterion, or None."""
    return next(
        (
            q
            for q in questionnaire.iter_questions()
            if q.critere == critere and q.type is type_question
        ),
        None,
    )


def is_par_courriel(questionnaire: Questionnaire) -> bool:
    """Whether a grid is about e-mails: it asks whether they were answered."""
    return find_question(questionnaire, REPONSE_RECUE, TypeQuestion.ECHELLE) is not None


def _read_delai(
    valeurs: Mapping[str, Valeur],
    envoi: Question | None,
    reception: Question | None,
    calendrier: Calendrier,
) -> int | None:
    if envoi is None or reception is None:
        return None
    debut, fin = valeurs.get(envoi.code), valeurs.get(reception.code)
    if not isinstance(debut, dt.date) or not isinstance(fin, dt.date) or fin < debut:
        return None
    return compute_delai_jours_ouvres(debut, fin, calendrier=calendrier)
