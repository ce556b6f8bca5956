from hypothesis import given, settings, strategies as st

from qualepref.noyau.redaction.lecture import parse_texte
from qualepref.noyau.redaction.modele import BlocTexte, Morceau


def test_parse_texte_fait_des_paragraphes_des_listes_et_du_gras():
    texte = parse_texte("Une **année**\r\npleine.\n\n- un\n  suite\n* deux\n\n\nFin")

    assert texte.blocs == (
        BlocTexte(((Morceau("Une "), Morceau("année", gras=True), Morceau(" pleine.")),)),
        BlocTexte(((Morceau("un suite"),), (Morceau("deux"),)), liste=True),
        BlocTexte(((Morceau("Fin"),),)),
    )
    assert texte.brut == "Une année pleine.\nun suite\ndeux\nFin"


def test_parse_texte_imprime_le_reste_comme_il_est_ecrit():
    for brut in ("# titre", "[a](http://b)", "<script>", "**", "a ** b", "$x$ #eval", "****"):
        assert parse_texte(brut).brut == brut


def test_parse_texte_ne_garde_rien_d_un_texte_blanc():
    assert not parse_texte(" \n\t\n")


@settings(max_examples=60)
@given(st.text())
def test_parse_texte_ne_perd_aucun_mot(brut):
    lettres = [c for c in brut if c.isalnum()]

    assert [c for c in parse_texte(brut).brut if c.isalnum()] == lettres
