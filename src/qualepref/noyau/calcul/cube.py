"""The cells of a site, indexed so that each sum of a formula reads them once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from operator import add, itemgetter

from qualepref.noyau.calcul.cellules import MESURES, POSITION, Cellule, CelluleComptage, Filtre
from qualepref.noyau.calcul.reponses import (
    CelluleReponse,
    SommesReponses,
    keep_reponses,
    sum_reponses,
)


ZERO = (0,) * len(MESURES)
RANG_CLE = {cle: rang for rang, cle in enumerate(Cellule._fields)}
# A cell, its rank among the sorted cells of the site, and its text for digests.
Rangee = tuple[int, Cellule, bytes]
_RANG = itemgetter(0)


@dataclass(frozen=True, slots=True)
class SommesMensuelles:
    """Sums of the cells kept by one filter: month -> the vector of MESURES."""

    par_mois: Mapping[int, tuple[int, ...]]
    tracages: Mapping[int, frozenset[str]]
    empreinte: str


@dataclass(slots=True)
class Cube:
    """The cells of one site, and what is known beside them.

    `habitants`: population used by rates of connection, by year; a year without its own figure
    uses the closest earlier one. `sans_objet`: (nature, canal, mois) attested as not applicable.
    `stocks`: quantities that are states at a date, never added up over months.
    """

    cellules: Collection[Cellule] = ()
    comptages: Collection[CelluleComptage] = ()
    habitants: Mapping[int, int] = field(default_factory=dict)
    sans_objet: frozenset[tuple[str, str, int]] = frozenset()
    stocks: frozenset[str] = frozenset()
    reponses: Collection[CelluleReponse] = ()
    _gardees: dict[Filtre, list[Rangee]] = field(default_factory=dict)
    _parts: dict[tuple[Filtre, str], dict[str | int, list[Rangee]]] = field(default_factory=dict)
    _sommes: dict[Filtre, SommesMensuelles] = field(default_factory=dict)
    _quantites: dict[tuple[str, Filtre], dict[tuple[int, str], int]] = field(default_factory=dict)
    _opinions: dict[Filtre, SommesReponses] = field(default_factory=dict)

    def sums(self, filtre: Filtre) -> SommesMensuelles:
        """Return the monthly sums of the cells of demandes that pass the filter."""
        if filtre not in self._sommes:
            self._sommes[filtre] = _sum_cellules(self._keep(filtre))
        return self._sommes[filtre]

    def quantities(self, grandeur: str, filtre: Filtre) -> dict[tuple[int, str], int]:
        """Return (month, dimension) -> quantity for one comptage under a filter on dimension."""
        cle = (grandeur, filtre)
        if cle not in self._quantites:
            admises = dict(filtre).get("dimension")
            quantites: dict[tuple[int, str], int] = {}
            for c in self.comptages:
                if c.grandeur == grandeur and (admises is None or c.dimension in admises):
                    point = (c.mois, c.dimension)
                    quantites[point] = quantites.get(point, 0) + c.valeur
            self._quantites[cle] = quantites
        return self._quantites[cle]

    def opinions(self, filtre: Filtre) -> SommesReponses:
        """Return the monthly sums of the cells of answers that pass the filter."""
        if filtre not in self._opinions:
            self._opinions[filtre] = sum_reponses(self.reponses, filtre)
        return self._opinions[filtre]

    def population(self, annee: int) -> int | None:
        """Return the inhabitants counted for a year; None when no figure is that old."""
        connues = [a for a in self.habitants if a <= annee] or sorted(self.habitants)[:1]
        return self.habitants[max(connues)] if connues else None

    def is_sans_objet(self, filtre: Filtre, mois: Collection[int]) -> bool:
        """Tell whether what the filter keeps was attested as not applicable in all these months."""
        criteres = dict(filtre)
        natures, canaux = criteres.get("nature"), criteres.get("canal")
        declares = {
            m
            for nature, canal, m in self.sans_objet
            if (natures is None or nature in natures) and (canaux is None or canal in canaux)
        }
        return bool(mois) and declares.issuperset(mois)

    def values_of(self, dimension: str, filtre: Filtre) -> list[str]:
        """Return the codes met along a key of the cells, such as the mailboxes, sorted."""
        return sorted({str(code) for code in self._split(filtre, dimension)} - {""})

    def values_of_reponses(self, dimension: str, filtre: Filtre) -> list[str]:
        """Return the codes met along a key of the cells of answers, such as the modes, sorted."""
        vus = {str(getattr(c, dimension)) for c in keep_reponses(self.reponses, filtre)}
        return sorted(vus - {""})

    def _keep(self, filtre: Filtre) -> list[Rangee]:
        """Return the cells that pass the filter, in the order of the sorted cells.

        A filter narrows the one without its last criterion, so that following an indicator by
        each of twenty mailboxes reads its cells once, not twenty times.
        """
        if filtre not in self._gardees:
            if filtre:
                *debut, (cle, admises) = filtre
                parts = self._split(tuple(debut), cle)
                voulues = [parts[code] for code in dict.fromkeys(admises) if code in parts]
                gardees = voulues[0] if len(voulues) == 1 else sorted(chain(*voulues), key=_RANG)
            else:
                gardees = [
                    (rang, c, repr(c).encode()) for rang, c in enumerate(sorted(self.cellules))
                ]
            self._gardees[filtre] = gardees
        return self._gardees[filtre]

    def _split(self, filtre: Filtre, cle: str) -> dict[str | int, list[Rangee]]:
        """Return the cells that pass the filter by their code along a key."""
        if (filtre, cle) not in self._parts:
            parts: dict[str | int, list[Rangee]] = {}
            position = RANG_CLE[cle]
            for rangee in self._keep(filtre):
                parts.setdefault(rangee[1][position], []).append(rangee)  # type: ignore[arg-type]
            self._parts[filtre, cle] = parts
        return self._parts[filtre, cle]


def _sum_cellules(rangees: Iterable[Rangee]) -> SommesMensuelles:
    par_mois: dict[int, tuple[int, ...]] = {}
    tracages: dict[int, set[str]] = {}
    digest = hashlib.sha256()
    recues = POSITION["recues"]
    for _, c, texte in rangees:
        digest.update(texte)
        par_mois[c.mois] = tuple(map(add, par_mois.get(c.mois, ZERO), c.mesures))
        if c.mesures[recues]:
            tracages.setdefault(c.mois, set()).add(c.tracage)
    figes = {mois: frozenset(vus) for mois, vus in tracages.items()}
    return SommesMensuelles(par_mois, figes, digest.hexdigest()[:12])
