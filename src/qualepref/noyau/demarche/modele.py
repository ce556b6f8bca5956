"""Steps of an approach, its bodies and the life of a label, once read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase, such as « Évaluer »."""

    code: str
    titre: str


@dataclass(frozen=True, slots=True)
class EtapeModele:
    """A step a calendar starts from.

    mois: its first and last month, counted from 0; None without a date. apres: codes of the steps to
    be done before.
    """

    code: str
    phase: str
    titre: str
    mois: tuple[int, int] | None = None
    apres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceModele:
    """A body. comite: the kind of committee it is. attendue: False when it depends on the site."""

    comite: str
    titre: str
    role: str
    etape: str
    attendue: bool
    source: str


@dataclass(frozen=True, slots=True)
class RegleDeVie:
    """A number of months; `convention` when no document gives it, `source` says why then."""

    mois: int
    convention: bool
    source: str


@dataclass(frozen=True, slots=True)
class ReglesDemarche:
    """Everything an approach starts from; steps in their order."""

    phases: tuple[Phase, ...]
    etapes: tuple[EtapeModele, ...]
    instances: tuple[InstanceModele, ...]
    surveillance: RegleDeVie
    renouvellement: RegleDeVie
    source: str

    def etape(self, code: str) -> EtapeModele | None:
        """Return the step of that code; None for a step of a site's own."""
        return next((e for e in self.etapes if e.code == code), None)

    def titre_de(self, phase: str) -> str:
        """Return the title of a phase, its code when it is no longer declared."""
        return next((p.titre for p in self.phases if p.code == phase), phase)
