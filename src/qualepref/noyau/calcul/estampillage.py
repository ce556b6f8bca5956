"""The clock on numpy columns: what `suivi.rules.stamp_demande` says of each row, millions at once.

Days are int32 since 1970-01-01, ABSENT when unknown; delays are int32, SANS_DELAI when there is
none; an issue is its rank in ISSUES_ESTAMPILLE.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualepref.noyau.calcul.cellules import ISSUES
from qualepref.noyau.calendrier import (
    PREMIER_JOUR,
    Calendrier,
    add_jours_ouvres_np,
    compute_delais_jours_ouvres_np,
)
from qualepref.noyau.referentiel.modele import Horloge


if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Jours = npt.NDArray[np.int32]
    Booleens = npt.NDArray[np.bool_]
    Rangs = npt.NDArray[np.intp]

ABSENT = 2**31 - 1
SANS_DELAI = -1
# "": the clock never started.
ISSUES_ESTAMPILLE = ("", *ISSUES)
RANG = {issue: rang for rang, issue in enumerate(ISSUES_ESTAMPILLE)}
EPOQUE = dt.date(1970, 1, 1).toordinal()
CHAMPS_DATES = ("recue_le", "complete_le", "attente_le", "proposee_le", "rdv_le", "repondue_le")


@dataclass(frozen=True, slots=True)
class Lot:
    """Raw rows that obey the same clocks and calendar.

    dates: CHAMPS_DATES. complete, annoncee (a delay was announced), sans_date: booleans.
    exclusion: rank in `exclusions`, whose first is "".
    """

    dates: Mapping[str, Jours]
    complete: Booleens
    annoncee: Booleens
    sans_date: Booleens
    exclusion: npt.NDArray[np.int8]
    exclusions: Sequence[str]

    def take(self, rangs: Rangs, champs: Collection[str]) -> Lot:
        """Return these rows only, with these dates."""
        return Lot(
            {champ: self.dates[champ][rangs] for champ in champs},
            self.complete[rangs],
            self.annoncee[rangs],
            self.sans_date[rangs],
            self.exclusion[rangs],
            self.exclusions,
        )


@dataclass(frozen=True, slots=True)
class Passages:
    """What one clock says of each row of a lot."""

    issue: npt.NDArray[np.int8]
    echeance: Jours
    delai_jours_ouvres: Jours
    delai_jours: Jours
    attente: npt.NDArray[np.int8]

    @classmethod
    def blank(cls, taille: int) -> Passages:
        """Return passages of clocks that never started."""
        import numpy as np

        return cls(
            np.zeros(taille, np.int8),
            np.full(taille, ABSENT, np.int32),
            np.full(taille, SANS_DELAI, np.int32),
            np.full(taille, SANS_DELAI, np.int32),
            np.zeros(taille, np.int8),
        )

    def put(self, rangs: Rangs, autres: Passages) -> None:
        """Write the passages of some rows at their places."""
        for champ in self.__slots__:
            getattr(self, champ)[rangs] = getattr(autres, champ)


def read_horloge_np(horloge: Horloge, lot: Lot, calendrier: Calendrier) -> Passages:
    """Return what one clock says of each row; row for row what `read_horloge` says.

    Raises:
        HorsCalendrierError: a date or a deadline lies outside the calendar.
    """
    import numpy as np

    exclue = _find_exclues(horloge, lot)
    depart, en_marche = _find_departs(horloge, lot)
    court = en_marche & ~exclue
    # Rows whose clock does not run are computed from a day that cannot fail, then masked.
    depart = np.where(court, depart, np.int32(PREMIER_JOUR.toordinal() - EPOQUE))
    echeance = add_jours_ouvres_np(depart, horloge.delai, calendrier)
    arrivee, par_attente = _find_arrivees(horloge, lot)
    arrivee_connue = court & (arrivee != ABSENT)
    # Answered before the missing pieces arrived: nobody waited.
    arrivee = np.where(arrivee_connue, np.maximum(arrivee, depart), depart)
    delais = compute_delais_jours_ouvres_np(depart, arrivee, calendrier)
    arrete = RANG["suspendue"] if horloge.depart == "recue_le" else RANG[""]
    attendue = np.where(lot.sans_date, np.int8(RANG["sans_date"]), np.int8(RANG["ouverte"]))
    jugee = np.where(arrivee <= echeance, np.int8(RANG["a_temps"]), np.int8(RANG["hors_delai"]))
    issue = np.where(arrivee_connue, jugee, attendue)
    issue = np.where(en_marche, issue, np.int8(arrete))
    return Passages(
        issue=np.where(exclue, np.int8(RANG["exclue"]), issue),
        echeance=np.where(court, echeance, np.int32(ABSENT)),
        delai_jours_ouvres=np.where(arrivee_connue, delais, np.int32(SANS_DELAI)),
        delai_jours=np.where(arrivee_connue, arrivee - depart, np.int32(SANS_DELAI)),
        attente=(arrivee_connue & par_attente).astype(np.int8),
    )


def stamp_groupes(
    lot: Lot,
    groupes: npt.NDArray[np.integer],
    regles: Sequence[tuple[tuple[Horloge, ...], Calendrier]],
) -> tuple[Passages, Passages]:
    """Return the passages of the main clock and of the second one, row for row.

    groupes: rank in `regles` of the clocks and calendar each row obeys.
    """
    import numpy as np

    taille = len(groupes)
    principale, tenue = Passages.blank(taille), Passages.blank(taille)
    ordre = np.argsort(groupes, kind="stable")
    bornes = np.searchsorted(groupes[ordre], np.arange(len(regles) + 1))
    for rang, (horloges, calendrier) in enumerate(regles):
        rangs = ordre[bornes[rang] : bornes[rang + 1]]
        if not len(rangs):
            continue
        champs = {c for h in horloges for c in (h.depart, *h.arrivees)}
        partie = lot.take(rangs, champs | {"recue_le", "complete_le"})
        for horloge, passages in zip(horloges, (principale, tenue), strict=False):
            passages.put(rangs, read_horloge_np(horloge, partie, calendrier))
    return principale, tenue


def _find_exclues(horloge: Horloge, lot: Lot) -> Booleens:
    import numpy as np

    exclut = [bool(code) and code not in horloge.exclusions_sans_effet for code in lot.exclusions]
    return np.array(exclut)[lot.exclusion]


def _find_departs(horloge: Horloge, lot: Lot) -> tuple[Jours, Booleens]:
    """Return the day that starts the clock, and whether it started."""
    import numpy as np

    if horloge.depart != "recue_le":
        depart = lot.dates[horloge.depart]
        return depart, depart != ABSENT
    recue, complete_le = lot.dates["recue_le"], lot.dates["complete_le"]
    completee = complete_le != ABSENT
    return np.where(completee, np.maximum(recue, complete_le), recue), lot.complete | completee


def _find_arrivees(horloge: Horloge, lot: Lot) -> tuple[Jours, Booleens]:
    """Return the earliest day that stops the clock, and whether it is a waiting reply."""
    import numpy as np

    attente = autres = np.full(len(lot.complete), ABSENT, np.int32)
    for champ in horloge.arrivees:
        jours = lot.dates[champ]
        if champ != "attente_le":
            autres = np.minimum(autres, jours)
        elif horloge.attente_exige_delai:
            attente = np.where(lot.annoncee, jours, np.int32(ABSENT))
        else:
            attente = jours
    return np.minimum(attente, autres), attente <= autres
