"""What one does with a demande, one small form each: answer, hold, exclude, remove…"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from qualepref.suivi.acces import open_acces
from qualepref.suivi.forms.actions import (
    AccuseForm,
    AttenteForm,
    CompletudeForm,
    ExclusionForm,
    RendezVousForm,
    ReponseForm,
    SupprimerForm,
)
from qualepref.suivi.operations.demandes import (
    DatesImpossiblesError,
    DemandeModifieeEntreTempsError,
    delete_demande,
    update_demande,
)
from qualepref.suivi.rules import SansHorlogeError


@dataclass(frozen=True, slots=True)
class Action:
    """An action on a demande: its form, its words, and the date it proposes."""

    form: type
    titre: str
    bouton: str
    fait: str
    aujourdhui: str = ""


ACTIONS = {
    "repondre": Action(
        ReponseForm, "Enregistrer la réponse", "Enregistrer la réponse",
        "La réponse est enregistrée.", "repondue_le",
    ),
    "attente": Action(
        AttenteForm, "Enregistrer une réponse d’attente", "Enregistrer la réponse d’attente",
        "La réponse d’attente est enregistrée.", "attente_le",
    ),
    "accuse": Action(
        AccuseForm, "Enregistrer un accusé de réception", "Enregistrer l’accusé de réception",
        "L’accusé de réception est enregistré.", "accuse_le",
    ),
    "rendez-vous": Action(
        RendezVousForm, "Proposer une date de rendez-vous", "Enregistrer le rendez-vous",
        "Le rendez-vous est enregistré.", "proposee_le",
    ),
    "completude": Action(
        CompletudeForm, "Demande incomplète ou complétée", "Enregistrer",
        "La demande est mise à jour.",
    ),
    "exclure": Action(
        ExclusionForm, "Compter ou ne pas compter cette demande", "Enregistrer le motif",
        "La demande est mise à jour.",
    ),
}  # fmt: skip


def agir(request, code, pk, action):
    if action not in ACTIONS:
        raise Http404
    choisie = ACTIONS[action]
    acces = open_acces(request, code)
    demande = acces.demande(pk)
    acces.require_demande(demande)
    options = {"demande": demande, "le": acces.le, "initial": _initial(choisie, demande, acces.le)}
    if choisie.form is ExclusionForm:
        options["motifs"] = _motifs(acces, demande)
    form = choisie.form(request.POST or None, **options)
    if request.method == "POST" and form.is_valid() and _update(request, acces, demande, form):
        messages.success(request, choisie.fait)
        return redirect("demande", code, pk)
    contexte = {"site": acces.site, "demande": demande, "form": form, "action": choisie}
    registre = acces.registre(demande.registre)
    return render(request, "suivi/action.html", {**contexte, "registre": registre})


def supprimer(request, code, pk):
    acces = open_acces(request, code)
    demande = acces.demande(pk)
    acces.require_demande(demande)
    form = SupprimerForm(request.POST or None, demande=demande, le=acces.le)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["lue_le"] != demande.modifiee_le:
            form.add_error(None, str(DemandeModifieeEntreTempsError()))
        else:
            delete_demande(demande, par=request.user, le=acces.le)
            messages.success(request, f"La demande {demande.reference} est supprimée.")
            return redirect("registre", code, demande.registre)
    registre = acces.registre(demande.registre)
    contexte = {"site": acces.site, "demande": demande, "form": form, "registre": registre}
    return render(request, "suivi/supprimer.html", contexte)


def _initial(action, demande, le):
    connues = {c: getattr(demande, c) for c in action.form.base_fields if hasattr(demande, c)}
    if action.aujourdhui and connues[action.aujourdhui] is None:
        connues[action.aujourdhui] = le
    return connues


def _motifs(acces, demande):
    nature = acces.referentiel.nature(demande.nature)
    admis = {*nature.exclusions_for(demande.canal), demande.exclusion} - {"incomplete"}
    if demande.exclusion == "incomplete":
        admis.add("incomplete")
    return [(code, nom) for code, nom in acces.referentiel.exclusions if code in admis]


def _update(request, acces, demande, form):
    try:
        return update_demande(
            demande,
            valeurs=form.valeurs(),
            par=request.user,
            le=acces.le,
            lue_le=form.cleaned_data["lue_le"],
        )
    except DatesImpossiblesError as refus:
        form.add_fautes(refus.fautes)
    except (DemandeModifieeEntreTempsError, SansHorlogeError) as refus:
        form.add_error(None, str(refus))
    return None
