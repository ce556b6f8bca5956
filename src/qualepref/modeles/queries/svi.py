"""The voice server of a site: its versions, its tree, what it lacks, updates asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from django.conf import settings

from qualepref.modeles.enums import TypeEtape
from qualepref.modeles.models import EtapeSvi, Svi
from qualepref.modeles.queries.departs import get_modeles
from qualepref.modeles.rules.svi import (
    Chemin,
    Etape,
    Noeud,
    build_arbre,
    compute_duree,
    count_mots,
    list_chemins,
    walk,
)
from qualepref.modeles.rules.svi_verification import ConstatSvi, check_actualisation, check_svi
from qualepref.noyau.modeles.svi import ReglesSvi, load_regles_svi
from qualepref.noyau.referentiel.modele import Engagement, Registre
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.models import Demande


class VersionSviInconnueError(LookupError):
    """The site's voice server has no such version."""

    def __init__(self, version: int | None) -> None:
        quoi = "de serveur vocal" if version is None else f"de version {version} du serveur vocal"
        super().__init__(f"Ce site n’a pas {quoi}.")


class EtapeInconnueError(LookupError):
    """The version has no step of that code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"L’étape « {code} » n’est pas dans cette version.")


@dataclass(frozen=True, slots=True)
class LuSvi:
    """A version with its tree, the ways through it, what it lacks. regles: what it is held to."""

    svi: Svi
    arbre: Noeud | None
    chemins: tuple[Chemin, ...]
    constats: tuple[ConstatSvi, ...]
    regles: ReglesSvi

    @property
    def noeuds(self) -> list[Noeud]:
        """Every step, in the order a caller would explore them."""
        return list(walk(self.arbre))

    @property
    def bloquants(self) -> list[ConstatSvi]:
        """Why the version cannot answer calls."""
        return [c for c in self.constats if c.bloquant]

    @property
    def libelles(self) -> Mapping[str, str]:
        """Code of a step -> its name."""
        return {n.etape.code: n.etape.libelle for n in self.noeuds}

    def duree(self, chemin: Chemin) -> Fraction:
        """Return how long a way lasts, in seconds."""
        return compute_duree(chemin.mots, regles=self.regles)

    def duree_paroles(self, etape: Etape) -> Fraction:
        """Return how long a step's words last, in seconds."""
        mots = count_mots(etape.paroles.get(self.regles.langue, ""))
        return compute_duree(mots, regles=self.regles)

    def list_langues(self) -> list[tuple[str, int]]:
        """Return (language, how many steps speak it), those spoken somewhere only."""
        etapes = [n.etape for n in self.noeuds]
        comptes = [(nom, sum(c in e.paroles for e in etapes)) for c, nom in self.regles.langues.items()]  # fmt: skip
        return [(nom, nombre) for nom, nombre in comptes if nombre]


@lru_cache(maxsize=1)
def get_regles_svi() -> ReglesSvi:
    """Return what voice servers are held to."""
    return load_regles_svi(settings.MODELES)


def list_versions_svi(site: Site) -> list[Svi]:
    """Return the versions of a site's voice server, the latest first, the draft included."""
    return list(Svi.objects.filter(site=site).select_related("site").order_by("-version"))


def find_brouillon(site: Site) -> Svi | None:
    """Return the draft, None when there is none."""
    return Svi.objects.filter(site=site, en_vigueur_le__isnull=True).select_related("site").first()


def find_derniere(site: Site) -> Svi | None:
    """Return the draft, else the latest version; None when the site never had a server."""
    return Svi.objects.filter(site=site).select_related("site").order_by("-version").first()


def find_en_vigueur(site: Site, *, le: dt.date) -> Svi | None:
    """Return the version that answers calls on a day; None without a server, or once retired."""
    svi = (
        Svi.objects.filter(site=site, en_vigueur_le__lte=le)
        .select_related("site")
        .order_by("-version")
        .first()
    )
    return None if svi is None or (svi.retire_le is not None and svi.retire_le <= le) else svi


def find_version_svi(site: Site, version: int | None, *, le: dt.date) -> Svi:
    """Return a version; when none is named, the one in force, else the latest.

    Raises:
        VersionSviInconnueError: there is none.
    """
    versions = list_versions_svi(site)
    en_vigueur = find_en_vigueur(site, le=le)
    voulue = en_vigueur.version if version is None and en_vigueur is not None else version
    for svi in versions:
        if voulue in (None, svi.version):
            return svi
    raise VersionSviInconnueError(version)


def tell_etat(svi: Svi, *, le: dt.date) -> str:
    """Return what a version is on a day, as the screen says it."""
    if svi.en_vigueur_le is None:
        return "brouillon"
    if svi.en_vigueur_le > le:
        return "à venir"
    if svi.retire_le is not None and svi.retire_le <= le:
        return "retirée"
    courante = find_en_vigueur(svi.site, le=le)
    return "en vigueur" if courante is not None and courante.pk == svi.pk else "remplacée"


def list_etapes(svi: Svi) -> list[Etape]:
    """Return the steps of a version as data, the first one first."""
    return [etape_of(e) for e in svi.etapes.select_related("service")]


def etape_of(etape: EtapeSvi) -> Etape:
    """Return a step kept in the base as data."""
    return Etape(
        etape.code,
        etape.parent,
        etape.touche,
        etape.libelle,
        TypeEtape(etape.type),
        dict(etape.paroles),
        etape.vers,
        etape.service.code if etape.service else "",
        etape.rang,
    )


def find_etape(svi: Svi, code: str) -> Etape:
    """Return a step of a version.

    Raises:
        EtapeInconnueError: there is none.
    """
    for etape in list_etapes(svi):
        if etape.code == code:
            return etape
    raise EtapeInconnueError(code)


def read_svi(svi: Svi, *, le: dt.date) -> LuSvi:
    """Return a version with its tree and what it lacks; only the one in force ages."""
    regles = get_regles_svi()
    arbre = build_arbre(list_etapes(svi), regles=regles)
    constats = check_svi(arbre, regles=regles, langage=get_modeles().regles)
    if tell_etat(svi, le=le) == "en vigueur":
        constats = (
            *check_actualisation(svi.relu_le or svi.en_vigueur_le, regles=regles, le=le),
            *constats,
        )
    chemins = list_chemins(arbre, langue=regles.langue)
    return LuSvi(svi, arbre, tuple(chemins), constats, regles)


def find_engagement(site: Site) -> Engagement | None:
    """Return the engagement about the voice server, None when the référentiel has none."""
    numero = get_regles_svi().engagement
    return next((e for e in get_referentiel(site).engagements if e.numero == numero), None)


def find_registre(site: Site) -> Registre | None:
    """Return the register that takes updates of the voice server, None when there is none."""
    nature = get_regles_svi().nature
    return next(
        (r for r in get_referentiel(site).registres if any(n.code == nature for n in r.natures)),
        None,
    )


def list_mises_a_jour(site: Site) -> Sequence[Demande]:
    """Return the updates of the voice server still asked for, the oldest first."""
    demandes = Demande.objects.filter(site=site, nature=get_regles_svi().nature)
    return list(demandes.ouvertes().order_by("recue_le", "pk"))
