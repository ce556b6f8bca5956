"""What differs between two sets of printed figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


ABSENT = "(absent)"


@dataclass(frozen=True, slots=True)
class Chiffre:
    """A figure as printed. `cle`: its place, the same from one snapshot to the next.

    `libelle`: « Courriels, délai moyen, mars ». `calcul`: « 719 / 786 ». `definition`: version of
    what it counts; `periode`: months behind it.
    """

    cle: str
    libelle: str
    imprime: str
    calcul: str = ""
    definition: str = ""
    periode: str = ""


@dataclass(frozen=True, slots=True)
class Changement:
    """A figure that is no longer the one printed, and what is known of why."""

    cle: str
    libelle: str
    avant: str
    apres: str
    raison: str = ""


def compare_chiffres(
    avant: Mapping[str, Chiffre], apres: Mapping[str, Chiffre]
) -> tuple[Changement, ...]:
    """Return the figures that differ, in the order of the first set, those that are new last."""
    ordre = [*avant, *(cle for cle in apres if cle not in avant)]
    return tuple(_iter_changements(avant, apres, ordre))


def _iter_changements(
    avant: Mapping[str, Chiffre], apres: Mapping[str, Chiffre], ordre: list[str]
) -> Iterator[Changement]:
    for cle in ordre:
        a, b = avant.get(cle), apres.get(cle)
        connu = a or b
        if connu is None or _say(a) == _say(b):
            continue
        raison = _explain(a, b) if a and b else ""
        yield Changement(cle, connu.libelle, _say(a), _say(b), raison)


def _say(chiffre: Chiffre | None) -> str:
    if chiffre is None or not (chiffre.imprime or chiffre.calcul):
        return ABSENT
    return f"{chiffre.imprime} ({chiffre.calcul})" if chiffre.calcul else chiffre.imprime


def _explain(avant: Chiffre, apres: Chiffre) -> str:
    """Return what the two figures themselves say of their difference; "" when they say nothing."""
    if avant.definition != apres.definition:
        return f"La définition a changé : {avant.definition}, puis {apres.definition}."
    if avant.periode != apres.periode:
        return f"La période couverte a changé : {avant.periode}, puis {apres.periode}."
    return ""
