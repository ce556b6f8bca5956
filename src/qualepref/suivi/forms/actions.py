"""One small form per thing one does with a demande."""

from django import forms

from qualepref.socle.forms import DateField
from qualepref.suivi.forms.lecture import LueForm


class ReponseForm(LueForm):
    """The final answer, dated or not."""

    dit_facultatif = False
    repondue_le = DateField(
        label="Répondue le", required=False,
        help_text="Obligatoire, sauf si cette date n’est pas connue.",
    )  # fmt: skip
    repondue_sans_date = forms.BooleanField(
        label="La réponse est partie, mais sa date n’est pas connue", required=False,
        help_text="Une réponse sans date est comptée hors délai.",
    )  # fmt: skip

    def clean(self):
        """Ask for the date or for its absence; the absence wins."""
        if self.cleaned_data.get("repondue_sans_date"):
            self.cleaned_data["repondue_le"] = None
        valeurs = super().clean()
        if not self.errors and not valeurs["repondue_le"] and not valeurs["repondue_sans_date"]:
            self.add_error("repondue_le", "Donnez la date de la réponse, ou dites qu’elle manque.")
        return valeurs


class AttenteForm(LueForm):
    """A waiting reply; without an announced delay it stops nothing."""

    attente_le = DateField(label="Réponse d’attente envoyée le")
    attente_delai_annonce = forms.CharField(
        label="Délai annoncé au demandeur", required=False, max_length=80,
        help_text="Par exemple « 3 semaines ». Sans délai annoncé, le délai continue de courir.",
    )  # fmt: skip


class AccuseForm(LueForm):
    """An acknowledgement, which stops nothing."""

    accuse_le = DateField(
        label="Accusé de réception envoyé le", help_text="Il n’arrête jamais le délai."
    )


class RendezVousForm(LueForm):
    """The date proposed, and the appointment."""

    proposee_le = DateField(label="Date proposée au demandeur le")
    rdv_le = DateField(
        label="Rendez-vous tenu ou prévu le", required=False, help_text="Peut être un jour à venir."
    )


class CompletudeForm(LueForm):
    """The day the missing pieces arrived; none while they are missing."""

    complete_le = DateField(
        label="Complétée le", required=False,
        help_text="Le délai court à partir de ce jour. Laissez vide si la demande reste incomplète.",
    )  # fmt: skip

    def valeurs(self):
        """Return whether the demande is complete, and since when."""
        jour = self.cleaned_data.get("complete_le")
        return {"complete": jour is not None, "complete_le": jour}


class ExclusionForm(LueForm):
    """Why a demande does not count; only one that was excluded may be counted again."""

    dit_facultatif = False
    exclusion = forms.ChoiceField(
        label="Motif", error_messages={"required": "Choisissez le motif de ne pas la compter."}
    )

    def __init__(self, *args, motifs, **kwargs):
        super().__init__(*args, **kwargs)
        champ = self.fields["exclusion"]
        champ.required = not self.demande.exclusion
        aucun = "Choisir un motif" if champ.required else "Aucun : la demande compte"
        champ.choices = [("", aucun), *motifs]


class SupprimerForm(LueForm):
    """Only the instant of reading: a demande changed meanwhile is not removed unseen."""
