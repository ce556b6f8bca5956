"""Check figures already published: give a file, read what cannot be true of it."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.shortcuts import render

from qualepref.noyau.coherence.refus import PublicationHorsTailleError, PublicationIllisibleError
from qualepref.noyau.tableurs.erreurs import FichierRefuseError
from qualepref.organisation.acces import resolve_site
from qualepref.publications.forms import ControleForm
from qualepref.publications.queries.controle import check_fichier
from qualepref.publications.rendering.controle import build_page
from qualepref.socle.forms import get_donnees


VERIFIES_PAR_PAGE = 500


def controle(request, code):
    """The form, then the findings of the file given; nothing is kept of it."""
    site, _ = resolve_site(request, code)
    form = ControleForm(*get_donnees(request))
    contexte = {"site": site, "form": form}
    if getattr(request, "fichier_trop_gros", False):
        maximum = settings.IMPORT_TAILLE_MAXIMALE // 2**20
        form.add_error("fichier", f"Ce fichier dépasse {maximum} Mo.")
    elif request.method == "POST" and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        try:
            controlee = _check(fichier)
        except PublicationIllisibleError as refus:
            contexte["fautes"] = refus.fautes
        except (PublicationHorsTailleError, FichierRefuseError) as refus:
            form.add_error("fichier", str(refus))
        else:
            contexte["page"] = build_page(fichier.name, controlee, verifies=VERIFIES_PAR_PAGE)
    return render(request, "publications/controle.html", contexte)


def _check(fichier):
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "depot"
        with chemin.open("wb") as copie:
            for morceau in fichier.chunks():
                copie.write(morceau)
        return check_fichier(chemin, nom=fichier.name)
