"""The draft of the voice server: its steps, one by one, then the day it answers calls."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.modeles.forms.svi import EtapeForm, VigueurForm
from qualepref.modeles.operations.svi import (
    EtapesRefuseesError,
    SviRefuseError,
    delete_brouillon,
    delete_etape,
    open_brouillon,
    publish_svi,
    write_etape,
)
from qualepref.modeles.queries.svi import (
    EtapeInconnueError,
    find_brouillon,
    find_derniere,
    find_etape,
    list_etapes,
    list_mises_a_jour,
    read_svi,
)
from qualepref.modeles.rules.svi import list_branche
from qualepref.organisation.acces import resolve_managed_site


def preparer(request, code):
    """Begin a draft, from the latest version when there is one."""
    site, le = resolve_managed_site(request, code)
    if request.method == "POST":
        brouillon = open_brouillon(site, par=request.user.username, le=le)
        return _show(code, brouillon)
    derniere = find_derniere(site)
    depart = f"de la version {derniere.version}" if derniere else "d’un accueil vide, à remplir"
    contexte = {
        "titre": "Préparer une nouvelle version du serveur vocal ?",
        "bouton": "Préparer cette version",
        "effets": [
            f"Un brouillon partira {depart}.",
            "Rien ne change pour l’appelant tant que vous ne le mettez pas en vigueur.",
        ],
    }
    return _confirm(request, site, contexte)


def ajouter(request, code):
    """Add a step under a menu of the draft."""
    site, _ = resolve_managed_site(request, code)
    brouillon = _find(site)
    etapes = list_etapes(brouillon)
    form = EtapeForm(
        request.POST or None, site=site, etapes=etapes, parent=request.GET.get("parent", "")
    )
    return _edit(request, site, brouillon, form, None)


def corriger(request, code, etape):
    """Correct a step of the draft."""
    site, _ = resolve_managed_site(request, code)
    brouillon = _find(site)
    lue = _find_etape(brouillon, etape)
    form = EtapeForm(request.POST or None, site=site, etapes=list_etapes(brouillon), etape=lue)
    return _edit(request, site, brouillon, form, lue)


def retirer_etape(request, code, etape):
    """Remove a step of the draft and what hangs below it."""
    site, _ = resolve_managed_site(request, code)
    brouillon = _find(site)
    lue = _find_etape(brouillon, etape)
    if request.method == "POST":
        try:
            delete_etape(brouillon, code=etape, par=request.user.username)
        except SviRefuseError as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, f"« {lue.libelle} » a quitté le brouillon.")
        return _show(code, brouillon)
    dessous = len(list_branche(list_etapes(brouillon), etape)) - 1
    suite = f" et {dessous} étape{'s' if dessous > 1 else ''} au-dessous" if dessous else ""
    contexte = {
        "titre": f"Retirer « {lue.libelle} » ?",
        "bouton": "Retirer du brouillon",
        "effets": [f"Cette étape{suite} quitte le brouillon. La version en vigueur ne change pas."],
    }
    return _confirm(request, site, contexte, brouillon)


def mettre_en_vigueur(request, code):
    """Say from which day the draft answers calls."""
    site, le = resolve_managed_site(request, code)
    brouillon = _find(site)
    form = VigueurForm(request.POST or None, initial={"depuis": le})
    if request.method == "POST" and form.is_valid():
        depuis = form.cleaned_data["depuis"]
        try:
            publish_svi(brouillon, depuis=depuis, par=request.user.username, le=le)
        except SviRefuseError as refus:
            form.add_error(refus.champ, str(refus))
        else:
            messages.success(request, f"La version {brouillon.version} est mise en vigueur.")
            return redirect("svi", code)
    contexte = {
        "site": site,
        "form": form,
        "svi": brouillon,
        "lu": read_svi(brouillon, le=le),
        "mises_a_jour": list_mises_a_jour(site),
        "retour": _address(code, brouillon),
    }
    return render(request, "modeles/svi/vigueur.html", contexte)


def abandonner(request, code):
    """Give up the draft."""
    site, _ = resolve_managed_site(request, code)
    brouillon = _find(site)
    if request.method == "POST":
        delete_brouillon(brouillon, par=request.user.username)
        messages.success(request, "Le brouillon est abandonné.")
        return redirect("svi", code)
    contexte = {
        "titre": f"Abandonner la version {brouillon.version}, en brouillon ?",
        "bouton": "Abandonner le brouillon",
        "effets": ["Tout ce que vous y avez écrit est perdu. La version en vigueur ne change pas."],
    }
    return _confirm(request, site, contexte, brouillon)


def _edit(request, site, brouillon, form, etape):
    """Show a step's form, write it when it is good."""
    if request.method == "POST" and form.is_valid():
        voulue = form.build_etape()
        try:
            write_etape(brouillon, etape=voulue, par=request.user.username)
        except EtapesRefuseesError as refus:
            form.add_fautes(refus.fautes)
        except SviRefuseError as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"« {voulue.libelle} » est enregistrée.")
            return _show(site.pk, brouillon)
    contexte = {
        "site": site,
        "form": form,
        "etape": etape,
        "svi": brouillon,
        "retour": _address(site.pk, brouillon),
    }
    return render(request, "modeles/svi/etape.html", contexte)


def _find(site):
    """Return the draft; 404 when there is none."""
    brouillon = find_brouillon(site)
    if brouillon is None:
        raise Http404("Aucun brouillon du serveur vocal n’est ouvert.")
    return brouillon


def _find_etape(brouillon, code):
    try:
        return find_etape(brouillon, code)
    except EtapeInconnueError as refus:
        raise Http404(str(refus)) from refus


def _address(code, brouillon):
    return f"{reverse('svi', args=[code])}?version={brouillon.version}"


def _show(code, brouillon):
    return redirect(_address(code, brouillon))


def _confirm(request, site, contexte, brouillon=None):
    retour = _address(site.pk, brouillon) if brouillon else reverse("svi", args=[site.pk])
    return render(
        request, "modeles/svi/confirmer.html", {"site": site, "retour": retour, **contexte}
    )
