"""The page of a site: what presses, and who it is."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, prefetch_related_objects
from django.shortcuts import redirect, render

from qualepref.organisation.acces import resolve_site
from qualepref.organisation.echeances import load_echeances
from qualepref.organisation.enums import NomRole
from qualepref.organisation.permissions import roles_on
from qualepref.socle.forms import parse_cle
from qualepref.suivi.acces import open_acces
from qualepref.suivi.queries.champs import list_registres
from qualepref.suivi.queries.etats import end_of_semaine
from qualepref.suivi.queries.registres import (
    list_attentes,
    list_retards,
    list_semaine,
    load_cartes,
    load_charges,
    load_dernier_mois,
)


APERCU = 6
ECHEANCES = 4
LISTE = 200
IMPORTS = 5


def site(request, code):
    try:
        acces = open_acces(request, code)
    except PermissionDenied:
        return redirect(_home_without_registres(request, code), code)
    prefetch_related_objects([acces.site], "modules_retenus")
    cartes = load_cartes(acces.site, le=acces.le)
    totaux = {
        "total_retards": sum(c.retard for c in cartes),
        "total_semaine": sum(c.semaine for c in cartes),
        "total_ouvertes": sum(c.ouvertes for c in cartes),
        "total_attentes": sum(c.attentes for c in cartes),
        "total_recues": sum(c.recues_mois for c in cartes),
    }
    contexte = {
        **totaux,
        "dernieres": None if any(totaux.values()) else _dernieres(acces),
        "registres": dict(list_registres(acces.site)),
        "site": acces.site,
        "acces": acces,
        "fin_semaine": end_of_semaine(acces.le),
        "retards": list_retards(acces.site, le=acces.le, limite=APERCU),
        "semaine": list_semaine(acces.site, le=acces.le, limite=APERCU),
        "echeances": load_echeances(acces.site, pour=request.user, le=acces.le, limite=ECHEANCES),
        "label": acces.site.labels.first(),
        "engagements": acces.referentiel.count_engagements(acces.site.modules),
        "imports": acces.site.imports.order_by("-le")[:IMPORTS],
        "fermetures": acces.site.fermetures.filter(fin__gte=acces.le).order_by("debut")[:3],
    }
    return render(request, "suivi/site.html", contexte)


def a_traiter(request, code):
    acces = open_acces(request, code)
    charges = load_charges(acces.site, le=acces.le)
    choisi = request.GET.get("service", "")
    criteres = _criteres(choisi)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "fin_semaine": end_of_semaine(acces.le),
        "charges": charges,
        "registres": dict(list_registres(acces.site)),
        "choisi": choisi,
        "service_choisi": next((c for c in charges if str(c.service or "sans") == choisi), None),
        "limite": LISTE,
        "retards": list_retards(acces.site, le=acces.le, limite=LISTE, criteres=criteres),
        "semaine": list_semaine(acces.site, le=acces.le, limite=LISTE, criteres=criteres),
        "attentes": list_attentes(acces.site, le=acces.le, limite=LISTE, criteres=criteres),
    }
    return render(request, "suivi/a_traiter.html", contexte)


def _dernieres(acces):
    """Return the latest month of the registers and its register, when it is of an earlier year."""
    dernier = load_dernier_mois(acces.site)
    return dernier if dernier and dernier[0] // 100 < acces.le.year else None


def _criteres(choisi):
    if choisi == "sans":
        return Q(service__isnull=True)
    cle = parse_cle(choisi)
    return None if cle is None else Q(service=cle)


def _home_without_registres(request, code):
    """Name the first page of who reads no register: an enquêteur's surveys, else the figures."""
    site, le = resolve_site(request, code)
    roles = {role.role for role in roles_on(request.user, site, le=le)}
    return "enquetes" if NomRole.ENQUETEUR in roles else "tableau_de_bord"
