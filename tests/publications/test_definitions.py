"""The year before, when it was not counted the same way: said, and never set beside as it is."""

import io
import shutil

import docx
import pytest

from bilans import find_bloc
from chiffres import LE, count, store
from qualepref.publications.operations.publications import publish_documents
from qualepref.publications.rendering.bilan_docx import render_docx
from qualepref.publications.rendering.bilan_html import render_html
from qualepref.publications.rendering.figement import build_fige


NB = "\N{NO-BREAK SPACE}"


@pytest.fixture
def redefine(settings, tmp_path):
    """Give another base to an indicator of the référentiel, from now on."""

    def redefine_one(ancienne, nouvelle):
        copie = tmp_path / "referentiels"
        shutil.copytree(settings.REFERENTIELS, copie)
        fichiers = copie.glob("qual-e-pref/*/indicateurs/*.yaml")
        (fichier,) = (f for f in fichiers if ancienne in f.read_text())
        fichier.write_text(fichier.read_text().replace(ancienne, nouvelle))
        settings.REFERENTIELS = copie

    return redefine_one


@pytest.fixture
def avant(nantes, appels):
    """2021, as it was published then: 90 % of calls picked up."""
    count(nantes, "appels_recus", 202111, 200, "standard")
    count(nantes, "appels_perdus", 202111, 20, "standard")
    store(nantes, "I4", premier=202101, dernier=202112, valeur=8)
    store(nantes, "I4", premier=202201, dernier=202212, valeur=9)


def read(site, code):
    contenu = build_fige(site, 2022, le=LE).contenu
    return find_bloc(contenu.bilan, code).fiches[0].precedente, contenu


def test_la_meme_definition_se_compare_sans_un_mot(nantes, avant):
    publish_documents(nantes, annee=2021, genres=["donnees"], par="essai", le=LE)

    dit, contenu = read(nantes, "I1")

    assert dit == f"90{NB}% en 2021 (180 / 200, novembre 2021)"
    assert contenu.bilan.notes == ()


def test_une_definition_changee_se_dit_et_le_chiffre_est_recalcule(nantes, avant, redefine):
    publish_documents(nantes, annee=2021, genres=["donnees"], par="essai", le=LE)
    redefine("Appels reçus moins appels perdus", "Appels décrochés, soit reçus moins perdus")

    dit, contenu = read(nantes, "I1")

    assert dit == (
        f"90{NB}% en 2021 (180 / 200, novembre 2021), recalculé par la définition d’aujourd’hui "
        f"(90{NB}% publié alors, définition différente)"
    )
    assert contenu.indicateur("I1").precedente is not None


def test_un_chiffre_declare_par_une_autre_definition_ne_se_compare_pas(nantes, avant, redefine):
    publish_documents(nantes, annee=2021, genres=["donnees"], par="essai", le=LE)
    redefine("Visites du site internet de l’État", "Visiteurs du site internet de l’État")

    dit, contenu = read(nantes, "I4")

    assert dit == (
        f"8{NB}% publié alors, définition différente : les deux années ne se comparent pas"
    )
    assert contenu.indicateur("I4").precedente is None


def test_un_autre_referentiel_se_dit_au_tableau_de_bord(nantes, avant, settings, tmp_path):
    publish_documents(nantes, annee=2021, genres=["donnees"], par="essai", le=LE)
    copie = tmp_path / "referentiels"
    shutil.copytree(settings.REFERENTIELS, copie)
    (copie / "qual-e-pref" / "2019-02").rename(copie / "qual-e-pref" / "2023-01")
    settings.REFERENTIELS = copie
    nantes.version = "2023-01"
    nantes.save()

    fige = build_fige(nantes, 2022, le=LE)
    (note,) = fige.contenu.bilan.notes

    assert note.startswith("Définition différente : l’année 2021 a été publiée par un autre")
    assert "version 2019-02" in note
    assert note.partition(" : ")[2] in render_html(fige).decode()
    assert any(p.text.startswith("Définition différente") for p in read_docx(fige))


def read_docx(fige):
    return docx.Document(io.BytesIO(render_docx(fige))).paragraphs
