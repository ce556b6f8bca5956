"""The plain mean of the months is a comparison: no document gives it without its name."""

import re

import pytest

from chiffres import LE, cell
from qualepref.noyau.verification.lecture import read_document
from qualepref.publications.rendering.figement import build_fige
from qualepref.publications.rendering.formats import FORMATS


# 10 / 10 in January, 1 / 100 in February: 10 % over the year, and a mean of 50.5 %, printed 51 %.
MOIS = ((202201, 10, 10), (202202, 100, 1))
MOYENNE = re.compile(r"(?<!\d)(51\s*%|50[.,]5)")
NOM = re.compile(r"moyenne[ _](simple|des)", re.IGNORECASE)


@pytest.fixture
def fige(nantes):
    for mois, echues, a_temps in MOIS:
        cell(
            nantes, "information", "courriel", mois,
            recues=echues, echues=echues, a_temps=a_temps, repondues=echues,
        )  # fmt: skip
    return build_fige(nantes, 2022, le=LE)


@pytest.mark.parametrize("modele", FORMATS, ids=lambda f: f.nom)
def test_la_moyenne_des_mois_ne_parait_que_nommee(fige, modele):
    lignes = read_document(modele.render(fige)).lignes
    # A line of a page may be cut in the middle of the sentence: its neighbours are read too.
    textes = [f"{x.lieu} {x.texte}" for x in lignes]
    vues = [
        " ".join(textes[max(rang - 2, 0) : rang + 2])
        for rang, texte in enumerate(textes)
        if MOYENNE.search(texte)
    ]

    assert [vue for vue in vues if not NOM.search(vue)] == []


def test_le_bilan_la_donne_bien_avec_son_nom(fige):
    for nom in ("bilan.pdf", "bilan.docx", "bilan.html", "indicateurs.json"):
        modele = next(f for f in FORMATS if f.nom == nom)
        texte = " ".join(x.texte for x in read_document(modele.render(fige)).lignes)
        assert MOYENNE.search(texte), nom
