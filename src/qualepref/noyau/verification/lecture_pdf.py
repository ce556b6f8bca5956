"""A PDF read back: the text of its pages, what they draw, and the files attached."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from qualepref.noyau.verification.modele import DocumentIllisibleError, Extrait, Ligne


ECHELLE = 1.0
PAGES_MAX = 400
# Points of the largest sheet drawn: A0.
SURFACE_MAX = 2384 * 3370


def read_pdf(octets: bytes) -> tuple[Extrait, tuple[tuple[str, bytes], ...]]:
    """Return what a PDF prints and draws, and the name and bytes of each file attached.

    Raises:
        DocumentIllisibleError: damaged, protected, or too long.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(octets)
        pages = len(document)
    except pypdfium2.PdfiumError as erreur:
        raise DocumentIllisibleError("ce PDF est abîmé ou protégé.") from erreur
    try:
        if pages > PAGES_MAX:
            raise DocumentIllisibleError(f"ce PDF a plus de {PAGES_MAX} pages.")
        # A form field is drawn over the page: what it hides or says is seen too.
        document.init_forms()
        lues = [_read_page(document[rang], rang + 1) for rang in range(pages)]
        lignes = tuple(ligne for page, _ in lues for ligne in page)
        extrait = Extrait("pdf", lignes, tuple(image for _, image in lues))
        return extrait, tuple(_iter_jointes(document))
    finally:
        document.close()


def _read_page(page: Any, numero: int) -> tuple[list[Ligne], str]:
    if page.get_width() * page.get_height() > SURFACE_MAX:
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


def _iter_jointes(document: Any) -> Iterator[tuple[str, bytes]]:
    for rang in range(document.count_attachments()):
        jointe = document.get_attachment(rang)
        yield jointe.get_name(), bytes(jointe.get_data())
