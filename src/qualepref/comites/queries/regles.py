"""What the product's data says of meetings: how often, and what agendas start from."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from qualepref.comites.models import Comite
from qualepref.noyau.reunions.lecture import OrdreModele, ReglesReunions, load_regles


@lru_cache(maxsize=1)
def get_regles() -> ReglesReunions:
    """Return the rules of meetings."""
    return load_regles(settings.REUNIONS)


def get_ordre_modele(comite: Comite) -> OrdreModele:
    """Return what an agenda of this committee starts from."""
    return get_regles().ordres[comite.type]
