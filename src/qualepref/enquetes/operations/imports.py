"""Files of answers gathered elsewhere: kept while they wait, checked, applied whole, deleted."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from qualepref.enquetes.enums import EtatImportReponses
from qualepref.enquetes.models import Campagne, ImportReponses
from qualepref.enquetes.operations.lots import delete_retours, write_fichier
from qualepref.enquetes.operations.tables import load_table, write_table
from qualepref.enquetes.queries.imports import (
    FORMATS_TABLES,
    FichierDisparuError,
    FichierLu,
    SansQuestionnaireError,
    build_effet,
    locate_avancement,
    locate_fichier,
    read_fichier,
)
from qualepref.enquetes.rendering.imports import render_effet
from qualepref.enquetes.rules.imports import Effet
from qualepref.noyau.questionnaires.limesurvey.lecture import read_structure
from qualepref.noyau.tableurs.ecriture import clean_texte
from qualepref.noyau.tableurs.erreurs import FichierRefuseError
from qualepref.noyau.tableurs.formats import Format
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


# Told (step, rows done, rows in all) as the work goes on; in all: 0 when nobody can tell.
Avance = Callable[[str, int, int], None]
LECTURE, ECRITURE = "Lecture du fichier", "Écriture des réponses"
DOSSIER = "reponses"
# Of an outcome, what quotes cells of the file.
CITATIONS = frozenset({"colonnes", "inconnus", "fautes"})
INTERROMPU = (
    "Le traitement de ce fichier s’est arrêté avant la fin. Aucune réponse n’est écrite. Vérifiez-le "
    "de nouveau ; si cela se répète, prévenez l’administrateur du site."
)


class FichierTropLourdError(ValueError):
    """The file is larger than the site accepts."""

    def __init__(self, nom: str, maximum: int) -> None:
        super().__init__(
            f"« {nom} » dépasse {maximum // 2**20} Mo. Découpez-le par période, ou enregistrez-le "
            "sans images ni feuilles inutiles."
        )


class ImportIndisponibleError(ValueError):
    """The import is not, or no longer, in a state that allows this."""

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier est déjà en cours de traitement, déjà écrit, ou n’est plus conservé. "
            "Rechargez la page, ou déposez-le de nouveau."
        )


class AnnulationImpossibleError(ValueError):
    """What an import wrote cannot be told from the rest any longer."""

    def __init__(self) -> None:
        super().__init__(
            "Seul un import de réponses appliqué s’annule. Des résultats publiés ou des remarques se "
            "corrigent en déposant de nouveau le tableau."
        )


REFUS = (FichierRefuseError, FichierDisparuError, SansQuestionnaireError)


def submit_import(
    campagne: Campagne,
    *,
    site: Site,
    fichier: UploadedFile,
    reglages: Mapping[str, Any],
    outil: str = "",
    structure: UploadedFile | None = None,
    par: str,
    maintenant: dt.datetime,
    maximum: int,
) -> ImportReponses:
    """Keep a file given for a campaign, to be checked; return it.

    outil: "" when its headings are to tell. structure: the .lss that explains its codes.

    Raises:
        FichierTropLourdError.
        StructureIllisibleError: the .lss.
    """
    nom = _clean_nom(fichier)
    for donne in filter(None, (fichier, structure)):
        if (donne.size or 0) > maximum:
            raise FichierTropLourdError(_clean_nom(donne), maximum)
    choisis = dict(reglages)
    if structure is not None:
        choisis["structure"] = _read_structure(structure)
    suffixe = Path(nom).suffix.lower()
    connu = suffixe if suffixe in {f.value for f in Format} else ""
    # The name given by the user names nothing on our disk but a known extension.
    chemin = default_storage.save(f"{DOSSIER}/{site.pk}{connu}", File(fichier))
    try:
        empreinte = _digest(Path(default_storage.path(chemin)))
        return ImportReponses.objects.create(
            campagne=campagne, site=site, format=outil, nom=nom[-200:], chemin=chemin,
            empreinte=empreinte, reglages=_clean(choisis), etat=EtatImportReponses.EN_COURS, par=par,
            depose_a=maintenant,
        )  # fmt: skip
    except BaseException:
        default_storage.delete(chemin)
        raise


def create_import(
    campagne: Campagne,
    *,
    site: Site,
    chemin: Path,
    reglages: Mapping[str, Any],
    outil: str = "",
    structure: Path | None = None,
    par: str,
    maintenant: dt.datetime,
) -> ImportReponses:
    """Return an import of a file left where it is, never copied nor deleted, to be checked.

    Raises:
        StructureIllisibleError: the .lss.
        OSError: the file cannot be opened.
    """
    choisis = dict(reglages)
    if structure is not None:
        choisis["structure"] = read_structure(structure).as_dict()
    return ImportReponses.objects.create(
        campagne=campagne, site=site, format=outil, nom=chemin.name[-200:],
        chemin=str(chemin.resolve()), empreinte=_digest(chemin), reglages=_clean(choisis),
        etat=EtatImportReponses.EN_COURS, par=par, depose_a=maintenant,
    )  # fmt: skip


def reopen_import(
    depot: ImportReponses, *, depuis: str, reglages: Mapping[str, Any] | None = None
) -> None:
    """Take an import in the state `depuis` for a new treatment; of two askers, one gets it.

    reglages: what was chosen, added to what was; None leaves it as it is.

    Raises:
        ImportIndisponibleError.
    """
    if depuis not in (EtatImportReponses.A_VERIFIER, EtatImportReponses.REFUSE):
        raise ImportIndisponibleError
    valeurs = {} if reglages is None else {"reglages": _clean({**depot.reglages, **reglages})}
    pris = (
        ImportReponses.objects.filter(pk=depot.pk, etat=depuis)
        .exclude(chemin="")
        .update(etat=EtatImportReponses.EN_COURS, **valeurs)
    )
    if not pris:
        raise ImportIndisponibleError
    depot.refresh_from_db()


def check_import_reponses(depot: ImportReponses, *, le: dt.date) -> Effet | None:
    """Keep and return what applying a file would do; None when it cannot be read, and why is kept."""
    return _run(depot, lambda: _check(depot, le))


def apply_import_reponses(depot: ImportReponses, *, le: dt.date) -> Effet | None:
    """Write a file, whole or not at all, with its outcome; once applied, delete the file.

    Return its effect, not applied when something in it is refused; None when it cannot be read.
    """
    effet = _run(depot, lambda: _apply(depot, le))
    if depot.etat == EtatImportReponses.APPLIQUE:
        _delete_fichier(depot)
    return effet


@transaction.atomic
def cancel_import(depot: ImportReponses, *, par: str) -> int:
    """Take back all the forms that an import wrote, remarks and counts included; return how many.

    Raises:
        AnnulationImpossibleError: it is not applied, or is not one of answers.
    """
    pris = ImportReponses.objects.filter(pk=depot.pk, etat=EtatImportReponses.APPLIQUE).exclude(
        format__in=FORMATS_TABLES
    )
    if not pris.update(etat=EtatImportReponses.ANNULE):
        raise AnnulationImpossibleError
    nombre = delete_retours(depot)
    depot.refresh_from_db()
    _record(depot, "import de réponses annulé", par, retours=nombre)
    return nombre


def delete_import(depot: ImportReponses) -> None:
    """Forget an import that was not applied, and its file."""
    with transaction.atomic():
        chemin = depot.chemin
        depot.delete()
        transaction.on_commit(lambda: _delete_chemin(chemin))


def delete_imports_anciens(*, avant: dt.datetime) -> int:
    """Forget the files given before `avant` and never applied; return how many."""
    anciens = ImportReponses.objects.exclude(
        etat__in=(EtatImportReponses.APPLIQUE, EtatImportReponses.ANNULE)
    ).filter(depose_a__lt=avant)
    for depot in anciens:
        delete_import(depot)
    return len(anciens)


def reset_imports() -> int:
    """Give back the imports whose treatment was cut short, before any treatment starts.

    To be run when no worker is; return how many. Nothing of them was written.
    """
    interrompus = ImportReponses.objects.filter(etat=EtatImportReponses.EN_COURS)
    for depot in interrompus:
        _end(depot, EtatImportReponses.REFUSE, {"motif": INTERROMPU})
    return len(interrompus)


def _check(depot: ImportReponses, le: dt.date) -> Effet:
    effet, _ = _read(depot, le)
    depot.format = effet.format
    _conclude(depot, effet)
    return effet


def _apply(depot: ImportReponses, le: dt.date) -> Effet:
    """Read before the transaction, which thus lasts no longer than the writing."""
    effet, lu = _read(depot, le)
    depot.format = effet.format
    if not effet.applicable:
        _conclude(depot, effet)
        return effet
    avance = _tell_avancement(depot)
    with transaction.atomic():
        if isinstance(lu, FichierLu):
            ecriture = write_fichier(
                depot, lu=lu, le=le, avance=lambda n, sur: avance(ECRITURE, n, sur)
            )
            effet = replace(
                effet, applique=True, nouvelles=ecriture.nouvelles, completees=ecriture.completees,
                connues=ecriture.connues,
            )  # fmt: skip
        else:
            write_table(depot, lignes=lu, le=le)
            effet = replace(effet, applique=True)
        _record(depot, "réponses importées", depot.par, nouvelles=effet.nouvelles,
                modifiees=effet.modifiees, completees=effet.completees)  # fmt: skip
        _conclude(depot, effet)
    return effet


def _read(depot: ImportReponses, le: dt.date) -> tuple[Effet, Any]:
    """Return the effect of a file, and what is to be written."""
    _tell_avancement(depot)(LECTURE, 0, 0)
    if depot.format in FORMATS_TABLES:
        return load_table(depot, chemin=locate_fichier(depot))
    lu = read_fichier(depot)
    return build_effet(depot, lu, le=le), lu


@contextmanager
def _pause_ramasse_miettes() -> Iterator[None]:
    """Spare Python's cycle collector millions of cells, in which it finds none."""
    actif = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if actif:
            gc.enable()


