import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.calendrier import (
    Calendrier,
    ColonneInvalideError,
    DelaiNegatifError,
    Fermeture,
    HorsCalendrierError,
    PeriodeInverseeError,
    add_jours_ouvres,
    add_jours_ouvres_np,
    compute_delai_jours_ouvres,
    compute_delais_jours_ouvres_np,
    count_jours_ouvres,
    count_jours_ouvres_np,
    load_territoires,
)


EPOQUE = dt.date(1970, 1, 1)
TERRITOIRES = load_territoires(Path(__file__).parents[3] / "calendriers" / "territoires.yaml")
PONT = Fermeture(dt.date(2024, 5, 10), dt.date(2024, 5, 20), "travaux")
CALENDRIERS = [Calendrier(t, f) for t in TERRITOIRES.values() for f in ((), (PONT,))]
PERIODES = st.lists(
    st.tuples(
        st.dates(dt.date(2000, 1, 1), dt.date(2049, 1, 1)),
        st.one_of(st.integers(0, 30), st.integers(0, 700)),
    ),
    max_size=30,
)


@pytest.fixture
def calendrier(metropole):
    return Calendrier(metropole)


def numeros(jours):
    return np.array([(jour - EPOQUE).days for jour in jours], dtype=np.int32)


@given(st.sampled_from(CALENDRIERS), PERIODES)
def test_count_et_delai_vectoriels_egaux_un_a_un(calendrier, periodes):
    paires = [(debut, debut + dt.timedelta(ecart)) for debut, ecart in periodes]
    debuts, fins = numeros(d for d, _ in paires), numeros(f for _, f in paires)

    comptes = count_jours_ouvres_np(debuts, fins, calendrier)
    delais = compute_delais_jours_ouvres_np(debuts, fins, calendrier)

    assert comptes.tolist() == [count_jours_ouvres(*p, calendrier=calendrier) for p in paires]
    assert delais.tolist() == [
        compute_delai_jours_ouvres(*p, calendrier=calendrier) for p in paires
    ]


@given(st.sampled_from(CALENDRIERS), PERIODES)
def test_add_vectoriel_egal_un_a_un(calendrier, periodes):
    periodes = [(debut, delai // 3) for debut, delai in periodes]
    debuts = numeros(debut for debut, _ in periodes)
    delais = np.array([delai for _, delai in periodes], dtype=np.int32)

    echeances = add_jours_ouvres_np(debuts, delais, calendrier)

    attendues = numeros(add_jours_ouvres(*p, calendrier=calendrier) for p in periodes)
    assert echeances.tolist() == attendues.tolist()


def test_les_resultats_sont_des_int32(calendrier):
    jours = numeros([dt.date(2026, 11, 20)])

    types = {
        count_jours_ouvres_np(jours, jours, calendrier).dtype,
        compute_delais_jours_ouvres_np(jours, jours, calendrier).dtype,
        add_jours_ouvres_np(jours, 5, calendrier).dtype,
    }

    assert types == {np.dtype(np.int32)}


def test_les_datetime64_sont_acceptes(calendrier):
    jours = np.array(["2026-11-20", "2026-11-21"], dtype="datetime64[ns]")

    echeances = add_jours_ouvres_np(jours, 5, calendrier)

    assert echeances.tolist() == numeros([dt.date(2026, 11, 27)] * 2).tolist()


def test_une_colonne_vide_donne_une_colonne_vide(calendrier):
    assert count_jours_ouvres_np([], [], calendrier).tolist() == []


def test_une_date_absente_est_refusee(calendrier):
    jours = np.array(["2026-11-20", "NaT"], dtype="datetime64[D]")

    with pytest.raises(HorsCalendrierError, match="ligne 2 est absente"):
        add_jours_ouvres_np(jours, 5, calendrier)


@pytest.mark.parametrize("jour", [dt.date(1999, 12, 31), dt.date(2051, 1, 1)])
def test_une_date_hors_bornes_est_refusee(calendrier, jour):
    with pytest.raises(HorsCalendrierError, match="ligne 2, est hors du calendrier"):
        add_jours_ouvres_np(numeros([dt.date(2026, 11, 20), jour]), 5, calendrier)


def test_une_echeance_hors_bornes_est_refusee(calendrier):
    with pytest.raises(HorsCalendrierError, match="ligne 1 dépasse le calendrier"):
        add_jours_ouvres_np(numeros([dt.date(2050, 12, 30)]), 1, calendrier)


def test_un_delai_nul_le_dernier_jour_est_accepte(calendrier):
    dernier = numeros([dt.date(2050, 12, 31)])

    assert add_jours_ouvres_np(dernier, 0, calendrier).tolist() == dernier.tolist()


def test_un_delai_negatif_est_refuse(calendrier):
    with pytest.raises(DelaiNegatifError, match="-2"):
        add_jours_ouvres_np(numeros([dt.date(2026, 1, 5)] * 2), [1, -2], calendrier)


@pytest.mark.parametrize("compte", [count_jours_ouvres_np, compute_delais_jours_ouvres_np])
def test_une_periode_inversee_est_refusee_avec_sa_ligne(calendrier, compte):
    jours = numeros([dt.date(2026, 1, 5), dt.date(2026, 1, 6)])

    with pytest.raises(PeriodeInverseeError, match="ligne 2 finit le 05/01/2026, avant"):
        compte(jours, jours[[0, 0]], calendrier)


@pytest.mark.parametrize(
    ("jours", "delais"),
    [([20000.5], 5), (["2026-01-05"], 5), ([20000], 1.5)],
    ids=["date décimale", "date en texte", "délai décimal"],
)
def test_une_colonne_d_un_autre_type_est_refusee(calendrier, jours, delais):
    with pytest.raises(ColonneInvalideError, match="nombres entiers"):
        add_jours_ouvres_np(jours, delais, calendrier)
