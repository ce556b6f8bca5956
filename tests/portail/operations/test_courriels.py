"""Acknowledgements through a real mail server, and what happens when there is none."""

import datetime as dt
import socket
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from qualepref.portail.models import EnvoiPublic
from qualepref.portail.operations.messages import (
    MessageEcrit,
    MessageRefuseError,
    delete_envois_anciens,
    record_message,
)
from qualepref.suivi.models import Demande
from usines import build_site


pytestmark = pytest.mark.django_db

LE = dt.date(2026, 11, 20)
MESSAGE = MessageEcrit("suggestion", "Un banc", "Un banc dehors.", "", "jeanne@exemple.fr")


class Boite:
    """Keeps what a server is given."""

    def __init__(self):
        self.recus = []

    async def handle_DATA(self, serveur, session, enveloppe):  # noqa: N802
        self.recus.append((enveloppe.rcpt_tos, enveloppe.content))
        return "250 OK"


@pytest.fixture
def serveur():
    boite = Boite()
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        port = libre.getsockname()[1]
    controleur = Controller(boite, hostname="127.0.0.1", port=port)
    controleur.start()
    yield boite, port
    controleur.stop()


@pytest.fixture
def smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    return settings


def write(site, cle=None):
    return record_message(site, message=MESSAGE, cle=cle or uuid4(), accuser=True, le=LE)


def test_l_accuse_part_par_un_vrai_serveur(serveur, smtp, django_capture_on_commit_callbacks):
    boite, smtp.EMAIL_PORT = serveur

    with django_capture_on_commit_callbacks(execute=True):
        envoi = write(build_site())

    ((destinataires, octets),) = boite.recus
    courriel = message_from_bytes(octets, policy=policy.default)
    assert destinataires == ["jeanne@exemple.fr"]
    # A long subject starts on a line of its own, whose fold is not part of it.
    assert courriel["Subject"].strip() == (
        "Nous avons bien reçu votre suggestion ou votre réclamation"
    )
    assert courriel["Auto-Submitted"] == "auto-replied"
    assert envoi.demande.reference in courriel.get_content()


def test_un_serveur_absent_ne_perd_pas_le_message(smtp, caplog, django_capture_on_commit_callbacks):
    smtp.EMAIL_PORT = 1

    with django_capture_on_commit_callbacks(execute=True):
        write(build_site())

    assert Demande.objects.count() == 1
    assert "ConnectionRefusedError" in caplog.text
    assert "jeanne" not in caplog.text


def test_une_cle_ancienne_s_oublie_la_demande_reste():
    site = build_site()
    write(site)

    partis = [delete_envois_anciens(avant=LE), delete_envois_anciens(avant=dt.date(2026, 11, 21))]

    assert partis == [0, 1]
    assert not EnvoiPublic.objects.exists()
    assert Demande.objects.get().objet == "Un banc"


def test_une_nature_que_le_registre_ne_suit_pas_est_refusee():
    message = MessageEcrit("maj-svi", "Un banc", "Un banc dehors.")

    with pytest.raises(MessageRefuseError):
        record_message(build_site(), message=message, cle=uuid4(), accuser=False, le=LE)
