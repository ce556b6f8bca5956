"""What a référentiel says, as frozen objects: modules, engagements, registers, indicators.

Nothing here computes; `noyau.calcul` does. Codes are the identifiers used in files, addresses
and the database; labels are French and printed as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar


class Unite(StrEnum):
    """Unit in which a value is printed. A rate is stored as a bare fraction, never times 100."""

    POURCENT = "pourcent"
    POUR_MILLE = "pour_mille"
    JOURS_OUVRES = "jours_ouvres"
    JOURS = "jours"
    NOMBRE = "nombre"
    PAR_MOIS = "par_mois"
    PAR_JOUR = "par_jour"


class Sens(StrEnum):
    """Which way is better: what decides whether a target is met."""

    HAUSSE = "hausse"
    BAISSE = "baisse"
    INFORMATION = "information"


class Periodicite(StrEnum):
    """How often an indicator is followed."""

    MOIS = "mois"
    TRIMESTRE = "trimestre"
    ANNEE = "annee"


class Statut(StrEnum):
    """Whether a module or an engagement binds the site."""

    OBLIGATOIRE = "obligatoire"
    OBLIGATOIRE_SI_CERT = "obligatoire_si_cert"
    CONDITIONNEL = "conditionnel"
    OPTIONNEL = "optionnel"


@dataclass(frozen=True, slots=True)
class SousEngagement:
    """A quoted part of an engagement; `numero` is « engagement.rang », open-ended."""

    numero: str
    texte: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Engagement:
    """One numbered commitment. `condition` is None when it binds without condition."""

    numero: int
    module: int
    texte: str
    statut: Statut
    condition: str | None = None
    thematique: str | None = None
    sous_engagements: tuple[SousEngagement, ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the référentiel and its engagements, in order."""

    numero: int
    titre: str
    statut: Statut
    engagements: tuple[Engagement, ...]


@dataclass(frozen=True, slots=True)
class Horloge:
    """One deadline of a nature of demande.

    `delai`: working days, the day of departure not counted. `depart`: the date field that starts
    it (`recue_le`, or `proposee_le` for the appointment itself); a later `complete_le` replaces
    `recue_le`. `arrivees`: the date fields that stop it, the earliest wins; `attente_le` counts
    only with an announced delay when `attente_exige_delai`. An acknowledgement never stops a clock.
    `canaux`: the channels it applies to; empty means all. `a_partir_du`: the demandes received
    from that day on, until a later clock of the same code. `exclusions_sans_effet`: reasons that
    exclude the demande from the other clocks, not from this one.
    """

    code: str
    libelle: str
    delai: int
    depart: str
    arrivees: tuple[str, ...]
    canaux: tuple[str, ...]
    attente_exige_delai: bool
    source: str
    a_partir_du: dt.date
    exclusions_sans_effet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nature:
    """A kind of demande.

    `horloges`: every deadline it ever had, by channel and by date; read them with `horloges_for`.
    `exclusions`: codes of the accepted reasons for not counting, whatever the channel.
    `exclusions_limitees`: (code, channels) of those that hold on some channels only.
    """

    code: str
    libelle: str
    module: int
    horloges: tuple[Horloge, ...]
    exclusions: tuple[str, ...]
    exclusions_limitees: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def horloges_for(self, canal: str, le: dt.date) -> tuple[Horloge, ...]:
        """Return the clocks of a demande received on `le` by that channel, in their order.

        One clock, or two for an appointment: the second one measures the appointment itself.
        Empty when no deadline was in force on that day or for that channel.
        """
        retenues: dict[str, Horloge] = {}
        for horloge in self.horloges:
            if horloge.a_partir_du > le or (horloge.canaux and canal not in horloge.canaux):
                continue
            connue = retenues.get(horloge.code)
            if connue is None or connue.a_partir_du < horloge.a_partir_du:
                retenues[horloge.code] = horloge
        return tuple(retenues.values())

    def exclusions_for(self, canal: str) -> tuple[str, ...]:
        """Return the codes of the reasons for not counting admitted on that channel."""
        limitees = (code for code, canaux in self.exclusions_limitees if canal in canaux)
        return (*self.exclusions, *limitees)


@dataclass(frozen=True, slots=True)
class Registre:
    """A register as users keep it: the natures and channels it takes.

    `canaux` empty: the channel has no meaning there; any is taken, or none ("").
    """

    code: str
    libelle: str
    natures: tuple[Nature, ...]
    canaux: tuple[str, ...]
    description: str

    def accepts(self, nature: str, canal: str) -> bool:
        """Tell whether a demande of that nature and channel belongs here."""
        return any(n.code == nature for n in self.natures) and (
            not self.canaux or canal in self.canaux
        )


@dataclass(frozen=True, slots=True)
class Grandeur:
    """A counted quantity of a period (comptage); `dimension` names what it is split by, if any.

    `unite`: what is counted, in words. `dimensions`: (code, label) of each part. `stock`: a state at
    a date, such as a number of actions, that must be given once per period and never added up.
    """

    code: str
    libelle: str
    unite: str
    dimension: str | None
    dimensions: tuple[tuple[str, str], ...]
    source: str
    stock: bool = False


