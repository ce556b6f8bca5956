"""docs/indicateurs.md is the référentiel as it stands, in words."""

from fractions import Fraction
from pathlib import Path

import pytest

from qualepref.noyau.calcul.cellules import ISSUES, MESURES
from qualepref.noyau.documentation.exemples import ISSUES_EN_MOTS, tell_attendu
from qualepref.noyau.documentation.formules import (
    CLES_EN_MOTS,
    MESURES_EN_MOTS,
    PERIODES_EN_MOTS,
    REPONSES_EN_MOTS,
    tell_formule,
)
from qualepref.noyau.documentation.indicateurs import build_page
from qualepref.noyau.referentiel.exemples import load_exemples
from qualepref.noyau.referentiel.lecture import load_referentiel
from qualepref.noyau.referentiel.modele import Formule, Terme
from qualepref.noyau.referentiel.vocabulaire import (
    CLES_REPONSES,
    DIMENSIONS,
    MESURES_REPONSES,
    PERIODES_COMPTEES,
)


RACINE = Path(__file__).parents[2]
REFERENTIELS = RACINE / "referentiels"
QUAL_E_PREF = REFERENTIELS / "qual-e-pref" / "2019-02"


@pytest.fixture(scope="module")
def referentiel():
    return load_referentiel(QUAL_E_PREF)


def test_la_page_des_indicateurs_est_a_jour():
    page = (RACINE / "docs" / "indicateurs.md").read_text(encoding="utf-8")

    assert page == build_page(REFERENTIELS, code="qual-e-pref", version="2019-02"), (
        "lancer : ./qualepref documenter"
    )


def test_la_page_d_un_autre_referentiel_ne_dit_rien_de_qual_e_pref(tmp_path):
    (tmp_path / "exemple-mairie").symlink_to(REFERENTIELS / "exemple-mairie")

    page = build_page(tmp_path, code="exemple-mairie", version="2024-01")

    assert "Charte d’accueil" in page
    assert "Qual-e-Pref" not in page


def test_tout_ce_qu_une_formule_peut_nommer_a_ses_mots():
    assert MESURES_EN_MOTS.keys() == set(MESURES)
    assert ISSUES_EN_MOTS.keys() == set(ISSUES)
    assert PERIODES_EN_MOTS.keys() == PERIODES_COMPTEES
    assert REPONSES_EN_MOTS.keys() == MESURES_REPONSES
    assert CLES_EN_MOTS.keys() == (DIMENSIONS - {"mois"}) | CLES_REPONSES


def test_tell_formule_dit_une_fois_le_filtre_commun(referentiel):
    filtre = (("canal", ("courrier", "urne")),)
    formule = Formule(
        (Terme(mesure="a_temps", filtre=filtre),), (Terme(mesure="echues", filtre=filtre),)
    )

    mots = tell_formule(formule, referentiel)

    assert mots.numerateur == "réponses dans le délai"
    assert mots.lignes == "canal : Courrier postal ou Urne à l’accueil"


def test_tell_formule_precise_les_filtres_qui_different(referentiel):
    formule = Formule(
        (
            Terme(mesure="recues", filtre=(("canal", ("urne",)),)),
            Terme(mesure="exclues", signe=-1, filtre=(("canal", ("courrier",)),)),
        )
    )

    mots = tell_formule(formule, referentiel)

    assert mots.numerateur == (
        "demandes reçues (canal : Urne à l’accueil)"
        " − demandes exclues du calcul (canal : Courrier postal)"
    )
    assert (mots.denominateur, mots.lignes) == ("", "")


def test_tell_attendu_montre_la_fraction_puis_l_arrondi(referentiel):
    indicateur = referentiel.indicateur("I11")
    exemple = load_exemples(QUAL_E_PREF, referentiel)["I11"][0]

    assert exemple.attendu.valeur == Fraction(719, 786)
    assert tell_attendu(exemple, indicateur) == "719 / 786 = 91\N{NO-BREAK SPACE}%"


def test_tell_formule_dit_la_question_apres_son_questionnaire(referentiel):
    mots = tell_formule(referentiel.indicateur("I15").formule, referentiel)

    assert mots.numerateur == "personnes satisfaites"
    assert mots.denominateur == "personnes qui y répondent, « sans objet » mis à part"
    assert mots.lignes == "questionnaire : pan ; question : globale"
