"""The tests of a caller: theirs alone, one grid each, filled in on a phone."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.enums import CanalMystere
from qualepref.enquetes.forms.reponses import ReponsesForm
from qualepref.enquetes.operations.grilles import GrilleRefuseeError, record_grille
from qualepref.enquetes.operations.retours import ReponsesRefuseesError
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.queries.tests_mystere import canal_of, find_mon_test, list_mes_tests
from qualepref.enquetes.rules.mystere import EtatTest
from qualepref.noyau.questionnaires.modele import TypeQuestion


def mes_tests(request, code):
    """List the tests an agent has to make in the campaigns of a site."""
    acces = open_acces(request, code)
    acces.require_saisie()
    lignes = list_mes_tests(acces.site, request.user, le=acces.le)
    contexte = {
        "site": acces.site,
        "maintenant": [n for n in lignes if n.etat in (EtatTest.EN_RETARD, EtatTest.A_FAIRE)],
        "ensuite": [n for n in lignes if n.etat is EtatTest.A_VENIR],
        "faits": [n for n in lignes if n.etat is EtatTest.FAIT],
    }
    return render(request, "enquetes/mystere/mes_tests.html", contexte)


def test(request, code, pk, numero):
    """Show what to ask, when and where; what a right answer holds comes after, with the grid."""
    acces, ligne = _open(request, code, pk, numero)
    contexte = {
        "site": acces.site,
        "campagne": ligne.test.campagne,
        "ligne": ligne,
        "par_courriel": canal_of(ligne.test.campagne) is CanalMystere.COURRIEL,
        "partenaire": _partenaire(ligne.test, request.user),
        "a_venir": acces.le < ligne.test.jour,
    }
    return render(request, "enquetes/mystere/test.html", contexte)


def grille(request, code, pk, numero):
    """Fill in the grid of a test, once."""
    acces, ligne = _open(request, code, pk, numero)
    if ligne.etat is EtatTest.FAIT or ligne.test.abandonne or acces.le < ligne.test.jour:
        return redirect("enquete_mystere_test", code, pk, numero)
    form = _build_form(request, acces, ligne)
    if request.method == "POST":
        try:
            record_grille(
                ligne.test,
                reponses=form.reponses(posees_seulement=True),
                par=request.user,
                le=acces.le,
            )
        except ReponsesRefuseesError as refus:
            form.add_fautes(refus.fautes)
        except GrilleRefuseeError as refus:
            form.fautes_generales.append(str(refus))
        else:
            messages.success(request, f"Votre grille du test n° {numero} est enregistrée. Merci.")
            return redirect("enquete_mystere_mes_tests", code)
    contexte = {
        "site": acces.site,
        "campagne": ligne.test.campagne,
        "ligne": ligne,
        "form": form,
        "second": request.user == ligne.test.second,
    }
    return render(request, "enquetes/mystere/grille.html", contexte)


def _open(request, code, pk, numero):
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_saisie()
    ligne = find_mon_test(campagne, request.user, numero, le=acces.le)
    if ligne is None or campagne.validee_le is None:
        raise Http404("Ce test n’existe pas, ou il est fait par quelqu’un d’autre.")
    return acces, ligne


def _partenaire(lu, agent):
    if lu.second is None:
        return None
    return lu.second if agent == lu.enqueteur else lu.enqueteur


def _build_form(request, acces, ligne):
    """Return the grid, its day filled in; a second caller is asked for no remark: none is kept."""
    questionnaire = get_questionnaire(ligne.test.campagne)
    groupes = questionnaire.groupes
    if request.user == ligne.test.second:
        groupes = tuple(
            replace(g, questions=tuple(q for q in g.questions if q.type is not TypeQuestion.TEXTE))
            for g in groupes
        )
    dates = [q.code for q in questionnaire.iter_questions() if q.type is TypeQuestion.DATE]
    par_courriel = canal_of(ligne.test.campagne) is CanalMystere.COURRIEL
    jour = ligne.test.jour if par_courriel else acces.le
    return ReponsesForm(
        questionnaire,
        groupes,
        data=request.POST if request.method == "POST" else None,
        avant={dates[0]: f"{jour:%d/%m/%Y}"} if dates else None,
    )
