"""The registers as cards, and one register as a list."""

from django.shortcuts import render

from qualepref.suivi.acces import open_acces
from qualepref.suivi.filters import FiltresForm
from qualepref.suivi.forms.demandes import canaux_of
from qualepref.suivi.queries.echantillons import has_semaines
from qualepref.suivi.queries.listes import COMPTE_MAXIMAL, TRI, load_page, select_demandes
from qualepref.suivi.queries.registres import load_cartes


def registres(request, code):
    acces = open_acces(request, code)
    cartes = load_cartes(acces.site, le=acces.le)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "cartes": [c for c in cartes if c.dans_perimetre],
        "autres": [c for c in cartes if not c.dans_perimetre],
    }
    return render(request, "suivi/registres.html", contexte)


def registre(request, code, registre):
    acces = open_acces(request, code)
    choisi = acces.registre(registre)
    filtres = FiltresForm(
        request.GET,
        site=acces.site,
        registre=choisi,
        canaux=canaux_of(choisi, acces.referentiel),
        echantillonne=has_semaines(acces.site, registre=registre),
    )
    filtres.is_valid()
    lus = filtres.cleaned_data
    page = load_page(
        select_demandes(acces.site, registre=registre, criteres=lus, le=acces.le),
        tri=lus.get("tri") or TRI,
        apres=request.GET.get("apres", ""),
        avant=request.GET.get("avant", ""),
    )
    contexte = {
        "site": acces.site,
        "acces": acces,
        "registre": choisi,
        "filtres": filtres,
        "actifs": filtres.actifs(),
        "page": page,
        "compte_maximal": COMPTE_MAXIMAL,
        "libelles": {n.code: n.libelle for n in choisi.natures} | dict(acces.referentiel.canaux),
    }
    return render(request, "suivi/registre.html", contexte)
