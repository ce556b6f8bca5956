"""The forms of diagnostics and audits: opening one, judging a line, closing."""

from django import forms

from qualepref.amelioration.enums import TypeEvaluation, VerdictGrille
from qualepref.amelioration.models import Evaluation
from qualepref.amelioration.operations.evaluations import EvaluationDonnee
from qualepref.amelioration.rules.evaluations import LigneDonnee
from qualepref.socle.forms import DateField, Formulaire, LignesField


def _cap(choix):
    return [(code, nom[:1].upper() + nom[1:]) for code, nom in choix]


class EvaluationForm(Formulaire):
    """A diagnostic or an audit to open."""

    type = forms.ChoiceField(label="Type", choices=_cap(TypeEvaluation.choices))
    titre = forms.CharField(
        label="Titre", max_length=200, help_text="Par exemple « Auto-diagnostic 2026 »."
    )
    debut_le = DateField(label="Premier jour")
    fin_le = DateField(label="Dernier jour", required=False)
    auditeur = forms.CharField(
        label="Auditeur ou organisme",
        max_length=200,
        required=False,
        help_text="Une fonction ou un organisme plutôt qu’un nom.",
    )
    services = LignesField(
        label="Services évalués séparément",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chaque engagement est jugé pour chacun d’eux. Sans service coché, il l’est une "
        "fois pour tout le site.",
    )
    precedente = forms.ModelChoiceField(
        label="Reprendre les lignes de",
        queryset=None,
        required=False,
        empty_label="Aucune : partir d’une grille vide",
        help_text="Ce qui en a été dit est recopié. Une ligne dont le texte a changé depuis est "
        "marquée, et reste à évaluer.",
    )

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["services"].queryset = site.services.all()
        self.fields["precedente"].queryset = Evaluation.objects.filter(site=site)
        if not site.services.exists():
            del self.fields["services"]

    def donnee(self):
        """Return what was asked for."""
        valeurs = self.cleaned_data
        return EvaluationDonnee(
            type=TypeEvaluation(valeurs["type"]),
            titre=valeurs["titre"],
            debut_le=valeurs["debut_le"],
            fin_le=valeurs["fin_le"],
            auditeur=valeurs["auditeur"],
            services=tuple(valeurs.get("services") or ()),
            precedente=valeurs["precedente"],
        )


class LigneForm(Formulaire):
    """What is said of one line of the grid."""

    verdict = forms.ChoiceField(
        label="Verdict", choices=_cap(VerdictGrille.choices), widget=forms.RadioSelect
    )
    ecart = forms.CharField(
        label="Écart constaté", required=False, widget=forms.Textarea({"rows": 2}),
        help_text="Attendu dès que le verdict est partiel ou non conforme.",
    )  # fmt: skip
    point_fort = forms.CharField(
        label="Point fort", required=False, widget=forms.Textarea({"rows": 2})
    )
    piste = forms.CharField(
        label="Piste d’amélioration", required=False, widget=forms.Textarea({"rows": 2})
    )
    commentaire = forms.CharField(
        label="Commentaire", required=False, widget=forms.Textarea({"rows": 2}),
        help_text="Ce qui a été vu, et où : un document, une page, un entretien.",
    )  # fmt: skip

    def donnee(self):
        """Return what was said."""
        valeurs = self.cleaned_data
        return LigneDonnee(**{**valeurs, "verdict": VerdictGrille(valeurs["verdict"])})

    def add_fautes(self, fautes):
        """Put each fault beside its field."""
        for faute in fautes:
            champ = faute.champ if faute.champ in self.fields else None
            self.add_error(champ, f"{faute.motif[:1].upper()}{faute.motif[1:]}. {faute.remede}")


class CloreForm(Formulaire):
    """The words an evaluation ends with."""

    conclusion = forms.CharField(
        label="Conclusion", required=False, widget=forms.Textarea({"rows": 4})
    )


class FiltreGrilleForm(Formulaire):
    """Which lines of a grid to show."""

    dit_facultatif = False
    verdict = forms.ChoiceField(
        label="Verdict", required=False, choices=[("", "Tous"), *_cap(VerdictGrille.choices)]
    )
    service = forms.TypedChoiceField(label="Service", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        services = [(str(s.pk), s.nom) for s in site.services.all()]
        self.fields["service"].choices = [("", "Tous"), *services]
