"""Files of answers gathered elsewhere: give one, say what is what, look at its effect, apply it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.enums import EtatImportReponses
from qualepref.enquetes.forms.imports import FichierReponsesForm, ReglagesForm
from qualepref.enquetes.operations.imports import (
    AnnulationImpossibleError,
    FichierTropLourdError,
    ImportIndisponibleError,
    apply_import_reponses,
    cancel_import,
    check_import_reponses,
    delete_import,
    reopen_import,
    submit_import,
)
from qualepref.enquetes.queries.imports import (
    FORMATS_TABLES,
    FichierDisparuError,
    find_import,
    list_imports,
    list_roles_de,
    load_noms,
    locate_fichier,
    read_avancement,
)
from qualepref.enquetes.queries.tables import list_champs
from qualepref.enquetes.tasks import apply_answers, check_answers
from qualepref.noyau.tableurs.erreurs import FichierRefuseError


# Smaller files are treated while the page loads; larger ones behind it, with progress shown.
OCTETS_IMMEDIATS = 1_500_000
FAUTES_PAR_PAGE = 100
DERNIERS = 30


def imports(request, code, pk):
    """List of the files given, and the form to give one."""
    acces, campagne = _open(request, code, pk)
    form = FichierReponsesForm(campagne, acces.site)
    if request.method == "POST":
        form = FichierReponsesForm(campagne, acces.site, request.POST, request.FILES)
        if getattr(request, "fichier_trop_gros", False):
            form.add_error("fichier", str(FichierTropLourdError("Ce fichier", _maximum())))
        elif form.is_valid():
            try:
                depot = _receive(campagne, form, request.user)
            except FichierTropLourdError as refus:
                form.add_error("fichier", str(refus))
            except FichierRefuseError as refus:
                form.add_error("structure", str(refus))
            else:
                _check(depot, acces.le)
                return redirect("enquete_import", acces.site.pk, campagne.pk, depot.pk)
    contexte = {
        "site": acces.site,
        "campagne": campagne,
        "form": form,
        "depots": list_imports(campagne)[:DERNIERS],
    }
    return render(request, "enquetes/imports.html", contexte)


def importation(request, code, pk, depot):
    """What a file holds and would change; or how far its treatment is; or what it did."""
    acces, campagne, depot = _find(request, code, pk, depot)
    contexte = {
        "site": acces.site,
        "campagne": campagne,
        "depot": depot,
        "bilan": depot.bilan,
        "fautes": depot.bilan.get("fautes", [])[:FAUTES_PAR_PAGE],
        "form": _build_form(depot) if _can_map(depot) else None,
        "en_cours": depot.etat == EtatImportReponses.EN_COURS,
        "avancement": read_avancement(depot),
        "applicable": depot.etat == EtatImportReponses.A_VERIFIER,
        "refuse": depot.etat == EtatImportReponses.REFUSE,
        "applique": depot.etat == EtatImportReponses.APPLIQUE,
        "annule": depot.etat == EtatImportReponses.ANNULE,
        "annulable": _can_cancel(depot),
        "table": depot.format in FORMATS_TABLES,
    }
    return render(request, "enquetes/import.html", contexte)


@require_POST
def regler(request, code, pk, depot):
    """Keep what was said of columns and unknown texts, and check again."""
    acces, campagne, depot = _find(request, code, pk, depot)
    if not _can_map(depot):
        raise Http404
    form = _build_form(depot, request.POST)
    if not form.is_valid():
        messages.error(request, "Un choix n’est pas parmi ceux proposés. Rechargez la page.")
    else:
        _reopen_and_check(request, depot, acces.le, form.build_reglages())
    return redirect("enquete_import", acces.site.pk, campagne.pk, depot.pk)


@require_POST
def appliquer(request, code, pk, depot):
    """Write the answers."""
    acces, campagne, depot = _find(request, code, pk, depot)
    try:
        reopen_import(depot, depuis=EtatImportReponses.A_VERIFIER)
    except ImportIndisponibleError as refus:
        messages.error(request, str(refus))
    else:
        if _is_long(depot):
            apply_answers.enqueue(depot.pk, acces.le.isoformat())
        else:
            apply_import_reponses(depot, le=acces.le)
    return redirect("enquete_import", acces.site.pk, campagne.pk, depot.pk)


@require_POST
def oublier(request, code, pk, depot):
    """Forget a file that was not written, and delete it."""
    acces, campagne, depot = _find(request, code, pk, depot)
    if depot.etat not in (EtatImportReponses.A_VERIFIER, EtatImportReponses.REFUSE):
        raise Http404
    delete_import(depot)
    messages.success(request, f"« {depot.nom} » est oublié et supprimé du site.")
    return redirect("enquete_imports", acces.site.pk, campagne.pk)


def annuler(request, code, pk, depot):
    """Ask, then take back all that a file wrote."""
    acces, campagne, depot = _find(request, code, pk, depot)
    if not _can_cancel(depot):
        raise Http404
    retour = reverse("enquete_import", args=[acces.site.pk, campagne.pk, depot.pk])
    if request.method == "POST":
        try:
            nombre = cancel_import(depot, par=request.user.username)
        except AnnulationImpossibleError as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, f"L’import est annulé : réponses retirées, {nombre}.")
        return redirect(retour)
    contexte = {
        "site": acces.site,
        "campagne": campagne,
        "depot": depot,
        "titre": f"Retirer les réponses de « {depot.nom} » ?",
        "bouton": "Retirer ces réponses",
        "retour": retour,
        "retours": depot.retours.count(),
    }
    return render(request, "enquetes/import_annuler.html", contexte)


def _open(request, code, pk):
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_pilote(campagne)
    return acces, campagne


def _find(request, code, pk, depot):
    acces, campagne = _open(request, code, pk)
    trouve = find_import(campagne, depot)
    if trouve is None:
        raise Http404("Cet import n’existe pas, ou n’existe plus.")
    return acces, campagne, trouve


def _receive(campagne, form, agent):
    donnees = form.cleaned_data
    return submit_import(
        campagne,
        site=donnees["site"],
        fichier=donnees["fichier"],
        structure=donnees["structure"],
        outil=donnees["outil"],
        reglages=form.build_reglages(),
        par=agent.username,
        maintenant=timezone.now(),
        maximum=_maximum(),
    )


def _build_form(depot, donnees=None):
    if depot.format in FORMATS_TABLES:
        roles, noms = {champ.code: champ for champ in list_champs(depot)}, {}
    else:
        roles, noms = list_roles_de(depot), load_noms(depot)
    return ReglagesForm(roles, noms, depot, donnees)


def _reopen_and_check(request, depot, le, reglages) -> None:
    try:
        reopen_import(depot, depuis=depot.etat, reglages=reglages)
    except ImportIndisponibleError as refus:
        messages.error(request, str(refus))
    else:
        _check(depot, le)


def _check(depot, le) -> None:
    if _is_long(depot):
        check_answers.enqueue(depot.pk, le.isoformat())
    else:
        check_import_reponses(depot, le=le)


def _is_long(depot) -> bool:
    try:
        return locate_fichier(depot).stat().st_size > OCTETS_IMMEDIATS
    except FichierDisparuError:
        return False


def _maximum() -> int:
    return settings.IMPORT_TAILLE_MAXIMALE


def _can_map(depot) -> bool:
    ouvert = depot.etat in (EtatImportReponses.A_VERIFIER, EtatImportReponses.REFUSE)
    return ouvert and bool(depot.chemin) and "colonnes" in depot.bilan


def _can_cancel(depot) -> bool:
    return depot.etat == EtatImportReponses.APPLIQUE and depot.format not in FORMATS_TABLES
