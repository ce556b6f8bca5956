"""Counted quantities: which months are there, and a grid to fill them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from qualepref.noyau.calcul.periodes import MOIS_COURTS, mois_of
from qualepref.noyau.calendrier import PREMIER_JOUR
from qualepref.suivi.acces import open_acces
from qualepref.suivi.forms.comptages import ComptagesForm
from qualepref.suivi.operations.comptages import MoisAVenirError, set_comptages
from qualepref.suivi.queries.comptages import load_suivis, load_valeurs


def comptages(request, code, annee=None):
    acces = open_acces(request, code)
    annee = _check(annee or acces.le.year, acces.le)
    suivis = load_suivis(acces.site, annee=annee)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "mois": list(enumerate(MOIS_COURTS, start=annee * 100 + 1)),
        "suivis": suivis,
        "dernier_mois": mois_of(acces.le),
        **_annees(annee, acces.le),
    }
    return render(request, "suivi/comptages.html", contexte)


def saisir(request, code, grandeur, annee):
    acces = open_acces(request, code)
    annee = _check(annee, acces.le)
    try:
        choisie = acces.referentiel.grandeur(grandeur)
    except KeyError:
        raise Http404("Cette quantité n’existe pas.") from None
    if request.method == "POST":
        acces.require_gestion()
    valeurs, source = load_valeurs(acces.site, grandeur=choisie, annee=annee)
    form = ComptagesForm(
        request.POST or None,
        grandeur=choisie,
        annee=annee,
        dernier_mois=mois_of(acces.le),
        valeurs=valeurs,
        initial={"source": source},
    )
    if request.method == "POST" and form.is_valid() and _write(request, acces, choisie, form):
        return redirect("comptages_annee", code, annee)
    contexte = {"site": acces.site, "acces": acces, "grandeur": choisie, "form": form}
    return render(request, "suivi/comptages_saisie.html", contexte | _annees(annee, acces.le))


def _write(request, acces, grandeur, form):
    try:
        changes = set_comptages(
            acces.site,
            grandeur=grandeur,
            valeurs=form.comptages(),
            source=form.cleaned_data["source"],
            par=request.user,
            le=acces.le,
        )
    except MoisAVenirError as refus:
        form.add_error(None, str(refus))
        return False
    s = "s" if changes > 1 else ""
    quoi = f"{changes} valeur{s} modifiée{s}" if changes else "aucune valeur ne change"
    messages.success(request, f"{grandeur.libelle} : {quoi}.")
    return True


def _check(annee, le):
    if not PREMIER_JOUR.year <= annee <= le.year:
        raise Http404("Cette année est hors du calendrier.")
    return annee


def _annees(annee, le):
    return {
        "annee": annee,
        "precedente": annee - 1 if annee > PREMIER_JOUR.year else None,
        "suivante": annee + 1 if annee < le.year else None,
    }
