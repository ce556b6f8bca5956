"""Forms of the référent: the texts of the page, its documents, what was said and done."""

from __future__ import annotations

from django import forms

from qualepref.portail.enums import EtatAccessibilite, GenreDocument
from qualepref.socle.forms import DateField, Formulaire


TEXTE_MAXIMUM = 20_000
MARQUES = "Une ligne vide sépare les paragraphes ; un tiret au début d’une ligne fait une liste."


class PageForm(Formulaire):
    """What the page says, in the site's own words."""

    presentation = forms.CharField(
        label="Présentation", required=False, max_length=TEXTE_MAXIMUM,
        widget=forms.Textarea({"rows": 6}),
        help_text=f"Les premiers mots de la page. {MARQUES}",
    )  # fmt: skip
    politique = forms.CharField(
        label="Politique qualité", required=False, max_length=TEXTE_MAXIMUM,
        widget=forms.Textarea({"rows": 8}),
        help_text="Le texte signé par votre direction ; il peut aussi être déposé en PDF.",
    )  # fmt: skip
    contact = forms.CharField(
        label="Nous contacter", required=False, max_length=TEXTE_MAXIMUM,
        widget=forms.Textarea({"rows": 3}),
        help_text="À qui s’adresser au sujet de la qualité. Une adresse de service plutôt qu’un nom.",
    )  # fmt: skip
    formulaire = forms.BooleanField(
        label="Ouvrir le formulaire de suggestion et de réclamation", required=False,
        help_text="Chaque message entre dans le registre « À votre écoute », avec son échéance.",
    )  # fmt: skip
    donnees_personnelles = forms.CharField(
        label="Données personnelles : qui répond", required=False, max_length=TEXTE_MAXIMUM,
        widget=forms.Textarea({"rows": 4}),
        help_text="Responsable du traitement et contact du délégué à la protection des données. Le "
        "but, la durée et les droits sont déjà écrits.",
    )  # fmt: skip
    accessibilite = forms.ChoiceField(
        label="Accessibilité de la page", choices=EtatAccessibilite.choices,
        help_text="Ce que vous déclarez après un audit RGAA. L’application ne le déduit de rien.",
    )  # fmt: skip
    accessibilite_le = DateField(label="Date de la déclaration d’accessibilité", required=False)
    accessibilite_texte = forms.CharField(
        label="Déclaration d’accessibilité", required=False, max_length=TEXTE_MAXIMUM,
        widget=forms.Textarea({"rows": 8}),
        help_text="Résultat de l’audit, contenus non accessibles, dérogations, contact.",
    )  # fmt: skip


class DocumentForm(Formulaire):
    """A PDF to put on the page."""

    genre = forms.ChoiceField(label="Genre", choices=GenreDocument.choices)
    titre = forms.CharField(label="Titre", max_length=160)
    date = DateField(label="Date du document")
    fichier = forms.FileField(
        label="Fichier PDF",
        help_text="Préférez un PDF accessible (balisé) : une image numérisée ne se lit pas à voix haute.",
        widget=forms.ClearableFileInput({"accept": "application/pdf"}),
    )


class SuiteForm(Formulaire):
    """What was said and done, in words that everybody may read."""

    dit = forms.CharField(
        label="Vous avez dit", max_length=TEXTE_MAXIMUM, widget=forms.Textarea({"rows": 4}),
        help_text="Relisez avant de publier : aucune personne ne doit s’y reconnaître.",
    )  # fmt: skip
    fait = forms.CharField(
        label="Nous avons fait", max_length=TEXTE_MAXIMUM, widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
