"""Hours, states and exact figures of mystery tests, as the pages print them."""

from fractions import Fraction

from django import template

from qualepref.enquetes.rules.mystere import EtatTest
from qualepref.noyau.calcul.rendu import format_nombre, format_valeur
from qualepref.noyau.referentiel.modele import Unite
from qualepref.socle.dates import format_heure


register = template.Library()

GENRES = {EtatTest.A_FAIRE: "info", EtatTest.EN_RETARD: "error", EtatTest.FAIT: "success"}
# One decimal where it says something: « 4 », « 4,3 ».
DECIMALES = 1
# A kappa is read by its second decimal, the bounds of its levels being tenths.
DECIMALES_KAPPA = 2


@register.inclusion_tag("enquetes/composants/test_etat.html")
def etat_test(etat):
    """Render where a test stands as a badge."""
    return {"etat": etat, "genre": GENRES.get(etat, "")}


@register.filter
def heure(valeur):
    """Return « 9 h 30 »."""
    return format_heure(valeur)


@register.filter
def taux(fraction):
    """Return « 82,6 % » for 19/23, « 100 % »."""
    return format_valeur(fraction, Unite.POURCENT, _decimales(fraction * 100))


@register.filter
def moyenne(fraction):
    """Return « 4 » or « 4,3 »."""
    return format_nombre(fraction, _decimales(fraction))


@register.filter
def kappa(fraction):
    """Return « 0,41 »."""
    return format_nombre(fraction, DECIMALES_KAPPA)


def _decimales(valeur: Fraction) -> int:
    return 0 if valeur.denominator == 1 else DECIMALES
