"""The columns of a register's file, for the référentiel, services and mailboxes of a site."""

from __future__ import annotations

from collections.abc import Sequence

from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.ecriture import CARACTERES_MAX
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.models import Demande
from qualepref.suivi.queries.genres import find_genre, list_genres
from qualepref.suivi.rules.champs import Vocabulaire, build_champs
from qualepref.suivi.rules.lignes import CHAMPS_TEXTES


# Characters each text may count: what the database holds, or else a cell of a spreadsheet.
LONGUEURS = {
    champ: Demande._meta.get_field(champ).max_length or CARACTERES_MAX for champ in CHAMPS_TEXTES
}


class RegistreInconnuError(LookupError):
    """No register of that name in the référentiel of the site."""

    def __init__(self, nom: str, connus: Sequence[str]) -> None:
        super().__init__(
            f"Le registre « {nom} » n’existe pas. Registres de ce site : {', '.join(connus)}."
        )


def list_registres(site: Site) -> list[tuple[str, str]]:
    """Return (code, label) of everything a file may hold: registers, then the other kinds."""
    registres = [(r.code, r.libelle) for r in get_referentiel(site).registres]
    return [*registres, *((g.code, g.libelle) for g in list_genres())]


def champs_of(site: Site, *, registre: str) -> list[Champ]:
    """Return the columns of a register's file for a site.

    Raises:
        RegistreInconnuError: no such register.
    """
    genre = find_genre(registre)
    if genre is not None:
        return genre.build_champs(site)
    referentiel = get_referentiel(site)
    if registre not in [r.code for r in referentiel.registres]:
        raise RegistreInconnuError(registre, [code for code, _ in list_registres(site)])
    return build_champs(referentiel.registre(registre), referentiel, load_vocabulaire(site))


def load_vocabulaire(site: Site) -> Vocabulaire:
    """Return the services and mailboxes that a file of the site may name."""
    return Vocabulaire(
        services={s.code: (s.pk, s.nom) for s in site.services.all()},
        boites={b.code: (b.pk, b.nom) for b in site.boites.all()},
    )
