"""What the answers to one question allow to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from qualepref.noyau.calcul.verdicts import Verdict, judge_part
from qualepref.noyau.questionnaires.depouillement import POSEE, REPONDUE
from qualepref.noyau.questionnaires.modele import (
    A_OPTIONS,
    Option,
    Question,
    Questionnaire,
    TypeQuestion,
)
from qualepref.noyau.statistiques.newcombe import are_distinct
from qualepref.noyau.statistiques.wilson import compute_manquantes, compute_wilson


# How many times each mark of each question was met.
Marques = Counter[tuple[str, str]]


class EtatResultat(StrEnum):
    """How far a result can be read.

    MASQUE: too few mystery tests, nothing is shown but how many. SEUL: a percentage that somebody
    published, without answers.
    """

    SIGNIFICATIF = "significatif"
    NON_SIGNIFICATIF = "non_significatif"
    PERSONNE = "personne"
    MASQUE = "masque"
    SEUL = "seul"

    @property
    def libelle(self) -> str:
        """French words for the screen."""
        return LIBELLES_ETAT[self]


LIBELLES_ETAT = {
    EtatResultat.SIGNIFICATIF: "significatif",
    EtatResultat.NON_SIGNIFICATIF: "nombre de réponses non significatif",
    EtatResultat.PERSONNE: "aucune réponse",
    EtatResultat.MASQUE: "trop peu de tests pour être montré",
    EtatResultat.SEUL: "résultat publié sans les réponses",
}


@dataclass(frozen=True, slots=True)
class Bareme:
    """What results are read with.

    seuil: answers under which no rate concludes. minimum: answers under which nothing is shown.
    plafond: answers beyond which nobody is told how many more would decide.
    """

    seuil: int
    plafond: int
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Taux:
    """A rate of satisfied people. `exprimes`: those who answered, « sans objet » left out.

    bas, haut: bounds of its Wilson interval, in [0, 1]; the rate itself is exact.
    """

    satisfaits: int
    exprimes: int
    bas: float
    haut: float

    @property
    def valeur(self) -> Fraction:
        """The exact rate."""
        return Fraction(self.satisfaits, self.exprimes)


@dataclass(frozen=True, slots=True)
class CompteOption:
    """How many chose an answer, among the `base` who answered the question.

    base: 0 where no share may be drawn.
    """

    code: str
    libelle: str
    n: int
    base: int
    satisfait: bool | None
    sans_objet: bool

    @property
    def part(self) -> Fraction | None:
        """Share of those who answered the question; None without any, or when none may be drawn."""
        return Fraction(self.n, self.base) if self.base else None


@dataclass(frozen=True, slots=True)
class Evolution:
    """A rate beside that of the previous campaign.

    distinct: whether the difference is more than chance would give; None when one of the two
    cannot be read.
    """

    avant: Taux
    distinct: bool | None


@dataclass(frozen=True, slots=True)
class Precedente:
    """The campaign before: its questionnaire, its marks, what it was read with."""

    questionnaire: Questionnaire
    marques: Marques
    bareme: Bareme


@dataclass(frozen=True, slots=True)
class ResultatQuestion:
    """What one question gives: its own n, never the number of forms.

    posees: people asked (the base of a filtered question). repondues: those who answered.
    exprimes: those among them whom the question concerns, where an opinion is judged. taux:
    None when nothing is judged or nobody expressed an opinion. moyenne, mediane: of a number, None
    for others. options: of a number, its values in order. cible: exact share, None without target.
    manquantes: how many more answers, alike, would tell whether the target is met; None when it is
    told already, or none could be enough.
    """

    question: Question
    groupe: str
    etat: EtatResultat
    posees: int
    repondues: int
    options: tuple[CompteOption, ...]
    taux: Taux | None = None
    exprimes: int = 0
    moyenne: Fraction | None = None
    mediane: Fraction | None = None
    cible: Fraction | None = None
    verdict: Verdict = Verdict.SANS_VALEUR
    manquantes: int | None = None
    evolution: Evolution | None = None

    @property
    def base(self) -> int:
        """What its state depends on: those who expressed an opinion, where one is judged."""
        return self.exprimes if self.question.evaluee else self.repondues

    def part_exprimee(self, niveau: CompteOption) -> Fraction | None:
        """Share of an answer among those whom the question concerns; None without any."""
        return Fraction(niveau.n, self.exprimes) if self.exprimes else None

    @property
    def satisfaits(self) -> int | None:
        """How many were satisfied, where the answers may be counted and are judged."""
        if not self.options or not self.question.evaluee:
            return None
        return sum(o.n for o in self.options if o.satisfait)

    @property
    def lisible(self) -> bool:
        """Whether a rate is drawn from it, on enough answers to be compared."""
        return self.taux is not None and self.etat is EtatResultat.SIGNIFICATIF

    @property
    def multiple(self) -> bool:
        """Whether shares may pass 100 % together: several answers each."""
        return self.question.type is TypeQuestion.CHOIX_MULTIPLE


def build_resultats(
    questionnaire: Questionnaire,
    marques: Marques,
    *,
    bareme: Bareme,
    cibles: Mapping[str, Fraction],
    avant: Precedente | None = None,
) -> tuple[ResultatQuestion, ...]:
    """Return what each question gives, in the order of the questionnaire.

    cibles: exact shares, by code of question. avant: None when there is nothing to compare with.
    """
    anciens = _build_anciens(questionnaire, avant) if avant else {}
    return tuple(
        _compare(_build(groupe.code, question, marques, bareme, cibles), anciens)
        for groupe in questionnaire.groupes
        for question in groupe.questions
    )


def build_resultat(
    question: Question, marques: Marques, *, bareme: Bareme, groupe: str = ""
) -> ResultatQuestion:
    """Return what the answers to one question give, without target."""
    return _build(groupe, question, marques, bareme, {})


def are_comparables(avant: Question, apres: Question) -> bool:
    """Tell whether two questions of the same code ask the same thing of the same people."""
    return (
        (avant.code, avant.type, avant.critere, avant.condition)
        == (apres.code, apres.type, apres.critere, apres.condition)
    ) and {_sens(o) for o in avant.options} == {_sens(o) for o in apres.options}


def _sens(option: Option) -> tuple[str, bool | None, bool]:
    return option.code, option.satisfait, option.sans_objet


def _build(
    groupe: str,
    question: Question,
    marques: Marques,
    bareme: Bareme,
    cibles: Mapping[str, Fraction],
) -> ResultatQuestion:
    repondues = marques[question.code, REPONDUE]
    options = tuple(_count_options(question, marques, repondues))
    evaluee = question.evaluee
    exprimes = repondues - sum(o.n for o in options if o.sans_objet) if evaluee else 0
    lu = ResultatQuestion(
        question=question,
        groupe=groupe,
        etat=_find_etat(exprimes if evaluee else repondues, bareme),
        posees=marques[question.code, POSEE],
        repondues=repondues,
        options=options,
        exprimes=exprimes,
        taux=_build_taux(options, exprimes) if evaluee else None,
        cible=cibles.get(question.code) if evaluee else None,
    )
    if lu.etat is EtatResultat.MASQUE or 0 < repondues < bareme.minimum:
        return mask(lu)
    return _judge(_measure(lu), bareme)


def mask(resultat: ResultatQuestion) -> ResultatQuestion:
    """Return a result of which nothing is shown but how many were asked and answered."""
    return ResultatQuestion(
        question=resultat.question,
        groupe=resultat.groupe,
        etat=EtatResultat.MASQUE,
        posees=resultat.posees,
        repondues=resultat.repondues,
        options=(),
        exprimes=resultat.exprimes,
        cible=resultat.cible,
    )


def publish(resultat: ResultatQuestion, *, mystere: bool) -> ResultatQuestion:
    """Return a result as every publication shows it: no share on too few answers, only how many.

    Nor is a rate compared with one on too few. Mystery tests are counted one by one, and nobody
    answered them: what they found is still counted.
    """
    if resultat.etat is not EtatResultat.NON_SIGNIFICATIF:
        comparable = resultat.evolution is not None and resultat.evolution.distinct is not None
        return resultat if comparable else replace(resultat, evolution=None)
    return ResultatQuestion(
        question=resultat.question,
        groupe=resultat.groupe,
        etat=resultat.etat,
        posees=resultat.posees,
        repondues=resultat.repondues,
        options=tuple(replace(o, base=0) for o in resultat.options) if mystere else (),
        exprimes=resultat.exprimes,
        moyenne=resultat.moyenne if mystere else None,
        mediane=resultat.mediane if mystere else None,
        cible=resultat.cible,
    )


def _find_etat(base: int, bareme: Bareme) -> EtatResultat:
    if not base:
        return EtatResultat.PERSONNE
    if base < bareme.minimum:
        return EtatResultat.MASQUE
    if base < bareme.seuil:
        return EtatResultat.NON_SIGNIFICATIF
    return EtatResultat.SIGNIFICATIF


def _count_options(question: Question, marques: Marques, repondues: int) -> Iterator[CompteOption]:
    if question.type in A_OPTIONS:
        for o in question.options:
            n = marques[question.code, o.code]
            yield CompteOption(o.code, str(o.libelle), n, repondues, o.satisfait, o.sans_objet)
    elif question.type is TypeQuestion.NOMBRE:
        for valeur, n in _list_nombres(question, marques):
            texte = f"{valeur:f}"
            yield CompteOption(texte, texte.replace(".", ","), n, repondues, None, sans_objet=False)


def _list_nombres(question: Question, marques: Marques) -> list[tuple[Decimal, int]]:
    return sorted(
        (Decimal(marque), n)
        for (code, marque), n in marques.items()
        if code == question.code and marque not in (POSEE, REPONDUE) and n
    )


def _build_taux(options: tuple[CompteOption, ...], exprimes: int) -> Taux | None:
    if not exprimes:
        return None
    satisfaits = sum(o.n for o in options if o.satisfait)
    return Taux(satisfaits, exprimes, *compute_wilson(satisfaits, exprimes))


def _measure(lu: ResultatQuestion) -> ResultatQuestion:
    """Return the result with the mean and the median of a number."""
    if lu.question.type is not TypeQuestion.NOMBRE or not lu.options:
        return lu
    valeurs = [(Fraction(o.code), o.n) for o in lu.options]
    n = sum(fois for _, fois in valeurs)
    return replace(
        lu,
        moyenne=sum((v * fois for v, fois in valeurs), Fraction(0)) / n,
        mediane=(_find_rang(valeurs, (n - 1) // 2) + _find_rang(valeurs, n // 2)) / 2,
    )


def _find_rang(valeurs: list[tuple[Fraction, int]], rang: int) -> Fraction:
    """Return the value of that rank, from 0, among sorted values and how many times each was met."""
    vus = 0
    for valeur, fois in valeurs:
        vus += fois
        if rang < vus:
            return valeur
    raise IndexError(rang)


def _judge(lu: ResultatQuestion, bareme: Bareme) -> ResultatQuestion:
    if lu.taux is None:
        return lu
    if lu.cible is None:
        return replace(lu, verdict=Verdict.SANS_CIBLE)
    part, n = lu.taux.valeur, lu.taux.exprimes
    verdict = judge_part(part, n, lu.cible)
    sous_le_seuil = max(bareme.seuil - n, 0)
    if verdict is not Verdict.INDECIDABLE and not sous_le_seuil:
        return replace(lu, verdict=verdict)
    manquantes: int | None = sous_le_seuil
    if verdict is Verdict.INDECIDABLE:
        voulues = compute_manquantes(part, n, lu.cible, plafond=bareme.plafond)
        manquantes = None if voulues is None else max(voulues, sous_le_seuil)
    return replace(lu, verdict=Verdict.INDECIDABLE, manquantes=manquantes)


def _build_anciens(questionnaire: Questionnaire, avant: Precedente) -> dict[str, ResultatQuestion]:
    """Return the results of the campaign before, where the question still means the same."""
    return {
        ancienne.code: build_resultat(ancienne, avant.marques, bareme=avant.bareme)
        for ancienne in avant.questionnaire.iter_questions()
        if (question := questionnaire.find_question(ancienne.code)) is not None
        and question.evaluee
        and are_comparables(ancienne, question)
    }


def _compare(lu: ResultatQuestion, anciens: Mapping[str, ResultatQuestion]) -> ResultatQuestion:
    ancien = anciens.get(lu.question.code)
    if lu.taux is None or ancien is None or ancien.taux is None:
        return lu
    distinct = None
    if lu.etat is ancien.etat is EtatResultat.SIGNIFICATIF:
        distinct = are_distinct(_fraction(lu.taux), _fraction(ancien.taux))
    return replace(lu, evolution=Evolution(ancien.taux, distinct))


def _fraction(taux: Taux) -> tuple[int, int]:
    return taux.satisfaits, taux.exprimes
