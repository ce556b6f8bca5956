"""A YAML file made to be read for long, or to end the process that reads it."""

import time

import pytest

from qualepref.noyau.yaml_strict.fichiers import parse_yaml


@pytest.mark.parametrize(
    "texte",
    [
        "a: " + "[" * 50_000,
        "a: " + "[" * 50_000 + "]" * 50_000,
        "{" * 50_000,
        "a:\n  " + "- " * 50_000 + "x",
        "? " * 50_000,
        ": " * 50_000,
        "a:\n  " + "-\t" * 50_000 + "x",
        "--- " + "- " * 50_000 + "x",
        "".join(" " * n + "a:\n" for n in range(3_000)),
        "a: |\n" + (" " * 190 + "x\n") * 100_000 + " " * 300,
    ],
    ids=[
        "ouverts", "fermes", "accolades", "tirets", "cles", "valeurs", "tabulations", "debut",
        "retraits", "blancs",
    ],
)  # fmt: skip
def test_un_fichier_trop_profond_est_refuse_aussitot(texte):
    debut = time.perf_counter()

    contenu, (faute,) = parse_yaml(texte, "f.yaml")

    assert contenu is None
    assert faute.motif == "plus de 100 listes s’emboîtent."
    assert time.perf_counter() - debut < 2


def test_ce_qui_reste_sous_la_limite_se_lit():
    contenu, fautes = parse_yaml("a:\n  " + "- " * 90 + "x\nb: " + "[" * 90 + "]" * 90, "f.yaml")

    assert fautes == []
    assert set(contenu) == {"a", "b"}


def test_un_entier_de_milliers_de_chiffres_est_une_faute():
    contenu, (faute,) = parse_yaml("a: " + "9" * 10_000, "f.yaml")

    assert contenu is None
    assert "trop long" in faute.motif
