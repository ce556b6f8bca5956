"""Forms of the organisation."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField

from qualepref.socle.forms import Formulaire


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
