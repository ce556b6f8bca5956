import datetime as dt

import pytest

from qualepref.noyau.calcul.cellules import POSITION
from qualepref.noyau.calcul.periodes import Periode
from qualepref.organisation.models import Agent, Site
from qualepref.suivi.models import CelluleDemande, Demande
from qualepref.suivi.operations.cellules import update_cellules
from qualepref.suivi.operations.demandes import delete_demande, record_demande, update_demande
from qualepref.suivi.sources import load_cube


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 6, 30)
FAUX = 999


@pytest.fixture
def site():
    return Site.objects.create(
        code="pref-44",
        nom="Loire-Atlantique",
        type="prefecture",
        departement="44",
        chef_lieu="Nantes",
        calendrier="metropole",
        fuseau="Europe/Paris",
    )


@pytest.fixture
def agent():
    return Agent.objects.create(username="camille")


@pytest.fixture
def record(site, agent):
    def write(recue_le, **valeurs):
        base = {"nature": "information", "canal": "courriel", "recue_le": recue_le}
        return record_demande(site, registre="courriels", valeurs=base | valeurs, par=agent, le=LE)

    return write


def falsify(mois):
    """Make the stored cells of a month wrong, to see who rebuilds them."""
    CelluleDemande.objects.filter(mois=mois).update(recues=FAUX)


def recues():
    return dict(CelluleDemande.objects.order_by("mois").values_list("mois", "recues"))


def test_record_demande_ne_refait_que_son_mois(record):
    record(dt.date(2022, 3, 1))
    falsify(202203)

    record(dt.date(2022, 4, 1))

    assert recues() == {202203: FAUX, 202204: 1}


def test_record_demande_ne_refait_que_son_site(record, site):
    record(dt.date(2022, 3, 1))
    CelluleDemande.objects.filter(mois=202203).update(site="pref-63", recues=FAUX)

    record(dt.date(2022, 3, 2))

    assert dict(CelluleDemande.objects.values_list("site", "recues")) == {
        "pref-44": 2,
        "pref-63": FAUX,
    }


def test_update_demande_deplacee_refait_les_deux_mois_et_eux_seuls(record, agent):
    demande = record(dt.date(2022, 3, 1))
    for jour in (dt.date(2022, 3, 2), dt.date(2022, 4, 1), dt.date(2022, 5, 2)):
        record(jour)
    for mois in (202203, 202204, 202205):
        falsify(mois)

    update_demande(demande, valeurs={"recue_le": dt.date(2022, 4, 4)}, par=agent, le=LE)

    assert recues() == {202203: 1, 202204: 2, 202205: FAUX}


def test_update_demande_vide_le_mois_qu_elle_quitte(record, agent):
    demande = record(dt.date(2022, 3, 1))

    update_demande(demande, valeurs={"recue_le": dt.date(2022, 4, 4)}, par=agent, le=LE)

    assert recues() == {202204: 1}


def test_delete_demande_refait_son_mois(record, agent):
    demande = record(dt.date(2022, 3, 1))
    record(dt.date(2022, 3, 2))

    delete_demande(demande, par=agent, le=LE)

    assert recues() == {202203: 1}


def test_une_demande_devient_en_retard_sans_aucune_ecriture(record, site):
    demande = record(LE)
    ecrites = list(CelluleDemande.objects.values())
    lendemain = demande.echeance + dt.timedelta(1)

    mesures = [
        load_cube(site, Periode.annee(2022), le=le).sums(()).par_mois[202206]
        for le in (demande.echeance, lendemain)
    ]

    retards = [(m[POSITION["en_cours"]], m[POSITION["sans_reponse"]]) for m in mesures]
    assert retards == [(1, 0), (0, 1)]
    assert list(CelluleDemande.objects.values()) == ecrites


def test_update_cellules_retire_celles_d_un_mois_vide(record, site):
    record(dt.date(2022, 3, 1))
    Demande.objects.all().delete()

    total = update_cellules(site, mois=[202203], le=LE)

    assert (total, recues()) == (0, {})


def test_update_cellules_de_plus_de_mois_qu_un_lot(record, site, monkeypatch):
    monkeypatch.setattr("qualepref.suivi.operations.cellules.MOIS_PAR_LOT", 2)
    for mois in (1, 2, 3, 4, 5):
        record(dt.date(2022, mois, 10))
    CelluleDemande.objects.all().delete()

    total = update_cellules(site, mois=range(202201, 202206), le=LE)

    assert total == 5


def test_update_cellules_dit_quand_elles_sont_arretees(record, site):
    record(dt.date(2022, 3, 1))

    update_cellules(site, mois=[202203], le=dt.date(2022, 7, 14))

    assert CelluleDemande.objects.get().arretee_le == dt.date(2022, 7, 14)
