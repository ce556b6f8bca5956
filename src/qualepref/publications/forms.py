"""Forms of the publications: words, what to publish, why."""

from django import forms
from dsfr.utils import dsfr_input_class_attr

from qualepref.publications.rendering.formats import list_genres
from qualepref.publications.rules.champs import LONGUEUR_MAX
from qualepref.socle.forms import Formulaire


class TextesForm(Formulaire):
    """The written parts of a year, one box each."""

    def __init__(self, *args, champs, bruts, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = {f"texte-{rang}": champ.code for rang, champ in enumerate(champs)}
        for nom, champ in zip(self.codes, champs, strict=True):
            self.fields[nom] = forms.CharField(
                label=champ.libelle,
                help_text=champ.aide,
                required=False,
                max_length=LONGUEUR_MAX,
                initial=bruts.get(champ.code, ""),
                widget=forms.Textarea(attrs={"rows": 5}),
            )
            dsfr_input_class_attr(self[nom])

    def textes(self):
        """Return the texts typed, by field of the report."""
        return {code: self.cleaned_data[nom] for nom, code in self.codes.items()}


class PublierForm(Formulaire):
    """What to publish; `apercu` is the identifier of what was looked at."""

    genres = forms.MultipleChoiceField(
        label="Documents à publier",
        widget=forms.CheckboxSelectMultiple,
        help_text="Tous sont faits du même instantané : ils ne peuvent pas se contredire.",
        error_messages={"required": "Choisissez au moins un document à publier."},
    )
    motif = forms.CharField(
        label="Motif du rectificatif",
        max_length=500,
        help_text="Pourquoi ce qui est publié doit être remplacé. Imprimé sur les documents.",
        error_messages={"required": "Dites pourquoi : le motif sera imprimé sur les documents."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    doutes_acceptes = forms.BooleanField(
        label="J’ai relu les chiffres à vérifier : ils sont justes",
        error_messages={"required": "Relisez les chiffres à vérifier, puis cochez cette case."},
    )
    apercu = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, rectifie, douteux, **kwargs):
        super().__init__(*args, **kwargs)
        genres = [(g.value, g.label[:1].upper() + g.label[1:]) for g in list_genres()]
        self.fields["genres"].choices = genres
        self.fields["genres"].initial = [code for code, _ in genres]
        if not rectifie:
            del self.fields["motif"]
        if not douteux:
            del self.fields["doutes_acceptes"]


class ControleForm(Formulaire):
    """Figures already published, to be checked."""

    fichier = forms.FileField(
        label="Chiffres publiés",
        help_text="Classeur XLSX ou ODS, fichier CSV (une ligne par chiffre, avec au moins un libellé "
        "et une valeur, ou des tableaux tels qu’imprimés), ou fichier YAML. Rien n’est gardé.",
        error_messages={"required": "Choisissez le fichier à contrôler."},
    )


class VerificationForm(Formulaire):
    """A document that says it comes from this site."""

    fichier = forms.FileField(
        label="Document à vérifier",
        help_text="PDF, Word, PowerPoint, LibreOffice, page web, classeur, CSV ou JSON. Rien n’est gardé.",
        error_messages={
            "required": "Choisissez le document à vérifier.",
            "empty": "Ce fichier est vide. Vérifiez l’enregistrement, puis donnez-le de nouveau.",
        },
    )


class GabaritForm(Formulaire):
    """A template for the decks of a site."""

    fichier = forms.FileField(
        label="Votre modèle de diaporama (.pptx)",
        help_text="Un fichier PowerPoint avec, dans son masque, une disposition de titre et sous-titre, "
        "une de titre et texte, une de titre seul. Ses diapositives ne sont pas reprises.",
        max_length=160,
        error_messages={"required": "Choisissez le fichier à déposer."},
    )


class RetraitForm(Formulaire):
    """Why a publication is withdrawn."""

    motif = forms.CharField(
        label="Motif du retrait",
        max_length=500,
        help_text="Affiché avec la publication, qui reste lisible.",
        error_messages={"required": "Dites pourquoi : ce motif sera affiché avec la publication."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
