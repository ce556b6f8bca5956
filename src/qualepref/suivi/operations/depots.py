"""Files given through the site: kept while they wait, checked, applied, then deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from qualepref.noyau.tableurs.conversion import Erreur
from qualepref.noyau.tableurs.ecriture import clean_texte
from qualepref.noyau.tableurs.erreurs import FichierRefuseError
from qualepref.noyau.tableurs.formats import Format
from qualepref.organisation.models import Site
from qualepref.suivi.enums import EtatImport
from qualepref.suivi.models import ImportFichier
from qualepref.suivi.operations.imports import (
    ColonneInconnueError,
    ColonnesManquantesError,
    EnteteADesignerError,
    FichierDonne,
    apply_import,
    check_import,
)
from qualepref.suivi.queries.champs import champs_of
from qualepref.suivi.queries.depots import locate_avancement
from qualepref.suivi.rendering.bilans import render_bilan_import
from qualepref.suivi.rules.bilans import BilanImport


INTERROMPU = (
    "Le traitement de ce fichier s’est arrêté avant la fin. Rien n’est écrit dans le registre. "
    "Vérifiez-le de nouveau ; si cela se répète, prévenez l’administrateur du site."
)


class DepotTropGrosError(ValueError):
    """The file is larger than the site accepts."""

    def __init__(self, nom: str, maximum: int) -> None:
        super().__init__(
            f"« {nom} » dépasse {maximum // 2**20} Mo. Découpez-le par période, ou enregistrez-le "
            "sans images ni feuilles inutiles."
        )


class DepotIndisponibleError(ValueError):
    """The depot is not, or no longer, in a state that allows this; or its file is gone."""

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier est déjà en cours de traitement, déjà écrit, ou n’est plus conservé. "
            "Rechargez la page, ou déposez-le de nouveau."
        )


REFUS = (
    FichierRefuseError,
    ColonnesManquantesError,
    EnteteADesignerError,
    ColonneInconnueError,
    DepotIndisponibleError,
)


def submit_depot(
    site: Site, *, registre: str, fichier: UploadedFile, feuille: str, par: str, maximum: int
) -> ImportFichier:
    """Keep a file given for a register, to be checked; return it.

    Raises:
        RegistreInconnuError, DepotTropGrosError.
    """
    champs_of(site, registre=registre)
    nom = Path(clean_texte(fichier.name or "fichier")).name
    if (fichier.size or 0) > maximum:
        raise DepotTropGrosError(nom, maximum)
    depot = ImportFichier(
        site=site,
        registre=registre,
        nom=nom[-200:],
        feuille=feuille,
        etat=EtatImport.EN_COURS,
        par=par,
    )
    # The name given by the user names nothing on our disk but a known extension.
    suffixe = Path(nom).suffix.lower()
    connu = suffixe if suffixe in {f.value for f in Format} else ""
    depot.fichier.save(f"{site.pk}{connu}", File(fichier), save=False)
    depot.save()
    return depot


def reopen_depot(
    depot: ImportFichier, *, depuis: str, colonnes: Mapping[str, str] | None = None
) -> None:
    """Take a depot in the state `depuis` for a new treatment; of two askers, one gets it.

    colonnes: the mapping chosen by hand, kept with it; None leaves it as it is.

    Raises:
        DepotIndisponibleError.
    """
    if depuis in (EtatImport.EN_COURS, EtatImport.APPLIQUE):
        raise DepotIndisponibleError
    valeurs = {} if colonnes is None else {"colonnes": dict(colonnes)}
    pris = (
        ImportFichier.objects.filter(pk=depot.pk, etat=depuis)
        .exclude(fichier="")
        .update(etat=EtatImport.EN_COURS, **valeurs)
    )
    if not pris:
        raise DepotIndisponibleError
    depot.refresh_from_db()


def check_depot(depot: ImportFichier, *, le: dt.date) -> None:
    """Check a kept file and store what applying it would do."""

    def check(donne: FichierDonne, acheve: Callable[[BilanImport], None]) -> None:
        acheve(check_import(depot.site, donne=donne, le=le, avance=_tell_avancement(depot)))

    _run(depot, check)


def apply_depot(depot: ImportFichier, *, le: dt.date, maintenant: dt.datetime) -> None:
    """Write a kept file into its register, with its outcome; once applied, delete the file."""

    def apply(donne: FichierDonne, acheve: Callable[[BilanImport], None]) -> None:
        apply_import(
            depot.site,
            donne=donne,
            par=depot.par,
            le=le,
            maintenant=maintenant,
            avance=_tell_avancement(depot),
            acheve=acheve,
        )

    _run(depot, apply)
    if depot.etat == EtatImport.APPLIQUE:
        _delete_fichier(depot)


def delete_depot(depot: ImportFichier) -> None:
    """Forget a depot that was not applied, and its file."""
    with transaction.atomic():
        depot.delete()
        transaction.on_commit(lambda: depot.fichier.delete(save=False))


def delete_depots_anciens(*, avant: dt.datetime) -> int:
    """Forget the depots given before `avant` and never applied, files included; return how many.

    They may hold personal data, and serve nobody any longer.
    """
    anciens = ImportFichier.objects.exclude(etat=EtatImport.APPLIQUE).filter(le__lt=avant)
    for depot in anciens:
        delete_depot(depot)
    return len(anciens)


def reset_depots() -> int:
    """Give back the depots whose treatment was cut short, before any treatment starts.

    To be run when no worker is; return how many. Nothing of them was written.
    """
    interrompus = ImportFichier.objects.filter(etat=EtatImport.EN_COURS)
    for depot in interrompus:
        _end(depot, EtatImport.REFUSE, {"motif": INTERROMPU})
    return len(interrompus)


def compute_erreurs(depot: ImportFichier, *, le: dt.date) -> tuple[Erreur, ...]:
    """Return all the errors of a kept file, however many, to mark them in it.

    Raises:
        REFUS: the file cannot be read, or is no longer kept.
    """
    return check_import(depot.site, donne=_build_donne(depot), le=le).erreurs


def _build_donne(depot: ImportFichier) -> FichierDonne:
    if not depot.fichier or not depot.fichier.storage.exists(depot.fichier.name):
        raise DepotIndisponibleError
    return FichierDonne(
        chemin=Path(depot.fichier.path),
        registre=depot.registre,
        nom=depot.nom,
        feuille=depot.feuille or None,
        colonnes=depot.colonnes,
    )


def _run(
    depot: ImportFichier, travail: Callable[[FichierDonne, Callable[[BilanImport], None]], None]
) -> None:
    """Do a work on a depot taken for it; whatever happens, the depot says so."""
    if depot.etat != EtatImport.EN_COURS:
        return
    try:
        travail(_build_donne(depot), lambda bilan: _conclude(depot, bilan))
    except REFUS as refus:
        _end(depot, EtatImport.REFUSE, _tell_refus(refus))
    except BaseException:
        _end(depot, EtatImport.REFUSE, {"motif": INTERROMPU})
        raise
    finally:
        locate_avancement(depot).unlink(missing_ok=True)


def _tell_refus(refus: Exception) -> dict[str, Any]:
    """Return the reason, and the headings to map by hand where that may do."""
    if isinstance(refus, ColonnesManquantesError):
        colonnes = refus.correspondance.build_memoire()
        restantes = list(refus.correspondance.non_reconnues)
    elif isinstance(refus, EnteteADesignerError) and refus.entetes:
        colonnes, restantes = {}, refus.entetes
    else:
        return {"motif": str(refus)}
    return {
        "motif": str(refus),
        # A list, since PostgreSQL keeps no order of keys.
        "entetes": [*colonnes, *restantes],
        "colonnes": colonnes,
        "colonnes_non_reconnues": restantes,
    }


def _conclude(depot: ImportFichier, bilan: BilanImport) -> None:
    etat = EtatImport.APPLIQUE if bilan.applique else EtatImport.A_VERIFIER
    _end(depot, EtatImport.REFUSE if bilan.erreurs else etat, render_bilan_import(bilan))


def _end(depot: ImportFichier, etat: EtatImport, bilan: Mapping) -> None:
    depot.etat, depot.bilan, depot.avancement = etat, _clean(bilan), 100
    depot.save(update_fields=("bilan", "etat", "avancement"))


def _clean(donnees: Any) -> Any:
    """Return the same without the characters that a file may hold and PostgreSQL refuses."""
    if isinstance(donnees, str):
        return clean_texte(donnees)
    if isinstance(donnees, Mapping):
        return {clean_texte(cle): _clean(valeur) for cle, valeur in donnees.items()}
    return [_clean(d) for d in donnees] if isinstance(donnees, list) else donnees


def _delete_fichier(depot: ImportFichier) -> None:
    """Delete the file of a depot: it may hold personal data and serves no longer."""
    depot.fichier.delete(save=False)
    depot.save(update_fields=("fichier",))


def _tell_avancement(depot: ImportFichier) -> Callable[[str, int, int], None]:
    """Return what tells how far the work is, to whoever looks while its transaction is open.

    In a file beside the one being read: a row would be seen only once all is written, and a second
    connection could not write while SQLite's only writer is at work.
    """
    fichier = locate_avancement(depot)
    provisoire = fichier.with_suffix(".provisoire")

    def tell(etape: str, faites: int, total: int) -> None:
        pourcentage = 100 * faites // total if total else ""
        provisoire.write_text(f"{etape}\n{pourcentage}", encoding="utf-8")
        provisoire.replace(fichier)

    return tell
