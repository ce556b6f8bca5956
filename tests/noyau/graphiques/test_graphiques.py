from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.graphiques.echelle import build_echelle
from qualepref.noyau.graphiques.modele import (
    Genre,
    Graphique,
    GraphiqueInvalideError,
    Limites,
    Marque,
    Rangee,
    Serie,
    Theme,
)
from qualepref.noyau.graphiques.rendu_svg import render_svg
from qualepref.noyau.graphiques.tableau import columns, rows
from qualepref.noyau.graphiques.toile import estimate_width, wrap
from qualepref.noyau.referentiel.modele import Unite


SVG = "{http://www.w3.org/2000/svg}"
CSS = Path(__file__).parents[3] / "src/qualepref/socle/static/qualepref/graphiques.css"
MOIS = ("janv.", "févr.", "mars", "avril")
# Mailbox of the préfecture, January, May and July 2022; no reply was counted in March.
REPONSES = (Fraction(22, 22), None, Fraction(156, 173), Fraction(53, 72))

LIMITES = Limites(
    centres=(Fraction(4, 5),) * 4,
    bas=(Fraction(7, 10),) * 4,
    haut=(Fraction(9, 10),) * 4,
    marques=(Marque.HORS_LIMITES, Marque.AUCUNE, Marque.SERIE, Marque.AUCUNE),
    evenements=("", "", "Nouveau logiciel", ""),
)


def build_graphique(genre: Genre = Genre.BARRES, **options) -> Graphique:
    series = options.pop("series", (Serie("Taux", REPONSES),))
    base = {
        "titre": "Réponses dans les délais",
        "description": "Quatre mois, de 74 à 100 %.",
        "etiquettes": MOIS,
        "unite": Unite.POURCENT,
        "cible": Fraction(9, 10),
    }
    if genre is Genre.CONTROLE:
        base["limites"] = LIMITES
    return Graphique(genre=genre, series=series, **(base | options))


def deux_series() -> tuple[Serie, ...]:
    return Serie("2022", REPONSES), Serie("2021", (None, None, Fraction(1, 2), Fraction(3, 4)))


def parse(graphique: Graphique, theme: Theme = Theme.WEB) -> ET.Element:
    return ET.fromstring(render_svg(graphique, theme=theme))


