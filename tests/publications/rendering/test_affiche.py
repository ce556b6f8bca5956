import datetime as dt
from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from chiffres import LE, cell, count
from qualepref.noyau.referentiel.lecture import load_referentiel
from qualepref.publications.queries.affiche import get_affiche
from qualepref.publications.rendering.affiche import build_blocs, choose_trimestre, render_affiche
from qualepref.publications.rendering.figement import build_fige


pytestmark = pytest.mark.django_db


@pytest.fixture
def titres(nantes):
    """Titles of the first two quarters, identity papers and licences."""
    for mois, n, jours in ((202201, 100, 2000), (202203, 300, 9000), (202205, 50, 1100)):
        count(nantes, "titres_n", mois, n, "cni-passeport")
        count(nantes, "titres_delai_somme", mois, jours, "cni-passeport")
    count(nantes, "titres_n", 202204, 10, "permis")
    count(nantes, "titres_delai_somme", 202204, 130, "permis")


def blocs_of(site, rang, le=LE):
    return {b.titre: b.lignes for b in build_blocs(build_fige(site, 2022, le=le).contenu, rang)}


def test_les_delais_se_lisent_par_titre_et_par_trimestre(nantes, titres):
    premier, deuxieme = (
        {x.libelle: x for x in blocs_of(nantes, rang)["Délais des titres"]} for rang in (0, 1)
    )

    identite, permis = "carte nationale d’identité et passeport", "permis de conduire"
    lus = {nom.lower(): ligne for nom, ligne in deuxieme.items()}
    assert {nom.lower() for nom in premier} >= {identite, permis}
    assert (lus[identite].resultat, lus[identite].base) == (
        "22\N{NO-BREAK SPACE}j",
        "sur 50, mai 2022",
    )
    assert lus[identite].avant == "28\N{NO-BREAK SPACE}j"
    assert (lus[permis].resultat, lus[permis].avant) == ("13\N{NO-BREAK SPACE}j", "")


def test_le_trimestre_est_le_dernier_acheve_qui_a_un_chiffre(nantes, titres):
    contenu = build_fige(nantes, 2022, le=LE).contenu

    assert choose_trimestre(contenu) == 1
    assert choose_trimestre(replace(contenu, arrete_le=dt.date(2022, 6, 30))) == 0
    assert choose_trimestre(replace(contenu, arrete_le=dt.date(2022, 2, 1))) == 0


def test_un_indicateur_sans_chiffre_le_dit_et_n_est_pas_un_zero(nantes):
    (appels,) = blocs_of(nantes, 0)["Téléphone"]

    assert (appels.resultat, appels.chiffre, appels.base) == ("non collecté", False, "")


@pytest.mark.parametrize("papier", ["a4", "a3"])
def test_l_affiche_tient_en_une_page_et_ne_change_pas(nantes, titres, papier):
    for mois in range(202204, 202207):
        cell(nantes, "information", "courriel", mois, recues=9, echues=9, a_temps=8, repondues=9)
    fige = build_fige(nantes, 2022, le=LE)

    octets = render_affiche(fige, papier)

    with pdfium.PdfDocument(octets) as document:
        texte = document[0].get_textpage().get_text_bounded()
        assert len(document) == 1
    assert fige.reference in texte
    assert "2e trimestre 2022" in texte
    assert octets == render_affiche(fige, papier)


def test_l_affiche_ne_nomme_que_des_indicateurs_du_referentiel(settings):
    referentiel = load_referentiel(settings.REFERENTIELS / "qual-e-pref" / "2019-02")

    nommes = [code for bloc in get_affiche().blocs for code in bloc.indicateurs]

    assert set(nommes) <= {i.code for i in referentiel.indicateurs}
    assert len(nommes) == len(set(nommes))
