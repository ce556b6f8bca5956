"""The schedule of mystery tests, for who leads the campaign and nobody else."""

import secrets
from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.enums import EtatCampagne, GenreEnquete
from qualepref.enquetes.forms.mystere import (
    GRAINE_MAX,
    AbandonForm,
    AttributionForm,
    TirageForm,
)
from qualepref.enquetes.operations.mystere import (
    ChangementRefuseError,
    TirageRefuseError,
    assign_test,
    cancel_test,
    draw_tests,
    reopen_test,
)
from qualepref.enquetes.queries.tests_mystere import (
    canal_of,
    count_avancement,
    find_ligne,
    has_grilles,
    list_actifs,
    list_calendrier,
    list_enqueteurs,
    list_jours,
)
from qualepref.enquetes.rules.mystere import EtatTest
from qualepref.enquetes.rules.tirage import TirageImpossibleError


def calendrier(request, code, pk):
    """Show the tests day by day, and how far they have come."""
    acces, campagne = _open(request, code, pk)
    lignes = list_calendrier(campagne, le=acces.le)
    contexte = {
        "site": acces.site,
        "le": acces.le,
        "campagne": campagne,
        "jours": _group(lignes, lambda ligne: ligne.test.jour),
        "avancement": count_avancement(lignes),
        "close": campagne.etat(acces.le) is EtatCampagne.CLOSE,
        "fige": any(ligne.entamee for ligne in lignes),
        "plusieurs_sites": campagne.sites.count() > 1,
    }
    return render(request, "enquetes/mystere/calendrier.html", contexte)


def tirage(request, code, pk):
    """Draw the tests; the seed is kept, and printed on the schedule."""
    acces, campagne = _open(request, code, pk)
    agents = list(list_enqueteurs(campagne.pilote, le=acces.le))
    form = TirageForm(request.POST or None, campagne=campagne, agents=agents)
    if request.method == "POST" and form.is_valid():
        graine = form.cleaned_data["graine"]
        if graine is None:
            graine = secrets.randbelow(GRAINE_MAX)
        try:
            total = draw_tests(
                campagne,
                reglages=form.reglages(),
                graine=graine,
                par=request.user.username,
                le=acces.le,
            )
        except (TirageRefuseError, TirageImpossibleError) as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"{total} tests sont tirés, avec la graine {graine}.")
            return redirect("enquete_mystere", code, pk)
    contexte = {
        "site": acces.site,
        "campagne": campagne,
        "form": form,
        "canal": canal_of(campagne),
        "jours": list_jours(campagne, le=acces.le),
        "scenarios": list_actifs(campagne),
        "fige": has_grilles(campagne),
        "redo": campagne.tests.exists(),
    }
    return render(request, "enquetes/mystere/tirage.html", contexte)


def liste(request, code, pk):
    """Show the tests each caller still has to make, to be printed and given out one by one."""
    acces, campagne = _open(request, code, pk)
    finis = (EtatTest.FAIT, EtatTest.ABANDONNE)
    lignes = [n for n in list_calendrier(campagne, le=acces.le) if n.etat not in finis]
    gens = {agent for n in lignes for agent in (n.test.enqueteur, n.test.second) if agent}
    contexte = {
        "site": acces.site,
        "campagne": campagne,
        "feuilles": [
            (agent, [n for n in lignes if agent in (n.test.enqueteur, n.test.second)])
            for agent in sorted(gens, key=str)
        ],
        "plusieurs_sites": campagne.sites.count() > 1,
    }
    return render(request, "enquetes/mystere/liste.html", contexte)


def attribuer(request, code, pk, numero):
    """Give a test to other callers."""
    acces, campagne, ligne = _open_test(request, code, pk, numero)
    agents = list(list_enqueteurs(campagne.pilote, le=acces.le))
    form = AttributionForm(request.POST or None, test=ligne.test, agents=agents)
    if request.method == "POST" and form.is_valid():
        try:
            assign_test(ligne.test, **form.equipe(), par=request.user.username, le=acces.le)
        except ChangementRefuseError as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"Le test n° {numero} est attribué.")
            return redirect("enquete_mystere", code, pk)
    return _page(request, acces, ligne, form, "Attribuer", "Attribuer le test")


def abandonner(request, code, pk, numero):
    """Give up a test, and say why."""
    acces, _, ligne = _open_test(request, code, pk, numero)
    form = AbandonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_test(ligne.test, **form.cleaned_data, par=request.user.username)
        except ChangementRefuseError as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"Le test n° {numero} est abandonné.")
            return redirect("enquete_mystere", code, pk)
    return _page(request, acces, ligne, form, "Abandonner", "Abandonner le test")


@require_POST
def reprendre(request, code, pk, numero):
    """Take up again a test given up."""
    _, _, ligne = _open_test(request, code, pk, numero)
    try:
        reopen_test(ligne.test, par=request.user.username)
    except ChangementRefuseError as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"Le test n° {numero} est à faire de nouveau.")
    return redirect("enquete_mystere", code, pk)


def _open(request, code, pk):
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    if campagne.genre != GenreEnquete.MYSTERE:
        raise Http404("Cette campagne n’est pas une enquête mystère.")
    acces.require_pilote(campagne)
    return acces, campagne


def _open_test(request, code, pk, numero):
    acces, campagne = _open(request, code, pk)
    ligne = find_ligne(campagne, numero)
    if ligne is None:
        raise Http404("Ce test n’existe pas, ou n’existe plus.")
    return acces, campagne, ligne


def _page(request, acces, ligne, form, titre, bouton):
    contexte = {
        "site": acces.site,
        "campagne": ligne.test.campagne,
        "ligne": ligne,
        "form": form,
        "titre": titre,
        "bouton": bouton,
    }
    return render(request, "enquetes/mystere/changer.html", contexte)


def _group(lignes, cle):
    return [(jour, list(groupe)) for jour, groupe in groupby(lignes, key=cle)]
