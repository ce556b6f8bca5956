"""The référent's forms: sample weeks and closures."""

from django import forms

from qualepref.organisation.enums import TypeFermeture
from qualepref.socle.forms import DateField, Formulaire


class SemaineForm(Formulaire):
    """Any day of the week to declare."""

    jour = DateField(
        label="Un jour de la semaine à déclarer",
        help_text="La semaine entière est retenue, du lundi au dimanche.",
    )


class FermetureForm(Formulaire):
    """Days on which the site is closed, bounds included."""

    debut = DateField(label="Premier jour de fermeture")
    fin = DateField(label="Dernier jour de fermeture (compris)")
    libelle = forms.CharField(
        label="Libellé", max_length=120, help_text="Par exemple « Pont de l’Ascension »."
    )
    type = forms.ChoiceField(
        label="Type", choices=[(v, nom.capitalize()) for v, nom in TypeFermeture.choices]
    )

    def clean(self):
        """Refuse a reversed span."""
        valeurs = super().clean()
        if not self.errors and valeurs["fin"] < valeurs["debut"]:
            self.add_error("fin", "Le dernier jour précède le premier.")
        return valeurs
