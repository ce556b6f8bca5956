"""The dashboard, the page of an indicator, its rows, and what one takes away."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from qualepref.indicateurs.queries.annees import default_annee, list_annees
from qualepref.indicateurs.queries.comparaisons import load_ensemble, load_precedents
from qualepref.indicateurs.queries.enquetes import list_enquetes
from qualepref.indicateurs.queries.lignes import (
    explain_ligne,
    find_comptages,
    find_lignes,
    list_semaines,
)
from qualepref.indicateurs.queries.projection import load_projections
from qualepref.indicateurs.queries.tableau import IndicateurInconnuError, load_tableau
from qualepref.indicateurs.rendering.donnees import render_tableau
from qualepref.indicateurs.rendering.graphiques import build_graphique
from qualepref.indicateurs.rendering.tableurs import render_fichier
from qualepref.noyau.calcul.periodes import MOIS_COURTS, Periode
from qualepref.noyau.calcul.releves import Tracage
from qualepref.noyau.calendrier import PREMIER_JOUR
from qualepref.noyau.graphiques.tableau import columns, rows
from qualepref.organisation.acces import resolve_registres, resolve_site
from qualepref.organisation.permissions import can_compare_nationalement


LIGNES_PAR_PAGE = 100
VUES = ("annee", "mois")
TYPES_MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}


def tableau_de_bord(request, code, annee=None):
    site, le = resolve_site(request, code)
    demandee = request.GET.get("annee", "")
    if annee is None or (demandee.isdecimal() and int(demandee) != annee):
        annee = int(demandee) if demandee.isdecimal() else default_annee(site, le=le)
        _check_annee(annee, le)
        vue = request.GET.get("vue", VUES[0])
        reponse = redirect("tableau_de_bord_annee", site.code, annee)
        reponse["Location"] += f"?vue={vue}" if vue in VUES else ""
        return reponse
    _check_annee(annee, le)
    vue = request.GET.get("vue") if request.GET.get("vue") in VUES else VUES[0]
    tableau = load_tableau(site, annee, le=le)
    contexte = {
        "site": site,
        "tableau": tableau,
        "precedents": load_precedents(tableau) if vue == VUES[0] else {},
        "annees": sorted({annee, *list_annees(site, le=le)}, reverse=True),
        "vue": vue,
        "mois": MOIS_COURTS,
    }
    return render(request, "indicateurs/tableau.html", contexte)


def fiche(request, code, annee, indicateur):
    site, le = resolve_site(request, code)
    tableau = _load_tableau(site, annee, le, indicateur)
    ligne = tableau.ligne(indicateur)
    graphique = build_graphique(ligne)
    reuni = None
    if can_compare_nationalement(request.user, le=le):
        reuni = load_ensemble(site, indicateur, annee, le=le)
    contexte = {
        "site": site,
        "annee": annee,
        "ligne": ligne,
        "graphique_decrit": graphique,
        "entetes": columns(graphique) if graphique else (),
        "rangs": rows(graphique) if graphique else (),
        "semaines": _list_semaines(site, ligne, annee),
        "projection": _project(site, ligne, annee, le),
        "precedents": load_precedents(tableau),
        "reuni": reuni,
    }
    return render(request, "indicateurs/fiche.html", contexte)


def lignes(request, code, annee, indicateur):
    site, le = resolve_registres(request, code)
    ligne = _load_tableau(site, annee, le, indicateur).ligne(indicateur)
    periode = Periode.annee(annee)
    demandes = find_lignes(site, ligne.indicateur, periode)
    page = Paginator(demandes, LIGNES_PAR_PAGE).get_page(request.GET.get("page"))
    page.object_list = [explain_ligne(d, ligne.indicateur, le=le) for d in page.object_list]
    contexte = {
        "site": site,
        "annee": annee,
        "indicateur": ligne.indicateur,
        "releve": ligne.releve,
        "enquetes": list_enquetes(site, ligne.indicateur, periode, le=le),
        "comptages": find_comptages(site, ligne.indicateur, periode),
        "page": page,
    }
    return render(request, "indicateurs/lignes.html", contexte)


def exporter_tableau(request, code, annee, extension):
    site, le = resolve_site(request, code)
    _check_annee(annee, le)
    tableau = load_tableau(site, annee, le=le)
    nom = f"tableau-de-bord-{site.code}-{annee}.{extension}"
    if extension == "json":
        reponse = JsonResponse(render_tableau(tableau), json_dumps_params={"ensure_ascii": False})
    elif extension in TYPES_MIME:
        contenu = render_fichier(tableau, extension)
        reponse = HttpResponse(contenu, content_type=TYPES_MIME[extension])
    else:
        raise Http404
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def _project(site, ligne, annee: int, le: dt.date):
    """Return where the year under way stands; None for another year, or without an in-time target."""
    if annee != le.year:
        return None
    return load_projections(site, le=le, codes=frozenset({ligne.indicateur.code})).get(
        ligne.indicateur.code
    )


def _list_semaines(site, ligne, annee: int):
    """Return the sample weeks behind a figure; none behind an exhaustive one."""
    if ligne.releve.tracage in (None, Tracage.EXHAUSTIF):
        return []
    return list_semaines(site, ligne.indicateur, Periode.annee(annee))


def _load_tableau(site, annee: int, le: dt.date, indicateur: str):
    """Return the dashboard limited to one indicator of the perimeter."""
    _check_annee(annee, le)
    tableau = load_tableau(site, annee, le=le, codes=frozenset({indicateur}))
    try:
        tableau.ligne(indicateur)
    except IndicateurInconnuError as refus:
        raise Http404(str(refus)) from refus
    return tableau


def _check_annee(annee: int, le: dt.date) -> None:
    if not PREMIER_JOUR.year <= annee <= le.year + 1:
        raise Http404
