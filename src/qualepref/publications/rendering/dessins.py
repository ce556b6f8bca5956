"""The files of a snapshot, drawn two at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from qualepref.noyau.documents.conversion import ConversionImpossibleError
from qualepref.publications.rendering.figes import Fige
from qualepref.publications.rendering.formats import Format


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
    presents = {modele.nom for modele in formats}
    suites = {modele.depuis: modele for modele in formats if modele.depuis in presents}
    # What another is made from begins first.
    directs = sorted(
        (m for m in formats if m not in suites.values()), key=lambda m: m.nom not in suites
    )
    dessins: dict[str, bytes] = {}
    with ThreadPoolExecutor(FILS) as fils, ThreadPoolExecutor(1) as conversions:
        en_cours = {fils.submit(modele.render, fige): modele for modele in directs}
        try:
            while en_cours:
                fini = wait(en_cours, return_when=FIRST_COMPLETED).done.pop()
                modele = en_cours.pop(fini)
                octets = _take(fini)
                if octets is None:
                    continue
                dessins[modele.nom] = octets
                suite = suites.get(modele.nom)
                if suite is not None and suite.convert is not None:
                    en_cours[conversions.submit(suite.convert, octets)] = suite
                avance(list(dessins))
        except BaseException:
            fils.shutdown(cancel_futures=True)
            raise
    return dessins


def _take(fini: Future[bytes]) -> bytes | None:
    """Return what was drawn; None for a conversion that failed, never the only form of a document."""
    try:
        return fini.result()
    except ConversionImpossibleError:
        return None
