import datetime as dt

import pytest
from axes.models import AccessLog

from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Role, Site
from qualepref.organisation.operations import (
    IdentifiantPrisError,
    MotDePasseFaibleError,
    create_agent,
    define_perimetre,
    delete_connexions,
    grant_role,
    load_sites_officiels,
    record_label,
    write_boite,
    write_service,
)
from qualepref.organisation.queries import get_carte
from qualepref.socle.models import Evenement


pytestmark = pytest.mark.django_db
MOT_DE_PASSE = "une phrase assez longue 2022"


@pytest.fixture
def nantes():
    load_sites_officiels()
    return Site.objects.get(pk="pref-44")


def test_load_sites_officiels_ecrit_toute_la_liste():
    nombre = load_sites_officiels()

    assert nombre == Site.objects.count() == len(get_carte().sites)


def test_load_sites_officiels_rattache_les_sous_prefectures(nantes):
    sous_prefecture = Site.objects.get(pk="sp-91-etampes")

    assert sous_prefecture.prefecture_id == "pref-91"
    assert nantes.prefecture_id is None


def test_load_sites_officiels_une_seconde_fois_n_ecrit_rien(nantes):
    traces = Evenement.objects.count()

    load_sites_officiels()

    assert Evenement.objects.count() == traces


def test_load_sites_officiels_corrige_un_nom_et_garde_les_choix_du_site(nantes):
    Site.objects.filter(pk="pref-44").update(nom="Ancien nom", a_cert=True, version="2030-01")

    load_sites_officiels()

    nantes.refresh_from_db()
    assert (nantes.nom, nantes.a_cert, nantes.version) == (
        get_carte().sites["pref-44"].nom, True, "2030-01",
    )  # fmt: skip


def test_define_perimetre_remplace_les_modules(nantes):
    define_perimetre(nantes, modules=[1, 2, 4], a_cert=True, par="essai")

    define_perimetre(nantes, modules=[4, 1], a_cert=False, par="essai")

    assert Site.objects.get(pk="pref-44").modules == (1, 4)


def test_define_perimetre_dit_si_rien_ne_change(nantes):
    assert define_perimetre(nantes, modules=[1, 4], a_cert=False, par="essai")
    assert not define_perimetre(nantes, modules=[4, 1], a_cert=False, par="essai")


def test_define_perimetre_trace_l_avant_et_l_apres(nantes):
    define_perimetre(nantes, modules=[1], a_cert=False, par="essai")

    trace = Evenement.objects.filter(objet="périmètre").get()

    assert (trace.avant["modules"], trace.apres["modules"], trace.site) == ([], [1], "pref-44")


@pytest.mark.parametrize(
    ("decision", "annees", "fin"),
    [
        (dt.date(2022, 10, 27), 3, dt.date(2025, 10, 26)),
        (dt.date(2024, 2, 29), 3, dt.date(2027, 2, 28)),
        (dt.date(2024, 2, 29), 4, dt.date(2028, 2, 28)),
    ],
)
def test_record_label_calcule_le_dernier_jour(nantes, decision, annees, fin):
    label = record_label(
        nantes, decision_le=decision, organisme="SOCOTEC", duree_annees=annees, par="essai"
    )

    assert label.fin_le == fin


def test_write_boite_change_de_service_sans_doublon(nantes):
    service = write_service(nantes, code="accueil", nom="Accueil", par="essai")
    write_boite(nantes, code="contact", nom="contact@", par="essai")

    write_boite(nantes, code="contact", nom="contact@", service=service, par="essai")

    assert [b.service for b in nantes.boites.all()] == [service]


def test_create_agent_refuse_un_identifiant_pris():
    create_agent(identifiant="referent", mot_de_passe=MOT_DE_PASSE, par="essai")

    with pytest.raises(IdentifiantPrisError, match="referent"):
        create_agent(identifiant="referent", mot_de_passe=MOT_DE_PASSE, par="essai")


def test_create_agent_refuse_un_mot_de_passe_faible():
    with pytest.raises(MotDePasseFaibleError):
        create_agent(identifiant="referent", mot_de_passe="1234", par="essai")

    assert not Agent.objects.exists()


def test_la_trace_d_un_compte_ne_contient_ni_nom_ni_mot_de_passe():
    create_agent(identifiant="jd", mot_de_passe=MOT_DE_PASSE, nom="Durand", par="essai")

    trace = Evenement.objects.get()

    assert not {"Durand", MOT_DE_PASSE} & {trace.objet, *map(str, trace.apres.values())}


def test_grant_role_prolonge_le_role_existant(nantes):
    agent = create_agent(identifiant="auditeur", mot_de_passe=MOT_DE_PASSE, par="essai")
    commun = {"role": NomRole.AUDITEUR, "site": nantes, "par": "essai"}
    grant_role(agent, jusqu_au=dt.date(2022, 7, 31), **commun)

    grant_role(agent, jusqu_au=dt.date(2022, 8, 31), **commun)

    assert [r.jusqu_au for r in Role.objects.all()] == [dt.date(2022, 8, 31)]


@pytest.mark.django_db
def test_delete_connexions_oublie_ce_qui_est_trop_ancien():
    for annee in (2024, 2026):
        ligne = AccessLog.objects.create(username="referent.44", ip_address="127.0.0.1")
        AccessLog.objects.filter(pk=ligne.pk).update(
            attempt_time=dt.datetime(annee, 6, 1, tzinfo=dt.UTC)
        )

    oubliees = delete_connexions(avant=dt.datetime(2025, 11, 21, tzinfo=dt.UTC))

    assert oubliees == 1
    assert AccessLog.objects.get().attempt_time.year == 2026
