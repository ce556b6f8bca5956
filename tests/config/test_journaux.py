import logging

import pytest
from django.urls import reverse

from qualepref.config.journaux import SansReponses, SansTravaux


@pytest.mark.parametrize(
    ("chemin", "statut", "ecrit"),
    [
        ("/enquete/abc/6f1b/1/", 403, False),
        ("/enquete/abc/6f1b/1/", 500, True),
        ("/sites/pref-44/", 403, True),
    ],
)
def test_la_cle_d_un_questionnaire_n_entre_pas_au_journal(rf, chemin, statut, ecrit):
    ligne = logging.makeLogRecord({"request": rf.get(chemin), "status_code": statut})

    assert SansReponses().filter(ligne) is ecrit


@pytest.mark.django_db
def test_qui_ne_sait_pas_son_mot_de_passe_n_entre_pas_au_journal(client, caplog, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        client.post(
            reverse("connexion"),
            {"username": "yann.le-bihan", "password": "faux"},
            REMOTE_ADDR="192.0.2.7",
        )

    assert "yann" not in caplog.text
    assert "192.0.2.7" not in caplog.text


@pytest.mark.parametrize(
    ("nom", "niveau", "ecrit"),
    [
        ("django_tasks_db", logging.WARNING, False),
        ("django_tasks", logging.INFO, False),
        ("django_tasks", logging.ERROR, True),
        ("qualepref.portail", logging.WARNING, True),
    ],
)
def test_du_travail_de_fond_seuls_les_echecs_entrent_au_journal(nom, niveau, ecrit):
    ligne = logging.makeLogRecord({"name": nom, "levelno": niveau})

    assert SansTravaux().filter(ligne) is ecrit


def test_une_ligne_sans_requete_est_ecrite():
    assert SansReponses().filter(logging.makeLogRecord({}))
