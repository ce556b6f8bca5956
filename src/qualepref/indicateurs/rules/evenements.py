"""A dated event of a site: how it is given, what makes it impossible."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from qualepref.indicateurs.rules.perimetre import Perimetre
from qualepref.indicateurs.rules.refus import (
    DonneeRefuseeError,
    EvenementFuturError,
    EvenementSansLibelleError,
    EvenementTropAncienError,
)
from qualepref.noyau.calendrier import PREMIER_JOUR


@dataclass(frozen=True, slots=True)
class EvenementDonne:
    """An event as somebody gives it; `indicateur` is "" when it bears on all of them."""

    survenu_le: dt.date
    nature: str
    libelle: str
    indicateur: str = ""
    recale: bool = False

    @property
    def objet(self) -> str:
        """What it is, in words."""
        portee = f", {self.indicateur}" if self.indicateur else ""
        return f"événement du {self.survenu_le:%d/%m/%Y}{portee}"


def check_evenement(
    donne: EvenementDonne, perimetre: Perimetre, *, le: dt.date
) -> list[DonneeRefuseeError]:
    """Return every reason to refuse an event; empty when it can be kept."""
    fautes: list[DonneeRefuseeError] = []
    if not donne.libelle.strip():
        fautes.append(EvenementSansLibelleError())
    if donne.survenu_le > le:
        fautes.append(EvenementFuturError(date=f"{donne.survenu_le:%d/%m/%Y}"))
    if donne.survenu_le < PREMIER_JOUR:
        fautes.append(
            EvenementTropAncienError(
                date=f"{donne.survenu_le:%d/%m/%Y}", premier=f"{PREMIER_JOUR:%d/%m/%Y}"
            )
        )
    if donne.indicateur:
        try:
            perimetre.find(donne.indicateur)
        except DonneeRefuseeError as refus:
            fautes.append(refus)
    return fautes


def settle_evenement(donne: EvenementDonne, perimetre: Perimetre) -> EvenementDonne:
    """Return an event that was checked as it is kept."""
    code = perimetre.find(donne.indicateur).code if donne.indicateur else ""
    return replace(donne, indicateur=code, libelle=donne.libelle.strip())
