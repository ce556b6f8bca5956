"""Results in templates: words come from `enquetes.rendering.resultats_textes`."""

from django import template
from django.utils.safestring import mark_safe

from qualepref.enquetes.rendering import resultats_textes as textes
from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.noyau.graphiques.modele import Theme
from qualepref.noyau.graphiques.rendu_svg import render_svg


register = template.Library()

for nom, fonction in (
    ("part", textes.say_part),
    ("taux", textes.say_taux),
    ("taux_de", textes.say_taux_de),
    ("fraction", textes.say_fraction),
    ("intervalle", textes.say_intervalle),
    ("etat", textes.say_etat),
    ("etat_autre", textes.say_etat_autre),
    ("phrase_manquantes", textes.say_manquantes),
    ("base", textes.say_base),
    ("cible", textes.say_cible),
    ("phrase_evolution", textes.say_evolution),
    ("moyenne", textes.say_moyenne),
    ("phrase_retours", textes.say_retours),
    ("phrase_cote", textes.say_cote),
    ("phrase_seuil", textes.say_seuil),
    ("phrases_modes", textes.say_ecarts_modes),
    ("phrase_ecart", textes.say_ecart),
    ("valeur_seule", textes.say_seul),
    ("base_seule", textes.say_base_seul),
    ("nombre", format_nombre),
):
    register.filter(nom, fonction)


@register.simple_tag
def graphique(description):
    """Draw a chart; its words are escaped by the writer of the SVG."""
    return mark_safe(render_svg(description, theme=Theme.WEB))  # noqa: S308
