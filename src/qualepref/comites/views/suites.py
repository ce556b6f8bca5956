"""« Vous avez dit, nous avons fait »: the board, and each follow-up."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.amelioration.operations.plan import ActionRefuseeError
from qualepref.comites.acces import open_acces
from qualepref.comites.forms.comites import FiltresSuitesForm
from qualepref.comites.forms.suites import ActionForm, SuiteForm, initial_of_suite
from qualepref.comites.operations.suites import (
    SuiteRefuseeError,
    add_action,
    add_suite,
    delete_suite,
    link_action,
    update_suite,
)
from qualepref.comites.queries.comites import count_etats, list_suites


PAR_PAGE = 25


def tableau(request, code):
    """What was said at every meeting, and what came of it."""
    acces = open_acces(request, code)
    acces.require_lecture()
    filtres = FiltresSuitesForm(request.GET or None, site=acces.site)
    retenus = filtres.build_filtres() if filtres.is_bound and filtres.is_valid() else {}
    suites = list_suites(acces.site, le=acces.le, **retenus)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "filtres": filtres,
        "actifs": len(retenus),
        "comptes": count_etats(suites),
        "en_retard": suites.en_retard(acces.le).count(),
        "page": Paginator(suites, PAR_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "comites/suites.html", contexte)


def nouvelle(request, code, pk, reunion):
    acces, trouvee = _open_pilote(request, code, pk, reunion)
    form = SuiteForm(
        request.POST or None,
        reunion=trouvee,
        sites=acces.sites_geres(trouvee.comite, request.user),
        initial={"point": request.GET.get("point")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_suite(trouvee, donnee=form.build_donnee(), par=request.user.username, le=acces.le)
        except SuiteRefuseeError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, "C’est noté : le comité saura ce qui en a été fait.")
            return redirect("reunion", code, pk, reunion)
    contexte = _base(acces, trouvee) | {"form": form, "titre": "Noter une proposition ou un avis"}
    return render(request, "comites/suite_form.html", contexte)


def suite(request, code, pk, reunion, suite):
    """Change what was said, or say what came of it."""
    acces, trouvee = _open_pilote(request, code, pk, reunion)
    lue = acces.suite(trouvee, suite)
    form = SuiteForm(
        request.POST or None,
        reunion=trouvee,
        sites=acces.sites_geres(trouvee.comite, request.user),
        suite=lue,
        initial=initial_of_suite(lue),
    )
    if request.method == "POST" and form.is_valid():
        try:
            update_suite(
                lue,
                donnee=form.build_donnee(action=lue.action),
                par=request.user.username,
                le=acces.le,
            )
        except SuiteRefuseeError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, "La suite est enregistrée.")
            return redirect("reunion", code, pk, reunion)
    contexte = _base(acces, trouvee) | {"form": form, "suite": lue, "titre": "Donner suite"}
    return render(request, "comites/suite_form.html", contexte)


def supprimer(request, code, pk, reunion, suite):
    """Say what deleting a follow-up does, then do it."""
    acces, trouvee = _open_pilote(request, code, pk, reunion)
    lue = acces.suite(trouvee, suite)
    if request.method == "POST":
        delete_suite(lue, par=request.user.username)
        messages.success(request, "La suite est supprimée.")
        return redirect("reunion", code, pk, reunion)
    contexte = _base(acces, trouvee) | {
        "suite": lue,
        "titre": "Supprimer cette suite ?",
        "bouton": "Supprimer la suite",
        "retour": reverse("reunion_suite", args=[code, pk, reunion, suite]),
    }
    return render(request, "comites/suite_supprimer.html", contexte)


def action(request, code, pk, reunion, suite):
    """Answer by an action of the improvement plan, already there or new."""
    acces, trouvee = _open_pilote(request, code, pk, reunion)
    lue = acces.suite(trouvee, suite)
    form = ActionForm(
        request.POST or None,
        sites=acces.sites_geres(trouvee.comite, request.user),
        initial={"titre": " ".join(lue.texte.split())[:300]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            faite = _answer(lue, form.cleaned_data, request.user.username, acces.le)
        except (SuiteRefuseeError, ActionRefuseeError) as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"L’action {faite.reference} répond à cette suite.")
            return redirect("reunion", code, pk, reunion)
    contexte = _base(acces, trouvee) | {"form": form, "suite": lue}
    return render(request, "comites/suite_action.html", contexte)


def _answer(suite, lu, par, le):
    if lu["action"]:
        link_action(suite, action=lu["action"], par=par)
        return lu["action"]
    return add_action(suite, site=lu["site"], titre=lu["titre"], par=par, le=le)


def _open_pilote(request, code, pk, reunion):
    acces = open_acces(request, code)
    trouvee = acces.reunion(pk, reunion)
    acces.require_pilote(trouvee.comite)
    return acces, trouvee


def _base(acces, reunion):
    return {
        "site": acces.site,
        "comite": reunion.comite,
        "reunion": reunion,
        "fuseau": reunion.comite.pilote.fuseau,
        "retour": reverse("reunion", args=[acces.site.pk, reunion.comite_id, reunion.pk]),
    }
