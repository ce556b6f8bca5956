"""Scenarios, the draw of tests, who makes a test, why nobody does."""

from __future__ import annotations

from fractions import Fraction

from django import forms

from qualepref.enquetes.enums import CanalMystere
from qualepref.enquetes.models import Campagne, TestMystere
from qualepref.enquetes.operations.mystere import Reglages
from qualepref.enquetes.queries.tests_mystere import canal_of, get_modele
from qualepref.enquetes.rules.tirage import Creneau
from qualepref.noyau.questionnaires.scenarios import TITRE_MAX, Tranche
from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Service
from qualepref.socle.dates import format_heure
from qualepref.socle.forms import Formulaire


CENT = 100
GRAINE_MAX = 2**31 - 1
NUMERIQUE = forms.NumberInput({"inputmode": "numeric"})


class ScenarioForm(Formulaire):
    """A question to ask, and what a right answer holds."""

    canal = forms.ChoiceField(
        label="Canal", choices=[(c, c.label[0].upper() + c.label[1:]) for c in CanalMystere]
    )
    titre = forms.CharField(label="Titre", max_length=TITRE_MAX)
    question = forms.CharField(
        label="Question à poser", widget=forms.Textarea({"rows": 4}),
        help_text="Comme un usager la poserait, sans rien qui désigne une personne réelle.",
    )  # fmt: skip
    attendu = forms.CharField(
        label="Réponse attendue", required=False, widget=forms.Textarea({"rows": 4}),
        help_text="Ce que contient une bonne réponse. L’enquêteur la lit après son appel.",
    )  # fmt: skip


class TirageForm(Formulaire):
    """What the draw needs. `lieux`: "" is the main line of each site, else a service's key."""

    tests = forms.IntegerField(label="Nombre de tests", min_value=1, widget=NUMERIQUE)
    part_double = forms.IntegerField(
        label="Part des tests faits à deux (%)", min_value=0, max_value=CENT, widget=NUMERIQUE,
        help_text="Deux enquêteurs notent le même test, chacun de son côté : leur accord se mesure.",
    )  # fmt: skip
    creneaux = forms.MultipleChoiceField(
        label="Créneaux", widget=forms.CheckboxSelectMultiple,
        help_text="Ne gardez que ceux où le service répond au public.",
    )  # fmt: skip
    lieux = forms.MultipleChoiceField(label="Ce qui est testé", widget=forms.CheckboxSelectMultiple)
    enqueteurs = forms.TypedMultipleChoiceField(
        label="Enquêteurs", coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text="Nul ne reçoit de test sur le service dont il répond.",
    )  # fmt: skip
    graine = forms.IntegerField(
        label="Graine du tirage", required=False, min_value=0, max_value=GRAINE_MAX,
        widget=NUMERIQUE,
        help_text="Laissez vide pour un nouveau tirage. La même graine redonne le même tirage.",
    )  # fmt: skip

    STANDARD = "standard"

    def __init__(self, *args, campagne: Campagne, agents: list[Agent], **options):
        tranches = get_modele().list_tranches(canal_of(campagne))
        services = {
            p.site: list(p.site.services.all()) for p in campagne.places.select_related("site")
        }
        self.tranches = {_code(t): Creneau(t.debut, t.fin) for t in tranches}
        self.services = {str(s.pk): s for siens in services.values() for s in siens}
        self.agents = {agent.pk: agent for agent in agents}
        options["initial"] = {
            "part_double": get_modele().part_double,
            "creneaux": [_code(t) for t in tranches if t.propose],
            "lieux": _default_lieux(campagne),
            "enqueteurs": _default_enqueteurs(campagne, agents),
        } | options.get("initial", {})
        super().__init__(*args, **options)
        self.fields["creneaux"].choices = [(_code(t), _tell(t)) for t in tranches]
        self.fields["lieux"].choices = [
            (self.STANDARD, "Le standard" if len(services) == 1 else "Le standard de chaque site"),
            *((str(s.pk), _name(s, seul=len(services) == 1)) for s in self.services.values()),
        ]
        self.fields["enqueteurs"].choices = [(a.pk, str(a)) for a in agents]

    def reglages(self) -> Reglages:
        """Return what was chosen, once valid."""
        lues = self.cleaned_data
        return Reglages(
            tests=lues["tests"],
            part_double=Fraction(lues["part_double"], CENT),
            creneaux=tuple(c for code, c in self.tranches.items() if code in lues["creneaux"]),
            services=tuple(s for cle, s in self.services.items() if cle in lues["lieux"]),
            standard=self.STANDARD in lues["lieux"],
            enqueteurs=tuple(self.agents[pk] for pk in lues["enqueteurs"]),
        )


class AttributionForm(Formulaire):
    """Who makes a test, alone or with somebody."""

    enqueteur = forms.TypedChoiceField(label="Enquêteur", coerce=int)
    second = forms.TypedChoiceField(
        label="Second enquêteur", coerce=int, empty_value=None, required=False,
        help_text="Il note le même test de son côté, sans voir la première grille.",
    )  # fmt: skip

    def __init__(self, *args, test: TestMystere, agents: list[Agent], **options):
        gens = {a.pk: a for a in (test.enqueteur, test.second, *agents) if a is not None}
        self.agents = gens
        options.setdefault("initial", {"enqueteur": test.enqueteur_id, "second": test.second_id})
        super().__init__(*args, **options)
        choix = [(pk, str(agent)) for pk, agent in gens.items()]
        self.fields["enqueteur"].choices = choix
        self.fields["second"].choices = [("", "Personne : le test se fait seul"), *choix]

    def equipe(self) -> dict[str, Agent | None]:
        """Return who was chosen, once valid."""
        lues = self.cleaned_data
        return {
            "enqueteur": self.agents[lues["enqueteur"]],
            "second": self.agents.get(lues["second"]),
        }


class AbandonForm(Formulaire):
    """Why nobody will make a test."""

    motif = forms.CharField(
        label="Motif", max_length=TestMystere._meta.get_field("motif_abandon").max_length,
        help_text="Par exemple : le standard était fermé ce jour-là. Sans nom d’agent.",
    )  # fmt: skip


def _code(tranche: Tranche) -> str:
    return f"{tranche.debut:%H:%M}-{tranche.fin:%H:%M}"


def _tell(tranche: Tranche) -> str:
    return f"de {format_heure(tranche.debut)} à {format_heure(tranche.fin)}"


def _name(service: Service, *, seul: bool) -> str:
    return service.nom if seul else f"{service.nom} ({service.site.nom})"


def _default_lieux(campagne: Campagne) -> list[str]:
    """Return the services that the campaign is about, else the main line."""
    services = [p.service_id for p in campagne.places.all() if p.service_id is not None]
    return [str(pk) for pk in services] or [TirageForm.STANDARD]


def _default_enqueteurs(campagne: Campagne, agents: list[Agent]) -> list[int]:
    """Return those whose very role it is to test."""
    roles = campagne.pilote.roles.filter(role=NomRole.ENQUETEUR, agent__in=agents)
    return list(roles.values_list("agent", flat=True).distinct())
