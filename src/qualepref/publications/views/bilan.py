"""The annual report as a page of the site, and as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from qualepref.indicateurs.queries.annees import default_annee, list_annees
from qualepref.noyau.calendrier import PREMIER_JOUR
from qualepref.organisation.acces import resolve_site
from qualepref.publications.enums import GenrePublication
from qualepref.publications.queries.instantanes import find_en_vigueur
from qualepref.publications.rendering.bilan_pdf import render_pdf
from qualepref.publications.rendering.figement import build_fige, mark_apercu


def bilan(request, code, annee=None):
    site, le = resolve_site(request, code)
    demandee = request.GET.get("annee", "")
    if annee is None or (demandee.isdecimal() and int(demandee) != annee):
        annee = int(demandee) if demandee.isdecimal() else default_annee(site, le=le)
        _check_annee(annee, le)
        return redirect("bilan_annee", site.code, annee)
    _check_annee(annee, le)
    fige = build_fige(site, annee, le=le)
    contexte = {
        "site": site,
        "bilan": fige.contenu.bilan,
        "publication": find_en_vigueur(site, annee, GenrePublication.BILAN),
        "annees": sorted({annee, *list_annees(site, le=le)}, reverse=True),
    }
    return render(request, "publications/bilan.html", contexte)


def bilan_pdf(request, code, annee):
    site, le = resolve_site(request, code)
    _check_annee(annee, le)
    contenu = render_pdf(mark_apercu(build_fige(site, annee, le=le)))
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="bilan-{site.code}-{annee}.pdf"'
    return reponse


def _check_annee(annee, le) -> None:
    if not PREMIER_JOUR.year <= annee <= le.year + 1:
        raise Http404
