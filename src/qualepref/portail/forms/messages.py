"""What the public writes to a site."""

from __future__ import annotations

from django import forms

from qualepref.noyau.portail.lecture import ReglesMessage
from qualepref.noyau.referentiel.modele import Nature
from qualepref.noyau.tableurs.ecriture import clean_texte
from qualepref.portail.operations.messages import MessageEcrit


# Robots fill in every field; people do not see this one.
LEURRE = "site_web"


class MessageForm(forms.Form):
    """A suggestion or a complaint; who writes is asked for nothing but words."""

    nature = forms.ChoiceField(
        label="Que voulez-vous nous dire ?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites si vous écrivez une suggestion ou une réclamation.",
            "invalid_choice": "Choisissez parmi ce que propose le formulaire.",
        },
    )
    objet = forms.CharField(
        label="En quelques mots",
        error_messages={"required": "Dites en quelques mots de quoi il s’agit."},
    )
    texte = forms.CharField(
        label="Votre message",
        widget=forms.Textarea,
        error_messages={"required": "Écrivez votre message."},
    )
    nom = forms.CharField(label="Votre nom", required=False)
    courriel = forms.EmailField(
        label="Votre adresse électronique",
        required=False,
        error_messages={
            "invalid": "Cette adresse n’est pas complète. Écrivez-la comme nom@exemple.fr, ou "
            "laissez le champ vide."
        },
    )
    site_web = forms.CharField(required=False)

    def __init__(self, *args, natures: list[Nature], regles: ReglesMessage, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nature"].choices = [(n.code, n.libelle) for n in natures]
        for nom, maximum in (
            ("objet", regles.objet_maximum),
            ("texte", regles.texte_maximum),
            ("nom", regles.nom_maximum),
            ("courriel", regles.courriel_maximum),
        ):
            self.fields[nom].max_length = maximum

    def clean_objet(self):
        return self._check_longueur("objet", " ".join(self._clean("objet").split()))

    def clean_texte(self):
        return self._check_longueur("texte", self._clean("texte"))

    def clean_nom(self):
        return self._check_longueur("nom", " ".join(self._clean("nom").split()))

    def clean_courriel(self):
        return self._check_longueur("courriel", self.cleaned_data["courriel"])

    def clean_site_web(self):
        if self.cleaned_data[LEURRE]:
            raise forms.ValidationError("Laissez ce champ vide : il n’est là que pour les robots.")
        return ""

    def build_message(self) -> MessageEcrit:
        """Return what was written, once valid."""
        return MessageEcrit(**{c: v for c, v in self.cleaned_data.items() if c != LEURRE})

    def list_fautes(self) -> list[tuple[str, str, str]]:
        """Return (name of the field, its label, why) of each fault, in the order of the fields."""
        return [
            (nom, self.fields[nom].label or "Champ à laisser vide", str(motif))
            for nom in self.fields
            for motif in self.errors.get(nom, ())
        ]

    def _clean(self, nom):
        """Return a text as registers keep it; a new line counts once, as where it was typed."""
        return clean_texte(self.cleaned_data[nom])

    def _check_longueur(self, nom, texte):
        maximum = self.fields[nom].max_length
        if len(texte) > maximum:
            raise forms.ValidationError(
                f"Ce texte compte {len(texte)} caractères : {maximum} au plus. Raccourcissez-le."
            )
        return texte
