"""Bad files: every fault is told, with its file, line and column."""

from pathlib import Path

import pytest

from qualepref.noyau.territoires.chargement import (
    COLONNES_DEPARTEMENTS,
    COLONNES_SITES,
    load_carte,
    load_departements,
    load_sites,
)
from qualepref.noyau.territoires.fautes import TerritoiresInvalidesError


ESSONNE = {
    "code": "91",
    "nom": "Essonne",
    "complement": "de l’Essonne",
    "code_region": "11",
    "region": "Île-de-France",
    "prefecture": "pref-91",
    "population": "1338485",
    "annee_population": "2023",
    "source_population": "Insee, populations de référence 2023",
}
EVRY = {
    "code": "pref-91",
    "type": "prefecture",
    "nom": "Préfecture de l’Essonne",
    "departement": "91",
    "chef_lieu": "Évry-Courcouronnes",
    "code_chef_lieu": "91228",
    "arrondissement": "912",
    "nom_arrondissement": "Évry",
    "population": "550545",
    "annee_population": "2023",
    "calendrier": "metropole",
    "fuseau": "Europe/Paris",
}
ETAMPES = EVRY | {
    "code": "sp-91-etampes",
    "type": "sous-prefecture",
    "nom": "Sous-préfecture d’Étampes",
    "chef_lieu": "Étampes",
    "code_chef_lieu": "91223",
    "arrondissement": "911",
    "nom_arrondissement": "Étampes",
}


def write(path: Path, colonnes, *lignes: dict[str, str]) -> Path:
    rangs = [";".join(colonnes), *(";".join(ligne.values()) for ligne in lignes)]
    path.write_text("\n".join(rangs) + "\n", encoding="utf-8")
    return path


def fautes_des_departements(tmp_path: Path, *lignes: dict[str, str]):
    path = write(tmp_path / "departements.csv", COLONNES_DEPARTEMENTS, *lignes)
    with pytest.raises(TerritoiresInvalidesError) as erreur:
        load_departements(path)
    return [(faute.ligne, faute.colonne) for faute in erreur.value.fautes]


def fautes_des_sites(tmp_path: Path, *lignes: dict[str, str]):
    path = write(tmp_path / "sites.csv", COLONNES_SITES, *lignes)
    with pytest.raises(TerritoiresInvalidesError) as erreur:
        load_sites(path)
    return [(faute.ligne, faute.colonne) for faute in erreur.value.fautes]


def test_load_departements_lit_une_ligne_juste(tmp_path):
    path = write(tmp_path / "departements.csv", COLONNES_DEPARTEMENTS, ESSONNE)

    (essonne,) = load_departements(path)

    assert (essonne.complement, essonne.population) == ("de l’Essonne", 1338485)
    assert essonne.annee_population == 2023


def test_load_departements_garde_une_population_inconnue_a_none(tmp_path):
    inconnue = {"population": "", "annee_population": "", "source_population": ""}
    path = write(tmp_path / "departements.csv", COLONNES_DEPARTEMENTS, ESSONNE | inconnue)

    (essonne,) = load_departements(path)

    assert essonne.population is None


@pytest.mark.parametrize(
    ("colonne", "valeur"),
    [
        ("code", "20"),
        ("code", "2a"),
        ("code", "96"),
        ("code", ""),
        ("nom", ""),
        ("complement", ""),
        ("code_region", "1"),
        ("prefecture", "sp-91-etampes"),
        ("population", "1 338 485"),
        ("population", "-1"),
        ("population", "12,5"),
        ("annee_population", "23"),
    ],
)
def test_load_departements_refuse_une_valeur_fausse(tmp_path, colonne, valeur):
    assert fautes_des_departements(tmp_path, ESSONNE | {colonne: valeur}) == [(2, colonne)]


@pytest.mark.parametrize("colonne", ["annee_population", "source_population"])
def test_load_departements_refuse_une_population_sans_annee_ni_source(tmp_path, colonne):
    assert fautes_des_departements(tmp_path, ESSONNE | {colonne: ""}) == [(2, colonne)]


def test_load_departements_refuse_un_doublon(tmp_path):
    assert fautes_des_departements(tmp_path, ESSONNE, ESSONNE) == [(3, "code")]


def test_load_departements_dit_toutes_les_fautes_a_la_fois(tmp_path):
    lignes = (ESSONNE | {"nom": "", "population": "?"}, ESSONNE | {"code": "999"})

    assert fautes_des_departements(tmp_path, *lignes) == [
        (2, "nom"),
        (2, "population"),
        (3, "code"),
    ]


@pytest.mark.parametrize(
    ("colonne", "valeur"),
    [
        ("code", "pref-92"),
        ("code", "PREF-91"),
        ("code", "sp-91-etampes"),
        ("type", "prefecture-de-police"),
        ("code_chef_lieu", "9122"),
        ("code_chef_lieu", "92050"),
        ("arrondissement", "922"),
        ("arrondissement", "91"),
        ("nom_arrondissement", ""),
        ("annee_population", ""),
        ("calendrier", "Alsace-Moselle"),
        ("fuseau", "Europe/Evry"),
        ("fuseau", "../../etc/passwd"),
        ("fuseau", ""),
    ],
)
def test_load_sites_refuse_une_valeur_fausse(tmp_path, colonne, valeur):
    assert fautes_des_sites(tmp_path, EVRY | {colonne: valeur}) == [(2, colonne)]


