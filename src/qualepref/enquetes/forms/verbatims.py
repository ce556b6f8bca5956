"""Filters of the list of remarks, and the form by which one is read."""

from __future__ import annotations

from django import forms

from qualepref.enquetes.enums import EtatVerbatim
from qualepref.enquetes.models import Campagne, Verbatim
from qualepref.enquetes.operations.verbatims import compute_empreinte
from qualepref.enquetes.queries.verbatims import (
    SANS_CATEGORIE,
    SANS_NOTE,
    Lecteur,
    get_remarques,
    list_questions_libres,
)
from qualepref.enquetes.rules.masquage import find_masques, mask_texte
from qualepref.socle.forms import Formulaire


TOUS, TOUTES = ("", "Tous"), ("", "Toutes")
EXTENSIONS = [("xlsx", "Excel (.xlsx)"), ("ods", "OpenDocument (.ods)"), ("csv", "Texte (.csv)")]
CHIFFRES = "123456789"


class FiltresVerbatimsForm(Formulaire):
    """Which remarks to list; kept in the address of the page."""

    dit_facultatif = False
    q = forms.CharField(
        label="Mots", required=False, max_length=80, widget=forms.TextInput({"type": "search"})
    )
    etat = forms.ChoiceField(label="État", required=False)
    categorie = forms.ChoiceField(label="Catégorie", required=False)
    note = forms.ChoiceField(label="Note", required=False)
    question = forms.ChoiceField(label="Question", required=False)
    site = forms.ChoiceField(label="Site", required=False)

    def __init__(self, *args, campagne: Campagne, lecteur: Lecteur, **kwargs):
        super().__init__(*args, **kwargs)
        remarques = get_remarques()
        questions = list_questions_libres(campagne)
        notes = range(remarques.note_minimum, remarques.note_maximum + 1)
        self.fields["etat"].choices = [
            TOUS, *((v, nom.capitalize()) for v, nom in EtatVerbatim.choices)
        ]  # fmt: skip
        self.fields["categorie"].choices = [
            TOUTES,
            *((c.code, c.libelle) for c in remarques.categories),
            (SANS_CATEGORIE, "Sans catégorie"),
        ]
        self.fields["note"].choices = [
            TOUTES, *((str(n), str(n)) for n in notes), (SANS_NOTE, "Sans note")
        ]  # fmt: skip
        self.fields["question"].choices = [TOUTES, *questions]
        self.fields["site"].choices = [TOUS, *((s.pk, s.nom) for s in lecteur.lus)]
        inutiles = {
            "etat": not lecteur.moderes,
            "question": len(questions) <= 1,
            "site": len(lecteur.lus) <= 1,
        }
        for nom in [nom for nom, inutile in inutiles.items() if inutile]:
            del self.fields[nom]

    def actifs(self) -> int:
        """Return how many filters are set."""
        return sum(bool(valeur) for valeur in self.cleaned_data.values())


class RelectureForm(Formulaire):
    """What is published of a remark, and under which category.

    A passage that still looks like a name, a number, an address asks for a second look: the box
    that confirms it shows only then.
    """

    texte = forms.CharField(
        label="Texte à publier",
        required=False,
        widget=forms.Textarea({"rows": 4, "data-texte": ""}),
        help_text="Les passages proposés sont déjà remplacés. Reprenez le texte si besoin.",
    )
    confirme = forms.BooleanField(
        label="Ces passages peuvent être publiés tels quels", required=False
    )
    categorie = forms.ChoiceField(label="Catégorie", required=False, widget=forms.RadioSelect)
    note = forms.IntegerField(label="Note", required=False)
    lue = forms.CharField(widget=forms.HiddenInput)
    dit_facultatif = False

    def __init__(self, data=None, *, verbatim: Verbatim, **kwargs):
        remarques = get_remarques()
        self.lexique = remarques.lexique
        masques = find_masques(verbatim.texte, self.lexique)
        propose = verbatim.texte_publie or mask_texte(verbatim.texte, masques)
        kwargs["initial"] = {
            "texte": propose,
            "categorie": verbatim.categorie,
            "note": verbatim.note,
            "lue": compute_empreinte(verbatim),
        }
        super().__init__(data, **kwargs)
        self.fields["categorie"].choices = [
            *((c.code, c.libelle) for c in remarques.categories),
            ("", "Sans catégorie"),
        ]
        champ = self.fields["note"]
        champ.min_value, champ.max_value = remarques.note_minimum, remarques.note_maximum
        # The base form has already bound the fields it knew.
        self["note"].help_text = f"De {champ.min_value} à {champ.max_value}, si elle existe."
        self.demande_confirmation = False

    @property
    def publie(self) -> bool:
        """Whether the button pressed publishes; the other sets aside."""
        return self.data.get("decision") == EtatVerbatim.PUBLIABLE

    def categories(self) -> list[tuple[str, forms.boundfield.BoundWidget]]:
        """Return each category with its key, "" beyond the ninth; « 0 » for none."""
        *nommees, sans = self["categorie"].subwidgets
        touches = [*CHIFFRES, *([""] * len(nommees))]
        return [*zip(touches, nommees, strict=False), ("0", sans)]

    def clean_note(self):
        """Refuse a note out of the bounds."""
        note, champ = self.cleaned_data["note"], self.fields["note"]
        if note is not None and not champ.min_value <= note <= champ.max_value:
            raise forms.ValidationError(f"La note va de {champ.min_value} à {champ.max_value}.")
        return note

    def clean(self):
        valeurs = super().clean()
        if not self.publie:
            return valeurs
        texte = valeurs.get("texte", "")
        if not texte:
            self.add_error("texte", "Il n’y a rien à publier : écrivez un texte, ou écartez.")
        restent = [texte[m.debut : m.fin] for m in find_masques(texte, self.lexique)]
        if restent and not valeurs.get("confirme"):
            self.demande_confirmation = True
            passages = ", ".join(f"« {passage} »" for passage in restent)
            self.add_error(
                "texte", f"Restent lisibles : {passages}. Masquez-les, ou confirmez plus bas."
            )
        return valeurs


class ExportVerbatimsForm(Formulaire):
    """The published remarks as a file."""

    dit_facultatif = False
    extension = forms.ChoiceField(label="Format", choices=EXTENSIONS)
    textes = forms.BooleanField(
        label="Avec les textes publiés",
        required=False,
        help_text="Sans eux, le fichier garde le mois, la question, la catégorie et la note. "
        "Les textes bruts n’en sortent jamais.",
    )
