"""A dated target of a site: how it is written, what makes it impossible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from qualepref.indicateurs.rules.perimetre import Perimetre
from qualepref.indicateurs.rules.refus import (
    AnneeImpossibleError,
    CibleManquanteError,
    DonneeRefuseeError,
    IndicateurSansSensError,
    IntervalleRenverseError,
    NombreDemesureError,
    NombreNegatifError,
    UniteInconnueError,
    UniteManquanteError,
    UnitesMeleesError,
)
from qualepref.indicateurs.rules.unites import (
    LIBELLES_UNITES,
    PROPORTIONS,
    check_unite,
    parse_mesure,
    parse_unite,
)
from qualepref.indicateurs.rules.valeurs import LONGUEURS, check_source
from qualepref.noyau.calendrier import DERNIER_JOUR, PREMIER_JOUR
from qualepref.noyau.referentiel.modele import Indicateur, Sens, Unite
from qualepref.noyau.tableurs.convertisseurs import format_decimal


# Digits kept before and after the decimal comma: those of the stored columns.
ENTIERS, DECIMALES = 8, 4
_INTERVALLE = re.compile(
    r"(?:entre\s+)?(.*?\d.*?)\s*(?:\bà\b|\bet\b|–|—|(?<=[\d%‰\s])-)\s*(.*\d.*)"
)
_RECOPIEE = re.compile(r"Recopiée de \d{4} : ")


@dataclass(frozen=True, slots=True)
class CibleDonnee:
    """A target as somebody gives it, in the unit printed (90 for 90 %).

    `maximum` is None unless it is an interval. `unite`: a code or as people write it; "" when
    nobody said, which is refused: 5 may be 5 %, 5 days or five.
    """

    indicateur: str
    annee: int
    minimum: Decimal | None
    unite: str
    source: str
    maximum: Decimal | None = None

    @property
    def cle(self) -> tuple[str, int]:
        """What tells two targets of a site apart."""
        return (self.indicateur, self.annee)

    @property
    def objet(self) -> str:
        """What it bears on, in words."""
        return f"cible {self.annee} de {self.indicateur}"


def check_cible(donnee: CibleDonnee, perimetre: Perimetre) -> list[DonneeRefuseeError]:
    """Return every reason to refuse a target; empty when it can be kept."""
    try:
        indicateur = perimetre.find(donnee.indicateur)
    except DonneeRefuseeError as refus:
        return [refus]
    fautes: list[DonneeRefuseeError] = []
    if indicateur.sens is Sens.INFORMATION:
        fautes.append(IndicateurSansSensError(indicateur=indicateur.code))
    if not PREMIER_JOUR.year <= donnee.annee <= DERNIER_JOUR.year:
        fautes.append(
            AnneeImpossibleError(
                annee=donnee.annee, premiere=PREMIER_JOUR.year, derniere=DERNIER_JOUR.year
            )
        )
    return [
        *fautes,
        *_check_bornes(donnee),
        *_check_unite(donnee, indicateur),
        *check_source(donnee.source),
    ]


def settle_cible(donnee: CibleDonnee, perimetre: Perimetre) -> CibleDonnee:
    """Return a target that was checked as it is kept: code, unit's code, both bounds."""
    return replace(
        donnee,
        indicateur=perimetre.find(donnee.indicateur).code,
        maximum=donnee.minimum if donnee.maximum is None else donnee.maximum,
        unite=parse_unite(donnee.unite).value,
        source=donnee.source.strip(),
    )


def carry_cible(donnee: CibleDonnee, annee: int) -> CibleDonnee:
    """Return a target set again for another year; its source tells the year it is carried from."""
    prefixe = f"Recopiée de {donnee.annee} : "
    dite = _RECOPIEE.sub("", donnee.source)[: LONGUEURS["source"] - len(prefixe)]
    return replace(donnee, annee=annee, source=prefixe + dite)


def parse_cible(texte: str) -> tuple[Decimal, Decimal | None, Unite | None]:
    """Return the bounds written and their unit: « 90 % », « 75 à 80 % », « 4 j.o. », « 90 ».

    The second is None unless an interval is written, the unit unless one is.

    Raises:
        NombreIllisibleError, UniteInconnueError, UnitesMeleesError.
    """
    trouve = _INTERVALLE.fullmatch(texte.strip())
    if trouve is None:
        nombre, unite = parse_mesure(texte)
        return nombre, None, unite
    (minimum, avant), (maximum, apres) = map(parse_mesure, trouve.groups())
    if avant is not None and apres is not None and avant is not apres:
        raise UnitesMeleesError(avant=LIBELLES_UNITES[avant], apres=LIBELLES_UNITES[apres])
    return minimum, maximum, apres or avant


def format_bornes(minimum: Decimal, maximum: Decimal) -> str:
    """Return « 90 », « 75 à 80 »."""
    if minimum == maximum:
        return format_decimal(minimum)
    return f"{format_decimal(minimum)} à {format_decimal(maximum)}"


def _check_bornes(donnee: CibleDonnee) -> Iterator[DonneeRefuseeError]:
    if donnee.minimum is None:
        yield CibleManquanteError()
        return
    for champ in ("minimum", "maximum"):
        nombre = getattr(donnee, champ)
        if nombre is None:
            continue
        if nombre < 0:
            yield NombreNegatifError(champ, nombre=format_decimal(nombre))
        if abs(nombre) >= Decimal(10) ** ENTIERS or nombre != round(nombre, DECIMALES):
            yield NombreDemesureError(
                champ, nombre=format_decimal(nombre), entiers=ENTIERS, decimales=DECIMALES
            )
    if donnee.maximum is not None and donnee.maximum < donnee.minimum:
        yield IntervalleRenverseError(
            minimum=format_decimal(donnee.minimum), maximum=format_decimal(donnee.maximum)
        )


def _check_unite(donnee: CibleDonnee, indicateur: Indicateur) -> Iterator[DonneeRefuseeError]:
    if not donnee.unite.strip():
        if donnee.minimum is not None:
            cible = format_bornes(donnee.minimum, donnee.maximum or donnee.minimum)
            yield UniteManquanteError(cible=cible, attendue=LIBELLES_UNITES[indicateur.unite])
        return
    try:
        unite = parse_unite(donnee.unite)
    except UniteInconnueError as refus:
        yield refus
        return
    # A target in ‰ for a rate in % is the same fraction: no ambiguity.
    admises = PROPORTIONS if indicateur.unite in PROPORTIONS else frozenset[Unite]()
    yield from check_unite(unite, indicateur, champ="unite", admises=admises)
