"""The indicators of a site's perimeter, and the labels of what details them."""

from __future__ import annotations

from qualepref.enquetes.enums import Mode
from qualepref.indicateurs.rules.perimetre import Perimetre
from qualepref.noyau.referentiel.modele import Referentiel
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.enums import Portee, Tracage


def load_perimetre(site: Site) -> Perimetre:
    """Return what the site may give figures for."""
    referentiel = get_referentiel(site)
    modules = {*site.modules, None}
    return Perimetre(
        indicateurs={i.code: i for i in referentiel.indicateurs if i.module in modules},
        hors={i.code: i for i in referentiel.indicateurs if i.module not in modules},
        libelles=load_libelles(site, referentiel),
        dimensions={g.code: tuple(code for code, _ in g.dimensions) for g in referentiel.grandeurs},
    )


def load_libelles(site: Site, referentiel: Referentiel) -> dict[str, dict[str, str]]:
    """Return dimension -> code -> label."""
    return {
        "service": dict(site.services.values_list("code", "nom")),
        "boite": dict(site.boites.values_list("code", "nom")),
        "nature": {n.code: n.libelle for r in referentiel.registres for n in r.natures},
        "canal": dict(referentiel.canaux),
        "portee": dict(Portee.choices),
        "tracage": dict(Tracage.choices),
        "mode": dict(Mode.choices),
        "dimension": {code: nom for g in referentiel.grandeurs for code, nom in g.dimensions},
    }
