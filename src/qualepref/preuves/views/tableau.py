"""What an auditor would find missing, and each living evidence."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qualepref.preuves.acces import open_acces
from qualepref.preuves.forms import FiltreManquesForm
from qualepref.preuves.operations.constats import record_constats
from qualepref.preuves.queries.dossiers import list_conserves
from qualepref.preuves.queries.manques import load_tableau_preuves
from qualepref.preuves.queries.reglages import PreuveInconnueError
from qualepref.preuves.queries.vivantes.constats import load_constat, load_constats


def preuves(request, code):
    """The perimeter engagement by engagement; totals alone for who reads figures only."""
    acces = open_acces(request, code)
    entier = load_tableau_preuves(acces.site, le=acces.le)
    filtre = FiltreManquesForm(request.GET, site=acces.site)
    choix = filtre.cleaned_data if filtre.is_valid() else {}
    contexte = {
        "site": acces.site,
        "acces": acces,
        "tableau": entier,
        "filtre": filtre,
        "filtree": any(choix.values()),
        "montre": entier.select(module=choix.get("module"), manquants=bool(choix.get("manquants"))),
    }
    return render(request, "preuves/tableau.html", contexte)


def vivantes(request, code):
    """Every living evidence of the perimeter, with its value today."""
    acces = open_acces(request, code)
    acces.require_pieces()
    contexte = {
        "site": acces.site,
        "acces": acces,
        "constats": load_constats(acces.site, le=acces.le),
    }
    return render(request, "preuves/vivantes.html", contexte)


def vivante(request, code, preuve):
    """One living evidence: its value, the rows behind it, what it was on other days."""
    acces = open_acces(request, code)
    acces.require_pieces()
    try:
        constat = load_constat(acces.site, preuve, le=acces.le)
    except PreuveInconnueError as refus:
        raise Http404(str(refus)) from refus
    contexte = {
        "site": acces.site,
        "acces": acces,
        "constat": constat,
        "conserves": list_conserves(acces.site, preuve),
    }
    return render(request, "preuves/vivante.html", contexte)


@require_POST
def conserver(request, code):
    """Keep today's values."""
    acces = open_acces(request, code)
    acces.require_gestion()
    n = record_constats(
        acces.site,
        constats=load_constats(acces.site, le=acces.le),
        par=request.user.username,
        le=acces.le,
    )
    messages.success(request, f"Les {n} constats du jour sont conservés.")
    return redirect("preuves_vivantes", code)
