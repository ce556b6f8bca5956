"""Targets of a site, beside those of the référentiel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from qualepref.indicateurs.models import CibleSite
from qualepref.indicateurs.rules.cibles import CibleDonnee, carry_cible
from qualepref.indicateurs.rules.valeurs import strip_zeros
from qualepref.noyau.calcul.rendu import ECHELLE
from qualepref.noyau.referentiel.modele import Cible, Indicateur, Referentiel, Sens, Unite
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel


@dataclass(frozen=True, slots=True)
class LigneCible:
    """What an indicator aims at in a year: the site's own target wins over the référentiel's."""

    indicateur: Indicateur
    du_site: CibleSite | None
    cible_du_site: Cible | None
    du_referentiel: Cible | None


def list_cibles(site: Site, *, annee: int) -> list[LigneCible]:
    """Return one line per indicator of the perimeter, by domain."""
    referentiel = get_referentiel(site)
    modules = {*site.modules, None}
    officielles = load_cibles_referentiel(site, referentiel)
    propres = {c.indicateur: c for c in CibleSite.objects.filter(site=site, annee=annee)}
    retenus = [i for i in referentiel.indicateurs if i.module in modules]
    retenus.sort(key=lambda i: referentiel.domaines.index(i.domaine))
    return [
        LigneCible(
            indicateur=i,
            du_site=propres.get(i.code),
            cible_du_site=build_cible(propres[i.code]) if i.code in propres else None,
            du_referentiel=officielles.get((i.code, annee)),
        )
        for i in retenus
    ]


def list_cibles_a_recopier(site: Site, *, annee: int) -> list[CibleDonnee]:
    """Return the site's own targets of the year before that this year lacks, carried to it.

    Left out: an indicator that has a target this year, its own or the référentiel's, and one that
    left the perimeter or is now followed for information.
    """
    avant = {c.indicateur: donnee_of(c) for c in site.cibles.filter(annee=annee - 1)}
    return [
        carry_cible(avant[ligne.indicateur.code], annee)
        for ligne in list_cibles(site, annee=annee)
        if ligne.indicateur.code in avant
        and ligne.du_site is None
        and ligne.du_referentiel is None
        and ligne.indicateur.sens is not Sens.INFORMATION
    ]


def load_cibles(site: Site, referentiel: Referentiel) -> dict[tuple[str, int], Cible]:
    """Return (indicator, year) -> target: the site's own, else the référentiel's."""
    propres = {(c.indicateur, c.annee): build_cible(c) for c in CibleSite.objects.filter(site=site)}
    return {**load_cibles_referentiel(site, referentiel), **propres}


def load_cibles_referentiel(
    site: Site, referentiel: Referentiel
) -> Mapping[tuple[str, int], Cible]:
    """Return (indicator, year) -> target that the référentiel sets, for all or for this site."""
    cibles = sorted(
        (
            (i.code, c)
            for i in referentiel.indicateurs
            for c in i.cibles
            if c.site in (None, site.pk)
        ),
        key=lambda paire: paire[1].site is not None,
    )
    return {(code, c.annee): c for code, c in cibles}


def build_cible(cible: CibleSite) -> Cible:
    """Return a stored target in the scale of readings (9/10 for 90 %)."""
    unite = Unite(cible.unite)
    echelle = ECHELLE.get(unite, 1)
    return Cible(
        annee=cible.annee,
        minimum=Fraction(cible.minimum) / echelle,
        maximum=Fraction(cible.maximum) / echelle,
        unite=unite,
        source=cible.source,
        site=cible.site_id,
    )


def donnee_of(cible: CibleSite) -> CibleDonnee:
    """Return a stored target as it was given."""
    return CibleDonnee(
        indicateur=cible.indicateur,
        annee=cible.annee,
        minimum=strip_zeros(cible.minimum),
        maximum=strip_zeros(cible.maximum),
        unite=cible.unite,
        source=cible.source,
    )
