"""Working days of a site: what is open, and the two questions deadlines ask, in constant time."""

import datetime as dt
import hashlib
from array import array
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, compress

from qualepref.noyau.calendrier.territoires import DERNIER_JOUR, PREMIER_JOUR, Territoire


ORIGINE = PREMIER_JOUR.toordinal()
NOMBRE_JOURS = DERNIER_JOUR.toordinal() - ORIGINE + 1
SAMEDI, DIMANCHE = 5, 6
ETENDUE = f"du {PREMIER_JOUR:%d/%m/%Y} au {DERNIER_JOUR:%d/%m/%Y}"


class HorsCalendrierError(ValueError):
    """A date, given or computed, lies outside the calendar's range."""


class JourAttenduError(TypeError):
    """An instant was given where a civil day is needed: only a time zone can turn one into it."""

    def __init__(self, instant: dt.datetime) -> None:
        super().__init__(
            f"Une date sans heure est attendue, pas l’instant {instant.isoformat()} : "
            "le convertir d’abord en jour civil dans le fuseau du site."
        )


class PeriodeInverseeError(ValueError):
    """The end of a period precedes its start."""

    def __init__(self, debut: dt.date, fin: dt.date, quoi: str = "La période") -> None:
        super().__init__(
            f"{quoi} finit le {fin:%d/%m/%Y}, avant de commencer le {debut:%d/%m/%Y} : "
            "corriger l’une des deux dates."
        )


class DelaiNegatifError(ValueError):
    """A delay below zero was given."""

    def __init__(self, jours: int) -> None:
        super().__init__(
            f"Le délai de {jours} jour(s) ouvré(s) est refusé : donner zéro ou un nombre positif."
        )


@dataclass(frozen=True, slots=True, order=True)
class Fermeture:
    """A dated closure of a site (bridge day, move…), bounds included.

    Raises:
        PeriodeInverseeError: fin precedes debut.
    """

    debut: dt.date
    fin: dt.date
    libelle: str

    def __post_init__(self) -> None:
        """Refuse a reversed span."""
        if self.fin < self.debut:
            raise PeriodeInverseeError(self.debut, self.fin, f"La fermeture « {self.libelle} »")


@dataclass(frozen=True, slots=True)
class Table:
    """Precomputed counts of a calendar; a day is its index from PREMIER_JOUR.

    cumuls: cumuls[i] working days among the first i days (one more entry than days).
    ouvres: index of each working day, in order. empreinte: short hash of the open days.
    """

    cumuls: "array[int]"
    ouvres: "array[int]"
    empreinte: str


