"""Dates as the public page says them."""

from django import template

from qualepref.noyau.documents.textes import format_date


register = template.Library()


@register.filter
def jour_long(jour):
    """Return « 1er mars 2023 »; "" for no date."""
    return format_date(jour) if jour else ""
