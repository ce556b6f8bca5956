"""Files of registers: give one, look at what it would change, apply it, take the faults back."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from qualepref.noyau.tableurs.annotation import write_fichier_annote
from qualepref.organisation.acces import resolve_managed_site, resolve_site
from qualepref.organisation.permissions import can_manage
from qualepref.suivi.enums import EtatImport
from qualepref.suivi.forms_imports import CorrespondanceForm, DepotForm, ExportForm
from qualepref.suivi.operations.depots import (
    DepotTropGrosError,
    apply_depot,
    check_depot,
    erreurs_of,
    set_colonnes,
    submit_depot,
)
from qualepref.suivi.queries.champs import champs_of, list_registres
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
    site, le = resolve_site(request, code)
    gere = can_manage(request.user, site, le=le)
    registres = list_registres(site)
    form = DepotForm(registres, request.POST or None, request.FILES or None)
    if request.method == "POST":
        resolve_managed_site(request, code)
        if form.is_valid():
            try:
                depot = _receive(site, form.cleaned_data, request.user, le)
            except DepotTropGrosError as refus:
                form.add_error("fichier", str(refus))
            else:
                return redirect("import", site.code, depot.pk)
    contexte = {
        "site": site,
        "gere": gere,
        "form": form,
        "export_form": ExportForm(registres),
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
        "registre": dict(list_registres(site))[depot.registre],
        "erreurs": depot.bilan.get("erreurs", [])[:ERREURS_PAR_PAGE],
        "libelles": {c.code: c.libelle for c in champs},
        "form": CorrespondanceForm(champs, depot.bilan) if _can_map(depot) else None,
        "en_cours": depot.etat == EtatImport.EN_COURS,
        "applicable": depot.etat == EtatImport.A_VERIFIER,
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
        set_colonnes(depot, colonnes=form.build_colonnes())
        _check(depot, le)
    else:
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("import", site.code, depot.pk)


@require_POST
def appliquer(request, code, pk):
    """Write the file into its register."""
    site, le = resolve_managed_site(request, code)
    depot = get_object_or_404(site.imports, pk=pk, etat=EtatImport.A_VERIFIER)
    maintenant = timezone.now()
    if depot.fichier.size > OCTETS_IMMEDIATS:
        set_colonnes(depot, colonnes=depot.colonnes)
        apply_file.enqueue(depot.pk, le.isoformat(), maintenant.isoformat())
    else:
        apply_depot(depot, le=le, maintenant=maintenant)
        messages.success(request, "Le fichier est écrit dans le registre.")
    return redirect("import", site.code, depot.pk)


def annote(request, code, pk):
    """The user's own file, faulty cells marked."""
    site, _ = resolve_managed_site(request, code)
    depot = get_object_or_404(site.imports, pk=pk)
    if not depot.bilan.get("erreurs") or not depot.fichier:
        raise Http404
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / "annote.xlsx"
        write_fichier_annote(Path(depot.fichier.path), erreurs_of(depot), sortie, nom=depot.nom)
        reponse = HttpResponse(sortie.read_bytes(), content_type=TYPES_MIME["xlsx"])
    nom = f"{Path(depot.nom).stem}-a-corriger.xlsx".replace('"', "")
    reponse.headers["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def exporter(request, code):
    """A register as a file that imports back identical."""
    site, _ = resolve_site(request, code)
    form = ExportForm(list_registres(site), request.GET)
    if not form.is_valid():
        messages.error(request, "Choisissez un registre, une année et un format proposés.")
        return redirect("imports", site.code)
    donnees = form.cleaned_data
    nom = f"{donnees['registre']}-{site.code}-{donnees['annee'] or 'tout'}.{donnees['extension']}"
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / nom
        export_registre(site, sortie, registre=donnees["registre"], annee=donnees["annee"])
        contenu = sortie.read_bytes()
    reponse = HttpResponse(contenu, content_type=TYPES_MIME[donnees["extension"]])
    reponse.headers["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def _receive(site, donnees, par, le):
    depot = submit_depot(
        site,
        registre=donnees["registre"],
        fichier=donnees["fichier"],
        feuille=donnees["feuille"],
        par=par,
        maximum=settings.IMPORT_TAILLE_MAXIMALE,
    )
    _check(depot, le)
    return depot


def _check(depot, le) -> None:
    if depot.fichier.size > OCTETS_IMMEDIATS:
        check_file.enqueue(depot.pk, le.isoformat())
    else:
        check_depot(depot, le=le)


def _can_map(depot) -> bool:
    return bool(depot.fichier) and "colonnes" in depot.bilan and depot.etat != EtatImport.EN_COURS
