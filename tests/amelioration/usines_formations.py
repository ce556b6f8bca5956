"""Agents of a perimeter, courses and sessions, for tests."""

import datetime as dt

from qualepref.amelioration.operations.formations import create_formation, create_seance
from qualepref.amelioration.operations.personnes import create_personne
from qualepref.amelioration.operations.presences import add_inscriptions, record_presences
from qualepref.amelioration.rules.formations import FormationDonnee, SeanceDonnee
from qualepref.amelioration.rules.personnes import PersonneDonnee


LE = dt.date(2026, 11, 20)
JOUR = dt.date(2026, 5, 12)


def build_personne(site, nom="Le Goff", prenom="Anne", **valeurs):
    """Return an agent of the perimeter of a site."""
    donnee = PersonneDonnee(nom=nom, prenom=prenom, **valeurs)
    return create_personne(site, donnee=donnee, par="usine")


def build_formation(site, titre="Accueillir un public difficile", engagements=(4,), **valeurs):
    """Return a course that answers engagement 4 unless said otherwise."""
    donnee = FormationDonnee(titre=titre, engagements=engagements, **valeurs)
    return create_formation(site, donnee=donnee, par="usine")


def build_seance(formation, *, le=LE, debut_le=JOUR, presents=(), **valeurs):
    """Return a session held in one day, attended by these agents."""
    base = {"debut_le": debut_le, "fin_le": debut_le}
    donnee = SeanceDonnee(**(base | valeurs))
    seance = create_seance(formation, donnee=donnee, par="usine", le=le)
    inscrites = add_inscriptions(seance, personnes=presents, par="usine")
    if inscrites:
        record_presences(seance, presents={p.pk: True for p in inscrites}, par="usine", le=le)
    return seance
