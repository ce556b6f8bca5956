"""Campaigns validated, closed, opened again; their public addresses."""

import datetime as dt

import pytest

from enquetes.usines import build_campagne
from qualepref.enquetes.enums import EtatCampagne, Mode
from qualepref.enquetes.operations.adresses import (
    LONGUEUR,
    SIGNES,
    AdresseExistanteError,
    AdresseImpossibleError,
    add_collecteur,
    close_collecteur,
    reopen_collecteur,
)
from qualepref.enquetes.operations.ouvertures import (
    EtapeImpossibleError,
    close_campagne,
    reopen_campagne,
    validate_campagne,
)
from usines import CLERMONT, build_service, build_site


pytestmark = pytest.mark.django_db

OUVERTURE, FERMETURE = dt.date(2026, 3, 9), dt.date(2026, 4, 30)
AVANT, PENDANT, APRES = dt.date(2026, 3, 2), dt.date(2026, 3, 20), dt.date(2026, 5, 4)


@pytest.fixture
def nantes():
    return build_site()


def prepare(*sites, **valeurs):
    base = {
        "ouverte_le": OUVERTURE,
        "fermee_le": FERMETURE,
        "validee_le": None,
        "modes": [Mode.EN_LIGNE, Mode.BORNE, Mode.PAPIER],
    }
    return build_campagne(*sites, **(base | valeurs))


def open_on(*sites, **valeurs):
    campagne = prepare(*sites, **valeurs)
    validate_campagne(campagne, par="agent", le=AVANT)
    return campagne


def test_validate_campagne_donne_une_adresse_par_site_et_mode_public(nantes):
    clermont = build_site(**CLERMONT)

    campagne = open_on(nantes, clermont)

    trouvees = {(c.site_id, c.mode) for c in campagne.collecteurs.all()}
    assert trouvees == {
        (site, mode) for site in ("pref-44", "pref-63") for mode in ("en_ligne", "borne")
    }


def test_validate_campagne_rattache_l_adresse_au_service_enquete(nantes):
    service = build_service(nantes)
    campagne = prepare(nantes)
    campagne.places.update(service=service)

    validate_campagne(campagne, par="agent", le=AVANT)

    assert {c.service for c in campagne.collecteurs.all()} == {service}


def test_validate_campagne_tire_des_adresses_sans_signe_ambigu(nantes):
    adresses = [c.adresse for c in open_on(nantes).collecteurs.all()]

    assert len(set(adresses)) == 2
    assert all(len(a) == LONGUEUR and set(a) <= set(SIGNES) for a in adresses)
    assert set("01iloaeuys").isdisjoint(SIGNES)


def test_validate_campagne_l_ouvre_a_sa_date(nantes):
    campagne = open_on(nantes)

    etats = [campagne.etat(jour) for jour in (AVANT, OUVERTURE, FERMETURE, APRES)]
    assert etats == [
        EtatCampagne.PREVUE, EtatCampagne.OUVERTE, EtatCampagne.OUVERTE, EtatCampagne.CLOSE,
    ]  # fmt: skip


def test_validate_campagne_refuse_deux_fois(nantes):
    campagne = open_on(nantes)

    with pytest.raises(EtapeImpossibleError, match="déjà validée"):
        validate_campagne(campagne, par="agent", le=AVANT)


def test_validate_campagne_refuse_des_dates_passees(nantes):
    campagne = prepare(nantes)

    with pytest.raises(EtapeImpossibleError, match="est passé"):
        validate_campagne(campagne, par="agent", le=APRES)


def test_close_campagne_en_fait_le_dernier_jour(nantes):
    campagne = open_on(nantes)

    close_campagne(campagne, par="agent", le=PENDANT)

    campagne.refresh_from_db()
    assert campagne.fermee_le == PENDANT
    assert campagne.etat(PENDANT + dt.timedelta(days=1)) == EtatCampagne.CLOSE


@pytest.mark.parametrize(
    ("le", "motif"),
    [(AVANT, "n’a pas commencé"), (FERMETURE, "se termine déjà"), (APRES, "est close depuis")],
)
def test_close_campagne_refuse_hors_de_ses_jours(nantes, le, motif):
    campagne = open_on(nantes)

    with pytest.raises(EtapeImpossibleError, match=motif):
        close_campagne(campagne, par="agent", le=le)


@pytest.mark.parametrize("jusqu_au", [None, APRES, APRES + dt.timedelta(days=30)])
def test_reopen_campagne_reprend_les_reponses(nantes, jusqu_au):
    campagne = open_on(nantes)

    reopen_campagne(campagne, jusqu_au=jusqu_au, par="agent", le=APRES)

    campagne.refresh_from_db()
    assert campagne.etat(APRES) == EtatCampagne.OUVERTE
    assert campagne.fermee_le == jusqu_au


@pytest.mark.parametrize(
    ("jusqu_au", "le", "motif"),
    [(PENDANT, APRES, "Ce jour est passé"), (APRES, PENDANT, "n’est pas close")],
)
def test_reopen_campagne_refuse(nantes, jusqu_au, le, motif):
    campagne = open_on(nantes)

    with pytest.raises(EtapeImpossibleError, match=motif):
        reopen_campagne(campagne, jusqu_au=jusqu_au, par="agent", le=le)


def test_reopen_campagne_refuse_des_resultats_seuls(nantes):
    campagne = build_campagne(nantes, formulaire=None)

    with pytest.raises(EtapeImpossibleError, match="résultats publiés"):
        reopen_campagne(campagne, jusqu_au=None, par="agent", le=APRES)


def test_add_collecteur_pour_un_service(nantes):
    campagne = open_on(nantes)
    service = build_service(nantes)

    collecteur = add_collecteur(
        campagne, site=nantes, mode=Mode.BORNE, service=service, par="agent"
    )

    assert collecteur.service == service
    assert campagne.collecteurs.count() == 3


def test_add_collecteur_refuse_le_meme(nantes):
    campagne = open_on(nantes)

    with pytest.raises(AdresseExistanteError):
        add_collecteur(campagne, site=nantes, mode=Mode.BORNE, par="agent")


@pytest.mark.parametrize("mode", [Mode.PAPIER, Mode.TABLETTE])
def test_add_collecteur_refuse_un_mode_sans_adresse(nantes, mode):
    with pytest.raises(AdresseImpossibleError, match="pas d’adresse"):
        add_collecteur(open_on(nantes), site=nantes, mode=mode, par="agent")


def test_add_collecteur_refuse_avant_validation(nantes):
    with pytest.raises(AdresseImpossibleError, match="validez-la"):
        add_collecteur(prepare(nantes), site=nantes, mode=Mode.BORNE, par="agent")


def test_add_collecteur_refuse_un_site_hors_campagne(nantes):
    with pytest.raises(AdresseImpossibleError, match="ne se déroule pas"):
        add_collecteur(open_on(nantes), site=build_site(**CLERMONT), mode=Mode.BORNE, par="agent")


def test_une_adresse_se_ferme_et_se_rouvre(nantes):
    collecteur = open_on(nantes).collecteurs.first()

    close_collecteur(collecteur, par="agent")
    collecteur.refresh_from_db()
    assert collecteur.ferme
    reopen_collecteur(collecteur, par="agent")
    collecteur.refresh_from_db()
    assert not collecteur.ferme
