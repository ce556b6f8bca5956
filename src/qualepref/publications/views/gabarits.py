"""The template of a site's decks: given, taken back, given up."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from qualepref.noyau.documents.gabarits_controle import (
    GabaritIllisibleError,
    GabaritIncompletError,
)
from qualepref.noyau.fichiers.erreurs import PieceRefuseeError
from qualepref.organisation.acces import resolve_managed_site
from qualepref.publications.forms import GabaritForm
from qualepref.publications.operations.gabarits import (
    GabaritAutreFichierError,
    remove_gabarit,
    set_gabarit,
)
from qualepref.publications.queries.gabarits import GabaritPerduError, find_gabarit, read_gabarit
from qualepref.publications.rendering.formats import PPTX


REFUS = (
    PieceRefuseeError, GabaritAutreFichierError, GabaritIllisibleError, GabaritIncompletError,
)  # fmt: skip


def gabarit(request, code):
    site, le = resolve_managed_site(request, code)
    form = GabaritForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        try:
            set_gabarit(
                site, nom=fichier.name, octets=fichier.read(), par=request.user.username, le=le
            )
        except REFUS as refus:
            form.add_error("fichier", str(refus))
        else:
            messages.success(request, "Les prochains supports seront faits sur ce modèle.")
            return redirect("publication_gabarit", code)
    contexte = {"site": site, "form": form, "gabarit": find_gabarit(site)}
    return render(request, "publications/gabarit.html", contexte)


def telecharger(request, code):
    """Give the site's template back, ours when it has none: a start to draw one's own."""
    from qualepref.noyau.documents.gabarits import build_gabarit

    site, _ = resolve_managed_site(request, code)
    trouve = find_gabarit(site)
    try:
        octets = build_gabarit() if trouve is None else read_gabarit(trouve.empreinte)
    except GabaritPerduError as refus:
        raise Http404(str(refus)) from refus
    reponse = HttpResponse(octets, content_type=PPTX)
    reponse["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"modele-{site.pk}.pptx"
    )
    return reponse


def retirer(request, code):
    site, le = resolve_managed_site(request, code)
    if find_gabarit(site) is None:
        raise Http404
    retour = reverse("publication_gabarit", args=[code])
    if request.method == "POST":
        remove_gabarit(site, par=request.user.username, le=le)
        messages.success(request, "Les prochains supports seront faits sur le modèle de l’État.")
        return redirect(retour)
    contexte = {
        "site": site,
        "titre": "Revenir au modèle de l’État ?",
        "bouton": "Ne plus utiliser ce modèle",
        "retour": retour,
    }
    return render(request, "publications/gabarit_retirer.html", contexte)
