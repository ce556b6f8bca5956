"""Public addresses of campaigns: drawn at random, closed one by one."""

from __future__ import annotations

import secrets

from django.db import transaction

from qualepref.enquetes.enums import MODES_PUBLICS, Mode
from qualepref.enquetes.models import Campagne, CampagneSite, Collecteur
from qualepref.enquetes.operations.preparation import CampagneRefuseeError
from qualepref.organisation.models import Service, Site
from qualepref.socle.operations import record_evenement


# Read aloud, copied by hand or typed on a phone: no letter that reads as another or as a figure,
# and no vowel, so that no word comes out.
SIGNES = "23456789bcdfghjkmnpqrtvwx"
LONGUEUR = 8


class AdresseImpossibleError(CampagneRefuseeError):
    """An address that the campaign does not allow."""


class AdresseExistanteError(AdresseImpossibleError):
    """The same place has an address already."""

    champ = "mode"

    def __init__(self, collecteur: Collecteur) -> None:
        etat = " Elle est fermée : rouvrez-la." if collecteur.ferme else ""
        super().__init__(f"Cette adresse existe déjà : {collecteur.adresse}.{etat}")


@transaction.atomic
def add_collecteur(
    campagne: Campagne, *, site: Site, mode: str, par: str, service: Service | None = None
) -> Collecteur:
    """Draw one more address for a campaign already validated, and return it.

    Raises:
        AdresseImpossibleError: not validated yet, not a public mode, or elsewhere.
        AdresseExistanteError: there is one already for that site, service and mode.
    """
    Campagne.objects.select_for_update().get(pk=campagne.pk)
    if campagne.validee_le is None or campagne.formulaire_id is None:
        raise AdresseImpossibleError(
            "Les adresses se créent avec la campagne : validez-la d’abord."
        )
    if mode not in MODES_PUBLICS or mode not in campagne.modes:
        raise AdresseImpossibleError("Ce mode de recueil n’a pas d’adresse dans cette campagne.")
    if not campagne.places.filter(site=site).exists():
        raise AdresseImpossibleError(f"La campagne ne se déroule pas à « {site} ».")
    if service is not None and service.site_id != site.pk:
        raise AdresseImpossibleError(f"« {service} » n’est pas un service de « {site} ».")
    existant = campagne.collecteurs.filter(site=site, service=service, mode=mode).first()
    if existant:
        raise AdresseExistanteError(existant)
    collecteur = _draw(campagne, site, service, mode)
    _record(collecteur, "adresse de collecte ouverte", par)
    return collecteur


@transaction.atomic
def close_collecteur(collecteur: Collecteur, *, par: str) -> None:
    """Take no more answers at an address; the others go on."""
    _set_ferme(collecteur, par, ferme=True)


@transaction.atomic
def reopen_collecteur(collecteur: Collecteur, *, par: str) -> None:
    """Take answers again at an address that was closed."""
    _set_ferme(collecteur, par, ferme=False)


def refresh_adresses(campagne: Campagne) -> None:
    """Give each site of a validated campaign an address per public mode.

    Those of a mode given up are closed, never deleted: they may be printed somewhere.
    """
    modes = [mode for mode in MODES_PUBLICS if mode in campagne.modes]
    campagne.collecteurs.exclude(mode__in=modes).update(ferme=True)
    for place in campagne.places.select_related("site", "service"):
        for mode in modes:
            _find_or_draw(campagne, place, mode)


def _find_or_draw(campagne: Campagne, place: CampagneSite, mode: Mode) -> None:
    connus = campagne.collecteurs.filter(site=place.site, service=place.service, mode=mode)
    if not connus.exists():
        _draw(campagne, place.site, place.service, mode)


def _draw(campagne: Campagne, site: Site, service: Service | None, mode: str) -> Collecteur:
    adresse = _draw_adresse()
    while Collecteur.objects.filter(adresse=adresse).exists():
        adresse = _draw_adresse()
    return Collecteur.objects.create(
        campagne=campagne, site=site, service=service, mode=mode, adresse=adresse
    )


def _draw_adresse() -> str:
    return "".join(secrets.choice(SIGNES) for _ in range(LONGUEUR))


def _set_ferme(collecteur: Collecteur, par: str, *, ferme: bool) -> None:
    collecteur.ferme = ferme
    collecteur.save(update_fields=["ferme"])
    action = "adresse de collecte fermée" if ferme else "adresse de collecte rouverte"
    _record(collecteur, action, par)


def _record(collecteur: Collecteur, action: str, par: str) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"campagne {collecteur.campagne_id}, {collecteur.get_mode_display()}",
        site=collecteur.site_id,
        apres={"adresse": collecteur.adresse},
    )
