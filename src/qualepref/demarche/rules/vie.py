"""The life of a label: candidate, labelled, surveillance due, renewal to prepare, expired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qualepref.noyau.agendas.plages import add_mois
from qualepref.noyau.demarche.modele import RegleDeVie


CODE_SURVEILLANCE = "surveillance-"


class EtatLabel(StrEnum):
    """Where a site stands."""

    SANS_DEMARCHE = "sans_demarche"
    CANDIDAT = "candidat"
    LABELLISE = "labellise"
    SURVEILLANCE_DUE = "surveillance_due"
    RENOUVELLEMENT = "renouvellement"
    ECHU = "echu"

    @property
    def libelle(self) -> str:
        """Return the state in French."""
        return LIBELLES[self]

    @property
    def presse(self) -> bool:
        """Whether something is to be done at once."""
        return self in PRESSANTS


LIBELLES = {
    EtatLabel.SANS_DEMARCHE: "pas encore candidat",
    EtatLabel.CANDIDAT: "candidat au label",
    EtatLabel.LABELLISE: "labellisé",
    EtatLabel.SURVEILLANCE_DUE: "labellisé, surveillance due",
    EtatLabel.RENOUVELLEMENT: "labellisé, renouvellement à préparer",
    EtatLabel.ECHU: "label échu",
}
PRESSANTS = frozenset({EtatLabel.SURVEILLANCE_DUE, EtatLabel.RENOUVELLEMENT, EtatLabel.ECHU})


@dataclass(frozen=True, slots=True)
class Decision:
    """A labelling decision; `fin_le` is the last day of validity."""

    decision_le: dt.date
    fin_le: dt.date


@dataclass(frozen=True, slots=True)
class Surveillance:
    """A look at the label before its end. code: that of its step in the calendar."""

    code: str
    prevue_le: dt.date
    faite_le: dt.date | None

    def en_retard(self, le: dt.date) -> bool:
        """Whether it is left to do past its day."""
        return self.faite_le is None and self.prevue_le < le


@dataclass(frozen=True, slots=True)
class VieLabel:
    """Where a site stands on a day, and what its label has seen.

    preparer_le: the day from which the renewal is prepared; None without a decision. renouvele:
    whether a cycle was begun since that day.
    """

    etat: EtatLabel
    decision: Decision | None
    surveillances: tuple[Surveillance, ...]
    preparer_le: dt.date | None
    renouvele: bool


def compute_vie(
    decisions: tuple[Decision, ...],
    *,
    cycles: tuple[dt.date, ...],
    faites: Mapping[str, dt.date],
    surveillance: RegleDeVie,
    renouvellement: RegleDeVie,
    le: dt.date,
) -> VieLabel:
    """Return where a site stands on a day.

    decisions: those known. cycles: the first day of each cycle of its approach. faites: the day each
    surveillance was done, by code.
    """
    prises = [d for d in decisions if d.decision_le <= le]
    if not prises:
        etat = EtatLabel.CANDIDAT if cycles else EtatLabel.SANS_DEMARCHE
        return VieLabel(etat, None, (), None, renouvele=False)
    derniere = max(prises, key=lambda d: d.decision_le)
    surveillances = _list_surveillances(derniere, faites, surveillance.mois)
    preparer_le = add_mois(derniere.fin_le, -renouvellement.mois)
    renouvele = any(debut > derniere.decision_le for debut in cycles)
    if derniere.fin_le < le:
        etat = EtatLabel.ECHU
    elif preparer_le <= le and not renouvele:
        etat = EtatLabel.RENOUVELLEMENT
    elif any(s.en_retard(le) for s in surveillances):
        etat = EtatLabel.SURVEILLANCE_DUE
    else:
        etat = EtatLabel.LABELLISE
    return VieLabel(etat, derniere, surveillances, preparer_le, renouvele)


def _list_surveillances(
    decision: Decision, faites: Mapping[str, dt.date], periodicite: int
) -> tuple[Surveillance, ...]:
    """Return the surveillances of a label: each period from its decision, before its last day."""
    trouvees = []
    prevue_le, rang = add_mois(decision.decision_le, periodicite), 1
    while prevue_le < decision.fin_le:
        code = f"{CODE_SURVEILLANCE}{decision.decision_le:%Y%m%d}-{rang}"
        trouvees.append(Surveillance(code, prevue_le, faites.get(code)))
        rang += 1
        prevue_le = add_mois(decision.decision_le, periodicite * rang)
    return tuple(trouvees)
