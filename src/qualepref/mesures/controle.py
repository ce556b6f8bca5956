"""The measure of the checker on a long publication."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from qualepref.mesures.resultats import Mesure
from qualepref.noyau.coherence.controle import control_publication
from qualepref.noyau.coherence.modele import Chiffre, Publication
from qualepref.noyau.coherence.periodes import parse_periode
from qualepref.noyau.coherence.reglages import load_reglages
from qualepref.noyau.coherence.valeurs import parse_imprime


CHIFFRES = 1_000
BARRE = 1.0
MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre")
LIGNES = ("Nombre de courriels reçus", "Nombre de réponses dans les délais", "Taux de réponse")


def measure_controle(coherence: Path) -> Iterator[Mesure]:
    """Measure the whole check of a publication of many tables. coherence: folder of the rules."""
    reglages = load_reglages(coherence)
    durees = []
    for _ in range(3):
        publication = build_publication(CHIFFRES)
        debut = time.perf_counter()
        control_publication(publication, reglages)
        durees.append(time.perf_counter() - debut)
    yield Mesure(
        nom=f"Contrôle de {CHIFFRES:,} chiffres publiés".replace(",", "\u00a0"),
        notre=sorted(durees)[1],
        barre=BARRE,
        note="toutes les règles, tableaux et sections mêlés ; médiane de 3",
    )


def build_publication(nombre: int) -> Publication:
    """Return a publication of that many figures: monthly tables, each with its total, in sections."""
    chiffres: list[Chiffre] = []
    rang = 0
    while len(chiffres) < nombre:
        rang += 1
        for numero, ligne in enumerate(LIGNES):
            chiffres += _build_ligne(rang, numero, ligne)
    return Publication("Préfecture", "Bilan", parse_periode("2022"), tuple(chiffres[:nombre]))


def _build_ligne(rang: int, numero: int, ligne: str) -> Iterator[Chiffre]:
    comptes = [100 + 7 * rang + m for m in range(len(MOIS))]
    valeurs = [comptes, [c - rang % 9 for c in comptes]]
    for m, mois in enumerate((*MOIS, "Total")):
        reste = [v[m] if m < len(MOIS) else sum(v) for v in valeurs]
        texte = str(reste[numero]) if numero < 2 else f"{100 * reste[1] // reste[0]} %"
        chiffre = Chiffre(
            id=f"C-{rang}-{numero}-{m}",
            label=f"{ligne} – {mois}",
            imprime=texte,
            lu=parse_imprime(texte),
            unite="nombre" if numero < 2 else "pourcent",
            section=f"Boîte {rang} (module 1)",
            periode=parse_periode(f"{mois} 2022") or parse_periode("janvier - septembre 2022"),
            tableau=f"T{rang}",
            ligne=ligne,
            colonne=mois,
        )
        if numero == 2:
            chiffre = replace(
                chiffre, numerateur=Fraction(reste[1]), denominateur=Fraction(reste[0])
            )
        yield chiffre
