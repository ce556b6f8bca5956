"""The auditor's folder: asked for, followed, taken, deleted."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from qualepref.preuves.acces import open_acces
from qualepref.preuves.enums import EtatDossier
from qualepref.preuves.forms import DossierForm
from qualepref.preuves.operations.dossiers import (
    GraineRefuseeError,
    build_dossier,
    create_dossier,
    delete_dossier,
)
from qualepref.preuves.queries.dossiers import list_dossiers, locate_dossier, weigh_pieces
from qualepref.preuves.queries.reglages import get_reglages
from qualepref.preuves.tasks import build_folder


def dossiers(request, code):
    acces = open_acces(request, code)
    acces.require_dossiers()
    form = DossierForm(
        request.POST or None, declare=acces.droits.gere, initial={"graine": f"{acces.le:%Y%m%d}"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            dossier = create_dossier(
                acces.site,
                graine=form.cleaned_data["graine"].strip(),
                besoin=form.cleaned_data.get("besoin", ""),
                par=request.user.username,
                le=acces.le,
                maintenant=timezone.now(),
            )
        except GraineRefuseeError as refus:
            form.add_error("graine", str(refus))
        else:
            return _build(request, acces, dossier)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "form": form,
        "dossiers": list_dossiers(acces.site),
        "echantillon": get_reglages().echantillon,
        "conservation": settings.DOSSIERS_CONSERVATION_JOURS,
    }
    return render(request, "preuves/dossiers.html", contexte)


def fichier(request, code, pk):
    acces = open_acces(request, code)
    dossier = acces.dossier(pk)
    chemin = locate_dossier(dossier)
    if dossier.etat != EtatDossier.PRET or not chemin.is_file():
        raise Http404("Ce dossier n’est pas prêt, ou n’est plus conservé.")
    nom = f"preuves-{code}-{dossier.arrete_le:%Y-%m-%d}-{dossier.graine}.zip"
    reponse = FileResponse(
        chemin.open("rb"), as_attachment=True, filename=nom, content_type="application/zip"
    )
    reponse["X-Content-Type-Options"] = "nosniff"
    return reponse


def supprimer(request, code, pk):
    acces = open_acces(request, code)
    dossier = acces.dossier(pk)
    acces.require_gestion()
    if request.method == "POST":
        delete_dossier(dossier, par=request.user.username)
        messages.success(request, "Le dossier est supprimé.")
        return redirect("preuves_dossiers", code)
    contexte = {
        "site": acces.site,
        "dossier": dossier,
        "titre": "Supprimer ce dossier ?",
        "bouton": "Supprimer le dossier",
        "retour": reverse("preuves_dossiers", args=[code]),
    }
    return render(request, "preuves/supprimer_dossier.html", contexte)


def _build(request, acces, dossier):
    """Make a light folder at once, a heavy one behind the page."""
    if weigh_pieces(acces.site, le=acces.le) > settings.DOSSIER_OCTETS_IMMEDIATS:
        build_folder.enqueue(dossier.pk)
        messages.info(
            request, "Le dossier se prépare. Rechargez cette page : il y sera dès qu’il est prêt."
        )
    elif build_dossier(dossier).etat == EtatDossier.PRET:
        messages.success(request, "Le dossier est prêt.")
    else:
        messages.error(request, dossier.motif)
    return redirect("preuves_dossiers", acces.site.pk)
