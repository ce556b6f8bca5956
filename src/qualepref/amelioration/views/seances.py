"""One session of a course: its dates, who is enrolled, who came."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qualepref.amelioration.acces import REFUS_SERVICE, open_acces
from qualepref.amelioration.forms.formations import InscriptionForm, PresencesForm, SeanceForm
from qualepref.amelioration.operations.formations import (
    FormationRefuseeError,
    create_seance,
    delete_seance,
    update_seance,
)
from qualepref.amelioration.operations.presences import (
    AgentAbsentError,
    PresenceNoteeError,
    SeanceAVenirError,
    add_inscriptions,
    record_presences,
    remove_inscription,
)
from qualepref.amelioration.queries.formations import (
    FormationInconnueError,
    find_formation,
    find_seance,
    list_a_inscrire,
    list_presences,
)
from qualepref.socle.dates import format_jour
from qualepref.socle.forms import parse_cle


PAGE = "amelioration/formations/saisie.html"


def nouvelle(request, code, pk):
    """Add a session to a course."""
    acces = open_acces(request, code)
    acces.require_gestion()
    formation = _find(find_formation, acces, pk)
    form = SeanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lue = create_seance(
                formation, donnee=form.donnee(), par=request.user.username, le=acces.le
            )
        except FormationRefuseeError as refus:
            form.add_fautes(refus.fautes)
        else:
            messages.success(request, "La séance est inscrite.")
            return redirect("seance", acces.site.pk, lue.pk)
    contexte = {
        "site": acces.site,
        "form": form,
        "titre": "Ajouter une séance",
        "parent": formation.titre,
        "bouton": "Ajouter la séance",
        "retour": reverse("formation", args=[acces.site.pk, pk]),
    }
    return render(request, PAGE, contexte)


def seance(request, code, pk):
    """One session: who is enrolled and who came, with the choice of both."""
    acces = open_acces(request, code)
    acces.require_lignes()
    lue = _find(find_seance, acces, pk)
    presences = list(list_presences(lue))
    a_inscrire, a_noter = _miens(acces, list_a_inscrire(lue)), _a_noter(acces, presences)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "seance": lue,
        "presences": presences,
        "presents": sum(p.present is True for p in presences),
        "tenue": lue.debut_le <= acces.le,
        "modifiables": {p.pk for p in a_noter},
        "inscription": InscriptionForm(personnes=a_inscrire) if a_inscrire else None,
        "feuille": PresencesForm(presences=a_noter) if a_noter else None,
    }
    return render(request, "amelioration/formations/seance.html", contexte)


@require_POST
def inscrire(request, code, pk):
    """Enrol the agents ticked."""
    acces = open_acces(request, code)
    _require_saisie(acces)
    lue = _find(find_seance, acces, pk)
    form = InscriptionForm(request.POST, personnes=_miens(acces, list_a_inscrire(lue)))
    if not form.is_valid():
        messages.error(request, "Cochez au moins un agent à inscrire, parmi ceux de la liste.")
        return redirect("seance", acces.site.pk, pk)
    try:
        ecrites = add_inscriptions(lue, personnes=form.choisies(), par=request.user.username)
    except AgentAbsentError as refus:
        messages.error(request, str(refus))
    else:
        s = "s" if len(ecrites) > 1 else ""
        messages.success(request, f"{len(ecrites)} agent{s} inscrit{s}.")
    return redirect("seance", acces.site.pk, pk)


@require_POST
def noter(request, code, pk):
    """Note who came."""
    acces = open_acces(request, code)
    _require_saisie(acces)
    lue = _find(find_seance, acces, pk)
    form = PresencesForm(request.POST, presences=_a_noter(acces, list_presences(lue)))
    if not form.is_valid():
        messages.error(request, "Choisissez pour chaque agent : présent, absent, ou non noté.")
        return redirect("seance", acces.site.pk, pk)
    try:
        record_presences(lue, presents=form.presents(), par=request.user.username, le=acces.le)
    except SeanceAVenirError as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, "Les présences sont notées.")
    return redirect("seance", acces.site.pk, pk)


@require_POST
def desinscrire(request, code, pk):
    """Take somebody off the list."""
    acces = open_acces(request, code)
    _require_saisie(acces)
    lue = _find(find_seance, acces, pk)
    presences = lue.presences.select_related("personne", "seance__formation")
    presence = get_object_or_404(presences, pk=_read_cle(request))
    acces.require_service(presence.personne.service_id)
    try:
        remove_inscription(presence, par=request.user.username)
    except PresenceNoteeError as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"{presence.personne} n’est plus sur la liste.")
    return redirect("seance", acces.site.pk, pk)


def corriger(request, code, pk):
    """Correct a session, the count of heads included."""
    acces = open_acces(request, code)
    acces.require_gestion()
    lue = _find(find_seance, acces, pk)
    champs = ("debut_le", "fin_le", "lieu", "heures", "effectif")
    initial = {c: getattr(lue, c) for c in champs}
    form = SeanceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_seance(lue, donnee=form.donnee(), par=request.user.username, le=acces.le)
        except FormationRefuseeError as refus:
            form.add_fautes(refus.fautes)
        else:
            messages.success(request, "La séance est corrigée.")
            return redirect("seance", acces.site.pk, pk)
    contexte = {
        "site": acces.site,
        "form": form,
        "titre": f"Corriger la séance du {format_jour(initial['debut_le'])}",
        "parent": lue.formation.titre,
        "bouton": "Enregistrer",
        "retour": reverse("seance", args=[acces.site.pk, pk]),
    }
    return render(request, PAGE, contexte)


def supprimer(request, code, pk):
    """Delete a session, once confirmed."""
    acces = open_acces(request, code)
    acces.require_gestion()
    lue = _find(find_seance, acces, pk)
    formation = lue.formation
    if request.method == "POST":
        delete_seance(lue, par=request.user.username)
        messages.success(request, "La séance est supprimée.")
        return redirect("formation", acces.site.pk, formation.pk)
    contexte = {
        "site": acces.site,
        "titre": f"Supprimer la séance du {format_jour(lue.debut_le)} ?",
        "parent": formation.titre,
        "bouton": "Supprimer la séance",
        "retour": reverse("seance", args=[acces.site.pk, pk]),
        "effets": [
            "Les inscriptions et les présences de cette séance disparaissent, et les totaux de "
            "l’année changent.",
            "Les besoins auxquels elle avait répondu attendent de nouveau.",
        ],
    }
    return render(request, "amelioration/formations/supprimer.html", contexte)


def _find(find, acces, pk):
    try:
        return find(acces.site, pk)
    except FormationInconnueError as refus:
        raise Http404(str(refus)) from refus


def _require_saisie(acces):
    if not acces.droits.saisit:
        raise PermissionDenied(REFUS_SERVICE)


def _miens(acces, personnes):
    return [p for p in personnes if acces.droits.couvre(p.service_id)]


def _a_noter(acces, presences):
    return [p for p in presences if acces.droits.couvre(p.personne.service_id)]


def _read_cle(request):
    cle = parse_cle(request.POST.get("presence", ""))
    if cle is None:
        raise Http404
    return cle
