"""The forms of the plan: filters, an action, its state, its pilot."""

from django import forms

from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.queries.plan import (
    SANS,
    list_axes,
    list_pilotes,
    list_sources,
    load_cadre,
)
from qualepref.amelioration.rules.plan import PILOTAGE
from qualepref.amelioration.rules.plan_actions import ActionDonnee, check_action
from qualepref.socle.forms import DateField, Formulaire


TOUS, TOUTES, AUCUN = ("", "Tous"), ("", "Toutes"), ("", "Aucun")
ETATS = [(code, nom[:1].upper() + nom[1:]) for code, nom in EtatAction.choices]


class FiltresForm(Formulaire):
    dit_facultatif = False
    q = forms.CharField(
        label="Référence, intitulé ou thème", required=False, max_length=80, strip=True,
        widget=forms.TextInput({"type": "search"}),
    )  # fmt: skip
    axe = forms.ChoiceField(label="Axe", required=False)
    source = forms.ChoiceField(label="Source", required=False, choices=[TOUTES, *list_sources()])
    etat = forms.ChoiceField(label="État", required=False, choices=[TOUS, *ETATS])
    service = forms.ChoiceField(label="Service", required=False)
    pilote = forms.ChoiceField(label="Pilote", required=False)
    engagement = forms.TypedChoiceField(
        label="Engagement", required=False, coerce=int, empty_value=None
    )
    retard = forms.BooleanField(label="En retard seulement", required=False)

    def __init__(self, *args, site, le, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["axe"].choices = [TOUS, *list_axes(site)]
        services = [(str(s.pk), s.nom) for s in site.services.all()]
        self.fields["service"].choices = [TOUS, *services, (SANS, "Tout le site")]
        pilotes = [(str(a.pk), str(a)) for a in list_pilotes(site, le=le)]
        self.fields["pilote"].choices = [TOUS, *pilotes, (SANS, "Sans pilote")]
        engagements = sorted(load_cadre(site).engagements)
        self.fields["engagement"].choices = [TOUS, *((e, f"Engagement {e}") for e in engagements)]

    def actifs(self):
        """Return how many filters are set."""
        return sum(bool(v) for v in self.cleaned_data.values())


class ActionForm(Formulaire):
    """An action of the plan, whole. A correspondent writes those of their services only."""

    titre = forms.CharField(label="Intitulé", max_length=300)
    description = forms.CharField(
        label="Description", required=False, widget=forms.Textarea({"rows": 3})
    )
    source = forms.ChoiceField(
        label="D’où elle vient", choices=[("", "Choisir une source"), *list_sources()]
    )
    axe = forms.ChoiceField(label="Axe")
    engagement = forms.IntegerField(
        label="Engagement", required=False, min_value=1,
        help_text="Son numéro dans le référentiel, par exemple 8.",
    )  # fmt: skip
    sous_engagement = forms.CharField(
        label="Sous-engagement", required=False, max_length=10, help_text="Par exemple 8.4."
    )
    theme = forms.CharField(label="Thème", required=False, max_length=80)
    service = forms.TypedChoiceField(label="Service", required=False, coerce=int, empty_value=None)
    pilote = forms.TypedChoiceField(label="Pilote", required=False, coerce=int, empty_value=None)
    inscrite_le = DateField(label="Inscrite au plan le")
    echeance = DateField(label="Échéance", required=False)
    indicateur = forms.ChoiceField(
        label="Indicateur qu’elle doit faire bouger", required=False,
        help_text="Une fois l’action faite, sa page compare l’indicateur avant et après.",
    )  # fmt: skip
    preuve = forms.CharField(label="Preuve", required=False, max_length=300)
    apres = forms.CharField(
        label="Après l’action", required=False, max_length=40,
        help_text="Référence d’une action à faire d’abord.",
    )  # fmt: skip

    def __init__(self, *args, acces, action=None, **kwargs):
        self.acces, self.action = acces, action
        super().__init__(*args, **kwargs)
        site, self.cadre = acces.site, load_cadre(acces.site)
        axes = [(c, n) for c, n in list_axes(site) if c == PILOTAGE or self._in_perimetre(c)]
        self.fields["axe"].choices = [("", "Choisir un axe"), *axes]
        services = [(s.pk, s.nom) for s in site.services.all() if acces.droits.couvre(s.pk)]
        self.fields["service"].choices = services if not acces.droits.gere else [
            ("", "Tout le site"), *services
        ]  # fmt: skip
        self.fields["service"].required = not acces.droits.gere
        pilotes = [(a.pk, str(a)) for a in list_pilotes(site, le=acces.le)]
        self.fields["pilote"].choices = [AUCUN, *pilotes]
        indicateurs = [(c, f"{c} – {nom}") for c, nom in self.cadre.indicateurs.items()]
        self.fields["indicateur"].choices = [AUCUN, *indicateurs]

    def _in_perimetre(self, axe):
        return int(axe.removeprefix("module-")) in self.cadre.modules

    def clean(self):
        """Judge the action as a whole."""
        super().clean()
        if not self.errors:
            self.add_fautes(check_action(self.donnee(), self.cadre, le=self.acces.le))
        return self.cleaned_data

    def donnee(self, **etat):
        """Return the action that the form says; its state is the one it has."""
        lues = dict(self.cleaned_data)
        axe = lues.pop("axe")
        a = self.action
        etat = etat or {
            "etat": EtatAction(a.etat) if a else EtatAction.NON_FAIT,
            "commencee_le": a.commencee_le if a else None,
            "terminee_le": a.terminee_le if a else None,
            "motif_abandon": a.motif_abandon if a else "",
        }
        module = None if axe == PILOTAGE else int(axe.removeprefix("module-"))
        reference = a.reference if a else ""
        return ActionDonnee(reference=reference, module=module, **lues, **etat)

    def add_fautes(self, fautes):
        """Put each fault beside its field, or above the form when it is not here."""
        for f in fautes:
            champ = "axe" if f.champ == "module" else f.champ
            motif = f"{f.motif[:1].upper()}{f.motif[1:]}. {f.remede}"
            self.add_error(champ if champ in self.fields else None, motif)


def initial_of(action):
    """Return what the form of an action starts with."""
    champs = (
        "titre", "description", "source", "engagement", "sous_engagement", "theme", "inscrite_le",
        "echeance", "indicateur", "preuve",
    )  # fmt: skip
    return {c: getattr(action, c) for c in champs} | {
        "axe": PILOTAGE if action.module is None else f"module-{action.module}",
        "service": action.service_id,
        "pilote": action.pilote_id,
        "apres": action.apres.reference if action.apres_id else "",
    }


class EtatForm(Formulaire):
    """The state of an action, with its day, its evidence and the reason to give it up."""

    etat = forms.ChoiceField(label="État", choices=ETATS)
    fait_le = DateField(
        label="Le", required=False, help_text="Aujourd’hui si la date est laissée vide."
    )
    preuve = forms.CharField(
        label="Preuve", required=False, max_length=300,
        help_text="Ce qui montre que c’est fait : un document, une adresse, une référence.",
    )  # fmt: skip
    motif = forms.CharField(
        label="Motif d’abandon", required=False, max_length=300,
        help_text="À écrire seulement si l’action est abandonnée.",
    )  # fmt: skip

    # Fields of the action as the rules name them -> here.
    CHAMPS = {"motif_abandon": "motif", "terminee_le": "fait_le", "commencee_le": "fait_le"}

    def add_fautes(self, fautes):
        """Put each fault beside its field, or above the form when it is not here."""
        for f in fautes:
            champ = self.CHAMPS.get(f.champ)
            self.add_error(champ, f"{f.motif[:1].upper()}{f.motif[1:]}. {f.remede}")


class MouvementForm(forms.Form):
    """A button of the board: to a state that needs nothing more."""

    etat = forms.ChoiceField(
        choices=[c for c in EtatAction.choices if c[0] != EtatAction.ABANDONNE]
    )


class PiloteForm(Formulaire):
    """Who takes actions over."""

    pilote = forms.TypedChoiceField(
        label="Confier à", required=False, coerce=int, empty_value=None,
        help_text="Toutes les actions cochées changent de pilote.",
    )  # fmt: skip
    actions = forms.MultipleChoiceField(
        label="Actions à confier", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, pilotes, actions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pilote"].choices = [("", "Personne"), *((p.pk, str(p)) for p in pilotes)]
        self.fields["actions"].choices = [
            (str(a.pk), f"{a.reference} – {a.titre} ({a.pilote})") for a in actions
        ]
