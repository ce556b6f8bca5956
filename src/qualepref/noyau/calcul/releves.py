"""A reading (relevé): a figure with everything needed to judge it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.statistiques.moyennes import Dispersion


class Etat(StrEnum):
    """What a reading says. Only VALEUR, and NON_SIGNIFICATIF until it is published, carry a figure.

    NON_CALCULABLE: something is known, but not what the figure needs: months without their
    numerators and denominators, or demandes of which none has a measurable delay.
    """

    VALEUR = "valeur"
    RIEN_RECU = "rien_recu"
    NON_COLLECTE = "non_collecte"
    SANS_OBJET = "sans_objet"
    NON_SIGNIFICATIF = "non_significatif"
    PAS_ENCORE_DU = "pas_encore_du"
    NON_CALCULABLE = "non_calculable"

    @property
    def libelle(self) -> str:
        """French words printed in place of the figure."""
        return LIBELLES_ETAT[self]


LIBELLES_ETAT = {
    Etat.VALEUR: "valeur",
    Etat.RIEN_RECU: "rien reçu",
    Etat.NON_COLLECTE: "non collecté",
    Etat.SANS_OBJET: "sans objet",
    Etat.NON_SIGNIFICATIF: "non significatif",
    Etat.PAS_ENCORE_DU: "pas encore dû",
    Etat.NON_CALCULABLE: "non calculable",
}


class Source(StrEnum):
    """Where a figure comes from."""

    CALCULE = "calcule"
    SAISI = "saisi"
    IMPORTE = "importe"


class Tracage(StrEnum):
    """How the rows behind a figure were traced. MIXTE: several ways, in one sum.

    ENQUETE: the opinion of those who answered, a sample whatever their number.
    """

    EXHAUSTIF = "exhaustif"
    ECHANTILLON = "echantillon"
    ENQUETE = "enquete"
    MIXTE = "mixte"


TRACAGES_PARTIELS = frozenset({Tracage.ECHANTILLON, Tracage.ENQUETE, Tracage.MIXTE})


@dataclass(frozen=True, slots=True)
class Releve:
    """One figure: a ratio of two exact sums, or a value alone whose parts nobody gave.

    `detail` is None for the site as a whole, else (dimension, code), such as ("boite", "12").
    `numerateur` is None when unknown; `denominateur` is None when unknown or when the figure is a
    plain count. `valeur_seule`: value without parts (imported alone), in the indicator's scale.
    `couverte`: months really behind the figure, None when there are none. `tracage` is None for
    figures counted from neither demandes nor answers. `provenance`: in words, where an entered or
    imported value comes from. `publiee`: what a document printed, word for word, when known.
    `empreinte`: digest of the cells the figure was computed from. `arrete_le`: as-of date.
    `dispersion`: of a sampled mean, how its rows spread, SANS_DISPERSION where they do not tell;
    None when nobody looked at them.
    """

    indicateur: str
    version: str
    site: str
    demandee: Periode
    couverte: Periode | None
    etat: Etat
    source: Source
    arrete_le: dt.date
    numerateur: Fraction | None = None
    denominateur: Fraction | None = None
    valeur_seule: Fraction | None = None
    detail: tuple[str, str] | None = None
    tracage: Tracage | None = None
    provenance: str = ""
    publiee: str = ""
    empreinte: str = ""
    dispersion: Dispersion | None = None

    def apply_seuil(self, seuil: int) -> Releve:
        """Return the reading as « non significatif » when fewer than `seuil` answered."""
        if self.etat is not Etat.VALEUR or not self.denominateur or self.denominateur >= seuil:
            return self
        return replace(self, etat=Etat.NON_SIGNIFICATIF)

    def publish(self) -> Releve:
        """Return the reading as publications give it: on too few answers, only how many there were."""
        if self.etat is not Etat.NON_SIGNIFICATIF:
            return self
        return replace(self, numerateur=None, valeur_seule=None, publiee="")

    @property
    def valeur(self) -> Fraction | None:
        """The exact value; None in any state that carries no figure."""
        if self.etat not in (Etat.VALEUR, Etat.NON_SIGNIFICATIF):
            return None
        if self.valeur_seule is not None or self.numerateur is None:
            return self.valeur_seule
        return self.numerateur / self.denominateur if self.denominateur else self.numerateur
