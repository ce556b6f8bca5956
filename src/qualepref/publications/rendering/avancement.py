"""How far a publication being made is, in words."""

from __future__ import annotations

from dataclasses import dataclass

from qualepref.publications.models import Preparation
from qualepref.publications.rendering.formats import CONVERTIS, FORMATS


@dataclass(frozen=True, slots=True)
class Etape:
    """A step, and whether it is done."""

    libelle: str
    faite: bool


@dataclass(frozen=True, slots=True)
class Avancement:
    """Steps in order. `pourcentage`: of the documents; None before the first is begun."""

    dit: str
    etapes: tuple[Etape, ...]
    pourcentage: int | None


def build_avancement(preparation: Preparation) -> Avancement:
    """Return how far a preparation is: figures checked, each document drawn."""
    prevus, faits = preparation.documents, set(preparation.faits)
    libelles = {modele.nom: modele.libelle for modele in (*FORMATS, *CONVERTIS)}
    etapes = (
        Etape("Contrôle des chiffres, puis instantané", bool(prevus)),
        *(Etape(libelles.get(nom, nom), nom in faits) for nom in prevus),
    )
    if not prevus:
        return Avancement("En attente", etapes, None)
    dit = f"Documents faits : {len(faits)} sur {len(prevus)}"
    return Avancement(dit, etapes, 100 * len(faits) // len(prevus))
