"""Read the folder of templates, strictly: one file per starting point, and regles.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from qualepref.noyau.modeles.modele import Depart, Modeles, Regles
from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.fichiers import read_fichier
from qualepref.noyau.yaml_strict.schemas import Positif, SchemaStrict, Texte, check_schema


REGLES = "regles.yaml"
TITRE_MAXIMUM, MOTIF_MAXIMUM = 200, 300

TypeDeModele = Literal["accuse", "courrier", "courriel", "telephone", "signature", "badge"]
Exigence = Literal["emetteur", "personne", "service", "contact", "delai"]
Titre = Annotated[Texte, Field(max_length=TITRE_MAXIMUM)]


class ModelesInvalidesError(Exception):
    """The folder of templates cannot be used; `fautes` lists everything to correct."""

    def __init__(self, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            "Les modèles de départ ne peuvent pas être lus. Corrigez les fautes suivantes, puis "
            f"recommencez :\n{tell_fautes(self.fautes)}"
        )


class DepartSchema(SchemaStrict):
    """A starting point: `<code>.yaml`."""

    type: TypeDeModele
    titre: Titre
    objet: Titre | None = None
    sans_nom: Annotated[Texte, Field(max_length=MOTIF_MAXIMUM)] | None = None
    source: Texte
    corps: Texte


class ExigencesSchema(SchemaStrict):
    """What each type must let the reader know."""

    source: Texte
    types: dict[TypeDeModele, list[Exigence]]


class PhrasesSchema(SchemaStrict):
    """How long sentences may be, in words."""

    moyenne_maximum: Positif
    source_moyenne: Texte
    longueur_maximum: Positif
    source_longueur: Texte


class SiglesSchema(SchemaStrict):
    """Acronyms met, with their words; words in capitals that are none."""

    source: Texte
    connus: dict[Texte, Texte]
    admis: list[Texte]


class ReglesSchema(SchemaStrict):
    """regles.yaml."""

    engagement: Positif
    exigences: ExigencesSchema
    phrases: PhrasesSchema
    sigles: SiglesSchema


def load_modeles(dossier: Path) -> Modeles:
    """Return the starting points and the rules of a folder.

    Raises:
        ModelesInvalidesError: the faults of every file, all listed.
    """
    regles, fautes = _read_regles(dossier)
    departs: dict[str, Depart] = {}
    for path in sorted(dossier.glob("*.yaml")):
        if path.name == REGLES:
            continue
        depart, reproches = _read_depart(path)
        fautes += reproches
        if depart is not None:
            departs[depart.code] = depart
    if fautes or regles is None:
        raise ModelesInvalidesError(fautes)
    return Modeles(MappingProxyType(departs), regles)


def _read_depart(path: Path) -> tuple[Depart | None, list[Faute]]:
    brut, fautes = read_fichier(path, path.name)
    if brut is None or fautes:
        return None, fautes
    forme, fautes = check_schema(DepartSchema, brut, path.name)
    if forme is None:
        return None, fautes
    depart = Depart(
        path.stem,
        forme.type,
        forme.titre,
        forme.objet or "",
        forme.corps,
        forme.sans_nom or "",
        forme.source,
    )
    return depart, []


def _read_regles(dossier: Path) -> tuple[Regles | None, list[Faute]]:
    brut, fautes = read_fichier(dossier / REGLES, REGLES)
    if brut is None or fautes:
        return None, fautes
    forme, fautes = check_schema(ReglesSchema, brut, REGLES)
    if forme is None:
        return None, fautes
    exigences: dict[str, tuple[str, ...]] = {t: tuple(e) for t, e in forme.exigences.types.items()}
    regles = Regles(
        forme.engagement,
        MappingProxyType(exigences),
        forme.exigences.source,
        forme.phrases.moyenne_maximum,
        forme.phrases.source_moyenne,
        forme.phrases.longueur_maximum,
        forme.phrases.source_longueur,
        MappingProxyType(dict(forme.sigles.connus)),
        frozenset(forme.sigles.admis),
    )
    return regles, []
