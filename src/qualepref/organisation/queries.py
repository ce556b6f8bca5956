"""What the other storeys ask of the organisation: référentiel, calendar and population of a site."""

import datetime as dt
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from qualepref.noyau.calendrier import Calendrier, Fermeture, Territoire, load_territoires
from qualepref.noyau.referentiel.lecture import extend, load_indicateurs_site, load_referentiel
from qualepref.noyau.referentiel.modele import Referentiel
from qualepref.noyau.territoires.chargement import load_carte
from qualepref.noyau.territoires.modele import CarteTerritoriale
from qualepref.organisation.models import Agent, Role, Service, Site


class SiteInconnuError(LookupError):
    """No site of that code, or none that this agent may see."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Le site « {code} » est inconnu. Les codes ont la forme pref-44 ou sp-91-etampes."
        )


def get_site(code: str) -> Site:
    """Return the site of that code.

    Raises:
        SiteInconnuError: there is none.
    """
    try:
        return Site.objects.get(pk=code)
    except Site.DoesNotExist:
        raise SiteInconnuError(code) from None


def find_site(code: str, *, pour, le: dt.date) -> Site:
    """Return the site of that code among those the agent may see on that day.

    Raises:
        SiteInconnuError: none, or not for this agent; nobody can tell which.
    """
    try:
        return Site.objects.visibles_par(pour, le=le).get(pk=code)
    except Site.DoesNotExist:
        raise SiteInconnuError(code) from None


class ServiceInconnuError(LookupError):
    """No service of that code on the site."""

    def __init__(self, code: str, connus: list[str]) -> None:
        super().__init__(
            f"Le service « {code} » est inconnu. Services du site : {', '.join(connus) or 'aucun'}."
        )


def find_agent(identifiant: str) -> Agent | None:
    """Return the agent of that log-in name, else of that e-mail; None when there is none.

    An e-mail that several accounts share names nobody.
    """
    if agent := Agent.objects.filter(username=identifiant).first():
        return agent
    par_courriel = Agent.objects.filter(email__iexact=identifiant).exclude(email="")[:2]
    return par_courriel[0] if len(par_courriel) == 1 else None


def list_roles(site: Site) -> QuerySet[Role]:
    """Return the roles on a site, past ones included, by role then name."""
    return site.roles.select_related("agent", "service").order_by(
        "role", "agent__last_name", "agent__username"
    )


def find_role_passe(agent, code: str) -> Role | None:
    """Return the role that an agent held on a site and that ended last, None without any."""
    if not agent.is_authenticated:
        return None
    roles = agent.roles.filter(site=code, jusqu_au__isnull=False)
    return roles.order_by("-jusqu_au").first()


def find_service(site: Site | None, code: str) -> Service:
    """Return the service of that code on a site.

    Raises:
        ServiceInconnuError: there is none.
    """
    services = {s.code: s for s in site.services.all()} if site else {}
    if code not in services:
        raise ServiceInconnuError(code, sorted(services))
    return services[code]


def get_referentiel(site: Site) -> Referentiel:
    """Return the référentiel version the site adopted, with the indicators of its own."""
    return get_referentiel_version(site, code=site.referentiel, version=site.version)


def get_referentiel_version(site: Site, *, code: str, version: str) -> Referentiel:
    """Return a référentiel as it was in a version, for what was pinned to it.

    Sites without an indicator of their own share one: all of them can be asked for in one page.
    """
    stamp = _stamp_of(_dossier(code, version))
    propre = _dossier_site(site.code)
    if not propre.is_dir():
        return _load_referentiel(code, version, stamp)
    return _load_etendu(code, version, site.code, (stamp, _stamp_of(propre)))


def get_calendrier(site: Site) -> Calendrier:
    """Return the calendar of the site: public holidays of its territory and its own closures."""
    fermetures = tuple(
        Fermeture(f.debut, f.fin, f.libelle) for f in site.fermetures.order_by("debut", "pk")
    )
    return Calendrier(get_territoire(site.calendrier), fermetures)


def get_territoire(code: str) -> Territoire:
    """Return a territory of the calendars by its code."""
    return _load_territoires()[code]


def get_autorite(site: Site) -> tuple[str, ...]:
    """Return the words of the State's block: « Préfet », « de la Loire-Atlantique »."""
    return ("Préfet", get_carte().departements[site.departement].complement)


def get_habitants(site: Site) -> dict[int, int]:
    """Return the population of the site's département by year; empty when nobody published it."""
    departement = get_carte().departements[site.departement]
    if departement.population is None or departement.annee_population is None:
        return {}
    return {departement.annee_population: departement.population}


@lru_cache(maxsize=1)
def get_carte() -> CarteTerritoriale:
    """Return the official departments, prefectures and sub-prefectures."""
    return load_carte(settings.TERRITOIRES)


@lru_cache(maxsize=1)
def _load_territoires() -> dict[str, Territoire]:
    return load_territoires(settings.CALENDRIERS / "territoires.yaml")


def _stamp_of(dossier: Path) -> float:
    """Return the time of the latest change of the files of a folder."""
    return max((f.stat().st_mtime for f in dossier.rglob("*")), default=0.0)


def _dossier(code: str, version: str) -> Path:
    return settings.REFERENTIELS / code / version


def _dossier_site(code: str) -> Path:
    return settings.REFERENTIELS / "sites" / code


@lru_cache(maxsize=16)
def _load_referentiel(code: str, version: str, _stamp: float) -> Referentiel:
    return load_referentiel(_dossier(code, version))


@lru_cache(maxsize=64)
def _load_etendu(code: str, version: str, site: str, stamps: tuple[float, float]) -> Referentiel:
    referentiel = _load_referentiel(code, version, stamps[0])
    return extend(referentiel, load_indicateurs_site(_dossier_site(site), referentiel))
