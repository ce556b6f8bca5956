"""The measure of a file of answers imported: what it holds, and how long it takes."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qualepref.mesures.deroulement import Atelier, import_twice
from qualepref.mesures.resultats import Mesure


REPONSES, QUESTIONS = 100_000, 25
BARRE_IMPORT = 5
GRAINE = 91
QUESTIONNAIRE = "accueil-physique"
OUVERTURE, JOURS = dt.date(2022, 5, 6), 100
# Shares of the questions left without answer, and of the remarks written.
SANS_REPONSE, REMARQUES = 0.05, 0.05


def measure_import_reponses(atelier: Atelier) -> Iterator[Mesure]:
    """Measure answers imported as a spreadsheet, beside the bare read of the same answers."""
    fichiers = [atelier.dossier / f"reponses-{REPONSES}.{f}" for f in ("xlsx", "csv")]
    if not all(f.exists() for f in fichiers):
        atelier.run("write_reponses", base="vide", fichiers=[str(f) for f in fichiers])
    for fichier in fichiers:
        lecture, ecrite = import_twice(
            atelier, fichier, mesure="import_reponses", lu=fichiers[0], attendues=REPONSES
        )
        genre = fichier.suffix.removeprefix(".").upper()
        yield Mesure(
            nom=f"Import {genre} de {REPONSES:,} réponses".replace(",", " "),
            notre=ecrite["secondes"],
            cote="python-calamine, simple lecture du classeur",
            autre=lecture["secondes"],
            barre=BARRE_IMPORT,
            note=(
                f"{QUESTIONS} questions par réponse, remarques comprises ; lues, comprises, "
                "vérifiées, écrites, comptées"
            ),
        )


def write_reponses(*, fichiers: list[str]) -> dict[str, Any]:
    """Write the same made-up answers to a workbook and to a CSV, as a tool exports them."""
    import xlsxwriter

    lignes = list(_iter_lignes())
    for fichier in map(Path, fichiers):
        if fichier.suffix == ".csv":
            with fichier.open("w", newline="", encoding="utf-8-sig") as sortie:
                csv.writer(sortie, delimiter=";").writerows(lignes)
            continue
        with xlsxwriter.Workbook(str(fichier), {"strings_to_numbers": False}) as classeur:
            feuille = classeur.add_worksheet("Réponses")
            for rang, ligne in enumerate(lignes):
                feuille.write_row(rang, 0, ligne)
    return {}


def import_reponses(*, fichier: str) -> dict[str, Any]:
    """Import a file into an empty campaign; return the seconds it took."""
    import time

    from qualepref.enquetes.models import Campagne, CampagneSite, Retour
    from qualepref.enquetes.operations.formulaires import freeze_formulaire
    from qualepref.enquetes.operations.imports import apply_import_reponses, create_import
    from qualepref.enquetes.queries.formulaires import find_questionnaire, get_vocabulaire
    from qualepref.mesures.bases import SITE
    from qualepref.organisation.queries import get_site

    site, questionnaire = get_site(SITE), find_questionnaire(QUESTIONNAIRE)
    campagne = Campagne.objects.create(
        pilote=site,
        genre=questionnaire.genre,
        theme=QUESTIONNAIRE,
        titre="Mesure",
        formulaire=freeze_formulaire(questionnaire, vocabulaire=get_vocabulaire(), par="mesure"),
        ouverte_le=OUVERTURE,
        fermee_le=OUVERTURE + dt.timedelta(JOURS),
        validee_le=OUVERTURE,
        modes=["papier"],
    )
    CampagneSite.objects.create(campagne=campagne, site=site)
    debut = time.perf_counter()
    depot = create_import(
        campagne, site=site, chemin=Path(fichier), reglages={"mode": "papier"}, par="mesure",
        maintenant=dt.datetime(2022, 9, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    effet = apply_import_reponses(depot, le=dt.date(2022, 9, 1))
    duree = time.perf_counter() - debut
    if effet is None or not effet.applique:
        raise SystemExit(f"L'import de {fichier} est refusé : {depot.bilan}")
    return {"secondes": duree, "lignes": Retour.objects.filter(campagne=campagne).count()}


def _iter_lignes() -> Iterator[list[str]]:
    from qualepref.enquetes.queries.formulaires import find_questionnaire
    from qualepref.noyau.questionnaires.modele import TypeQuestion

    hasard = random.Random(GRAINE)  # noqa: S311  rows of a measure, not secrets
    posees = [q for q in find_questionnaire(QUESTIONNAIRE).questions if q.condition is None]
    questions = posees[: QUESTIONS - 1] + posees[-1:]
    yield ["CLE", "DATE_SAISIE", *(str(q.libelle) for q in questions)]
    for rang in range(REPONSES):
        jour = OUVERTURE + dt.timedelta(hasard.randrange(JOURS))
        ligne = [str(rang + 1), f"{jour:%d/%m/%Y}"]
        for question in questions:
            libelles = [str(o.libelle) for o in question.options if not o.sans_objet]
            if question.type is TypeQuestion.TEXTE:
                ligne.append(f"Remarque {rang}" if hasard.random() < REMARQUES else "")
            elif hasard.random() < SANS_REPONSE:
                ligne.append("")
            elif question.type is TypeQuestion.CHOIX_MULTIPLE:
                ligne.append(" ; ".join(hasard.sample(libelles, hasard.randint(1, 2))))
            else:
                ligne.append(hasard.choice(libelles))
        yield ligne
