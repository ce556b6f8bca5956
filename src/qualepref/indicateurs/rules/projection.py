"""« Tiendrons-nous l’année ? »: how many of what is left may still be late for the target to hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.rendu import round_half_up
from qualepref.noyau.referentiel.modele import Formule, Indicateur, Sens, Terme, Unite


A_TEMPS, ECHUES = "a_temps", "echues"
UN_AN = 100


class BaseVolume(StrEnum):
    """Where the volume still to come is taken from."""

    MEMES_MOIS = "memes_mois"
    MOYENNE = "moyenne"
    INCONNUE = "inconnue"


class Issue(StrEnum):
    """What can still happen. ECHANTILLON: only some weeks are followed, nothing can be projected."""

    ACQUISE = "acquise"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    ECHANTILLON = "echantillon"


@dataclass(frozen=True, slots=True)
class Attendu:
    """Demandes still expected before the year ends, and what that is reckoned from."""

    volume: int
    base: BaseVolume


@dataclass(frozen=True, slots=True)
class Projection:
    """A yearly in-time rate so far, and what is left. Whole demandes, no rate is projected.

    echues: those already counted, of which `a_temps` in time. ouvertes: not answered, their
    deadline still running. suspendues: left out, they wait for the user. seuil: the target.
    """

    seuil: Fraction
    a_temps: int
    echues: int
    ouvertes: int
    attendu: Attendu
    suspendues: int = 0
    echantillon: bool = False

    @property
    def a_venir(self) -> int:
        """Demandes whose outcome is not known: open ones, and those still expected."""
        return self.ouvertes + self.attendu.volume

    @property
    def total(self) -> int:
        """Demandes the year would count."""
        return self.echues + self.a_venir

    @property
    def manquantes(self) -> int:
        """In-time answers still needed, out of those to come."""
        return max(0, ceil(self.seuil * self.total) - self.a_temps)

    @property
    def retards_permis(self) -> int:
        """How many of those to come may be late; below zero, that many too few."""
        return self.a_venir - self.manquantes

    @property
    def issue(self) -> Issue:
        """What can still happen to the year's target."""
        if self.echantillon:
            return Issue.ECHANTILLON
        if self.retards_permis < 0:
            return Issue.IMPOSSIBLE
        return Issue.POSSIBLE if self.manquantes else Issue.ACQUISE

    @property
    def meilleur(self) -> Fraction:
        """The highest rate the year can still reach: all that is to come answered in time."""
        return Fraction(self.a_temps + self.a_venir, self.total) if self.total else Fraction(0)


def is_projetable(indicateur: Indicateur, formule: Formule | None) -> bool:
    """Tell whether an indicator is a rate of demandes answered in time, higher being better.

    Both sums must count the same demandes: those in time are then some of those that are due.
    `formule`: references expanded.
    """
    if (
        formule is None
        or indicateur.unite is not Unite.POURCENT
        or indicateur.sens is not Sens.HAUSSE
    ):
        return False
    memes = Counter(t.filtre for t in formule.numerateur) == Counter(
        t.filtre for t in formule.denominateur
    )
    return memes and _are(formule.numerateur, A_TEMPS) and _are(formule.denominateur, ECHUES)


def compute_attendu(recues: Mapping[int, int], *, le_mois: int) -> Attendu:
    """Return the demandes still to come from `le_mois` to the end of its year.

    recues: month -> demandes that count, over this year and the one before; a month left out is
    not known. Taken from the same months of last year, less what this month already brought; from
    the mean of this year's months that are over where last year is not whole.
    """
    annee = le_mois // 100
    reste = list(Periode(le_mois, Periode.annee(annee).dernier))
    deja = recues.get(le_mois, 0)
    avant = [recues.get(m - UN_AN) for m in reste]
    if None not in avant:
        en_cours, *suivants = (v or 0 for v in avant)
        return Attendu(max(0, en_cours - deja) + sum(suivants), BaseVolume.MEMES_MOIS)
    finis = [v for m, v in recues.items() if annee * 100 < m < le_mois]
    if not finis:
        return Attendu(0, BaseVolume.INCONNUE)
    moyenne = Fraction(sum(finis), len(finis))
    volume = moyenne * (len(reste) - 1) + max(Fraction(0), moyenne - deja)
    return Attendu(int(round_half_up(volume, 0)), BaseVolume.MOYENNE)


def _are(termes: Iterable[Terme], mesure: str) -> bool:
    termes = list(termes)
    return bool(termes) and all(t.mesure == mesure and t.signe == 1 for t in termes)
