"""Control charts: band, limits by stretches, marks by shape, gaps, and the table beside."""

import itertools
from dataclasses import replace
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.graphiques.echelle import build_echelle
from qualepref.noyau.graphiques.modele import (
    Genre,
    Graphique,
    GraphiqueInvalideError,
    Limites,
    Marque,
    Serie,
    Theme,
)
from qualepref.noyau.graphiques.rendu_svg import render_svg
from qualepref.noyau.graphiques.tableau import columns, rows
from qualepref.noyau.referentiel.modele import Unite


SVG = "{http://www.w3.org/2000/svg}"
VALEURS = (90, 92, None, 70, 97, 98)


def part(valeur):
    return None if valeur is None else Fraction(valeur, 100)


def build_carte(**options):
    limites = Limites(
        centres=tuple(map(part, (88, 88, 88, 88, 97, 97))),
        bas=tuple(map(part, (80, 80, None, 80, 94, 94))),
        haut=tuple(map(part, (96, 96, None, 96, 100, 100))),
        marques=(
            Marque.AUCUNE, Marque.AUCUNE, Marque.AUCUNE, Marque.HORS_LIMITES, Marque.SERIE,
            Marque.SERIE,
        ),
        evenements=("", "", "", "", "Nouveau <logiciel>", ""),
    )  # fmt: skip
    etats = tuple(Etat.NON_COLLECTE if v is None else Etat.VALEUR for v in VALEURS)
    base = {
        "titre": "Courriels à temps",
        "description": "Six mois.",
        "etiquettes": tuple(f"{m} 2022" for m in ("janv.", "févr.", "mars", "avr.", "mai", "juin")),
        "series": (Serie("Taux", tuple(map(part, VALEURS)), etats),),
        "cible": Fraction(9, 10),
        "limites": limites,
    }
    return Graphique(genre=Genre.CONTROLE, unite=Unite.POURCENT, **(base | options))


def draw(graphique, theme=Theme.WEB):
    return ET.fromstring(render_svg(graphique, theme=theme))


def of_class(svg, nom):
    return [e for e in svg.iter() if nom in e.get("class", "").split()]


def test_chaque_troncon_a_sa_bande_ses_limites_et_sa_moyenne():
    svg = draw(build_carte())

    assert len(of_class(svg, "gq-bande")) == 3, "le trou coupe le premier tronçon en deux"
    assert len(of_class(svg, "gq-limite")) == 7, "deux par tronçon, et la légende"
    assert len(of_class(svg, "gq-moyenne")) == 4


def test_un_mois_manquant_coupe_la_ligne_et_le_dit():
    svg = draw(build_carte())

    lignes = [e for e in of_class(svg, "gq-trait") if e.tag == f"{SVG}polyline"]
    assert [len(e.get("points").split()) for e in lignes] == [2, 3]
    assert [e.text for e in of_class(svg, "gq-absence")] == ["n.c."]


def test_un_signal_se_voit_a_sa_forme_et_se_lit_dans_la_legende():
    svg = draw(build_carte())

    formes = {e.get("class"): e.get("d")[-12:] for e in svg.iter(f"{SVG}path")}
    textes = [e.text for e in svg.iter(f"{SVG}text")]
    assert len(formes) == len(set(formes.values())) == 3
    assert {"un mois", "hors des limites", "série du même côté de la moyenne"} <= set(textes)


def test_la_carte_se_nomme_se_decrit_et_se_tabule():
    carte = build_carte()
    svg = draw(carte)

    assert svg.get("role") == "img"
    assert [e.text for e in list(svg)[:2]] == ["Courriels à temps", "Six mois."]
    assert columns(carte)[2:] == ("Cible", "Moyenne", "Limites", "Signal", "Événement")
    assert rows(carte)[2][1:] == ("non collecté", "90\u00a0%", "88,0\u00a0%", "", "", "")
    assert rows(carte)[4][4:] == (
        "94,0\u00a0% à 100,0\u00a0%", "série du même côté", "Nouveau <logiciel>",
    )  # fmt: skip


def test_l_axe_se_serre_sur_ce_qui_est_trace():
    echelle = build_echelle(build_carte())

    assert (echelle.bas, echelle.haut) == (70, 100)


def test_cinq_ans_de_mois_tiennent_sans_que_les_noms_se_touchent():
    mois = tuple(f"janv. {2000 + i}" for i in range(60))
    limites = Limites((None,) * 60, (None,) * 60, (None,) * 60, (Marque.AUCUNE,) * 60, ("",) * 60)
    carte = build_carte(
        etiquettes=mois, series=(Serie("Taux", (Fraction(1, 2),) * 60),), limites=limites
    )

    noms = [e for e in draw(carte).iter(f"{SVG}text") if e.text == "janv."]
    places = [float(e.get("x")) for e in noms]
    assert min(b - a for a, b in itertools.pairwise(places)) > 30


@pytest.mark.parametrize("changement", [{"limites": None}, {"genre": Genre.LIGNES}])
def test_une_carte_sans_limites_ou_un_autre_genre_avec_est_refuse(changement):
    with pytest.raises(GraphiqueInvalideError, match="limites"):
        replace(build_carte(), **changement)


def test_des_limites_trop_courtes_sont_refusees():
    carte = build_carte()

    with pytest.raises(GraphiqueInvalideError, match="« bas »"):
        replace(carte, limites=replace(carte.limites, bas=(None,)))


@pytest.mark.parametrize(
    ("centre", "entete"), [("ensemble des mois", "Ensemble des mois"), ("moyenne", "Moyenne")]
)
def test_le_centre_dit_s_il_est_la_moyenne_des_mois(centre, entete):
    carte = build_carte()
    nommee = replace(carte, limites=replace(carte.limites, centre_libelle=centre))

    assert entete in columns(nommee)
    assert centre in [e.text for e in draw(nommee).iter(f"{SVG}text")]


def test_chaque_mois_dessine_dit_sur_combien_de_cas_il_porte_s_il_y_a_la_place():
    cas = (200, 210, None, 190, 205, 198)

    ecrits = [e.text for e in draw(build_carte(n=cas, n_libelle="cas")).iter(f"{SVG}text")]

    assert [t for t in ecrits if t in {"200", "210", "190", "205", "198"}] == [
        "200", "210", "190", "205", "198",
    ]  # fmt: skip
    assert "cas" in ecrits
