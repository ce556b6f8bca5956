"""The one form of a campaign, its targets, its addresses, and the file of a questionnaire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from dsfr.utils import dsfr_input_class_attr

from qualepref.enquetes.enums import MODES_PUBLICS, GenreEnquete, Mode, Presentation, Theme
from qualepref.enquetes.models import Campagne, Collecteur
from qualepref.enquetes.models.campagnes import POURCENT_MAX
from qualepref.enquetes.operations.preparation import (
    CampagneDonnee,
    CampagneRefuseeError,
    LieuDonne,
)
from qualepref.enquetes.queries.formulaires import name_langue
from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.organisation.models import Service, Site
from qualepref.socle.forms import DateField, Formulaire, NombreField


# What the questionnaires of the product are about, where their code is not a theme.
THEMES = {"mystere-appels": Theme.TELEPHONE, "mystere-courriels": Theme.ECRITS}
AIDES_MODES = {
    Mode.EN_LIGNE: "une adresse et une affiche à imprimer, avec son QR code",
    Mode.BORNE: "la même page, qui se remet à zéro entre deux personnes",
    Mode.TABLETTE: "un médiateur aide à répondre ; ces réponses sont marquées comme telles",
    Mode.PAPIER: "un formulaire à imprimer, et un écran pour saisir les feuilles",
    Mode.TELEPHONE: "l’enquêteur remplit la même saisie",
    Mode.ENTRETIEN: "l’enquêteur remplit la même saisie",
}


def capitalise(texte: str) -> str:
    """Return a text with its first letter in capital, the rest untouched."""
    return texte[:1].upper() + texte[1:]


@dataclass(frozen=True, slots=True)
class LieuAffiche:
    """The fields of one site; `choix`: whether it takes part, None for the one that leads."""

    site: Site
    choix: forms.BoundField | None
    attendus: forms.BoundField
    service: forms.BoundField | None


class PourcentField(NombreField):
    """A percentage, kept with two decimals."""

    default_error_messages = {"bornes": "Donnez un pourcentage, de 0 à 100."}

    def to_python(self, value):
        nombre = super().to_python(value)
        if nombre is None:
            return None
        if not 0 <= nombre <= POURCENT_MAX:
            raise forms.ValidationError(self.error_messages["bornes"], code="bornes")
        return Decimal(nombre).quantize(Decimal("0.01"))


class CampagneForm(Formulaire):
    """A campaign on a questionnaire, or on none; `build_donnee` gives what the operation takes.

    pilote: the site that leads. sites: those that may join it, itself first. precedentes: those it
    may be compared with.
    """

    titre = forms.CharField(
        label="Titre", max_length=200, help_text="Il est imprimé sur l’affiche et dans le bilan."
    )
    theme = forms.ChoiceField(label="Thème", choices=[(t, capitalise(t.label)) for t in Theme])
    ouverte_le = DateField(label="Premier jour")
    fermee_le = DateField(
        label="Dernier jour",
        required=False,
        help_text="Ce jour est compris. Vide : jusqu’à ce que vous la closiez.",
    )
    modes = forms.MultipleChoiceField(
        label="Comment les réponses sont recueillies",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une manière de recueillir les réponses."},
    )
    langues = forms.MultipleChoiceField(
        label="Langues proposées",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une langue."},
    )
    presentation = forms.ChoiceField(
        label="Présentation des pages publiques",
        choices=[(p, capitalise(p.label)) for p in Presentation],
        widget=forms.RadioSelect,
        initial=Presentation.PAR_GROUPE,
    )
    cible = PourcentField(
        label="Cible, en pourcentage de satisfaits",
        required=False,
        help_text="Pour toutes les questions évaluées ; une question peut avoir la sienne ensuite.",
    )
    seuil = forms.IntegerField(
        label="Nombre de réponses significatif",
        required=False,
        min_value=1,
        max_value=32_767,
        widget=forms.TextInput({"inputmode": "numeric"}),
        help_text="En dessous, un taux s’imprime sans conclusion.",
    )
    methode = forms.CharField(
        label="Méthode",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Qui a été invité à répondre, où, comment. Imprimée dans le bilan.",
    )
    precedente = forms.ModelChoiceField(
        label="Campagne précédente",
        queryset=Campagne.objects.none(),
        required=False,
        empty_label="Aucune",
        help_text="Les résultats lui seront comparés, question par question.",
    )

    def __init__(
        self,
        *args,
        questionnaire: Questionnaire | None,
        pilote: Site,
        sites: Sequence[Site],
        precedentes: Iterable[Campagne],
        **options,
    ):
        super().__init__(*args, **options)
        self.questionnaire, self.pilote, self.sites = questionnaire, pilote, sites
        comparables = [c.pk for c in precedentes if is_comparable(c, questionnaire)]
        self.fields["precedente"].queryset = Campagne.objects.filter(pk__in=comparables)
        self._shape()
        for site in sites:
            self._add_site(site)

    @property
    def parties(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Yield each part of the form under its title."""
        for titre, noms in (
            ("L’enquête", ("titre", "theme", "ouverte_le", "fermee_le")),
            ("Le recueil", ("modes", "langues", "presentation")),
            ("La lecture des résultats", ("cible", "seuil", "precedente", "methode")),
        ):
            champs = [self[nom] for nom in noms if nom in self.fields]
            if champs:
                yield titre, champs

    @property
    def lieux(self) -> list[LieuAffiche]:
        """The fields of each site."""
        return [
            LieuAffiche(
                site,
                self[f"site-{site.pk}"] if f"site-{site.pk}" in self.fields else None,
                self[f"attendus-{site.pk}"],
                self[f"service-{site.pk}"] if f"service-{site.pk}" in self.fields else None,
            )
            for site in self.sites
        ]

    def build_donnee(self, *, cibles) -> CampagneDonnee:
        """Return the campaign as typed, with the targets it has by question."""
        lues = self.cleaned_data
        simples = ("titre", "ouverte_le", "fermee_le", "cible", "seuil", "methode", "precedente")
        return CampagneDonnee(
            **{nom: lues[nom] for nom in simples if nom in lues},
            theme=Theme(lues["theme"]),
            questionnaire=self.questionnaire,
            modes=tuple(lues.get("modes", ())),
            langues=tuple(lues.get("langues", ())),
            presentation=Presentation(lues.get("presentation") or Presentation.PAR_GROUPE),
            lieux=tuple(self._lieu(site) for site in self.sites if self._is_choisi(site)),
            cibles=cibles,
        )

    def add_refus(self, refus: CampagneRefuseeError) -> None:
        """Put a refusal beside the field at fault."""
        self.add_error(refus.champ if refus.champ in self.fields else None, str(refus))

    def _shape(self) -> None:
        """Leave out what the questionnaire makes pointless."""
        questionnaire = self.questionnaire
        if questionnaire is None or questionnaire.genre == GenreEnquete.MYSTERE:
            for nom in ("modes", "langues", "presentation"):
                del self.fields[nom]
        if questionnaire is None:
            self.fields["fermee_le"].required = True
            self["fermee_le"].help_text = "Ce jour est compris."
            del self.fields["seuil"]
            return
        if "modes" in self.fields:
            self.fields["modes"].choices = [
                (m, f"{capitalise(m.label)} – {AIDES_MODES[m]}") for m in Mode
            ]
            self.fields["langues"].choices = [(c, name_langue(c)) for c in questionnaire.langues]
            if len(questionnaire.langues) == 1:
                del self.fields["langues"]
        propre = questionnaire.seuil_significatif
        vide = f"celui du questionnaire ({propre})" if propre else "celui du site"
        # Fields already shown keep the words they had then.
        self["seuil"].help_text += f" Vide : {vide}."

    def _add_site(self, site: Site) -> None:
        if site.pk != self.pilote.pk:
            self.fields[f"site-{site.pk}"] = forms.BooleanField(label=site.nom, required=False)
        self.fields[f"attendus-{site.pk}"] = forms.IntegerField(
            label="Retours attendus",
            required=False,
            min_value=1,
            max_value=10_000_000,
            widget=forms.TextInput({"inputmode": "numeric"}),
        )
        services = list(site.services.all())
        if services and self.questionnaire and self.questionnaire.genre != GenreEnquete.MYSTERE:
            self.fields[f"service-{site.pk}"] = forms.ModelChoiceField(
                label="Service enquêté",
                queryset=site.services.all(),
                required=False,
                empty_label="Tout le site",
            )
        for nom in (f"site-{site.pk}", f"attendus-{site.pk}", f"service-{site.pk}"):
            if nom in self.fields:
                # The base form dressed the fields it knew, before these.
                dsfr_input_class_attr(self[nom])

    def _is_choisi(self, site: Site) -> bool:
        return site.pk == self.pilote.pk or bool(self.cleaned_data.get(f"site-{site.pk}"))

    def _lieu(self, site: Site) -> LieuDonne:
        lues = self.cleaned_data
        return LieuDonne(
            site=site,
            attendus=lues.get(f"attendus-{site.pk}"),
            service=lues.get(f"service-{site.pk}"),
        )


