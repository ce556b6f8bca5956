"""Steps of a calendar: added, changed, done, taken out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qualepref.amelioration.acces import open_acces
from qualepref.demarche.forms.calendrier import FaitForm, JalonForm, initial_of_jalon
from qualepref.demarche.operations.jalons import (
    JalonRefuseError,
    add_jalon,
    delete_jalon,
    record_fait,
    reopen_jalon,
    update_jalon,
)
from qualepref.demarche.queries.calendrier import (
    CycleInconnuError,
    JalonInconnuError,
    find_cycle,
    find_jalon,
)
from qualepref.demarche.queries.instances import list_agents
from qualepref.demarche.queries.propositions import find_proposition, list_propositions
from qualepref.demarche.rules.ordre import OrdreRefuseError
from qualepref.noyau.calendrier import HorsCalendrierError


def ajouter(request, code, pk):
    """A step of the site's own, or one that the product or the label's life proposes."""
    acces = open_acces(request, code)
    acces.require_gestion()
    try:
        cycle = find_cycle(acces.site, pk)
    except CycleInconnuError as refus:
        raise Http404(str(refus)) from refus
    proposition = find_proposition(cycle, request.GET.get("etape", ""), le=acces.le)
    form = JalonForm(
        request.POST or None,
        site=acces.site,
        agents=list_agents(acces.site, le=acces.le),
        initial=proposition.initial if proposition else {},
    )
    if request.method == "POST" and form.is_valid():
        donne = form.build_donne(code=proposition.code if proposition else "")
        try:
            jalon = add_jalon(cycle, donne=donne, par=request.user.username)
        except (JalonRefuseError, HorsCalendrierError) as refus:
            form.add_refus(refus)
        else:
            messages.success(request, f"« {jalon.titre} » est ajouté au calendrier.")
            return _back(code, jalon)
    contexte = {
        "site": acces.site,
        "cycle": cycle,
        "form": form,
        "titre": "Ajouter une étape",
        "propositions": () if proposition else list_propositions(cycle, le=acces.le),
        "retour": reverse("demarche_calendrier", args=[code, pk]),
    }
    return render(request, "demarche/etape_form.html", contexte)


def modifier(request, code, pk):
    acces = open_acces(request, code)
    acces.require_gestion()
    jalon = _find(acces, pk)
    form = JalonForm(
        request.POST or None,
        site=acces.site,
        agents=list_agents(acces.site, le=acces.le),
        initial=initial_of_jalon(jalon),
    )
    if request.method == "POST" and form.is_valid():
        try:
            update_jalon(jalon, donne=form.build_donne(), par=request.user.username)
        except HorsCalendrierError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, "L’étape est modifiée.")
            return _back(code, jalon)
    contexte = _contexte(acces, jalon, "Modifier l’étape") | {"form": form}
    return render(request, "demarche/etape_form.html", contexte)


def fait(request, code, pk):
    """Note the day a step was done, or correct it."""
    acces = open_acces(request, code)
    jalon = _find(acces, pk)
    acces.require_service(jalon.service_id)
    form = FaitForm(
        request.POST or None,
        initial={"fait_le": jalon.fait_le or acces.le, "commentaire": jalon.commentaire},
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_fait(jalon, par=request.user.username, le=acces.le, **form.cleaned_data)
        except (OrdreRefuseError, HorsCalendrierError) as refus:
            form.add_error("fait_le", str(refus))
        else:
            messages.success(request, f"« {jalon.titre} » est noté fait.")
            return _back(code, jalon)
    contexte = _contexte(acces, jalon, "Noter l’étape faite") | {"form": form}
    return render(request, "demarche/fait_form.html", contexte)


@require_POST
def a_faire(request, code, pk):
    """Note that a step is not done after all."""
    acces = open_acces(request, code)
    jalon = _find(acces, pk)
    acces.require_service(jalon.service_id)
    try:
        reopen_jalon(jalon, par=request.user.username)
    except OrdreRefuseError as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"« {jalon.titre} » est de nouveau à faire.")
    return _back(code, jalon)


def retirer(request, code, pk):
    """Say what taking a step out does, then do it."""
    acces = open_acces(request, code)
    acces.require_gestion()
    jalon = _find(acces, pk)
    if request.method == "POST":
        delete_jalon(jalon, par=request.user.username)
        messages.success(request, f"« {jalon.titre} » est retiré du calendrier.")
        return redirect("demarche_calendrier", code, jalon.cycle_id)
    contexte = _contexte(acces, jalon, "Retirer cette étape ?") | {"bouton": "Retirer l’étape"}
    return render(request, "demarche/etape_retirer.html", contexte)


def _contexte(acces, jalon, titre):
    return {
        "site": acces.site,
        "acces": acces,
        "cycle": jalon.cycle,
        "jalon": jalon,
        "titre": titre,
        "retour": reverse("demarche_calendrier", args=[acces.site.pk, jalon.cycle_id]),
    }


def _back(code, jalon):
    page = reverse("demarche_calendrier", args=[code, jalon.cycle_id])
    return redirect(f"{page}#etape-{jalon.pk}")


def _find(acces, pk):
    try:
        return find_jalon(acces.site, pk)
    except JalonInconnuError as refus:
        raise Http404(str(refus)) from refus
