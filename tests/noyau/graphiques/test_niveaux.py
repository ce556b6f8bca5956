"""Levels of satisfaction, drawn end to end."""

from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.graphiques.modele import Genre, Graphique, Serie, Theme
from qualepref.noyau.graphiques.rendu_svg import render_svg
from qualepref.noyau.graphiques.tableau import columns, rows
from qualepref.noyau.graphiques.toile import COULEURS_NIVEAUX
from qualepref.noyau.referentiel.modele import Unite


CSS = Path(__file__).parents[3] / "src/qualepref/socle/static/qualepref/graphiques.css"
SVG = "{http://www.w3.org/2000/svg}"
QUESTIONS = ("Courtoisie", "Attente")
BONS, MAUVAIS = (Fraction(9, 10), Fraction(1, 2)), (Fraction(1, 10), Fraction(1, 2))


def build_niveaux(etats=(), **options):
    series = (
        Serie("Satisfaisant", BONS, etats, encre=0),
        Serie("Pas satisfaisant", MAUVAIS, etats, encre=4),
    )
    base = {"series": series, "cible": Fraction(4, 5), "n": (312, 1298), "etiquettes": QUESTIONS}
    base["n_libelle"] = "réponses"
    return Graphique(
        genre=Genre.NIVEAUX, titre="Niveaux", description="Deux questions.",
        unite=Unite.POURCENT, **(base | options),
    )  # fmt: skip


def draw(graphique, theme=Theme.WEB):
    return ET.fromstring(render_svg(graphique, theme=theme))


def textes(svg):
    return [e.text for e in svg.iter(f"{SVG}text")]


def bars(svg):
    """Return the filled parts, the squares of the legend left out."""
    pleins = [e for e in svg.iter(f"{SVG}rect") if "gq-aplat" in e.get("class", "")]
    return [e for e in pleins if e.get("height") != "12"]


def test_render_svg_met_les_niveaux_bout_a_bout():
    courtoisie = bars(draw(build_niveaux()))[:2]

    (x1, l1), (x2, _) = [(float(b.get("x")), float(b.get("width"))) for b in courtoisie]
    assert x1 + l1 == pytest.approx(x2, abs=2)


def test_render_svg_donne_a_chaque_niveau_son_encre_et_son_motif():
    classes = [b.get("class") for b in bars(draw(build_niveaux()))]
    pdf = render_svg(build_niveaux(), theme=Theme.PDF)

    assert classes == ["gq-aplat gq-n1", "gq-aplat gq-n5"] * 2
    assert "pattern" in render_svg(build_niveaux(), theme=Theme.WEB)
    assert COULEURS_NIVEAUX[0] in pdf
    assert COULEURS_NIVEAUX[4] in pdf


def test_render_svg_nomme_les_niveaux_les_effectifs_et_la_cible():
    ecrits = textes(draw(build_niveaux()))

    assert {"Satisfaisant", "Pas satisfaisant", "Courtoisie", "Attente"} <= set(ecrits)
    assert {"n\xa0=\xa0312", "n\xa0=\xa01\xa0298", "cible 80\xa0%"} <= set(ecrits)
    assert ecrits.count("50\xa0%") == 2


def test_render_svg_tait_un_chiffre_qui_ne_tient_pas():
    parts = (Fraction(99, 100), Fraction(1, 2)), (Fraction(1, 100), Fraction(1, 2))
    series = tuple(Serie(nom, part) for nom, part in zip("ab", parts, strict=True))

    ecrits = textes(draw(build_niveaux(series=series)))

    assert "99\xa0%" in ecrits
    assert "1\xa0%" not in ecrits


def test_render_svg_creuse_ce_qui_n_est_pas_significatif():
    etats = (Etat.NON_SIGNIFICATIF, Etat.VALEUR)

    svg = draw(build_niveaux(etats))

    creux = [e for e in svg.iter(f"{SVG}rect") if e.get("stroke-dasharray")]
    assert (len(creux), len(bars(svg))) == (2, 2)


def test_render_svg_dit_une_question_sans_reponse():
    vide = (None, Fraction(1, 2))
    series = tuple(Serie(nom, vide, (Etat.RIEN_RECU, Etat.VALEUR)) for nom in "ab")

    assert "rien reçu" in textes(draw(build_niveaux(series=series, n=(None, 12))))


def test_le_tableau_dit_les_memes_niveaux():
    graphique = build_niveaux()

    assert columns(graphique) == ("", "Satisfaisant", "Pas satisfaisant", "Réponses", "Cible")
    assert rows(graphique)[0] == ("Courtoisie", "90\xa0%", "10\xa0%", "312", "80\xa0%")


def test_un_nom_hostile_reste_un_texte():
    svg = draw(build_niveaux(etiquettes=("<script>", "&")))

    assert not list(svg.iter(f"{SVG}script"))
    assert "<script>" in textes(svg)


def test_la_feuille_de_style_habille_chaque_niveau():
    css = CSS.read_text(encoding="utf-8")

    assert all(f".gq-n{rang}" in css for rang in range(1, len(COULEURS_NIVEAUX) + 1))
