"""A value that no register gives: what makes it impossible, what makes it doubtful."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from qualepref.indicateurs.rules.perimetre import Perimetre, is_rapport
from qualepref.indicateurs.rules.refus import (
    DenominateurManquantError,
    DenominateurNulError,
    DenominateurSuperfluError,
    DonneeRefuseeError,
    EtatContreditError,
    EtatInconnuError,
    MoisImpossibleError,
    NombreDemesureError,
    NombreNegatifError,
    NumerateurManquantError,
    PeriodeAVenirError,
    PeriodeRenverseeError,
    SourceManquanteError,
    TexteTropLongError,
    ValeurManquanteError,
    ValeursContradictoiresError,
)
from qualepref.indicateurs.rules.unites import PROPORTIONS
from qualepref.noyau.calcul.periodes import MOIS_PAR_AN, Periode, format_mois, mois_of
from qualepref.noyau.calcul.releves import LIBELLES_ETAT, Etat
from qualepref.noyau.calcul.rendu import format_valeur, round_half_up, scale
from qualepref.noyau.calendrier import DERNIER_JOUR, PREMIER_JOUR
from qualepref.noyau.referentiel.modele import Indicateur
from qualepref.noyau.tableurs.convertisseurs import format_decimal
from qualepref.noyau.tableurs.vocabulaire import find_absence


# What is declared; « pas encore dû » and « non calculable » are only ever found by computing.
ETATS_DECLARES = (
    Etat.VALEUR,
    Etat.RIEN_RECU,
    Etat.NON_COLLECTE,
    Etat.SANS_OBJET,
    Etat.NON_SIGNIFICATIF,
)
ETATS_CHIFFRES = (Etat.VALEUR, Etat.NON_SIGNIFICATIF)
# Digits kept before and after the decimal comma, and characters: those of the stored columns.
TAILLES = {"numerateur": (14, 4), "denominateur": (14, 4), "valeur": (12, 6)}
LONGUEURS = {"source": 300, "imprimee": 60}
MILLIONIEME = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class ValeurDonnee:
    """A value as somebody gives it, over whole months (202204), bounds included.

    Either the parts, or `valeur` alone in the unit printed (94 for 94 %), or a state without
    figure. `dimension` and `code_detail`: what it is narrowed to, both "" for the whole site.
    """

    indicateur: str
    premier_mois: int
    dernier_mois: int
    source: str
    dimension: str = ""
    code_detail: str = ""
    numerateur: Decimal | None = None
    denominateur: Decimal | None = None
    valeur: Decimal | None = None
    etat: Etat = Etat.VALEUR
    imprimee: str = ""

    @property
    def cle(self) -> tuple[str, str, str, int, int]:
        """What tells two values of a site apart."""
        return (
            self.indicateur,
            self.dimension,
            self.code_detail,
            self.premier_mois,
            self.dernier_mois,
        )

    @property
    def objet(self) -> str:
        """What it bears on, in words: « I4, avril 2022 »."""
        detail = f" ({self.dimension} {self.code_detail})" if self.dimension else ""
        return f"{self.indicateur}{detail}, {Periode(self.premier_mois, self.dernier_mois)}"


def check_valeur(
    donnee: ValeurDonnee, perimetre: Perimetre, *, le: dt.date
) -> list[DonneeRefuseeError]:
    """Return every reason to refuse a value given on `le`; empty when it can be kept."""
    try:
        indicateur = perimetre.find(donnee.indicateur)
    except DonneeRefuseeError as refus:
        return [refus]
    return [
        *perimetre.check_detail(indicateur, donnee.dimension, donnee.code_detail),
        *_check_periode(donnee, le),
        *_check_nombres(donnee),
        *_check_parties(donnee, indicateur),
        *_check_etat(donnee),
        *_check_textes(donnee),
    ]


def settle_valeur(donnee: ValeurDonnee, perimetre: Perimetre) -> ValeurDonnee:
    """Return a value that was checked as it is kept.

    The code rather than the label; texts trimmed; the quotient dropped where its exact parts are
    known; a value alone to the millionth of its unit, halves up.
    """
    valeur = None if donnee.numerateur is not None else donnee.valeur
    if valeur is not None:
        valeur = strip_zeros(valeur.quantize(MILLIONIEME, rounding=ROUND_HALF_UP))
    return replace(
        donnee,
        indicateur=perimetre.find(donnee.indicateur).code,
        valeur=valeur,
        source=donnee.source.strip(),
        imprimee=donnee.imprimee.strip(),
    )


def strip_zeros(nombre: Decimal) -> Decimal:
    """Return a stored number without the zeros its column adds: 94 for 94.000000."""
    court = nombre.normalize()
    return court.quantize(Decimal(1)) if court == court.to_integral_value() else court


def tell_reserves(donnee: ValeurDonnee, perimetre: Perimetre) -> list[str]:
    """Return, in French, what is odd about a value without making it impossible."""
    indicateur = perimetre.find(donnee.indicateur)
    reserves = []
    if indicateur.unite in PROPORTIONS:
        taux = _rate_of(donnee, indicateur)
        if taux is not None and taux > 1:
            dit = format_valeur(taux, indicateur.unite, indicateur.decimales)
            reserves.append(
                f"{donnee.objet} : le taux vaut {dit}, le numérateur dépasse ce qui est compté. "
                "Vérifiez que les deux nombres ne sont pas inversés."
            )
    if donnee.premier_mois // 100 != donnee.dernier_mois // 100:
        reserves.append(
            f"{donnee.objet} : cette période enjambe deux années, elle n’entre dans le tableau de "
            "bord d’aucune."
        )
    return reserves


def _rate_of(donnee: ValeurDonnee, indicateur: Indicateur) -> Fraction | None:
    if donnee.numerateur is not None and donnee.denominateur:
        return Fraction(donnee.numerateur) / Fraction(donnee.denominateur)
    if donnee.valeur is not None:
        return Fraction(donnee.valeur) / scale(Fraction(1), indicateur.unite)
    return None


def _check_periode(donnee: ValeurDonnee, le: dt.date) -> Iterator[DonneeRefuseeError]:
    mois = {"premier_mois": donnee.premier_mois}
    if donnee.dernier_mois != donnee.premier_mois:
        mois["dernier_mois"] = donnee.dernier_mois
    faux = [champ for champ, m in mois.items() if not _exists(m)]
    if faux:
        for champ in faux:
            yield MoisImpossibleError(champ, mois=mois[champ])
        return
    premier, dernier = format_mois(donnee.premier_mois), format_mois(donnee.dernier_mois)
    if donnee.dernier_mois < donnee.premier_mois:
        yield PeriodeRenverseeError(premier=premier, dernier=dernier)
    elif donnee.dernier_mois > mois_of(le):
        yield PeriodeAVenirError(dernier=dernier)


def _exists(mois: int) -> bool:
    annee = mois // 100
    return 1 <= mois % 100 <= MOIS_PAR_AN and PREMIER_JOUR.year <= annee <= DERNIER_JOUR.year


def _check_nombres(donnee: ValeurDonnee) -> Iterator[DonneeRefuseeError]:
    for champ, (entiers, decimales) in TAILLES.items():
        nombre = getattr(donnee, champ)
        if nombre is None:
            continue
        if nombre < 0:
            yield NombreNegatifError(champ, nombre=format_decimal(nombre))
        # A value alone is rounded when kept; parts are counts and stay exact.
        precis = champ != "valeur" and nombre != round(nombre, decimales)
        if abs(nombre) >= Decimal(10) ** entiers or precis:
            yield NombreDemesureError(
                champ, nombre=format_decimal(nombre), entiers=entiers, decimales=decimales
            )


def _check_parties(donnee: ValeurDonnee, indicateur: Indicateur) -> Iterator[DonneeRefuseeError]:
    numerateur, denominateur = donnee.numerateur, donnee.denominateur
    if denominateur is not None and not is_rapport(indicateur):
        yield DenominateurSuperfluError(indicateur=indicateur.code)
    elif denominateur is not None and numerateur is None:
        yield NumerateurManquantError()
    elif denominateur is not None and denominateur == 0:
        yield DenominateurNulError()
    elif denominateur is None and numerateur is not None and is_rapport(indicateur):
        yield DenominateurManquantError(indicateur=indicateur.code)
    elif numerateur is not None and donnee.valeur is not None:
        yield from _check_quotient(donnee, indicateur)


def _check_quotient(donnee: ValeurDonnee, indicateur: Indicateur) -> Iterator[DonneeRefuseeError]:
    """Refuse a value that is not its parts' quotient, to the decimals it is given with."""
    numerateur, denominateur, valeur = donnee.numerateur, donnee.denominateur, donnee.valeur
    if numerateur is None or valeur is None:
        return
    exact = Fraction(numerateur) / Fraction(denominateur or 1)
    exposant = valeur.normalize().as_tuple().exponent
    decimales = max(-exposant, 0) if isinstance(exposant, int) else 0
    if round_half_up(scale(exact, indicateur.unite), decimales) == Fraction(valeur):
        return
    yield ValeursContradictoiresError(
        numerateur=format_decimal(numerateur),
        denominateur=format_decimal(denominateur or Decimal(1)),
        quotient=format_valeur(exact, indicateur.unite, max(decimales, 1) + 1),
        valeur=format_decimal(valeur),
    )


