"""`qualepref test`: the whole suite on SQLite, then the tests of the database on PostgreSQL."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from qualepref.config.commandes.cadre import say
from qualepref.config.essais.navigateur import (
    VARIABLE,
    NavigateurIndisponibleError,
    find_navigateur,
)
from qualepref.config.essais.postgres import PostgresIndisponibleError, run_postgres


RACINE = Path(__file__).resolve().parents[4]
# Two processes: what the smallest machines of the workflow have; a third was no faster there. The
# first to end takes tests from the other: those of the browser are few and long.
PROCESSUS = ("-n", "2", "--dist", "worksteal")
# Without a database by construction: not even read by the pass of the tests that have one.
SANS_BASE = ("tests/e2e", "tests/noyau", "tests/test_architecture.py")
AUCUN_TEST = 5
INTERROMPU = 143
TOUT = "--tout"
AIDE = {"-h", "--help"}


@dataclass(frozen=True)
class Passe:
    """One run of pytest, or why it did not happen."""

    nom: str
    code: int = 0
    motif: str = ""

    def __str__(self):
        if self.motif:
            que = "qu'" if self.motif[0] in "aeiou" else "que "
            return f"{self.nom} : NON ESSAYÉ, parce {que}{self.motif}."
        return f"{self.nom} : {'réussi' if self.code == 0 else f'ÉCHEC (code {self.code})'}"


def add_arguments(parseur):
    parseur.epilog = (
        "Les mots donnés vont à pytest (chemin, -k, -x…) : une seule passe alors, sur SQLite ; "
        f"avec {TOUT}, ces mots servent aussi à la passe PostgreSQL."
    )
    parseur.add_argument("mots", nargs="*", metavar="mots de pytest")
    # pytest's own options must reach it as they are, even in first position.
    parseur.prefix_chars = "\0"
    parseur.set_defaults(parseur=parseur)


def run(arguments) -> int:
    mots = [mot for mot in arguments.mots if mot != TOUT]
    if AIDE & set(mots):
        arguments.parseur.print_help()
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(INTERROMPU))
    environnement = {c: v for c, v in os.environ.items() if c != "DATABASE_URL"}
    navigateur = _prepare_navigateur(environnement, installer=not mots)
    sans_navigateur = navigateur is not None and not mots
    limite = ("-m", "not navigateur") if sans_navigateur else ()
    passes = [_run_pytest("SQLite", [*limite, *mots], environnement)]
    if not mots or TOUT in arguments.mots:
        passes.append(_run_on_postgres(mots, environnement))
    if sans_navigateur:
        passes.append(navigateur)
    say("")
    for passe in passes:
        say(str(passe))
    return 1 if any(passe.code for passe in passes) else 0


def _prepare_navigateur(environnement, *, installer: bool) -> Passe | None:
    """Name a browser to the tests; return why there is none, None when there is one."""
    try:
        environnement[VARIABLE] = find_navigateur(installer=installer)
    except NavigateurIndisponibleError as erreur:
        return Passe("Navigateur", motif=str(erreur))
    return None


def _run_on_postgres(mots, environnement) -> Passe:
    try:
        with run_postgres() as grappe:
            nom = f"PostgreSQL {grappe.version}"
            base = {**environnement, "DATABASE_URL": grappe.adresse}
            limite = mots or [f"--ignore={chemin}" for chemin in SANS_BASE]
            passe = _run_pytest(nom, ["-m", "donnees", *limite], base)
            return Passe(nom) if mots and passe.code == AUCUN_TEST else passe
    except PostgresIndisponibleError as erreur:
        return Passe("PostgreSQL", motif=str(erreur))


def _run_pytest(nom, mots, environnement) -> Passe:

    say(f"── {nom} ──")
    commande = [sys.executable, "-m", "pytest", *PROCESSUS, *mots]
    code = subprocess.run(commande, cwd=RACINE, env=environnement, check=False).returncode
    return Passe(nom, code)
