"""Realistic sites, agents and demandes, for the tests of the pages and of the writes."""

import datetime as dt
from itertools import count

from django.test import Client

from qualepref.organisation.models import Agent, Boite, ModuleRetenu, Role, Service, Site
from qualepref.suivi.operations.demandes import record_demande


NANTES = {
    "code": "pref-44",
    "nom": "Préfecture de la Loire-Atlantique",
    "type": "prefecture",
    "departement": "44",
    "chef_lieu": "Nantes",
    "calendrier": "metropole",
    "fuseau": "Europe/Paris",
}
CLERMONT = NANTES | {
    "code": "pref-63",
    "nom": "Préfecture du Puy-de-Dôme",
    "departement": "63",
    "chef_lieu": "Clermont-Ferrand",
}
_rangs = count(1)


def build_site(modules=(1, 2, 4), **valeurs):
    """Return a site of those modules, Nantes unless said otherwise."""
    site = Site.objects.create(**(NANTES | valeurs))
    ModuleRetenu.objects.bulk_create(ModuleRetenu(site=site, module=m) for m in modules)
    return site


def build_service(site, code="dmi-sejour", nom="DMI – bureau du séjour"):
    """Return a service of a site."""
    return Service.objects.create(site=site, code=code, nom=nom)


def build_boite(site, code="principale", nom="Boîte principale", service=None):
    """Return a functional mailbox of a site."""
    return Boite.objects.create(site=site, code=code, nom=nom, service=service)


def build_agent(role=None, site=None, *, service=None, jusqu_au=None, **valeurs):
    """Return an agent, holding a role when one is named."""
    identifiant = valeurs.pop("username", f"{role or 'agent'}{next(_rangs)}")
    agent = Agent.objects.create(username=identifiant, **valeurs)
    if role:
        Role.objects.create(agent=agent, site=site, role=role, service=service, jusqu_au=jusqu_au)
    return agent


def build_demande(site, recue_le, *, registre="courriers", le=None, par=None, **valeurs):
    """Return a demande stamped by the clock, a letter asking for information unless said otherwise.

    le: the day it is recorded, the day of receipt when not given.
    """
    base = {"nature": "information", "canal": "courrier", "recue_le": recue_le}
    return record_demande(
        site,
        registre=registre,
        valeurs=base | valeurs,
        par=par or Agent(username="usine"),
        le=le or max(d for d in (base | valeurs).values() if isinstance(d, dt.date)),
    )


def finish(reponse):
    """Read a file given back to its end: closing it would close the test's own connection."""
    if reponse.streaming:
        b"".join(reponse.streaming_content)


def connect(agent=None):
    """Return a client logged in as that agent; nobody when None."""
    client = Client()
    if agent is not None:
        client.force_login(agent)
    return client
