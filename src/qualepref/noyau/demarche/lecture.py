"""Read the files of `demarche/`, strictly: every fault of the three is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from qualepref.noyau.demarche.modele import (
    EtapeModele,
    InstanceModele,
    Phase,
    RegleDeVie,
    ReglesDemarche,
)
from qualepref.noyau.yaml_strict.controles import (
    Reproche,
    as_fautes,
    check_doublons,
    tell_inconnu,
)
from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Code, Positif, SchemaStrict, Texte, read_forme


ETAPES, INSTANCES, VIE = "etapes.yaml", "instances.yaml", "vie-du-label.yaml"
TITRE_MAXIMUM = 200
BORNES = 2
Mois = Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=BORNES, max_length=BORNES)]


class DemarcheInvalideError(Exception):
    """The files of the approach cannot be used; `fautes` lists everything to correct."""

    def __init__(self, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            "Les étapes de la démarche ne peuvent pas être lues. Corrigez les fautes suivantes, "
            f"puis recommencez :\n{tell_fautes(self.fautes)}"
        )


class PhaseSchema(SchemaStrict):
    """A phase."""

    code: Code
    titre: Annotated[Texte, Field(max_length=TITRE_MAXIMUM)]


class EtapeSchema(SchemaStrict):
    """A step; `mois`: first and last, from 0."""

    code: Code
    phase: Code
    titre: Annotated[Texte, Field(max_length=TITRE_MAXIMUM)]
    mois: Mois | None = None
    apres: list[Code] = []


class EtapesSchema(SchemaStrict):
    """etapes.yaml."""

    source: Texte
    phases: Annotated[list[PhaseSchema], Field(min_length=1)]
    etapes: Annotated[list[EtapeSchema], Field(min_length=1)]


class InstanceSchema(SchemaStrict):
    """A body."""

    comite: Literal["clu", "copil", "comite_technique", "groupe"]
    titre: Texte
    role: Texte
    etape: Code
    attendue: bool
    source: Texte


class InstancesSchema(SchemaStrict):
    """instances.yaml."""

    instances: list[InstanceSchema]


class SurveillanceSchema(SchemaStrict):
    """How often a label is looked at again."""

    periodicite_mois: Positif
    convention: bool
    source: Texte


class RenouvellementSchema(SchemaStrict):
    """How long before its end a label's renewal starts."""

    preparation_mois: Positif
    convention: bool
    source: Texte


class VieSchema(SchemaStrict):
    """vie-du-label.yaml."""

    surveillance: SurveillanceSchema
    renouvellement: RenouvellementSchema


def load_regles(dossier: Path) -> ReglesDemarche:
    """Return what the three files of a folder say.

    Raises:
        DemarcheInvalideError: their faults, all listed.
    """
    etapes, fautes = read_forme(EtapesSchema, dossier / ETAPES, ETAPES)
    instances, autres = read_forme(InstancesSchema, dossier / INSTANCES, INSTANCES)
    vie, dernieres = read_forme(VieSchema, dossier / VIE, VIE)
    fautes += autres + dernieres
    if etapes is not None:
        fautes += as_fautes(_check_etapes(etapes), ETAPES)
        if instances is not None:
            fautes += as_fautes(_check_instances(instances, etapes), INSTANCES)
    if fautes or etapes is None or instances is None or vie is None:
        raise DemarcheInvalideError(fautes)
    return _build(etapes, instances, vie)


def _check_etapes(lu: EtapesSchema) -> Iterator[Reproche]:
    yield from check_doublons(
        ((f"phases[{i}].code", p.code) for i, p in enumerate(lu.phases)), "la phase"
    )
    yield from check_doublons(
        ((f"etapes[{i}].code", e.code) for i, e in enumerate(lu.etapes)), "l’étape"
    )
    phases = [p.code for p in lu.phases]
    avant: dict[str, EtapeSchema] = {}
    for i, etape in enumerate(lu.etapes):
        cle = f"etapes[{i}]"
        if etape.phase not in phases:
            yield f"{cle}.phase", tell_inconnu(etape.phase, "les phases", phases)
        if etape.mois and etape.mois[0] > etape.mois[1]:
            yield f"{cle}.mois", "le dernier mois précède le premier."
        for j, code in enumerate(etape.apres):
            yield from _check_prealable(f"{cle}.apres[{j}]", code, etape, avant)
        avant[etape.code] = etape


def _check_prealable(
    cle: str, code: str, etape: EtapeSchema, avant: dict[str, EtapeSchema]
) -> Iterator[Reproche]:
    """Yield what is wrong with a step to be done before: listed above, hence never in a circle."""
    if code not in avant:
        yield cle, tell_inconnu(code, "les étapes écrites plus haut", avant)
        return
    mois = avant[code].mois
    if mois and etape.mois and mois[0] > etape.mois[1]:
        yield cle, f"« {code} » commence après la fin de cette étape."


def _check_instances(lu: InstancesSchema, etapes: EtapesSchema) -> Iterator[Reproche]:
    yield from check_doublons(
        ((f"instances[{i}].comite", x.comite) for i, x in enumerate(lu.instances)), "le comité"
    )
    codes = [e.code for e in etapes.etapes]
    for i, instance in enumerate(lu.instances):
        if instance.etape not in codes:
            yield f"instances[{i}].etape", tell_inconnu(instance.etape, "les étapes", codes)


def _build(etapes: EtapesSchema, instances: InstancesSchema, vie: VieSchema) -> ReglesDemarche:
    surveillance, renouvellement = vie.surveillance, vie.renouvellement
    return ReglesDemarche(
        phases=tuple(Phase(p.code, p.titre) for p in etapes.phases),
        etapes=tuple(
            EtapeModele(
                e.code,
                e.phase,
                e.titre,
                (e.mois[0], e.mois[1]) if e.mois else None,
                tuple(e.apres),
            )
            for e in etapes.etapes
        ),
        instances=tuple(
            InstanceModele(x.comite, x.titre, x.role, x.etape, x.attendue, x.source)
            for x in instances.instances
        ),
        surveillance=RegleDeVie(
            surveillance.periodicite_mois, surveillance.convention, surveillance.source
        ),
        renouvellement=RegleDeVie(
            renouvellement.preparation_mois, renouvellement.convention, renouvellement.source
        ),
        source=etapes.source,
    )
