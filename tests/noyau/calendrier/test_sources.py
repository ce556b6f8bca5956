"""The holidays against three independent sources; what differs is exactly what is documented."""

import csv
import datetime as dt
from pathlib import Path

import holidays
import pytest
from dateutil.easter import easter
from jours_feries_france.compute import JoursFeries
from workalendar.europe import France, FranceAlsaceMoselle

from qualepref.noyau.calendrier.territoires import DERNIER_JOUR, PREMIER_JOUR, compute_paques


LISTE_ETAT = Path(__file__).parent / "jours-feries-france-0.7.csv"
ANNEES = range(PREMIER_JOUR.year, DERNIER_JOUR.year + 1)
ZONES_ETAT = {
    "metropole": "Métropole",
    "alsace-moselle": "Alsace-Moselle",
    "alsace-moselle-sans-temple": "Alsace-Moselle",
    "guadeloupe": "Guadeloupe",
    "martinique": "Martinique",
    "guyane": "Guyane",
    "la-reunion": "La Réunion",
    "mayotte": "Mayotte",
    "saint-pierre-et-miquelon": "Saint-Pierre-et-Miquelon",
    "saint-barthelemy": "Saint-Barthélémy",
    "saint-martin": "Saint-Martin",
    "wallis-et-futuna": "Wallis-et-Futuna",
    "polynesie-francaise": "Polynésie Française",
    "nouvelle-caledonie": "Nouvelle-Calédonie",
}
SUBDIVISIONS = {
    "metropole": None,
    "alsace-moselle": "57",
    "alsace-moselle-sans-temple": "6AE",
    "guadeloupe": "971",
    "martinique": "972",
    "guyane": "973",
    "la-reunion": "974",
    "mayotte": "976",
    "saint-pierre-et-miquelon": "PM",
    "saint-barthelemy": "BL",
    "saint-martin": "MF",
    "wallis-et-futuna": "WF",
    "polynesie-francaise": "PF",
    "nouvelle-caledonie": "NC",
}
CALENDRIERS = {
    "metropole": France,
    "alsace-moselle": FranceAlsaceMoselle,
    "alsace-moselle-sans-temple": FranceAlsaceMoselle,
}


def read_jours_feries_france(code):
    """Read the list frozen from version 0.7, the last one: only older ones ship a wheel."""
    with LISTE_ETAT.open(encoding="utf-8", newline="") as fichier:
        return {
            dt.date.fromisoformat(f"{ligne['annee']}-{jour}")
            for ligne in csv.DictReader(fichier)
            if ligne["zone"] == ZONES_ETAT[code]
            for jour in ligne["jours"].split()
        }


def read_holidays(code):
    return set(holidays.France(subdiv=SUBDIVISIONS[code], years=ANNEES))


def read_workalendar(code):
    calendrier = CALENDRIERS[code]()
    return {jour for annee in ANNEES for jour, _ in calendrier.holidays(annee)}


LECTEURS = {
    "jours-feries-france": read_jours_feries_france,
    "holidays": read_holidays,
    "workalendar": read_workalendar,
}


def ecarts_documentes(territoire, source, sens):
    return {
        jour
        for divergence in territoire.divergences
        if divergence.source == source
        for regle in getattr(divergence, sens)
        for jour in regle.jours()
    }


def assert_meme_calendrier(territoire, source):
    eux, nous = LECTEURS[source](territoire.code), set(territoire.feries)

    assert nous - eux == ecarts_documentes(territoire, source, "en_plus")
    assert eux - nous == ecarts_documentes(territoire, source, "en_moins") - nous


def test_feries_egaux_a_jours_feries_france_aux_ecarts_documentes_pres(territoire):
    assert_meme_calendrier(territoire, "jours-feries-france")


@pytest.mark.parametrize(("code", "alsace"), [("metropole", False), ("alsace-moselle", True)])
def test_feries_egaux_au_paquet_jours_feries_france_installe(territoires, code, alsace):
    eux = {jour for annee in ANNEES for jour in JoursFeries.for_year(annee, alsace).values()}

    assert set(territoires[code].feries) == eux


def test_feries_egaux_a_holidays_aux_ecarts_documentes_pres(territoire):
    assert_meme_calendrier(territoire, "holidays")


@pytest.mark.parametrize("code", CALENDRIERS)
def test_feries_egaux_a_workalendar_aux_ecarts_documentes_pres(territoires, code):
    assert_meme_calendrier(territoires[code], "workalendar")


def test_chaque_regle_d_ecart_explique_au_moins_un_jour(territoire):
    sans_effet = []
    for divergence in territoire.divergences:
        if divergence.source not in LECTEURS:
            continue
        eux, nous = LECTEURS[divergence.source](territoire.code), set(territoire.feries)
        sans_effet += [r for r in divergence.en_plus if not set(r.jours()) & (nous - eux)]
        sans_effet += [r for r in divergence.en_moins if not set(r.jours()) & (eux - nous)]

    assert sans_effet == []


def test_saint_martin_suit_les_circulaires_et_non_la_lettre_du_code(territoires):
    saint_martin = territoires["saint-martin"]
    loi = "Code du travail, article L3422-2, 3°"

    abolition = {j for j, f in saint_martin.feries.items() if "Abolition" in f[-1].libelle}
    lettre = {dt.date(annee, 5, 27) for annee in ANNEES}

    assert abolition - lettre == ecarts_documentes(saint_martin, loi, "en_plus")
    assert lettre - abolition == ecarts_documentes(saint_martin, loi, "en_moins")


@pytest.mark.parametrize("annee", range(1900, 2200))
def test_compute_paques_egal_a_dateutil(annee):
    assert compute_paques(annee) == easter(annee)
