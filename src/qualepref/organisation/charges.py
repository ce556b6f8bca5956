"""What an agent has left to do on a site, whoever keeps it: each storey adds its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qualepref.organisation.models import Agent, Site


@dataclass(frozen=True, slots=True)
class Charge:
    """What is left to do, in words with its number, and the page where it is handed over."""

    texte: str
    adresse: str


SourceCharges = Callable[[Agent, Site], Charge | None]
_SOURCES: dict[str, SourceCharges] = {}


def add_source(code: str, source: SourceCharges) -> None:
    """Make a source of work in hand known; the same code again replaces it."""
    _SOURCES[code] = source


def list_charges(agent: Agent, site: Site) -> list[Charge]:
    """Return what an agent has left to do on a site, nothing for a source that has nothing."""
    lues = (source(agent, site) for source in _SOURCES.values())
    return [charge for charge in lues if charge is not None]
