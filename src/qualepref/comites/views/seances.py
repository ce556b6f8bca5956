"""The day of a meeting, noted as it goes, and its minutes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from qualepref.comites.acces import open_acces
from qualepref.comites.forms.reunions import CompteRenduForm, PublicationForm, SeanceForm
from qualepref.comites.operations.comptes_rendus import (
    CompteRenduRefuseError,
    publish_compte_rendu,
    write_compte_rendu,
)
from qualepref.comites.operations.reunions import ReunionRefuseeError, record_seance
from qualepref.comites.queries.comites import jour_de, list_ordre_du_jour, list_sieges
from qualepref.comites.rendering.chiffres import render_chiffres
from qualepref.comites.rendering.compte_rendu import draft_compte_rendu, render_docx, render_pdf
from qualepref.noyau.documents.composition import RenduImpossibleError


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def seance(request, code, pk, reunion):
    """Attendance and notes, point by point, beside the figures each point speaks about."""
    acces, trouvee = _open_pilote(request, code, pk, reunion)
    places = list_ordre_du_jour(trouvee)
    form = SeanceForm(
        request.POST or None,
        reunion=trouvee,
        places=places,
        membres=list_sieges(trouvee),
        presences=trouvee.presences.all(),
        chiffres=render_chiffres(trouvee, le=acces.le),
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_seance(
                trouvee,
                notes=form.build_notes(),
                presences=form.build_presences(),
                tenue=form.cleaned_data["tenue"],
                par=request.user.username,
                le=acces.le,
            )
        except ReunionRefuseeError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, "Les notes de la séance sont enregistrées.")
            return redirect("reunion", code, pk, reunion)
    contexte = _base(acces, trouvee) | {"form": form}
    return render(request, "comites/seance.html", contexte)


def compte_rendu(request, code, pk, reunion):
    """The minutes to write, drafted from what was noted until somebody keeps them."""
    acces, trouvee = _open_pilote(request, code, pk, reunion)
    brouillon = "brouillon" in request.GET or not trouvee.compte_rendu
    texte = _draft(trouvee, acces.le) if brouillon else trouvee.compte_rendu
    form = CompteRenduForm(request.POST or None, initial={"texte": texte})
    if request.method == "POST" and form.is_valid():
        try:
            write_compte_rendu(trouvee, texte=form.cleaned_data["texte"], par=request.user.username)
        except CompteRenduRefuseError as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "Le compte rendu est enregistré.")
            return redirect("reunion", code, pk, reunion)
    contexte = _base(acces, trouvee) | {"form": form, "brouillon": brouillon}
    return render(request, "comites/compte_rendu.html", contexte)


def publier(request, code, pk, reunion):
    acces, trouvee = _open_pilote(request, code, pk, reunion)
    form = PublicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            publish_compte_rendu(
                trouvee,
                publie_le=form.cleaned_data["publie_le"],
                par=request.user.username,
                le=acces.le,
            )
        except CompteRenduRefuseError as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "La publication est notée.")
        return redirect("reunion", code, pk, reunion)
    contexte = _base(acces, trouvee) | {"form": form}
    return render(request, "comites/publier.html", contexte)


def compte_rendu_pdf(request, code, pk, reunion):
    acces, trouvee = _open_ecrit(request, code, pk, reunion)
    try:
        contenu = render_pdf(trouvee, le=acces.le)
    except RenduImpossibleError as refus:
        messages.error(request, str(refus))
        return redirect("reunion", code, pk, reunion)
    return _attach(contenu, "application/pdf", f"compte-rendu-{jour_de(trouvee):%Y-%m-%d}.pdf")


def compte_rendu_docx(request, code, pk, reunion):
    _, trouvee = _open_ecrit(request, code, pk, reunion)
    return _attach(render_docx(trouvee), WORD, f"compte-rendu-{jour_de(trouvee):%Y-%m-%d}.docx")


def _draft(reunion, le):
    return draft_compte_rendu(
        reunion,
        places=list_ordre_du_jour(reunion),
        presences=reunion.presences.select_related("membre"),
        suites=reunion.suites.select_related("membre", "modele"),
        chiffres=render_chiffres(reunion, le=le),
    )


def _open_pilote(request, code, pk, reunion):
    acces = open_acces(request, code)
    trouvee = acces.reunion(pk, reunion)
    acces.require_pilote(trouvee.comite)
    return acces, trouvee


def _open_ecrit(request, code, pk, reunion):
    """Return a meeting whose minutes are written, and readable by who asks."""
    acces = open_acces(request, code)
    trouvee = acces.reunion(pk, reunion)
    if not trouvee.publie_le:
        acces.require_lecture()
    if not trouvee.compte_rendu:
        raise Http404("Le compte rendu de cette réunion n’est pas encore écrit.")
    return acces, trouvee


def _base(acces, reunion):
    return {
        "site": acces.site,
        "comite": reunion.comite,
        "reunion": reunion,
        "fuseau": reunion.comite.pilote.fuseau,
        "retour": reverse("reunion", args=[acces.site.pk, reunion.comite_id, reunion.pk]),
    }


def _attach(contenu: bytes, genre: str, nom: str) -> HttpResponse:
    reponse = HttpResponse(contenu, content_type=genre)
    reponse["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=nom)
    return reponse
