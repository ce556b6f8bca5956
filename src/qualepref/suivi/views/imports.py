"""Files of registers: give one, look at what it would change, apply it, take the faults back."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from qualepref.noyau.tableurs.annotation import write_fichier_annote
from qualepref.organisation.acces import (
    resolve_managed_site,
    resolve_registres,
    resolve_site,
)
from qualepref.organisation.permissions import can_manage
from qualepref.suivi.enums import EtatImport
from qualepref.suivi.forms_imports import CorrespondanceForm, DepotForm, ExportForm
from qualepref.suivi.operations.depots import (
    REFUS,
    DepotIndisponibleError,
    DepotTropGrosError,
    apply_depot,
    check_depot,
    compute_erreurs,
    delete_depot,
    reopen_depot,
    submit_depot,
)
from qualepref.suivi.queries.champs import champs_of, list_registres
from qualepref.suivi.queries.depots import read_avancement
from qualepref.suivi.queries.genres import find_genre
from qualepref.suivi.rendering.registres import export_registre
from qualepref.suivi.tasks import apply_file, check_file


# Smaller files are treated while the page loads; larger ones behind it, with progress shown.
OCTETS_IMMEDIATS = 1_500_000
ERREURS_PAR_PAGE = 100
DERNIERS = 20
TYPES_MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}


def imports(request, code):
    """List of imports, and the forms to give or take a file."""
    site, le = resolve_registres(request, code)
    registres = list_registres(site)
    form = DepotForm(registres)
    if request.method == "POST":
        resolve_managed_site(request, code)
        form = DepotForm(registres, request.POST, request.FILES)
        if getattr(request, "fichier_trop_gros", False):
            form.add_error("fichier", str(DepotTropGrosError("Ce fichier", _maximum())))
        elif form.is_valid():
            try:
                depot = _receive(site, form.cleaned_data, request.user, le)
            except DepotTropGrosError as refus:
                form.add_error("fichier", str(refus))
            else:
                return redirect("import", site.code, depot.pk)
    contexte = {
        "site": site,
        "gere": can_manage(request.user, site, le=le),
        "form": form,
        "export_form": ExportForm(registres, auto_id="export_%s"),
        "depots": site.imports.all()[:DERNIERS],
        "libelles": dict(registres),
    }
    return render(request, "suivi/imports.html", contexte)


def importation(request, code, pk):
    """What a file holds: columns, faults, difference; or how far its treatment is."""
    site, _ = resolve_managed_site(request, code)
    depot = get_object_or_404(site.imports, pk=pk)
    champs = champs_of(site, registre=depot.registre)
    contexte = {
        "site": site,
        "depot": depot,
        "bilan": depot.bilan,
        "registre": dict(list_registres(site)).get(depot.registre, depot.registre),
        "erreurs": depot.bilan.get("erreurs", [])[:ERREURS_PAR_PAGE],
        "libelles": {c.code: c.libelle for c in champs},
        "form": CorrespondanceForm(champs, depot.bilan) if _can_map(depot) else None,
        "en_cours": depot.etat == EtatImport.EN_COURS,
        "avancement": read_avancement(depot),
        "applicable": depot.etat == EtatImport.A_VERIFIER,
        "a_ecrire": bool(depot.bilan.get("nouvelles") or depot.bilan.get("modifiees")),
        "refuse": depot.etat == EtatImport.REFUSE,
    }
    return render(request, "suivi/import.html", contexte)


@require_POST
def associer(request, code, pk):
    """Keep the mapping chosen by hand and check again."""
    site, le = resolve_managed_site(request, code)
    depot = get_object_or_404(site.imports, pk=pk)
    if not _can_map(depot):
        raise Http404
    form = CorrespondanceForm(champs_of(site, registre=depot.registre), depot.bilan, request.POST)
    if form.is_valid():
        _reopen_and_check(request, depot, le, colonnes=form.build_colonnes())
    else:
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("import", site.code, depot.pk)


@require_POST
def verifier(request, code, pk):
    """Check again a file that was refused, or cut short."""
    site, le = resolve_managed_site(request, code)
    depot = get_object_or_404(site.imports, pk=pk)
    _reopen_and_check(request, depot, le)
    return redirect("import", site.code, depot.pk)


@require_POST
def appliquer(request, code, pk):
    """Write the file into its register."""
    site, le = resolve_managed_site(request, code)
    depot = get_object_or_404(site.imports, pk=pk)
    maintenant = timezone.now()
    try:
        reopen_depot(depot, depuis=EtatImport.A_VERIFIER)
    except DepotIndisponibleError as refus:
        messages.error(request, str(refus))
        return redirect("import", site.code, depot.pk)
    if _is_long(depot):
        apply_file.enqueue(depot.pk, le.isoformat(), maintenant.isoformat())
    else:
        apply_depot(depot, le=le, maintenant=maintenant)
    return redirect("import", site.code, depot.pk)


@require_POST
def oublier(request, code, pk):
    """Forget a file that was not written, and delete it."""
    site, _ = resolve_managed_site(request, code)
    depot = get_object_or_404(
        site.imports, pk=pk, etat__in=(EtatImport.A_VERIFIER, EtatImport.REFUSE)
    )
    delete_depot(depot)
    messages.success(request, f"« {depot.nom} » est oublié et supprimé du site.")
    return redirect("imports", site.code)


def annote(request, code, pk):
    """The user's own file, all its faulty cells marked."""
    site, le = resolve_managed_site(request, code)
    depot = get_object_or_404(site.imports, pk=pk, etat=EtatImport.REFUSE)
    try:
        erreurs = compute_erreurs(depot, le=le)
    except REFUS as refus:
        raise Http404(str(refus)) from refus
    if not erreurs:
        messages.info(request, "Ce fichier n’a plus d’erreur : vérifiez-le de nouveau.")
        return redirect("import", site.code, depot.pk)
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / "annote.xlsx"
        write_fichier_annote(Path(depot.fichier.path), erreurs, sortie, nom=depot.nom)
        return _attach(sortie.read_bytes(), f"{Path(depot.nom).stem}-a-corriger.xlsx")


