"""Committees of a site, the page of one, and who sits on it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.comites.acces import open_acces
from qualepref.comites.forms.comites import (
    ComiteForm,
    MembreForm,
    initial_of_comite,
    initial_of_membre,
)
from qualepref.comites.operations.comites import (
    ComiteAvecReunionsError,
    ComiteRefuseError,
    create_comite,
    delete_comite,
    update_comite,
)
from qualepref.comites.operations.membres import (
    MembreDejaConvieError,
    MembreRefuseError,
    add_membre,
    remove_membre,
    update_membre,
)
from qualepref.comites.queries.comites import (
    build_frequence,
    count_membres,
    list_anciens,
    list_comites,
    list_membres,
    list_suites,
)
from qualepref.comites.queries.regles import get_ordre_modele
from qualepref.enquetes.permissions import list_sites_associables


def comites(request, code):
    acces = open_acces(request, code)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "lignes": list_comites(acces.site, le=acces.le),
    }
    return render(request, "comites/comites.html", contexte)


def comite(request, code, pk):
    acces = open_acces(request, code)
    comite = acces.comite(pk)
    reunions = list(comite.reunions.select_related("comite__pilote"))
    contexte = {
        "site": acces.site,
        "acces": acces,
        "comite": comite,
        "pilote": acces.droits.pilote(comite, acces.site),
        "frequence": build_frequence(comite, reunions, le=acces.le),
        "compte": count_membres(comite.membres.all(), le=acces.le),
        "membres": list_membres(comite, le=acces.le) if acces.droits.lit else [],
        "anciens": list_anciens(comite, le=acces.le) if acces.droits.lit else [],
        "reunions": reunions,
        "modele": get_ordre_modele(comite),
        "dues": (
            list_suites(acces.site, le=acces.le, comite=comite)
            .attendues()
            .order_by("echeance", "pk")
            if acces.droits.lit
            else []
        ),
    }
    return render(request, "comites/comite.html", contexte)


def nouveau(request, code):
    acces = open_acces(request, code)
    acces.require_gestion()
    associables = list_sites_associables(request.user, acces.site, le=acces.le)
    form = ComiteForm(request.POST or None, sites=associables[1:])
    if request.method == "POST" and form.is_valid():
        try:
            comite = create_comite(
                acces.site,
                donne=form.build_donne(),
                associables=associables,
                par=request.user.username,
            )
        except ComiteRefuseError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, f"« {comite.nom} » est créé. Ajoutez ses membres.")
            return redirect("comite", code, comite.pk)
    contexte = {"site": acces.site, "form": form, "retour": reverse("comites", args=[code])}
    return render(request, "comites/comite_form.html", contexte)


def modifier(request, code, pk):
    acces = open_acces(request, code)
    comite = acces.comite(pk)
    acces.require_pilote(comite)
    associables = list_sites_associables(request.user, acces.site, le=acces.le)
    autres = [*associables[1:], *(s for s in comite.sites.all() if s not in associables)]
    form = ComiteForm(request.POST or None, sites=autres, initial=initial_of_comite(comite))
    if request.method == "POST" and form.is_valid():
        try:
            update_comite(
                comite,
                donne=form.build_donne(),
                associables=associables,
                par=request.user.username,
            )
        except ComiteRefuseError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, "Le comité est modifié.")
            return redirect("comite", code, pk)
    contexte = {
        "site": acces.site,
        "comite": comite,
        "form": form,
        "retour": reverse("comite", args=[code, pk]),
    }
    return render(request, "comites/comite_form.html", contexte)


def supprimer(request, code, pk):
    """Say what deleting does, then do it."""
    acces = open_acces(request, code)
    comite = acces.comite(pk)
    acces.require_pilote(comite)
    if request.method == "POST":
        try:
            delete_comite(comite, par=request.user.username)
        except ComiteAvecReunionsError as refus:
            messages.error(request, str(refus))
            return redirect("comite", code, pk)
        messages.success(request, f"« {comite.nom} » est supprimé.")
        return redirect("comites", code)
    contexte = {
        "site": acces.site,
        "comite": comite,
        "titre": "Supprimer ce comité ?",
        "bouton": "Supprimer le comité",
        "retour": reverse("comite", args=[code, pk]),
    }
    return render(request, "comites/comite_supprimer.html", contexte)


def membre_nouveau(request, code, pk):
    acces = open_acces(request, code)
    comite = acces.comite(pk)
    acces.require_pilote(comite)
    form = MembreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membre = add_membre(comite, donne=form.build_donne(), par=request.user.username)
        except MembreRefuseError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, f"« {membre.organisation or membre} » siège au comité.")
            return redirect("comite", code, pk)
    contexte = _contexte_membre(acces, comite, form, "Ajouter un membre")
    return render(request, "comites/membre_form.html", contexte)


def membre(request, code, pk, membre):
    """Change a seat, or say when it was left."""
    acces = open_acces(request, code)
    comite = acces.comite(pk)
    acces.require_pilote(comite)
    trouve = acces.membre(comite, membre)
    form = MembreForm(request.POST or None, initial=initial_of_membre(trouve))
    if request.method == "POST" and form.is_valid():
        try:
            update_membre(trouve, donne=form.build_donne(), par=request.user.username)
        except MembreRefuseError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, "Le membre est modifié.")
            return redirect("comite", code, pk)
    contexte = _contexte_membre(acces, comite, form, "Modifier un membre") | {"membre": trouve}
    return render(request, "comites/membre_form.html", contexte)


def membre_retirer(request, code, pk, membre):
    """Say what removing a seat does, then do it."""
    acces = open_acces(request, code)
    comite = acces.comite(pk)
    acces.require_pilote(comite)
    trouve = acces.membre(comite, membre)
    if request.method == "POST":
        try:
            remove_membre(trouve, par=request.user.username)
        except MembreDejaConvieError as refus:
            messages.error(request, str(refus))
            return redirect("comite_membre", code, pk, membre)
        messages.success(request, "Le membre est retiré.")
        return redirect("comite", code, pk)
    contexte = {
        "site": acces.site,
        "comite": comite,
        "membre": trouve,
        "titre": "Retirer ce membre ?",
        "bouton": "Retirer le membre",
        "retour": reverse("comite_membre", args=[code, pk, membre]),
    }
    return render(request, "comites/membre_retirer.html", contexte)


def _contexte_membre(acces, comite, form, titre):
    return {
        "site": acces.site,
        "comite": comite,
        "form": form,
        "titre": titre,
        "retour": reverse("comite", args=[acces.site.pk, comite.pk]),
    }
