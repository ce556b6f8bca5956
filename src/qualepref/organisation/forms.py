"""Forms of the organisation."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField

from qualepref.noyau.referentiel.modele import Statut
from qualepref.organisation.enums import NomRole
from qualepref.socle.forms import DateField, Formulaire


class ConnexionForm(AuthenticationForm, Formulaire):
    error_messages = {
        "invalid_login": (
            "Identifiant ou mot de passe incorrect. Vérifiez les majuscules ; après plusieurs "
            "échecs, la connexion est bloquée une heure."
        ),
        "inactive": "Ce compte est fermé. Adressez-vous au référent qualité de votre site.",
    }

    username = UsernameField(label="Identifiant", widget=forms.TextInput({"autofocus": True}))


class MotDePasseForm(PasswordChangeForm, Formulaire):
    """The agent's own password."""


class ChoixSiteForm(Formulaire):
    dit_facultatif = False
    q = forms.CharField(label="Rechercher un site", required=False, max_length=80)


class PerimetreForm(Formulaire):
    """The modules of the site; the mandatory ones are always retained."""

    dit_facultatif = False
    modules = forms.TypedMultipleChoiceField(
        label="Modules retenus", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    a_cert = forms.BooleanField(
        label="Le site héberge un CERT", required=False,
        help_text="Centre d’expertise et de ressources des titres.",
    )  # fmt: skip

    def __init__(self, *args, referentiel, **kwargs):
        super().__init__(*args, **kwargs)
        self.obligatoires = [m for m in referentiel.modules if m.statut == Statut.OBLIGATOIRE]
        self.si_cert = [m for m in referentiel.modules if m.statut == Statut.OBLIGATOIRE_SI_CERT]
        self.fields["modules"].choices = [
            (m.numero, f"Module {m.numero} – {m.titre} ({len(m.engagements)} engagements)")
            for m in referentiel.modules
        ]

    def clean(self):
        valeurs = super().clean()
        retenus = set(valeurs.get("modules") or ())
        exiges = [*self.obligatoires, *(self.si_cert if valeurs.get("a_cert") else ())]
        for module in exiges:
            if "modules" not in self.errors and module.numero not in retenus:
                raison = "" if module in self.obligatoires else " pour un site qui héberge un CERT"
                self.add_error(
                    "modules", f"Le module {module.numero} est obligatoire{raison} : cochez-le."
                )
        return valeurs


class ServiceForm(Formulaire):
    nom = forms.CharField(label="Nom du service", max_length=120)


class BoiteForm(Formulaire):
    nom = forms.CharField(label="Nom de la boîte", max_length=120)
    adresse = forms.EmailField(label="Adresse", required=False)
    service = forms.TypedChoiceField(
        label="Service qui la tient", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [
            ("", "Aucun"), *((s.pk, s.nom) for s in site.services.all())
        ]  # fmt: skip


class LabelForm(Formulaire):
    decision_le = DateField(label="Décision du")
    organisme = forms.CharField(label="Organisme certificateur", max_length=80)
    duree_annees = forms.IntegerField(
        label="Durée de validité (années)", min_value=1, max_value=10,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )  # fmt: skip


class RoleForm(Formulaire):
    """A role on a site for an existing account."""

    dit_facultatif = False
    identifiant = forms.CharField(
        label="Identifiant ou courriel de l’agent", max_length=150,
        help_text="Le compte doit exister : l’administrateur du service les ouvre.",
    )  # fmt: skip
    role = forms.ChoiceField(
        label="Rôle",
        choices=[(r, r.label[0].upper() + r.label[1:]) for r in NomRole if r != NomRole.NATIONAL],
    )
    service = forms.TypedChoiceField(
        label="Service (obligatoire pour un correspondant)", required=False, coerce=int,
        empty_value=None, help_text="Inutile pour les autres.",
    )  # fmt: skip
    jusqu_au = DateField(
        label="Jusqu’au (obligatoire pour un auditeur)", required=False,
        help_text="Ce jour est compris. Laissez vide s’il n’y a pas de fin.",
    )  # fmt: skip

    def __init__(self, *args, site, le, **kwargs):
        super().__init__(*args, **kwargs)
        self.le = le
        self.services = {s.pk: s for s in site.services.all()}
        self.fields["service"].choices = [
            ("", "Aucun"), *((pk, s.nom) for pk, s in self.services.items())
        ]  # fmt: skip

    def clean(self):
        valeurs = super().clean()
        role, jusqu_au = valeurs.get("role"), valeurs.get("jusqu_au")
        if role == NomRole.CORRESPONDANT and not valeurs.get("service"):
            self.add_error("service", "Un correspondant l’est d’un service : choisissez-le.")
        if role == NomRole.AUDITEUR and not jusqu_au and "jusqu_au" not in self.errors:
            self.add_error("jusqu_au", "Le rôle d’auditeur a une fin : donnez son dernier jour.")
        if jusqu_au and jusqu_au < self.le:
            self.add_error("jusqu_au", "Ce jour est passé : le rôle ne servirait jamais.")
        return valeurs

    def service_choisi(self):
        """Return the service of a correspondent; None for the other roles."""
        if self.cleaned_data["role"] != NomRole.CORRESPONDANT:
            return None
        return self.services[self.cleaned_data["service"]]
