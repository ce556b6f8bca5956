"""The calendar of an approach: read, begun, renamed, deleted."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.amelioration.acces import open_acces
from qualepref.demarche.forms.calendrier import CycleForm, initial_of_cycle
from qualepref.demarche.operations.cycles import (
    CycleCommenceError,
    CycleRefuseError,
    create_cycle,
    delete_cycle,
    update_cycle,
)
from qualepref.demarche.queries.calendrier import (
    CycleInconnuError,
    find_cycle,
    list_cycles,
    load_calendrier,
)
from qualepref.demarche.queries.regles import get_regles
from qualepref.demarche.queries.vie import load_vie
from qualepref.demarche.rendering.frise import build_frise
from qualepref.noyau.calendrier import HorsCalendrierError


def demarche(request, code):
    """The current calendar."""
    acces = open_acces(request, code)
    cycles = list_cycles(acces.site)
    return _page(request, acces, cycles, cycles[0] if cycles else None)


def cycle(request, code, pk):
    """A calendar, current or past."""
    acces = open_acces(request, code)
    return _page(request, acces, list_cycles(acces.site), _find(acces, pk))


def nouveau(request, code):
    acces = open_acces(request, code)
    acces.require_gestion()
    form = CycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = create_cycle(acces.site, donne=form.build_donne(), par=request.user.username)
        except (CycleRefuseError, HorsCalendrierError) as refus:
            form.add_refus(refus)
        else:
            messages.success(
                request, f"« {cycle.nom} » est commencé. Adaptez les dates et retirez l’inutile."
            )
            return redirect("demarche_calendrier", code, cycle.pk)
    contexte = {
        "site": acces.site,
        "form": form,
        "regles": get_regles(),
        "titre": "Commencer un calendrier",
        "retour": reverse("demarche", args=[code]),
    }
    return render(request, "demarche/cycle_form.html", contexte)


def modifier(request, code, pk):
    acces = open_acces(request, code)
    acces.require_gestion()
    trouve = _find(acces, pk)
    form = CycleForm(request.POST or None, initial=initial_of_cycle(trouve))
    if request.method == "POST" and form.is_valid():
        try:
            update_cycle(trouve, donne=form.build_donne(), par=request.user.username)
        except (CycleRefuseError, HorsCalendrierError) as refus:
            form.add_refus(refus)
        else:
            messages.success(request, "Le calendrier est modifié.")
            return redirect("demarche_calendrier", code, pk)
    contexte = {
        "site": acces.site,
        "form": form,
        "cycle": trouve,
        "titre": "Modifier le calendrier",
        "retour": reverse("demarche_calendrier", args=[code, pk]),
    }
    return render(request, "demarche/cycle_form.html", contexte)


def supprimer(request, code, pk):
    """Say what deleting does, then do it."""
    acces = open_acces(request, code)
    acces.require_gestion()
    trouve = _find(acces, pk)
    if request.method == "POST":
        try:
            delete_cycle(trouve, par=request.user.username)
        except CycleCommenceError as refus:
            messages.error(request, str(refus))
            return redirect("demarche_calendrier", code, pk)
        messages.success(request, f"« {trouve.nom} » est supprimé.")
        return redirect("demarche", code)
    contexte = {
        "site": acces.site,
        "cycle": trouve,
        "titre": "Supprimer ce calendrier ?",
        "bouton": "Supprimer le calendrier",
        "retour": reverse("demarche_calendrier", args=[code, pk]),
    }
    return render(request, "demarche/cycle_supprimer.html", contexte)


def _page(request, acces, cycles, choisi):
    calendrier = load_calendrier(choisi, le=acces.le) if choisi else None
    contexte = {
        "site": acces.site,
        "acces": acces,
        "cycles": cycles,
        "calendrier": calendrier,
        "courant": choisi is None or choisi == cycles[0],
        "frise": build_frise(calendrier) if calendrier else None,
        "vie": load_vie(acces.site, le=acces.le),
        "regles": get_regles(),
    }
    return render(request, "demarche/demarche.html", contexte)


def _find(acces, pk):
    try:
        return find_cycle(acces.site, pk)
    except CycleInconnuError as refus:
        raise Http404(str(refus)) from refus
