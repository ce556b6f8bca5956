"""How control charts are drawn and read here, from `indicateurs/cartes.yaml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from qualepref.noyau.statistiques.reglages_cartes import ReglagesCartes, load_reglages


@lru_cache(maxsize=1)
def get_reglages() -> ReglagesCartes:
    """Return the settings of control charts.

    Raises:
        ReglagesCartesInvalidesError: its faults, all listed.
    """
    return load_reglages(Path(settings.INDICATEURS))
