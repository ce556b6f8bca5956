"""The committees of the demonstration, as published, and once only."""

import datetime as dt
from pathlib import Path

import pytest

from qualepref.comites.models import Comite, Membre, Reunion, Suite
from qualepref.demonstration.comites import write_comites
from qualepref.demonstration.donnees_comites import Comites, load_comites
from qualepref.organisation.operations import load_sites_officiels


pytestmark = pytest.mark.django_db
DOSSIER = Path(__file__).parents[2] / "demonstration" / "comites"
LE = dt.date(2023, 1, 31)


@pytest.fixture
def ecrits():
    load_sites_officiels()
    return write_comites(load_comites(DOSSIER), le=LE)


def test_les_comites_publies_s_ecrivent_une_fois(ecrits):
    assert ecrits == 2
    assert write_comites(load_comites(DOSSIER), le=LE) == 0
    assert Reunion.objects.filter(tenue=True).count() == 2


def test_le_comite_de_l_essonne_est_commun_a_trois_sites_et_ne_nomme_personne(ecrits):
    comite = Comite.objects.get(pilote="pref-91")

    assert sorted(s.pk for s in comite.sites.all()) == [
        "pref-91", "sp-91-etampes", "sp-91-palaiseau",
    ]  # fmt: skip
    assert comite.membres.count() == 12
    assert not Membre.objects.exclude(nom="", prenom="", courriel="").exists()


def test_l_ordre_du_jour_du_puy_de_dome_a_sept_points_et_ses_suites_attendent(ecrits):
    reunion = Reunion.objects.get(comite__pilote="pref-63")

    assert reunion.points.count() == 7
    assert reunion.suites.attendues().count() == 5
    assert Suite.objects.exclude(reponse="").count() == 0


def test_le_compte_rendu_du_puy_de_dome_est_publie_et_dit_d_ou_il_vient(ecrits):
    reunion = Reunion.objects.get(comite__pilote="pref-63")

    assert reunion.publie_le == dt.date(2022, 7, 29)
    assert reunion.compte_rendu.startswith("Compte rendu de démonstration")
    assert Reunion.objects.get(comite__pilote="pref-91").compte_rendu == ""


def test_une_suite_sur_un_point_absent_est_refusee():
    reunion = {
        "jour": LE, "heure": dt.time(14), "points": [{"genre": "echanges", "titre": "Échanges"}],
        "suites": [{"nature": "avis", "texte": "Oui", "point": 2}],
    }  # fmt: skip
    comite = {
        "pilote": "pref-63", "sites": ["pref-63"], "type": "clu", "nom": "CLU",
        "membres": [], "reunions": [reunion],
    }  # fmt: skip

    with pytest.raises(ValueError, match="point absent"):
        Comites.model_validate({"document": "d", "comites": [comite]})
