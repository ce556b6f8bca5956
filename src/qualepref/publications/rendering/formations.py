"""The trainings of a year in words: who was trained, what agents need. Nobody is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qualepref.amelioration.queries.formations import TotauxFormations, load_totaux
from qualepref.amelioration.rendering.formations import render_formations, say_formes, say_taux
from qualepref.amelioration.rules.formations import CompteFormes
from qualepref.noyau.calcul.rendu import INSECABLE, format_nombre
from qualepref.organisation.models import Site
from qualepref.publications.rendering.bilan_donnees import Section
from qualepref.publications.rendering.enquetes import clean_remarque
from qualepref.publications.rendering.rubriques_donnees import Figee
from qualepref.publications.rendering.tableaux_donnees import TableauDetail


ENTETES = ("Séances", "Agents formés", "dont sans nom", "Part des agents", "Besoins en attente")
NOTE = (
    "Un agent compte une fois par ligne, quel que soit le nombre de séances suivies ; « au plus » : des "
    "agents comptés sans être nommés ont pu suivre plusieurs séances. La part est rapportée aux agents "
    "du périmètre présents dans l’année."
)


def freeze_formations(site: Site, annee: int, le: dt.date) -> Figee | None:
    """Return the trainings of a year as its report holds them; None without any."""
    totaux = load_totaux(site, annee, le=le)
    if totaux.vides:
        return None
    return Figee(render_formations(totaux), build_section_formations(totaux))


def build_section_formations(totaux: TotauxFormations) -> Section:
    """Return what the report says of the trainings of a year."""
    lignes = [
        (clean_remarque(li.formation.titre), *_cellules(li.compte), format_nombre(li.besoins))
        for li in totaux.formations
        if li.compte.seances or li.besoins
    ]
    lignes.append(("Ensemble", *_cellules(totaux.compte), format_nombre(totaux.attente)))
    return Section(
        code="formations",
        titre="Formations",
        paragraphes=tuple(_paragraphes(totaux)),
        tableaux=(
            TableauDetail(
                legende="Agents formés, par formation",
                entetes=("Formation", *ENTETES),
                lignes=tuple(lignes),
                total=True,
                note=NOTE,
            ),
        ),
    )


def _cellules(compte: CompteFormes) -> tuple[str, ...]:
    if not compte.seances:
        return ("0", "–", "–", "–")
    return (
        format_nombre(compte.seances),
        say_formes(compte),
        format_nombre(compte.anonymes),
        say_taux(compte) or "–",
    )


def _paragraphes(totaux: TotauxFormations) -> Iterator[str]:
    compte = totaux.compte
    if compte.seances:
        taux = say_taux(compte)
        suite = (
            f", soit {taux} des agents du périmètre" if taux else f". Sans taux : {compte.motif}"
        )
        yield (
            f"{_say(compte.seances, 'séance tenue', 'séances tenues')} dans l’année, "
            f"{say_formes(compte)} {'agents formés' if compte.participations > 1 else 'agent formé'}"
            f"{suite}."
        )
    else:
        yield "Aucune séance n’a été tenue dans l’année."
    for ligne in totaux.engagements:
        e, formes = ligne.engagement, ligne.compte
        dit = (
            f"{_say(len(ligne.formations), 'formation')} au catalogue, {say_formes(formes)} "
            f"{'agents formés' if formes.participations > 1 else 'agent formé'}"
            if formes.seances
            else "aucune séance tenue"
        )
        taux = say_taux(formes)
        yield f"Engagement {e.numero}, « {e.texte} » : {dit}{f', soit {taux}' if taux else ''}."
    if totaux.exprimes is not None and totaux.satisfaits is not None:
        yield (
            f"{_say(totaux.exprimes, 'besoin exprimé', 'besoins exprimés')} dans l’année, "
            f"{_say(totaux.satisfaits, 'satisfait')}, {format_nombre(totaux.attente)} en attente."
        )


def _say(nombre: int, singulier: str, pluriel: str = "") -> str:
    mots = (pluriel or f"{singulier}s") if nombre > 1 else singulier
    return f"{format_nombre(nombre)}{INSECABLE}{mots}"
