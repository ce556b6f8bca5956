"""Write the pieces of evidence of the demonstration, made here and marked as such; once only."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from qualepref.demonstration.donnees import Bloc, Texte, load_fichier
from qualepref.noyau.documents.composition import A3A, UA, Document, render_document
from qualepref.organisation.models import Site
from qualepref.organisation.operations import SYSTEME
from qualepref.organisation.queries import get_site
from qualepref.preuves.models import Piece
from qualepref.preuves.operations.pieces import FichierDonne, PieceDonnee, create_piece
from qualepref.preuves.rules.noms import simplify_nom


MARQUE = "Document inventé pour la démonstration de Qual-e-Pref."


class PieceInventee(Bloc):
    """A piece and the words it holds. lignes: rows of a table, headings first."""

    titre: Texte
    engagements: Annotated[tuple[Texte, ...], Field(min_length=1)]
    etablie_le: dt.date
    a_revoir_le: dt.date | None = None
    expire_le: dt.date | None = None
    service: str = ""
    donnees_personnelles: str = ""
    genre: Literal["pdf", "csv", "texte"]
    paragraphes: tuple[Texte, ...] = ()
    lignes: tuple[tuple[str, ...], ...] = ()


class PreuvesSite(Bloc):
    """The pieces of a site."""

    document: Texte
    hypotheses: tuple[Texte, ...] = ()
    site: Texte
    pieces: Annotated[tuple[PieceInventee, ...], Field(min_length=1)]

    def list_jours(self) -> Iterator[dt.date]:
        """Yield the dates of the documents."""
        yield from (p.etablie_le for p in self.pieces)


def load_preuves(dossier: Path) -> tuple[PreuvesSite, ...]:
    """Return the pieces described in a folder, by file name."""
    return tuple(load_fichier(p, PreuvesSite) for p in sorted(dossier.glob("*.yaml")))


def write_preuves(lues: Iterable[PreuvesSite], *, le: dt.date) -> int:
    """Write the pieces that are missing; return how many."""
    return sum(_write(get_site(lue.site), piece, le) for lue in lues for piece in lue.pieces)


def _write(site: Site, decrite: PieceInventee, le: dt.date) -> int:
    if Piece.objects.filter(site=site, titre=decrite.titre).exists():
        return 0
    extension, octets = _build_fichier(decrite)
    create_piece(
        site,
        donnee=PieceDonnee(
            titre=decrite.titre,
            engagements=decrite.engagements,
            service=site.services.get(code=decrite.service) if decrite.service else None,
            etablie_le=decrite.etablie_le,
            a_revoir_le=decrite.a_revoir_le,
            expire_le=decrite.expire_le,
            donnees_personnelles=decrite.donnees_personnelles,
        ),
        fichier=FichierDonne(f"{simplify_nom(decrite.titre)}.{extension}", [octets]),
        par=SYSTEME,
        le=le,
    )
    return 1


def _build_fichier(decrite: PieceInventee) -> tuple[str, bytes]:
    """Return the extension and the bytes of a piece, the same each time."""
    if decrite.genre == "pdf":
        return "pdf", render_piece(decrite.titre, decrite.paragraphes, le=decrite.etablie_le)
    if decrite.genre == "csv":
        table = io.StringIO(newline="")
        csv.writer(table, delimiter=";").writerows([*decrite.lignes, (MARQUE,)])
        return "csv", table.getvalue().encode("utf-8-sig")
    texte = "\n\n".join((decrite.titre, *decrite.paragraphes, MARQUE))
    return "txt", f"{texte}\n".encode()


def render_piece(titre: str, paragraphes: Iterable[str], *, le: dt.date) -> bytes:
    """Return an invented document as a PDF that says it is one, the same bytes each time."""
    modele = resources.files("qualepref.demonstration") / "typst" / "piece.typ"
    return render_document(
        Document(
            modele=modele.read_bytes(),
            contenu={
                "titre": titre,
                "marque": MARQUE,
                "paragraphes": list(paragraphes),
            },
            normes=(UA, A3A),
            date=le,
        )
    )
