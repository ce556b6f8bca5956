"""Variables in braces: found in a text, refused when unknown, replaced by their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches


VARIABLE = re.compile(r"\{([^{}\n]*)\}")
NOM = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*")


class VariableInconnueError(ValueError):
    """A text uses variables that do not exist; the message lists those that do."""

    def __init__(self, inconnues: Iterable[str], connues: Iterable[str]) -> None:
        self.inconnues = tuple(inconnues)
        self.connues = tuple(sorted(connues))
        citees = ", ".join(f"{{{nom}}}" for nom in self.inconnues)
        proches = get_close_matches(self.inconnues[0], self.connues, n=1)
        conseil = f" Vouliez-vous dire {{{proches[0]}}} ?" if proches else ""
        pluriel = len(self.inconnues) > 1
        super().__init__(
            f"{'Variables inconnues' if pluriel else 'Variable inconnue'} : {citees}.{conseil} "
            f"Variables possibles : {', '.join(f'{{{nom}}}' for nom in self.connues)}."
        )


class AccoladeSeuleError(ValueError):
    """A brace stands alone: nobody can tell what it begins or ends."""

    def __init__(self, extrait: str) -> None:
        super().__init__(
            f"Une accolade est ouverte sans être fermée, ou l’inverse, près de « {extrait} ». Les "
            "accolades entourent les variables, comme {site.nom} : retirez-la ou complétez-la."
        )


def list_variables(texte: str) -> tuple[str, ...]:
    """Return the names between braces, once each, in order; well-formed or not."""
    return tuple(dict.fromkeys(m[1].strip() for m in VARIABLE.finditer(texte)))


def check_variables(texte: str, *, connues: Iterable[str]) -> None:
    """Refuse a text whose variables are not all known.

    Raises:
        AccoladeSeuleError: an opening brace without its closing one, or the reverse.
        VariableInconnueError: a name that is not in the list.
    """
    reste = VARIABLE.sub(lambda m: " " * len(m[0]), texte)
    if (seule := re.search(r"[{}]", reste)) is not None:
        debut = max(seule.start() - 12, 0)
        raise AccoladeSeuleError(" ".join(texte[debut : seule.start() + 12].split()))
    admises = frozenset(connues)
    inconnues = [nom for nom in list_variables(texte) if nom not in admises]
    if inconnues:
        raise VariableInconnueError(inconnues, admises)


def fill_variables(texte: str, *, valeurs: Mapping[str, str]) -> str:
    """Return the text with each variable replaced; what a value holds is never read again."""
    return VARIABLE.sub(lambda m: valeurs[m[1].strip()], texte)
