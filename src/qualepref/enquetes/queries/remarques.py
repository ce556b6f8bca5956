"""How remarks are read again: categories, and words that surround names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from qualepref.noyau.questionnaires.remarques import Remarques, load_remarques


@lru_cache(maxsize=1)
def get_remarques() -> Remarques:
    """Return what remarks are sorted and read again with."""
    return load_remarques(Path(settings.QUESTIONNAIRES))
