"""A PDF read back: the text of its pages, what they draw, and the files attached."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator
from typing import Any

from qualepref.noyau.tableurs.limites import format_taille
from qualepref.noyau.verification.limites import LIMITES, Limites
from qualepref.noyau.verification.modele import DocumentIllisibleError, Extrait, Ligne


ECHELLE = 1.0
ABIME = "ce PDF est abîmé ou protégé."


def read_pdf(
    octets: bytes, limites: Limites = LIMITES
) -> tuple[Extrait, tuple[tuple[str, bytes], ...]]:
    """Return what a PDF prints and draws, and the name and bytes of each file attached.

    Raises:
        DocumentIllisibleError: damaged, protected, or too long.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(octets)
        try:
            return _read(document, limites)
        finally:
            document.close()
    except pypdfium2.PdfiumError as erreur:
        raise DocumentIllisibleError(ABIME) from erreur


def _read(document: Any, limites: Limites) -> tuple[Extrait, tuple[tuple[str, bytes], ...]]:
    pages = len(document)
    if pages > limites.pages:
        raise DocumentIllisibleError(f"ce PDF a plus de {limites.pages} pages.")
    # A form field is drawn over the page: what it hides or says is seen too.
    document.init_forms()
    lues = [_read_page(document[rang], rang + 1, limites.surface) for rang in range(pages)]
    lignes = tuple(ligne for page, _ in lues for ligne in page)
    extrait = Extrait("pdf", lignes, tuple(image for _, image in lues))
    return extrait, tuple(_iter_jointes(document, limites))


def _read_page(page: Any, numero: int, surface: int) -> tuple[list[Ligne], str]:
    if page.get_width() * page.get_height() > surface:
        raise DocumentIllisibleError(f"sa page {numero} est démesurée.")
    couche = page.get_textpage()
    texte = couche.get_text_range()
    couche.close()
    image = page.render(scale=ECHELLE, may_draw_forms=True)
    empreinte = hashlib.sha256(bytes(image.buffer)).hexdigest()
    image.close()
    page.close()
    lignes = (x.strip() for x in texte.replace("\r", "\n").split("\n"))
    return [Ligne(f"page {numero}", x) for x in lignes if x], empreinte


def _iter_jointes(document: Any, limites: Limites) -> Iterator[tuple[str, bytes]]:
    """Yield the files attached, each measured before it is copied."""
    reste = limites.joints
    for rang in range(document.count_attachments()):
        jointe = document.get_attachment(rang)
        nom, taille = jointe.get_name(), _measure(jointe)
        reste -= taille
        if taille > limites.partie or reste < 0:
            raise DocumentIllisibleError(
                f"sa pièce jointe {nom} pèse {format_taille(taille)} une fois dépliée."
            )
        yield nom, bytes(jointe.get_data()) if taille else b""


def _measure(jointe: Any) -> int:
    from pypdfium2 import raw

    taille = ctypes.c_ulong()
    raw.FPDFAttachment_GetFile(jointe, None, 0, taille)
    return taille.value
