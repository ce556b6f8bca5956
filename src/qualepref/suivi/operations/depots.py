"""Files given through the site: kept while they wait, checked, applied, then deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from qualepref.noyau.tableurs.conversion import Erreur
from qualepref.noyau.tableurs.erreurs import FichierRefuseError
from qualepref.noyau.tableurs.grille import parse_lettres
from qualepref.organisation.models import Agent, Site
from qualepref.suivi.enums import EtatImport
from qualepref.suivi.models import ImportFichier
from qualepref.suivi.operations.imports import (
    ColonnesManquantesError,
    FichierDonne,
    apply_import,
    check_import,
)
from qualepref.suivi.queries.champs import champs_of
from qualepref.suivi.rendering.bilans import render_bilan_import


class DepotTropGrosError(ValueError):
    """The file is larger than the site accepts."""

    def __init__(self, nom: str, maximum: int) -> None:
        super().__init__(
            f"« {nom} » dépasse {maximum // 2**20} Mo. Découpez-le par période, ou enregistrez-le "
            "sans images ni feuilles inutiles."
        )


def submit_depot(
    site: Site, *, registre: str, fichier: UploadedFile, feuille: str, par: Agent, maximum: int
) -> ImportFichier:
    """Keep a file given for a register, to be checked; return it.

    Raises:
        RegistreInconnuError, DepotTropGrosError.
    """
    champs_of(site, registre=registre)
    nom = Path(fichier.name or "fichier").name
    if (fichier.size or 0) > maximum:
        raise DepotTropGrosError(nom, maximum)
    depot = ImportFichier(
        site=site,
        registre=registre,
        nom=nom[:200],
        feuille=feuille,
        etat=EtatImport.EN_COURS,
        par=par.username,
    )
    depot.fichier.save(f"{site.pk}{Path(nom).suffix.lower()}", File(fichier), save=False)
    depot.save()
    return depot


def set_colonnes(depot: ImportFichier, *, colonnes: Mapping[str, str]) -> None:
    """Keep the mapping a user chose by hand; the file is to be checked again."""
    depot.colonnes = dict(colonnes)
    depot.etat = EtatImport.EN_COURS
    depot.save(update_fields=("colonnes", "etat"))


def check_depot(depot: ImportFichier, *, le: dt.date) -> None:
    """Check a kept file and store what applying it would do."""
    _run(depot, lambda donne: check_import(depot.site, donne=donne, le=le))


def apply_depot(depot: ImportFichier, *, le: dt.date, maintenant: dt.datetime) -> None:
    """Write a kept file into its register, storing progress; once applied, delete the file."""

    def avance(_etape: str, faites: int, total: int) -> None:
        # Seen by others only once the whole is written, except on the connection of a worker.
        depot.avancement = 100 * faites // max(total, 1)

    _run(
        depot,
        lambda donne: apply_import(
            depot.site, donne=donne, par=depot.par, le=le, maintenant=maintenant, avance=avance
        ),
    )
    if depot.etat == EtatImport.APPLIQUE:
        delete_fichier(depot)


def delete_fichier(depot: ImportFichier) -> None:
    """Delete the file of a depot: it may hold personal data and serves no longer."""
    depot.fichier.delete(save=False)


def erreurs_of(depot: ImportFichier) -> list[Erreur]:
    """Return the errors stored with a depot, to mark them in the user's own file."""
    return [
        Erreur(
            feuille=e["feuille"],
            ligne=e["ligne"],
            colonne=parse_lettres(e["colonne"]),
            lettre_colonne=e["colonne"],
            entete=e["entete"],
            valeur=e["valeur"],
            motif=e["motif"],
            remede=e["remede"],
        )
        for e in depot.bilan.get("erreurs", ())
    ]


def _run(depot: ImportFichier, travail) -> None:
    donne = FichierDonne(
        chemin=Path(depot.fichier.path),
        registre=depot.registre,
        nom=depot.nom,
        feuille=depot.feuille or None,
        colonnes=depot.colonnes,
    )
    try:
        bilan = travail(donne)
    except ColonnesManquantesError as refus:
        correspondance = refus.correspondance
        depot.bilan = {
            "motif": str(refus),
            "colonnes": correspondance.build_memoire(),
            "colonnes_non_reconnues": list(correspondance.non_reconnues),
        }
        depot.etat = EtatImport.REFUSE
    except FichierRefuseError as refus:
        depot.bilan = {"motif": str(refus)}
        depot.etat = EtatImport.REFUSE
    else:
        depot.bilan = render_bilan_import(bilan)
        depot.etat = (
            EtatImport.REFUSE
            if bilan.erreurs
            else EtatImport.APPLIQUE
            if bilan.applique
            else EtatImport.A_VERIFIER
        )
    depot.avancement = 100
    depot.save(update_fields=("bilan", "etat", "avancement"))
