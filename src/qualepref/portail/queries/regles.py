"""What the product's data says of the public page, read once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from qualepref.noyau.portail.lecture import ReglesPortail, load_regles
from qualepref.noyau.referentiel.modele import Nature
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel


@lru_cache(maxsize=1)
def get_regles() -> ReglesPortail:
    """Return the rules of the public page."""
    return load_regles(settings.PORTAIL)


def list_natures(site: Site) -> list[Nature]:
    """Return what the public may write to a site: natures its référentiel follows, in order.

    Empty when no register takes them by the channel of the form.
    """
    referentiel, regles = get_referentiel(site), get_regles().message
    connues = {n.code: n for n in referentiel.natures}
    return [
        connues[code]
        for code in regles.natures
        if code in connues and any(r.accepts(code, regles.canal) for r in referentiel.registres)
    ]
