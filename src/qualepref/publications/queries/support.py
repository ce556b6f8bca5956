"""What the deck of the users' committee shows for each kind of point, read from support.yaml."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Annotated, Literal

from django.conf import settings
from pydantic import Field

from qualepref.noyau.reunions.lecture import GenreDePoint
from qualepref.noyau.yaml_strict.controles import as_fautes, check_doublons
from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Positif, SchemaStrict, Texte, read_forme


FICHIER = "support.yaml"
NomDeVue = Literal[
    "label", "nouveautes", "comite", "perimetre", "calendrier", "suites", "decompte", "familles",
    "manques", "chiffres_cles", "graphiques", "enquetes", "mystere", "modeles", "actions", "plan",
    "echanges", "modules", "mensuel", "autres_graphiques", "enquetes_methode", "enquetes_detail",
    "plan_detail", "formations",
]  # fmt: skip


class SupportInvalideError(Exception):
    """The composition of the deck cannot be read."""


class VueSchema(SchemaStrict):
    """One subject, on as many slides as it needs. mots: words of the point it goes under.

    annexe: it goes there where no point names it.
    """

    vue: NomDeVue
    titre: Texte
    mots: list[Texte] = []
    annexe: bool = False


class PointSchema(SchemaStrict):
    """What a kind of point shows, in order."""

    genre: GenreDePoint
    vues: Annotated[list[VueSchema], Field(min_length=1)]


class AnnexesSchema(SchemaStrict):
    """What stands after the meeting's slides, to answer questions."""

    titre: Texte
    vues: Annotated[list[VueSchema], Field(min_length=1)]


class LimitesSchema(SchemaStrict):
    """What a slide holds, and when a subject has its own.

    corps, corps_annexe: smallest type, in points. intercalaire: slides of a point from which it is
    announced by one. criteres: answers of a survey from which it has its slide.
    """

    source: Texte
    puces: Positif
    lignes: Positif
    corps: Positif
    corps_annexe: Positif
    intercalaire: Positif
    graphiques: Positif
    criteres: Positif
    longueur: Positif


class GroupeSchema(SchemaStrict):
    """Indicators of these modules and domains, whatever they are where none is given."""

    titre: Texte
    modules: list[Positif] = []
    domaines: list[Texte] = []


class FamillesSchema(SchemaStrict):
    """The indicators shown together; each goes in the first group that takes it."""

    source: Texte
    groupes: Annotated[list[GroupeSchema], Field(min_length=1)]


class TextesSchema(SchemaStrict):
    """Sentences with where they come from."""

    source: Texte
    textes: Annotated[list[Texte], Field(min_length=1)]


class SupportSchema(SchemaStrict):
    """support.yaml."""

    depuis: dt.date
    source: Texte
    points: Annotated[list[PointSchema], Field(min_length=1)]
    annexes: AnnexesSchema
    limites: LimitesSchema
    familles: FamillesSchema
    nouveautes: TextesSchema
    role: TextesSchema
    echanges: TextesSchema
    chiffres_cles: list[Texte]
    graphiques: list[Texte]
    modeles: list[Texte]


@lru_cache(maxsize=1)
def get_support() -> SupportSchema:
    """Return the composition of the deck.

    Raises:
        SupportInvalideError: the file is absent or faulty; the message lists its faults.
    """
    forme, fautes = read_forme(SupportSchema, settings.PUBLICATIONS / FICHIER, FICHIER)
    if forme is not None:
        fautes += _check_unicite(forme)
    if forme is None or fautes:
        raise SupportInvalideError(
            "La composition du support ne peut pas être lue :\n" + tell_fautes(sort_fautes(fautes))
        )
    return forme


def _check_unicite(forme: SupportSchema) -> list[Faute]:
    genres = ((f"points[{i}].genre", p.genre) for i, p in enumerate(forme.points))
    listes = [(f"points[{i}]", p.vues) for i, p in enumerate(forme.points)]
    vues = (
        (f"{place}.vues[{j}].vue", v.vue)
        for place, liste in (*listes, ("annexes", forme.annexes.vues))
        for j, v in enumerate(liste)
    )
    return as_fautes(
        [*check_doublons(genres, "le genre"), *check_doublons(vues, "la vue")], FICHIER
    )
