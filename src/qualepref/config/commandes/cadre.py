"""What every command does before and around its work."""

import datetime as dt
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
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


def say_nombre(nombre: int, singulier: str, pluriel: str = "") -> str:
    """Return « 0 membre », « 2 membres »: the plural begins at two."""
    return f"{nombre} {(pluriel or f'{singulier}s') if nombre > 1 else singulier}"


def say(texte: str) -> None:
    """Print a line for a human, out of the way of what a machine reads."""
    print(texte, file=sys.stderr, flush=True)


def progress(libelle: str, faites: int, total: int) -> None:
    """Show how far a long work is, on a terminal only; total: 0 when nobody can tell."""
    if not sys.stderr.isatty():
        return
    texte = f"{libelle} : {100 * faites // total} %" if total else f"{libelle}…"
    fin = "\n" if total and faites >= total else ""
    print(f"\r{texte:<40}", end=fin, file=sys.stderr, flush=True)


def run_command(run: Callable[[Any], int], arguments: Any) -> int:
    """Run a command; return its exit code."""
    try:
        code = _run(run, arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us stopped: nothing more to say, not even when Python closes the output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSE
    return code


def _run(run: Callable[[Any], int], arguments: Any) -> int:
    """Do the same, a foreseen refusal told in French, in JSON too where JSON was asked.

    The one boundary of the command line: anything else is a fault of ours and keeps its trace.
    """
    try:
        return run(arguments)
    except KeyboardInterrupt:
        motif = "Interrompu : rien n’est écrit à moitié. Relancez la même commande."
    except Exception as erreur:
        from qualepref.config.commandes.refus import explain

        explication = explain(erreur)
        if explication is None:
            raise
        motif = explication
    return refuse(motif, json_demande=getattr(arguments, "format", None) == "json")


def refuse(motif: str, *, json_demande: bool) -> int:
    """Say why a command does nothing; return the exit code."""
    if json_demande:
        print_json({"etat": "refuse", "motif": motif})
    say(motif)
    return REFUSE


def write_file(chemin: Path, contenu: bytes) -> None:
    """Write a file whole or not at all."""
    provisoire = chemin.with_name(f".{chemin.name}.{os.getpid()}")
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        provisoire.write_bytes(contenu)
        provisoire.replace(chemin)
    except OSError as erreur:
        raise OSError(erreur.errno, erreur.strerror, str(chemin)) from erreur
    finally:
        with suppress(OSError):
            provisoire.unlink()
