"""How a target is written, and what makes it impossible."""

from decimal import Decimal

import pytest

from qualepref.indicateurs.rules import refus
from qualepref.indicateurs.rules.cibles import (
    CibleDonnee,
    check_cible,
    format_bornes,
    parse_cible,
    settle_cible,
)
from qualepref.noyau.referentiel.modele import Unite


def aim(indicateur="I10", *, minimum="75", maximum=None, unite="%", annee=2022, source="COPIL"):
    return CibleDonnee(
        indicateur=indicateur,
        annee=annee,
        minimum=None if minimum is None else Decimal(minimum),
        maximum=None if maximum is None else Decimal(maximum),
        unite=unite,
        source=source,
    )


@pytest.mark.parametrize(
    "autres",
    [
        {},
        {"maximum": "80"},
        {"maximum": "75"},
        {"unite": "pourcent"},
        {"indicateur": "I17", "minimum": "17", "unite": "jours"},
        {"indicateur": "I18", "minimum": "0.05", "unite": "%"},
        {"indicateur": "I10", "minimum": "750", "unite": "‰"},
    ],
)
def test_check_cible_accepte(perimetre, autres):
    assert check_cible(aim(**autres), perimetre) == []


@pytest.mark.parametrize(
    ("autres", "attendu"),
    [
        ({"indicateur": "I99"}, refus.IndicateurAbsentError),
        ({"indicateur": "I24"}, refus.IndicateurHorsPerimetreError),
        ({"indicateur": "I14", "unite": "par mois"}, refus.IndicateurSansSensError),
        ({"annee": 1999}, refus.AnneeImpossibleError),
        ({"annee": 3000}, refus.AnneeImpossibleError),
        ({"minimum": None}, refus.CibleManquanteError),
        ({"minimum": "-5"}, refus.NombreNegatifError),
        ({"minimum": "0.00001"}, refus.NombreDemesureError),
        ({"minimum": "80", "maximum": "75"}, refus.IntervalleRenverseError),
        ({"unite": ""}, refus.UniteManquanteError),
        ({"unite": "euros"}, refus.UniteInconnueError),
        ({"unite": "jours"}, refus.UniteInadapteeError),
        ({"indicateur": "I17", "minimum": "17", "unite": "j.o."}, refus.UniteInadapteeError),
        ({"source": ""}, refus.SourceManquanteError),
    ],
)
def test_check_cible_refuse(perimetre, autres, attendu):
    assert [type(r) for r in check_cible(aim(**autres), perimetre)] == [attendu]


def test_check_cible_sans_unite_dit_celle_qui_est_attendue(perimetre):
    (faute,) = check_cible(aim("I17", minimum="5", unite=""), perimetre)

    assert faute.champ == "unite"
    assert "jours (j)" in str(faute)


def test_settle_cible_d_un_nombre_seul_en_fait_les_deux_bornes(perimetre):
    retenue = settle_cible(aim(), perimetre)

    assert (retenue.minimum, retenue.maximum, retenue.unite) == (75, 75, "pourcent")


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("90", (90, None, None)),
        ("90 %", (90, None, Unite.POURCENT)),
        ("75 à 80 %", (75, 80, Unite.POURCENT)),
        ("75 % à 80 %", (75, 80, Unite.POURCENT)),
        ("75-80 %", (75, 80, Unite.POURCENT)),
        ("75 – 80", (75, 80, None)),
        ("entre 4 et 5 j.o.", (4, 5, Unite.JOURS_OUVRES)),
        ("1 000 à 2 000", (1000, 2000, None)),
    ],
)
def test_parse_cible_lit_les_bornes_et_l_unite(texte, attendu):
    assert parse_cible(texte) == attendu


def test_parse_cible_refuse_deux_unites():
    with pytest.raises(refus.UnitesMeleesError, match="pour mille"):
        parse_cible("75 % à 80 ‰")


def test_parse_cible_refuse_ce_qui_n_est_pas_un_nombre():
    with pytest.raises(refus.NombreIllisibleError):
        parse_cible("le plus possible")


@pytest.mark.parametrize("bornes", [("75", "80"), ("90", "90"), ("0.05", "0.05"), ("0.5", "1")])
def test_format_bornes_se_relit(bornes):
    minimum, maximum = map(Decimal, bornes)

    lu = parse_cible(format_bornes(minimum, maximum))

    assert lu == (minimum, None if minimum == maximum else maximum, None)
