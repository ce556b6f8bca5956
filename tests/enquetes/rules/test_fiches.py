"""Sheets: their numbers, the draw of those typed twice, the errors two readings show."""

from fractions import Fraction

import pytest

from qualepref.enquetes.queries.formulaires import find_questionnaire
from qualepref.enquetes.rules.fiches import (
    DeuxLectures,
    count_erreurs,
    digest_valeurs,
    draw_fiches,
    list_ecarts,
    read_fiche,
    sort_fiches,
    write_fiche,
)
from qualepref.noyau.statistiques.wilson import compute_wilson


FICHES = [write_fiche(3, n) for n in range(1, 41)]
PAN = find_questionnaire("pan")


@pytest.mark.parametrize(
    ("fiche", "lue"),
    [("3-12", (3, 12)), ("1-1", (1, 1)), ("test-7", None), ("0-1", None), ("3-", None), ("", None)],
)
def test_une_fiche_se_lit(fiche, lue):
    assert read_fiche(fiche) == lue


def test_les_fiches_se_rangent_par_nombre():
    assert sort_fiches(["10-1", "3-12", "3-2"]) == ["3-2", "3-12", "10-1"]


def test_le_tirage_ne_depend_que_de_la_graine():
    tirees = draw_fiches(FICHES, graine="7", taille=5)

    assert tirees == draw_fiches(reversed(FICHES), graine="7", taille=5)
    assert tirees != draw_fiches(FICHES, graine="8", taille=5)
    assert len(set(tirees)) == 5


def test_un_lot_qui_grandit_garde_ses_fiches_tirees_ou_les_remplace():
    avant = set(draw_fiches(FICHES[:30], graine="7", taille=5))
    apres = set(draw_fiches(FICHES, graine="7", taille=5))

    # Only a new sheet takes the place of one drawn before.
    assert apres - avant <= set(FICHES[30:])


def test_chaque_fiche_a_ses_chances():
    tirages = [draw_fiches(FICHES, graine=str(graine), taille=5) for graine in range(400)]

    fois = [sum(fiche in tirage for tirage in tirages) for fiche in FICHES]

    assert sum(fois) == 400 * 5
    assert min(fois) > 25
    assert max(fois) < 80


def test_les_erreurs_se_comptent_par_question_sur_les_fiches_ou_elle_se_pose():
    lectures = [
        DeuxLectures("1-1", {"attente": "satisfaisant"}, {"attente": "peu_satisfaisant"}),
        DeuxLectures("1-2", {"attente": "satisfaisant"}, {"attente": "satisfaisant"}),
        DeuxLectures(
            "1-3", {"aboutissement": "non", "raison": ["temps"]}, {"aboutissement": "non"}
        ),
    ]

    erreurs = {e.question.code if e.question else "": e for e in count_erreurs(PAN, lectures)}

    attente, raison = erreurs["attente"], erreurs["raison"]
    assert (attente.lues, attente.differentes, attente.taux) == (3, 1, Fraction(1, 3))
    assert (attente.bas, attente.haut) == compute_wilson(1, 3)
    assert (raison.lues, raison.differentes) == (1, 1)
    assert "suggestions" not in erreurs
    assert erreurs[""].differentes == 2
    assert erreurs[""].lues == sum(e.lues for code, e in erreurs.items() if code)


def test_sans_seconde_saisie_aucun_taux():
    assert all(e.taux is None and e.bas is None for e in count_erreurs(PAN, []))


def test_les_ecarts_disent_la_fiche_et_les_deux_valeurs():
    lectures = [
        DeuxLectures("2-1", {"attente": "satisfaisant"}, {}),
        DeuxLectures("1-9", {"motif": ["permis"]}, {"motif": ["permis"]}),
    ]

    (ecart,) = list_ecarts(PAN, lectures)

    assert (ecart.fiche, ecart.question.code) == ("2-1", "attente")
    assert (ecart.premiere, ecart.seconde) == ("satisfaisant", None)


def test_un_texte_libre_ne_se_compare_pas():
    assert list_ecarts(PAN, [DeuxLectures("1-1", {"suggestions": True}, {})]) == []


def test_l_empreinte_change_avec_les_reponses():
    assert digest_valeurs({"a": "1", "b": ["2"]}) == digest_valeurs({"b": ["2"], "a": "1"})
    assert digest_valeurs({"a": "1"}) != digest_valeurs({"a": "2"})
