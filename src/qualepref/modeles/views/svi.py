"""The voice server of a site: its tree, its checks, its versions; the draft is in svi_brouillon."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.modeles.forms.svi import MiseAJourForm
from qualepref.modeles.operations.svi import (
    SviRefuseError,
    record_mise_a_jour,
    record_relecture,
    withdraw_svi,
)
from qualepref.modeles.queries.svi import (
    VersionSviInconnueError,
    find_brouillon,
    find_en_vigueur,
    find_engagement,
    find_registre,
    find_version_svi,
    get_regles_svi,
    list_mises_a_jour,
    list_versions_svi,
    read_svi,
    tell_etat,
)
from qualepref.modeles.rendering.svi import build_branche, compare_svi, list_trajets
from qualepref.organisation.acces import resolve_managed_site, resolve_registres, resolve_site
from qualepref.organisation.permissions import can_manage
from qualepref.suivi.permissions import droits_of


def svi(request, code):
    """The version in force, or the one named: its tree, what it lacks, updates asked for."""
    site, le = resolve_site(request, code)
    registre = find_registre(site)
    contexte = {
        "site": site,
        "le": le,
        "gere": can_manage(request.user, site, le=le),
        "saisit": registre is not None and droits_of(request.user, site, le=le).saisit,
        "engagement": find_engagement(site),
        "regles": get_regles_svi(),
        "registre": registre,
        "en_vigueur": find_en_vigueur(site, le=le),
        "brouillon": find_brouillon(site),
        "versions": [(v, tell_etat(v, le=le)) for v in list_versions_svi(site)],
        "mises_a_jour": list_mises_a_jour(site) if request.lit_registres else None,
    }
    if contexte["versions"]:
        voulue = _find(site, request.GET.get("version", ""), le)
        lu = read_svi(voulue, le=le)
        services = dict(site.services.values_list("code", "nom"))
        contexte |= {
            "svi": voulue,
            "etat": tell_etat(voulue, le=le),
            "lu": lu,
            "branche": build_branche(lu, services=services),
            "trajets": list_trajets(lu, services=services),
            "modifiable": contexte["gere"] and voulue.en_vigueur_le is None,
        }
    return render(request, "modeles/svi/svi.html", contexte)


def comparer(request, code):
    """What changed from one version to another, the two latest unless the address says which."""
    site, le = resolve_site(request, code)
    versions = list_versions_svi(site)
    if not versions:
        raise Http404("Ce site n’a pas de serveur vocal.")
    apres = _find(site, request.GET.get("apres", "") or str(versions[0].version), le)
    avant = _find(site, request.GET.get("avant", "") or str(max(apres.version - 1, 1)), le)
    contexte = {
        "site": site,
        "avant": avant,
        "apres": apres,
        "versions": versions,
        "etapes": compare_svi(
            read_svi(avant, le=le),
            read_svi(apres, le=le),
            services=dict(site.services.values_list("code", "nom")),
        ),
    }
    return render(request, "modeles/svi/comparer.html", contexte)


def demander(request, code):
    """Ask for an update: a demande of the register, where it is followed and closed."""
    site, le = resolve_registres(request, code)
    droits = droits_of(request.user, site, le=le)
    if not droits.saisit:
        raise PermissionDenied("Votre rôle permet de lire le registre, pas d’y écrire.")
    registre = find_registre(site)
    if registre is None:
        raise Http404("Le référentiel de ce site ne suit pas les mises à jour du serveur vocal.")
    form = MiseAJourForm(request.POST or None, site=site, droits=droits)
    if request.method == "POST" and form.is_valid():
        demande = record_mise_a_jour(site, par=request.user, le=le, **form.cleaned_data)
        messages.success(request, f"La demande {demande.reference} est dans le registre.")
        return redirect("demande", code, demande.pk)
    contexte = {"site": site, "form": form, "registre": registre, "retour": reverse("svi", args=[code])}  # fmt: skip
    return render(request, "modeles/svi/demander.html", contexte)


def relire(request, code):
    """Say that the version in force was read through and holds."""
    site, le = resolve_managed_site(request, code)
    courante = _find_en_vigueur(site, le)
    if request.method == "POST":
        try:
            record_relecture(courante, par=request.user.username, le=le)
        except SviRefuseError as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "La relecture est notée.")
        return redirect("svi", code)
    contexte = {
        "titre": "Noter que le serveur vocal est relu et reste juste ?",
        "bouton": "Noter la relecture",
        "effets": [f"La version {courante.version} comptera comme actualisée aujourd’hui."],
    }
    return _confirm(request, site, contexte)


def retirer(request, code):
    """Say that the voice server answers no more."""
    site, le = resolve_managed_site(request, code)
    courante = _find_en_vigueur(site, le)
    if request.method == "POST":
        try:
            withdraw_svi(courante, par=request.user.username, le=le)
        except SviRefuseError as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "Le serveur vocal est noté hors service.")
        return redirect("svi", code)
    contexte = {
        "titre": "Mettre le serveur vocal hors service ?",
        "bouton": "Mettre hors service",
        "effets": [
            "À partir d’aujourd’hui, le site n’a plus de serveur vocal. Ses versions restent lisibles.",
            "Une nouvelle version, mise en vigueur, le remet en service.",
        ],
    }
    return _confirm(request, site, contexte)


def _find(site, version, le):
    """Return a version by its number as the address writes it; 404 when there is none."""
    if version and not version.isdecimal():
        raise Http404("Cette version n’existe pas.")
    try:
        return find_version_svi(site, int(version) if version else None, le=le)
    except VersionSviInconnueError as refus:
        raise Http404(str(refus)) from refus


def _find_en_vigueur(site, le):
    courante = find_en_vigueur(site, le=le)
    if courante is None:
        raise Http404("Aucune version du serveur vocal n’est en vigueur.")
    return courante


def _confirm(request, site, contexte):
    commun = {"site": site, "retour": reverse("svi", args=[site.pk])}
    return render(request, "modeles/svi/confirmer.html", commun | contexte)
