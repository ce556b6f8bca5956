import datetime as dt

import pytest

from enquetes.usines import OUVERTURE, build_campagne
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import Brouillon, Collecteur, Retour
from qualepref.enquetes.operations.brouillons import (
    delete_brouillons_anciens,
    open_brouillon,
    submit_brouillon,
    update_brouillon,
)
from qualepref.enquetes.operations.retours import ReponsesRefuseesError
from usines import build_site


pytestmark = pytest.mark.django_db

MIDI = dt.datetime(2022, 5, 6, 12, 34, 56, tzinfo=dt.UTC)


@pytest.fixture
def brouillon():
    site = build_site()
    campagne = build_campagne(site)
    collecteur = Collecteur.objects.create(
        campagne=campagne, site=site, mode=Mode.BORNE, adresse="abc"
    )
    return open_brouillon(collecteur, langue="fr", le=OUVERTURE)


def submit(brouillon, **reponses):
    return submit_brouillon(brouillon, reponses=reponses, le=OUVERTURE, recu_a=MIDI)


def test_envoyer_deux_fois_rend_le_meme_retour(brouillon):
    assert submit(brouillon, globale="satisfaisant") == submit(brouillon, globale="satisfaisant")

    assert Retour.objects.get().recu_a == MIDI.replace(second=0)
    assert not Brouillon.objects.exists()


def test_des_reponses_qui_ne_tiennent_pas_laissent_le_brouillon(brouillon):
    with pytest.raises(ReponsesRefuseesError):
        submit(brouillon, globale="inconnue")

    assert Brouillon.objects.exists()
    assert not Retour.objects.exists()


def test_un_brouillon_envoye_entre_temps_ne_revient_pas(brouillon):
    submit(brouillon)

    update_brouillon(brouillon, valeurs={"globale": "satisfaisant"}, groupe=2, le=OUVERTURE)

    assert not Brouillon.objects.exists()


def test_un_brouillon_delaisse_est_efface(brouillon):
    recent = open_brouillon(brouillon.collecteur, langue="fr", le=OUVERTURE + dt.timedelta(days=1))

    assert delete_brouillons_anciens(avant=OUVERTURE + dt.timedelta(days=1)) == 1

    assert Brouillon.objects.get() == recent
