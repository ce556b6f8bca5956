"""The published files, checked against what is known of France by other sources."""

from pathlib import Path

import pytest
import yaml

from qualepref.noyau.territoires.chargement import load_carte
from qualepref.noyau.territoires.modele import CarteTerritoriale, TypeSite


RACINE = Path(__file__).resolve().parents[3]
COLLECTIVITES = {"975", "977", "978", "986", "987", "988"}


@pytest.fixture(scope="module")
def carte() -> CarteTerritoriale:
    return load_carte(RACINE / "territoires")


def test_les_101_departements_et_6_collectivites_sont_la(carte):
    metropole = {f"{n:02}" for n in range(1, 96) if n != 20} | {"2A", "2B"}
    outre_mer = {"971", "972", "973", "974", "976"}

    assert set(carte.departements) == metropole | outre_mer | COLLECTIVITES


def test_chaque_departement_a_exactement_une_prefecture(carte):
    prefectures = [
        site.departement for site in carte.sites.values() if site.type is TypeSite.PREFECTURE
    ]

    assert sorted(prefectures) == sorted(set(carte.departements) - {"977"})


def test_saint_barthelemy_partage_la_prefecture_de_saint_martin(carte):
    # Décret n° 2025-38 du 9 janvier 2025.
    prefecture = carte.prefecture_of("977")

    assert prefecture.nom == "Préfecture de Saint-Barthélemy et de Saint-Martin"


def test_un_arrondissement_est_administre_par_un_site_et_un_seul(carte):
    arrondissements = [s.arrondissement for s in carte.sites.values() if s.arrondissement]

    # 333 arrondissements in the COG at 1 January 2026.
    assert len(arrondissements) == len(set(arrondissements)) == 333


def test_il_y_a_234_sous_prefectures(carte):
    sous_prefectures = [s for s in carte.sites.values() if s.type is TypeSite.SOUS_PREFECTURE]

    # 233 counted by the press on 10 October 2022, plus Saint-Georges (decree of 26 October).
    assert len(sous_prefectures) == 234


@pytest.mark.parametrize(
    ("code", "nom", "chef_lieu"),
    [
        ("pref-44", "Préfecture de la Loire-Atlantique", "44109"),
        ("pref-63", "Préfecture du Puy-de-Dôme", "63113"),
        ("pref-91", "Préfecture de l'Essonne", "91228"),
        ("sp-91-etampes", "Sous-préfecture d'Étampes", "91223"),
        ("sp-91-palaiseau", "Sous-préfecture de Palaiseau", "91477"),
        ("pref-2a", "Préfecture de la Corse-du-Sud", "2A004"),
        ("pref-976", "Préfecture de Mayotte", "97611"),
        ("pref-84", "Préfecture de Vaucluse", "84007"),
        ("pref-75", "Préfecture de la région d'Île-de-France, préfecture de Paris", "75056"),
        ("pref-988", "Haut-commissariat de la République en Nouvelle-Calédonie", "98818"),
        ("sp-76-le-havre", "Sous-préfecture du Havre", "76351"),
        ("sp-27-les-andelys", "Sous-préfecture des Andelys", "27016"),
        ("sp-94-l-hay-les-roses", "Sous-préfecture de L'Haÿ-les-Roses", "94038"),
        ("sp-58-chateau-chinon-ville", "Sous-préfecture de Château-Chinon", "58062"),
        ("sp-67-haguenau", "Sous-préfecture de Haguenau-Wissembourg", "67180"),
        ("sp-95-pontoise", "Sous-préfecture de Pontoise", "95500"),
        ("sp-973-saint-georges", "Sous-préfecture de Saint-Georges", "97308"),
    ],
)
def test_sites_connus(carte, code, nom, chef_lieu):
    site = carte.sites[code]

    assert (site.nom, site.code_chef_lieu) == (nom, chef_lieu)


def test_la_population_de_la_france_est_celle_de_l_insee(carte):
    total = sum(
        departement.population
        for code, departement in carte.departements.items()
        if code not in COLLECTIVITES | {"976"}
    )

    # Insee Focus n° 374, December 2025: 68 094 000 on 1 January 2023, Mayotte apart.
    assert round(total, -3) == 68_094_000


@pytest.mark.parametrize(
    ("region", "population"),
    [
        ("Bourgogne-Franche-Comté", 2_802_670),
        ("Bretagne", 3_449_370),
        ("Corse", 355_486),
        ("Guadeloupe", 384_160),
        ("Guyane", 293_996),
        ("Île-de-France", 12_463_067),
        ("Martinique", 360_630),
    ],
)
def test_la_population_des_regions_est_celle_de_l_insee(carte, region, population):
    # Titles of Insee's regional notes on the 2023 population: insee.fr/fr/information/8683652.
    departements = [d for d in carte.departements.values() if d.region == region]

    assert sum(d.population for d in departements) == population


def test_les_arrondissements_font_la_population_du_departement(carte):
    ecarts = {
        code: departement.population - somme
        for code, departement in carte.departements.items()
        if (somme := sum(s.population or 0 for s in carte.sites_of(code)))
        and somme != departement.population
    }

    assert ecarts == {}


def test_seuls_trois_departements_ont_le_calendrier_d_alsace_moselle(carte):
    departements = {
        site.departement for site in carte.sites.values() if site.calendrier == "alsace-moselle"
    }

    assert departements == {"57", "67", "68"}


def test_le_fuseau_d_un_site_est_celui_de_son_calendrier(carte):
    source = (RACINE / "calendriers" / "territoires.yaml").read_text("utf-8")
    calendriers = yaml.safe_load(source)["territoires"]

    ecarts = {
        site.code
        for site in carte.sites.values()
        if calendriers[site.calendrier]["fuseau"] != site.fuseau
    }

    assert ecarts == set()


def test_seule_la_metropole_est_a_l_heure_de_paris(carte):
    departements = {
        site.departement for site in carte.sites.values() if site.fuseau == "Europe/Paris"
    }

    assert departements == {code for code in carte.departements if len(code) == 2}


def test_le_complement_porte_le_nom_du_departement(carte):
    fautifs = [
        d.code
        for d in carte.departements.values()
        if d.complement.removesuffix(d.nom) not in {"de ", "d'", "du ", "de la ", "des ", "de l'"}
    ]

    assert fautifs == []


def test_la_prefecture_vient_en_tete_des_sites_du_departement(carte):
    codes = [site.code for site in carte.sites_of("91")]

    assert codes == ["pref-91", "sp-91-etampes", "sp-91-palaiseau"]
