"""What a row of the file of agents gives."""

import time

import pytest

from qualepref.amelioration.rules.personnes import build_ligne


def read_modules(texte):
    ligne, fautes = build_ligne({"nom": "Morel", "prenom": "Claire", "modules": texte}, {})
    return fautes if ligne is None else ligne.donnee.modules


@pytest.mark.parametrize(
    ("texte", "modules"),
    [("", ()), ("1", (1,)), ("2, 1", (1, 2)), ("1;2+4", (1, 2, 4)), ("1 et 2", (1, 2)),
     ("1  2", (1, 2)), ("1 , 2", (1, 2)), ("1et2", (1, 2))],
)  # fmt: skip
def test_les_modules_se_lisent_comme_on_les_ecrit(texte, modules):
    assert read_modules(texte) == modules


@pytest.mark.parametrize(
    "texte", ["a", "1,", "1,,2", "1-2", "9" * 5000, "1" + " " * 30_000 + "x", "1 et" * 8_000]
)
def test_ce_qui_n_est_pas_une_suite_de_modules_est_refuse_aussitot(texte):
    debut = time.perf_counter()

    (faute,) = read_modules(texte)

    assert faute.champ == "modules"
    assert time.perf_counter() - debut < 1
