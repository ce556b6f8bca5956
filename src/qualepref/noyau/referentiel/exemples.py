"""Worked examples of each indicator: what comes in, what must come out."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StringConstraints

from qualepref.noyau.referentiel.fautes import ReferentielInvalideError
from qualepref.noyau.referentiel.modele import Referentiel
from qualepref.noyau.referentiel.schemas import Annee
from qualepref.noyau.referentiel.vocabulaire import MODES, Vocabulaire, vocabulaire_of
from qualepref.noyau.yaml_strict.controles import Reproche, as_fautes, tell_inconnu
from qualepref.noyau.yaml_strict.fautes import Faute
from qualepref.noyau.yaml_strict.fichiers import read_fichier
from qualepref.noyau.yaml_strict.ordre import cle_naturelle
from qualepref.noyau.yaml_strict.schemas import Code, Positif, SchemaStrict, Texte, check_schema


CAS_MINIMUM = 2
EtatAttendu = Literal[
    "valeur",
    "rien_recu",
    "non_collecte",
    "sans_objet",
    "non_significatif",
    "pas_encore_du",
    "non_calculable",
]
Issue = Literal["exclue", "suspendue", "ouverte", "a_temps", "hors_delai", "sans_date"]
Mois = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
FractionEcrite = Annotated[str, StringConstraints(pattern=r"^-?\d+(/[1-9]\d*)?$")]


class LigneSchema(SchemaStrict):
    """`nombre` demandes alike, stamped by the clock. Keys left out take their defaults."""

    nombre: Positif = 1
    mois: Mois
    nature: Code
    canal: str = ""
    service: str = ""
    boite: str = ""
    portee: Literal["", "generale", "individuelle"] = ""
    tracage: Literal["exhaustif", "echantillon"] = "exhaustif"
    issue: Issue
    echeance: dt.date | None = None
    attente: Literal[0, 1] = 0
    delai_jours_ouvres: int | None = None
    delai_jours: int | None = None
    tenue_issue: Literal["", "ouverte", "a_temps", "hors_delai"] = ""
    tenue_echeance: dt.date | None = None
    tenue_delai_jours_ouvres: int | None = None
    tenue_delai_jours: int | None = None


class ComptageSchema(SchemaStrict):
    """One counted quantity of a month."""

    mois: Mois
    grandeur: Code
    dimension: str = ""
    valeur: Annotated[int, Field(ge=0)]


class ReponseSchema(SchemaStrict):
    """What was answered to one question in a month: everybody expressed an opinion, unless told."""

    mois: Mois
    questionnaire: Code
    question: Code
    critere: Code | Literal[""] = ""
    service: str = ""
    mode: str = ""
    posees: Annotated[int, Field(ge=0)]
    repondues: Annotated[int, Field(ge=0)] | None = None
    exprimees: Annotated[int, Field(ge=0)] | None = None
    satisfaites: Annotated[int, Field(ge=0)] = 0
    insatisfaites: Annotated[int, Field(ge=0)] = 0
    somme: FractionEcrite = "0"
    nombres: Annotated[int, Field(ge=0)] = 0


class SansObjetSchema(SchemaStrict):
    """A nature, channel and month attested as not applicable."""

    nature: Code
    canal: str = ""
    mois: Mois


class AttenduSchema(SchemaStrict):
    """What must come out; parts and value absent when there are none."""

    etat: EtatAttendu
    numerateur: int | None = None
    denominateur: int | None = None
    valeur: FractionEcrite | None = None


class CasSchema(SchemaStrict):
    """One worked example over the months `du` to `au`, as of `le` (end of `au` when not told)."""

    titre: Texte
    source: Texte | None = None
    du: Mois
    au: Mois | None = None
    le: dt.date | None = None
    lignes: list[LigneSchema] = []
    comptages: list[ComptageSchema] = []
    reponses: list[ReponseSchema] = []
    habitants: dict[Annee, Positif] = {}
    sans_objet: list[SansObjetSchema] = []
    attendu: AttenduSchema


class ExemplesSchema(SchemaStrict):
    """exemples/<code>.yaml."""

    exemples: Annotated[list[CasSchema], Field(min_length=CAS_MINIMUM)]


@dataclass(frozen=True, slots=True)
class Attendu:
    """What must come out of an example; None where the state carries nothing."""

    etat: str
    numerateur: Fraction | None
    denominateur: Fraction | None
    valeur: Fraction | None


@dataclass(frozen=True, slots=True)
class Exemple:
    """One worked example.

    `premier`, `dernier`: months covered, as 202201. `lignes`: (how many alike, columns of a stamped
    demande; `mois` as 202201). `comptages`: columns mois, grandeur, dimension, valeur.
    `reponses`: keys of a cell of answers, site apart, and its measures.
    `habitants`: (year, inhabitants). `sans_objet`: (nature, canal, month).
    """

    titre: str
    source: str | None
    premier: int
    dernier: int
    le: dt.date
    lignes: tuple[tuple[int, Mapping[str, Any]], ...]
    comptages: tuple[Mapping[str, Any], ...]
    reponses: tuple[Mapping[str, Any], ...]
    habitants: tuple[tuple[int, int], ...]
    sans_objet: tuple[tuple[str, str, int], ...]
    attendu: Attendu


def load_exemples(dossier: Path, referentiel: Referentiel) -> dict[str, tuple[Exemple, ...]]:
    """Return the examples of a folder, by code of indicator, in natural order.

    dossier: that of a référentiel, or of a site that adds indicators.

    Raises:
        ReferentielInvalideError: faults of any file of examples, all listed.
    """
    vocabulaire = vocabulaire_of(referentiel)
    fautes: list[Faute] = []
    exemples: dict[str, tuple[Exemple, ...]] = {}
    chemins = (dossier / "exemples").glob("*.yaml")
    for chemin in sorted(chemins, key=lambda p: cle_naturelle(p.stem)):
        nom = f"exemples/{chemin.name}"
        brut, reproches = read_fichier(chemin, nom)
        fautes += reproches
        if brut is None:
            continue
        contenu, reproches = check_schema(ExemplesSchema, _spread_communs(brut), nom)
        fautes += reproches
        if contenu is not None:
            fautes += as_fautes(_check_exemples(contenu.exemples, vocabulaire), nom)
            exemples[chemin.stem] = tuple(map(_build_exemple, contenu.exemples))
    if fautes:
        raise ReferentielInvalideError(dossier, fautes)
    return exemples


def _spread_communs(brut: Mapping[str, Any]) -> dict[str, Any]:
    """Give every row of a case the keys its `communs` holds; a row's own keys win."""
    cas = brut.get("exemples")
    return {**brut, "exemples": [_spread(c) for c in cas] if isinstance(cas, list) else cas}


