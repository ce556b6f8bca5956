"""The annual report as an accessible, archivable PDF that carries its own data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from qualepref.noyau.documents.composition import A3A, UA, Document, render_document
from qualepref.publications.rendering.bilan_donnees import Bilan
from qualepref.publications.rendering.contenu import NOMS_DES_CHAMPS, build_contenu


MODELES = (
    "bilan.typ",
    "formes.typ",
    "tableaux.typ",
    "synthese.typ",
    "familles.typ",
    "enquetes.typ",
    "publies.typ",
)


@dataclass(frozen=True, slots=True)
class Donnees:
    """The figures of a report as files: indicators as CSV and JSON, surveys as JSON."""

    csv: bytes
    json: bytes
    enquetes: bytes = b"[]"


def render_bilan_pdf(
    bilan: Bilan, *, donnees: Donnees, date: dt.date, polices: Path | None = None
) -> bytes:
    """Return the report as a PDF/UA-1 and PDF/A-3a, its figures attached as CSV and JSON.

    The same arguments give the same bytes. `date` is the document's own date. `polices` is the
    cache of converted fonts; by default the user's.

    Raises:
        RenduImpossibleError: a character has no drawing in any font, or typesetting failed.
    """
    dossier = resources.files("qualepref.publications.rendering") / "typst"
    modele, *parties = MODELES
    document = Document(
        modele=(dossier / modele).read_bytes(),
        contenu=build_contenu(bilan, date=date),
        normes=(UA, A3A),
        date=date,
        fichiers={
            **{nom: (dossier / nom).read_bytes() for nom in parties},
            "indicateurs.csv": donnees.csv,
            "indicateurs.json": donnees.json,
            "enquetes.json": donnees.enquetes,
        },
        noms=NOMS_DES_CHAMPS,
    )
    return render_document(document, polices=polices)
