"""The columns of a register's file, for the référentiel, services and mailboxes of a site."""

from __future__ import annotations

from collections.abc import Sequence

from qualepref.noyau.tableurs.champs import Champ
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.rules.champs import (
    COMPTAGES,
    Vocabulaire,
    build_champs,
    build_champs_comptages,
)


class RegistreInconnuError(LookupError):
    """No register of that name in the référentiel of the site."""

    def __init__(self, nom: str, connus: Sequence[str]) -> None:
        super().__init__(
            f"Le registre « {nom} » n'existe pas. Registres de ce site : {', '.join(connus)}."
        )


def champs_of(site: Site, *, registre: str) -> list[Champ]:
    """Return the columns of a register's file for a site.

    Raises:
        RegistreInconnuError: no such register.
    """
    referentiel = get_referentiel(site)
    if registre == COMPTAGES:
        return build_champs_comptages(referentiel)
    connus = [r.code for r in referentiel.registres]
    if registre not in connus:
        raise RegistreInconnuError(registre, [*connus, COMPTAGES])
    return build_champs(referentiel.registre(registre), referentiel, load_vocabulaire(site))


def load_vocabulaire(site: Site) -> Vocabulaire:
    """Return the services and mailboxes that a file of the site may name."""
    return Vocabulaire(
        services={s.code: (s.pk, s.nom) for s in site.services.all()},
        boites={b.code: (b.pk, b.nom) for b in site.boites.all()},
    )
