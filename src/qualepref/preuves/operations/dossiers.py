"""Folders made for auditors: asked for, built, deleted some days later."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from django.db import transaction

from qualepref.organisation.models import Site
from qualepref.preuves.enums import EtatDossier
from qualepref.preuves.models import Dossier
from qualepref.preuves.operations.constats import record_constats
from qualepref.preuves.queries.dossiers import locate_dossier
from qualepref.preuves.queries.echantillon import draw_echantillons
from qualepref.preuves.queries.manques import load_tableau_preuves
from qualepref.preuves.rendering.dossier import (
    ContenuDossier,
    DossierEcrit,
    PieceAltereeError,
    write_dossier,
)
from qualepref.socle.operations import record_evenement


GRAINE = re.compile(r"[A-Za-z0-9-]{1,40}")
INTERROMPU = (
    "La préparation s’est arrêtée avant la fin. Demandez le dossier de nouveau ; si cela se répète, "
    "prévenez l’administrateur du site."
)


class GraineRefuseeError(ValueError):
    """A seed that could be read in two ways."""

    def __init__(self, graine: str) -> None:
        super().__init__(
            f"La graine « {graine} » ne convient pas : 1 à 40 lettres sans accent, chiffres ou "
            "traits d’union."
        )


@transaction.atomic
def create_dossier(
    site: Site, *, graine: str, besoin: str, par: str, le: dt.date, maintenant: dt.datetime
) -> Dossier:
    """Ask for a folder as of a day and return it, to be built.

    besoin: why the auditor needs names; "" leaves them out. It is traced.

    Raises:
        GraineRefuseeError.
    """
    if not GRAINE.fullmatch(graine):
        raise GraineRefuseeError(graine)
    dossier = Dossier.objects.create(
        site=site,
        arrete_le=le,
        graine=graine,
        besoin=besoin.strip(),
        etat=EtatDossier.EN_COURS,
        par=par,
        le=maintenant,
    )
    record_evenement(
        par=par,
        action="demander un dossier d’auditeur",
        objet=f"dossier {dossier.pk}",
        site=site.pk,
        apres={"arrete_le": le, "graine": graine, "nominatif": bool(dossier.besoin)},
    )
    return dossier


def build_dossier(dossier: Dossier) -> Dossier:
    """Build a folder asked for, and keep what living evidence said that day; it tells how it went."""
    if dossier.etat != EtatDossier.EN_COURS:
        return dossier
    sortie = locate_dossier(dossier)
    sortie.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        ecrit = export_dossier(
            dossier.site,
            sortie=sortie,
            graine=dossier.graine,
            besoin=dossier.besoin,
            par=dossier.par,
            le=dossier.arrete_le,
        )
    except PieceAltereeError as refus:
        _end(dossier, EtatDossier.REFUSE, motif=str(refus))
    except BaseException:
        _end(dossier, EtatDossier.REFUSE, motif=INTERROMPU)
        raise
    else:
        dossier.fichier = sortie.name
        dossier.taille, dossier.empreinte = ecrit.taille, ecrit.empreinte
        dossier.pieces = ecrit.pieces
        _end(dossier, EtatDossier.PRET)
    return dossier


def export_dossier(
    site: Site, *, sortie: Path, graine: str, besoin: str, par: str, le: dt.date
) -> DossierEcrit:
    """Write a folder to a file, whole or not at all, and keep the constats of that day.

    Raises:
        GraineRefuseeError.
        PieceAltereeError: a kept file is missing or altered.
    """
    if not GRAINE.fullmatch(graine):
        raise GraineRefuseeError(graine)
    tableau = load_tableau_preuves(site, le=le)
    constats = {c.vivante.code: c for e in tableau.engagements for c in e.constats}
    provisoire = _locate_provisoire(sortie)
    try:
        ecrit = write_dossier(
            ContenuDossier(
                tableau=tableau,
                constats=tuple(constats.values()),
                echantillons=tuple(
                    draw_echantillons(site, graine=graine, nominatif=bool(besoin), le=le)
                ),
                graine=graine,
                besoin=besoin,
            ),
            provisoire,
        )
        provisoire.replace(sortie)
    finally:
        provisoire.unlink(missing_ok=True)
    record_constats(site, constats=constats.values(), par=par, le=le)
    return ecrit


@transaction.atomic
def delete_dossier(dossier: Dossier, *, par: str) -> None:
    """Delete a folder and its ZIP."""
    fichier = locate_dossier(dossier)
    record_evenement(
        par=par,
        action="supprimer un dossier d’auditeur",
        objet=f"dossier {dossier.pk}",
        site=dossier.site_id,
    )
    dossier.delete()
    transaction.on_commit(lambda: fichier.unlink(missing_ok=True))


def delete_dossiers_anciens(*, avant: dt.datetime, par: str) -> int:
    """Delete the folders asked for before an instant; return how many."""
    anciens = list(Dossier.objects.filter(le__lt=avant))
    for dossier in anciens:
        delete_dossier(dossier, par=par)
    return len(anciens)


def reset_dossiers() -> int:
    """Give up the folders whose making was cut short, when no worker is; return how many.

    What was written of them goes: it may name people, and nothing else would delete it.
    """
    interrompus = list(Dossier.objects.filter(etat=EtatDossier.EN_COURS))
    for dossier in interrompus:
        _locate_provisoire(locate_dossier(dossier)).unlink(missing_ok=True)
        _end(dossier, EtatDossier.REFUSE, motif=INTERROMPU)
    return len(interrompus)


def _locate_provisoire(sortie: Path) -> Path:
    """Return where a folder is written until it is whole."""
    return sortie.with_name(f".{sortie.name}.partiel")


def _end(dossier: Dossier, etat: EtatDossier, *, motif: str = "") -> None:
    dossier.etat, dossier.motif = etat, motif[:400]
    dossier.save()
