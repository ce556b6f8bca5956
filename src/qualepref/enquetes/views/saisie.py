"""Sheets that came back, typed with the keyboard alone; batches; corrections."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.forms.saisie import CorrectionForm, FicheForm
from qualepref.enquetes.operations.retours import ReponsesRefuseesError
from qualepref.enquetes.operations.saisie import (
    SaisieRefuseeError,
    change_fiche,
    delete_fiche,
    record_fiche,
)
from qualepref.enquetes.queries.saisie import (
    find_fiche,
    list_fiches,
    list_lots,
    list_modes_saisis,
    load_reponses,
    next_fiche,
    next_lot,
    next_numero,
)
from qualepref.enquetes.rules.fiches import digest_valeurs


# What the next sheet keeps of the one before, in the address of the page.
GARDES = ("lot", "jour", "mode", "service")


def saisie(request, code, pk):
    """Type a sheet; once kept, the page of the next one opens."""
    acces, campagne = _open_saisie(request, code, pk)
    initial = {} if request.method == "POST" else _propose(request, acces, campagne)
    form = FicheForm(request.POST or None, campagne=campagne, site=acces.site, initial=initial)
    if request.method == "POST" and form.is_valid():
        retour = _write(
            form,
            record_fiche,
            campagne,
            fiche=form.fiche(),
            site=acces.site,
            par=request.user.username,
            le=acces.le,
        )
        if retour is not None:
            messages.success(request, f"La fiche {retour.fiche} est enregistrée.")
            return redirect(_address_suite(code, pk, retour))
    contexte = {
        "site": acces.site,
        "acces": acces,
        "campagne": campagne,
        "form": form,
        "lot": _read_nombre(form["lot"].value()),
        "lot_suivant": next_lot(campagne),
        "enchaine": "lot" in request.GET or form.is_bound,
    }
    return render(request, "enquetes/saisie.html", contexte)


def lots(request, code, pk):
    """List the batches typed on the site."""
    acces, campagne = _open_saisie(request, code, pk)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "campagne": campagne,
        "lots": list_lots(campagne, acces.site),
    }
    return render(request, "enquetes/lots.html", contexte)


def lot(request, code, pk, lot):
    """List the sheets of a batch."""
    acces, campagne = _open_saisie(request, code, pk)
    fiches = list_fiches(campagne, acces.site, lot)
    if not fiches:
        raise Http404("Aucune fiche n’est saisie dans ce lot.")
    contexte = {
        "site": acces.site,
        "acces": acces,
        "campagne": campagne,
        "lot": lot,
        "titre": f"Lot {lot}",
        "fiches": fiches,
    }
    return render(request, "enquetes/lot.html", contexte)


def fiche(request, code, pk, fiche):
    """Correct a sheet; the référent alone does."""
    acces, campagne, retour = _open_fiche(request, code, pk, fiche)
    form = CorrectionForm(
        request.POST or None,
        campagne=campagne,
        site=acces.site,
        fiche=fiche,
        initiales=load_reponses(retour),
        initial={
            "jour": retour.jour,
            "mode": retour.mode,
            "service": retour.service_id,
            "vierge": not retour.valeurs,
            "lue": digest_valeurs(retour.valeurs),
        },
    )
    if request.method == "POST" and form.is_valid():
        fait = _write(
            form,
            _change,
            retour,
            fiche=form.fiche(),
            lue=form.cleaned_data["lue"],
            par=request.user.username,
            le=acces.le,
        )
        if fait is not None:
            messages.success(request, f"La fiche {fiche} est corrigée ; les résultats suivent.")
            return redirect("enquete_lot", code, pk, form.numeros[0])
    contexte = {
        "site": acces.site,
        "campagne": campagne,
        "fiche": retour,
        "lot": form.numeros[0],
        "etape_lot": f"Lot {form.numeros[0]}",
        "etape_fiche": f"Fiche {fiche}",
        "form": form,
    }
    return render(request, "enquetes/fiche.html", contexte)


def supprimer(request, code, pk, fiche):
    """Say what removing a sheet changes, then remove it."""
    acces, campagne, retour = _open_fiche(request, code, pk, fiche)
    if request.method != "POST":
        contexte = {
            "site": acces.site,
            "campagne": campagne,
            "fiche": retour,
            "titre": f"Supprimer la fiche {fiche} ?",
            "bouton": "Supprimer la fiche",
            "retour": reverse("enquete_fiche", args=[code, pk, fiche]),
        }
        return render(request, "enquetes/fiche_supprimer.html", contexte)
    delete_fiche(retour, par=request.user.username)
    messages.success(request, f"La fiche {fiche} est supprimée ; les résultats suivent.")
    return redirect("enquete_lots", code, pk)


def _open_saisie(request, code, pk):
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_saisie()
    if not list_modes_saisis(campagne):
        raise Http404(
            "Cette campagne ne se saisit pas ici : elle ne prévoit ni papier, ni téléphone, ni "
            "entretien."
        )
    return acces, campagne


def _open_fiche(request, code, pk, fiche):
    acces, campagne = _open_saisie(request, code, pk)
    acces.require_gestion()
    retour = find_fiche(campagne, acces.site, fiche)
    if retour is None:
        raise Http404("Cette fiche n’est pas saisie, ou ne l’est plus.")
    return acces, campagne, retour


def _propose(request, acces, campagne):
    """Return what the boxes of a new sheet hold: the address says, else the last sheet typed."""
    suivante = next_fiche(campagne, acces.site, par=request.user.username)
    proposes = {
        "lot": suivante.lot,
        "jour": suivante.jour or _first_jour(campagne, acces.le),
        "mode": suivante.mode,
        "service": suivante.service.pk if suivante.service else None,
    }
    proposes |= {nom: request.GET[nom] for nom in GARDES if nom in request.GET}
    lot = _read_nombre(proposes["lot"]) or suivante.lot
    numero = next_numero(campagne, lot)
    return proposes | {"lot": lot, "numero": numero, "cle": uuid4()}


def _first_jour(campagne, le):
    """Return today, or the last day of a campaign that is over."""
    return min(campagne.fermee_le or le, le)


def _read_nombre(texte):
    return int(texte) if str(texte).isdecimal() and len(str(texte)) <= len("999999") else None


def _address_suite(code, pk, retour):
    lot, _, _ = retour.fiche.partition("-")
    garde = {"lot": lot, "jour": retour.jour.isoformat(), "mode": retour.mode}
    if retour.service_id:
        garde["service"] = retour.service_id
    return f"{reverse('enquete_saisie', args=[code, pk])}?{urlencode(garde)}"


def _change(retour, **options):
    change_fiche(retour, **options)
    return retour


def _write(form, operation, objet, **options):
    """Return what the operation gives; None once its refusal is on the form."""
    try:
        return operation(objet, **options)
    except SaisieRefuseeError as refus:
        form.add_error(refus.champ if refus.champ in form.fields else None, str(refus))
    except ReponsesRefuseesError as refus:
        form.add_fautes(refus.fautes)
    return None
