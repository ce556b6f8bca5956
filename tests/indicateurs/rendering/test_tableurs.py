"""The dashboard as a spreadsheet: it opens, and holds the figures."""

import pytest

from qualepref.indicateurs.rendering.donnees import render_ligne, render_tableau
from qualepref.indicateurs.rendering.tableurs import CHAMPS, list_lignes, render_fichier
from qualepref.noyau.tableurs.lecture import read_classeur


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv"])
def test_render_fichier_s_ouvre_et_porte_les_chiffres(tableau, tmp_path, extension):
    fichier = tmp_path / f"tableau.{extension}"

    fichier.write_bytes(render_fichier(tableau, extension))

    feuille = read_classeur(fichier, nom=fichier.name).get_feuille(None)
    textes = [[str(c).replace(",", ".") for c in ligne] for ligne in feuille.lignes]
    assert textes[0] == [c.libelle for c in CHAMPS]
    (courriels,) = [x for x in textes if x[0] == "I11" and x[3] == ""]
    rang = [c.code for c in CHAMPS].index("numerateur")
    assert float(courriels[rang]) == 726
    assert float(courriels[rang + 1]) == 786


def test_list_lignes_a_une_ligne_par_indicateur_et_par_detail(tableau):
    attendu = sum(1 + len(render_ligne(x)["detail"]) for x in tableau.lignes)

    assert len(list(list_lignes(render_tableau(tableau)))) == attendu


def test_list_lignes_laisse_vide_ce_qui_n_est_pas_collecte(tableau):
    rang = [c.code for c in CHAMPS].index("valeur")

    (ligne,) = [x for x in list_lignes(render_tableau(tableau)) if x[0] == "I3" and x[3] is None]

    assert ligne[rang] is None


@pytest.mark.parametrize(
    ("cible", "ecrite"),
    [(90, "90"), (0.05, "0,05"), ({"minimum": 75, "maximum": 82.5}, "75 à 82,5"), (None, None)],
)
def test_une_cible_s_ecrit_comme_les_autres_nombres(tableau, cible, ecrite):
    donnees = render_tableau(tableau)
    donnees["indicateurs"] = [{**donnees["indicateurs"][0], "cible": cible, "detail": []}]

    (ligne,) = list_lignes(donnees)

    assert ligne[[c.code for c in CHAMPS].index("cible")] == ecrite
