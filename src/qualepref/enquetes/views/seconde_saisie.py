"""Sheets typed a second time, by somebody else; what the two readings say of typing errors."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.forms.saisie import SecondeSaisieForm
from qualepref.enquetes.operations.retours import ReponsesRefuseesError
from qualepref.enquetes.operations.saisie import SaisieRefuseeError, record_seconde_lecture
from qualepref.enquetes.queries.saisie import (
    find_fiche,
    get_seconde_saisie,
    list_a_retaper,
    list_fiches,
    load_bilan_saisie,
)
from qualepref.enquetes.rendering.saisie import tell_ecarts, tell_erreurs


def seconde_saisie(request, code, pk, lot):
    """Type again, one after the other, the sheets drawn from a batch that one did not type."""
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_saisie()
    if not list_fiches(campagne, acces.site, lot):
        raise Http404("Aucune fiche n’est saisie dans ce lot.")
    reste = list_a_retaper(campagne, acces.site, lot, par=request.user.username)
    demandee = request.POST.get("fiche") or request.GET.get("fiche", "")
    choisie = demandee if demandee in reste or request.method == "POST" else next(iter(reste), "")
    form = SecondeSaisieForm(request.POST or None, campagne=campagne)
    if request.method == "POST" and form.is_valid():
        retour = find_fiche(campagne, acces.site, choisie)
        if retour is None:
            raise Http404("Cette fiche n’est pas saisie, ou ne l’est plus.")
        if _write(form, retour, request.user.username, acces.le):
            messages.success(request, f"La seconde saisie de la fiche {choisie} est enregistrée.")
            return redirect("enquete_seconde_saisie", code, pk, lot)
    contexte = {
        "site": acces.site,
        "campagne": campagne,
        "lot": lot,
        "fiche": choisie,
        "reste": reste,
        "form": form,
        "regle": get_seconde_saisie(),
    }
    return render(request, "enquetes/seconde_saisie.html", contexte)


def erreurs(request, code, pk):
    """Show how often two readings of the same sheets differ; which sheets, to the référent."""
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    bilan = load_bilan_saisie(campagne, acces.site)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "campagne": campagne,
        "bilan": bilan,
        "erreurs": tell_erreurs(bilan.erreurs),
        "ecarts": tell_ecarts(bilan.ecarts) if acces.droits.gere else None,
        "regle": get_seconde_saisie(),
    }
    return render(request, "enquetes/erreurs_saisie.html", contexte)


def _write(form, retour, par, le):
    try:
        record_seconde_lecture(retour, reponses=form.reponses(), par=par, le=le)
    except SaisieRefuseeError as refus:
        form.add_error(None, str(refus))
    except ReponsesRefuseesError as refus:
        form.add_fautes(refus.fautes)
    else:
        return True
    return False
