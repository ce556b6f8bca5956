"""The sheet as it is typed: one box per question, which takes the key printed beside the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from qualepref.enquetes.models import Campagne
from qualepref.enquetes.operations.saisie import FicheSaisie
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.queries.saisie import list_modes_saisis
from qualepref.enquetes.rules.fiches import read_fiche
from qualepref.enquetes.rules.touches import (
    SANS_REPONSE,
    ToucheRefuseeError,
    list_touches,
    read_frappe,
    write_frappe,
)
from qualepref.noyau.questionnaires.ecriture import cast_condition
from qualepref.noyau.questionnaires.modele import Groupe, Option, Question, TypeQuestion
from qualepref.noyau.questionnaires.reponses import FauteReponse, ReponseRefusee, check_reponse
from qualepref.organisation.models import Site
from qualepref.socle.forms import DateField, Formulaire


PREFIXE = "q_"
NUMERO_MAX = 999_999


@dataclass(frozen=True, slots=True)
class Ligne:
    """One question of the sheet: its rank, its box, its keys; `condition` as JSON, "" for none."""

    rang: int
    question: Question
    champ: BoundField
    touches: tuple[tuple[str, Option], ...]
    condition: str


class ReponsesTapeesForm(Formulaire):
    """The boxes of a questionnaire's questions; free texts only where they are wanted."""

    dit_facultatif = False

    def __init__(self, *args, campagne: Campagne, avec_textes: bool, initiales=None, **kwargs):
        self.campagne = campagne
        self.questionnaire = get_questionnaire(campagne)
        self.questions = [
            q
            for q in self.questionnaire.iter_questions()
            if avec_textes or q.type is not TypeQuestion.TEXTE
        ]
        self.base_fields = self.base_fields | {
            f"{PREFIXE}{q.code}": _build_champ(q) for q in self.questions
        }
        connues = {
            f"{PREFIXE}{q.code}": write_frappe(q, initiales[q.code])
            for q in self.questions
            if q.code in (initiales or {})
        }
        kwargs["initial"] = {**(kwargs.get("initial") or {}), **connues}
        super().__init__(*args, **kwargs)

    def rubriques(self) -> Iterator[tuple[Groupe, list[Ligne]]]:
        """Yield the groups of the sheet, each with its questions."""
        rangs = {q.code: rang for rang, q in enumerate(self.questions, start=1)}
        for groupe in self.questionnaire.groupes:
            lignes = [self._ligne(q, rangs[q.code]) for q in groupe.questions if q.code in rangs]
            if lignes:
                yield groupe, lignes

    def reponses(self) -> dict[str, object]:
        """Return the answers as `check_reponse` takes them, once the form is valid."""
        return self._reponses

    def clean(self):
        valeurs = super().clean()
        self._reponses: dict[str, object] = {}
        for question in self.questions:
            nom = f"{PREFIXE}{question.code}"
            try:
                self._reponses[question.code] = read_frappe(question, valeurs.get(nom, ""))
            except ToucheRefuseeError as refus:
                self.add_error(nom, str(refus))
        if not self.errors:
            verifiee = check_reponse(self.questionnaire, self._reponses)
            if isinstance(verifiee, ReponseRefusee):
                self.add_fautes(verifiee.fautes)
        return valeurs

    def add_fautes(self, fautes: tuple[FauteReponse, ...]) -> None:
        """Put each fault beside its question."""
        for faute in fautes:
            nom = f"{PREFIXE}{faute.question}"
            motif = f"{faute.motif[:1].upper()}{faute.motif[1:]}"
            self.add_error(nom if nom in self.fields else None, motif)

    def _ligne(self, question: Question, rang: int) -> Ligne:
        condition, champ = question.condition, self[f"{PREFIXE}{question.code}"]
        if champ.errors and question.options:
            champ.field.widget.attrs["aria-describedby"] += f" {champ.auto_id}_error"
        return Ligne(
            rang,
            question,
            champ,
            list_touches(question),
            json.dumps(cast_condition(condition), default=float) if condition else "",
        )


