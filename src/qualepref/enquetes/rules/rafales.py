"""Bursts: forms that are alike, sent close together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Envoi(NamedTuple):
    """A form given back: its key, when, where, and a digest of its answers."""

    pk: int
    recu_a: dt.datetime
    lieu: str
    empreinte: str


@dataclass(frozen=True, slots=True)
class Rafale:
    """Forms of one place with the same answers, in order, `debut` and `fin` included."""

    lieu: str
    empreinte: str
    envois: tuple[Envoi, ...]

    @property
    def cle(self) -> str:
        """What names the burst on a page."""
        return f"{self.envois[0].pk}-{self.empreinte}"

    @property
    def debut(self) -> dt.datetime:
        """Minute of the first one."""
        return self.envois[0].recu_a

    @property
    def fin(self) -> dt.datetime:
        """Minute of the last one."""
        return self.envois[-1].recu_a


def find_rafales(
    envois: Iterable[Envoi], *, semblables: int, fenetre: dt.timedelta
) -> list[Rafale]:
    """Return the bursts, the latest first.

    A burst is made of every `semblables` forms or more, alike and of one place, that some span of
    `fenetre` holds; spans that share a form make one burst.
    """
    pareils: dict[tuple[str, str], list[Envoi]] = defaultdict(list)
    for envoi in envois:
        pareils[envoi.lieu, envoi.empreinte].append(envoi)
    rafales = [
        Rafale(lieu, empreinte, tuple(suite[debut : fin + 1]))
        for (lieu, empreinte), groupe in pareils.items()
        if (suite := sorted(groupe, key=lambda envoi: (envoi.recu_a, envoi.pk)))
        for debut, fin in _iter_plages(suite, semblables, fenetre)
    ]
    return sorted(rafales, key=lambda r: (r.debut, r.lieu, r.empreinte), reverse=True)


def _iter_plages(
    suite: Sequence[Envoi], semblables: int, fenetre: dt.timedelta
) -> Iterator[tuple[int, int]]:
    """Yield the first and last rank of each burst of forms sorted by minute."""
    debut = ouverte = 0
    fin: int | None = None
    for rang, envoi in enumerate(suite):
        while envoi.recu_a - suite[debut].recu_a > fenetre:
            debut += 1
        if rang - debut + 1 < semblables:
            continue
        if fin is not None and debut > fin:
            yield ouverte, fin
            fin = None
        ouverte = debut if fin is None else ouverte
        fin = rang
    if fin is not None:
        yield ouverte, fin