@dataclass(frozen=True, slots=True)
class Terme:
    """One addend of a sum, with exactly one origin.

    mesure: a measure of the cells of demandes. grandeur: a comptage. reponses: a measure of the
    cells of answers. territoire: `habitants`,
    taken once per period `par` covered (`mois`, `trimestre`, `annee`). periodes: the number of
    periods covered (the same, or `jour`: the days of the months covered). indicateur: another indicator's `partie` (numerateur or denominateur).
    """

    signe: int = 1
    mesure: str | None = None
    grandeur: str | None = None
    reponses: str | None = None
    territoire: str | None = None
    periodes: str | None = None
    indicateur: str | None = None
    partie: str | None = None
    par: str | None = None
    filtre: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Formule:
    """A ratio of two sums; `denominateur` empty means a plain count."""

    numerateur: tuple[Terme, ...]
    denominateur: tuple[Terme, ...] = ()


@dataclass(frozen=True, slots=True)
class Cible:
    """A target for one year, in the indicator's own scale (a rate of 90 % is Fraction(9, 10)).

    `minimum` and `maximum` differ only for an interval such as « 75 à 80 % ». `site` is None for a
    target of the référentiel itself.
    """

    annee: int
    minimum: Fraction
    maximum: Fraction
    unite: Unite
    source: str
    site: str | None = None


@dataclass(frozen=True, slots=True)
class ValeurNationale:
    """What the whole country scored for a year, in the indicator's own scale: a comparison."""

    annee: int
    valeur: Fraction
    unite: Unite
    source: str


@dataclass(frozen=True, slots=True)
class Indicateur:
    """What is measured, how, and against which target.

    `formule` is None when the value only comes from elsewhere (a national tool, a survey).
    `detail`: the dimensions it is also followed by, among service, boite, nature, canal, portee,
    tracage, mois, dimension. `base`: what the denominator counts, in words. `version`: hash of the
    definition and of those it refers to, targets apart: printed with each reading.
    `exige_seuil`: opinions asked of users; fewer than the threshold of significance conclude nothing.
    `remplace`: why a site measures it in its own way, "" for a definition of the référentiel.
    """

    code: str
    libelle: str
    module: int | None
    domaine: str
    engagements: tuple[int, ...]
    im: str | None
    unite: Unite
    sens: Sens
    periodicite: Periodicite
    base: str
    methode: str
    source: str
    formule: Formule | None
    detail: tuple[str, ...]
    cibles: tuple[Cible, ...]
    decimales: int
    version: str
    valeurs_nationales: tuple[ValeurNationale, ...] = ()
    exige_seuil: bool = False
    remplace: str = ""

    def valeur_nationale(self, annee: int) -> ValeurNationale | None:
        """Return the country's value for a year, else the latest earlier one; None without any."""
        connues = [v for v in self.valeurs_nationales if v.annee <= annee]
        return max(connues, key=lambda v: v.annee, default=None)


@dataclass(frozen=True, slots=True)
class Referentiel:
    """One dated version of a référentiel, whole.

    `canaux`, `exclusions`: (code, label). `modules_optionnels_minimum`: optional modules to hold
    besides the mandatory ones. `seuil_significatif`: fewest answers for a figure to conclude.
    `validite_label_annees`: years. `sources_regles`: (name of one of these three, where it comes
    from). `predecesseur`: label it replaces, None when there is none.
    """

    code: str
    version: str
    nom: str
    source: str
    modules: tuple[Module, ...]
    registres: tuple[Registre, ...]
    canaux: tuple[tuple[str, str], ...]
    exclusions: tuple[tuple[str, str], ...]
    grandeurs: tuple[Grandeur, ...]
    domaines: tuple[str, ...]
    indicateurs: tuple[Indicateur, ...]
    modules_optionnels_minimum: int
    seuil_significatif: int
    validite_label_annees: int
    date: dt.date
    predecesseur: str | None = None
    sources_regles: tuple[tuple[str, str], ...] = ()

    @property
    def engagements(self) -> tuple[Engagement, ...]:
        """Every engagement, in the order of the modules."""
        return tuple(e for m in self.modules for e in m.engagements)

    @property
    def natures(self) -> tuple[Nature, ...]:
        """Every nature once, in the order of the registers."""
        return tuple({n.code: n for r in self.registres for n in r.natures}.values())

    def indicateur(self, code: str) -> Indicateur:
        """Return the indicator of that code.

        Raises:
            KeyError: no such indicator in this version.
        """
        return _find(self.indicateurs, code)

    def nature(self, code: str) -> Nature:
        """Return the nature of that code, whichever register holds it; KeyError if unknown."""
        return _find(self.natures, code)

    def registre(self, code: str) -> Registre:
        """Return the register of that code; KeyError if unknown."""
        return _find(self.registres, code)

    def grandeur(self, code: str) -> Grandeur:
        """Return the counted quantity of that code; KeyError if unknown."""
        return _find(self.grandeurs, code)

    def registre_of(self, nature: str, canal: str = "") -> Registre:
        """Return the one register that takes this nature by this channel.

        Raises:
            KeyError: no register takes it.
        """
        for registre in self.registres:
            if registre.accepts(nature, canal):
                return registre
        raise KeyError((nature, canal))

    def count_engagements(self, modules: tuple[int, ...]) -> int:
        """Return how many engagements a perimeter of modules holds."""
        return sum(len(m.engagements) for m in self.modules if m.numero in modules)


_Code = TypeVar("_Code", Indicateur, Nature, Registre, Grandeur)


def _find(objets: Iterable[_Code], code: str) -> _Code:
    for objet in objets:
        if objet.code == code:
            return objet
    raise KeyError(code)
