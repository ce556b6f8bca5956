"""Committees, who sits on them, and the filters of what is owed."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from qualepref.comites.enums import EtatSuite, NatureSuite, Qualite, TypeComite
from qualepref.comites.models import Comite, Membre
from qualepref.comites.operations.comites import ComiteDonne
from qualepref.comites.operations.membres import MembreDonne
from qualepref.organisation.models import Site
from qualepref.socle.forms import DateField, Formulaire


def capitalise(choix):
    """Return choices whose labels begin with a capital, as a list shows them."""
    return [(valeur, f"{libelle[:1].upper()}{libelle[1:]}") for valeur, libelle in choix]


class RefusForm(Formulaire):
    """A form that an operation may refuse, with the part at fault in `champ`."""

    def add_refus(self, refus) -> None:
        """Put a refusal beside the field at fault."""
        self.add_error(refus.champ if refus.champ in self.fields else None, str(refus))


class ComiteForm(RefusForm):
    """A committee; `sites`: those that may join it, beside the one that leads."""

    type = forms.ChoiceField(label="Genre de comité", choices=capitalise(TypeComite.choices))
    nom = forms.CharField(
        label="Nom", max_length=160, help_text="Il est imprimé sur les convocations."
    )
    mission = forms.CharField(
        label="Mission", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    sites = forms.ModelMultipleChoiceField(
        label="Autres sites du comité",
        queryset=Site.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ils lisent tout du comité ; le référent qualité du site pilote y écrit seul.",
    )

    def __init__(self, *args, sites: Sequence[Site], **options):
        super().__init__(*args, **options)
        if sites:
            self.fields["sites"].queryset = Site.objects.filter(pk__in=[s.pk for s in sites])
        else:
            del self.fields["sites"]

    def build_donne(self) -> ComiteDonne:
        """Return the committee as typed."""
        lu = self.cleaned_data
        return ComiteDonne(
            TypeComite(lu["type"]), lu["nom"], lu["mission"], tuple(lu.get("sites", ()))
        )


class MembreForm(RefusForm):
    """A seat on a committee."""

    qualite = forms.ChoiceField(label="Qualité", choices=capitalise(Qualite.choices))
    organisation = forms.CharField(
        label="Organisation représentée",
        required=False,
        max_length=160,
        help_text="C’est elle que les comptes rendus nomment, jamais la personne.",
    )
    prenom = forms.CharField(label="Prénom", required=False, max_length=80)
    nom = forms.CharField(label="Nom", required=False, max_length=80)
    fonction = forms.CharField(label="Fonction", required=False, max_length=120)
    courriel = forms.EmailField(
        label="Courriel",
        required=False,
        help_text="Pour les convocations. Exemple : nom@domaine.fr",
    )
    depuis = DateField(label="Premier jour au comité", required=False)
    jusqu_au = DateField(label="Dernier jour au comité", required=False)

    def build_donne(self) -> MembreDonne:
        """Return the seat as typed."""
        lu = self.cleaned_data
        return MembreDonne(**(lu | {"qualite": Qualite(lu["qualite"])}))


def initial_of_comite(comite: Comite) -> dict:
    """Return what the form shows of a committee."""
    return {
        "type": comite.type,
        "nom": comite.nom,
        "mission": comite.mission,
        "sites": [s.pk for s in comite.sites.all() if s.pk != comite.pilote_id],
    }


def initial_of_membre(membre: Membre) -> dict:
    """Return what the form shows of a seat."""
    return {nom: getattr(membre, nom) for nom in MembreForm.base_fields}


class FiltresSuitesForm(Formulaire):
    """What to keep of the board of follow-ups."""

    comite = forms.ModelChoiceField(
        label="Comité", queryset=Comite.objects.none(), required=False, empty_label="Tous"
    )
    nature = forms.ChoiceField(
        label="Nature",
        choices=[("", "Toutes"), *capitalise(NatureSuite.choices)],
        required=False,
    )
    etat = forms.ChoiceField(
        label="État", choices=[("", "Tous"), *capitalise(EtatSuite.choices)], required=False
    )
    retard = forms.ChoiceField(
        label="Échéance", choices=[("", "Toutes"), ("1", "Dépassée")], required=False
    )
    texte = forms.CharField(label="Mots cherchés", required=False, max_length=80)
    dit_facultatif = False

    def __init__(self, *args, site: Site, **options):
        super().__init__(*args, **options)
        self.fields["comite"].queryset = Comite.objects.filter(sites=site)

    def build_filtres(self) -> dict:
        """Return the filters in place; none when they cannot be read."""
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if valeur}
