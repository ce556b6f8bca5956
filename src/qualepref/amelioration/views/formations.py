"""The trainings of a site: totals of a year, engagements, courses."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.amelioration.acces import open_acces
from qualepref.amelioration.forms.formations import FormationForm
from qualepref.amelioration.operations.formations import (
    FormationRefuseeError,
    FormationTenueError,
    create_formation,
    delete_formation,
    update_formation,
)
from qualepref.amelioration.queries.formations import (
    FormationInconnueError,
    default_annee,
    find_formation,
    list_annees,
    list_engagements,
    list_seances,
    load_totaux,
)
from qualepref.amelioration.queries.personnes import load_eloignes


PAGE = "amelioration/formations/saisie.html"


def formations(request, code):
    """The trainings of a year: by course, by engagement."""
    acces = open_acces(request, code)
    annee, annees = _read_annee(request, acces)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "annee": annee,
        "annees": annees,
        "totaux": load_totaux(acces.site, annee, le=acces.le),
        "eloignes": load_eloignes(acces.site, le=acces.le),
    }
    return render(request, "amelioration/formations/formations.html", contexte)


def engagement(request, code, numero):
    """What answers one engagement, over a year."""
    acces = open_acces(request, code)
    annee, annees = _read_annee(request, acces)
    totaux = load_totaux(acces.site, annee, le=acces.le)
    lignes = {li.engagement.numero: li for li in totaux.engagements}
    if numero not in lignes:
        raise Http404("Aucune formation ne répond à cet engagement sur ce site.")
    contexte = {
        "site": acces.site,
        "acces": acces,
        "annee": annee,
        "annees": annees,
        "totaux": totaux,
        "ligne": lignes[numero],
    }
    return render(request, "amelioration/formations/engagement.html", contexte)


def formation(request, code, pk):
    """One course: what it is, its sessions."""
    acces = open_acces(request, code)
    lue = _find(acces, pk)
    textes = {e.numero: e.texte for e in list_engagements(acces.site)}
    contexte = {
        "site": acces.site,
        "acces": acces,
        "formation": lue,
        "engagements": [(n, textes.get(n, "")) for n in lue.engagements],
        "seances": list_seances(lue),
        "attentes": lue.besoins.filter(satisfait_le__isnull=True).count(),
    }
    return render(request, "amelioration/formations/formation.html", contexte)


def nouvelle(request, code):
    """Add a course to the catalogue."""
    acces = open_acces(request, code)
    acces.require_gestion()
    form = FormationForm(request.POST or None, site=acces.site)
    if request.method == "POST" and form.is_valid():
        try:
            lue = create_formation(acces.site, donnee=form.donnee(), par=request.user.username)
        except FormationRefuseeError as refus:
            form.add_fautes(refus.fautes)
        else:
            messages.success(request, f"La formation « {lue.titre} » est au catalogue.")
            return redirect("formation", acces.site.pk, lue.pk)
    contexte = {
        "site": acces.site,
        "form": form,
        "titre": "Ajouter une formation au catalogue",
        "bouton": "Ajouter la formation",
        "retour": reverse("formations", args=[acces.site.pk]),
    }
    return render(request, PAGE, contexte)


def corriger(request, code, pk):
    """Correct a course."""
    acces = open_acces(request, code)
    acces.require_gestion()
    lue = _find(acces, pk)
    champs = ("titre", "objectif", "engagements", "organisme")
    initial = {c: getattr(lue, c) for c in champs}
    form = FormationForm(request.POST or None, site=acces.site, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_formation(lue, donnee=form.donnee(), par=request.user.username)
        except FormationRefuseeError as refus:
            form.add_fautes(refus.fautes)
        else:
            messages.success(request, "La formation est corrigée.")
            return redirect("formation", acces.site.pk, lue.pk)
    contexte = {
        "site": acces.site,
        "form": form,
        "titre": "Corriger la formation",
        "parent": initial["titre"],
        "bouton": "Enregistrer",
        "retour": reverse("formation", args=[acces.site.pk, pk]),
    }
    return render(request, PAGE, contexte)


def supprimer(request, code, pk):
    """Delete a course that was never held, once confirmed."""
    acces = open_acces(request, code)
    acces.require_gestion()
    lue = _find(acces, pk)
    if request.method == "POST":
        try:
            delete_formation(lue, par=request.user.username)
        except FormationTenueError as refus:
            messages.error(request, str(refus))
            return redirect("formation", acces.site.pk, pk)
        messages.success(request, "La formation est supprimée.")
        return redirect("formations", acces.site.pk)
    contexte = {
        "site": acces.site,
        "titre": f"Supprimer la formation « {lue.titre} » ?",
        "parent": lue.titre,
        "bouton": "Supprimer la formation",
        "retour": reverse("formation", args=[acces.site.pk, pk]),
        "effets": ["Elle quitte le catalogue, avec les besoins exprimés."],
    }
    return render(request, "amelioration/formations/supprimer.html", contexte)


def _find(acces, pk):
    try:
        return find_formation(acces.site, pk)
    except FormationInconnueError as refus:
        raise Http404(str(refus)) from refus


def _read_annee(request, acces):
    annees = list_annees(acces.site, le=acces.le)
    demandee = request.GET.get("annee", "")
    if not demandee:
        return default_annee(acces.site, le=acces.le), annees
    if not demandee.isdecimal() or int(demandee) not in annees:
        raise Http404("Aucune formation cette année-là.")
    return int(demandee), annees
