"""A demande: its page, its entry and its correction."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.noyau.calendrier import HorsCalendrierError
from qualepref.organisation.queries import get_calendrier
from qualepref.socle.dates import format_jour
from qualepref.suivi.acces import open_acces
from qualepref.suivi.enums import AIDES
from qualepref.suivi.forms.demandes import DemandeForm, EcheanceForm, registre_suit_completude
from qualepref.suivi.operations.demandes import (
    DatesImpossiblesError,
    DemandeModifieeEntreTempsError,
    ReferencePriseError,
    record_demande,
    update_demande,
)
from qualepref.suivi.queries.echantillons import has_semaines, tracage_of
from qualepref.suivi.queries.echeances import preview_echeances
from qualepref.suivi.queries.etats import awaits_reponse
from qualepref.suivi.queries.vies import (
    list_decomptes,
    list_evenements,
    list_moments,
    tell_comptage,
)
from qualepref.suivi.rules import SansHorlogeError


REFUS = (HorsCalendrierError, SansHorlogeError)
# Kept from one entry to the next when several are typed in a row.
CHAMPS_REPRIS = ("nature", "canal", "recue_le", "service", "boite", "portee")


def demande(request, code, pk):
    acces = open_acces(request, code)
    lue = acces.demande(pk)
    registre = acces.registre(lue.registre)
    nature = acces.referentiel.nature(lue.nature)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "demande": lue,
        "registre": registre,
        "nature": nature,
        "canal": dict(acces.referentiel.canaux).get(lue.canal, ""),
        "exclusion": dict(acces.referentiel.exclusions).get(lue.exclusion, lue.exclusion),
        "pourquoi": tell_comptage(lue, le=acces.le),
        "moments": list_moments(lue),
        "promise": awaits_reponse(lue),
        "aides": AIDES,
        "decomptes": list_decomptes(lue, le=acces.le),
        "evenements": list_evenements(lue),
        "peut_ecrire": acces.droits.couvre(lue.service_id),
        "suit_completude": registre_suit_completude(registre),
        "champs": {c for h in nature.horloges for c in (h.depart, *h.arrivees)},
    }
    return render(request, "suivi/demande.html", contexte)


def nouvelle(request, code, registre):
    acces = open_acces(request, code)
    choisi = acces.registre(registre)
    acces.require_saisie()
    options = _options(acces, choisi)
    prevues, refus = [], ""
    if request.method == "POST" and "calculer" not in request.POST:
        form = DemandeForm(request.POST, **options)
        if form.is_valid():
            ecrite = _record(request, acces, choisi, form)
            if ecrite is not None:
                return _after_entry(request, acces, choisi, ecrite)
    elif request.method == "POST":
        form = DemandeForm(initial=_as_initial(request.POST), **options)
        prevues, refus = _preview(acces, choisi, request.POST)
    else:
        repris = {c: request.GET[c] for c in CHAMPS_REPRIS if c in request.GET}
        form = DemandeForm(initial={"recue_le": acces.le, **repris}, **options)
        prevues, _ = _preview(acces, choisi, {"recue_le": acces.le, "complete": "on", **repris})
    contexte = {"prevues": prevues, "refus": refus, "form": form, "registre": choisi}
    return render(request, "suivi/saisie.html", {**contexte, "site": acces.site, "acces": acces})


def corriger(request, code, pk):
    acces = open_acces(request, code)
    lue = acces.demande(pk)
    acces.require_demande(lue)
    registre = acces.registre(lue.registre)
    options = _options(acces, registre) | {"demande": lue}
    form = DemandeForm(request.POST or None, initial=_values_of(lue), **options)
    if request.method == "POST" and form.is_valid() and _update(request, acces, lue, form):
        messages.success(request, f"La demande {lue.reference} est corrigée.")
        return redirect("demande", code, pk)
    contexte = {"form": form, "registre": registre, "demande": lue, "prevues": [], "refus": ""}
    return render(request, "suivi/saisie.html", {**contexte, "site": acces.site, "acces": acces})


def echeance(request, code):
    """The deadline of a demande not yet written, for the script of the entry page."""
    acces = open_acces(request, code)
    prevues, refus = _preview(acces, acces.registre(request.GET.get("registre", "")), request.GET)
    if refus:
        # What is still missing while one types is no fault of the page: not an error status.
        return JsonResponse({"refus": refus, "echeances": []})
    return JsonResponse(
        {
            "echeances": [
                {
                    "regle": p.regle,
                    "echeance": p.echeance.isoformat() if p.echeance else None,
                    "texte": format_jour(p.echeance),
                    "jours": p.jours,
                }
                for p in prevues
            ]
        }
    )


def _options(acces, registre):
    echantillonne = has_semaines(acces.site, registre=registre.code)
    return {"acces": acces, "registre": registre, "echantillonne": echantillonne}


def _preview(acces, registre, donnees):
    """Return the deadlines these data would give, and why none can be given."""
    form = EcheanceForm(donnees, registre=registre, referentiel=acces.referentiel)
    if not form.is_valid():
        return [], " ".join(dict.fromkeys(e for fautes in form.errors.values() for e in fautes))
    lues = form.cleaned_data
    try:
        prevues = preview_echeances(
            form.dates(),
            nature=acces.referentiel.nature(lues["nature"]),
            canal=lues["canal"],
            calendrier=get_calendrier(acces.site),
        )
    except REFUS as refus:
        return [], str(refus)
    return [p for p in prevues if p.horloge.depart == "recue_le" or p.echeance], ""


def _as_initial(post):
    """Return what was typed, to show it again without judging it."""
    return {**post.dict(), "complete": "complete" in post}


def _values_of(demande):
    champs = {c: getattr(demande, c) for c in DemandeForm.base_fields if hasattr(demande, c)}
    return {**champs, "service": demande.service_id, "boite": demande.boite_id}


def _record(request, acces, registre, form):
    valeurs = form.valeurs()
    if not valeurs.get("tracage"):
        valeurs["tracage"] = tracage_of(
            acces.site,
            registre=registre.code,
            recue_le=valeurs["recue_le"],
            service=valeurs.get("service_id"),
            boite=valeurs.get("boite_id"),
        )
    try:
        return record_demande(
            acces.site, registre=registre.code, valeurs=valeurs, par=request.user, le=acces.le
        )
    except DatesImpossiblesError as refus:
        form.add_fautes(refus.fautes)
    except ReferencePriseError as refus:
        form.add_error("reference", str(refus))
    except REFUS as refus:
        form.add_error(None, str(refus))
    return None


def _update(request, acces, demande, form):
    valeurs = form.valeurs()
    if "tracage" in valeurs and not valeurs["tracage"]:
        del valeurs["tracage"]
    try:
        return update_demande(
            demande,
            valeurs=valeurs,
            par=request.user,
            le=acces.le,
            lue_le=form.cleaned_data["lue_le"],
        )
    except DatesImpossiblesError as refus:
        form.add_fautes(refus.fautes)
    except ReferencePriseError as refus:
        form.add_error("reference", str(refus))
    except (DemandeModifieeEntreTempsError, *REFUS) as refus:
        form.add_error(None, str(refus))
    return None


def _after_entry(request, acces, registre, demande):
    due = f" Échéance : {format_jour(demande.echeance)}." if demande.echeance else ""
    messages.success(request, f"Demande {demande.reference} enregistrée.{due}")
    if "encore" not in request.POST:
        return redirect("demande", acces.site.pk, demande.pk)
    adresse = reverse("demande_nouvelle", args=[acces.site.pk, registre.code])
    return redirect(f"{adresse}?{_repris(request.POST)}")


def _repris(post):
    repris = post.copy()
    for champ in post:
        if champ not in CHAMPS_REPRIS or not post[champ]:
            del repris[champ]
    return repris.urlencode()
