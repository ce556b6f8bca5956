"""The state of a demande, and labels looked up by code."""

from django import template

from qualepref.suivi.queries.etats import etat_of


register = template.Library()


@register.inclusion_tag("suivi/composants/etat.html")
def etat(demande, le):
    """Render the state of a demande as a badge."""
    return {"etat": etat_of(demande, le=le)}


@register.filter
def libelle(code, libelles):
    """Return the label of a code, the code itself when it has none."""
    return libelles.get(code, code)


@register.filter
def couvre(droits, demande):
    """Tell whether these rights let one write the demande."""
    return droits.couvre(demande.service_id)