class FicheForm(ReponsesTapeesForm):
    """A sheet: where it comes from, then its answers."""

    lot = forms.IntegerField(label="Lot", min_value=1, max_value=NUMERO_MAX)
    numero = forms.IntegerField(label="Fiche", min_value=1, max_value=NUMERO_MAX)
    jour = DateField(label="Remplie le")
    mode = forms.ChoiceField(label="Recueillie par")
    service = forms.ModelChoiceField(
        queryset=None, label="Service", required=False, empty_label="Tout le site"
    )
    vierge = forms.BooleanField(
        label="Feuille rendue sans aucune réponse",
        required=False,
        help_text="Elle compte alors parmi les retours, et dans aucun résultat.",
    )
    cle = forms.UUIDField(widget=forms.HiddenInput)

    ENTETE = ("lot", "numero", "jour", "mode", "service")

    def __init__(self, *args, campagne: Campagne, site: Site, **kwargs):
        super().__init__(*args, campagne=campagne, avec_textes=True, **kwargs)
        self.fields["mode"].choices = [
            (mode.value, mode.label.capitalize()) for mode in list_modes_saisis(campagne)
        ]
        self.fields["service"].queryset = site.services.all()
        if not site.services.exists():
            del self.fields["service"]

    def entete(self) -> list[BoundField]:
        """Return the boxes that tell where the sheet comes from."""
        return [self[nom] for nom in self.ENTETE if nom in self.fields]

    def clean(self):
        valeurs = super().clean()
        donnees = any(v not in (None, "", []) for v in self._reponses.values())
        if not self.errors and not donnees and not valeurs["vierge"]:
            self.add_error(
                "vierge",
                "Aucune réponse n’est saisie. Si la feuille est vierge, cochez cette case.",
            )
        if donnees and valeurs.get("vierge"):
            self.add_error("vierge", "Des réponses sont saisies : décochez cette case.")
        return valeurs

    def fiche(self) -> FicheSaisie:
        """Return the sheet, once the form is valid."""
        lues = self.cleaned_data
        return FicheSaisie(
            lot=lues["lot"],
            numero=lues["numero"],
            mode=lues["mode"],
            jour=lues["jour"],
            service=lues.get("service"),
            cle=lues["cle"],
            reponses=self.reponses(),
        )


class CorrectionForm(FicheForm):
    """The same sheet, corrected: its number stays. `lue`: digest of what the corrector has seen."""

    lue = forms.CharField(widget=forms.HiddenInput)
    ENTETE = ("jour", "mode", "service")

    def __init__(self, *args, fiche: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.numeros = read_fiche(fiche)
        for nom in ("lot", "numero", "cle"):
            del self.fields[nom]

    def clean(self):
        valeurs = super().clean()
        valeurs["lot"], valeurs["numero"] = self.numeros
        valeurs["cle"] = None
        return valeurs


class SecondeSaisieForm(ReponsesTapeesForm):
    """The closed answers of a sheet, typed again without seeing the first ones."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, avec_textes=False, **kwargs)


def _build_champ(question: Question) -> forms.CharField:
    """Return the box of a question; « data-frappe » tells the script what is typed there."""
    texte = question.type is TypeQuestion.TEXTE
    attributs = {"data-frappe": question.type.value, "data-question": question.code}
    if texte:
        widget = forms.Textarea({**attributs, "rows": 2})
    else:
        decrit = {"aria-describedby": f"touches-{question.code}"} if question.options else {}
        widget = forms.TextInput(
            {
                **attributs,
                **decrit,
                "autocomplete": "off",
                "class": "fr-input eq-frappe",
                "data-sans": SANS_REPONSE,
            }
        )
    return forms.CharField(
        label=str(question.libelle), required=False, max_length=question.longueur, widget=widget
    )
