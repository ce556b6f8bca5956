"""The forms of trainings: a course, a session, who is enrolled and came, what agents need."""

from django import forms

from qualepref.amelioration.queries.formations import list_engagements
from qualepref.amelioration.queries.personnes import PARTIS
from qualepref.amelioration.rules.formations import FormationDonnee, SeanceDonnee
from qualepref.amelioration.rules.personnes import PersonneDonnee
from qualepref.socle.forms import DateField, Formulaire, NombreField


PRESENCES = (("", "Non noté"), ("oui", "Présent"), ("non", "Absent"))
VENUS = {"": None, "oui": True, "non": False}


class FormulaireRefusable(Formulaire):
    """A form that shows beside its fields why what it says was refused."""

    def add_fautes(self, fautes):
        """Put each fault beside its field, or above the form when it is not here."""
        for f in fautes:
            motif = f"{f.motif[:1].upper()}{f.motif[1:]}. {f.remede}"
            self.add_error(f.champ if f.champ in self.fields else None, motif)


class FormationForm(FormulaireRefusable):
    """A course of the catalogue."""

    titre = forms.CharField(label="Titre", max_length=200)
    objectif = forms.CharField(label="Objectif", required=False, widget=forms.Textarea({"rows": 3}))
    engagements = forms.TypedMultipleChoiceField(
        label="Engagements auxquels elle répond", required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    organisme = forms.CharField(
        label="Organisme", required=False, max_length=120,
        help_text="Qui forme : un service du site, le ministère, un prestataire.",
    )  # fmt: skip

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["engagements"].choices = [
            (e.numero, f"{e.numero} – {e.texte}") for e in list_engagements(site)
        ]

    def donnee(self):
        """Return the course that the form says."""
        lues = dict(self.cleaned_data)
        return FormationDonnee(**lues | {"engagements": tuple(lues["engagements"])})


class SeanceForm(FormulaireRefusable):
    """A session of a course."""

    debut_le = DateField(label="Du")
    fin_le = DateField(label="Au", help_text="Dernier jour compris.")
    lieu = forms.CharField(label="Lieu", required=False, max_length=120)
    heures = NombreField(label="Durée, en heures", required=False, help_text="Pour chaque agent.")
    effectif = forms.IntegerField(
        label="Agents formés, sans les nommer", required=False, min_value=0, max_value=9999,
        help_text="En plus de ceux dont la présence est notée par leur nom. Laissez vide si tous "
        "sont inscrits par leur nom.",
    )  # fmt: skip

    def clean_heures(self):
        """Refuse a duration that is none, or that the base would round."""
        heures = self.cleaned_data["heures"]
        if heures is not None and not (0 < heures < 10**4 and heures * 10 == int(heures * 10)):
            raise forms.ValidationError(
                "Écrivez un nombre d’heures plus grand que zéro, avec une décimale au plus : 3,5."
            )
        return heures

    def donnee(self):
        """Return the session that the form says."""
        return SeanceDonnee(**self.cleaned_data | {"effectif": self.cleaned_data["effectif"] or 0})


class InscriptionForm(Formulaire):
    """Agents to enrol in a session."""

    personnes = forms.TypedMultipleChoiceField(
        label="Agents à inscrire", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, personnes, **kwargs):
        super().__init__(*args, **kwargs)
        self.personnes = {p.pk: p for p in personnes}
        self.fields["personnes"].choices = [(p.pk, _name(p)) for p in personnes]

    def choisies(self):
        """Return the agents ticked."""
        return [self.personnes[pk] for pk in self.cleaned_data["personnes"]]


class PresencesForm(Formulaire):
    """Who came, one choice per agent enrolled."""

    dit_facultatif = False

    def __init__(self, *args, presences, **kwargs):
        super().__init__(*args, **kwargs)
        for presence in presences:
            inverse = {v: c for c, v in VENUS.items()}
            self.fields[f"p{presence.pk}"] = forms.ChoiceField(
                label=str(presence.personne),
                choices=PRESENCES,
                required=False,
                # Fields made here come too late for the design system to dress them.
                widget=forms.Select({"class": "fr-select"}),
                initial=inverse[presence.present],
            )

    def presents(self):
        """Return who came, by key of the enrolment; None when it is not known."""
        return {int(nom[1:]): VENUS[valeur] for nom, valeur in self.cleaned_data.items()}


class PersonneForm(FormulaireRefusable):
    """An agent of the perimeter. A correspondent writes those of their services only."""

    nom = forms.CharField(label="Nom", max_length=80)
    prenom = forms.CharField(label="Prénom", max_length=80)
    matricule = forms.CharField(
        label="Matricule", required=False, max_length=40,
        help_text="Il distingue deux homonymes dans un fichier.",
    )  # fmt: skip
    service = forms.TypedChoiceField(label="Service", required=False, coerce=int, empty_value=None)
    fonction = forms.CharField(label="Fonction", required=False, max_length=120)
    modules = forms.TypedMultipleChoiceField(
        label="Modules", required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text="Ceux pour lesquels l’agent travaille. Aucun : tout le périmètre.",
    )  # fmt: skip
    arrivee_le = DateField(
        label="Arrivée le", required=False,
        help_text="Sans date, l’agent est réputé présent depuis toujours.",
    )  # fmt: skip
    partie_le = DateField(label="Partie le", required=False, help_text="Dernier jour compris.")

    def __init__(self, *args, acces, **kwargs):
        super().__init__(*args, **kwargs)
        services = [(s.pk, s.nom) for s in acces.site.services.all() if acces.droits.couvre(s.pk)]
        self.fields["service"].choices = [("", "Aucun"), *services]
        self.fields["service"].required = not acces.droits.gere
        self.fields["modules"].choices = [(m, f"Module {m}") for m in acces.site.modules]

    def donnee(self):
        """Return the agent that the form says."""
        lues = dict(self.cleaned_data)
        return PersonneDonnee(**lues | {"modules": tuple(sorted(lues["modules"]))})


class DepartForm(FormulaireRefusable):
    """The last day of an agent in the perimeter."""

    partie_le = DateField(label="Dernier jour dans le périmètre")


class FiltresPersonnesForm(Formulaire):
    """Filters of the list of agents."""

    dit_facultatif = False
    q = forms.CharField(
        label="Nom, fonction ou matricule", required=False, max_length=80,
        widget=forms.TextInput({"type": "search"}),
    )  # fmt: skip
    service = forms.ChoiceField(label="Service", required=False)
    module = forms.ChoiceField(label="Module", required=False)
    etat = forms.ChoiceField(
        label="Agents", required=False,
        choices=(("", "Dans le périmètre"), (PARTIS, "Partis")),
    )  # fmt: skip

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        services = [(str(s.pk), s.nom) for s in site.services.all()]
        self.fields["service"].choices = [("", "Tous"), *services]
        self.fields["module"].choices = [
            ("", "Tous"), *((str(m), f"Module {m}") for m in site.modules)
        ]  # fmt: skip

    def actifs(self):
        """Return how many filters are set."""
        return sum(bool(v) for v in self.cleaned_data.values())


class BesoinForm(Formulaire):
    """A course that an agent needs."""

    formation = forms.TypedChoiceField(label="Formation", coerce=int)
    exprime_le = DateField(label="Besoin exprimé le")

    def __init__(self, *args, formations, **kwargs):
        super().__init__(*args, **kwargs)
        choix = [(f.pk, f.titre) for f in formations]
        self.fields["formation"].choices = [("", "Choisir une formation"), *choix]


class ReponseBesoinForm(Formulaire):
    """The day a need was answered otherwise than by a session followed here."""

    satisfait_le = DateField(
        label="Besoin satisfait le",
        help_text="Une séance suivie répond d’elle-même au besoin. Notez ici une réponse d’une autre "
        "sorte : tutorat, formation d’un autre employeur.",
    )


def _name(personne):
    suite = f", {personne.service}" if personne.service else ""
    attend = " – besoin exprimé" if personne.attend else ""
    return f"{personne}{suite}{attend}"
