"""What the report says of trainings."""

import datetime as dt

import pytest

from amelioration.usines_formations import build_formation, build_personne, build_seance
from chiffres import LE
from qualepref.amelioration.operations.presences import record_besoin


JOUR = dt.date(2022, 6, 14)


@pytest.fixture
def section_of(nantes, bilan_of):
    return lambda: next((s for s in bilan_of(nantes).sections if s.titre == "Formations"), None)


def test_sans_formation_pas_de_section(nantes, section_of):
    build_formation(nantes)

    assert section_of() is None


def test_la_section_donne_le_numerateur_et_le_denominateur_sans_nommer_personne(nantes, section_of):
    anne, luc = build_personne(nantes), build_personne(nantes, prenom="Luc")
    formation = build_formation(nantes)
    build_seance(formation, debut_le=JOUR, le=LE, presents=[anne])
    record_besoin(luc, formation=formation, exprime_le=JOUR, par="t", le=LE)

    section = section_of()

    assert section.tableaux[0].lignes == (
        ("Accueillir un public difficile", "1", "1", "0", "50\xa0% (1 / 2)", "1"),
        ("Ensemble", "1", "1", "0", "50\xa0% (1 / 2)", "1"),
    )
    assert "1\xa0besoin exprimé dans l’année, 0\xa0satisfait, 1 en attente." in section.paragraphes
    assert "Le Goff" not in str(section)


def test_des_agents_sans_nom_se_disent_au_plus(nantes, section_of):
    formation = build_formation(nantes)
    build_seance(formation, debut_le=JOUR, le=LE, effectif=4)
    build_seance(
        build_formation(nantes, "Langue \N{PARTY POPPER}"), debut_le=JOUR, le=LE, effectif=9
    )

    section = section_of()

    assert section.tableaux[0].lignes[-1] == ("Ensemble", "2", "au plus 13", "13", "–", "0")
    assert section.tableaux[0].lignes[1][0] == "Langue"
    assert "Sans taux : aucun agent du périmètre n’est inscrit." in section.paragraphes[0]
