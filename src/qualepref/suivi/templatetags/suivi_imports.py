"""Words of the files of registers."""

from django import template

from qualepref.noyau.calcul.rendu import format_nombre


register = template.Library()


@register.filter
def get(libelles, code):
    """Return the label of a code, or the code itself."""
    return libelles.get(code, code)


@register.filter
def entier(nombre):
    """Return a whole number as French readers write it: « 49 200 »."""
    return format_nombre(nombre)
