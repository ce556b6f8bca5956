import pytest

from qualepref.comites.rules.blocs import Bloc, Genre, parse_blocs
from qualepref.comites.rules.etapes import Etape, compute_etape


def test_titres_listes_et_paragraphes():
    texte = "## 1. Enquêtes\n- 91 %\n- 87 %\n\n- à part\nLe comité note.\nIl salue.\n### Avis\nOui"

    assert parse_blocs(texte) == (
        Bloc(Genre.TITRE, ("1. Enquêtes",)),
        Bloc(Genre.LISTE, ("91 %", "87 %")),
        Bloc(Genre.LISTE, ("à part",)),
        Bloc(Genre.PARAGRAPHE, ("Le comité note.", "Il salue.")),
        Bloc(Genre.SOUS_TITRE, ("Avis",)),
        Bloc(Genre.PARAGRAPHE, ("Oui",)),
    )


@pytest.mark.parametrize("texte", ["", "   \n \n", "##", "- \n-"])
def test_ce_qui_ne_dit_rien_ne_fait_pas_de_titre(texte):
    assert all(b.genre is Genre.PARAGRAPHE for b in parse_blocs(texte))


def test_toute_autre_marque_est_du_texte():
    assert parse_blocs("#hashtag <b>gras</b> *étoile*") == (
        Bloc(Genre.PARAGRAPHE, ("#hashtag <b>gras</b> *étoile*",)),
    )


@pytest.mark.parametrize(
    ("lieu", "convoquee", "tenue", "etape"),
    [
        (False, False, False, Etape.PREPARER),
        (True, False, False, Etape.CONVOQUER),
        (True, True, False, Etape.TENIR),
        (False, False, True, Etape.RENDRE_COMPTE),
    ],
)
def test_l_etape_suivante(lieu, convoquee, tenue, etape):
    assert compute_etape(lieu=lieu, convoquee=convoquee, tenue=tenue) is etape
