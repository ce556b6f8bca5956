"""What an installation says of itself in the environment."""

import os

from django.core.exceptions import ImproperlyConfigured


class VariableInvalideError(ImproperlyConfigured):
    """A variable of the environment that cannot be used."""

    def __init__(self, nom: str, texte: str) -> None:
        super().__init__(
            f"{nom} doit être un nombre entier, et non « {texte} ». Corrigez-la, puis relancez."
        )


def read_entier(nom: str, defaut: int) -> int:
    """Return a whole number of the environment, from zero up; `defaut` when it is not set.

    Raises:
        VariableInvalideError: anything else than digits.
    """
    texte = os.environ.get(nom)
    if texte is None:
        return defaut
    if not (texte.isascii() and texte.isdecimal()):
        raise VariableInvalideError(nom, texte)
    return int(texte)
