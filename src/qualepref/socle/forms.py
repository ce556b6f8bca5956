"""The form base of every page, and the fields of dates, numbers and several rows."""

import datetime as dt

from django import forms
from dsfr.forms import DsfrBaseForm
from dsfr.utils import dsfr_input_class_attr

from qualepref.noyau.tableurs.convertisseurs import format_decimal
from qualepref.noyau.tableurs.nombres import parse_decimal
from qualepref.noyau.tableurs.refus import ValeurRefuseeError


# Between these, days, months, years and time zones are added without leaving Python's calendar:
# whether a date can be is for what it dates to say.
CALCULABLES = (dt.date(1000, 1, 1), dt.date(8999, 12, 31))
# No key of a row is as long, and no base reads a longer number.
CHIFFRES_CLE = 18


class DateInput(forms.DateInput):
    """The browser's own date field, sent and shown as year-month-day."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A civil day, from the browser's date field or typed day/month/year."""

    widget = DateInput

    def __init__(self, **options):
        options.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        options.setdefault("error_messages", {}).setdefault(
            "invalid", "Cette date n’est pas lisible. Écrivez-la jour/mois/année, 07/05/2025."
        )
        super().__init__(**options)

    def validate(self, value):
        super().validate(value)
        if value is not None and not CALCULABLES[0] <= value <= CALCULABLES[1]:
            raise forms.ValidationError(
                f"Le {value:%d/%m/%Y} est hors du calendrier. Vérifiez l’année.", code="invalid"
            )


class LignesField(forms.ModelMultipleChoiceField):
    """Several rows of a table, by key."""

    def clean(self, value):
        for cle in value if isinstance(value, (list, tuple)) else ():
            if len(str(cle)) > CHIFFRES_CLE:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice",
                    params={"value": f"{str(cle)[:CHIFFRES_CLE]}…"},
                )  # fmt: skip
        return super().clean(value)


def parse_cle(texte: str) -> int | None:
    """Return the key of a row written in an address or a form; None when no row can bear it."""
    return int(texte) if texte.isdecimal() and len(texte) <= CHIFFRES_CLE else None


class NombreField(forms.Field):
    """A number as French offices type it: 1 234,5."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return parse_decimal(value)
        except ValeurRefuseeError as refus:
            motif = f"{refus.motif[:1].upper()}{refus.motif[1:]}. {refus.remede}"
            raise forms.ValidationError(motif, code="invalid") from refus

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else format_decimal(value)


class Formulaire(DsfrBaseForm):
    """A form of the product: the design system's markup, optional fields named as such."""

    dit_facultatif = True
    required_css_class = ""

    def add_field(self, nom: str, champ: forms.Field) -> None:
        """Add a field once the form is built, with the design system's markup like the others."""
        self.fields[nom] = champ
        dsfr_input_class_attr(self[nom])


def get_donnees(request):
    """Return the fields and files sent to a form; two None when the page is only opened.

    Sent without any field, a file cut short on its way among them, a form is refused as any other.
    """
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
