"""What the product's data says of an approach."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from qualepref.noyau.demarche.lecture import load_regles
from qualepref.noyau.demarche.modele import ReglesDemarche


@lru_cache(maxsize=1)
def get_regles() -> ReglesDemarche:
    """Return the steps, the bodies and the rules of the label's life."""
    return load_regles(settings.DEMARCHE)
