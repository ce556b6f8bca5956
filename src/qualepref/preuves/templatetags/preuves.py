"""Cells of living evidence in templates, and where they come from."""

import datetime as dt

from django import template
from django.urls import reverse


register = template.Library()


@register.filter
def cellule(valeur):
    """Return a value as a cell prints it; « – » for none."""
    if valeur is None or valeur == "":
        return "–"
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, dt.date):
        return f"{valeur:%d/%m/%Y}"
    return str(valeur)


@register.simple_tag(takes_context=True)
def adresse_de(context, constat):
    """Return the address of the page a living evidence comes from, "" when there is none."""
    observation = constat.observation
    if not observation.lien:
        return ""
    return reverse(observation.lien, args=[context["site"].pk, *observation.arguments])
