"""What was published of the year before, to know by which definitions it was counted."""

from __future__ import annotations

import json
from dataclasses import dataclass

from qualepref.noyau.referentiel.modele import Referentiel
from qualepref.organisation.models import Site
from qualepref.publications.models import Publication


@dataclass(frozen=True, slots=True)
class Publiee:
    """A figure as the year before was published with: « 88 % », and what it counted."""

    imprime: str
    definition: str


@dataclass(frozen=True, slots=True)
class AnneePubliee:
    """What the latest documents in force of a year say. referentiel: its name and version."""

    referentiel: str
    indicateurs: dict[str, Publiee]


def name_referentiel(referentiel: Referentiel) -> str:
    """Return « Qual-e-Pref, version 2019-02 »."""
    return f"{referentiel.nom}, version {referentiel.version}"


def find_annee_publiee(site: Site, annee: int) -> AnneePubliee | None:
    """Return what was published of a year; None before any publication."""
    derniere = (
        Publication.objects.en_vigueur()
        .filter(site=site, annee=annee)
        .select_related("instantane")
        .order_by("-pk")
        .first()
    )
    if derniere is None:
        return None
    contenu = json.loads(derniere.instantane.contenu)
    return AnneePubliee(
        contenu["bilan"]["referentiel"],
        {i["code"]: Publiee(i["annee"]["imprime"], i["version"]) for i in contenu["indicateurs"]},
    )
