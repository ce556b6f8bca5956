"""Voice servers, for the tests."""

import datetime as dt

from qualepref.modeles.enums import TypeEtape
from qualepref.modeles.operations.svi import publish_svi, write_etapes
from qualepref.modeles.queries.svi import find_brouillon
from qualepref.modeles.rules.svi import Etape


DEPUIS = dt.date(2022, 10, 3)


def etape(code, parent="", touche="", sorte="annonce", paroles="Bonjour.", **valeurs):
    """Return a step, an announcement unless said otherwise."""
    dites = {"fr": paroles} if paroles else {}
    return Etape(code, parent, touche, code.capitalize(), TypeEtape(sorte), dites, **valeurs)


def build_etapes():
    """Return a small tree without a fault: an announcement, an agent, a number, a return."""
    return [
        etape("accueil", sorte="menu", paroles="Pour un titre, tapez 1. Pour un permis, tapez 2."),
        etape(
            "titres", "accueil", "1", "menu", "Un agent : tapez 1. Revenir : tapez étoile.", rang=1
        ),
        etape(
            "permis",
            "accueil",
            "2",
            "numero",
            "Nous vous passons le service.",
            vers="34 00",
            rang=2,
        ),
        etape(
            "guichet", "titres", "1", "agent", "Un agent va vous répondre.", service="dmi-sejour"
        ),
        etape("revenir", "titres", "*", "retour", "", vers="accueil"),
    ]


def build_svi(site, etapes=None, *, depuis=DEPUIS):
    """Return the voice server of a site, in force unless `depuis` is None; needs its service."""
    write_etapes(site, etapes=etapes or build_etapes(), par="usine", le=depuis or DEPUIS)
    svi = find_brouillon(site)
    return svi if depuis is None else publish_svi(svi, depuis=depuis, par="usine", le=depuis)