def _run(depot: ImportReponses, travail: Callable[[], Effet]) -> Effet | None:
    """Do a work on an import taken for it; whatever happens, the import says so."""
    if depot.etat != EtatImportReponses.EN_COURS:
        return None
    try:
        with _pause_ramasse_miettes():
            return travail()
    except REFUS as refus:
        _end(depot, EtatImportReponses.REFUSE, {"motif": str(refus)})
        return None
    except BaseException:
        _end(depot, EtatImportReponses.REFUSE, {"motif": INTERROMPU})
        raise
    finally:
        locate_avancement(depot).unlink(missing_ok=True)


def _conclude(depot: ImportReponses, effet: Effet) -> None:
    if effet.applique:
        etat = EtatImportReponses.APPLIQUE
    else:
        etat = EtatImportReponses.A_VERIFIER if effet.applicable else EtatImportReponses.REFUSE
    bilan = render_effet(effet)
    if effet.applique:
        # Cells are quoted to understand the file; remarks among them must not outlive the file.
        bilan = {cle: dit for cle, dit in bilan.items() if cle not in CITATIONS}
    _end(depot, etat, bilan)


def _end(depot: ImportReponses, etat: EtatImportReponses, bilan: Mapping[str, Any]) -> None:
    depot.etat, depot.bilan = etat, _clean(bilan)
    depot.save(update_fields=("bilan", "etat", "format"))