def _spread(cas: Any) -> Any:
    if not isinstance(cas, Mapping) or not isinstance(cas.get("communs"), Mapping):
        return cas
    communs = cas["communs"]
    etendu = {cle: valeur for cle, valeur in cas.items() if cle != "communs"}
    for liste in ("lignes", "comptages", "reponses"):
        if isinstance(etendu.get(liste), list):
            etendu[liste] = [
                {**communs, **ligne} if isinstance(ligne, Mapping) else ligne
                for ligne in etendu[liste]
            ]
    return etendu


def _check_exemples(cas: Iterable[CasSchema], vocabulaire: Vocabulaire) -> Iterator[Reproche]:
    for n, exemple in enumerate(cas):
        cle = f"exemples[{n}]"
        for k, ligne in enumerate(exemple.lignes):
            if not vocabulaire.accepts(ligne.nature, ligne.canal):
                yield (
                    f"{cle}.lignes[{k}]",
                    (f"aucun registre ne reçoit « {ligne.nature} » par « {ligne.canal} »."),
                )
            if ligne.issue == "ouverte" and ligne.echeance is None:
                yield f"{cle}.lignes[{k}].echeance", "une demande ouverte a une échéance."
        for k, comptage in enumerate(exemple.comptages):
            ici = f"{cle}.comptages[{k}]"
            dimensions = vocabulaire.grandeurs.get(comptage.grandeur)
            if dimensions is None:
                connues = vocabulaire.grandeurs
                yield f"{ici}.grandeur", tell_inconnu(comptage.grandeur, "les grandeurs", connues)
            elif comptage.dimension not in (dimensions or {""}):
                yield (
                    f"{ici}.dimension",
                    tell_inconnu(comptage.dimension, "les dimensions", dimensions),
                )
        for k, reponse in enumerate(exemple.reponses):
            yield from _check_reponse(reponse, f"{cle}.reponses[{k}]")
        yield from _check_attendu(exemple.attendu, f"{cle}.attendu")


