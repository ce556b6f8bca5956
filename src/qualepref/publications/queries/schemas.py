"""What the columns of open data are, read once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from qualepref.noyau.donnees_ouvertes.lecture import SchemasOuverts, load_schemas


@lru_cache(maxsize=1)
def get_schemas() -> SchemasOuverts:
    """Return the schemas of the product's data."""
    return load_schemas(settings.DONNEES_OUVERTES)
