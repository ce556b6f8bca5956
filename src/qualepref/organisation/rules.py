"""Words of the organisation, as pure functions."""

import unicodedata


VOYELLES = frozenset("aeiouh")


def elide_de(nom: str) -> str:
    """Return « d'Anne » or « de Claire »; a name in h is read with a mute one."""
    initiale = unicodedata.normalize("NFD", nom)[:1].lower()
    return f"d’{nom}" if initiale in VOYELLES else f"de {nom}"
