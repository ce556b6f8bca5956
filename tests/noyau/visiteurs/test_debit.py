import pytest

from qualepref.noyau.visiteurs import debit
from qualepref.noyau.visiteurs.debit import Debit, reduce_adresse


CLE = b"cle"


def test_une_adresse_envoie_tout_son_compte_puis_attend():
    compteur = Debit(60, cle=CLE)

    premiers = [compteur.take("192.0.2.1", 0) for _ in range(60)]

    assert set(premiers) == {0}
    assert compteur.take("192.0.2.1", 0) == 1
    assert compteur.take("192.0.2.1", 1) == 0


def test_une_autre_adresse_a_son_propre_compte():
    compteur = Debit(1, cle=CLE)
    compteur.take("192.0.2.1", 0)

    assert compteur.take("192.0.2.1", 0) == 60
    assert compteur.take("192.0.2.2", 0) == 0


def test_sans_limite_rien_n_est_compte():
    compteur = Debit(0, cle=CLE)

    assert {compteur.take("192.0.2.1", 0) for _ in range(10)} == {0}


def test_aucune_adresse_n_est_gardee():
    compteur = Debit(5, cle=CLE)
    compteur.take("192.0.2.1", 0)

    assert b"192.0.2.1" not in repr(compteur._comptes).encode()


def test_la_memoire_ne_grandit_pas_sans_fin(monkeypatch):
    monkeypatch.setattr(debit, "ADRESSES_MAX", 3)
    compteur = Debit(5, cle=CLE)
    for rang in range(10):
        compteur.take(f"192.0.2.{rang}", 0)

    assert len(compteur._comptes) == 3


@pytest.mark.parametrize(
    ("adresse", "reduite"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("inconnue", "inconnue"),
    ],
)
def test_un_abonne_en_ipv6_est_une_adresse(adresse, reduite):
    assert reduce_adresse(adresse) == reduite
