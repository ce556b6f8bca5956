"""Measures of the running application, each in its own process on its own database.

Run as `python -m qualepref.mesures.application <measure> <arguments as JSON>`; prints JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.test import Client


ECRITURES = 31
PAGES = 9
OCTETS_PAR_MO = 2**20
MAINTENANT = dt.datetime(2023, 6, 30, 12, tzinfo=dt.UTC)


def prepare_base(*, lignes: int, par_mois: int) -> dict[str, Any]:
    """Migrate and fill the database."""
    from django.core.management import call_command
    from django.db import connection

    from qualepref.mesures.bases import fill_base

    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as curseur:
        curseur.execute("PRAGMA synchronous=OFF")
    fill_base(lignes=lignes, par_mois=par_mois)
    with connection.cursor() as curseur:
        curseur.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {}


def measure_ecriture() -> dict[str, Any]:
    """Measure one demande corrected: stamped, its month's cells rebuilt, its audit line written."""
    from qualepref.mesures.bases import LE, SITE
    from qualepref.organisation.models import Agent
    from qualepref.suivi.models import Demande
    from qualepref.suivi.operations.demandes import update_demande

    agent = Agent.objects.get()
    mois = Demande.objects.filter(site=SITE).order_by("mois").values_list("mois", flat=True)
    milieu = mois[mois.count() // 2]
    demande = Demande.objects.filter(site=SITE, mois=milieu, repondue_le__isnull=False)[0]
    durees = []
    for rang in range(ECRITURES):
        jour = demande.recue_le + dt.timedelta(rang % 2)
        debut = time.perf_counter()
        demande = update_demande(demande, valeurs={"repondue_le": jour}, par=agent, le=LE)
        durees.append(time.perf_counter() - debut)
    return {"secondes": statistics.median(durees[1:])}


def measure_page() -> dict[str, Any]:
    """Measure the dashboard as the server makes it, warm."""
    from django.urls import reverse

    from qualepref.mesures.bases import ANNEE, SITE

    adresse = reverse("tableau_de_bord_annee", args=[SITE, ANNEE])
    return {"secondes": _time_page(_connect(), adresse)}


def _connect() -> Client:
    from django.test import Client

    from qualepref.organisation.models import Agent

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Agent.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _time_page(client: Client, adresse: str) -> float:
    durees = []
    for _ in range(PAGES):
        debut = time.perf_counter()
        reponse = client.get(adresse)
        durees.append(time.perf_counter() - debut)
        if reponse.status_code != 200:
            raise SystemExit(f"La page {adresse} répond {reponse.status_code}.")
    return statistics.median(durees[2:])


def prepare_enquete(*, retours: int) -> dict[str, Any]:
    """Migrate and fill the database with a survey."""
    from django.core.management import call_command
    from django.db import connection

    from qualepref.mesures.enquete_pleine import fill_enquete

    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as curseur:
        curseur.execute("PRAGMA synchronous=OFF")
    fill_enquete(retours=retours)
    with connection.cursor() as curseur:
        curseur.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {}


def measure_pages_enquete() -> dict[str, Any]:
    """Measure the results of a survey, and the plainest page, as the server makes them, warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from qualepref.enquetes.models import Campagne
    from qualepref.enquetes.queries.formulaires import get_questionnaire

    campagne = Campagne.objects.filter(precedente__isnull=False).get()
    adresse = reverse("enquete_resultats", args=[campagne.pilote_id, campagne.pk])
    client = _connect()
    with CaptureQueriesContext(connection) as requetes:
        client.get(adresse)
        nombre = len(requetes)
    return {
        "resultats": _time_page(client, adresse),
        "croisee": _time_page(client, f"{adresse}?axe=age"),
        "simple": _time_page(client, reverse("sites")),
        "requetes": nombre,
        "questions": len(get_questionnaire(campagne).questions),
    }


def prepare_plan(*, actions: int) -> dict[str, Any]:
    """Migrate and fill the database with a plan."""
    from django.core.management import call_command

    from qualepref.mesures.plan import fill_plan

    call_command("migrate", verbosity=0, interactive=False)
    fill_plan(actions=actions)
    return {}


def measure_pages_plan() -> dict[str, Any]:
    """Measure the pages of a plan and its export, as the server makes them, warm."""
    from django.urls import reverse

    from qualepref.mesures.bases import SITE
    from qualepref.mesures.plan import ANNEE

    client = _connect()
    liste = f"{reverse('plan', args=[SITE])}?annee={ANNEE}"
    export = f"{reverse('exporter', args=[SITE])}?registre=plan&annee=&extension="
    return {
        "liste et totaux": _time_page(client, liste),
        "filtre": _time_page(client, f"{liste}&etat=fait&source=agents&q=guichet"),
        "tableau par état": _time_page(client, reverse("plan_tableau", args=[SITE])),
        "export CSV": _time_page(client, f"{export}csv"),
        "export XLSX": _time_page(client, f"{export}xlsx"),
    }


def prepare_preuves(*, pieces: int) -> dict[str, Any]:
    """Migrate and fill the database with pieces of evidence."""
    from django.core.management import call_command

    from qualepref.mesures.preuves import fill_preuves

    call_command("migrate", verbosity=0, interactive=False)
    fill_preuves(pieces=pieces)
    return {}


def measure_dossier() -> dict[str, Any]:
    """Measure the auditor's folder, and the page of what is missing as the server makes it, warm."""
    from django.urls import reverse

    from qualepref.mesures.bases import SITE
    from qualepref.mesures.preuves import time_dossier

    return {"page": _time_page(_connect(), reverse("preuves", args=[SITE])), **time_dossier()}


def write_documents(*, site: str, annee: int) -> dict[str, Any]:
    """Freeze a year, check it and draw each of its documents as publishing does; time each step.

    `secondes`: when each document was done, two being drawn at a time.
    """
    from qualepref.organisation.queries import get_site
    from qualepref.publications.rendering.coherence import list_constats
    from qualepref.publications.rendering.dessins import draw_documents
    from qualepref.publications.rendering.figement import build_fige
    from qualepref.publications.rendering.formats import list_formats, list_genres

    debut = time.perf_counter()
    fige = build_fige(get_site(site), annee, le=MAINTENANT.date())
    list_constats(fige.contenu)
    figement, secondes = time.perf_counter() - debut, {}

    def tell(faits: Sequence[str]) -> None:
        secondes[faits[-1]] = time.perf_counter() - debut

    draw_documents(fige, [f for genre in list_genres() for f in list_formats(genre)], avance=tell)
    return {"figement": figement, "secondes": secondes}


def write_registre(*, fichiers: list[str]) -> dict[str, Any]:
    """Write the register of the database to files."""
    from qualepref.mesures.bases import REGISTRE, SITE
    from qualepref.organisation.queries import get_site
    from qualepref.suivi.rendering.registres import export_registre

    for fichier in fichiers:
        export_registre(get_site(SITE), Path(fichier), registre=REGISTRE)
    return {}


def measure_import(*, fichier: str) -> dict[str, Any]:
    """Measure a file validated and stored in an empty register, and the memory it took."""
    from qualepref.mesures.bases import LE, REGISTRE, SITE
    from qualepref.organisation.queries import get_site
    from qualepref.suivi.models import Demande
    from qualepref.suivi.operations.imports import FichierDonne, apply_import

    site = get_site(SITE)
    Demande.objects.filter(site=site).delete()
    donne = FichierDonne(chemin=Path(fichier), registre=REGISTRE)
    avant = _peak_memory()
    debut = time.perf_counter()
    bilan = apply_import(site, donne=donne, par="mesure", le=LE, maintenant=MAINTENANT)
    duree = time.perf_counter() - debut
    if bilan.erreurs:
        raise SystemExit(f"L'import de {fichier} est refusé : {bilan.erreurs[0]}")
    return {
        "secondes": duree,
        "memoire": _peak_memory(),
        "avant": avant,
        "lignes": Demande.objects.filter(site=site).count(),
    }


def measure_lecture(*, fichier: str) -> dict[str, Any]:
    """Measure python-calamine reading every cell of the file, and nothing more."""
    from python_calamine import CalamineWorkbook

    debut = time.perf_counter()
    lignes = CalamineWorkbook.from_path(fichier).get_sheet_by_index(0).to_python()
    return {"secondes": time.perf_counter() - debut, "lignes": len(lignes)}


def prepare_charge() -> dict[str, Any]:
    """Migrate, and open a survey to the public."""
    from django.core.management import call_command

    from qualepref.mesures.enquete_ouverte import open_enquete

    call_command("migrate", verbosity=0, interactive=False)
    open_enquete(maintenant=dt.datetime.now(tz=dt.UTC))
    return {}


def count_charge(*, fichier: str) -> dict[str, int]:
    """Count the forms of the base beside those acknowledged."""
    from qualepref.mesures.enquete_ouverte import count_retours

    return count_retours(json.loads(Path(fichier).read_text(encoding="utf-8")))


def write_reponses(*, fichiers: list[str]) -> dict[str, Any]:
    """Write made-up answers to files."""
    from qualepref.mesures.import_reponses import write_reponses

    return write_reponses(fichiers=fichiers)


def import_reponses(*, fichier: str) -> dict[str, Any]:
    """Measure a file of answers imported into an empty campaign."""
    from qualepref.mesures.import_reponses import import_reponses

    return import_reponses(fichier=fichier)


def _peak_memory() -> float:
    """Return the most memory this process held, in megabytes."""
    pic = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in kilobytes, macOS in bytes.
    return pic / OCTETS_PAR_MO if sys.platform == "darwin" else pic / 1024


MESURES = {
    f.__name__: f
    for f in (
        prepare_base, measure_ecriture, measure_page, write_registre, measure_import,
        measure_lecture, prepare_enquete, measure_pages_enquete, prepare_charge, count_charge,
        write_reponses, import_reponses, prepare_plan, measure_pages_plan, prepare_preuves,
        measure_dossier, write_documents,
    )
}  # fmt: skip


def main() -> None:
    """Run the measure named, print what it found."""
    import django

    django.setup()
    nom, arguments = sys.argv[1:]
    json.dump(MESURES[nom](**json.loads(arguments)), sys.stdout)


if __name__ == "__main__":
    main()
