"""Campaigns of a site: their list, their page, and each step of their life."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.enums import EtatCampagne, GenreEnquete, Mode
from qualepref.enquetes.forms.campagnes import (
    CampagneForm,
    CiblesForm,
    ReprendreForm,
    initial_from,
    initial_of,
)
from qualepref.enquetes.models import Campagne
from qualepref.enquetes.operations.campagnes import (
    CampagneAvecReponsesError,
    create_campagne,
    delete_campagne,
    set_cibles,
    update_campagne,
)
from qualepref.enquetes.operations.ouvertures import (
    EtapeImpossibleError,
    close_campagne,
    reopen_campagne,
    validate_campagne,
)
from qualepref.enquetes.operations.preparation import CampagneRefuseeError
from qualepref.enquetes.permissions import list_sites_associables
from qualepref.enquetes.queries.campagnes import (
    QuestionnaireAbsentError,
    count_evaluees,
    find_choix,
    list_campagnes,
    list_choix,
    list_precedentes,
    load_places,
)
from qualepref.enquetes.queries.formulaires import get_questionnaire, name_langue
from qualepref.enquetes.queries.tests_mystere import is_aveugle
from qualepref.organisation.models import Site


# Past results that come without answers: a campaign on no questionnaire.
SANS = "sans"
ETAPES = ("Préparer", "Ouvrir", "Recueillir", "Clore")
RANGS = {
    EtatCampagne.PREPARATION: 1,
    EtatCampagne.PREVUE: 2,
    EtatCampagne.OUVERTE: 3,
    EtatCampagne.CLOSE: 4,
}
MODES_SAISIS = {Mode.PAPIER, Mode.TELEPHONE, Mode.ENTRETIEN}


def enquetes(request, code):
    acces = open_acces(request, code)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "listes": [
            (genre, list_campagnes(acces.site, genre=genre, le=acces.le)) for genre in GenreEnquete
        ],
    }
    return render(request, "enquetes/campagnes.html", contexte)


def nouvelle(request, code):
    """The choice of a questionnaire, then the form of a campaign on it."""
    acces = open_acces(request, code)
    acces.require_gestion()
    choisi = request.GET.get("questionnaire", "")
    if not choisi:
        contexte = {"site": acces.site, "choix": list_choix(acces.site)}
        return render(request, "enquetes/choisir.html", contexte)
    questionnaire = None if choisi == SANS else _find_questionnaire(acces.site, choisi)
    precedentes = list_precedentes(acces.site)
    form = CampagneForm(
        request.POST or None,
        questionnaire=questionnaire,
        pilote=acces.site,
        sites=list_sites_associables(request.user, acces.site, le=acces.le),
        precedentes=precedentes,
        initial=initial_of(questionnaire, precedentes, le=acces.le),
    )
    if request.method == "POST" and form.is_valid():
        try:
            campagne = create_campagne(
                acces.site,
                donnee=form.build_donnee(cibles={}),
                par=request.user.username,
                le=acces.le,
            )
        except CampagneRefuseeError as refus:
            form.add_refus(refus)
        else:
            messages.success(
                request, f"« {campagne.titre} » est enregistrée. {_tell_suite(campagne)}"
            )
            return redirect("enquete", code, campagne.pk)
    contexte = {
        "site": acces.site,
        "form": form,
        "questionnaire": questionnaire,
        "titre": "Préparer une campagne" if questionnaire else "Reprendre une enquête passée",
        "retour": reverse("enquete_nouvelle", args=[code]),
        "changer": True,
    }
    return render(request, "enquetes/campagne_form.html", contexte)


def modifier(request, code, pk):
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_pilote(campagne)
    questionnaire = _wanted(request, acces.site, campagne)
    associables = list_sites_associables(request.user, acces.site, le=acces.le)
    form = CampagneForm(
        request.POST or None,
        questionnaire=questionnaire,
        pilote=campagne.pilote,
        sites=_join(associables, [place.place.site for place in load_places(campagne)]),
        precedentes=[c for c in list_precedentes(acces.site) if c.pk != campagne.pk],
        initial=initial_from(campagne),
    )
    if request.method == "POST" and form.is_valid():
        codes = {q.code for q in questionnaire.questions if q.evaluee} if questionnaire else set()
        gardees = {c.question: c.valeur for c in campagne.cibles.all() if c.question in codes}
        try:
            update_campagne(
                campagne, donnee=form.build_donnee(cibles=gardees), par=request.user.username
            )
        except CampagneRefuseeError as refus:
            form.add_refus(refus)
        else:
            messages.success(request, "La campagne est modifiée.")
            return redirect("enquete", code, pk)
    contexte = {
        "site": acces.site,
        "form": form,
        "questionnaire": questionnaire,
        "campagne": campagne,
        "titre": "Modifier la campagne",
        "retour": reverse("enquete", args=[code, pk]),
        "choix": [] if campagne.validee_le else list_choix(acces.site),
    }
    return render(request, "enquetes/campagne_form.html", contexte)


def campagne(request, code, pk):
    """Where a campaign stands, its addresses, and what to do next."""
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    places = load_places(campagne)
    etat = campagne.etat(acces.le)
    questionnaire = get_questionnaire(campagne)
    pilote = acces.droits.pilote(campagne, acces.site)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "campagne": campagne,
        "etat": etat,
        "rang": RANGS[etat],
        "etape": ETAPES[RANGS[etat] - 1],
        "suivante": next(iter(ETAPES[RANGS[etat] :]), ""),
        "etapes": len(ETAPES),
        "pilote": pilote,
        "places": places,
        "adresses": [p for p in places if p.collecteurs],
        "retours": sum(p.retours for p in places),
        "attendus": sum(p.place.attendus or 0 for p in places),
        "questionnaire": questionnaire,
        "evaluees": count_evaluees(questionnaire),
        "mystere": campagne.genre == GenreEnquete.MYSTERE,
        "aveugle": is_aveugle(campagne, request.user, le=acces.le),
        "saisie": bool(MODES_SAISIS.intersection(campagne.modes)),
        "papier": Mode.PAPIER in campagne.modes,
        "modes": [Mode(m).label for m in campagne.modes],
        "langues": [(langue, name_langue(langue)) for langue in campagne.langues],
        "racine": request.build_absolute_uri("/").removesuffix("/"),
        "dernier_jour": campagne.fermee_le == acces.le,
    }
    return render(request, "enquetes/campagne.html", contexte)


def ouvrir(request, code, pk):
    """Say what validating does, then do it."""

    def validate(campagne, le):
        validate_campagne(campagne, par=request.user.username, le=le)
        quand = "est ouverte" if campagne.ouverte_le <= le else "s’ouvrira à sa date"
        return f"La campagne {quand}. Ses adresses sont créées."

    contexte = {"titre": "Ouvrir cette campagne ?", "bouton": "Ouvrir la campagne"}
    return _step(request, code, pk, validate, "enquetes/ouvrir.html", contexte)


def clore(request, code, pk):
    """Say what closing does, then do it."""

    def close(campagne, le):
        close_campagne(campagne, par=request.user.username, le=le)
        return "La campagne se termine aujourd’hui."

    contexte = {"titre": "Clore cette campagne ?", "bouton": "Clore la campagne"}
    return _step(request, code, pk, close, "enquetes/clore.html", contexte)


def supprimer(request, code, pk):
    """Say what deleting does, then do it."""

    def delete(campagne, _):
        delete_campagne(campagne, par=request.user.username)
        return f"« {campagne.titre} » est supprimée."

    contexte = {"titre": "Supprimer cette campagne ?", "bouton": "Supprimer la campagne"}
    return _step(request, code, pk, delete, "enquetes/supprimer.html", contexte, apres="enquetes")


def reprendre(request, code, pk):
    """Take answers again in a closed campaign."""
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_pilote(campagne)
    form = ReprendreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_campagne(
                campagne,
                jusqu_au=form.cleaned_data["jusqu_au"],
                par=request.user.username,
                le=acces.le,
            )
        except EtapeImpossibleError as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "La campagne prend de nouveau des réponses.")
            return redirect("enquete", code, pk)
    contexte = {"site": acces.site, "campagne": campagne, "form": form}
    return render(request, "enquetes/reprendre.html", contexte)


def cibles(request, code, pk):
    """The target of each question, where it differs from the campaign's."""
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_pilote(campagne)
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        raise Http404("Cette campagne n’a pas de questions.")
    fixees = {f"cible-{c.question}": c.valeur for c in campagne.cibles.all()}
    form = CiblesForm(request.POST or None, questionnaire=questionnaire, initial=fixees)
    if request.method == "POST" and form.is_valid():
        set_cibles(campagne, cibles=form.build_cibles(), par=request.user.username)
        messages.success(request, "Les cibles sont enregistrées.")
        return redirect("enquete", code, pk)
    contexte = {"site": acces.site, "campagne": campagne, "form": form}
    return render(request, "enquetes/cibles.html", contexte)