def textes(svg: ET.Element) -> list[str]:
    return [e.text or "" for e in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("genre", [Genre.BARRES, Genre.LIGNES, Genre.EMPILEES])
def test_render_svg_marque_un_mois_manquant(genre):
    assert textes(parse(build_graphique(genre))).count("n.c.") == 1


def test_render_svg_ne_trace_pas_de_barre_pour_un_mois_manquant():
    svg = parse(build_graphique())

    barres = [e for e in svg.iter(f"{SVG}rect") if "gq-aplat" in e.get("class", "")]
    assert len(barres) == 3


def test_render_svg_coupe_la_ligne_au_mois_manquant():
    svg = parse(build_graphique(Genre.LIGNES))

    points = [len(e.get("points").split()) for e in svg.iter(f"{SVG}polyline")]
    assert points == [1, 2]


def test_render_svg_dit_pourquoi_un_mois_manque():
    etats = (Etat.VALEUR, Etat.RIEN_RECU, Etat.VALEUR, Etat.VALEUR)

    svg = parse(build_graphique(series=(Serie("Taux", REPONSES, etats),)))
    assert {"rien", "reçu"} <= set(textes(svg))


def test_render_svg_ecrit_les_valeurs_arrondies_par_moities_vers_le_haut():
    assert {"100\N{NO-BREAK SPACE}%", "90\N{NO-BREAK SPACE}%", "74\N{NO-BREAK SPACE}%"} <= set(
        textes(parse(build_graphique()))
    )


def test_render_svg_place_la_barre_a_l_echelle():
    svg = parse(build_graphique())

    hauteurs = [
        float(e.get("height")) for e in svg.iter(f"{SVG}rect") if e.get("class", "").endswith("s1")
    ]
    assert hauteurs[2] / hauteurs[0] == pytest.approx(53 / 72, abs=1e-3)


@pytest.mark.parametrize("genre", list(Genre))
def test_render_svg_se_nomme_par_son_titre_et_sa_description(genre):
    svg = parse(build_graphique(genre))

    par_id = {e.get("id"): e.text for e in svg.iter() if e.get("id")}
    assert [par_id[i] for i in svg.get("aria-labelledby").split()] == [
        "Réponses dans les délais",
        "Quatre mois, de 74 à 100 %.",
    ]
    assert svg.get("role") == "img"


def test_render_svg_donne_des_identifiants_differents_a_deux_graphiques():
    ids = [
        {e.get("id") for e in parse(build_graphique(titre=t)).iter() if e.get("id")} for t in "ab"
    ]

    assert not ids[0] & ids[1]


@pytest.mark.parametrize("genre", list(Genre))
def test_render_svg_du_web_n_a_ni_style_ni_encre_fixe(genre):
    svg = render_svg(build_graphique(genre), theme=Theme.WEB)

    assert "style=" not in svg
    assert "#0" not in svg.replace("url(#", "")
    assert "font-family" not in svg


@pytest.mark.parametrize("genre", list(Genre))
def test_render_svg_du_pdf_n_a_pas_de_classe(genre):
    assert "class=" not in render_svg(build_graphique(genre), theme=Theme.PDF)


@pytest.mark.parametrize("genre", [Genre.GROUPEES, Genre.EMPILEES])
def test_render_svg_hachure_la_deuxieme_serie(genre):
    svg = parse(build_graphique(genre, series=deux_series()))

    motifs = {f"url(#{e.get('id')})" for e in svg.iter(f"{SVG}pattern")}
    assert motifs == {e.get("fill") for e in svg.iter(f"{SVG}rect") if e.get("fill")}
    assert len(motifs) == 1


def test_render_svg_nomme_chaque_ligne_a_son_bout():
    svg = parse(build_graphique(Genre.LIGNES, series=deux_series()))

    assert {"2022 : 74\N{NO-BREAK SPACE}%", "2021 : 75\N{NO-BREAK SPACE}%"} <= set(textes(svg))


def test_render_svg_signale_un_total_empile_incomplet():
    svg = parse(build_graphique(Genre.EMPILEES, series=deux_series()))

    assert any(t.endswith("+ n.c.") for t in textes(svg))


def test_render_svg_echappe_un_texte_hostile():
    hostile = "<script>alert(1)</script> & \"'\x07"

    svg = parse(build_graphique(titre=hostile, etiquettes=(hostile, "b", "c", "d")))
    assert svg.find(f"{SVG}title").text == hostile.replace("\x07", "")
    assert not list(svg.iter(f"{SVG}script"))


def test_render_svg_habille_chaque_classe_dans_la_feuille_de_style():
    css = CSS.read_text(encoding="utf-8")

    classes = {
        nom
        for genre in Genre
        for series in ((deux_series()[:1]), deux_series())
        if len(series) == 1 or genre not in (Genre.BARRES, Genre.HORIZONTALES, Genre.CONTROLE)
        for e in parse(build_graphique(genre, series=series)).iter()
        for nom in e.get("class", "").split()
    }
    muettes = {"gq-texte", "gq-motif"}
    assert [nom for nom in sorted(classes - muettes) if f".{nom}" not in css] == []


def test_rows_dit_pourquoi_une_valeur_manque():
    assert rows(build_graphique())[1] == (
        "févr.",
        "non collecté",
        "90\N{NO-BREAK SPACE}%",
    )


def test_columns_nomme_series_effectif_et_cible():
    graphique = build_graphique(n=(22, None, 173, 72), n_libelle="réponses")

    assert columns(graphique) == ("", "Taux", "Réponses", "Cible")


def test_rows_donne_a_la_cible_les_decimales_qu_il_lui_faut():
    graphique = build_graphique(unite=Unite.POUR_MILLE, cible=Fraction(5, 100_000))

    assert rows(graphique)[0][-1] == "0,05\N{NO-BREAK SPACE}‰"


def test_graphique_refuse_une_serie_trop_courte():
    with pytest.raises(GraphiqueInvalideError, match="« Taux » compte 1 valeurs pour 4"):
        build_graphique(series=(Serie("Taux", (Fraction(1),)),))


def test_graphique_refuse_deux_series_de_barres_simples():
    with pytest.raises(GraphiqueInvalideError, match="groupées ou empilées"):
        build_graphique(series=deux_series())


def test_graphique_refuse_d_etre_vide():
    with pytest.raises(GraphiqueInvalideError, match="ni étiquette ni série"):
        build_graphique(series=(), etiquettes=())


def test_graphique_refuse_une_rangee_trop_courte():
    with pytest.raises(GraphiqueInvalideError, match="la rangée « Délai » compte 1 valeurs"):
        build_graphique(rangees=(Rangee("Délai", ("2 j.o.",)),))


def test_render_svg_ecrit_les_rangees_sous_les_etiquettes():
    rangee = Rangee("Délai moyen", ("2 j.o.", "n.c.", "3 j.o.", "4 j.o."))

    assert {"Délai moyen", "3 j.o."} <= set(textes(parse(build_graphique(rangees=(rangee,)))))


def test_rows_donne_les_rangees_apres_l_effectif():
    graphique = build_graphique(n=(22, None, 173, 72), rangees=(Rangee("Délai", tuple("abcd")),))

    assert columns(graphique)[2:4] == ("N", "Délai")
    assert rows(graphique)[2][2:4] == ("173", "c")


def hauteurs_des_effectifs(n: tuple[int, ...]) -> set[str]:
    graphique = build_graphique(
        etiquettes=("x",) * 12, series=(Serie("Taux", (Fraction(1),) * 12),), n=n
    )
    attendus = {f"{v:,}".replace(",", "\N{NO-BREAK SPACE}") for v in n}
    return {e.get("y") for e in parse(graphique).iter(f"{SVG}text") if e.text in attendus}


def test_render_svg_aligne_des_effectifs_qui_tiennent():
    assert len(hauteurs_des_effectifs((492,) * 12)) == 1


def test_render_svg_decale_un_effectif_sur_deux_quand_ils_se_toucheraient():
    assert len(hauteurs_des_effectifs((4_920_000,) * 12)) == 2


def test_render_svg_suit_la_hauteur_demandee():
    hauteurs = [
        float(ET.fromstring(render_svg(build_graphique(), theme=Theme.WEB, trace=t)).get("viewBox").split()[3])
        for t in (100, 190)
    ]  # fmt: skip

    assert hauteurs[1] - hauteurs[0] == 90


VALEURS = st.fractions(min_value=-1000, max_value=100_000, max_denominator=1000)


@given(
    valeurs=st.lists(st.none() | VALEURS, min_size=1, max_size=13),
    cible=st.none() | VALEURS,
    genre=st.sampled_from([Genre.BARRES, Genre.LIGNES, Genre.HORIZONTALES]),
)
def test_build_echelle_contient_zero_la_cible_et_toutes_les_valeurs(valeurs, cible, genre):
    graphique = build_graphique(
        genre,
        series=(Serie("Valeur", tuple(valeurs)),),
        etiquettes=("x",) * len(valeurs),
        unite=Unite.NOMBRE,
        cible=cible,
    )

    echelle = build_echelle(graphique)
    tracees = [Fraction(0), *(v for v in [cible, *valeurs] if v is not None)]
    assert all(echelle.bas <= v <= echelle.haut for v in tracees)
    assert 2 <= len(echelle.graduations) <= 8
    assert parse(graphique, Theme.PDF).tag == f"{SVG}svg"


@given(texte=st.text(alphabet="aé i-", max_size=80), largeur=st.integers(20, 300))
def test_wrap_tient_dans_la_largeur(texte, largeur):
    lignes = wrap(texte, largeur)

    assert len(lignes) <= 2
    assert all(estimate_width(ligne) <= largeur for ligne in lignes)
