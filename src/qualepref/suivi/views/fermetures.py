"""Closures of a site: written here because they move the deadlines of the registers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.noyau.calendrier import HorsCalendrierError
from qualepref.suivi.acces import open_acces
from qualepref.suivi.forms.gestion import FermetureForm
from qualepref.suivi.operations.estampilles import (
    FermetureSansEffetError,
    add_fermeture,
    remove_fermeture,
)
from qualepref.suivi.queries.estampilles import count_rouvertes


def ajouter(request, code):
    acces = open_acces(request, code)
    acces.require_gestion()
    form = FermetureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lues = form.cleaned_data
        try:
            fermeture, restampage = add_fermeture(
                acces.site,
                debut=lues["debut"],
                fin=lues["fin"],
                libelle=lues["libelle"],
                type_=lues["type"],
                par=request.user,
                le=acces.le,
            )
        except (FermetureSansEffetError, HorsCalendrierError) as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"{fermeture.libelle} : {_tell(restampage)}")
            return redirect("organisation", code)
    return render(request, "suivi/fermeture.html", {"site": acces.site, "form": form})


def retirer(request, code, pk):
    """Say what removing a closure moves, then remove it."""
    acces = open_acces(request, code)
    acces.require_gestion()
    fermeture = acces.site.fermetures.filter(pk=pk).first()
    if fermeture is None:
        raise Http404("Cette fermeture n’est plus inscrite.")
    if request.method != "POST":
        contexte = {
            "site": acces.site,
            "fermeture": fermeture,
            "a_recalculer": count_rouvertes(fermeture),
            "titre": f"Retirer la fermeture « {fermeture.libelle} » ?",
            "bouton": "Retirer la fermeture",
            "retour": reverse("organisation", args=[code]),
        }
        return render(request, "suivi/fermeture_retirer.html", contexte)
    restampage = remove_fermeture(fermeture, par=request.user, le=acces.le)
    messages.success(
        request, f"La fermeture « {fermeture.libelle} » est retirée : {_tell(restampage)}"
    )
    return redirect("organisation", code)


def _tell(restampage):
    if not restampage.changees:
        return "aucune échéance n’a bougé."
    return f"demandes dont l’échéance ou le délai a changé : {restampage.changees}."
