"""The measures of the evidence: the auditor's folder, and the page of what is missing."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Any

from qualepref.mesures.deroulement import Atelier
from qualepref.mesures.resultats import Mesure


PIECES, OCTETS = 500, 200_000
BARRE_DOSSIER = 10
GRAINE = 44


def measure_preuves(atelier: Atelier) -> Iterator[Mesure]:
    """Measure the folder of many pieces, its digests read back, and the page engagement by engagement."""
    base = f"preuves-{PIECES}"
    pret = atelier.dossier / f"{base}.pret"
    if not pret.exists():
        # Files stand in the folder of their base: both are made in their own place.
        for reste in atelier.dossier.glob(f"{base}.sqlite3*"):
            reste.unlink()
        atelier.run("prepare_preuves", base=base, pieces=PIECES)
        pret.touch()
    lu = atelier.run("measure_dossier", base=base)
    yield Mesure(
        nom=f"Dossier de l’auditeur, {PIECES} pièces",
        notre=lu["secondes"],
        barre=BARRE_DOSSIER,
        note=(
            f"{lu['megaoctets']:.0f} Mo, index, preuves vivantes, tirage et empreintes compris ; "
            f"{lu['verifiees']} empreintes relues dans le ZIP, toutes justes"
        ),
    )
    yield Mesure(
        nom=f"Ce qui manque, {PIECES} pièces",
        notre=lu["page"] * 1000,
        unite="ms",
        note=f"temps du serveur, à chaud ; {lu['requetes']} lectures de la base",
    )


def fill_preuves(*, pieces: int) -> None:
    """Write pieces of evidence on a site that keeps registers, and its référent."""
    from qualepref.mesures.bases import LE, SITE, fill_base
    from qualepref.organisation.enums import NomRole
    from qualepref.organisation.models import Agent, Role
    from qualepref.organisation.operations import define_perimetre
    from qualepref.organisation.queries import get_site
    from qualepref.preuves.operations.pieces import FichierDonne, PieceDonnee, create_piece

    fill_base(lignes=20_000, par_mois=500)
    site, agent = get_site(SITE), Agent.objects.get()
    Role.objects.get_or_create(agent=agent, site=site, role=NomRole.REFERENT)
    define_perimetre(site, modules=(1, 2, 3, 4), a_cert=True, par="mesure")
    tirage = random.Random(GRAINE)  # noqa: S311  a draw that anybody can make again
    for rang in range(pieces):
        corps = tirage.randbytes(OCTETS)
        create_piece(
            site,
            donnee=PieceDonnee(f"Pièce de mesure {rang}", (str(rang % 37 + 1),)),
            fichier=FichierDonne(f"piece-{rang}.pdf", [b"%PDF-1.7\n", corps, b"\n%%EOF\n"]),
            par="mesure",
            le=LE,
        )


def time_dossier() -> dict[str, Any]:
    """Build the folder, then check every digest as `sha256sum -c` does."""
    import hashlib
    import tempfile
    import zipfile
    from pathlib import Path

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from qualepref.mesures.bases import LE, SITE
    from qualepref.organisation.queries import get_site
    from qualepref.preuves.operations.dossiers import export_dossier
    from qualepref.preuves.queries.manques import load_tableau_preuves

    site = get_site(SITE)
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / "dossier.zip"
        debut = time.perf_counter()
        export_dossier(site, sortie=sortie, graine="44", besoin="", par="mesure", le=LE)
        secondes = time.perf_counter() - debut
        taille = sortie.stat().st_size
        with zipfile.ZipFile(sortie) as archive:
            sommes = archive.read("SHA256SUMS").decode().splitlines()
            for ligne in sommes:
                somme, _, chemin = ligne.partition("  ")
                if hashlib.sha256(archive.read(chemin)).hexdigest() != somme:
                    raise SystemExit(f"L’empreinte de {chemin} est fausse.")
    with CaptureQueriesContext(connection) as requetes:
        load_tableau_preuves(site, le=LE)
    return {
        "secondes": secondes,
        "megaoctets": taille / 1e6,
        "verifiees": len(sommes),
        "requetes": len(requetes),
    }
