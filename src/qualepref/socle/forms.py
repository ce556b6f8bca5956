"""The form base of every page, and the date field."""

from django import forms
from dsfr.forms import DsfrBaseForm


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


class Formulaire(DsfrBaseForm):
    """A form of the product: the design system's markup, optional fields named as such."""

    dit_facultatif = True
    required_css_class = ""
