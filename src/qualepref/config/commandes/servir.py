"""`qualepref servir`: the site, its background worker and its nightly work, until Ctrl-C."""

import datetime as dt
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence

from qualepref.config.commandes.cadre import REFUSE, say, start_django, today_of
from qualepref.config.commandes.preparer import prepare


HOTE, PORT = "127.0.0.1", 8000
PROCESSUS, FILS = 2, 4
# How often the night's work looks at the clock, and whether the background worker still lives.
VEILLE_SECONDES = 10
# How long a request under way, or a background task, has to end when the site stops.
ARRET_SECONDES = 30


def add_arguments(parseur):
    parseur.add_argument("--hote", default=HOTE, help=f"adresse d’écoute ({HOTE})")
    parseur.add_argument("--port", type=int, default=PORT, help=f"port d’écoute ({PORT})")


def run(arguments) -> int:
    prepare()
    return serve(hote=arguments.hote, port=arguments.port)


def serve(*, hote: str, port: int) -> int:
    """Serve until interrupted; return the exit code."""
    if _is_taken(hote, port):
        say(f"Le port {port} est déjà pris. Choisissez-en un autre : --port {port + 1}")
        return REFUSE
    start_django()
    from django.db import connections

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    reset_interrompus()
    refresh_all()
    connections.close_all()
    serveur = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "qualepref.config.wsgi:application",
         "--bind", f"{hote}:{port}", "--workers", str(PROCESSUS), "--threads", str(FILS),
         # Its warnings hold addresses of the network.
         "--log-level", "error"],
    )  # fmt: skip
    ouvriers = [_start_ouvrier()]
    say(f"Le site est ouvert : http://{hote}:{port} (Ctrl-C pour l’arrêter)")
    try:
        return _watch(serveur, ouvriers)
    except KeyboardInterrupt:
        return 0
    finally:
        stop_all((serveur, *ouvriers), patience=ARRET_SECONDES)


def stop_all(processus: Sequence[subprocess.Popen], *, patience: float) -> None:
    """Ask processes to end, and end those that have not in time: what they wrote is whole."""
    for un in processus:
        un.terminate()
    for un in processus:
        try:
            un.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            un.kill()
            un.wait()


def reset_interrompus() -> None:
    """Give back the files whose treatment was cut short when the site last stopped."""
    from qualepref.enquetes.operations.imports import reset_imports
    from qualepref.enquetes.tasks import forget_tasks as forget_tasks_enquetes
    from qualepref.preuves.operations.dossiers import reset_dossiers
    from qualepref.preuves.tasks import forget_tasks as forget_tasks_preuves
    from qualepref.publications.operations.preparations import reset_preparations
    from qualepref.publications.tasks import forget_tasks as forget_tasks_publications
    from qualepref.suivi.operations.depots import reset_depots
    from qualepref.suivi.tasks import forget_tasks

    forget_tasks()
    forget_tasks_enquetes()
    forget_tasks_preuves()
    forget_tasks_publications()
    reset_depots()
    reset_imports()
    reset_dossiers()
    reset_preparations()


def refresh_all() -> None:
    """Do the night's work: cells that time alone changed, what was kept long enough erased."""
    from django.core.management import call_command

    from qualepref.suivi.operations.cellules import refresh_cellules
    from qualepref.suivi.sources import sites_en_attente

    for site in sites_en_attente():
        refresh_cellules(site, le=today_of(site))
    _erase_noms()
    maintenant = dt.datetime.now(tz=dt.UTC)
    _delete_anciens(maintenant)
    _erase_dossiers(maintenant)
    call_command("clearsessions")


