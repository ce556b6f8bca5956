"""The dated targets of a site, beside those of the référentiel."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qualepref.indicateurs.forms import CibleForm
from qualepref.indicateurs.operations.cibles import adopt_cibles, delete_cible, set_cible
from qualepref.indicateurs.queries.annees import ANNEES, default_annee, list_annees
from qualepref.indicateurs.queries.cibles import list_cibles, list_cibles_a_recopier
from qualepref.indicateurs.queries.perimetre import load_perimetre
from qualepref.organisation.acces import resolve_managed_site, resolve_site
from qualepref.organisation.permissions import can_manage


def cibles(request, code, annee=None):
    """Every indicator of the perimeter with its targets of a year."""
    site, le = resolve_site(request, code)
    demandee = request.GET.get("annee", "")
    if annee is None or (demandee.isdecimal() and int(demandee) != annee):
        annee = int(demandee) if demandee.isdecimal() else default_annee(site, le=le)
        _check_annee(annee)
        return redirect("cibles_annee", site.code, annee)
    _check_annee(annee)
    gere = can_manage(request.user, site, le=le)
    contexte = {
        "site": site,
        "annee": annee,
        "annees": sorted({annee, le.year + 1, *list_annees(site, le=le)}, reverse=True),
        "lignes": list_cibles(site, annee=annee),
        "gere": gere,
        "a_recopier": list_cibles_a_recopier(site, annee=annee) if gere else [],
    }
    return render(request, "indicateurs/cibles.html", contexte)


@require_POST
def recopier_cibles(request, code, annee):
    """Set the targets of the year before again, where this year has none."""
    site, _ = resolve_managed_site(request, code)
    _check_annee(annee)
    nombre = len(adopt_cibles(site, annee=annee, par=request.user.username))
    if nombre > 1:
        messages.success(request, f"{nombre} cibles sont recopiées de {annee - 1}.")
    elif nombre:
        messages.success(request, f"Une cible est recopiée de {annee - 1}.")
    else:
        messages.info(request, f"Aucune cible de {annee - 1} ne manque en {annee}.")
    return redirect("cibles_annee", site.code, annee)


def cible(request, code, annee, indicateur):
    """Set the target of an indicator for a year."""
    site, _ = resolve_managed_site(request, code)
    ligne = _find_ligne(site, annee, indicateur)
    initial = _initial_of(ligne)
    form = CibleForm(load_perimetre(site), indicateur, annee, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_cible(
            site,
            indicateur=indicateur,
            annee=annee,
            minimum=form.donnee.minimum,
            maximum=form.donnee.maximum,
            unite=form.donnee.unite,
            source=form.donnee.source,
            par=request.user.username,
        )
        messages.success(request, "La cible est enregistrée.")
        return redirect("cibles_annee", site.code, annee)
    contexte = {"site": site, "annee": annee, "ligne": ligne, "form": form}
    return render(request, "indicateurs/cible.html", contexte)


def supprimer_cible(request, code, annee, indicateur):
    """Delete the target of the site, once confirmed: the référentiel's holds again."""
    site, _ = resolve_managed_site(request, code)
    ligne = _find_ligne(site, annee, indicateur)
    if ligne.du_site is None:
        raise Http404
    if request.method == "POST":
        delete_cible(ligne.du_site, par=request.user.username)
        messages.success(request, "La cible du site est supprimée.")
        return redirect("cibles_annee", site.code, annee)
    contexte = {"site": site, "annee": annee, "ligne": ligne}
    return render(request, "indicateurs/cible_supprimer.html", contexte)


def _find_ligne(site, annee, indicateur):
    _check_annee(annee)
    for ligne in list_cibles(site, annee=annee):
        if ligne.indicateur.code == indicateur:
            return ligne
    raise Http404


def _initial_of(ligne):
    if ligne.du_site is None:
        return {"unite": ligne.indicateur.unite.value}
    intervalle = ligne.du_site.minimum != ligne.du_site.maximum
    return {
        "minimum": ligne.du_site.minimum,
        "maximum": ligne.du_site.maximum if intervalle else None,
        "unite": ligne.du_site.unite,
        "source": ligne.du_site.source,
    }


def _check_annee(annee):
    if annee not in ANNEES:
        raise Http404
