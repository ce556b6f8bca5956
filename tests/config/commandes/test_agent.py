"""Accounts opened from the command line."""

import io

import pytest

from qualepref.organisation.models import Agent


@pytest.fixture(autouse=True)
def mot_de_passe(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("un-long-mot-de-passe-9\n"))


def test_un_compte_s_ouvre_avec_son_role(lance, nantes):
    code, _, dit = lance("agent", "anne.rio", "--role", "referent", "--site", nantes.pk)

    assert code == 0
    assert dit == ("anne.rio : référent qualité de la préfecture de la Loire-Atlantique.\n")
    agent = Agent.objects.get(username="anne.rio")
    assert [(r.role, r.site_id) for r in agent.roles.all()] == [("referent", nantes.pk)]


def test_un_role_refuse_ne_laisse_pas_de_compte(lance, nantes):
    code, _, dit = lance("agent", "anne.rio", "--role", "auditeur", "--site", nantes.pk)

    assert code == 1
    assert "dernier jour" in dit
    assert not Agent.objects.filter(username="anne.rio").exists()
