"""Words of the files of registers."""

from django import template


register = template.Library()


@register.filter
def get(libelles, code):
    """Return the label of a code, or the code itself."""
    return libelles.get(code, code)