def _record(depot: ImportReponses, action: str, par: str, **valeurs: int) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"campagne {depot.campagne_id}, {depot.nom}",
        site=depot.site_id,
        apres=valeurs,
    )


def _clean(donnees: Any) -> Any:
    """Return the same without the characters that a file may hold and PostgreSQL refuses."""
    if isinstance(donnees, str):
        return clean_texte(donnees)
    if isinstance(donnees, Mapping):
        return {clean_texte(cle): _clean(valeur) for cle, valeur in donnees.items()}
    return [_clean(d) for d in donnees] if isinstance(donnees, list | tuple) else donnees


def _clean_nom(fichier: UploadedFile) -> str:
    return Path(clean_texte(fichier.name or "fichier")).name


def _digest(chemin: Path) -> str:
    with chemin.open("rb") as octets:
        return hashlib.file_digest(octets, "sha256").hexdigest()


def _read_structure(structure: UploadedFile) -> dict[str, Any]:
    chemin = default_storage.save(f"{DOSSIER}/structure.lss", File(structure))
    try:
        lue = read_structure(Path(default_storage.path(chemin)), nom=_clean_nom(structure))
        return lue.as_dict()
    finally:
        default_storage.delete(chemin)


def _delete_fichier(depot: ImportReponses) -> None:
    """Delete the file of an import: it may hold personal data and serves no longer."""
    _delete_chemin(depot.chemin)
    depot.chemin = ""
    depot.save(update_fields=("chemin",))


def _delete_chemin(chemin: str) -> None:
    """Delete a file we kept; one left where it was is not ours."""
    if chemin and not Path(chemin).is_absolute():
        default_storage.delete(chemin)


def _tell_avancement(depot: ImportReponses) -> Avance:
    """Return what tells how far the work is, to whoever looks while its transaction is open.

    In a file: a row would be seen only once all is written, and a second connection could not
    write while SQLite's only writer is at work.
    """
    fichier = locate_avancement(depot)
    provisoire = fichier.with_suffix(".provisoire")

    def tell(etape: str, faites: int, total: int) -> None:
        fichier.parent.mkdir(parents=True, exist_ok=True)
        pourcentage = 100 * faites // total if total else ""
        provisoire.write_text(f"{etape}\n{pourcentage}", encoding="utf-8")
        provisoire.replace(fichier)

    return tell
