"""How far a publication being made is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.publications.models import Preparation
from qualepref.publications.rendering.formats import CONVERTIS, FORMATS, Format


@dataclass(frozen=True, slots=True)
class Document:
    """A document to make, and whether it is made."""

    libelle: str
    fait: bool


@dataclass(frozen=True, slots=True)
class Etape:
    """A step: one thing to do, or documents of one kind."""

    libelle: str
    faite: bool
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Avancement:
    """Steps in order. `pourcentage`: of the documents; None before the first is begun."""

    dit: str
    etapes: tuple[Etape, ...]
    pourcentage: int | None


def build_avancement(preparation: Preparation) -> Avancement:
    """Return how far a preparation is: figures checked, then each document made, by kind."""
    faits = set(preparation.faits)
    modeles = {modele.nom: modele for modele in (*FORMATS, *CONVERTIS)}
    prevus = [modeles[nom] for nom in preparation.documents if nom in modeles]
    etapes = [Etape("Contrôle des chiffres, puis instantané", bool(prevus))]
    for genre, groupe in groupby(prevus, key=_genre_of):
        documents = tuple(Document(m.libelle, m.nom in faits) for m in groupe)
        etapes.append(Etape(genre, all(d.fait for d in documents), documents))
    if not prevus:
        return Avancement("En attente", tuple(etapes), None)
    return Avancement(
        f"Documents faits{INSECABLE}: {len(faits)} sur {len(prevus)}",
        tuple(etapes),
        100 * len(faits) // len(prevus),
    )


def _genre_of(modele: Format) -> str:
    nom = modele.genre.label
    return f"{nom[:1].upper()}{nom[1:]}"
