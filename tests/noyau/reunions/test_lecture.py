import datetime as dt
from pathlib import Path

import pytest

from qualepref.comites.enums import GenrePoint, TypeComite
from qualepref.noyau.reunions.lecture import FICHIER, ReunionsInvalidesError, load_regles


DOSSIER = Path(__file__).parents[3] / "comites"
VALIDE = """
rythmes:
  - {comite: clu, reunions_par_annee: 1, depuis: 2020-10-16, source: texte}
  - {comite: clu, reunions_par_annee: 2, depuis: 2024-01-01, source: autre texte}
ordres_du_jour:
  - comite: clu
    duree_minutes: 120
    source: texte
    points: [{genre: echanges, titre: Échanges}]
"""


@pytest.fixture
def ecrire(tmp_path):
    def ecrire(texte):
        (tmp_path / FICHIER).write_text(texte, encoding="utf-8")
        return tmp_path

    return ecrire


def test_chaque_comite_du_produit_a_son_ordre_du_jour():
    regles = load_regles(DOSSIER)

    assert set(regles.ordres) == set(TypeComite.values)
    assert {p.genre for o in regles.ordres.values() for p in o.points} <= set(GenrePoint.values)


def test_un_comite_local_des_usagers_se_reunit_une_fois_par_an_depuis_la_date_de_sa_source():
    regles = load_regles(DOSSIER)

    assert regles.rythme("clu", annee=2022).reunions_par_annee == 1
    assert regles.rythme("clu", annee=2019) is None
    assert regles.rythme("copil", annee=2022) is None


def test_le_rythme_d_une_annee_est_celui_en_vigueur_a_sa_fin(ecrire):
    regles = load_regles(ecrire(VALIDE))

    assert regles.rythme("clu", annee=2023).reunions_par_annee == 1
    assert regles.rythme("clu", annee=2024).reunions_par_annee == 2
    assert regles.rythme("clu", annee=2024).depuis == dt.date(2024, 1, 1)


@pytest.mark.parametrize(
    ("ecrit", "voulu", "faute"),
    [
        ("genre: echanges", "genre: vin-d-honneur", "vin-d-honneur"),
        ("duree_minutes: 120", "duree_minutes: 0", "supérieur à 0"),
        ("titre: Échanges", "titre: ''", "vide"),
        ("points: [{genre: echanges, titre: Échanges}]", "points: []", "trop courte"),
        ("2024-01-01", "2020-10-16", "figure déjà"),
        ("rythmes:", "rythme:", "clé inconnue"),
    ],
)
def test_une_faute_est_dite_avec_sa_cle(ecrire, ecrit, voulu, faute):
    with pytest.raises(ReunionsInvalidesError, match=faute):
        load_regles(ecrire(VALIDE.replace(ecrit, voulu)))


def test_un_fichier_absent_est_dit(tmp_path):
    with pytest.raises(ReunionsInvalidesError, match="manque"):
        load_regles(tmp_path)
