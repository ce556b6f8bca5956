"""Numbers too long to be one are refused before they are computed."""

import time

import pytest

from qualepref.noyau.tableurs.nombres import parse_decimal, parse_entier, parse_taux
from qualepref.noyau.tableurs.refus import ValeurRefuseeError


@pytest.mark.parametrize("parse", [parse_decimal, parse_entier, parse_taux])
@pytest.mark.parametrize("texte", ["9" * 1_000_000, "0," + "9" * 1_000_000, "9" * 1_000_000 + " %"])
def test_un_nombre_d_un_million_de_chiffres_est_refuse_aussitot(parse, texte):
    debut = time.perf_counter()

    with pytest.raises(ValeurRefuseeError, match="nombre non reconnu"):
        parse(texte)

    assert time.perf_counter() - debut < 1


def test_un_nombre_plus_long_que_tout_comptage_se_lit():
    assert parse_entier("9" * 60) == 10**60 - 1
