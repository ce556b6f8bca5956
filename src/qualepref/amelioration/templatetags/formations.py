"""Agents trained, printed."""

from django import template

from qualepref.amelioration.rendering.formations import say_formes, say_taux


register = template.Library()


@register.filter
def formes(compte):
    """Return how many agents were trained, each once."""
    return say_formes(compte)


@register.filter
def taux_formes(compte):
    """Return « 30 % (12 / 40) »; "" without a rate."""
    return say_taux(compte)


@register.filter
def numeros(engagements):
    """Return « 4, 28 »."""
    return ", ".join(map(str, engagements))
