"""What assistive technologies read of a deck: every slide, its notes and the template it is made on."""

import io
import re
import zipfile

import pytest
from lxml import etree
from pptx import Presentation

from chiffres import LE
from qualepref.noyau.documents.gabarits import build_gabarit
from qualepref.publications.rendering.figement import build_fige
from qualepref.publications.rendering.support import render_support


pytestmark = pytest.mark.django_db
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FRANCAIS = "fr-FR"


@pytest.fixture
def octets(nantes, appels, courriels):
    return render_support(build_fige(nantes, 2022, le=LE))


@pytest.fixture
def deck(octets):
    return Presentation(io.BytesIO(octets))


def test_chaque_titre_est_unique_et_lu_en_premier(deck):
    titres = [d.shapes.title.text.strip() for d in deck.slides]

    assert all(titres)
    assert len({t.lower() for t in titres}) == len(titres)
    for diapositive in deck.slides:
        assert next(iter(diapositive.shapes)) == diapositive.shapes.title


def test_l_ordre_de_lecture_est_celui_de_la_page(deck):
    """Title, sentence above, then table or chart; the foot and the number come last."""
    for diapositive in deck.slides:
        genres = [
            str(f.placeholder_format.type) if f.is_placeholder else "objet"
            for f in diapositive.shapes
        ]
        pieds = [rang for rang, g in enumerate(genres) if "FOOTER" in g or "NUMBER" in g]
        assert pieds == list(range(len(genres) - len(pieds), len(genres)))
        corps = [f for f in diapositive.shapes if f.top is not None][: len(genres) - len(pieds)]
        if diapositive.slide_layout.element.get("type") != "title":
            assert [f.top for f in corps] == sorted(f.top for f in corps)


def test_tout_objet_a_un_nom_et_un_texte_de_remplacement(deck):
    objets = [f for d in deck.slides for f in d.shapes if not f.is_placeholder]

    assert objets
    for forme in objets:
        proprietes = forme._element.nvGraphicFramePr.cNvPr
        assert len(proprietes.get("descr")) > 10
        assert proprietes.get("name") in ("Tableau", "Graphique")


def test_tout_tableau_a_une_ligne_d_en_tete_et_aucune_cellule_fusionnee(deck):
    tableaux = [f for d in deck.slides for f in d.shapes if f.has_table]

    assert tableaux
    for forme in tableaux:
        assert forme.table.first_row
        assert forme.table.first_col
        entetes = [c.text.strip() for c in forme.table.rows[0].cells]
        assert all(entetes)
        assert len(set(entetes)) == len(entetes)
        rangees = list(forme.table.rows)
        for rangee in rangees[:-1] if forme.table.last_row else rangees:
            assert all(c.text.strip() for c in rangee.cells), "seul un total a des cellules vides"
        assert not any(c.is_merge_origin or c.is_spanned for c in forme.table.iter_cells())


def test_la_langue_est_dite_de_chaque_mot(octets, deck):
    assert deck.core_properties.language == FRANCAIS
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        parties = [
            n for n in archive.namelist()
            if re.match(r"ppt/(slides|notesSlides|slideLayouts|slideMasters)/[^/]+\.xml$", n)
        ]  # fmt: skip
        assert parties
        for nom in parties:
            racine = etree.fromstring(archive.read(nom))
            for morceau in racine.iter(f"{A}r", f"{A}fld"):
                assert morceau.find(f"{A}rPr").get("lang") == FRANCAIS, nom
            langues = {e.get("lang") for e in racine.iter() if e.get("lang")}
            assert langues <= {FRANCAIS}, nom


def test_ce_qui_decore_le_dit_et_le_graphique_a_un_titre(deck):
    gabarit = Presentation(io.BytesIO(build_gabarit()))
    decors = [
        f
        for feuille in (gabarit.slide_master, *gabarit.slide_layouts)
        for f in feuille.shapes
        if not f.is_placeholder
    ]
    assert decors
    assert all("decorative" in etree.tostring(f._element, encoding="unicode") for f in decors)
    for forme in (f for d in deck.slides for f in d.shapes if f.has_chart):
        assert forme.chart.has_title
        assert forme.chart.chart_title.text_frame.text.strip()
        if len(list(forme.chart.plots)) > 1 or len(forme.chart.plots[0].series) > 1:
            assert forme.chart.has_legend
