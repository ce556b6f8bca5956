"""The order of the steps: what is refused, and what is only said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qualepref.noyau.agendas.plages import Plage


@dataclass(frozen=True, slots=True)
class EtapePosee:
    """A step of a calendar. apres: codes of those to be done before, kept by the calendar or not."""

    code: str
    titre: str
    plage: Plage | None
    fait_le: dt.date | None
    apres: tuple[str, ...] = ()


class OrdreRefuseError(ValueError):
    """A step cannot be done, or not on that day; the message says what comes first."""


class FaitDansLAvenirError(OrdreRefuseError):
    """A step done after today."""

    def __init__(self) -> None:
        super().__init__("Ce jour n’est pas encore venu : une étape se marque faite après coup.")


class PrealableNonFaitError(OrdreRefuseError):
    """A step that comes first is left to do, or was done later."""

    def __init__(self, prealable: EtapePosee) -> None:
        suite = (
            f"est noté fait le {prealable.fait_le:%d/%m/%Y}, après ce jour. Corrigez l’une des "
            "deux dates."
            if prealable.fait_le
            else "n’est pas noté fait. Notez-le d’abord, ou retirez-le du calendrier si votre site "
            "s’en passe."
        )
        super().__init__(f"« {prealable.titre} » vient avant et {suite}")


class SuiteDejaFaiteError(OrdreRefuseError):
    """A step that comes after was done already, or done before."""

    def __init__(self, suite: EtapePosee) -> None:
        super().__init__(
            f"« {suite.titre} » vient après et est noté fait le {suite.fait_le:%d/%m/%Y}. Corrigez "
            "d’abord cette étape."
        )


def check_fait(
    code: str, *, fait_le: dt.date, etapes: Mapping[str, EtapePosee], le: dt.date
) -> None:
    """Let pass a step done on a day.

    Raises:
        OrdreRefuseError: not that day, or not before what comes first.
    """
    if fait_le > le:
        raise FaitDansLAvenirError
    for prealable in list_prealables(code, etapes):
        if prealable.fait_le is None or prealable.fait_le > fait_le:
            raise PrealableNonFaitError(prealable)
    for suite in list_suites(code, etapes):
        if suite.fait_le is not None and suite.fait_le < fait_le:
            raise SuiteDejaFaiteError(suite)


def check_defait(code: str, *, etapes: Mapping[str, EtapePosee]) -> None:
    """Let pass a step that is no longer done.

    Raises:
        SuiteDejaFaiteError: a step that comes after is done.
    """
    for suite in list_suites(code, etapes):
        if suite.fait_le is not None:
            raise SuiteDejaFaiteError(suite)


def list_desordres(etapes: Iterable[EtapePosee]) -> Iterator[str]:
    """Yield, in words, each step planned to end before one that comes first begins.

    Said rather than refused: a calendar is moved one step at a time.
    """
    par_code = {e.code: e for e in etapes if e.code}
    for etape in par_code.values():
        if etape.fait_le is not None or etape.plage is None:
            continue
        for prealable in list_prealables(etape.code, par_code):
            if prealable.plage is not None and prealable.plage.debut > etape.plage.fin:
                yield (
                    f"« {etape.titre} » ({etape.plage.texte}) finirait avant le début de « "
                    f"{prealable.titre} » ({prealable.plage.texte})."
                )


def list_prealables(code: str, etapes: Mapping[str, EtapePosee]) -> list[EtapePosee]:
    """Return the steps of the calendar to be done before one."""
    etape = etapes.get(code)
    return [etapes[c] for c in etape.apres if c in etapes] if etape else []


def list_suites(code: str, etapes: Mapping[str, EtapePosee]) -> list[EtapePosee]:
    """Return the steps of the calendar that wait for one."""
    return [e for e in etapes.values() if code in e.apres]
