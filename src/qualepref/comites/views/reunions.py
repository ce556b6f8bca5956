"""Meetings: prepared, convened, and their page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from qualepref.comites.acces import open_acces
from qualepref.comites.forms.reunions import (
    PointsForm,
    PublicationForm,
    ReunionForm,
    initial_of_reunion,
)
from qualepref.comites.operations.reunions import (
    ReunionRefuseeError,
    create_reunion,
    delete_reunion,
    record_convocation,
    set_points,
    update_reunion,
)
from qualepref.comites.queries.comites import jour_de, list_membres, list_ordre_du_jour
from qualepref.comites.queries.regles import get_ordre_modele
from qualepref.comites.rendering.convocation import render_convocation, render_ics
from qualepref.comites.rules.blocs import parse_blocs
from qualepref.comites.rules.etapes import Etape, compute_etape


def reunion(request, code, pk, reunion):
    """Where a meeting stands, and what to do next."""
    acces = open_acces(request, code)
    trouvee = acces.reunion(pk, reunion)
    etape = compute_etape(
        lieu=bool(trouvee.lieu), convoquee=trouvee.convoquee_le is not None, tenue=trouvee.tenue
    )
    lit = acces.droits.lit
    contexte = {
        **_base(acces, trouvee),
        "etape": etape,
        "suivante": next((e for e in Etape if e > etape), None),
        "etapes": len(Etape),
        "places": list_ordre_du_jour(trouvee),
        "presences": trouvee.presences.select_related("membre") if lit else [],
        "suites": trouvee.suites.select_related("membre", "modele", "action") if lit else [],
        "blocs": parse_blocs(trouvee.compte_rendu) if lit or trouvee.publie_le else (),
        "publication": PublicationForm(initial={"publie_le": trouvee.publie_le}),
        "passee": jour_de(trouvee) <= acces.le,
    }
    return render(request, "comites/reunion.html", contexte)


def nouvelle(request, code, pk):
    acces = open_acces(request, code)
    comite = acces.comite(pk)
    acces.require_pilote(comite)
    form = ReunionForm(request.POST or None, fuseau=comite.pilote.fuseau)
    if request.method == "POST" and form.is_valid():
        try:
            reunion = create_reunion(comite, donnee=form.build_donnee(), par=request.user.username)
        except ReunionRefuseeError as refus:
            form.add_refus(refus)
        else:
            messages.success(
                request, "La réunion est préparée : relisez son ordre du jour, puis convoquez."
            )
            return redirect("reunion", code, pk, reunion.pk)
    contexte = {
        "site": acces.site,
        "comite": comite,
        "form": form,
        "modele": get_ordre_modele(comite),
        "retour": reverse("comite", args=[code, pk]),
    }
    return render(request, "comites/reunion_form.html", contexte)


def modifier(request, code, pk, reunion):
    acces, trouvee = _open_pilote(request, code, pk, reunion)
    form = ReunionForm(
        request.POST or None,
        fuseau=trouvee.comite.pilote.fuseau,
        initial=initial_of_reunion(trouvee),
    )
    if request.method == "POST" and form.is_valid():
        try:
            update_reunion(trouvee, donnee=form.build_donnee(), par=request.user.username)
        except ReunionRefuseeError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, "La réunion est modifiée.")
            return redirect("reunion", code, pk, reunion)
    contexte = _base(acces, trouvee) | {"form": form}
    return render(request, "comites/reunion_form.html", contexte)


def supprimer(request, code, pk, reunion):
    """Say what deleting a meeting does, then do it."""
    acces, trouvee = _open_pilote(request, code, pk, reunion)
    if request.method == "POST":
        try:
            delete_reunion(trouvee, par=request.user.username)
        except ReunionRefuseeError as refus:
            messages.error(request, str(refus))
            return redirect("reunion", code, pk, reunion)
        messages.success(request, "La réunion est supprimée.")
        return redirect("comite", code, pk)
    contexte = _base(acces, trouvee) | {
        "titre": "Supprimer cette réunion ?",
        "bouton": "Supprimer la réunion",
    }
    return render(request, "comites/reunion_supprimer.html", contexte)


def ordre_du_jour(request, code, pk, reunion):
    acces, trouvee = _open_pilote(request, code, pk, reunion)
    form = PointsForm(request.POST or None, points=list(trouvee.points.all()))
    if request.method == "POST" and form.is_valid():
        try:
            set_points(trouvee, points=form.build_points(), par=request.user.username)
        except ReunionRefuseeError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, "L’ordre du jour est enregistré.")
            return redirect("reunion", code, pk, reunion)
    contexte = _base(acces, trouvee) | {"form": form}
    return render(request, "comites/ordre_du_jour.html", contexte)


def convocation(request, code, pk, reunion):
    """The text to send, the calendar file, and the note that it was sent."""
    acces = open_acces(request, code)
    acces.require_lecture()
    trouvee = acces.reunion(pk, reunion)
    if request.method == "POST":
        acces.require_pilote(trouvee.comite)
        record_convocation(trouvee, par=request.user.username, le=acces.le)
        messages.success(request, "La convocation est notée comme envoyée aujourd’hui.")
        return redirect("reunion", code, pk, reunion)
    membres = [m for _, groupe in list_membres(trouvee.comite, le=acces.le) for m in groupe]
    contexte = _base(acces, trouvee) | {
        "texte": render_convocation(trouvee, places=list_ordre_du_jour(trouvee)),
        "courriels": [m.courriel for m in membres if m.courriel],
        "sans_courriel": sum(not m.courriel for m in membres),
        "membres": len(membres),
    }
    return render(request, "comites/convocation.html", contexte)


def agenda(request, code, pk, reunion):
    """The meeting as an iCalendar file."""
    acces = open_acces(request, code)
    acces.require_lecture()
    trouvee = acces.reunion(pk, reunion)
    contenu = render_ics(
        trouvee,
        places=list_ordre_du_jour(trouvee),
        adresse=request.get_host().partition(":")[0],
        le=acces.le,
    )
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    nom = f"reunion-{jour_de(trouvee):%Y-%m-%d}.ics"
    reponse["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=nom)
    return reponse


def _open_pilote(request, code, pk, reunion):
    acces = open_acces(request, code)
    trouvee = acces.reunion(pk, reunion)
    acces.require_pilote(trouvee.comite)
    return acces, trouvee


def _base(acces, reunion):
    return {
        "site": acces.site,
        "acces": acces,
        "comite": reunion.comite,
        "reunion": reunion,
        "fuseau": reunion.comite.pilote.fuseau,
        "pilote": acces.droits.pilote(reunion.comite, acces.site),
        "retour": reverse("reunion", args=[acces.site.pk, reunion.comite_id, reunion.pk]),
    }
