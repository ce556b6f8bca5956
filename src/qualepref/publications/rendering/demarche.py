"""The calendar of the approach over a year, in words. Nobody is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qualepref.demarche.models import Cycle, Jalon
from qualepref.demarche.queries.calendrier import find_courant, list_jalons
from qualepref.demarche.queries.regles import get_regles
from qualepref.demarche.rendering.donnees import render_jalon
from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.documents.textes import format_date
from qualepref.organisation.models import Site
from qualepref.publications.rendering.bilan_donnees import Section
from qualepref.publications.rendering.enquetes import clean_remarque
from qualepref.publications.rendering.rubriques_donnees import Figee
from qualepref.publications.rendering.tableaux_donnees import TableauDetail


CODE = "demarche"
ENTETES = ("Étape", "Phase", "Date prévue", "État")


def freeze_demarche(site: Site, annee: int, le: dt.date) -> Figee | None:
    """Return the steps of the year, and those still to be done; None without any."""
    arrete_le = min(dt.date(annee, 12, 31), le)
    cycle = find_courant(site, au=arrete_le)
    if cycle is None:
        return None
    jalons = list_jalons(cycle, au=arrete_le)
    retenus = [j for j in jalons if _touches(j, annee)]
    if not retenus:
        return None
    donnees = {
        "nom": cycle.nom,
        "arrete_le": arrete_le.isoformat(),
        "faites": sum(j.fait_le is not None for j in jalons),
        "total": len(jalons),
        "etapes": [render_jalon(j, le=arrete_le) for j in retenus],
    }
    section = Section(
        code=CODE,
        titre="Calendrier de la démarche",
        paragraphes=tuple(_paragraphes(cycle, jalons, arrete_le)),
        tableaux=(
            TableauDetail(
                legende=f"Étapes de {annee}, et celles qui restent à faire",
                entetes=ENTETES,
                lignes=tuple(_ligne(j, arrete_le) for j in retenus),
            ),
        ),
    )
    return Figee(donnees, section)


def _touches(jalon: Jalon, annee: int) -> bool:
    """Whether a step was done in the year or planned in it, or is still to be done."""
    if jalon.fait_le is None:
        return True
    plage = jalon.plage
    prevue = plage is not None and plage.debut.year <= annee <= plage.fin.year
    return prevue or jalon.fait_le.year == annee


def _paragraphes(cycle: Cycle, jalons: list[Jalon], arrete_le: dt.date) -> Iterator[str]:
    faites = sum(j.fait_le is not None for j in jalons)
    retards = sum(j.en_retard(arrete_le) for j in jalons)
    yield (
        f"Au {format_date(arrete_le)}, le calendrier «{INSECABLE}{clean_remarque(cycle.nom)}{INSECABLE}» compte "
        f"{faites} étape{'s' if faites > 1 else ''} faite{'s' if faites > 1 else ''} sur "
        f"{len(jalons)}{f', et {retards} en retard' if retards else ''}."
    )


def _ligne(jalon: Jalon, arrete_le: dt.date) -> tuple[str, ...]:
    if jalon.fait_le is not None:
        etat = f"faite le {format_date(jalon.fait_le)}"
    else:
        etat = "en retard" if jalon.en_retard(arrete_le) else "à faire"
    prevue = jalon.plage.texte if jalon.plage else "sans date"
    return clean_remarque(jalon.titre), get_regles().titre_de(jalon.phase), prevue, etat
