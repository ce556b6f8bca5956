"""A document against what it should print: every line that differs, figures told from words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from qualepref.noyau.verification.alignement import align
from qualepref.noyau.verification.modele import Extrait, Ligne


NOMBRE = re.compile(r"[-+]?\d[\d\u00a0\u202f.,/]*")
PAGE = re.compile(r"page \d+")
MOUVANTS = re.compile(r"page \d+$|sous « .*", re.DOTALL)
BLANCS = re.compile(r"[\s\u200b\u00ad\ufffe\x02]+")
AVANT = 40  # lines read before a changed one, to find what it is about


@dataclass(frozen=True, slots=True)
class Alteration:
    """A line that is not the one expected. `chiffre`: its numbers differ, not only its words.

    `attendu` is "" for a line added, `trouve` for a line taken out. `contexte`: what stands just
    before it in the expected document, the nearest first.
    """

    lieu: str
    attendu: str
    trouve: str
    chiffre: bool
    contexte: tuple[str, ...] = ()


def compare_extraits(attendu: Extrait, trouve: Extrait) -> tuple[Alteration, ...]:
    """Return every difference in what two documents print, then in what they draw."""
    lignes = tuple(_iter_lignes(attendu.lignes, trouve.lignes))
    touchees = {a.lieu for a in lignes}
    return (*lignes, *_iter_images(attendu, trouve, touchees))


def list_concordantes(attendu: Extrait, alterations: Sequence[Alteration]) -> tuple[Ligne, ...]:
    """Return the lines with a number that are found as they were expected."""
    ecartees = Counter((a.lieu, a.attendu) for a in alterations)
    gardees = []
    for ligne in attendu.lignes:
        cle = (ligne.lieu, ligne.texte)
        if ecartees[cle]:
            ecartees[cle] -= 1
        elif list_nombres(ligne.texte):
            gardees.append(ligne)
    return tuple(gardees)


@lru_cache(maxsize=20_000)
def squeeze(texte: str) -> str:
    """Return a text without its spaces, which readers give otherwise at line ends."""
    return BLANCS.sub("", texte)


def _iter_lignes(attendues: Sequence[Ligne], trouvees: Sequence[Ligne]) -> Iterator[Alteration]:
    a = [_key(x) for x in attendues]
    b = [_key(x) for x in trouvees]
    for e in align(a, b):
        cote_a_cote = zip_longest(attendues[e.a1 : e.a2], trouvees[e.b1 : e.b2])
        for rang, (x, y) in enumerate(cote_a_cote):
            yield _build(x, y, list_contexte(attendues, min(e.a1 + rang, e.a2), x))


def _key(ligne: Ligne) -> str:
    """Return what makes two lines the same. A page taken out shifts the others: its rank is not it.

    Where a line moved to another page, both are drawn otherwise. A heading changed is one change,
    and not one for each line under it.
    """
    lieu = MOUVANTS.sub("", ligne.lieu)
    return f"{lieu}\n{squeeze(ligne.texte)}"


def _build(attendue: Ligne | None, trouvee: Ligne | None, contexte: tuple[str, ...]) -> Alteration:
    seule = attendue or trouvee
    assert seule is not None  # noqa: S101 (one side of a difference always holds a line)
    avant = attendue.texte if attendue else ""
    apres = trouvee.texte if trouvee else ""
    return Alteration(
        seule.lieu,
        avant,
        apres,
        chiffre=list_nombres(avant) != list_nombres(apres),
        contexte=contexte,
    )


def list_contexte(lignes: Sequence[Ligne], rang: int, ligne: Ligne | None) -> tuple[str, ...]:
    """Return what stands just before a line, the nearest first; what it says to be about, alone."""
    if ligne is not None and ligne.sujet:
        return (ligne.sujet,)
    debut = max(rang - AVANT, 0)
    return tuple(x.texte for x in reversed(lignes[debut : rang + 1]))


def list_nombres(texte: str) -> list[str]:
    """Return the numbers of a text as printed, without their spaces."""
    return [squeeze(n).rstrip(".,/") for n in NOMBRE.findall(texte)]


def _iter_images(attendu: Extrait, trouve: Extrait, touchees: set[str]) -> Iterator[Alteration]:
    if len(attendu.images) != len(trouve.images):
        yield Alteration(
            "document", f"{len(attendu.images)} pages", f"{len(trouve.images)} pages", chiffre=True
        )
        return
    for rang, (a, b) in enumerate(zip(attendu.images, trouve.images, strict=True), 1):
        lieu = f"page {rang}"
        if a != b and lieu not in touchees:
            yield Alteration(
                lieu,
                "la page telle qu’elle a été publiée",
                "le même texte, mais un autre dessin",
                chiffre=True,
            )
