"""What every command does before and around its work."""

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


REFUSE = 1


def start_django() -> None:
    """Load the settings and the applications."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qualepref.config.settings")
    import django

    django.setup()


def today_of(site) -> dt.date:
    """Return the civil day it is now at the site."""
    from zoneinfo import ZoneInfo

    return dt.datetime.now(tz=ZoneInfo(site.fuseau)).date()


def print_json(donnees: Any) -> None:
    """Print data for a machine, and nothing else, on the standard output."""
    json.dump(donnees, sys.stdout, ensure_ascii=False, indent=2)
    print()


def say(texte: str) -> None:
    """Print a line for a human, out of the way of what a machine reads."""
    print(texte, file=sys.stderr, flush=True)


def progress(libelle: str, total: int) -> Callable[[int], None]:
    """Return a function that shows how far a long work is, on a terminal only."""
    if not sys.stderr.isatty() or not total:
        return lambda fait: None

    def show(fait: int) -> None:
        fin = "\n" if fait >= total else ""
        print(f"\r{libelle} : {100 * fait // total} %", end=fin, file=sys.stderr, flush=True)

    return show


@contextmanager
def refusals(*, json_demande: bool) -> Iterator[None]:
    """Turn a foreseen refusal into its French message and exit code 1."""
    from django.db import OperationalError, ProgrammingError

    from qualepref.config.commandes.refus import REFUS

    try:
        yield
    except REFUS as refus:
        _refuse(str(refus), json_demande=json_demande)
    except (OperationalError, ProgrammingError) as erreur:
        if "no such table" not in str(erreur) and "does not exist" not in str(erreur):
            raise
        _refuse(
            "La base n'est pas prête. Lancez d'abord : ./qualepref preparer (ou demo).",
            json_demande=json_demande,
        )


def write_file(chemin: Path, contenu: bytes) -> None:
    """Write a file whole or not at all."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_name(f".{chemin.name}.{os.getpid()}")
    provisoire.write_bytes(contenu)
    provisoire.replace(chemin)


def _refuse(message: str, *, json_demande: bool) -> None:
    if json_demande:
        print_json({"etat": "refuse", "motif": message})
    say(message)
    sys.exit(REFUSE)
