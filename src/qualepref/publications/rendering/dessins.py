"""The files of a snapshot, drawn two at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from qualepref.noyau.documents.conversion import ConversionImpossibleError
from qualepref.publications.rendering.figes import Fige
from qualepref.publications.rendering.formats import CONVERTIS, Format


# The typesetter and LibreOffice are processes of their own: two threads keep two cores at work.
FILS = 2


def draw_documents(
    fige: Fige, formats: Sequence[Format], *, avance: Callable[[Sequence[str]], None]
) -> dict[str, bytes]:
    """Return the bytes of files by name, without those that LibreOffice could not write.

    avance: told the names drawn so far, in the caller's own thread; what it raises stops the work.

    Raises:
        RenduImpossibleError: a document cannot be typeset.
    """
    dessins: dict[str, bytes] = {}
    faits: list[str] = []
    # What takes longest begins first.
    ordre = sorted(formats, key=lambda modele: modele not in CONVERTIS)
    with ThreadPoolExecutor(FILS) as fils:
        en_cours = {fils.submit(modele.render, fige): modele for modele in ordre}
        try:
            for fini in as_completed(en_cours):
                nom = en_cours[fini].nom
                try:
                    dessins[nom] = fini.result()
                except ConversionImpossibleError:
                    # Never the only form of a document: it does not hold the others back.
                    continue
                faits.append(nom)
                avance(faits)
        except BaseException:
            fils.shutdown(cancel_futures=True)
            raise
    return dessins
