"""What is known of a department and of a site, as frozen objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class TypeSite(StrEnum):
    """Rank of a site of the State."""

    PREFECTURE = "prefecture"
    SOUS_PREFECTURE = "sous-prefecture"


@dataclass(frozen=True, slots=True)
class Departement:
    """A department, or an overseas collectivity where the State has a prefecture.

    complement: the name with its preposition, « de la Loire-Atlantique », for titles.
    region, code_region: None where there is no region (overseas collectivities).
    prefecture: code of the site that serves it; two collectivities may share one.
    population: inhabitants (population municipale); None when no source gives it, and then
        annee_population and source_population are None too.
    """

    code: str
    nom: str
    complement: str
    code_region: str | None
    region: str | None
    prefecture: str
    population: int | None
    annee_population: int | None
    source_population: str | None


@dataclass(frozen=True, slots=True)
class SiteOfficiel:
    """A prefecture or a sous-préfecture of the official list.

    departement: code of the department where the site stands.
    chef_lieu, code_chef_lieu: commune of the COG that gives the site its seat.
    arrondissement: code; None where there is none, or where a sous-préfecture holds it.
    population: inhabitants of the arrondissement (population municipale), None if unknown.
    calendrier: code of the set of public holidays, a key of calendriers/territoires.yaml.
    fuseau: IANA name, « Europe/Paris ».
    """

    code: str
    type: TypeSite
    nom: str
    departement: str
    chef_lieu: str
    code_chef_lieu: str
    arrondissement: str | None
    nom_arrondissement: str | None
    population: int | None
    annee_population: int | None
    calendrier: str
    fuseau: str


@dataclass(frozen=True, slots=True)
class CarteTerritoriale:
    """The two files together, by code, in the files' order."""

    departements: Mapping[str, Departement]
    sites: Mapping[str, SiteOfficiel]

    def prefecture_of(self, departement: str) -> SiteOfficiel:
        """Return the prefecture that serves a department; KeyError if the code is unknown."""
        return self.sites[self.departements[departement].prefecture]

    def sites_of(self, departement: str) -> tuple[SiteOfficiel, ...]:
        """Return the sites that stand in a department, the prefecture first."""
        return tuple(site for site in self.sites.values() if site.departement == departement)
