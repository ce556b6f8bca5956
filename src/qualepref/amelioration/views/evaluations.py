"""Diagnostics and audits of a site: their list, a grid, a line, the end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.amelioration.acces import REFUS_SERVICE, open_acces
from qualepref.amelioration.forms.evaluations import (
    CloreForm,
    EvaluationForm,
    FiltreGrilleForm,
    LigneForm,
)
from qualepref.amelioration.operations.evaluations import (
    EvaluationCloseError,
    EvaluationRefuseeError,
    EvaluationSuivieError,
    GrilleIncompleteError,
    LigneRefuseeError,
    close_evaluation,
    create_evaluation,
    delete_evaluation,
    reopen_evaluation,
    set_ligne,
)
from qualepref.amelioration.queries.evaluations import (
    find_evaluation,
    find_ligne,
    find_suivante,
    list_evaluations,
    list_exigences_de,
    load_grille,
)


TOUS = "tous"
CHAMPS_LIGNE = ("verdict", "ecart", "point_fort", "piste", "commentaire")


def evaluations(request, code):
    acces = open_acces(request, code)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "evaluations": list_evaluations(acces.site),
    }
    return render(request, "amelioration/evaluations/liste.html", contexte)


def nouvelle(request, code):
    acces = open_acces(request, code)
    acces.require_gestion()
    form = EvaluationForm(request.POST or None, site=acces.site, initial={"debut_le": acces.le})
    if request.method == "POST" and form.is_valid():
        try:
            creee = create_evaluation(
                acces.site, donnee=form.donnee(), par=request.user.username, le=acces.le
            )
        except EvaluationRefuseeError as refus:
            form.add_error(refus.champ if refus.champ in form.fields else None, str(refus))
        else:
            messages.success(request, "L’évaluation est ouverte : la grille est prête à remplir.")
            return redirect("evaluation", code, creee.pk)
    contexte = {"site": acces.site, "form": form}
    return render(request, "amelioration/evaluations/nouvelle.html", contexte)


def evaluation(request, code, pk):
    """A grid module by module; what the filters keep, and « tous », are shown whole."""
    acces = open_acces(request, code)
    acces.require_lignes()
    lue = _find(acces, pk)
    filtre = FiltreGrilleForm(request.GET, site=acces.site)
    choix = filtre.cleaned_data if filtre.is_valid() else {"verdict": "", "service": None}
    filtree = any(choix.values())
    grille = load_grille(lue, verdict=choix["verdict"], service=choix["service"])
    numero = None if filtree else _choose_module(grille, request.GET.get("module", ""))
    contexte = {
        "site": acces.site,
        "acces": acces,
        "evaluation": lue,
        "grille": grille,
        "modules": grille.list_montres(numero),
        "numero": numero,
        "suivant": grille.find_suivant(numero),
        "filtre": filtre,
        "filtree": filtree,
        "ecrit": acces.droits.saisit and lue.close_le is None,
    }
    return render(request, "amelioration/evaluations/grille.html", contexte)


def ligne(request, code, pk, ligne_pk):
    """Judge one line, then go on to the next that is still to be judged."""
    acces = open_acces(request, code)
    lue = _find(acces, pk)
    choisie = find_ligne(lue, ligne_pk)
    if choisie is None:
        raise Http404("Cette ligne n’existe pas dans la grille.")
    if not acces.droits.couvre(choisie.service_id):
        raise PermissionDenied(REFUS_SERVICE)
    form = LigneForm(request.POST or None, initial={c: getattr(choisie, c) for c in CHAMPS_LIGNE})
    if request.method == "POST" and form.is_valid():
        try:
            set_ligne(choisie, donnee=form.donnee(), par=request.user.username)
        except LigneRefuseeError as refus:
            form.add_fautes(refus.fautes)
        except EvaluationCloseError as refus:
            messages.error(request, str(refus))
            return redirect("evaluation", code, pk)
        else:
            return _go_on(request, acces, choisie)
    exigence = {e.cle: e for e in list_exigences_de(lue)}[
        choisie.engagement, choisie.sous_engagement
    ]
    grille = reverse("evaluation", args=[code, pk])
    contexte = {
        "site": acces.site,
        "evaluation": lue,
        "ligne": choisie,
        "exigence": exigence,
        "form": form,
        "retour": f"{grille}?module={exigence.module}#ligne-{choisie.pk}",
    }
    return render(request, "amelioration/evaluations/ligne.html", contexte)


def clore(request, code, pk):
    acces = open_acces(request, code)
    acces.require_gestion()
    lue = _find(acces, pk)
    form = CloreForm(request.POST or None, initial={"conclusion": lue.conclusion})
    if request.method == "POST" and form.is_valid():
        try:
            close_evaluation(
                lue,
                conclusion=form.cleaned_data["conclusion"],
                par=request.user.username,
                le=acces.le,
            )
        except GrilleIncompleteError as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "L’évaluation est close.")
        return redirect("evaluation", code, pk)
    contexte = {
        "site": acces.site,
        "evaluation": lue,
        "form": form,
        "retour": reverse("evaluation", args=[code, pk]),
    }
    return render(request, "amelioration/evaluations/clore.html", contexte)


def rouvrir(request, code, pk):
    acces = open_acces(request, code)
    acces.require_gestion()
    lue = _find(acces, pk)
    if request.method == "POST":
        reopen_evaluation(lue, par=request.user.username)
        messages.success(request, "L’évaluation est rouverte.")
    return redirect("evaluation", code, pk)


def supprimer(request, code, pk):
    acces = open_acces(request, code)
    acces.require_gestion()
    lue = _find(acces, pk)
    if request.method != "POST":
        contexte = {
            "site": acces.site,
            "evaluation": lue,
            "titre": "Supprimer cette évaluation ?",
            "bouton": "Supprimer l’évaluation",
            "retour": reverse("evaluation", args=[code, pk]),
        }
        return render(request, "amelioration/evaluations/supprimer.html", contexte)
    try:
        delete_evaluation(lue, par=request.user.username)
    except EvaluationSuivieError as refus:
        messages.error(request, str(refus))
        return redirect("evaluation", code, pk)
    messages.success(request, "L’évaluation est supprimée.")
    return redirect("evaluations", code)


def _choose_module(grille, demande):
    """Return the number of the module asked for, of the one under way, or None for all."""
    numeros = {str(m.numero): m.numero for m in grille.modules} | {TOUS: None}
    return numeros.get(demande, grille.en_cours)


def _find(acces, pk):
    lue = find_evaluation(acces.site, pk)
    if lue is None:
        raise Http404("Cette évaluation n’existe pas, ou n’existe plus.")
    return lue


def _go_on(request, acces, ligne):
    services = None if acces.droits.gere else acces.droits.services
    suivante = find_suivante(ligne, services=services)
    code, pk = acces.site.pk, ligne.evaluation_id
    if suivante is None:
        messages.success(request, "La ligne est enregistrée. Il n’en reste aucune à évaluer.")
        return redirect("evaluation", code, pk)
    messages.success(request, "La ligne est enregistrée. Voici la suivante.")
    return redirect("evaluation_ligne", code, pk, suivante.pk)
