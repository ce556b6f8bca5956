"""What an annual report says of surveys, word for word."""

from __future__ import annotations

from dataclasses import dataclass

from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.graphiques.modele import Graphique


@dataclass(frozen=True, slots=True)
class Fait:
    """One fact of a campaign: « Dates », « du 6 mai au 17 août 2022 »."""

    nom: str
    valeur: str


@dataclass(frozen=True, slots=True)
class LigneCritere:
    """What people think of one thing asked.

    `resultat`: « 91,5 % », « 12 sur 18 » for tests too few for a rate, else empty. `calcul`:
    « 286 / 312 ». `intervalle`: at 95 %.
    `base`: who was asked, where it is not everybody. `constat`: the verdict in words, or why there
    is none. `avant`: the rate of the campaign before, in words. `barre`: its length in thousandths;
    None without a figure.
    """

    libelle: str
    resultat: str
    calcul: str
    intervalle: str
    base: str
    constat: str
    verdict: Verdict
    cible: str = ""
    avant: str = ""
    barre: int | None = None


@dataclass(frozen=True, slots=True)
class LigneReponses:
    """Answers to a question that nobody judges: « Entretien 64 % (200) », and so on, and how many."""

    libelle: str
    reponses: str
    base: str


@dataclass(frozen=True, slots=True)
class LigneSeule:
    """A percentage that somebody published; `base` says on how many answers, or that nobody did.

    `resultat`: « n.s. » for one that rests on too few of them.
    """

    libelle: str
    resultat: str
    base: str
    source: str


@dataclass(frozen=True, slots=True)
class LigneCotes:
    """One question site by site, in the order of the sites; empty where nothing may be said."""

    libelle: str
    resultats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupeRemarques:
    """Published remarks of one category: `nombre` of them, of which some are quoted."""

    categorie: str
    nombre: int
    textes: tuple[str, ...]

    @property
    def autres(self) -> int:
        """How many are not quoted."""
        return self.nombre - len(self.textes)


@dataclass(frozen=True, slots=True)
class CampagneBilan:
    """One survey of the year. `taux`: its overall rate, and `fraction` its parts; "" without any.

    `legende`: caption of the criteria. `notes`: sentences about what the figures allow to say.
    `lieux`: names of the sites of `cotes`.
    """

    titre: str
    dates: str
    recueil: str
    retours: str
    taux: str
    faits: tuple[Fait, ...]
    methode: str = ""
    legende: str = ""
    criteres: tuple[LigneCritere, ...] = ()
    graphiques: tuple[Graphique, ...] = ()
    autres: tuple[LigneReponses, ...] = ()
    seuls: tuple[LigneSeule, ...] = ()
    lieux: tuple[str, ...] = ()
    cotes: tuple[LigneCotes, ...] = ()
    remarques: tuple[GroupeRemarques, ...] = ()
    notes: tuple[str, ...] = ()
    fraction: str = ""

    @property
    def ensemble(self) -> str:
        """The overall rate with its parts: « 91,5 % (286 / 312) »."""
        return f"{self.taux} ({self.fraction})" if self.taux else ""

    @property
    def avec_cible(self) -> bool:
        """Whether some question has a target."""
        return any(c.cible for c in self.criteres)

    @property
    def avec_avant(self) -> bool:
        """Whether some rate is compared with a former one."""
        return any(c.avant for c in self.criteres)
