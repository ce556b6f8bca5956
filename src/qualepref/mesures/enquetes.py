"""The measures of the surveys, each in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator

from qualepref.mesures.deroulement import Atelier
from qualepref.mesures.resultats import Mesure


RETOURS = 100_000
BARRE_PAGE = 150


def measure_resultats(atelier: Atelier) -> Iterator[Mesure]:
    """Measure the page of results of a large survey, beside the plainest page of the same server."""
    base = f"enquete-{RETOURS}"
    fichier = atelier.dossier / f"{base}.sqlite3"
    if not fichier.exists():
        (atelier.dossier / "en-cours.sqlite3").unlink(missing_ok=True)
        atelier.run("prepare_enquete", base="en-cours", retours=RETOURS)
        (atelier.dossier / "en-cours.sqlite3").replace(fichier)
    pages = atelier.run("measure_pages_enquete", base=base)
    volume = f"{RETOURS:,}".replace(",", " ")
    detail = (
        f"{pages['questions']} questions, trois sites, quatre modes, six mois, et la campagne "
        f"précédente ; {pages['requetes']} requêtes ; temps du serveur, à chaud ; médiane de 7"
    )
    yield Mesure(
        nom=f"Résultats d'une enquête de {volume} retours",
        notre=pages["resultats"] * 1000,
        barre=BARRE_PAGE,
        unite="ms",
        note=detail,
    )
    yield Mesure(
        nom="La même page, croisée par âge",
        notre=pages["croisee"] * 1000,
        cote="la liste des sites, même serveur",
        autre=pages["simple"] * 1000,
        unite="ms",
        note="le rapport dit ce que coûtent les résultats, et non le cadre de la page",
    )
