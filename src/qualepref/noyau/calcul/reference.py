"""The plain-Python reduction of rows to cells that every engine must equal, row for row."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from qualepref.noyau.calcul.cellules import CLES, MESURES, Cellule
from qualepref.noyau.calcul.reponses import CLES_REPONSES, MESURES_REPONSES, CelluleReponse


@dataclass(frozen=True, slots=True)
class LigneDemande:
    """One stamped demande: the columns the engine reads. None means the date or delay is unknown."""

    site: str
    mois: int
    nature: str
    canal: str
    issue: str
    service: str = ""
    boite: str = ""
    portee: str = ""
    tracage: str = "exhaustif"
    echeance: dt.date | None = None
    attente: int = 0
    delai_jours_ouvres: int | None = None
    delai_jours: int | None = None
    tenue_issue: str = ""
    tenue_echeance: dt.date | None = None
    tenue_delai_jours_ouvres: int | None = None
    tenue_delai_jours: int | None = None


@dataclass(frozen=True, slots=True)
class LigneReponse:
    """One question asked of one person, and what became of it.

    repondue: something was answered. sans_objet: it was that the question does not apply.
    satisfait: None when the answer is on neither side, or when nothing is judged. nombre: the
    number answered, None for any other answer.
    """

    site: str
    mois: int
    questionnaire: str
    question: str
    critere: str = ""
    service: str = ""
    mode: str = ""
    repondue: bool = False
    sans_objet: bool = False
    satisfait: bool | None = None
    nombre: Fraction | None = None


def reduce_reponses(lignes: Iterable[LigneReponse]) -> list[CelluleReponse]:
    """Return the cells of these answers, sorted by key."""
    groupes: dict[tuple[object, ...], list[LigneReponse]] = defaultdict(list)
    for ligne in lignes:
        groupes[tuple(getattr(ligne, nom) for nom in CLES_REPONSES)].append(ligne)
    return sorted(CelluleReponse._make((*cle, _measure(groupe))) for cle, groupe in groupes.items())


def _measure(groupe: list[LigneReponse]) -> tuple[int | Fraction, ...]:
    nombres = [ligne.nombre for ligne in groupe if ligne.nombre is not None]
    mesures: dict[str, int | Fraction] = {
        "posees": len(groupe),
        "repondues": sum(ligne.repondue for ligne in groupe),
        "exprimees": sum(ligne.repondue and not ligne.sans_objet for ligne in groupe),
        "satisfaites": sum(ligne.satisfait is True for ligne in groupe),
        "insatisfaites": sum(ligne.satisfait is False for ligne in groupe),
        "somme": sum(nombres, Fraction(0)),
        "nombres": len(nombres),
    }
    return tuple(mesures[m] for m in MESURES_REPONSES)


def reduce_lignes(lignes: Iterable[LigneDemande], *, le: dt.date) -> list[Cellule]:
    """Return the cells of these rows as of `le`, sorted by key."""
    sommes: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for ligne in lignes:
        cle = tuple(getattr(ligne, nom) for nom in CLES)
        sommes[cle].update(_count(ligne, le))
    return [
        Cellule._make((*cle, tuple(somme[m] for m in MESURES)))
        for cle, somme in sorted(sommes.items())
    ]


def _count(ligne: LigneDemande, le: dt.date) -> dict[str, int]:
    repondue = ligne.issue in {"a_temps", "hors_delai", "sans_date"}
    depassee = _is_overdue(ligne.issue, ligne.echeance, le)
    tenue = ligne.tenue_issue in {"a_temps", "hors_delai"}
    tenue_depassee = _is_overdue(ligne.tenue_issue, ligne.tenue_echeance, le)
    return {
        "recues": 1,
        "exclues": int(ligne.issue == "exclue"),
        "suspendues": int(ligne.issue == "suspendue"),
        "en_cours": int(ligne.issue == "ouverte" and not depassee),
        "echues": int(repondue or depassee),
        "a_temps": int(ligne.issue == "a_temps"),
        "hors_delai": int(depassee or (repondue and ligne.issue != "a_temps")),
        "sans_reponse": int(depassee),
        "repondues": int(repondue),
        "attentes": ligne.attente,
        "delais": int(ligne.delai_jours_ouvres is not None),
        "somme_jours_ouvres": ligne.delai_jours_ouvres or 0,
        "somme_jours": ligne.delai_jours or 0,
        "tenue_echues": int(tenue or tenue_depassee),
        "tenue_a_temps": int(ligne.tenue_issue == "a_temps"),
        "tenue_delais": int(ligne.tenue_delai_jours_ouvres is not None),
        "tenue_somme_jours_ouvres": ligne.tenue_delai_jours_ouvres or 0,
        "tenue_somme_jours": ligne.tenue_delai_jours or 0,
    }


def _is_overdue(issue: str, echeance: dt.date | None, le: dt.date) -> bool:
    return issue == "ouverte" and echeance is not None and echeance < le
