"""The report on the page: charts, the tables that say the same, and its typography."""

import re

from django import template
from django.utils.safestring import mark_safe

from qualepref.noyau.documents.textes import hold_ponctuation
from qualepref.noyau.graphiques.modele import Theme
from qualepref.noyau.graphiques.rendu_svg import render_svg
from qualepref.noyau.graphiques.tableau import columns, rows
from qualepref.publications.rendering.contenu import trace_of


register = template.Library()
TEXTES = re.compile(r">[^<>]+<")


@register.simple_tag
def graphique_bas(description):
    """Draw a chart as low as in the PDF; its words are escaped by the writer of the SVG."""
    trace = trace_of(description)
    return mark_safe(render_svg(description, theme=Theme.WEB, trace=trace))  # noqa: S308


@register.filter
def colonnes(description):
    return columns(description)


@register.filter
def rangs(description):
    return rows(description)


@register.filter
def chiffree(tableau, rang):
    """Tell whether a column of a small table holds figures."""
    return tableau.lignes and tableau.chiffrees[rang]


@register.filter
def typographie(page):
    """Return HTML whose punctuation never begins a line; tags and attributes stay as they are."""
    return mark_safe(TEXTES.sub(lambda texte: hold_ponctuation(texte[0]), page))  # noqa: S308
