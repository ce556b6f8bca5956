"""Something said at a meeting, what came of it, and the action made of it."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.db.models import Q

from qualepref.amelioration.models import Action
from qualepref.comites.enums import EtatSuite, NatureSuite
from qualepref.comites.forms.comites import RefusForm, capitalise
from qualepref.comites.forms.reunions import name_membre
from qualepref.comites.models import Membre, PointOrdreDuJour, Reunion, Suite
from qualepref.comites.operations.suites import SuiteDonnee
from qualepref.modeles.enums import AvisClu
from qualepref.modeles.models import Modele
from qualepref.organisation.models import Site
from qualepref.socle.forms import DateField


CHAMPS = (
    "nature", "texte", "point", "membre", "modele", "etat", "reponse", "echeance", "donnee_le",
)  # fmt: skip
AVIS = [("", "Aucun"), *((a.value, a.label) for a in AvisClu if a != AvisClu.NON_SOUMIS)]


class MembreChoiceField(forms.ModelChoiceField):
    """A member, named by the organisation first."""

    def label_from_instance(self, obj):
        return name_membre(obj)


class SuiteForm(RefusForm):
    """« Vous avez dit », then « nous avons fait »; `build_donnee` gives what the operation takes.

    sites: those whose templates may be chosen; the one `suite` already names may stay.
    """

    nature = forms.ChoiceField(label="Nature", choices=capitalise(NatureSuite.choices))
    texte = forms.CharField(
        label="Vous avez dit", max_length=4000, widget=forms.Textarea({"rows": 4})
    )
    point = forms.ModelChoiceField(
        label="Point de l’ordre du jour",
        queryset=PointOrdreDuJour.objects.none(),
        required=False,
        empty_label="Aucun en particulier",
    )
    membre = MembreChoiceField(
        label="Dit par", queryset=Membre.objects.none(), required=False, empty_label="Non précisé"
    )
    modele = forms.ModelChoiceField(
        label="Modèle dont il est question",
        queryset=Modele.objects.none(),
        required=False,
        empty_label="Aucun",
    )
    avis = forms.ChoiceField(
        label="Avis rendu sur ce modèle",
        choices=capitalise(AVIS),
        required=False,
        help_text="Il est gardé avec cette version du modèle (engagement 16.3).",
    )
    echeance = DateField(label="Suite attendue pour le", required=False)
    etat = forms.ChoiceField(
        label="État", choices=capitalise(EtatSuite.choices), initial=EtatSuite.A_DONNER
    )
    reponse = forms.CharField(
        label="Nous avons fait",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Ce qui a été fait, ou pourquoi la proposition est écartée.",
    )
    donnee_le = DateField(
        label="Suite donnée le", required=False, help_text="Vide : aujourd’hui, une fois donnée."
    )

    def __init__(
        self,
        *args,
        reunion: Reunion,
        sites: Sequence[Site],
        suite: Suite | None = None,
        **options,
    ):
        super().__init__(*args, **options)
        deja = suite.modele_id if suite else None
        modeles = Modele.objects.filter(Q(site__in=sites) | Q(pk=deja))
        self.fields["point"].queryset = reunion.points.all()
        self.fields["membre"].queryset = reunion.comite.membres.all()
        self.fields["modele"].queryset = modeles
        if not modeles.exists():
            del self.fields["modele"], self.fields["avis"]

    @property
    def parties(self):
        """The two halves of the form, under their titles."""
        dit = ("nature", "texte", "point", "membre", "modele", "avis")
        fait = ("echeance", "etat", "reponse", "donnee_le")
        return [
            (titre, [self[nom] for nom in noms if nom in self.fields])
            for titre, noms in (("Vous avez dit", dit), ("Nous avons fait", fait))
        ]

    def clean(self):
        lu = super().clean()
        if lu.get("avis") and not lu.get("modele"):
            self.add_error("modele", "Choisissez le modèle sur lequel l’avis est rendu.")
        return lu

    def build_donnee(self, *, action: Action | None = None) -> SuiteDonnee:
        """Return the follow-up as typed; its action stays."""
        lu = {nom: self.cleaned_data.get(nom) for nom in CHAMPS}
        lu |= {"nature": NatureSuite(lu["nature"]), "etat": EtatSuite(lu["etat"])}
        avis = self.cleaned_data.get("avis")
        return SuiteDonnee(**lu, action=action, avis=AvisClu(avis) if avis else None)


def initial_of_suite(suite: Suite) -> dict:
    """Return what the form shows of a follow-up."""
    avis = suite.modele.avis if suite.modele else ""
    return {
        **{nom: getattr(suite, nom) for nom in CHAMPS},
        "avis": "" if avis == AvisClu.NON_SOUMIS else avis,
    }


class ActionForm(RefusForm):
    """An action of the plan: one already there, or a new one with its title and its site.

    sites: those whose plans whoever asks may write, one at least.
    """

    action = forms.ModelChoiceField(
        label="Une action déjà au plan",
        queryset=Action.objects.none(),
        required=False,
        empty_label="En créer une nouvelle",
    )
    titre = forms.CharField(label="Titre de la nouvelle action", required=False, max_length=300)
    site = forms.ModelChoiceField(
        label="Site dont le plan la porte", queryset=Site.objects.none(), empty_label=None
    )

    def __init__(self, *args, sites: Sequence[Site], **options):
        super().__init__(*args, **options)
        self.fields["action"].queryset = Action.objects.filter(site__in=sites)
        self.fields["site"].queryset = Site.objects.filter(pk__in=[s.pk for s in sites])
        self.fields["site"].initial = sites[0].pk

    def clean(self):
        lu = super().clean()
        if not lu.get("action") and not lu.get("titre"):
            self.add_error("titre", "Donnez un titre à l’action, ou choisissez-en une.")
        return lu
