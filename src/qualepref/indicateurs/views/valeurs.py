"""The declared values of a site: list of a year, entry, correction, deletion."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from qualepref.indicateurs.forms import ValeurForm, add_refus, initial_of
from qualepref.indicateurs.operations.valeurs import delete_valeur, record_valeur, update_valeur
from qualepref.indicateurs.queries.annees import ANNEES, default_annee, list_annees
from qualepref.indicateurs.queries.perimetre import load_perimetre
from qualepref.indicateurs.queries.valeurs import donnee_of, list_valeurs_montrees
from qualepref.indicateurs.rules.refus import DejaDeclareeError
from qualepref.organisation.acces import resolve_managed_site, resolve_site
from qualepref.organisation.permissions import can_manage


def valeurs(request, code, annee=None):
    """The values that bear on a year."""
    site, le = resolve_site(request, code)
    demandee = request.GET.get("annee", "")
    if annee is None or (demandee.isdecimal() and int(demandee) != annee):
        annee = int(demandee) if demandee.isdecimal() else default_annee(site, le=le)
        _check_annee(annee)
        return redirect("valeurs_annee", site.code, annee)
    _check_annee(annee)
    contexte = {
        "site": site,
        "annee": annee,
        "annees": sorted({annee, *list_annees(site, le=le)}, reverse=True),
        "lignes": list_valeurs_montrees(site, annee=annee, le=le),
        "gere": can_manage(request.user, site, le=le),
    }
    return render(request, "indicateurs/valeurs.html", contexte)


def nouvelle_valeur(request, code):
    """Enter a value."""
    site, le = resolve_managed_site(request, code)
    perimetre = load_perimetre(site)
    initial = {"indicateur": request.GET.get("indicateur", "")}
    form = ValeurForm(perimetre, le, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            valeur = record_valeur(site, donnee=form.donnee, par=request.user.username, le=le)
        except DejaDeclareeError as refus:
            add_refus(form, [refus])
        else:
            return _done(request, form, valeur, "La valeur est enregistrée.")
    return render(request, "indicateurs/valeur.html", {"site": site, "form": form})


def valeur(request, code, pk):
    """Correct a value."""
    site, le = resolve_managed_site(request, code)
    declaree = get_object_or_404(site.valeurs, pk=pk)
    donnee = donnee_of(declaree)
    form = ValeurForm(load_perimetre(site), le, request.POST or None, initial=initial_of(donnee))
    if request.method == "POST" and form.is_valid():
        try:
            update_valeur(declaree, donnee=form.donnee, par=request.user.username, le=le)
        except DejaDeclareeError as refus:
            add_refus(form, [refus])
        else:
            return _done(request, form, declaree, "La valeur est corrigée.")
    contexte = {"site": site, "form": form, "valeur": declaree, "objet": donnee.objet}
    return render(request, "indicateurs/valeur.html", contexte)


def supprimer_valeur(request, code, pk):
    """Delete a value, once confirmed."""
    site, _ = resolve_managed_site(request, code)
    declaree = get_object_or_404(site.valeurs, pk=pk)
    annee = declaree.dernier_mois // 100
    if request.method == "POST":
        delete_valeur(declaree, par=request.user.username)
        messages.success(request, "La valeur est supprimée.")
        return redirect("valeurs_annee", site.code, annee)
    contexte = {"site": site, "annee": annee, "objet": donnee_of(declaree).objet}
    return render(request, "indicateurs/valeur_supprimer.html", contexte)


def _done(request, form, declaree, message):
    messages.success(request, message)
    for reserve in form.reserves:
        messages.warning(request, reserve)
    return redirect("valeurs_annee", declaree.site_id, declaree.dernier_mois // 100)


def _check_annee(annee):
    if annee not in ANNEES:
        raise Http404
