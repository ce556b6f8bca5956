"""The life of a label, from candidate to expired."""

import datetime as dt

import pytest

from qualepref.demarche.rules.vie import Decision, EtatLabel, compute_vie
from qualepref.noyau.demarche.modele import RegleDeVie


AN, TREIZE = RegleDeVie(12, True, ""), RegleDeVie(13, True, "")
NANTES = Decision(dt.date(2022, 10, 27), dt.date(2025, 10, 26))
PREMIERE, SECONDE = "surveillance-20221027-1", "surveillance-20221027-2"


def vivre(le, *, decisions=(NANTES,), cycles=(dt.date(2021, 6, 1),), faites=None):
    return compute_vie(
        decisions,
        cycles=cycles,
        faites=faites or {},
        surveillance=AN,
        renouvellement=TREIZE,
        le=dt.date.fromisoformat(le),
    )


@pytest.mark.parametrize(
    ("le", "etat"),
    [
        ("2022-10-26", EtatLabel.CANDIDAT),
        ("2022-10-27", EtatLabel.LABELLISE),
        ("2023-10-27", EtatLabel.LABELLISE),
        ("2023-10-28", EtatLabel.SURVEILLANCE_DUE),
        ("2024-09-26", EtatLabel.RENOUVELLEMENT),
        ("2025-10-26", EtatLabel.RENOUVELLEMENT),
        ("2025-10-27", EtatLabel.ECHU),
    ],
)
def test_l_etat_suit_le_jour(le, etat):
    assert vivre(le).etat is etat


def test_les_surveillances_faites_et_le_renouvellement_commence_apaisent():
    faites = {PREMIERE: dt.date(2023, 11, 1), SECONDE: dt.date(2024, 10, 1)}
    cycles = (dt.date(2021, 6, 1), dt.date(2024, 10, 1))

    vie = vivre("2025-01-01", cycles=cycles, faites=faites)

    assert vie.etat is EtatLabel.LABELLISE
    assert [(s.prevue_le, s.faite_le) for s in vie.surveillances] == [
        (dt.date(2023, 10, 27), dt.date(2023, 11, 1)),
        (dt.date(2024, 10, 27), dt.date(2024, 10, 1)),
    ]
    assert vivre("2023-10-28", faites=faites).etat is EtatLabel.LABELLISE


def test_sans_decision_un_site_est_candidat_des_son_premier_calendrier():
    assert vivre("2020-01-01", decisions=(), cycles=()).etat is EtatLabel.SANS_DEMARCHE
    assert vivre("2020-01-01", decisions=()).etat is EtatLabel.CANDIDAT


def test_la_derniere_decision_compte_seule():
    seconde = Decision(dt.date(2025, 9, 1), dt.date(2028, 8, 31))

    assert vivre("2026-01-01", decisions=(NANTES, seconde)).decision == seconde
