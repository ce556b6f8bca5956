"""Retention of personal data: names leave, figures stay."""

import datetime as dt

import pytest

from qualepref.noyau.calcul.periodes import Periode
from qualepref.organisation.models import Agent, Site
from qualepref.socle.models import Evenement
from qualepref.suivi.operations.conservation import erase_donnees_personnelles
from qualepref.suivi.operations.demandes import record_demande
from qualepref.suivi.sources import load_cube


@pytest.fixture
def site(db):
    return Site.objects.create(
        code="pref-44",
        nom="Préfecture de la Loire-Atlantique",
        type="prefecture",
        departement="44",
        chef_lieu="Nantes",
        calendrier="metropole",
        fuseau="Europe/Paris",
    )


def record(site, recue_le, **valeurs):
    demande = {
        "nature": "information",
        "canal": "courrier",
        "recue_le": recue_le,
        "demandeur": "Une usagère",
        "objet": "Titre de séjour",
        **valeurs,
    }
    return record_demande(
        site,
        registre="courriers",
        valeurs=demande,
        par=Agent(username="referent"),
        le=dt.date(2026, 11, 21),
    )


def test_erase_efface_les_noms_des_demandes_repondues_et_garde_les_chiffres(site):
    ancienne = record(site, dt.date(2023, 10, 31), repondue_le=dt.date(2023, 11, 3))
    avant = load_cube(site, Periode.annee(2023), le=dt.date(2026, 11, 21)).cellules

    effacees = erase_donnees_personnelles(site, par="système", le=dt.date(2026, 11, 21))

    ancienne.refresh_from_db()
    assert effacees == 1
    assert (ancienne.demandeur, ancienne.objet, ancienne.commentaire) == ("", "", "")
    assert load_cube(site, Periode.annee(2023), le=dt.date(2026, 11, 21)).cellules == avant
    assert Evenement.objects.filter(action="effacer les données personnelles").count() == 1


@pytest.mark.parametrize(
    ("recue_le", "valeurs"),
    [
        (dt.date(2023, 11, 1), {"repondue_le": dt.date(2023, 11, 3)}),
        (dt.date(2020, 1, 6), {}),
    ],
    ids=["mois encore conservé", "sans réponse"],
)
def test_erase_garde_ce_qui_sert_encore(site, recue_le, valeurs):
    demande = record(site, recue_le, **valeurs)

    assert erase_donnees_personnelles(site, par="système", le=dt.date(2026, 11, 21)) == 0

    demande.refresh_from_db()
    assert demande.demandeur == "Une usagère"
