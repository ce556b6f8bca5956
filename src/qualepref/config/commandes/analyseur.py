"""argparse speaking French."""

import argparse


# argparse's own sentences, word for word, and what our users read instead.
TRADUCTIONS = {
    "usage: ": "utilisation : ",
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "montrer cette aide et s'arrêter",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "mots inconnus : %s",
    "expected one argument": "une valeur est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "« %(value)s » n'est pas possible (au choix : %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "« %(value)s » n'est pas une valeur possible",
    "not allowed with argument %s": "ne va pas avec %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "commande inconnue : %(parser_name)s (au choix : %(choices)s)"
    ),
}


def _translate(texte: str) -> str:
    return TRADUCTIONS.get(texte, texte)


# argparse looks its sentences up through this module-level name.
argparse._ = _translate  # type: ignore[attr-defined]


class Analyseur(argparse.ArgumentParser):
    """A parser whose abbreviations are off: a script must not change meaning later."""

    def __init__(self, **options):
        super().__init__(**{"allow_abbrev": False, **options})
