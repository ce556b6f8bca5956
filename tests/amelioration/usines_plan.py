"""Actions of a plan, for tests."""

import datetime as dt

from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.operations.plan import create_action
from qualepref.amelioration.rules.plan_actions import ActionDonnee


LE = dt.date(2022, 12, 15)


def build_donnee(**valeurs):
    """Return an action of the year 2022, not done, of the « Pilotage » axis unless said otherwise."""
    base = {
        "titre": "Raccourcir le serveur vocal",
        "source": "audit_interne",
        "inscrite_le": dt.date(2022, 1, 10),
        "etat": EtatAction.NON_FAIT,
    }
    return ActionDonnee(**(base | valeurs))


def build_action(site, *, le=LE, origine=None, **valeurs):
    """Return an action written in the plan of a site."""
    return create_action(
        site, donnee=build_donnee(**valeurs), par="usine", le=le, **(origine or {})
    )