def _step(request, code, pk, operation, gabarit, contexte, *, apres="enquete"):
    """Ask, then take a step of a campaign's life, which may be refused."""
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_pilote(campagne)
    if request.method == "POST":
        try:
            messages.success(request, operation(campagne, acces.le))
        except (EtapeImpossibleError, CampagneAvecReponsesError) as refus:
            messages.error(request, str(refus))
            return redirect("enquete", code, pk)
        return redirect(apres, code) if apres == "enquetes" else redirect(apres, code, pk)
    places = load_places(campagne)
    commun = {
        "site": acces.site,
        "campagne": campagne,
        "le": acces.le,
        "retours": sum(p.retours for p in places),
        "places": places,
        "retour": reverse("enquete", args=[code, pk]),
    }
    return render(request, gabarit, commun | contexte)


def _wanted(request, site: Site, campagne: Campagne):
    """Return the questionnaire asked for in the address while it may change, else the pinned one."""
    choisi = request.GET.get("questionnaire", "")
    if not choisi or campagne.validee_le:
        return get_questionnaire(campagne)
    return _find_questionnaire(site, choisi)


def _find_questionnaire(site: Site, empreinte: str):
    try:
        return find_choix(site, empreinte).questionnaire
    except QuestionnaireAbsentError as absent:
        raise Http404(str(absent)) from absent


def _join(premiers: list[Site], autres: list[Site]) -> list[Site]:
    connus = {site.pk for site in premiers}
    return [*premiers, *(site for site in autres if site.pk not in connus)]


def _tell_suite(campagne: Campagne) -> str:
    if campagne.formulaire_id is None:
        return "Inscrivez maintenant les résultats publiés."
    return "Relisez-la, puis ouvrez-la : rien n’est public d’ici là."