def _erase_noms() -> None:
    """Empty, site by site, the names and words kept long enough."""
    from qualepref.amelioration.operations.personnes import erase_personnes
    from qualepref.amelioration.queries.personnes import list_sites_d_agents_partis
    from qualepref.comites.operations.membres import erase_membres
    from qualepref.comites.queries.comites import list_sites_a_effacer as list_sites_quittes
    from qualepref.demarche.operations.jalons import erase_jalons
    from qualepref.demarche.queries.calendrier import list_sites_a_effacer as list_sites_de_jalons
    from qualepref.enquetes.operations.verbatims import erase_verbatims
    from qualepref.enquetes.queries.verbatims import list_sites_a_effacer
    from qualepref.suivi.operations.conservation import erase_donnees_personnelles
    from qualepref.suivi.sources import sites_tenus

    for list_sites, erase in (
        (sites_tenus, erase_donnees_personnelles),
        (list_sites_a_effacer, erase_verbatims),
        (list_sites_quittes, erase_membres),
        (list_sites_de_jalons, erase_jalons),
        (list_sites_d_agents_partis, erase_personnes),
    ):
        for site in list_sites():
            erase(site, par="système", le=today_of(site))


def _delete_anciens(maintenant: dt.datetime) -> None:
    """Delete files never applied, log-ins and messages past their days."""
    from django.conf import settings

    from qualepref.enquetes.operations.brouillons import delete_brouillons_anciens
    from qualepref.enquetes.operations.imports import delete_imports_anciens
    from qualepref.organisation.operations import delete_connexions
    from qualepref.portail.operations.messages import delete_envois_anciens
    from qualepref.portail.queries.regles import get_regles
    from qualepref.suivi.operations.depots import delete_depots_anciens

    conservation = dt.timedelta(settings.IMPORT_CONSERVATION_JOURS)
    delete_depots_anciens(avant=maintenant - conservation)
    delete_imports_anciens(avant=maintenant - conservation)
    delete_connexions(avant=maintenant - dt.timedelta(settings.CONNEXIONS_CONSERVATION_JOURS))
    brouillons = dt.timedelta(settings.BROUILLONS_CONSERVATION_JOURS)
    delete_brouillons_anciens(avant=(maintenant - brouillons).date())
    recus = dt.timedelta(get_regles().message.recu_jours)
    delete_envois_anciens(avant=(maintenant - recus).date())


def _erase_dossiers(maintenant: dt.datetime) -> None:
    """Delete the auditors' folders kept long enough, and the files that no piece names."""
    from django.conf import settings

    from qualepref.preuves.operations.dossiers import delete_dossiers_anciens
    from qualepref.preuves.operations.fichiers import delete_orphelins
    from qualepref.preuves.queries.pieces import list_sites_avec_depot

    conservation = dt.timedelta(settings.DOSSIERS_CONSERVATION_JOURS)
    delete_dossiers_anciens(avant=maintenant - conservation, par="système")
    for site in list_sites_avec_depot():
        delete_orphelins(site)


def _watch(serveur: subprocess.Popen, ouvriers: list[subprocess.Popen]) -> int:
    """Return the exit code of the server once it stops; a dead worker is replaced in the list."""
    jour = dt.datetime.now(tz=dt.UTC).date()
    while True:
        try:
            return serveur.wait(timeout=VEILLE_SECONDES)
        except subprocess.TimeoutExpired:
            if ouvriers[0].poll() is not None:
                say("Le travail de fond s’était arrêté : il est relancé.")
                attempt(reset_interrompus)
                ouvriers[0] = _start_ouvrier()
            maintenant = dt.datetime.now(tz=dt.UTC).date()
            if maintenant != jour:
                jour = maintenant
                attempt(refresh_all)


def attempt(travail: Callable[[], None]) -> None:
    """Do some work while the site is open: its failure is logged, and does not close the site.

    The connection is not kept: the next work comes hours later, when the base may have closed it.
    """
    from django.db import connections

    try:
        travail()
    except Exception:
        logging.getLogger(__name__).exception("Un entretien a échoué ; le site reste ouvert.")
    finally:
        connections.close_all()


def _start_ouvrier() -> subprocess.Popen:
    """Start the worker in a room of its own: what a killed one left there goes first."""
    from django.conf import settings

    shutil.rmtree(settings.TRAVAIL, ignore_errors=True)
    settings.TRAVAIL.mkdir(mode=0o700, exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "django", "db_worker"],
        env={**_environment(), "TMPDIR": str(settings.TRAVAIL)},
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "qualepref.config.settings"}


def _is_taken(hote: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in hote else socket.AF_INET) as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind((hote, port))
        except OSError:
            return True
    return False
