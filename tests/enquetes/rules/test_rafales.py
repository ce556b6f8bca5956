import datetime as dt
from itertools import count

from hypothesis import given, strategies as st

from qualepref.enquetes.rules.rafales import Envoi, find_rafales


MIDI = dt.datetime(2022, 5, 6, 12, tzinfo=dt.UTC)
FENETRE = dt.timedelta(minutes=5)


def at(*minutes, empreinte="a", lieu="Nantes", depuis=1):
    rangs = count(depuis)
    return [Envoi(next(rangs), MIDI + dt.timedelta(minutes=m), lieu, empreinte) for m in minutes]


def find(envois, semblables=3):
    return [
        tuple(e.pk for e in r.envois)
        for r in find_rafales(envois, semblables=semblables, fenetre=FENETRE)
    ]


def test_des_reponses_pareilles_et_proches_font_une_rafale():
    assert find(at(0, 2, 5)) == [(1, 2, 3)]


def test_des_reponses_pareilles_mais_espacees_n_en_font_pas():
    assert find(at(0, 3, 6, 9)) == []


def test_des_reponses_differentes_n_en_font_pas():
    assert find([*at(0, 0), *at(0, empreinte="b", depuis=3)]) == []


def test_des_lieux_differents_n_en_font_pas():
    assert find([*at(0, 0), *at(0, lieu="Saint-Nazaire", depuis=3)]) == []


def test_des_fenetres_qui_se_touchent_font_une_seule_rafale():
    assert find(at(0, 2, 4, 6, 8)) == [(1, 2, 3, 4, 5)]


def test_deux_rafales_se_distinguent_la_derniere_d_abord():
    assert find(at(0, 1, 2, 60, 61, 62)) == [(4, 5, 6), (1, 2, 3)]


@given(st.lists(st.integers(0, 30), max_size=25), st.integers(2, 4))
def test_est_en_rafale_tout_envoi_d_une_fenetre_pleine(minutes, semblables):
    envois = at(*sorted(minutes))
    attendus = {
        envoi.pk
        for premier in envois
        if len(dedans := [e for e in envois if MIDI <= premier.recu_a <= e.recu_a <= premier.recu_a + FENETRE]) >= semblables
        for envoi in dedans
    }  # fmt: skip

    assert {pk for rafale in find(envois, semblables) for pk in rafale} == attendus
