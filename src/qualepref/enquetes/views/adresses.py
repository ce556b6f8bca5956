"""Public addresses of a campaign, the poster of each, and the paper form."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.forms.campagnes import AdresseForm, name_adresse
from qualepref.enquetes.operations.adresses import (
    add_collecteur,
    close_collecteur,
    reopen_collecteur,
)
from qualepref.enquetes.operations.preparation import CampagneRefuseeError
from qualepref.enquetes.rendering.affiche import render_affiche
from qualepref.enquetes.rendering.papier import render_papier
from qualepref.noyau.documents.composition import RenduImpossibleError


def ajouter(request, code, pk):
    """One more address on this site, for a service or a mode."""
    acces = open_acces(request, code)
    acces.require_gestion()
    campagne = acces.campagne(pk)
    form = AdresseForm(request.POST or None, campagne=campagne, site=acces.site)
    if request.method == "POST" and form.is_valid():
        try:
            collecteur = add_collecteur(
                campagne,
                site=acces.site,
                mode=form.cleaned_data["mode"],
                service=form.cleaned_data["service"],
                par=request.user.username,
            )
        except CampagneRefuseeError as refus:
            form.add_error(refus.champ if refus.champ in form.fields else None, str(refus))
        else:
            messages.success(request, f"L’adresse « {name_adresse(collecteur)} » est ouverte.")
            return redirect("enquete", code, pk)
    contexte = {"site": acces.site, "campagne": campagne, "form": form}
    return render(request, "enquetes/adresse.html", contexte)


def fermer(request, code, pk, adresse):
    """Say what closing an address does, then do it; the référent of its site may."""
    acces = open_acces(request, code)
    acces.require_gestion()
    collecteur = _find(acces, pk, adresse)
    if request.method == "POST":
        close_collecteur(collecteur, par=request.user.username)
        messages.success(request, f"L’adresse « {name_adresse(collecteur)} » est fermée.")
        return redirect("enquete", code, pk)
    contexte = {
        "site": acces.site,
        "campagne": collecteur.campagne,
        "collecteur": collecteur,
        "titre": f"Fermer l’adresse {collecteur.adresse} ?",
        "bouton": "Fermer l’adresse",
        "retour": reverse("enquete", args=[code, pk]),
    }
    return render(request, "enquetes/adresse_fermer.html", contexte)


def rouvrir(request, code, pk, adresse):
    acces = open_acces(request, code)
    acces.require_gestion()
    collecteur = _find(acces, pk, adresse)
    if request.method == "POST":
        reopen_collecteur(collecteur, par=request.user.username)
        messages.success(request, f"L’adresse « {name_adresse(collecteur)} » est rouverte.")
    return redirect("enquete", code, pk)


def affiche(request, code, pk, adresse):
    """The poster to print: who asks what, the QR code, and the address in clear."""
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    # Seen from any site of the campaign: whoever leads it prints for all.
    collecteur = get_object_or_404(
        campagne.collecteurs.select_related("site", "service"), adresse=adresse, mode=Mode.EN_LIGNE
    )
    publique = request.build_absolute_uri(reverse("enquete_publique", args=[adresse]))
    try:
        contenu = render_affiche(campagne, collecteur=collecteur, adresse=publique, le=acces.le)
    except RenduImpossibleError as refus:
        return _refuse(request, refus, code, pk)
    return _attach(contenu, f"affiche-{collecteur.site_id}-{adresse}.pdf")


def papier(request, code, pk, langue):
    """The paper form, in one of the campaign's languages."""
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    if langue not in campagne.langues:
        raise Http404("Cette campagne n’est pas proposée dans cette langue.")
    try:
        contenu = render_papier(campagne, site=acces.site, langue=langue, le=acces.le)
    except RenduImpossibleError as refus:
        return _refuse(request, refus, code, pk)
    return _attach(contenu, f"questionnaire-{campagne.formulaire.code}-{langue}.pdf")


def _find(acces, pk, adresse):
    """Return an address of this very site: the others are their own référent's."""
    campagne = acces.campagne(pk)
    return get_object_or_404(
        campagne.collecteurs.select_related("service"), adresse=adresse, site=acces.site
    )


def _refuse(request, refus, code, pk):
    messages.error(request, str(refus))
    return redirect("enquete", code, pk)


def _attach(contenu: bytes, nom: str) -> HttpResponse:
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=nom)
    return reponse
