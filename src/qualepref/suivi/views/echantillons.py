"""Sample weeks of a register."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.suivi.acces import open_acces
from qualepref.suivi.forms.gestion import SemaineForm
from qualepref.suivi.operations.echantillons import (
    SemaineDejaDeclareeError,
    add_semaine,
    remove_semaine,
)
from qualepref.suivi.queries.echantillons import cover_semaine, list_semaines


def echantillons(request, code, registre):
    acces = open_acces(request, code)
    choisi = acces.registre(registre)
    form = SemaineForm(request.POST or None)
    if request.method == "POST":
        acces.require_gestion()
        if form.is_valid() and _add(request, acces, registre, form):
            return redirect("echantillons", code, registre)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "registre": choisi,
        "form": form,
        "semaines": list_semaines(acces.site, registre=registre),
    }
    return render(request, "suivi/echantillons.html", contexte)


def retirer(request, code, registre, pk):
    """Say what removing a sample week changes, then remove it."""
    acces = open_acces(request, code)
    acces.require_gestion()
    choisi = acces.registre(registre)
    semaine = acces.site.semaines_echantillon.filter(registre=registre, pk=pk).first()
    if semaine is None:
        raise Http404("Cette semaine n’est plus déclarée.")
    if request.method != "POST":
        contexte = {
            "site": acces.site,
            "registre": choisi,
            "couverte": cover_semaine(semaine),
            "titre": f"Retirer la semaine du {semaine.lundi:%d/%m/%Y} ?",
            "bouton": "Retirer la semaine",
            "retour": reverse("echantillons", args=[code, registre]),
        }
        return render(request, "suivi/echantillon_retirer.html", contexte)
    changees = remove_semaine(semaine, par=request.user, le=acces.le)
    messages.success(
        request,
        f"La semaine du {semaine.lundi:%d/%m/%Y} est retirée ; demandes redevenues exhaustives : "
        f"{changees}.",
    )
    return redirect("echantillons", code, registre)


def _add(request, acces, registre, form):
    try:
        semaine, changees = add_semaine(
            acces.site,
            registre=registre,
            jour=form.cleaned_data["jour"],
            par=request.user,
            le=acces.le,
        )
    except SemaineDejaDeclareeError as refus:
        form.add_error("jour", str(refus))
        return False
    messages.success(
        request,
        f"La semaine du {semaine.lundi:%d/%m/%Y} est déclarée ; demandes entrées dans "
        f"l’échantillon : {changees}.",
    )
    return True
