"""Charts of the report on the page, with the table that says the same."""

from django import template
from django.utils.safestring import mark_safe

from qualepref.noyau.graphiques.modele import Theme
from qualepref.noyau.graphiques.rendu_svg import render_svg
from qualepref.noyau.graphiques.tableau import columns, rows
from qualepref.publications.rendering.contenu import TRACE


register = template.Library()


@register.simple_tag
def graphique_bas(description):
    """Draw a chart as low as in the PDF; its words are escaped by the writer of the SVG."""
    return mark_safe(render_svg(description, theme=Theme.WEB, trace=TRACE))  # noqa: S308


@register.filter
def colonnes(description):
    return columns(description)


@register.filter
def rangs(description):
    return rows(description)
