"""What a site published: the list, one publication, its files, its withdrawal."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from qualepref.indicateurs.queries.annees import default_annee, list_annees
from qualepref.organisation.acces import resolve_managed_site, resolve_site
from qualepref.organisation.permissions import can_manage
from qualepref.publications.enums import EtatPublication
from qualepref.publications.forms import RetraitForm
from qualepref.publications.operations.publications import (
    PublicationRefuseeError,
    withdraw_publication,
)
from qualepref.publications.queries.instantanes import (
    find_fichier,
    find_publication,
    list_publications,
)
from qualepref.publications.queries.preparations import list_en_cours
from qualepref.publications.rendering.ecarts import list_changements
from qualepref.publications.rendering.figement import FormatInconnuError, build_fige
from qualepref.publications.rendering.lecture import InstantaneAltereError
from qualepref.publications.rules.changements import Changement


def publications(request, code):
    site, le = resolve_site(request, code)
    contexte = {
        "site": site,
        "publications": list_publications(site),
        "preparations": list_en_cours(site),
        "annees": list_annees(site, le=le),
        "annee": default_annee(site, le=le),
        "gere": can_manage(request.user, site, le=le),
    }
    return render(request, "publications/publications.html", contexte)


def publication(request, code, pk):
    """One publication: its files, what it corrects, and what would be said otherwise today."""
    site, le = resolve_site(request, code)
    trouvee = _find(site, pk)
    contexte = {
        "site": site,
        "publication": trouvee,
        "corrige": [Changement(**c) for c in trouvee.changements],
        "gere": can_manage(request.user, site, le=le),
        **_list_ecarts(trouvee, site, le),
    }
    return render(request, "publications/publication.html", contexte)


def fichier(request, code, pk, nom):
    site, _ = resolve_site(request, code)
    trouve = find_fichier(site, pk, nom)
    if trouve is None:
        raise Http404
    reponse = HttpResponse(bytes(trouve.octets), content_type=trouve.type)
    base, _, extension = trouve.nom.rpartition(".")
    nom = f"{base}-{site.pk}-{trouve.publication.annee}.{extension}"
    reponse["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=nom)
    return reponse


def retirer(request, code, pk):
    site, le = resolve_managed_site(request, code)
    trouvee = _find(site, pk)
    form = RetraitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        motif = form.cleaned_data["motif"]
        try:
            withdraw_publication(trouvee, motif=motif, par=request.user.username, le=le)
        except PublicationRefuseeError as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "La publication est retirée. Elle reste lisible ici.")
            return redirect("publication", code, pk)
    contexte = {
        "site": site,
        "publication": trouvee,
        "form": form,
        "retour": reverse("publication", args=[code, pk]),
    }
    return render(request, "publications/retirer.html", contexte)


def _find(site, pk):
    trouvee = find_publication(site, pk)
    if trouvee is None:
        raise Http404
    return trouvee


def _list_ecarts(publication, site, le):
    """Return what differs today from a publication that holds; nothing for those of the past."""
    if publication.etat != EtatPublication.PUBLIEE:
        return {"compare": False}
    try:
        ecarts = list_changements(
            publication.instantane, build_fige(site, publication.annee, le=le)
        )
    except (FormatInconnuError, InstantaneAltereError) as refus:
        return {"compare": False, "illisible": str(refus)}
    return {"compare": True, "ecarts": ecarts}
