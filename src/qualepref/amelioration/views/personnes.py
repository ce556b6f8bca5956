"""The agents of the perimeter: list, follow-up of each, those far from training, their needs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qualepref.amelioration.acces import REFUS_SERVICE, open_acces
from qualepref.amelioration.forms.formations import (
    BesoinForm,
    DepartForm,
    FiltresPersonnesForm,
    PersonneForm,
    ReponseBesoinForm,
)
from qualepref.amelioration.models import Besoin, Formation
from qualepref.amelioration.operations.formations import FormationRefuseeError
from qualepref.amelioration.operations.personnes import (
    PersonneFormeeError,
    create_personne,
    delete_personne,
    set_depart,
    update_personne,
)
from qualepref.amelioration.operations.presences import (
    BesoinRefuseError,
    close_besoin,
    delete_besoin,
    record_besoin,
)
from qualepref.amelioration.queries.formations import list_besoins
from qualepref.amelioration.queries.personnes import (
    PersonneInconnueError,
    find_personne,
    list_personnes,
    load_eloignes,
    load_suivi,
)


PAR_PAGE = 50
PAGE = "amelioration/formations/saisie.html"


def personnes(request, code):
    """The agents of the perimeter, filtered."""
    acces = open_acces(request, code)
    acces.require_lignes()
    filtres = FiltresPersonnesForm(request.GET, site=acces.site)
    filtres.is_valid()
    lignes = list_personnes(acces.site, filtres.cleaned_data, le=acces.le)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "filtres": filtres,
        "actifs": filtres.actifs(),
        "page": Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "amelioration/formations/personnes.html", contexte)


def eloignes(request, code):
    """Agents far from training."""
    acces = open_acces(request, code)
    acces.require_lignes()
    contexte = {
        "site": acces.site,
        "acces": acces,
        "eloignes": load_eloignes(acces.site, le=acces.le),
    }
    return render(request, "amelioration/formations/eloignes.html", contexte)


def besoins(request, code):
    """Needs that nobody answered."""
    acces = open_acces(request, code)
    acces.require_lignes()
    attentes = list_besoins(acces.site, le=acces.le)
    page = Paginator(attentes, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {"site": acces.site, "acces": acces, "page": page}
    return render(request, "amelioration/formations/besoins.html", contexte)


def personne(request, code, pk):
    """What one agent attended, and needs."""
    acces = open_acces(request, code)
    acces.require_lignes()
    lue = _find(acces, pk)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "personne": lue,
        "suivi": load_suivi(lue, le=acces.le),
        "peut_ecrire": acces.droits.couvre(lue.service_id),
        "partie": lue.partie_le is not None and lue.partie_le < acces.le,
    }
    return render(request, "amelioration/formations/personne.html", contexte)


def nouvelle(request, code):
    """Add an agent to the perimeter."""
    acces = open_acces(request, code)
    if not acces.droits.saisit:
        raise PermissionDenied(REFUS_SERVICE)
    form = PersonneForm(request.POST or None, acces=acces)
    if request.method == "POST" and form.is_valid():
        try:
            lue = create_personne(acces.site, donnee=form.donnee(), par=request.user.username)
        except FormationRefuseeError as refus:
            form.add_fautes(refus.fautes)
        else:
            messages.success(request, f"{lue} est dans le périmètre.")
            return redirect("personne", acces.site.pk, lue.pk)
    contexte = {
        "site": acces.site,
        "form": form,
        "titre": "Ajouter un agent au périmètre",
        "bouton": "Ajouter l’agent",
        "retour": reverse("personnes", args=[acces.site.pk]),
    }
    return render(request, PAGE, contexte)


def corriger(request, code, pk):
    """Correct what is known of an agent."""
    acces, lue = _open_ecriture(request, code, pk)
    champs = (
        "nom", "prenom", "matricule", "fonction", "modules", "arrivee_le", "partie_le",
    )  # fmt: skip
    nom = str(lue)
    initial = {c: getattr(lue, c) for c in champs} | {"service": lue.service_id}
    form = PersonneForm(request.POST or None, acces=acces, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_personne(lue, donnee=form.donnee(), par=request.user.username)
        except FormationRefuseeError as refus:
            form.add_fautes(refus.fautes)
        else:
            messages.success(request, "La fiche est corrigée.")
            return redirect("personne", acces.site.pk, pk)
    contexte = _contexte(acces, pk, nom) | {
        "form": form,
        "titre": "Corriger la fiche de l’agent",
        "bouton": "Enregistrer",
    }
    return render(request, PAGE, contexte)


def depart(request, code, pk):
    """Write the last day of an agent in the perimeter."""
    acces, lue = _open_ecriture(request, code, pk)
    nom = str(lue)
    form = DepartForm(request.POST or None, initial={"partie_le": lue.partie_le or acces.le})
    if request.method == "POST" and form.is_valid():
        try:
            set_depart(lue, partie_le=form.cleaned_data["partie_le"], par=request.user.username)
        except FormationRefuseeError as refus:
            form.add_fautes(refus.fautes)
        else:
            messages.success(
                request,
                f"Le départ est enregistré. La fiche s’effacera {acces.site.conservation_mois} mois "
                "après.",
            )
            return redirect("personne", acces.site.pk, pk)
    contexte = _contexte(acces, pk, nom) | {
        "form": form,
        "titre": "Enregistrer un départ",
        "bouton": "Enregistrer le départ",
    }
    return render(request, PAGE, contexte)


def supprimer(request, code, pk):
    """Delete an agent written by mistake, once confirmed."""
    acces, lue = _open_ecriture(request, code, pk)
    if request.method == "POST":
        try:
            delete_personne(lue, par=request.user.username)
        except PersonneFormeeError as refus:
            messages.error(request, str(refus))
            return redirect("personne", acces.site.pk, pk)
        messages.success(request, "La fiche est supprimée.")
        return redirect("personnes", acces.site.pk)
    contexte = _contexte(acces, pk, str(lue)) | {
        "titre": f"Supprimer la fiche de {lue} ?",
        "bouton": "Supprimer la fiche",
        "effets": [
            "Supprimez seulement une fiche inscrite par erreur : ses besoins et ses inscriptions "
            "partent avec elle. Un agent qui quitte le périmètre s’enregistre comme parti."
        ],
    }
    return render(request, "amelioration/formations/supprimer.html", contexte)


def besoin_nouveau(request, code, pk):
    """Write that an agent needs a course."""
    acces, lue = _open_ecriture(request, code, pk)
    catalogue = {f.pk: f for f in Formation.objects.filter(site=acces.site)}
    form = BesoinForm(
        request.POST or None, formations=catalogue.values(), initial={"exprime_le": acces.le}
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_besoin(
                lue,
                formation=catalogue[form.cleaned_data["formation"]],
                exprime_le=form.cleaned_data["exprime_le"],
                par=request.user.username,
                le=acces.le,
            )
        except BesoinRefuseError as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "Le besoin est noté.")
            return redirect("personne", acces.site.pk, pk)
    contexte = _contexte(acces, pk, str(lue)) | {
        "form": form,
        "titre": "Noter un besoin de formation",
        "bouton": "Noter le besoin",
    }
    return render(request, PAGE, contexte)


def besoin_satisfaire(request, code, pk):
    """Write that a need was answered otherwise."""
    acces, besoin = _open_besoin(request, code, pk)
    personne = besoin.personne
    form = ReponseBesoinForm(request.POST or None, initial={"satisfait_le": acces.le})
    if request.method == "POST" and form.is_valid():
        jour = form.cleaned_data["satisfait_le"]
        try:
            close_besoin(besoin, satisfait_le=jour, par=request.user.username, le=acces.le)
        except BesoinRefuseError as refus:
            form.add_error("satisfait_le", str(refus))
        else:
            messages.success(request, "Le besoin est satisfait.")
            return redirect("personne", acces.site.pk, personne.pk)
    contexte = _contexte(acces, personne.pk, str(personne)) | {
        "form": form,
        "titre": f"Besoin satisfait : {besoin.formation}",
        "bouton": "Enregistrer",
    }
    return render(request, PAGE, contexte)


def besoin_retirer(request, code, pk):
    """Delete a need, once confirmed."""
    acces, besoin = _open_besoin(request, code, pk)
    personne = besoin.personne
    if request.method == "POST":
        delete_besoin(besoin, par=request.user.username)
        messages.success(request, "Le besoin est retiré.")
        return redirect("personne", acces.site.pk, personne.pk)
    contexte = _contexte(acces, personne.pk, str(personne)) | {
        "titre": f"Retirer le besoin « {besoin.formation} » ?",
        "bouton": "Retirer le besoin",
        "effets": ["Retirez un besoin noté par erreur, ou auquel l’agent a renoncé."],
    }
    return render(request, "amelioration/formations/supprimer.html", contexte)


def _open_ecriture(request, code, pk):
    acces = open_acces(request, code)
    acces.require_lignes()
    lue = _find(acces, pk)
    acces.require_service(lue.service_id)
    return acces, lue


def _open_besoin(request, code, pk):
    acces = open_acces(request, code)
    acces.require_lignes()
    attentes = Besoin.objects.filter(formation__site=acces.site, satisfait_le__isnull=True)
    besoin = get_object_or_404(attentes.select_related("personne", "formation"), pk=pk)
    acces.require_service(besoin.personne.service_id)
    return acces, besoin


def _find(acces, pk):
    try:
        return find_personne(acces.site, pk)
    except PersonneInconnueError as refus:
        raise Http404(str(refus)) from refus


def _contexte(acces, pk, nom):
    return {
        "site": acces.site,
        "parent": nom,
        "retour": reverse("personne", args=[acces.site.pk, pk]),
    }
