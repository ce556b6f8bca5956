"""Every document made from a snapshot: its name, its kind, and how its bytes are made.

A new document is one entry of FORMATS. Its `render` imports what it needs when it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath

from qualepref.publications.enums import GenrePublication
from qualepref.publications.rendering.figes import Fige


PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
JSON = "application/json"
HTML = "text/html; charset=utf-8"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODP = "application/vnd.oasis.opendocument.presentation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Format:
    """A document. `nom`: its file name; `libelle`: what the link says.

    `de_travail`: made to be changed, hence not for the public. `depuis`: name of the document that
    `convert` makes it from, "" where there is none: drawn with that one, it is not drawn again.
    """

    nom: str
    genre: GenrePublication
    libelle: str
    type: str
    render: Callable[[Fige], bytes]
    de_travail: bool = False
    depuis: str = ""
    convert: Callable[[bytes], bytes] | None = None

    @property
    def extension(self) -> str:
        """The end of its name, with the dot."""
        return PurePath(self.nom).suffix


def _bilan_pdf(fige: Fige) -> bytes:
    from qualepref.publications.rendering.bilan_pdf import render_pdf

    return render_pdf(fige)


def _bilan_html(fige: Fige) -> bytes:
    from qualepref.publications.rendering.bilan_html import render_html

    return render_html(fige)


def _bilan_docx(fige: Fige) -> bytes:
    from qualepref.publications.rendering.bilan_docx import render_docx

    return render_docx(fige)


def _indicateurs_csv(fige: Fige) -> bytes:
    from qualepref.publications.rendering.donnees import render_csv

    return render_csv(fige)


def _indicateurs_json(fige: Fige) -> bytes:
    from qualepref.publications.rendering.donnees import render_json

    return render_json(fige)


def _impact_csv(fige: Fige) -> bytes:
    from qualepref.publications.rendering.donnees_ouvertes import render_impact_csv

    return render_impact_csv(fige)


def _impact_json(fige: Fige) -> bytes:
    from qualepref.publications.rendering.donnees_ouvertes import render_impact_json

    return render_impact_json(fige)


def _cellules(fige: Fige) -> bytes:
    from qualepref.publications.rendering.donnees_ouvertes import render_cellules

    return render_cellules(fige)


def _comptages(fige: Fige) -> bytes:
    from qualepref.publications.rendering.donnees_ouvertes import render_comptages

    return render_comptages(fige)


def _datapackage(fige: Fige) -> bytes:
    from qualepref.publications.rendering.donnees_ouvertes import render_datapackage

    return render_datapackage(fige)


def _support_pptx(fige: Fige) -> bytes:
    from qualepref.publications.rendering.support import render_support

    return render_support(fige)


def _support_odp(fige: Fige) -> bytes:
    return _convert_odp(_support_pptx(fige))


def _convert_odp(pptx: bytes) -> bytes:
    from qualepref.noyau.documents.conversion import convert_odp

    return convert_odp(pptx)


def _affiche_a4(fige: Fige) -> bytes:
    from qualepref.publications.rendering.affiche import render_affiche

    return render_affiche(fige, "a4")


def _affiche_a3(fige: Fige) -> bytes:
    from qualepref.publications.rendering.affiche import render_affiche

    return render_affiche(fige, "a3")


FORMATS = (
    Format("bilan.pdf", GenrePublication.BILAN, "Bilan en PDF", PDF, _bilan_pdf),
    Format(
        "bilan.docx",
        GenrePublication.BILAN,
        "Bilan à modifier (Word)",
        DOCX,
        _bilan_docx,
        de_travail=True,
    ),
    Format("bilan.html", GenrePublication.BILAN, "Bilan en page web", HTML, _bilan_html),
    Format("indicateurs.csv", GenrePublication.BILAN, "Chiffres en CSV", CSV, _indicateurs_csv),
    Format("indicateurs.json", GenrePublication.BILAN, "Chiffres en JSON", JSON, _indicateurs_json),
    Format("support.pptx", GenrePublication.SUPPORT, "Support à projeter", PPTX, _support_pptx),
    Format("affiche-a4.pdf", GenrePublication.AFFICHE, "Affiche A4", PDF, _affiche_a4),
    Format("affiche-a3.pdf", GenrePublication.AFFICHE, "Affiche A3", PDF, _affiche_a3),
    Format("impact.csv", GenrePublication.DONNEES, "Indicateurs en CSV", CSV, _impact_csv),
    Format("impact.json", GenrePublication.DONNEES, "Indicateurs en JSON", JSON, _impact_json),
    Format("cellules.csv", GenrePublication.DONNEES, "Cellules de demandes", CSV, _cellules),
    Format("comptages.csv", GenrePublication.DONNEES, "Quantités comptées", CSV, _comptages),
    Format("datapackage.json", GenrePublication.DONNEES, "Description", JSON, _datapackage),
)


# Made by LibreOffice where it is installed: not the same bytes each time, and never the only form.
CONVERTIS = (
    Format(
        "support.odp",
        GenrePublication.SUPPORT,
        "Support pour LibreOffice",
        ODP,
        _support_odp,
        depuis="support.pptx",
        convert=_convert_odp,
    ),
)


# Asked for by a name of its own, though it is one of the documents of a kind.
NOMMES = {"page": "bilan.html"}
DE_TRAVAIL = frozenset(f.nom for f in (*FORMATS, *CONVERTIS) if f.de_travail)


class FormatAbsentError(LookupError):
    """No document of that name has that extension."""

    def __init__(self, nom: str, extension: str, extensions: Iterable[str]) -> None:
        connues = ", ".join(dict.fromkeys(extensions))
        super().__init__(
            f"Aucun document « {nom} » n’est un fichier {extension or 'sans extension'}. "
            f"Extensions possibles : {connues}."
        )


def choose_format(nom: str, fichier: str) -> Format:
    """Return the document of a kind, or of that name, that a file is to be.

    Its extension says which; of several, the one whose name it holds (« affiche-a3-2022.pdf »), else
    the first.

    Raises:
        FormatAbsentError: none has that extension.
    """
    voulu = PurePath(fichier.lower())
    tous = (*FORMATS, *CONVERTIS)
    proposes = [m for m in tous if m.nom == NOMMES.get(nom) or m.genre == nom]
    possibles = [m for m in proposes if m.extension == voulu.suffix]
    if not possibles:
        raise FormatAbsentError(nom, voulu.suffix, (m.extension for m in proposes))
    return next((m for m in possibles if PurePath(m.nom).stem in voulu.stem), possibles[0])


def list_formats(genre: str) -> tuple[Format, ...]:
    """Return the documents of a kind of publication that this machine can make."""
    from qualepref.noyau.documents.conversion import find_suite

    faisables = (*FORMATS, *CONVERTIS) if find_suite() else FORMATS
    return tuple(f for f in faisables if f.genre == genre)


def list_genres() -> tuple[GenrePublication, ...]:
    """Return the kinds of publication that have documents."""
    return tuple(g for g in GenrePublication if list_formats(g))
