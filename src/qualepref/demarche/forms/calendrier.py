"""Cycles and steps, as typed."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from qualepref.demarche.models import PRECISIONS, Cycle, Jalon
from qualepref.demarche.operations.cycles import CycleDonne
from qualepref.demarche.operations.jalons import JalonDonne
from qualepref.demarche.queries.regles import get_regles
from qualepref.noyau.agendas.plages import Plage, PlageInverseeError, Precision
from qualepref.organisation.models import Agent, Service, Site
from qualepref.socle.forms import DateField, Formulaire


class RefusForm(Formulaire):
    """A form that an operation may refuse, with the part at fault in `champ`."""

    def add_refus(self, refus) -> None:
        """Put a refusal beside the field at fault."""
        champ = getattr(refus, "champ", "debut")
        self.add_error(champ if champ in self.fields else None, str(refus))


class CycleForm(RefusForm):
    """A cycle of the approach."""

    nom = forms.CharField(
        label="Nom", max_length=120, help_text="Par exemple : Labellisation, Renouvellement 2028."
    )
    debut = DateField(
        label="Premier mois",
        help_text="Un jour quelconque de ce mois. Les étapes proposées sont datées à partir de lui.",
    )

    def build_donne(self) -> CycleDonne:
        """Return the cycle as typed."""
        return CycleDonne(self.cleaned_data["nom"], self.cleaned_data["debut"])


def initial_of_cycle(cycle: Cycle) -> dict:
    """Return what the form of a cycle starts from."""
    return {"nom": cycle.nom, "debut": cycle.debut}


class JalonForm(RefusForm):
    """A step of a calendar."""

    titre = forms.CharField(label="Étape", max_length=200)
    phase = forms.ChoiceField(label="Phase")
    precision = forms.ChoiceField(
        label="Date connue",
        required=False,
        choices=[
            ("", "Sans date, au fil de l’eau"),
            *((valeur, f"{libelle[:1].upper()}{libelle[1:]}") for valeur, libelle in PRECISIONS),
        ],
        help_text="Au mois : le jour saisi ne compte pas, le mois entier est retenu.",
    )
    debut = DateField(label="Début", required=False)
    fin = DateField(
        label="Fin", required=False, help_text="Laissez vide pour un seul jour ou un seul mois."
    )
    service = forms.ModelChoiceField(
        label="Service chargé de l’étape",
        queryset=Service.objects.none(),
        required=False,
        empty_label="Aucun en particulier",
        help_text="Son correspondant peut noter l’étape faite.",
    )
    agent = forms.ModelChoiceField(
        label="Agent", queryset=Agent.objects.none(), required=False, empty_label="Aucun"
    )
    qui = forms.CharField(
        label="Autre personne ou organisme",
        required=False,
        max_length=120,
        help_text="Par exemple : organisme certificateur, secrétariat général commun.",
    )
    commentaire = forms.CharField(
        label="Commentaire", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args, site: Site, agents: Sequence[Agent], **options):
        super().__init__(*args, **options)
        self.fields["phase"].choices = [
            (p.code, f"{rang}. {p.titre}") for rang, p in enumerate(get_regles().phases, start=1)
        ]
        self.fields["service"].queryset = site.services.all()
        self.fields["agent"].queryset = Agent.objects.filter(pk__in=[a.pk for a in agents])

    def clean(self):
        valeurs = super().clean()
        precision, debut = valeurs.get("precision"), valeurs.get("debut")
        fin = valeurs.get("fin")
        self.plage = None
        if "debut" in self.errors or "fin" in self.errors:
            return valeurs
        if precision and not debut:
            self.add_error("debut", "Donnez la date de début, ou choisissez « Sans date ».")
        elif not precision and (debut or fin):
            self.add_error(
                "precision", "Dites si la date est connue au jour ou au mois, ou effacez-la."
            )
        elif precision:
            self._read_plage(precision, debut, fin or debut)
        return valeurs

    def _read_plage(self, precision, debut, fin):
        try:
            au_mois = precision == Precision.MOIS.value
            self.plage = Plage.mois(debut, fin) if au_mois else Plage(debut, fin)
        except PlageInverseeError as refus:
            self.add_error("fin", str(refus))

    def build_donne(self, *, code: str = "") -> JalonDonne:
        """Return the step as typed."""
        lu = self.cleaned_data
        return JalonDonne(
            titre=lu["titre"],
            phase=lu["phase"],
            plage=self.plage,
            service=lu["service"],
            agent=lu["agent"],
            qui=lu["qui"],
            commentaire=lu["commentaire"],
            code=code,
        )


def initial_of_jalon(jalon: Jalon) -> dict:
    """Return what the form of a step starts from."""
    seule = jalon.plage is not None and jalon.plage == (
        Plage.jour(jalon.debut)
        if jalon.precision == Precision.JOUR.value
        else Plage.mois(jalon.debut, jalon.debut)
    )
    return {
        "titre": jalon.titre,
        "phase": jalon.phase,
        "precision": jalon.precision,
        "debut": jalon.debut,
        "fin": None if seule else jalon.fin,
        "service": jalon.service_id,
        "agent": jalon.agent_id,
        "qui": jalon.qui,
        "commentaire": jalon.commentaire,
    }


class FaitForm(RefusForm):
    """The day a step was done."""

    fait_le = DateField(label="Fait le", help_text="Le jour où l’étape s’est achevée.")
    commentaire = forms.CharField(
        label="Commentaire", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
