"""The dated events of a site: list, entry, correction, deletion."""

from dataclasses import asdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qualepref.indicateurs.forms import EvenementForm, add_refus
from qualepref.indicateurs.operations.evenements import (
    add_evenement,
    delete_evenement,
    update_evenement,
)
from qualepref.indicateurs.queries.evenements import donne_of, list_evenements
from qualepref.indicateurs.queries.perimetre import load_perimetre
from qualepref.indicateurs.rules.refus import DonneeRefuseeError
from qualepref.organisation.acces import resolve_managed_site, resolve_registres
from qualepref.organisation.permissions import can_manage


def evenements(request, code):
    """Every event noted on the site."""
    site, le = resolve_registres(request, code)
    contexte = {
        "site": site,
        "evenements": list_evenements(site),
        "gere": can_manage(request.user, site, le=le),
    }
    return render(request, "indicateurs/evenements.html", contexte)


def nouvel_evenement(request, code):
    """Note an event."""
    site, le = resolve_managed_site(request, code)
    initial = {"indicateur": request.GET.get("indicateur", "")}
    form = EvenementForm(load_perimetre(site), le, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            add_evenement(site, donne=form.donne, par=request.user.username, le=le)
        except DonneeRefuseeError as refus:
            add_refus(form, [refus])
        else:
            messages.success(request, "L’événement est noté.")
            return redirect("evenements", site.code)
    return render(request, "indicateurs/evenement.html", {"site": site, "form": form})


def evenement(request, code, pk):
    """Correct an event."""
    site, le = resolve_managed_site(request, code)
    note = get_object_or_404(site.evenements, pk=pk)
    initial = asdict(donne_of(note))
    form = EvenementForm(load_perimetre(site), le, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_evenement(note, donne=form.donne, par=request.user.username, le=le)
        except DonneeRefuseeError as refus:
            add_refus(form, [refus])
        else:
            messages.success(request, "L’événement est corrigé.")
            return redirect("evenements", site.code)
    contexte = {"site": site, "form": form, "evenement": note}
    return render(request, "indicateurs/evenement.html", contexte)


def supprimer_evenement(request, code, pk):
    """Delete an event, once confirmed."""
    site, _ = resolve_managed_site(request, code)
    note = get_object_or_404(site.evenements, pk=pk)
    if request.method == "POST":
        delete_evenement(note, par=request.user.username)
        messages.success(request, "L’événement est supprimé.")
        return redirect("evenements", site.code)
    contexte = {
        "site": site,
        "evenement": note,
        "titre": "Supprimer cet événement ?",
        "bouton": "Supprimer l’événement",
        "retour": reverse("evenements", args=[site.code]),
    }
    return render(request, "indicateurs/evenement_supprimer.html", contexte)
