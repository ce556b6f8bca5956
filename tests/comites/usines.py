"""Committees, members, meetings and follow-ups for the tests."""

import datetime as dt

from qualepref.comites.enums import NatureSuite, Qualite, TypeComite
from qualepref.comites.models import Comite, Membre, Suite
from qualepref.comites.operations.reunions import ReunionDonnee, create_reunion


QUATORZE_HEURES = dt.datetime(2022, 6, 30, 12, 0, tzinfo=dt.UTC)  # 14 h in Paris
JOUR = dt.date(2022, 6, 30)


def build_comite(*sites, **valeurs):
    """Return a users' committee led by the first site, covering them all."""
    base = {"type": TypeComite.CLU, "nom": "Comité local des usagers"}
    comite = Comite.objects.create(pilote=sites[0], **(base | valeurs))
    comite.sites.set(sites)
    return comite


def build_membre(comite, **valeurs):
    """Return a seat of an association of consumers."""
    base = {"qualite": Qualite.CONSOMMATEURS, "organisation": "CLCV"}
    return Membre.objects.create(comite=comite, **(base | valeurs))


def build_reunion(comite, *, debut=QUATORZE_HEURES, lieu="Salle Chopin", **valeurs):
    """Return a meeting with the agenda of its template."""
    reunion = create_reunion(comite, donnee=ReunionDonnee(debut, lieu=lieu), par="usine")
    for champ, valeur in valeurs.items():
        setattr(reunion, champ, valeur)
    reunion.save()
    return reunion


def build_suite(reunion, **valeurs):
    """Return a proposal of a meeting, still to be answered."""
    base = {"nature": NatureSuite.PROPOSITION, "texte": "Afficher les délais à l’accueil."}
    return Suite.objects.create(reunion=reunion, **(base | valeurs))
