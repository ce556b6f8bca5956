"""Read regles.yaml, strictly: the thresholds and words of the check, each with its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import Field

from qualepref.noyau.tableurs.vocabulaire import normalize_texte
from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Positif, SchemaStrict, Texte, read_forme


FICHIER = "regles.yaml"


class ReglesCoherenceInvalidesError(Exception):
    """The rules of the check cannot be used; `fautes` lists everything to correct."""

    def __init__(self, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            "Les règles de cohérence ne peuvent pas être lues. Corrigez les fautes suivantes, puis "
            f"recommencez :\n{tell_fautes(self.fautes)}"
        )


class _Grim(SchemaStrict):
    voisinage: Any
    source: Texte


class _Ecarts(SchemaStrict):
    seuil: Any
    observations: Positif
    rapport: Any
    source: Texte


class _Grandeur(SchemaStrict):
    facteur: Positif
    source: Texte


class _Semaine(SchemaStrict):
    ouvres: Positif
    civils: Positif
    feries: int = Field(ge=0)
    source: Texte


class _Tolerance(SchemaStrict):
    tolerance: Positif
    source: Texte


class _Sommes(SchemaStrict):
    proche: Any
    source: Texte


class _Seuils(SchemaStrict):
    grim: _Grim
    ecarts: _Ecarts
    ordre_de_grandeur: _Grandeur
    jours_par_semaine: _Semaine
    fractions: _Tolerance
    sommes: _Sommes


class _Forme(SchemaStrict):
    seuils: _Seuils
    tableaux_de_bord: list[Texte]
    mots_generiques: Texte
    synonymes: dict[Texte, list[Texte]]
    familles: dict[Texte, list[Texte]]
    familles_strictes: list[Texte]
    negatifs: Texte
    positifs: Texte
    ni_l_un_ni_l_autre: Texte
    au_dela_de_cent: Texte
    annonces: Texte
    mesures: Texte
    etapes: list[Texte]
    choix_unique: dict[Texte, Texte]
    plusieurs_reponses: Texte
    faux_contraires: Texte
    sans_doublons: Texte
    redresses: Texte
    extraits: Texte
    enquetes: Texte
    repondants: Texte
    fractions: dict[Texte, Texte]
    source_mots: Texte
    titres: dict[Texte, Texte]


@dataclass(frozen=True, slots=True)
class Reglages:
    """Thresholds as fractions, words as sets, wordings as patterns over unaccented texts."""

    grim_voisinage: Fraction
    ecart_seuil: Fraction
    ecart_observations: int
    ecart_rapport: Fraction
    grandeur_facteur: int
    semaine_ouvres: int
    semaine_civils: int
    feries: int
    fraction_tolerance: int
    somme_proche: Fraction
    tableaux_de_bord: tuple[str, ...]
    generiques: frozenset[str]
    synonymes: Mapping[str, str]
    familles: Mapping[str, frozenset[str]]
    strictes: frozenset[str]
    negatifs: re.Pattern[str]
    positifs: re.Pattern[str]
    indecis: re.Pattern[str]
    au_dela_de_cent: re.Pattern[str]
    annonces: re.Pattern[str]
    mesures: re.Pattern[str]
    etapes: tuple[re.Pattern[str], ...]
    choix_unique: Mapping[str, re.Pattern[str]]
    plusieurs_reponses: re.Pattern[str]
    faux_contraires: re.Pattern[str]
    sans_doublons: re.Pattern[str]
    redresses: re.Pattern[str]
    extraits: re.Pattern[str]
    enquetes: re.Pattern[str]
    repondants: re.Pattern[str]
    fractions: Mapping[str, Fraction]
    titres: Mapping[str, str]


def load_reglages(dossier: Path) -> Reglages:
    """Return the rules of a folder.

    Raises:
        ReglesCoherenceInvalidesError: every fault of the file.
    """
    forme, fautes = read_forme(_Forme, dossier / FICHIER, FICHIER)
    if forme is None or fautes:
        raise ReglesCoherenceInvalidesError(fautes)
    try:
        return _build(forme)
    except (re.error, ValueError) as erreur:
        motif = f"motif ou nombre illisible : {erreur}"
        raise ReglesCoherenceInvalidesError([Faute(FICHIER, "", motif)]) from erreur


def _build(forme: _Forme) -> Reglages:
    seuils = forme.seuils
    return Reglages(
        grim_voisinage=Fraction(str(seuils.grim.voisinage)),
        ecart_seuil=Fraction(str(seuils.ecarts.seuil)),
        ecart_observations=seuils.ecarts.observations,
        ecart_rapport=Fraction(str(seuils.ecarts.rapport)),
        grandeur_facteur=seuils.ordre_de_grandeur.facteur,
        semaine_ouvres=seuils.jours_par_semaine.ouvres,
        semaine_civils=seuils.jours_par_semaine.civils,
        feries=seuils.jours_par_semaine.feries,
        fraction_tolerance=seuils.fractions.tolerance,
        somme_proche=Fraction(str(seuils.sommes.proche)),
        tableaux_de_bord=tuple(forme.tableaux_de_bord),
        generiques=frozenset(forme.mots_generiques.split()),
        synonymes={
            normalize_texte(autre): mot
            for mot, autres in forme.synonymes.items()
            for autre in (*autres, mot)
        },
        familles={nom: frozenset(mots) for nom, mots in forme.familles.items()},
        strictes=frozenset(forme.familles_strictes),
        negatifs=_compile(forme.negatifs),
        positifs=_compile(forme.positifs),
        indecis=_compile(forme.ni_l_un_ni_l_autre),
        au_dela_de_cent=_compile(forme.au_dela_de_cent),
        annonces=_compile(forme.annonces),
        mesures=_compile(forme.mesures),
        etapes=tuple(_compile(motif) for motif in forme.etapes),
        choix_unique={nom: _compile(motif) for nom, motif in forme.choix_unique.items()},
        plusieurs_reponses=_compile(forme.plusieurs_reponses),
        faux_contraires=_compile(forme.faux_contraires),
        sans_doublons=_compile(forme.sans_doublons),
        redresses=_compile(forme.redresses),
        extraits=_compile(forme.extraits),
        enquetes=_compile(forme.enquetes),
        repondants=_compile(forme.repondants),
        fractions={mot: Fraction(valeur) for mot, valeur in forme.fractions.items()},
        titres=dict(forme.titres),
    )


def _compile(motif: str) -> re.Pattern[str]:
    """Return the pattern; a motif folded over lines keeps « | » next to its words."""
    return re.compile(re.sub(r"\|\s+", "|", motif.strip()))