@pytest.mark.parametrize("code", ["sp-91-Étampes", "sp-91-", "sp-91--etampes", "sp-92-antony"])
def test_load_sites_refuse_un_code_de_sous_prefecture_mal_forme(tmp_path, code):
    assert fautes_des_sites(tmp_path, ETAMPES | {"code": code}) == [(2, "code")]


def test_load_sites_refuse_deux_sites_pour_un_arrondissement(tmp_path):
    autre = ETAMPES | {"arrondissement": EVRY["arrondissement"]}

    assert fautes_des_sites(tmp_path, EVRY, autre) == [(3, "arrondissement")]


def test_load_sites_refuse_une_ligne_trop_courte(tmp_path):
    assert fautes_des_sites(tmp_path, EVRY, {"code": "sp-91-etampes"}) == [(3, None)]


def test_load_sites_refuse_un_guillemet_jamais_ferme(tmp_path):
    assert fautes_des_sites(tmp_path, EVRY | {"nom": '"Préfecture'}) == [(2, None)]


def test_load_sites_refuse_un_fichier_sans_ligne(tmp_path):
    assert fautes_des_sites(tmp_path) == [(None, None)]


def test_load_sites_refuse_un_autre_en_tete(tmp_path):
    path = write(tmp_path / "sites.csv", ["code", "nom"], {"code": "pref-91", "nom": "x"})

    with pytest.raises(TerritoiresInvalidesError, match=r"sites\.csv, ligne 1 : en-tête inattendu"):
        load_sites(path)


def test_load_sites_refuse_un_fichier_absent(tmp_path):
    with pytest.raises(TerritoiresInvalidesError, match="introuvable"):
        load_sites(tmp_path / "sites.csv")


def test_load_sites_refuse_un_autre_encodage(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_bytes("code;Préfecture".encode("latin-1"))

    with pytest.raises(TerritoiresInvalidesError, match="UTF-8"):
        load_sites(path)


def test_load_sites_accepte_la_marque_d_octets_d_un_tableur(tmp_path):
    path = write(tmp_path / "sites.csv", COLONNES_SITES, EVRY)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert load_sites(path)[0].code == "pref-91"


def test_le_message_dit_ou_et_quoi(tmp_path):
    path = write(tmp_path / "sites.csv", COLONNES_SITES, EVRY | {"calendrier": "Lune"})

    with pytest.raises(TerritoiresInvalidesError) as erreur:
        load_sites(path)

    assert "sites.csv, ligne 2, colonne « calendrier » : « Lune » n’est pas" in str(erreur.value)


def test_load_carte_dit_les_fautes_des_deux_fichiers(tmp_path):
    write(tmp_path / "departements.csv", COLONNES_DEPARTEMENTS, ESSONNE | {"nom": ""})
    write(tmp_path / "sites.csv", COLONNES_SITES, EVRY | {"nom": ""})

    with pytest.raises(TerritoiresInvalidesError) as erreur:
        load_carte(tmp_path)

    assert [f.fichier for f in erreur.value.fautes] == ["departements.csv", "sites.csv"]


def test_load_carte_refuse_un_departement_sans_prefecture(tmp_path):
    write(tmp_path / "departements.csv", COLONNES_DEPARTEMENTS, ESSONNE)
    write(tmp_path / "sites.csv", COLONNES_SITES, ETAMPES)

    with pytest.raises(TerritoiresInvalidesError, match=r"« pref-91 », absente de sites\.csv"):
        load_carte(tmp_path)


def test_load_carte_refuse_un_site_hors_de_tout_departement(tmp_path):
    nanterre = {"code": "sp-92-antony", "departement": "92", "code_chef_lieu": "92002"}
    write(tmp_path / "departements.csv", COLONNES_DEPARTEMENTS, ESSONNE)
    write(
        tmp_path / "sites.csv",
        COLONNES_SITES,
        EVRY,
        ETAMPES | nanterre | {"arrondissement": "921"},
    )

    with pytest.raises(TerritoiresInvalidesError, match=r"absent de departements\.csv"):
        load_carte(tmp_path)


def test_load_carte_refuse_une_prefecture_qui_ne_sert_personne(tmp_path):
    nanterre = {"code": "pref-92", "departement": "92", "code_chef_lieu": "92050"}
    write(
        tmp_path / "departements.csv",
        COLONNES_DEPARTEMENTS,
        ESSONNE,
        ESSONNE | {"code": "92", "nom": "Hauts-de-Seine"},
    )
    write(tmp_path / "sites.csv", COLONNES_SITES, EVRY, EVRY | nanterre | {"arrondissement": "922"})

    with pytest.raises(TerritoiresInvalidesError, match="aucun département ne renvoie"):
        load_carte(tmp_path)
