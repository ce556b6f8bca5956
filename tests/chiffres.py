"""Sites with a perimeter, people, and figures of every origin, as tests need them."""

import datetime as dt
from decimal import Decimal

from qualepref.indicateurs.models import ValeurDeclaree
from qualepref.indicateurs.rules.valeurs import ValeurDonnee
from qualepref.noyau.calcul.cellules import MESURES
from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Agent, Role, Site
from qualepref.suivi.models import CelluleDemande, Comptage


LE = dt.date(2023, 1, 31)


def create_site(code="pref-63", modules=(1, 2)):
    site = Site.objects.create(
        code=code,
        nom="Préfecture du Puy-de-Dôme" if code == "pref-63" else f"Préfecture {code}",
        type="prefecture",
        departement="63",
        chef_lieu="Clermont-Ferrand",
        calendrier="metropole",
        fuseau="Europe/Paris",
    )
    for module in modules:
        site.modules_retenus.create(module=module)
    return site


def create_agent(identifiant, site=None, role=NomRole.REFERENT):
    agent = Agent.objects.create_user(identifiant, password="mot-de-passe-de-test")
    if site is not None:
        Role.objects.create(agent=agent, site=site, role=role)
    return agent


def give(indicateur="I4", *, premier=202201, dernier=None, source="Matomo, 12/01/2023", **autres):
    """A value given, numbers as text."""
    for champ in ("numerateur", "denominateur", "valeur"):
        if champ in autres and autres[champ] is not None:
            autres[champ] = Decimal(autres[champ])
    return ValeurDonnee(
        indicateur=indicateur,
        premier_mois=premier,
        dernier_mois=dernier or premier,
        source=source,
        **autres,
    )


def store(site, indicateur="I4", *, premier=202201, dernier=None, etat="valeur", **autres):
    """A declared value as stored."""
    valeur = ValeurDeclaree.objects.create(
        site=site,
        indicateur=indicateur,
        premier_mois=premier,
        dernier_mois=dernier or premier,
        etat=etat,
        **{"origine": "importe", "source": "Outil national", **autres},
    )
    valeur.refresh_from_db()
    return valeur


def count(site, grandeur, mois, valeur, dimension=""):
    return Comptage.objects.create(
        site=site,
        grandeur=grandeur,
        dimension=dimension,
        mois=mois,
        valeur=valeur,
        source="Standard",
        provenance="saisie",
    )


def cell(site, nature, canal, mois, *, service=None, boite=None, tracage="exhaustif", **mesures):
    """A cell of the register: what a month of demandes was reduced to."""
    return CelluleDemande.objects.create(
        site=site.pk,
        service=service,
        boite=boite,
        mois=mois,
        nature=nature,
        canal=canal,
        portee="",
        tracage=tracage,
        arretee_le=LE,
        **{**dict.fromkeys(MESURES, 0), **mesures},
    )
