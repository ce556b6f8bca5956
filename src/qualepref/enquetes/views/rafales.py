"""Suspected bursts of a campaign, for the référent qualité who leads it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.operations.rafales import set_aside_rafale
from qualepref.enquetes.queries.collecte import load_rafales
from qualepref.enquetes.queries.phrases import get_limites


def rafales(request, code, pk):
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_pilote(campagne)
    limites = get_limites().rafales
    trouvees = [
        {"rafale": rafale, "ecartes": ecartes, "tous": ecartes == len(rafale.envois)}
        for rafale, ecartes in load_rafales(campagne, limites=limites)
    ]
    if request.method == "POST":
        return _set_aside(request, code, campagne, trouvees)
    contexte = {
        "site": acces.site, "campagne": campagne, "rafales": trouvees, "limites": limites,
    }  # fmt: skip
    return render(request, "enquetes/rafales.html", contexte)


def _set_aside(request, code, campagne, trouvees):
    choisie = request.POST.get("rafale", "")
    rafale = next((t["rafale"] for t in trouvees if t["rafale"].cle == choisie), None)
    if rafale is None:
        raise Http404("Cette rafale n’existe pas, ou n’existe plus.")
    suspect = "ecarter" in request.POST
    n = set_aside_rafale(
        campagne,
        retours=[envoi.pk for envoi in rafale.envois],
        suspect=suspect,
        par=request.user.username,
    )
    fait = "écartés : ils ne comptent plus" if suspect else "repris : ils comptent de nouveau"
    messages.success(request, f"{n} retours {fait}.")
    return redirect("enquete_rafales", code, campagne.pk)
