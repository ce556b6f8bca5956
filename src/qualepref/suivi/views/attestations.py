"""Months of a register attested as empty or not applicable."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.noyau.calcul.periodes import format_mois, mois_of
from qualepref.noyau.calendrier import PREMIER_JOUR
from qualepref.suivi.acces import open_acces
from qualepref.suivi.enums import Declaration
from qualepref.suivi.operations.attestations import (
    MoisNonTermineError,
    MoisNonVideError,
    set_attestation,
)
from qualepref.suivi.queries.attestations import load_mois


def attestations(request, code, registre, annee=None):
    acces = open_acces(request, code)
    choisi = acces.registre(registre)
    annee = annee or acces.le.year
    if not PREMIER_JOUR.year <= annee <= acces.le.year:
        raise Http404("Cette année est hors du calendrier.")
    if request.method == "POST":
        acces.require_gestion()
        _attest(request, acces, registre, annee)
        return redirect(reverse("attestations_annee", args=[code, registre, annee]))
    contexte = {
        "site": acces.site,
        "acces": acces,
        "registre": choisi,
        "annee": annee,
        "precedente": annee - 1 if annee > PREMIER_JOUR.year else None,
        "suivante": annee + 1 if annee < acces.le.year else None,
        "lignes": load_mois(acces.site, registre=registre, annee=annee, le=acces.le),
        "declarations": Declaration.choices,
    }
    return render(request, "suivi/attestations.html", contexte)


def _attest(request, acces, registre, annee):
    mois, declaration = request.POST.get("mois", ""), request.POST.get("declaration", "")
    connus = {str(annee * 100 + m) for m in range(1, 13)}
    if mois not in connus or int(mois) > mois_of(acces.le):
        raise Http404("Ce mois n’existe pas.")
    if declaration not in ("", *Declaration.values):
        raise Http404("Cette déclaration n’existe pas.")
    try:
        set_attestation(
            acces.site,
            registre=registre,
            mois=int(mois),
            declaration=declaration,
            par=request.user,
            le=acces.le,
        )
    except (MoisNonTermineError, MoisNonVideError) as refus:
        messages.error(request, str(refus))
        return
    fait = {
        "": "l’attestation est retirée.",
        Declaration.RIEN_RECU: "attesté « rien reçu ».",
        Declaration.SANS_OBJET: "attesté « sans objet ».",
    }[declaration]
    messages.success(request, f"{format_mois(int(mois)).capitalize()} : {fait}")
