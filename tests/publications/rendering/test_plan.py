"""What the report says of the improvement plan."""

import datetime as dt

import pytest

from amelioration.usines_plan import build_action
from qualepref.amelioration.enums import EtatAction


@pytest.fixture
def section_of(nantes, bilan_of):
    return lambda: next(
        (s for s in bilan_of(nantes).sections if s.titre == "Plan d’amélioration"), None
    )


def test_sans_action_pas_de_section(section_of):
    assert section_of() is None


def test_la_section_donne_les_taux_ce_qui_passe_et_des_exemples(nantes, section_of):
    build_action(nantes, module=1, etat=EtatAction.FAIT, terminee_le=dt.date(2022, 5, 2),
                 titre="Ouvrir le samedi")  # fmt: skip
    build_action(nantes, module=1, titre="Poser une boucle")
    build_action(nantes, etat=EtatAction.ABANDONNE, terminee_le=dt.date(2022, 5, 2),
                 motif_abandon="Sans objet")  # fmt: skip

    section = section_of()

    texte = " ".join(section.paragraphes).replace("\N{NO-BREAK SPACE}", " ")
    assert "3 actions : 1 faite sur 2, soit 50 %" in texte
    assert "1 action passe à 2023 : 0 en cours, 1 non faite" in texte
    assert "ouvrir le samedi" in texte
    assert "poser une boucle" in texte
    axes = section.tableaux[0]
    assert axes.lignes[-1][0] == "Ensemble"
    for colonne in (1, 2, 3, 5, 6):
        parts = [int(ligne[colonne]) for ligne in axes.lignes]
        assert sum(parts[:-1]) == parts[-1]
