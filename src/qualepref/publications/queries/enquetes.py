"""The surveys of a year: what they give on a site, and the remarks that may be published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from qualepref.enquetes.enums import EtatCampagne, GenreEnquete
from qualepref.enquetes.models import Campagne, Verbatim
from qualepref.enquetes.queries.mystere import load_mystere
from qualepref.enquetes.queries.publiables import load_publiables
from qualepref.enquetes.queries.remarques import get_remarques
from qualepref.enquetes.queries.resultats import Resultats
from qualepref.enquetes.rules.mystere import ResultatsMystere
from qualepref.organisation.models import Site


@dataclass(frozen=True, slots=True)
class RemarquesPubliees:
    """Published remarks of one category, the latest first; "" for those under none."""

    categorie: str
    textes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnqueteAnnee:
    """A campaign of the year, on one site.

    resultats: None while a mystery survey runs, for its callers must not know them. mystere: None
    for a survey of users.
    """

    campagne: Campagne
    resultats: Resultats | None
    mystere: ResultatsMystere | None
    remarques: tuple[RemarquesPubliees, ...]


def load_enquetes(site: Site, annee: int, *, le: dt.date) -> tuple[EnqueteAnnee, ...]:
    """Return the campaigns run on a site during a year, the oldest first, mystery surveys last."""
    premier, dernier = dt.date(annee, 1, 1), min(dt.date(annee, 12, 31), le)
    campagnes = (
        Campagne.objects.de(site)
        .filter(Q(fermee_le__isnull=True) | Q(fermee_le__gte=premier), ouverte_le__lte=dernier)
        .filter(validee_le__isnull=False)
        .select_related("pilote", "formulaire", "precedente")
        .order_by("ouverte_le", "pk")
    )
    tries = sorted(campagnes, key=lambda c: c.genre == GenreEnquete.MYSTERE)
    return tuple(_load(campagne, site, le) for campagne in tries)


def _load(campagne: Campagne, site: Site, le: dt.date) -> EnqueteAnnee:
    mystere = campagne.genre == GenreEnquete.MYSTERE
    if mystere and campagne.etat(le) is not EtatCampagne.CLOSE:
        return EnqueteAnnee(campagne, None, None, ())
    return EnqueteAnnee(
        campagne,
        load_publiables(campagne, site=site),
        load_mystere(campagne, site=site) if mystere else None,
        tuple(_iter_remarques(campagne, site)),
    )


def _iter_remarques(campagne: Campagne, site: Site) -> Iterator[RemarquesPubliees]:
    """Yield the remarks by category, in the order of the categories, those under none last."""
    publiees = Verbatim.objects.publiables().filter(campagne=campagne, site=site)
    par_code: dict[str, list[str]] = {}
    for code, texte in publiees.values_list("categorie", "texte_publie"):
        par_code.setdefault(code, []).append(texte)
    noms = {c.code: c.libelle for c in get_remarques().categories} | {"": ""}
    ordre = [*noms, *(code for code in par_code if code not in noms)]
    for code in ordre:
        if code in par_code:
            yield RemarquesPubliees(noms.get(code, code), tuple(par_code[code]))
