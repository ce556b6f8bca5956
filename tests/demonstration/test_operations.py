import datetime as dt

import pytest

from qualepref.demonstration import operations
from qualepref.demonstration.comptes import FichierComptesIllisibleError
from qualepref.demonstration.operations import (
    DemonstrationAnterieureError,
    load_demonstration,
)
from qualepref.indicateurs.models import CibleSite, ValeurDeclaree, ValeurPubliee
from qualepref.organisation.models import Agent, Role, Site
from qualepref.socle.models import Evenement
from qualepref.suivi.models import CelluleDemande, Comptage, Demande, SemaineEchantillon


LE = dt.date(2023, 1, 31)
MAINTENANT = dt.datetime(2023, 1, 31, 9, tzinfo=dt.UTC)
TABLES = (
    Site, Agent, Role, Demande, CelluleDemande, Comptage, SemaineEchantillon, CibleSite,
    ValeurDeclaree, ValeurPubliee, Evenement,
)  # fmt: skip


def load():
    return load_demonstration(le=LE, maintenant=MAINTENANT)


@pytest.fixture
def donnees(settings, tmp_path):
    settings.DONNEES = tmp_path
    return tmp_path


def contents():
    return {
        modele.__name__: sorted(modele.objects.order_by().values_list(), key=repr)
        for modele in TABLES
    }


@pytest.mark.django_db
def test_load_demonstration_une_seconde_fois_ne_change_rien(donnees):
    premier = load()
    avant = contents()

    second = load_demonstration(
        le=LE + dt.timedelta(days=1), maintenant=MAINTENANT + dt.timedelta(days=1)
    )

    assert (second.demandes, second.comptages, second.valeurs) == (0, 0, 0)
    assert second.mot_de_passe == premier.mot_de_passe
    assert contents() == avant


@pytest.mark.django_db
def test_load_demonstration_ne_laisse_rien_si_la_fin_echoue(donnees):
    (donnees / "comptes-demonstration.txt").write_text("vidé par erreur")

    with pytest.raises(FichierComptesIllisibleError):
        load()

    assert not Site.objects.exists()
    assert not Demande.objects.exists()


@pytest.mark.django_db
def test_load_demonstration_refuse_une_date_anterieure_aux_faits(donnees):
    with pytest.raises(DemonstrationAnterieureError, match="2022"):
        load_demonstration(le=dt.date(2022, 6, 1), maintenant=MAINTENANT)


@pytest.mark.django_db
def test_sans_fichier_un_nouveau_mot_de_passe_remplace_l_ancien(donnees):
    ancien = load().mot_de_passe
    (donnees / "comptes-demonstration.txt").unlink()

    nouveau = load().mot_de_passe

    agent = Agent.objects.get(username="national")
    assert nouveau != ancien
    assert agent.check_password(nouveau)
    assert not agent.check_password(ancien)


@pytest.mark.django_db
def test_un_signe_inconnu_est_refuse(donnees, monkeypatch):
    lire = operations.load_publications
    monkeypatch.setattr(
        operations,
        "load_publications",
        lambda dossier: tuple(p.model_copy(update={"signes": {}}) for p in lire(dossier)),
    )

    with pytest.raises(operations.SigneInconnuError, match="signes"):
        load()
