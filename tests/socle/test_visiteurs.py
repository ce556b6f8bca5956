import datetime as dt

from qualepref.socle.visiteurs import is_sincere, read_adresse, sign_jeton


HEURE = dt.timedelta(hours=1)


def test_derriere_un_mandataire_le_debit_compte_le_client(settings, rf):
    relayee = rf.post("/", headers={"X-Forwarded-For": "198.51.100.7, 192.0.2.1"})

    assert read_adresse(relayee) == "127.0.0.1"
    settings.PRODUCTION = True
    assert read_adresse(relayee) == "192.0.2.1"


def test_un_envoi_vient_de_la_page_donnee_et_d_aucune_autre(rf):
    jeton = sign_jeton("abc", 1)
    envoi = rf.post("/", {"jeton": jeton})
    ailleurs = rf.post("/", {"jeton": jeton}, headers={"Sec-Fetch-Site": "cross-site"})

    assert is_sincere(envoi, "abc", 1, duree=HEURE)
    assert not is_sincere(envoi, "abc", 2, duree=HEURE)
    assert not is_sincere(envoi, "abc", 1, duree=-HEURE)
    assert not is_sincere(ailleurs, "abc", 1, duree=HEURE)