class CiblesForm(Formulaire):
    """A target per question with a rate of satisfaction."""

    dit_facultatif = False

    def __init__(self, *args, questionnaire: Questionnaire, **options):
        super().__init__(*args, **options)
        self.codes = [q.code for q in questionnaire.iter_questions() if q.evaluee]
        for code in self.codes:
            question = questionnaire.find_question(code)
            nom = f"cible-{code}"
            self.fields[nom] = PourcentField(label=str(question.libelle), required=False)
            dsfr_input_class_attr(self[nom])

    def build_cibles(self) -> dict[str, Decimal]:
        """Return the targets given, by code of question."""
        return {
            code: valeur
            for code in self.codes
            if (valeur := self.cleaned_data[f"cible-{code}"]) is not None
        }


class AdresseForm(Formulaire):
    """One more public address: for a service, or for a mode."""

    service = forms.ModelChoiceField(
        label="Service",
        queryset=Service.objects.none(),
        required=False,
        empty_label="Tout le site",
        help_text="Les réponses données à cette adresse seront celles de ce service.",
    )
    mode = forms.ChoiceField(label="Mode de recueil")

    def __init__(self, *args, campagne: Campagne, site: Site, **options):
        super().__init__(*args, **options)
        self.fields["service"].queryset = site.services.all()
        self.fields["mode"].choices = [
            (m, capitalise(m.label)) for m in MODES_PUBLICS if m in campagne.modes
        ]


