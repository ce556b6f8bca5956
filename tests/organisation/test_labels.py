"""A labelling decision is corrected, or taken back after a question."""

import datetime as dt

import pytest
from django.urls import reverse

from qualepref.organisation.models import Label
from qualepref.organisation.operations import record_label
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_agent, build_site, connect


pytestmark = pytest.mark.django_db
SAISIE = {"decision_le": "2022-10-27", "organisme": "SOCOTEC", "duree_annees": "3"}


def inscrire(site, jour):
    return record_label(site, decision_le=jour, organisme="SOCOTECH", duree_annees=2, par="usine")


def test_une_decision_se_corrige_et_sa_fin_suit():
    site = build_site()
    label = inscrire(site, dt.date(2022, 10, 26))
    adresse = reverse("label_corriger", args=[site.pk, label.pk])
    client = connect(build_agent("referent", site))

    client.post(adresse, SAISIE)

    label.refresh_from_db()
    assert (label.decision_le, label.organisme) == (dt.date(2022, 10, 27), "SOCOTEC")
    assert label.fin_le == dt.date(2025, 10, 26)
    trace = Evenement.objects.latest("pk")
    assert (trace.action, trace.avant["decision_le"]) == ("corriger", "2022-10-26")


def test_une_decision_hors_de_tout_calendrier_est_refusee():
    site = build_site()
    client = connect(build_agent("referent", site))

    page = client.post(
        reverse("label_ajouter", args=[site.pk]), SAISIE | {"decision_le": "9999-12-31"}
    )

    assert "hors du calendrier" in page.content.decode()
    assert not Label.objects.exists()


def test_une_decision_ne_prend_pas_le_jour_d_une_autre():
    site = build_site()
    inscrire(site, dt.date(2022, 10, 27))
    label = inscrire(site, dt.date(2019, 1, 1))

    reponse = connect(build_agent("referent", site)).post(
        reverse("label_corriger", args=[site.pk, label.pk]), SAISIE
    )

    assert "est déjà inscrite" in reponse.content.decode()


def test_une_decision_se_retire_apres_une_question_et_par_le_seul_referent():
    site = build_site()
    label = inscrire(site, dt.date(2022, 10, 27))
    adresses = [
        reverse("label_corriger", args=[site.pk, label.pk]),
        reverse("organisation_retirer", args=[site.pk, "label", label.pk]),
    ]
    ailleurs = connect(build_agent("referent", build_site(**CLERMONT)))
    lecteur, referent = (connect(build_agent(r, site)) for r in ("lecteur", "referent"))

    assert {ailleurs.get(a).status_code for a in adresses} == {404}
    assert {lecteur.get(a).status_code for a in adresses} == {403}
    assert {connect().get(a).status_code for a in adresses} == {302}
    assert "Retirer la décision du 27/10/2022" in referent.get(adresses[1]).content.decode()
    referent.post(adresses[1])
    assert not Label.objects.exists()