def exporter(request, code):
    """A register as a file that imports back identical; figures, to whoever reads them."""
    genre = find_genre(request.GET.get("registre", ""))
    chiffres = genre is not None and not genre.nomme
    site, _ = (resolve_site if chiffres else resolve_registres)(request, code)
    form = ExportForm(list_registres(site), request.GET)
    if not form.is_valid():
        messages.error(request, "Choisissez un registre, une année et un format proposés.")
        return redirect("imports", site.code)
    donnees = form.cleaned_data
    quoi = "modele" if donnees["modele"] else donnees["annee"] or "tout"
    nom = f"{donnees['registre']}-{site.code}-{quoi}.{donnees['extension']}"
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / nom
        export_registre(
            site,
            sortie,
            registre=donnees["registre"],
            annee=donnees["annee"],
            modele=donnees["modele"],
        )
        return _attach(sortie.read_bytes(), nom)


def _attach(contenu: bytes, nom: str) -> HttpResponse:
    reponse = HttpResponse(contenu, content_type=TYPES_MIME[nom.rpartition(".")[2]])
    reponse.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=nom
    )
    return reponse


def _receive(site, donnees, par, le):
    depot = submit_depot(
        site,
        registre=donnees["registre"],
        fichier=donnees["fichier"],
        feuille=donnees["feuille"],
        par=par.username,
        maximum=_maximum(),
    )
    _check(depot, le)
    return depot


def _reopen_and_check(request, depot, le, *, colonnes=None) -> None:
    try:
        reopen_depot(depot, depuis=depot.etat, colonnes=colonnes)
    except DepotIndisponibleError as refus:
        messages.error(request, str(refus))
    else:
        _check(depot, le)


def _check(depot, le) -> None:
    if _is_long(depot):
        check_file.enqueue(depot.pk, le.isoformat())
    else:
        check_depot(depot, le=le)


def _is_long(depot) -> bool:
    fichier = depot.fichier
    return fichier.storage.exists(fichier.name) and fichier.size > OCTETS_IMMEDIATS


def _maximum() -> int:
    return settings.IMPORT_TAILLE_MAXIMALE


def _can_map(depot) -> bool:
    return bool(depot.fichier) and "colonnes" in depot.bilan and depot.etat != EtatImport.EN_COURS
