"""Forms of the templates: adopt, write a version, fill in, record an opinion, contact details."""

from __future__ import annotations

from django import forms
from django.conf import settings

from qualepref.modeles.enums import AvisClu, TypeModele
from qualepref.modeles.models import Modele
from qualepref.modeles.operations.modeles import ModeleDonne
from qualepref.modeles.queries.modeles import list_a_remplir
from qualepref.modeles.queries.valeurs import COORDONNEES
from qualepref.modeles.rendering.documents import FORMATS
from qualepref.organisation.models import Boite, Service
from qualepref.socle.forms import DateField, Formulaire


LONGUES = ("reponse", "usager.adresse", "adresse")
INTITULES = {
    "txt": "Texte",
    "html": "Courriel HTML",
    "docx": "Document Word (.docx)",
    "pdf": "PDF",
}


class _LieForm(Formulaire):
    """A form whose template is tied to a service and a mailbox of the site."""

    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.none(), required=False,
        empty_label="Aucun : le site entier",
    )  # fmt: skip
    boite = forms.ModelChoiceField(
        label="Boîte fonctionnelle", queryset=Boite.objects.none(), required=False,
        empty_label="Aucune",
    )  # fmt: skip

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.filter(site=site)
        self.fields["boite"].queryset = Boite.objects.filter(site=site)


class AdopterForm(_LieForm):
    """Make a starting point the site's own."""

    code = forms.SlugField(
        label="Code", max_length=60,
        help_text="Lettres sans accent, chiffres et tirets. Changez-le pour adopter ce départ une "
        "seconde fois, pour une autre boîte.",
        error_messages={"invalid": "Écrivez ce code en lettres sans accent, chiffres et tirets."},
    )  # fmt: skip
    field_order = ("code", "service", "boite")


class VersionForm(_LieForm):
    """What the next version says."""

    titre = forms.CharField(label="Titre", max_length=200)
    objet = forms.CharField(label="Objet du message", max_length=200, required=False)
    corps = forms.CharField(
        label="Texte", max_length=20_000, widget=forms.Textarea({"rows": 18}),
        help_text="Une ligne vide sépare les paragraphes ; un tiret au début d’une ligne fait une "
        "liste. Les variables s’écrivent entre accolades, comme {site.nom}.",
    )  # fmt: skip
    sans_nom = forms.CharField(
        label="Motif d’anonymat", max_length=300, required=False,
        help_text="Seulement si l’agent qui écrit n’est pas nommé : dites pourquoi.",
    )  # fmt: skip
    docx = forms.FileField(
        label="Votre document Word", required=False,
        help_text="Fichier .docx sans macro. Les variables s’y écrivent entre doubles accolades, le "
        "tiret devenant « _ » ; « corps » y met le texte entier.",
    )  # fmt: skip
    sans_docx = forms.BooleanField(
        label="Revenir au document Word de l’application", required=False
    )
    field_order = ("titre", "objet", "corps", "service", "boite", "sans_nom", "docx", "sans_docx")

    def __init__(self, *args, modele, **kwargs):
        initial = {
            c: getattr(modele, c)
            for c in ("titre", "objet", "corps", "sans_nom", "service", "boite")
        }
        super().__init__(*args, site=modele.site, initial=initial, **kwargs)
        if "docx" not in FORMATS[TypeModele(modele.type)]:
            del self.fields["docx"]
        if not modele.docx:
            del self.fields["sans_docx"]

    def clean_docx(self):
        fichier = self.cleaned_data["docx"]
        if fichier and fichier.size > settings.MODELE_TAILLE_MAXIMALE:
            mo = settings.MODELE_TAILLE_MAXIMALE // 2**20
            raise forms.ValidationError(
                f"Ce fichier pèse plus de {mo} Mo. Réduisez ses images.", code="taille"
            )
        return fichier

    def build_donne(self) -> ModeleDonne:
        noms = ("titre", "objet", "corps", "sans_nom", "service", "boite")
        return ModeleDonne(**{nom: self.cleaned_data[nom] for nom in noms})

    def read_docx(self) -> bytes | None:
        """Return the file received, b"" to go back to ours, None to keep what there is."""
        if fichier := self.cleaned_data.get("docx"):
            return fichier.read()
        return b"" if self.cleaned_data.get("sans_docx") else None


