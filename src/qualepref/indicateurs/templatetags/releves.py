"""Readings in templates: words come from `indicateurs.rendering.textes`."""

from django import template
from django.utils.safestring import mark_safe

from qualepref.indicateurs.rendering import textes
from qualepref.indicateurs.rendering.projection import say_compte, say_projection
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.noyau.graphiques.modele import Theme
from qualepref.noyau.graphiques.rendu_svg import render_svg


register = template.Library()


@register.simple_tag
def valeur(releve, indicateur):
    return textes.say_valeur(releve, indicateur)


@register.simple_tag
def valeur_courte(releve, indicateur):
    return textes.say_valeur_courte(releve, indicateur)


@register.filter
def nombre(quantite):
    """Return a whole number as French readers write it: « 49 200 »."""
    return format_nombre(quantite)


@register.filter
def fraction(releve):
    return textes.say_fraction(releve)


@register.simple_tag
def cible(valeur, indicateur):
    return textes.say_cible(valeur, indicateur)


@register.simple_tag
def intervalle(releve, indicateur):
    return textes.say_intervalle(releve, indicateur)


@register.filter
def periode(releve):
    return textes.say_periode(releve)


@register.filter
def periode_declaree(valeur):
    return str(Periode(valeur.premier_mois, valeur.dernier_mois))


@register.filter
def est_partielle(releve):
    return textes.is_partielle(releve)


@register.filter
def source(releve):
    return textes.say_source(releve)


@register.filter
def tracage(releve):
    return textes.say_tracage(releve)


@register.filter
def moyenne(ligne):
    return textes.say_moyenne(ligne)


@register.filter
def nationale(ligne):
    return textes.say_nationale(ligne)


@register.filter
def base(indicateur):
    return textes.say_base(indicateur)


@register.filter
def nom_source(source):
    return textes.SOURCES[source]


@register.filter
def nom_dimension(dimension):
    return textes.DIMENSIONS.get(dimension, dimension)


@register.filter
def tendance(ligne):
    return textes.say_tendance(ligne)


@register.simple_tag
def precedent(precedents, indicateur):
    return textes.say_precedent(precedents.get(indicateur.code), indicateur)


@register.simple_tag
def ensemble(reuni, indicateur):
    return textes.say_ensemble(reuni, indicateur)


@register.simple_tag
def reserve(releve, indicateur):
    return textes.say_reserve(releve, indicateur)


@register.filter
def dire_projection(projection):
    return say_projection(projection)


@register.filter
def compte_projection(projection):
    return say_compte(projection)


@register.filter
def symbole(verdict):
    return verdict.symbole


@register.simple_tag
def graphique(description):
    """Draw a chart; its words are escaped by the writer of the SVG."""
    return mark_safe(render_svg(description, theme=Theme.WEB))  # noqa: S308
