"""Forms whose counts give the published percentages: seeded, pure, the same on every machine."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from qualepref.demonstration.donnees import read_imprimee
from qualepref.demonstration.donnees_enquetes import (
    CampagneEnquete,
    LieuEnquete,
    Part,
    ReponsesPubliees,
)
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.rendu import round_half_up
from qualepref.noyau.calendrier import Calendrier
from qualepref.noyau.questionnaires.conditions import is_remplie
from qualepref.noyau.questionnaires.modele import Question, Questionnaire, TypeQuestion


CENT = 100


class EffectifsIntrouvablesError(ValueError):
    """No number of respondents gives the percentages printed for a question."""

    def __init__(self, question: str, bornes: tuple[int, int]) -> None:
        super().__init__(
            f"Question « {question} » : aucun nombre de répondants de {bornes[0]} à {bornes[1]} ne "
            "donne les résultats imprimés. Vérifiez-les, ou reprenez-les comme résultats publiés."
        )


@dataclass(slots=True)
class RetourReconstitue:
    """One form made again. Codes are those of the site; `reponses` by code of question."""

    site: str
    jour: dt.date
    mode: str
    cle: UUID
    service: str | None = None
    reponses: dict[str, Any] = field(default_factory=dict)


def find_effectifs(
    publiees: ReponsesPubliees, *, posees: int, minimum: int
) -> tuple[int, tuple[int, ...]]:
    """Return the respondents of a question, and how many gave each published part.

    posees: people asked; minimum: fewest respondents to look for. The largest number of respondents
    for which every printed percentage has an integer numerator is retained.

    Raises:
        EffectifsIntrouvablesError: there is none.
    """
    candidats = range(posees, minimum - 1, -1) if publiees.n is None else (publiees.n,)
    for n in candidats:
        nombres = tuple(_find_nombre(part, n) for part in publiees.parts)
        connus = [nombre for nombre in nombres if nombre is not None]
        reste = n - sum(connus)
        juste = reste >= 0 if publiees.reste else reste == 0
        if len(connus) == len(nombres) and juste:
            return n, tuple(connus)
    raise EffectifsIntrouvablesError(publiees.question, (min(candidats), max(candidats)))


def make_retours(
    campagne: CampagneEnquete,
    questionnaire: Questionnaire,
    *,
    jours: Mapping[str, Sequence[dt.date]],
    graine: int,
    repondants_minimum: int,
) -> list[RetourReconstitue]:
    """Return the forms of a campaign, in order of days.

    jours: the days on which each site may be answered. Same data, same forms: each question draws
    from its own generator, seeded by the seed and its code.

    Raises:
        EffectifsIntrouvablesError: percentages that no forms can give.
    """
    retours = [
        retour
        for lieu in campagne.lieux
        for retour in _make_lieu(campagne, lieu, jours[lieu.site], graine)
    ]
    for publiees in campagne.reponses:
        question = questionnaire.find_question(publiees.question)
        if question is None:
            raise QuestionAbsenteError(campagne.code, publiees.question)
        poses = [r for r in retours if is_posee(question, r.reponses)]
        minimum = max(math.ceil(Fraction(len(poses) * repondants_minimum, CENT)), 1)
        tirage = _open_tirage(graine, campagne.code, publiees.question)
        _answer(question, publiees, poses, minimum, tirage)
    _remark(campagne, retours, _open_tirage(graine, campagne.code, "remarques"))
    return sorted(retours, key=lambda r: r.jour)


class QuestionAbsenteError(ValueError):
    """Answers published for a question that the form does not ask."""

    def __init__(self, campagne: str, question: str) -> None:
        super().__init__(
            f"Campagne « {campagne} » : le questionnaire retenu n’a pas de question « {question} »."
        )


def is_posee(question: Question, reponses: Mapping[str, Any]) -> bool:
    """Whether a question is asked of somebody who gave these answers."""
    return question.condition is None or is_remplie(question.condition, reponses)


def list_jours(
    premier: dt.date, dernier: dt.date, *, calendrier: Calendrier
) -> tuple[dt.date, ...]:
    """Return the working days between two days, included."""
    tous = (premier + dt.timedelta(days=n) for n in range((dernier - premier).days + 1))
    return tuple(jour for jour in tous if calendrier.is_jour_ouvre(jour))


def _open_tirage(graine: int, *cles: str) -> Random:
    return Random(":".join((str(graine), *cles)))  # noqa: S311 - rows, not secrets


def _find_nombre(part: Part, n: int) -> int | None:
    """Return the number nearest to the printed share of n that is printed so; None without any."""
    if part.nombre is not None:
        return part.nombre
    imprimee = Fraction(read_imprimee(part.imprimee) or 0)
    decimales = len(part.imprimee.partition(",")[2].rstrip("\N{NO-BREAK SPACE} %"))
    nombre = math.floor(imprimee * n / CENT + Fraction(1, 2))
    exact = n > 0 and round_half_up(Fraction(CENT * nombre, n), decimales) == imprimee
    return nombre if exact else None


def _make_lieu(
    campagne: CampagneEnquete, lieu: LieuEnquete, jours: Sequence[dt.date], graine: int
) -> list[RetourReconstitue]:
    tirage = _open_tirage(graine, campagne.code, lieu.site)
    choisis = []
    for mois, nombre in lieu.par_mois.items() or ((0, lieu.retours),):
        periode = Periode.un_mois(mois) if mois else None
        possibles = [j for j in jours if not periode or periode.debut <= j <= periode.fin]
        choisis += tirage.choices(possibles, k=nombre)
    return [
        RetourReconstitue(
            site=lieu.site,
            jour=jour,
            mode=_draw(campagne.modes, tirage),
            cle=uuid5(NAMESPACE_OID, f"{graine}/{campagne.code}/{lieu.site}/{rang}"),
            service=_draw(lieu.services, tirage) if lieu.services else None,
        )
        for rang, jour in enumerate(choisis)
    ]


def _draw(poids: Mapping[str, int], tirage: Random) -> str:
    return tirage.choices(list(poids), weights=list(poids.values()))[0]


def _answer(
    question: Question,
    publiees: ReponsesPubliees,
    poses: Sequence[RetourReconstitue],
    minimum: int,
    tirage: Random,
) -> None:
    """Write one question's answers on the forms it was asked on."""
    if publiees.jour:
        for retour in poses:
            retour.reponses[question.code] = retour.jour
        return
    if publiees.moyenne is not None:
        valeurs: list[Any] = _draw_nombres(publiees, len(poses), tirage)
    else:
        valeurs = _draw_options(publiees, len(poses), minimum, tirage)
    if question.type is TypeQuestion.CHOIX_MULTIPLE:
        valeurs = [(valeur,) for valeur in valeurs]
    for retour, valeur in zip(tirage.sample(poses, len(valeurs)), valeurs, strict=True):
        retour.reponses[question.code] = valeur


