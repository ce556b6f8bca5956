"""argparse speaking French."""

import argparse
import json
import sys
from pathlib import Path

from qualepref.noyau.calendrier import DERNIER_JOUR, PREMIER_JOUR


DOCUMENTS = (".pdf", ".docx", ".pptx", ".odp", ".html", ".csv", ".json", ".xml", ".zip")
# argparse's own sentences, word for word, and what our users read instead.
TRADUCTIONS = {
    "usage: ": "utilisation : ",
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "montrer cette aide et s’arrêter",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "mots inconnus : %s",
    "expected one argument": "une valeur est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "« %(value)s » n’est pas possible (au choix : %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "« %(value)s » n’est pas une valeur possible",
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

    def add_format(self):
        """Let a command speak to a program as well."""
        self.add_argument(
            "--format",
            choices=("texte", "json"),
            default="texte",
            help="texte, ou json pour un programme (texte)",
        )

    def error(self, message):
        """Say what is wrong on the command line, in JSON too where JSON was asked."""
        if "--format=json" in sys.argv or {"--format", "json"} <= set(sys.argv):
            print(json.dumps({"etat": "refuse", "motif": message}, ensure_ascii=False, indent=2))
        super().error(message)


def parse_annee(texte: str) -> int:
    """Return a year that the calendars cover."""
    premiere, derniere = PREMIER_JOUR.year, DERNIER_JOUR.year
    if texte.isdecimal() and premiere <= int(texte) <= derniere:
        return int(texte)
    raise argparse.ArgumentTypeError(
        f"« {texte} » n’est pas une année entre {premiere} et {derniere}"
    )


def parse_sortie(texte: str) -> Path:
    """Return the path of a document to write, of a kind that its extension says."""
    if Path(texte).suffix.lower() not in DOCUMENTS:
        raise argparse.ArgumentTypeError(f"« {texte} » ne finit pas par {', '.join(DOCUMENTS)}")
    return Path(texte)


def parse_colonne(texte: str) -> tuple[str, str]:
    """Return the heading and the field of « EN-TÊTE=CHAMP »; no field leaves the column out."""
    entete, egal, champ = texte.rpartition("=")
    if not egal or not entete.strip():
        raise argparse.ArgumentTypeError(f"« {texte} » n’est pas de la forme EN-TÊTE=CHAMP")
    return entete.strip(), champ.strip()
