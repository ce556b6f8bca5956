"""One action of the plan: its page, its entry, its state, its removal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.amelioration.acces import REFUS_SERVICE, open_acces
from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.forms.plan import ActionForm, EtatForm, initial_of
from qualepref.amelioration.operations.plan import (
    ActionRefuseeError,
    change_etat,
    create_action,
    delete_action,
    update_action,
)
from qualepref.amelioration.queries.effet import load_effet
from qualepref.amelioration.queries.idees import (
    OrigineInconnueError,
    find_origine,
    origine_of_action,
)
from qualepref.amelioration.queries.pieces import list_pieces_of_action
from qualepref.amelioration.queries.plan import (
    ActionInconnueError,
    find_action,
    list_axes,
    list_historique,
    list_proches,
    load_cadre,
)
from qualepref.amelioration.rendering.plan import build_graphique_effet
from qualepref.amelioration.rules.effet import say_ecart, say_intervalle
from qualepref.amelioration.rules.plan import PILOTAGE
from qualepref.noyau.graphiques.tableau import columns, rows
from qualepref.socle.forms import parse_cle


def action(request, code, pk):
    acces = open_acces(request, code)
    acces.require_lignes()
    lue = _find(acces, pk)
    axe = PILOTAGE if lue.module is None else f"module-{lue.module}"
    contexte = {
        "site": acces.site,
        "acces": acces,
        "action": lue,
        "en_retard": lue.en_retard(acces.le),
        "axe": dict(list_axes(acces.site)).get(axe, axe),
        "indicateur": load_cadre(acces.site).indicateurs.get(lue.indicateur, ""),
        "origine": origine_of_action(lue),
        "proches": list_proches(lue),
        "suivantes": lue.suivantes.all(),
        "historique": list_historique(lue),
        "pieces": list_pieces_of_action(lue),
        "peut_ecrire": acces.droits.couvre(lue.service_id),
        **_effet(lue, acces.le),
    }
    return render(request, "amelioration/plan/action.html", contexte)


def nouvelle(request, code):
    acces = open_acces(request, code)
    if not acces.droits.saisit:
        raise PermissionDenied(REFUS_SERVICE)
    origine = _find_origine(request, acces)
    initial = {"inscrite_le": acces.le} | (origine.initial if origine else {})
    form = ActionForm(request.POST or None, acces=acces, initial=initial)
    if request.method == "POST" and form.is_valid():
        acces.require_service(form.cleaned_data["service"])
        lien = {origine.genre: origine.objet} if origine else {}
        try:
            creee = create_action(
                acces.site, donnee=form.donnee(), par=request.user.username, le=acces.le, **lien
            )
        except ActionRefuseeError as refus:
            form.add_fautes(refus.fautes)
        else:
            return _done(request, creee)
    contexte = {"site": acces.site, "form": form, "origine": origine}
    return render(request, "amelioration/plan/saisie.html", contexte)


def corriger(request, code, pk):
    acces, lue = _open(request, code, pk)
    form = ActionForm(request.POST or None, acces=acces, action=lue, initial=initial_of(lue))
    if request.method == "POST" and form.is_valid():
        acces.require_service(form.cleaned_data["service"])
        try:
            update_action(lue, donnee=form.donnee(), par=request.user.username, le=acces.le)
        except ActionRefuseeError as refus:
            form.add_fautes(refus.fautes)
        else:
            messages.success(request, f"L’action {lue.reference} est corrigée.")
            return redirect("action", acces.site.pk, lue.pk)
    contexte = {"site": acces.site, "form": form, "action": lue}
    return render(request, "amelioration/plan/saisie.html", contexte)


def changer_etat(request, code, pk):
    acces, lue = _open(request, code, pk)
    initial = {"etat": request.GET.get("etat", lue.etat), "preuve": lue.preuve}
    form = EtatForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        lus = form.cleaned_data
        try:
            change_etat(
                lue,
                etat=EtatAction(lus["etat"]),
                motif=lus["motif"],
                fait_le=lus["fait_le"],
                preuve=lus["preuve"],
                par=request.user.username,
                le=acces.le,
            )
        except ActionRefuseeError as refus:
            form.add_fautes(refus.fautes)
        else:
            messages.success(request, f"L’état de l’action {lue.reference} est enregistré.")
            return redirect("action", acces.site.pk, lue.pk)
    contexte = {"site": acces.site, "form": form, "action": lue}
    return render(request, "amelioration/plan/etat.html", contexte)


def supprimer(request, code, pk):
    acces = open_acces(request, code)
    acces.require_gestion()
    lue = _find(acces, pk)
    if request.method == "POST":
        delete_action(lue, par=request.user.username)
        messages.success(request, f"L’action {lue.reference} est supprimée.")
        return redirect("plan", acces.site.pk)
    contexte = {
        "site": acces.site,
        "action": lue,
        "titre": f"Supprimer l’action {lue.reference} ?",
        "bouton": "Supprimer l’action",
        "retour": reverse("action", args=[acces.site.pk, lue.pk]),
    }
    return render(request, "amelioration/plan/supprimer.html", contexte)


def _open(request, code, pk):
    acces = open_acces(request, code)
    lue = _find(acces, pk)
    acces.require_service(lue.service_id)
    return acces, lue


def _find(acces, pk):
    try:
        return find_action(acces.site, pk)
    except ActionInconnueError as refus:
        raise Http404(str(refus)) from refus


def _find_origine(request, acces):
    genre, pk = request.GET.get("origine", ""), request.GET.get("de", "")
    if not genre:
        return None
    try:
        return find_origine(acces.site, genre=genre, pk=parse_cle(pk) or 0)
    except OrigineInconnueError as refus:
        raise Http404(str(refus)) from refus


def _done(request, creee):
    messages.success(request, f"L’action {creee.reference} est inscrite au plan.")
    proches = list_proches(creee)
    if proches:
        dites = " ; ".join(f"{p.reference} {p.titre}" for p in proches)
        messages.warning(request, f"Elle ressemble à d’autres : {dites}. Est-ce la même action ?")
    return redirect("action", creee.site_id, creee.pk)


def _effet(lue, le):
    suivi = load_effet(lue, le=le)
    if suivi is None:
        return {"suivi": None}
    graphique = build_graphique_effet(suivi)
    contexte = {
        "suivi": suivi,
        "graphique": graphique,
        "entetes": columns(graphique) if graphique else (),
        "rangs": rows(graphique) if graphique else (),
    }
    if suivi.effet is None:
        return contexte
    i = suivi.effet.indicateur
    cotes = [("Avant", suivi.effet.avant), ("Après", suivi.effet.apres)]
    return contexte | {
        "ecart": say_ecart(suivi.effet),
        "cotes": [(nom, cote, say_intervalle(cote, i.unite)) for nom, cote in cotes],
    }
