"""Decks as structure: long tables cut, charts with holes and targets, templates of one's own."""

import datetime as dt
import io
from fractions import Fraction

import pytest
from pptx import Presentation

from qualepref.noyau.documents.diapositives import Diaporama, check_modele
from qualepref.noyau.documents.gabarits import (
    GabaritIllisibleError,
    GabaritIncompletError,
    build_gabarit,
)
from qualepref.noyau.documents.mise_en_diapositives import lay_tableau
from qualepref.noyau.graphiques.modele import Genre, Graphique, Serie
from qualepref.noyau.referentiel.modele import Unite


def build_deck(**options):
    return Diaporama(
        titre="Essai", auteur="Préfecture", pied="Pied", date=dt.date(2023, 1, 31), **options
    )


def read_deck(diaporama):
    return Presentation(io.BytesIO(diaporama.build()))


def build_graphique(genre=Genre.BARRES, etiquettes=("janv.", "févr.", "mars"), **options):
    valeurs = (Fraction(9, 10), None, *[Fraction(1, 2)] * (len(etiquettes) - 2))
    base = {
        "titre": "Taux par mois", "description": "90 % en janvier, rien en février.",
        "series": (Serie("Taux", valeurs),), "unite": Unite.POURCENT,
    }  # fmt: skip
    return Graphique(genre=genre, etiquettes=tuple(etiquettes), **(base | options))


def test_la_cible_est_une_ligne_parmi_les_barres_et_le_trou_reste_un_trou():
    diaporama = build_deck()
    diaporama.add_graphique("Taux", build_graphique(cible=Fraction(4, 5)), notes=["Méthode"])

    (forme,) = [f for f in read_deck(diaporama).slides[0].shapes if f.has_chart]

    barres, lignes = forme.chart.plots
    assert list(barres.series[0].values) == [0.9, None, 0.5]
    assert list(lignes.series[0].values) == [0.8, 0.8, 0.8]
    assert lignes.series[0].name == "Cible 80\u00a0%"
    assert list(barres.categories) == ["janv.", "févr.\nn.c.", "mars"]
    assert "n.c. : non collecté" in forme.chart.chart_title.text_frame.text
    classeur = forme.chart.part.chart_workbook.xlsx_part.blob
    assert classeur.startswith(b"PK"), "ses chiffres se modifient"


def test_trop_de_barres_couchees_vont_sur_la_diapositive_suivante():
    diaporama = build_deck()
    etiquettes = [f"Question {n}" for n in range(20)]
    diaporama.add_graphique("Avis", build_graphique(Genre.HORIZONTALES, etiquettes), notes=["n"])

    deck = read_deck(diaporama)

    graphiques = [f.chart for d in deck.slides for f in d.shapes if f.has_chart]
    assert [len(list(g.plots[0].categories)) for g in graphiques] == [6, 7, 7]
    assert [d.shapes.title.text for d in deck.slides] == ["Avis", "Avis (suite)", "Avis (suite 2)"]


@pytest.mark.parametrize("lignes", [1, 12, 40, 123])
def test_un_tableau_long_se_coupe_sans_rien_perdre(lignes):
    contenu = [
        (f"Indicateur numéro {n}, dont le nom est long", "non collecté", "90 %")
        for n in range(lignes)
    ]

    mise = lay_tableau(("Indicateur", "Résultat", "Cible"), contenu, 856, 346)

    assert [ligne for tranche in mise.tranches for ligne in tranche.lignes] == contenu
    assert all(mise.entete + sum(t.hauteurs) <= 346 for t in mise.tranches)
    assert sum(mise.largeurs) == pytest.approx(856)


def test_un_caractere_interdit_et_une_formule_restent_du_texte():
    diaporama = build_deck()
    diaporama.add_tableau("T", ["A"], [["=1+1\x00<b>"]], legende="L", notes=["n"])

    (forme,) = [f for f in read_deck(diaporama).slides[0].shapes if f.has_table]

    assert forme.table.cell(1, 0).text == "=1+1<b>"


def test_notre_modele_sert_de_modele_et_ses_diapositives_ne_sont_pas_reprises():
    modele = build_deck()
    modele.add_liste("À ne pas reprendre", ["Texte"], notes=["n"])
    diaporama = build_deck(modele=modele.build())
    diaporama.add_liste("La nôtre", ["Texte"], notes=["n"])

    assert [d.shapes.title.text for d in read_deck(diaporama).slides] == ["La nôtre"]
    check_modele(build_gabarit())


def test_un_modele_incomplet_est_refuse_en_nommant_ce_qui_manque():
    deck = Presentation(io.BytesIO(build_gabarit()))
    (titre_seul,) = [d for d in deck.slide_layouts if d.name == "Titre seul"]
    deck.slide_layouts.remove(titre_seul)
    sortie = io.BytesIO()
    deck.save(sortie)

    with pytest.raises(GabaritIncompletError, match="un titre seul, pour les tableaux"):
        check_modele(sortie.getvalue())
    with pytest.raises(GabaritIllisibleError, match="ne s’ouvre pas"):
        check_modele(b"PK\x03\x04 rien")
