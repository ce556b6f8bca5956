"""`qualepref publier`: each choice gives a file, and it is the one that was published."""

import json

import pytest

from qualepref.config.commandes.publier import DOCUMENTS
from qualepref.publications.enums import GenrePublication
from qualepref.publications.models import Fichier, Publication
from qualepref.publications.rendering.formats import NOMMES, choose_format
from usines import build_site


pytestmark = pytest.mark.django_db
DE_NANTES = ("--site", "pref-44", "--annee", "2022")


@pytest.fixture
def nantes():
    return build_site()


def test_chaque_choix_a_au_moins_un_document():
    assert set(DOCUMENTS) == set(GenrePublication.values) | set(NOMMES)


@pytest.mark.parametrize(
    ("quoi", "sortie", "document"),
    [
        ("page", "page.html", "bilan.html"),
        ("bilan", "b.HTML", "bilan.html"),
        ("bilan", "b.csv", "indicateurs.csv"),
        ("affiche", "affiche.pdf", "affiche-a4.pdf"),
        ("affiche", "affiche-a3-2022.pdf", "affiche-a3.pdf"),
        ("donnees", "cellules.csv", "cellules.csv"),
        ("support", "s.odp", "support.odp"),
    ],
)
def test_le_nom_du_fichier_dit_le_document(quoi, sortie, document):
    assert choose_format(quoi, sortie).nom == document


@pytest.mark.parametrize("quoi", ["page", "donnees"])
def test_le_fichier_ecrit_est_celui_qui_est_publie(nantes, lance, tmp_path, quoi):
    sortie = tmp_path / f"x.{'html' if quoi == 'page' else 'csv'}"

    code, dit, _ = lance("publier", quoi, *DE_NANTES, "--sortie", sortie, "--format", "json")

    publie = Fichier.objects.get(nom=choose_format(quoi, sortie.name).nom)
    assert (code, sortie.read_bytes()) == (0, bytes(publie.octets))
    assert json.loads(dit)["reference"] == publie.publication.instantane.reference


def test_une_page_n_est_pas_un_pdf(nantes, lance, tmp_path):
    code, _, messages = lance("publier", "page", *DE_NANTES, "--sortie", tmp_path / "page.pdf")

    assert code == 1
    assert "Aucun document « page » n’est un fichier .pdf" in messages
    assert "Extensions possibles : .html." in messages
    assert not Publication.objects.exists()
