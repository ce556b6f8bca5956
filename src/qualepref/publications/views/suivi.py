"""A publication being made: how far it is, what came of it, giving it up."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.organisation.acces import resolve_managed_site
from qualepref.publications.enums import EtatPreparation
from qualepref.publications.operations.preparations import cancel_preparation
from qualepref.publications.queries.instantanes import list_publications
from qualepref.publications.queries.preparations import find_preparation
from qualepref.publications.rendering.avancement import build_avancement


TITRES = {
    EtatPreparation.EN_COURS: "Publication en préparation",
    EtatPreparation.PUBLIEE: "Les documents de {} sont publiés",
    EtatPreparation.REFUSEE: "La publication demandée pour {} n’a pas été faite",
}


def suivi(request, code, annee):
    site, _ = resolve_managed_site(request, code)
    preparation = find_preparation(site, annee)
    if preparation is None:
        return redirect("publication_preparer", code, annee)
    en_cours = preparation.etat == EtatPreparation.EN_COURS
    contexte = {
        "site": site,
        "annee": annee,
        "preparation": preparation,
        "titre": TITRES[preparation.etat].format(annee),
        "avancement": build_avancement(preparation) if en_cours else None,
        "en_vigueur": list_publications(site, annee).en_vigueur(),
    }
    return render(request, "publications/suivi.html", contexte)


def abandonner(request, code, annee):
    site, _ = resolve_managed_site(request, code)
    preparation = find_preparation(site, annee)
    if preparation is None or preparation.etat != EtatPreparation.EN_COURS:
        return redirect("publication_suivi", code, annee)
    retour = reverse("publication_suivi", args=[code, annee])
    if request.method == "POST":
        cancel_preparation(preparation, par=request.user.username)
        messages.info(request, "La préparation est abandonnée.")
        return redirect("publication_preparer", code, annee)
    contexte = {
        "site": site,
        "titre": f"Abandonner la préparation des documents de {annee} ?",
        "bouton": "Abandonner la préparation",
        "retour": retour,
    }
    return render(request, "publications/abandonner.html", contexte)