def _check_reponse(reponse: ReponseSchema, cle: str) -> Iterator[Reproche]:
    if reponse.mode and reponse.mode not in MODES:
        yield f"{cle}.mode", tell_inconnu(reponse.mode, "les modes de réponse", MODES)
    mesures = _build_reponse(reponse)
    for petite, grande in (
        ("repondues", "posees"), ("exprimees", "repondues"), ("nombres", "repondues"),
    ):  # fmt: skip
        if mesures[petite] > mesures[grande]:
            yield f"{cle}.{petite}", f"« {petite} » dépasse « {grande} »."
    if reponse.satisfaites + reponse.insatisfaites > mesures["exprimees"]:
        yield f"{cle}.satisfaites", "satisfaites et insatisfaites dépassent « exprimees »."


def _check_attendu(attendu: AttenduSchema, cle: str) -> Iterator[Reproche]:
    porte = attendu.etat in ("valeur", "non_significatif")
    if porte != (attendu.valeur is not None):
        yield f"{cle}.valeur", f"un état « {attendu.etat} » {'a' if porte else 'est sans'} valeur."
    elif attendu.valeur is not None and attendu.numerateur is not None:
        rapport = Fraction(attendu.numerateur, attendu.denominateur or 1)
        if rapport != Fraction(attendu.valeur):
            yield f"{cle}.valeur", f"« {attendu.valeur} » n’est pas le rapport annoncé, {rapport}."


def _build_exemple(cas: CasSchema) -> Exemple:
    premier = _mois(cas.du)
    dernier = _mois(cas.au or cas.du)
    annee, mois = divmod(dernier, 100)
    return Exemple(
        titre=cas.titre,
        source=cas.source,
        premier=premier,
        dernier=dernier,
        le=cas.le or dt.date(annee, mois, calendar.monthrange(annee, mois)[1]),
        lignes=tuple((ligne.nombre, _build_colonnes(ligne)) for ligne in cas.lignes),
        comptages=tuple({**c.model_dump(), "mois": _mois(c.mois)} for c in cas.comptages),
        reponses=tuple(map(_build_reponse, cas.reponses)),
        habitants=tuple(cas.habitants.items()),
        sans_objet=tuple((s.nature, s.canal, _mois(s.mois)) for s in cas.sans_objet),
        attendu=_build_attendu(cas.attendu),
    )


def _build_colonnes(ligne: LigneSchema) -> dict[str, Any]:
    dites = ligne.model_dump(exclude={"nombre"}, exclude_unset=True)
    return {**dites, "canal": ligne.canal, "mois": _mois(ligne.mois)}


def _build_reponse(reponse: ReponseSchema) -> dict[str, Any]:
    repondues = reponse.posees if reponse.repondues is None else reponse.repondues
    return {
        **reponse.model_dump(),
        "mois": _mois(reponse.mois),
        "repondues": repondues,
        "exprimees": repondues if reponse.exprimees is None else reponse.exprimees,
        "somme": Fraction(reponse.somme),
    }


def _build_attendu(attendu: AttenduSchema) -> Attendu:
    numerateur, denominateur, valeur = (
        None if v is None else Fraction(v)
        for v in (attendu.numerateur, attendu.denominateur, attendu.valeur)
    )
    return Attendu(attendu.etat, numerateur, denominateur, valeur)


def _mois(texte: str) -> int:
    return int(texte.replace("-", ""))


ETATS_ATTENDUS: tuple[str, ...] = get_args(EtatAttendu)
