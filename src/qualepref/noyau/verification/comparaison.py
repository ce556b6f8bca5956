"""A document against what it should print: every line that differs, figures told from words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest

from qualepref.noyau.verification.modele import Extrait, Ligne


NOMBRE = re.compile(r"[-+]?\d[\d\u00a0\u202f.,/]*")
PAGE = re.compile(r"page \d+")
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


@lru_cache(maxsize=20_000)
def squeeze(texte: str) -> str:
    """Return a text without its spaces, which readers give otherwise at line ends."""
    return BLANCS.sub("", texte)


def _iter_lignes(attendues: Sequence[Ligne], trouvees: Sequence[Ligne]) -> Iterator[Alteration]:
    a = [_key(x) for x in attendues]
    b = [_key(x) for x in trouvees]
    if a == b:
        return
    for signe, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if signe == "equal":
            continue
        for rang, (x, y) in enumerate(zip_longest(attendues[a1:a2], trouvees[b1:b2])):
            yield _build(x, y, _context(attendues, min(a1 + rang, a2), x))


def _key(ligne: Ligne) -> str:
    """Return what makes two lines the same. A page taken out shifts the others: its rank is not it.

    Where a line moved to another page, both are drawn otherwise.
    """
    lieu = "page" if PAGE.fullmatch(ligne.lieu) else ligne.lieu
    return f"{lieu}\n{squeeze(ligne.texte)}"


def _build(attendue: Ligne | None, trouvee: Ligne | None, contexte: tuple[str, ...]) -> Alteration:
    seule = attendue or trouvee
    assert seule is not None  # noqa: S101 (one side of a difference always holds a line)
    avant = attendue.texte if attendue else ""
    apres = trouvee.texte if trouvee else ""
    return Alteration(
        seule.lieu, avant, apres, chiffre=_numbers(avant) != _numbers(apres), contexte=contexte
    )


def _context(lignes: Sequence[Ligne], rang: int, ligne: Ligne | None) -> tuple[str, ...]:
    if ligne is not None and ligne.sujet:
        return (ligne.sujet,)
    debut = max(rang - AVANT, 0)
    return tuple(x.texte for x in reversed(lignes[debut : rang + 1]))


def _numbers(texte: str) -> list[str]:
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
