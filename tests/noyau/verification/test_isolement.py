"""Documents made to harm: refused in French, within bounds, nothing left on disk."""

from dataclasses import replace

import pytest

from documents import HOSTILES, MO, build_docx, build_pdf, build_pdf_sans_fin
from qualepref.noyau.verification.isolement import read_isole
from qualepref.noyau.verification.lecture import read_document
from qualepref.noyau.verification.limites import LIMITES
from qualepref.noyau.verification.modele import DocumentIllisibleError


@pytest.fixture(autouse=True)
def disque(tmp_path, monkeypatch):
    """Give a temporary folder of its own, and check that it stays empty."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("genre", HOSTILES)
def test_un_document_hostile_est_refuse_en_francais(genre):
    nom, octets, mot = HOSTILES[genre]()

    with pytest.raises(DocumentIllisibleError, match=mot):
        read_isole(octets, nom=nom)


def test_un_document_se_lit_dans_un_autre_processus_comme_dans_celui_ci():
    octets = build_docx("Taux", "91\N{NO-BREAK SPACE}%")

    assert read_isole(octets, nom="bilan.docx") == read_document(octets)


def test_un_nom_sans_rapport_ne_dit_rien():
    assert read_isole(b"Code;Taux\nI1;91", nom="joint\x00 \udcff.bin").genre == "csv"


@pytest.mark.parametrize(
    ("octets", "limites"),
    [
        pytest.param(build_pdf_sans_fin(), replace(LIMITES, secondes=2), id="dessin sans fin"),
        pytest.param(
            build_pdf(b" " * 300 * MO), replace(LIMITES, memoire=400 * MO), id="flux énorme"
        ),
    ],
)
def test_la_memoire_et_le_temps_sont_bornes(octets, limites):
    with pytest.raises(DocumentIllisibleError, match="plus de mémoire ou de temps"):
        read_isole(octets, limites=limites)


def test_un_fichier_plus_gros_que_permis_n_est_pas_lu():
    with pytest.raises(DocumentIllisibleError, match="dépasse 1 ko"):
        read_isole(b"x" * 1001, limites=replace(LIMITES, octets=1000))


@pytest.mark.parametrize(
    "limites",
    [replace(LIMITES, lignes=2), replace(LIMITES, signes=3), replace(LIMITES, cellule=3)],
    ids=["lignes", "signes", "cellule"],
)
def test_un_texte_sans_mesure_est_refuse(limites):
    with pytest.raises(DocumentIllisibleError):
        read_document(b"Code;Taux\nI1;9100\nI2;92", limites)