def _check_etat(donnee: ValeurDonnee) -> Iterator[DonneeRefuseeError]:
    chiffree = donnee.numerateur is not None or donnee.valeur is not None
    if donnee.etat not in ETATS_DECLARES:
        connus = ", ".join(LIBELLES_ETAT[e] for e in ETATS_DECLARES)
        yield EtatInconnuError(etat=LIBELLES_ETAT[donnee.etat], connus=connus)
    elif chiffree and donnee.etat not in ETATS_CHIFFRES:
        yield EtatContreditError(etat=LIBELLES_ETAT[donnee.etat])
    elif not chiffree and donnee.denominateur is None and donnee.etat is Etat.VALEUR:
        yield ValeurManquanteError()


def _check_textes(donnee: ValeurDonnee) -> Iterator[DonneeRefuseeError]:
    yield from check_source(donnee.source)
    yield from check_longueur("imprimee", donnee.imprimee)


def check_source(source: str) -> Iterator[DonneeRefuseeError]:
    """Yield the refusals of a source: blank, a mark that names nothing (« / », « n.c. »), too long."""
    if find_absence(source.strip()) is not None:
        yield SourceManquanteError()
    yield from check_longueur("source", source)


def check_longueur(champ: str, texte: str) -> Iterator[DonneeRefuseeError]:
    """Yield the refusal of a text longer than its column."""
    if len(texte.strip()) > LONGUEURS[champ]:
        yield TexteTropLongError(champ, longueur=len(texte.strip()), maximum=LONGUEURS[champ])