class ReprendreForm(Formulaire):
    """Until when a campaign takes answers again."""

    jusqu_au = DateField(
        label="Dernier jour",
        required=False,
        help_text="Ce jour est compris. Vide : jusqu’à ce que vous la closiez.",
    )


class DepotQuestionnaireForm(Formulaire):
    """A questionnaire written in a spreadsheet."""

    fichier = forms.FileField(
        label="Formulaire XLSForm",
        help_text="Un classeur .xlsx, .xls ou .ods avec les feuilles survey, choices et settings.",
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods"}),
    )


def initial_of(
    questionnaire: Questionnaire | None, precedentes: Iterable[Campagne], *, le: dt.date
) -> dict:
    """Return what a new campaign starts from: theme, title, languages, the last one alike."""
    theme = guess_theme(questionnaire)
    mystere = questionnaire is not None and questionnaire.genre == GenreEnquete.MYSTERE
    sujet = "Enquête mystère" if mystere else "Satisfaction"
    comparable = next((c for c in precedentes if is_comparable(c, questionnaire)), None)
    return {
        "titre": f"{sujet} – {theme.label} {le.year}",
        "theme": theme,
        "langues": questionnaire.langues if questionnaire else (),
        "precedente": comparable.pk if comparable and comparable.theme == theme else None,
        "cible": comparable.cible if comparable else None,
    }


def initial_from(campagne: Campagne) -> dict:
    """Return what the form shows of a campaign."""
    champs = (
        "titre", "theme", "ouverte_le", "fermee_le", "modes", "langues", "presentation", "cible",
        "seuil", "methode", "precedente",
    )  # fmt: skip
    initial = {nom: getattr(campagne, nom) for nom in champs}
    for place in campagne.places.all():
        initial |= {
            f"site-{place.site_id}": True,
            f"attendus-{place.site_id}": place.attendus,
            f"service-{place.site_id}": place.service_id,
        }
    return initial


def guess_theme(questionnaire: Questionnaire | None) -> Theme:
    """Return the theme a questionnaire is about, by its code."""
    if questionnaire is None:
        return Theme.ACCUEIL
    if questionnaire.code in THEMES:
        return THEMES[questionnaire.code]
    connus = [theme for theme in Theme if questionnaire.code.startswith(theme)]
    return connus[0] if connus else Theme.AUTRE


def is_comparable(campagne: Campagne, questionnaire: Questionnaire | None) -> bool:
    """Whether a past campaign asked the same questionnaire, or has no questions of its own."""
    if campagne.formulaire is None or questionnaire is None:
        return campagne.genre == (questionnaire.genre if questionnaire else campagne.genre)
    return campagne.formulaire.code == questionnaire.code


def name_adresse(collecteur: Collecteur) -> str:
    """Return « en ligne, bureau du séjour »: what tells an address from the others."""
    lieu = f", {collecteur.service}" if collecteur.service else ""
    return f"{collecteur.get_mode_display()}{lieu}"
