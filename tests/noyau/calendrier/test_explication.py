import datetime as dt
import itertools
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.calendrier import (
    Calendrier,
    DelaiNegatifError,
    Etape,
    Fermeture,
    Nature,
    add_jours_ouvres,
    etapes_echeance,
    explain_echeance,
    load_territoires,
)


TERRITOIRES = load_territoires(Path(__file__).parents[3] / "calendriers" / "territoires.yaml")
NOEL = Fermeture(dt.date(2024, 12, 24), dt.date(2025, 1, 1), "congés de Noël")
PONT = Fermeture(dt.date(2024, 5, 10), dt.date(2024, 5, 10), "pont de l'Ascension")
RECEPTIONS = st.one_of(
    st.dates(dt.date(2000, 1, 1), dt.date(2049, 1, 1)),
    st.dates(dt.date(2024, 4, 15), dt.date(2024, 5, 20)),
    st.dates(dt.date(2024, 12, 1), dt.date(2025, 1, 5)),
)
CALENDRIERS = st.builds(
    Calendrier, st.sampled_from(list(TERRITOIRES.values())), st.sampled_from([(), (PONT, NOEL)])
)


@pytest.mark.parametrize(
    ("recue_le", "jours", "texte"),
    [
        (
            "2025-04-30",
            3,
            (
                "reçue le mer. 30/04/2025 ; jeu. 01/05 férié (Fête du Travail) ; "
                "ven. 02/05 jour ouvré 1 ; sam. 03/05 et dim. 04/05 : week-end ; "
                "lun. 05/05 et mar. 06/05 : jours ouvrés 2 et 3 ; échéance le mar. 06/05/2025"
            ),
        ),
        (
            "2024-05-08",
            5,
            (
                "reçue le mer. 08/05/2024 (férié : Victoire 1945) ; jeu. 09/05 férié (Ascension) ; "
                "ven. 10/05 fermeture (pont de l'Ascension) ; sam. 11/05 et dim. 12/05 : week-end ; "
                "du lun. 13/05 au ven. 17/05 : jours ouvrés 1 à 5 ; échéance le ven. 17/05/2024"
            ),
        ),
        (
            "2024-12-23",
            1,
            (
                "reçue le lun. 23/12/2024 ; mar. 24/12 fermeture (congés de Noël) ; "
                "mer. 25/12 férié (Noël) ; "
                "jeu. 26/12 et ven. 27/12 : fermeture (congés de Noël) ; "
                "sam. 28/12 et dim. 29/12 : week-end ; "
                "lun. 30/12 et mar. 31/12 : fermeture (congés de Noël) ; "
                "mer. 01/01/2025 férié (Jour de l'an) ; jeu. 02/01/2025 jour ouvré 1 ; "
                "échéance le jeu. 02/01/2025"
            ),
        ),
        (
            "2025-10-31",
            1,
            (
                "reçue le ven. 31/10/2025 ; sam. 01/11 férié (Toussaint) ; dim. 02/11 week-end ; "
                "lun. 03/11 jour ouvré 1 ; échéance le lun. 03/11/2025"
            ),
        ),
        ("2025-05-02", 0, "reçue le ven. 02/05/2025 ; échéance le ven. 02/05/2025"),
    ],
)
def test_explain_echeance_dit_le_compte_en_francais(metropole, recue_le, jours, texte):
    calendrier = Calendrier(metropole, (PONT, NOEL))

    assert explain_echeance(dt.date.fromisoformat(recue_le), jours, calendrier=calendrier) == texte


def test_etapes_echeance_regroupe_les_jours_de_meme_nature(metropole):
    j = dt.date

    etapes = etapes_echeance(j(2024, 5, 8), 6, calendrier=Calendrier(metropole, (PONT,)))

    assert etapes == [
        Etape(Nature.RECEPTION, j(2024, 5, 8), j(2024, 5, 8), "férié : Victoire 1945"),
        Etape(Nature.FERMES, j(2024, 5, 9), j(2024, 5, 9), "férié : Ascension"),
        Etape(Nature.FERMES, j(2024, 5, 10), j(2024, 5, 10), "fermeture : pont de l'Ascension"),
        Etape(Nature.FERMES, j(2024, 5, 11), j(2024, 5, 12), "week-end"),
        Etape(Nature.OUVRES, j(2024, 5, 13), j(2024, 5, 17), None, 1, 5),
        Etape(Nature.FERMES, j(2024, 5, 18), j(2024, 5, 19), "week-end"),
        Etape(Nature.FERMES, j(2024, 5, 20), j(2024, 5, 20), "férié : Lundi de Pentecôte"),
        Etape(Nature.OUVRES, j(2024, 5, 21), j(2024, 5, 21), None, 6, 6),
        Etape(Nature.ECHEANCE, j(2024, 5, 21), j(2024, 5, 21)),
    ]


@given(CALENDRIERS, RECEPTIONS, st.integers(0, 30))
def test_les_etapes_couvrent_chaque_jour_une_fois(calendrier, recue_le, jours):
    etapes = etapes_echeance(recue_le, jours, calendrier=calendrier)

    couverts = [
        etape.debut + dt.timedelta(n)
        for etape in etapes[1:-1]
        for n in range((etape.fin - etape.debut).days + 1)
    ]
    echeance = add_jours_ouvres(recue_le, jours, calendrier=calendrier)
    ecart = (echeance - recue_le).days
    assert couverts == [recue_le + dt.timedelta(n + 1) for n in range(ecart)]
    assert etapes[-1].debut == echeance


@given(CALENDRIERS, RECEPTIONS, st.integers(1, 30))
def test_les_rangs_des_etapes_se_suivent_de_un_au_delai(calendrier, recue_le, jours):
    etapes = etapes_echeance(recue_le, jours, calendrier=calendrier)

    rangs = [
        rang
        for etape in etapes
        if etape.nature is Nature.OUVRES
        for rang in range(etape.rang_debut, etape.rang_fin + 1)
    ]
    assert rangs == list(range(1, jours + 1))


@given(CALENDRIERS, RECEPTIONS, st.integers(0, 30))
def test_deux_etapes_qui_se_suivent_different(calendrier, recue_le, jours):
    etapes = etapes_echeance(recue_le, jours, calendrier=calendrier)[1:-1]

    cles = [(etape.nature, etape.motif) for etape in etapes]
    assert all(avant != apres for avant, apres in itertools.pairwise(cles))


def test_explain_echeance_refuse_un_delai_negatif(metropole):
    with pytest.raises(DelaiNegatifError):
        explain_echeance(dt.date(2025, 5, 2), -1, calendrier=Calendrier(metropole))
