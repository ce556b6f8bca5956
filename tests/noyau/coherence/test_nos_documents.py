"""The table of indicators that we publish, given to the checker."""

import pytest

from qualepref.noyau.coherence.controle import control_publication
from qualepref.noyau.coherence.lecture import read_publication


ENTETE = "Code;Domaine;Indicateur;Détail;Numérateur;Dénominateur;Valeur;Unité;Référence\n"
LIGNES = (
    "I11;Courriels;Taux de réponse aux courriels;;60;90;66,6666666667;pourcent;QP-1\n"
    "I11;Courriels;Taux de réponse aux courriels;pref-berg@;20;20;100;pourcent;QP-1\n"
    "I11;Courriels;Taux de réponse aux courriels;pref-elections@;40;70;57,1428571429;pourcent;QP-1\n"
)


@pytest.fixture
def indicateurs(tmp_path):
    def indicateurs(lignes):
        (tmp_path / "indicateurs.csv").write_text(f"{ENTETE}{lignes}", encoding="utf-8")
        return read_publication(tmp_path / "indicateurs.csv")

    return indicateurs


def test_les_details_d_un_indicateur_ne_le_contredisent_pas(indicateurs, reglages):
    publication = indicateurs(LIGNES)

    assert control_publication(publication, reglages).constats == ()


def test_la_reference_du_document_n_est_l_identifiant_d_aucun_chiffre(indicateurs):
    publication = indicateurs(LIGNES)

    assert [c.id for c in publication.chiffres] == ["ligne 2", "ligne 3", "ligne 4"]


def test_un_detail_faux_est_vu(indicateurs, reglages):
    publication = indicateurs(LIGNES.replace("57,1428571429", "75"))

    (constat,) = control_publication(publication, reglages).constats
    assert constat.figures == ("ligne 4",)
