"""A document typeset from a template and plain data, in a process of its own."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import qualepref
from qualepref.noyau.documents.polices import prepare_polices
from qualepref.noyau.documents.textes import Valeur, locate


UA, A3A = "ua-1", "a-3a"
CHARTE = "charte.typ"
OUVRIER = "qualepref.noyau.documents.compilation"
DELAI_MAXIMUM = 120  # seconds: far beyond what the longest report takes
TEXTE_REFUSE = re.compile(r'the text `"(?P<texte>.+?)"` could not be displayed')
CODE_REFUSE = re.compile(r'`"\\u\{(?P<code>[0-9a-f]+)\}')


class RenduImpossibleError(RuntimeError):
    """The document cannot be typeset; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a document is made of.

    modele: the Typst template, which reads `contenu.json` and may import `charte.typ`, the inks and
    the block of the State. normes: those the PDF must meet. date:
    the document's own. fichiers: name -> bytes of what the template reads or attaches beside.
    noms: French words for the keys of the content, to say where a refused character stands.
    """

    modele: bytes
    contenu: dict[str, Valeur]
    normes: tuple[str, ...]
    date: dt.date
    fichiers: Mapping[str, bytes] = field(default_factory=dict)
    noms: Mapping[str, str] = field(default_factory=dict)


def render_document(document: Document, *, polices: Path | None = None) -> bytes:
    """Return the document as a PDF; the same argument gives the same bytes.

    polices: the cache of converted fonts; by default the user's.

    Raises:
        RenduImpossibleError: a character has no drawing in any font, or typesetting failed.
    """
    (pdf,) = _compose(document, polices, ppi=0)
    return pdf


def render_images(
    document: Document, *, ppi: int, polices: Path | None = None
) -> tuple[bytes, ...]:
    """Return the pages of the document as PNG pictures of `ppi` points per inch.

    Raises:
        RenduImpossibleError: a character has no drawing in any font, or typesetting failed.
    """
    return _compose(document, polices, ppi=ppi)


def _compose(document: Document, polices: Path | None, *, ppi: int) -> tuple[bytes, ...]:
    """Return the PDF alone, or pictures where `ppi` is positive."""
    dossier_polices = prepare_polices(polices)
    jour = document.date
    parametres: dict[str, Valeur] = {
        "polices": [str(dossier_polices)] if dossier_polices else [],
        "normes": list(document.normes),
        "ppi": ppi,
        "horodatage": int(dt.datetime(jour.year, jour.month, jour.day, tzinfo=dt.UTC).timestamp()),
    }
    with tempfile.TemporaryDirectory(prefix="qualepref-document-") as nom:
        dossier = Path(nom)
        for fichier, octets in document.fichiers.items():
            (dossier / fichier).write_bytes(octets)
        (dossier / CHARTE).write_bytes(
            (resources.files("qualepref.noyau.documents") / "typst" / CHARTE).read_bytes()
        )
        (dossier / "document.typ").write_bytes(document.modele)
        for fichier, valeur in (
            ("contenu.json", document.contenu),
            ("parametres.json", parametres),
        ):
            texte = json.dumps(valeur, ensure_ascii=False, sort_keys=True)
            (dossier / fichier).write_text(texte, encoding="utf-8")
        _run_worker(dossier, document)
        rendus = sorted(dossier.glob("page-*.png" if ppi else "document.pdf"))
        return tuple(rendu.read_bytes() for rendu in rendus)


def _run_worker(dossier: Path, document: Document) -> None:
    """Typeset the folder in a process of its own."""
    sources = str(Path(qualepref.__path__[0]).parent)
    chemins = [sources, *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        fin = subprocess.run(  # noqa: S603 (our own module, in our own interpreter)
            [sys.executable, "-P", "-m", OUVRIER, str(dossier)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(chemins)},
            capture_output=True,
            text=True,
            timeout=DELAI_MAXIMUM,
            check=False,
        )
    except subprocess.TimeoutExpired as depassement:
        raise RenduImpossibleError(
            f"La mise en page du document a été arrêtée : elle dépassait {DELAI_MAXIMUM} secondes. "
            "Réduisez le nombre de graphiques ou recommencez."
        ) from depassement
    erreur = dossier / "erreur.json"
    if erreur.exists():
        refus = json.loads(erreur.read_text(encoding="utf-8"))
        raise RenduImpossibleError(_explain(refus["message"], document))
    if fin.returncode:
        derniere = (fin.stderr.strip().splitlines() or ["aucun message"])[-1]
        raise RenduImpossibleError(
            f"La mise en page du document s’est interrompue (code {fin.returncode}) : {derniere}. "
            "Recommencez ; si cela persiste, prévenez l’administrateur."
        )


def _explain(message: str, document: Document) -> str:
    """Return the typesetter's refusal in French, with the place of the faulty character."""
    caractere = _refused_character(message)
    if caractere is None:
        return (
            f"Le document n’a pas pu être mis en page : {message}. Prévenez l’administrateur, en "
            "lui donnant ce message."
        )
    code = f"U+{ord(caractere):04X}"
    lieu = locate(document.contenu, caractere, noms=document.noms)
    ou = f" Il se trouve dans « {lieu[0]} » : « {lieu[1]} »." if lieu else ""
    return (
        f"Le caractère « {caractere} » ({code}) ne peut pas être imprimé : aucune police du "
        f"document ne le dessine.{ou} Retirez-le ou remplacez-le, puis recommencez."
    )


def _refused_character(message: str) -> str | None:
    """Return the character a refusal is about: quoted, or escaped when it cannot be seen."""
    echappe = CODE_REFUSE.search(message)
    if echappe:
        return chr(int(echappe["code"], 16))
    texte = TEXTE_REFUSE.search(message)
    return texte["texte"][0] if texte else None
