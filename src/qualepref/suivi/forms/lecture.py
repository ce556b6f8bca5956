"""What the forms about one demande share: the instant it was read, and its impossible dates."""

from django import forms
from django.utils.dateparse import parse_datetime

from qualepref.socle.forms import Formulaire
from qualepref.suivi.rules import DatesDemande, check_dates


def phrase(motif):
    """Return a reason as a sentence."""
    return f"{motif[:1].upper()}{motif[1:]}."


class LueForm(Formulaire):
    """A form about a demande read at an instant, so that two agents do not overwrite each other."""

    lue_le = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, demande=None, le=None, **kwargs):
        self.demande, self.le = demande, le
        if demande is not None:
            kwargs["initial"] = {
                "lue_le": demande.modifiee_le.isoformat(),
                **(kwargs.get("initial") or {}),
            }
        super().__init__(*args, **kwargs)

    def clean_lue_le(self):
        """Return the instant at which the demande was read."""
        try:
            lue_le = parse_datetime(self.cleaned_data["lue_le"])
        except ValueError:
            lue_le = None
        if lue_le is None or lue_le.tzinfo is None:
            raise forms.ValidationError("Page périmée : rechargez-la, puis recommencez.")
        return lue_le

    def valeurs(self):
        """Return the fields of the demande that this form changes."""
        return {n: v for n, v in self.cleaned_data.items() if n != "lue_le"}

    def add_fautes(self, fautes):
        """Put each impossible date beside its field, or above the form when it is not here."""
        for faute in fautes:
            self.add_error(faute.champ if faute.champ in self.fields else None, phrase(faute.motif))

    def clean(self):
        """Judge the dates of the demande as this form would leave them."""
        valeurs = super().clean()
        if not self.errors and self.demande is not None:
            dates = {c: getattr(self.demande, c) for c in DatesDemande.__slots__}
            dates |= {c: v for c, v in self.valeurs().items() if c in dates}
            self.add_fautes(check_dates(DatesDemande(**dates), le=self.le))
        return valeurs