class AvisForm(Formulaire):
    """What the users' committee said of a version."""

    avis = forms.ChoiceField(
        label="Avis du comité local des usagers",
        choices=[(a, a.label[:1].upper() + a.label[1:]) for a in AvisClu],
    )
    rendu_le = DateField(label="Rendu le", required=False)
    texte = forms.CharField(
        label="Ce que le comité a dit", required=False, widget=forms.Textarea({"rows": 5}),
        help_text="Sans nom de personne.",
    )  # fmt: skip

    def clean(self):
        valeurs = super().clean()
        donne = valeurs.get("avis") not in (None, AvisClu.NON_SOUMIS)
        if donne and "rendu_le" not in self.errors and not valeurs.get("rendu_le"):
            self.add_error("rendu_le", "Donnez la date de cet avis.")
        return valeurs


class RemplirForm(Formulaire):
    """The values of one sending; nothing of it is kept."""

    dit_facultatif = False

    def __init__(self, *args, modele: Modele, **kwargs):
        super().__init__(*args, **kwargs)
        self.noms = []
        if modele.type == TypeModele.BADGE:
            self.add_field("personnes", PersonnesField())
        else:
            self.noms = [nom for nom, _ in list_a_remplir(modele)]
            for nom, quoi in list_a_remplir(modele):
                saisie = forms.Textarea({"rows": 4}) if nom in LONGUES else forms.TextInput
                libelle = quoi[:1].upper() + quoi[1:]
                champ = forms.CharField(label=libelle, required=False, widget=saisie)
                self.add_field(nom.replace(".", "_"), champ)
        formats = FORMATS[TypeModele(modele.type)]
        choix = [(f, INTITULES[f]) for f in formats]
        self.add_field("extension", forms.ChoiceField(label="Format", choices=choix))

    def list_remplies(self) -> list[dict[str, str]]:
        """Return name -> value, once per copy asked for."""
        if "personnes" in self.fields:
            return self.cleaned_data["personnes"]
        return [{nom: self.cleaned_data[nom.replace(".", "_")] for nom in self.noms}]


class PersonnesField(forms.CharField):
    """People, one per line: « Pierre ; Accueil général »."""

    widget = forms.Textarea({"rows": 8})

    def __init__(self):
        super().__init__(
            label="Personnes",
            help_text="Une par ligne : prénom ; fonction. Rien n’est conservé.",
        )

    def to_python(self, value):
        lignes = [ligne for ligne in (super().to_python(value) or "").splitlines() if ligne.strip()]
        if len(lignes) > settings.BADGES_MAXIMUM:
            raise forms.ValidationError(
                f"Imprimez au plus {settings.BADGES_MAXIMUM} badges à la fois.", code="trop"
            )
        return [parse_personne(ligne) for ligne in lignes]


def parse_personne(ligne: str) -> dict[str, str]:
    """Return the variables of a person written « prénom ; fonction »."""
    prenom, _, fonction = ligne.partition(";")
    return {
        "agent.prenom": prenom.strip(),
        "agent.nom": prenom.strip(),
        "agent.fonction": fonction.strip(),
    }


class CoordonneesForm(Formulaire):
    """How the public reaches the site or a service."""

    adresse = forms.CharField(max_length=300, required=False)
    telephone = forms.CharField(label="Téléphone", max_length=30, required=False)
    courriel = forms.EmailField(label="Courriel", required=False)
    internet = forms.CharField(label="Site internet", max_length=200, required=False)
    horaires = forms.CharField(max_length=300, required=False)

    def build_valeurs(self) -> dict[str, str]:
        return {champ: self.cleaned_data[champ] for champ in COORDONNEES}