@dataclass(frozen=True)
class Calendrier:
    """The working days of a site: Monday to Friday, less public holidays and closures.

    Raises:
        HorsCalendrierError: a closure lies outside the range.
    """

    territoire: Territoire
    fermetures: tuple[Fermeture, ...] = ()

    def __post_init__(self) -> None:
        """Sort the closures, so that their order changes nothing."""
        object.__setattr__(self, "fermetures", tuple(sorted(self.fermetures)))
        for fermeture in self.fermetures:
            compute_index(fermeture.debut)
            compute_index(fermeture.fin)

    @cached_property
    def table(self) -> Table:
        """Counts shared by equal calendars."""
        return _build_table(self.territoire, self.fermetures)

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change if and only if an open day changes.

        Labels and sources are left out: correcting one must not restamp a register.
        """
        return self.table.empreinte

    def is_jour_ouvre(self, jour: dt.date) -> bool:
        """Tell whether the site works that day."""
        index = compute_index(jour)
        cumuls = self.table.cumuls
        return cumuls[index + 1] > cumuls[index]

    def motif(self, jour: dt.date) -> str | None:
        """Return why the site is closed that day, in French; None on a working day.

        A holiday is named first, then the week-end, then a closure.
        """
        compute_index(jour)
        if feries := self.territoire.feries.get(jour):
            return f"férié : {' et '.join(ferie.libelle for ferie in feries)}"
        if jour.weekday() >= SAMEDI:
            return "samedi" if jour.weekday() == SAMEDI else "dimanche"
        for fermeture in self.fermetures:
            if fermeture.debut <= jour <= fermeture.fin:
                return f"fermeture : {fermeture.libelle}"
        return None


def compute_index(jour: dt.date) -> int:
    """Return the day's index from PREMIER_JOUR.

    Raises:
        HorsCalendrierError: outside PREMIER_JOUR..DERNIER_JOUR.
        JourAttenduError: a datetime was given.
    """
    if isinstance(jour, dt.datetime):
        raise JourAttenduError(jour)
    index = jour.toordinal() - ORIGINE
    if not 0 <= index < NOMBRE_JOURS:
        raise HorsCalendrierError(
            f"Le {jour:%d/%m/%Y} est hors du calendrier, qui va {ETENDUE} : vérifier la date."
        )
    return index


@lru_cache(maxsize=128)
def _build_table(territoire: Territoire, fermetures: tuple[Fermeture, ...]) -> Table:
    premier = PREMIER_JOUR.weekday()
    ouverts = bytearray((premier + index) % 7 < SAMEDI for index in range(NOMBRE_JOURS))
    for jour in territoire.feries:
        ouverts[compute_index(jour)] = 0
    for fermeture in fermetures:
        debut, fin = compute_index(fermeture.debut), compute_index(fermeture.fin)
        ouverts[debut : fin + 1] = bytes(fin - debut + 1)
    contenu = f"{territoire.code}:{PREMIER_JOUR}:".encode() + ouverts
    return Table(
        cumuls=array("i", accumulate(ouverts, initial=0)),
        ouvres=array("i", compress(range(NOMBRE_JOURS), ouverts)),
        empreinte=hashlib.sha256(contenu).hexdigest()[:12],
    )


def add_jours_ouvres(debut: dt.date, jours: int, *, calendrier: Calendrier) -> dt.date:
    """Return the date `jours` working days after `debut`; `debut` itself does not count.

    jours: working days, >= 0; zero gives `debut` back, even closed.

    Raises:
        DelaiNegatifError: jours < 0.
        HorsCalendrierError: debut or the result lies outside the calendar.
    """
    if jours < 0:
        raise DelaiNegatifError(jours)
    index = compute_index(debut)
    if jours == 0:
        return debut
    table = calendrier.table
    rang = table.cumuls[index + 1] + jours - 1
    if rang >= len(table.ouvres):
        raise HorsCalendrierError(
            f"L’échéance à {jours} jour(s) ouvré(s) du {debut:%d/%m/%Y} dépasse le calendrier, "
            f"qui va {ETENDUE} : vérifier la date et le délai."
        )
    return dt.date.fromordinal(ORIGINE + table.ouvres[rang])


def count_jours_ouvres(debut: dt.date, fin: dt.date, *, calendrier: Calendrier) -> int:
    """Return the number of working days strictly after `debut`, up to and including `fin`.

    To judge a reply use compute_delai_jours_ouvres: it differs when `fin` is a closed day.

    Raises:
        PeriodeInverseeError: fin precedes debut.
        HorsCalendrierError: a date lies outside the calendar.
    """
    index_debut, index_fin = compute_index(debut), compute_index(fin)
    if index_fin < index_debut:
        raise PeriodeInverseeError(debut, fin)
    cumuls = calendrier.table.cumuls
    return cumuls[index_fin + 1] - cumuls[index_debut + 1]


def compute_delai_jours_ouvres(
    recue_le: dt.date, repondue_le: dt.date, *, calendrier: Calendrier
) -> int:
    """Return the delay of a reply in working days, one of a closed day counting as the next one.

    Hence, for every delay: compute_delai(recue, repondue) <= jours if and only if
    repondue <= add_jours_ouvres(recue, jours). A reply of the very day of receipt counts zero.

    Raises:
        PeriodeInverseeError: the reply precedes the receipt.
        HorsCalendrierError: a date lies outside the calendar.
    """
    index_recue, index_repondue = compute_index(recue_le), compute_index(repondue_le)
    if index_repondue < index_recue:
        raise PeriodeInverseeError(recue_le, repondue_le)
    if index_repondue == index_recue:
        return 0
    cumuls = calendrier.table.cumuls
    return cumuls[index_repondue] - cumuls[index_recue + 1] + 1