def _draw_options(
    publiees: ReponsesPubliees, posees: int, minimum: int, tirage: Random
) -> list[str]:
    n, nombres = find_effectifs(publiees, posees=posees, minimum=minimum)
    parts = [*zip((p.options for p in publiees.parts), nombres, strict=True)]
    parts.append((publiees.reste, n - sum(nombres)))
    return [_draw(poids, tirage) for poids, nombre in parts for _ in range(nombre)]


def _draw_nombres(publiees: ReponsesPubliees, n: int, tirage: Random) -> list[Decimal]:
    """Return whole numbers whose mean is the printed one, one unit moved at a time."""
    nombres = [tirage.randint(publiees.minimum, publiees.maximum) for _ in range(n)]
    total = round(Fraction(publiees.moyenne or 0) * n)
    if not publiees.minimum * n <= total <= publiees.maximum * n:
        raise EffectifsIntrouvablesError(publiees.question, (n, n))
    while (ecart := total - sum(nombres)) != 0:
        pas = 1 if ecart > 0 else -1
        mobiles = [i for i in range(n) if publiees.minimum <= nombres[i] + pas <= publiees.maximum]
        nombres[tirage.choice(mobiles)] += pas
    return [Decimal(nombre) for nombre in nombres]


def _remark(
    campagne: CampagneEnquete, retours: Sequence[RetourReconstitue], tirage: Random
) -> None:
    """Write each remark on a form of its own."""
    choisis = tirage.sample(retours, len(campagne.remarques))
    for retour, remarque in zip(choisis, campagne.remarques, strict=True):
        retour.reponses[remarque.question] = remarque.texte
