"""The results of a campaign, and what one takes away of them."""

import tempfile
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.enums import GenreEnquete
from qualepref.enquetes.queries.croisements import AxeInconnuError, list_axes, load_croisements
from qualepref.enquetes.queries.mystere import load_mystere
from qualepref.enquetes.queries.resultats import load_resultats
from qualepref.enquetes.rendering.mystere import render_mystere
from qualepref.enquetes.rendering.resultats import render_croisements, render_resultats
from qualepref.enquetes.rendering.resultats_graphiques import (
    build_graphique_question,
    build_graphiques,
)
from qualepref.enquetes.rendering.resultats_tableurs import render_fichier
from qualepref.enquetes.rendering.retours_tableurs import export_retours
from qualepref.noyau.graphiques.tableau import columns, rows


TYPES_MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}
REFUS_LIGNES = (
    "Les retours se lisent un par un sur leur site seulement, et ceux d’une enquête mystère par le "
    "référent qualité : un rôle national lit les résultats."
)


def resultats(request, code, pk):
    acces, campagne = _open(request, code, pk)
    site = _find_portee(request, campagne)
    lus = load_resultats(campagne, site=site)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "campagne": campagne,
        "resultats": lus,
        "mystere": _load_mystere(lus, site),
        "graphiques": [_describe(g) for g in build_graphiques(lus)],
        "autres": [(lu, _describe(build_graphique_question(lu))) for lu in lus.autres],
        "axes": list_axes(campagne, site=site),
        "croisements": _cross(request, campagne, site),
        "lit_lignes": _reads_lignes(acces, campagne),
    }
    return render(request, "enquetes/resultats.html", contexte)


def exporter_resultats(request, code, pk, extension):
    """Results as a file; the same choice of site and of crossing as the page."""
    _, campagne = _open(request, code, pk)
    site = _find_portee(request, campagne)
    lus, croisements = load_resultats(campagne, site=site), _cross(request, campagne, site)
    mystere = _load_mystere(lus, site)
    nom = f"resultats-enquete-{campagne.pk}{f'-{site.code}' if site else ''}.{extension}"
    if extension == "json":
        donnees = render_resultats(lus)
        if mystere is not None:
            donnees["mystere"] = render_mystere(mystere)
        if croisements is not None:
            donnees["croisements"] = render_croisements(croisements)
        reponse = JsonResponse(donnees, json_dumps_params={"ensure_ascii": False})
    elif extension in TYPES_MIME:
        contenu = render_fichier(lus, extension, croisements=croisements, mystere=mystere)
        reponse = HttpResponse(contenu, content_type=TYPES_MIME[extension])
    else:
        raise Http404
    return _attach(reponse, nom)


def exporter_retours(request, code, pk, extension):
    """The forms of the site, row by row; with published remarks for who asks and may read them."""
    acces, campagne = _open(request, code, pk)
    if not _reads_lignes(acces, campagne):
        raise PermissionDenied(REFUS_LIGNES)
    if extension not in TYPES_MIME:
        raise Http404
    textes = "textes" in request.GET
    if textes:
        acces.require_verbatims()
    nom = f"retours-enquete-{campagne.pk}-{acces.site.code}.{extension}"
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / nom
        export_retours(campagne, sortie, site=acces.site, textes=textes)
        reponse = HttpResponse(sortie.read_bytes(), content_type=TYPES_MIME[extension])
    return _attach(reponse, nom)


def _open(request, code, pk):
    """Return the way in and the campaign; who still judges for it stays blind to its results."""
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_resultats(campagne, request.user)
    return acces, campagne


def _load_mystere(lus, site):
    """Return what only mystery tests say; None for another survey."""
    return load_mystere(lus.campagne, site=site) if lus.mystere else None


def _find_portee(request, campagne):
    """Return the site that the address names, None for all of them together."""
    demande = request.GET.get("site", "")
    if not demande:
        return None
    site = campagne.sites.filter(pk=demande).first()
    if site is None:
        raise Http404("La campagne n’a pas été menée sur ce site.")
    return site


def _cross(request, campagne, site):
    """Return the crossing that the address names; None without any."""
    axe = request.GET.get("axe", "")
    if not axe:
        return None
    try:
        return load_croisements(campagne, axe=axe, site=site)
    except AxeInconnuError as refus:
        raise Http404(str(refus)) from refus


def _reads_lignes(acces, campagne) -> bool:
    """Rows of a mystery survey tell of one call each: the référent qualité alone reads them."""
    if campagne.formulaire_id is None:
        return False
    if campagne.genre == GenreEnquete.MYSTERE:
        return acces.droits.gere
    return acces.droits.lit_verbatims


def _describe(graphique):
    """Return a chart with the table that says the same; None without a chart."""
    if graphique is None:
        return None
    return {"graphique": graphique, "entetes": columns(graphique), "rangs": rows(graphique)}


def _attach(reponse: HttpResponse, nom: str) -> HttpResponse:
    reponse.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=nom
    )
    return reponse
