"""Starting points of templates and the rules they are held to, as frozen objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Depart:
    """A template every site may adopt. `sans_nom`: why its writer is not named, "" when he is."""

    code: str
    type: str
    titre: str
    objet: str
    corps: str
    sans_nom: str
    source: str


@dataclass(frozen=True, slots=True)
class Regles:
    """What a template is checked for.

    `exigences`: type -> codes among emetteur, personne, service, contact, delai. `moyenne_maximum`:
    words per sentence over the whole text; `longueur_maximum`: of any one sentence. `sigles`:
    acronym -> its words. `admis`: words in capitals that are no acronym.
    """

    engagement: int
    exigences: Mapping[str, tuple[str, ...]]
    source_exigences: str
    moyenne_maximum: int
    source_moyenne: str
    longueur_maximum: int
    source_longueur: str
    sigles: Mapping[str, str]
    admis: frozenset[str]


@dataclass(frozen=True, slots=True)
class Modeles:
    """The whole folder: starting points by code, in the order of their names; the rules."""

    departs: Mapping[str, Depart]
    regles: Regles
