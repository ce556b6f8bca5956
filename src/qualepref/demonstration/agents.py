"""The accounts of the demonstration: of nobody real, all with the same drawn password."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from qualepref.demonstration.comptes import (
    NOM_FICHIER,
    draw_mot_de_passe,
    read_mot_de_passe,
    write_fichier,
)
from qualepref.demonstration.donnees import CompteDemonstration, RoleDemonstration
from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Service
from qualepref.organisation.operations import (
    SYSTEME,
    change_mot_de_passe,
    create_agent,
    grant_role,
)
from qualepref.organisation.queries import get_site


def write_comptes(comptes: Iterable[CompteDemonstration], *, le: dt.date) -> tuple[str, Path]:
    """Create the missing accounts; return their password and the file that keeps it.

    Without that file, a new password is drawn and given to all of them.
    """
    comptes = list(comptes)
    fichier = settings.DONNEES / NOM_FICHIER
    garde = read_mot_de_passe(fichier)
    mot_de_passe = garde or draw_mot_de_passe()
    for compte in comptes:
        agent = Agent.objects.filter(username=compte.identifiant).first()
        if agent is None:
            agent = create_agent(
                identifiant=compte.identifiant,
                mot_de_passe=mot_de_passe,
                nom=compte.nom,
                par=SYSTEME,
            )
        elif garde is None:
            change_mot_de_passe(agent, mot_de_passe=mot_de_passe, par=SYSTEME)
        for role in compte.roles:
            _load_role(agent, role, le=le)
    if garde is None:
        noms = [(c.identifiant, c.nom) for c in comptes]
        write_fichier(fichier, mot_de_passe=mot_de_passe, comptes=noms)
    return mot_de_passe, fichier


def _load_role(agent: Agent, decrit: RoleDemonstration, *, le: dt.date) -> None:
    """Give the role on each site; a dated one still in force is left alone."""
    nom = NomRole(decrit.role)
    for code in decrit.sites or (None,):
        site = get_site(code) if code else None
        service = Service.objects.get(site=site, code=decrit.service) if decrit.service else None
        en_vigueur = agent.roles.valables(le).filter(site=site, role=nom, service=service)
        if en_vigueur.exists():
            continue
        jours = decrit.validite_jours
        jusqu_au = None if jours is None else le + dt.timedelta(days=jours)
        grant_role(agent, role=nom, site=site, service=service, jusqu_au=jusqu_au, par=SYSTEME)
