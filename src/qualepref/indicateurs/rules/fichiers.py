"""The columns of the files of values and targets, and their rows, both ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from qualepref.indicateurs.rules.cibles import CibleDonnee, format_bornes, parse_cible
from qualepref.indicateurs.rules.perimetre import DIMENSIONS, Perimetre
from qualepref.indicateurs.rules.refus import (
    DonneeRefuseeError,
    EtatContreditError,
    UnitesMeleesError,
)
from qualepref.indicateurs.rules.unites import (
    LIBELLES_UNITES,
    check_unite,
    parse_mesure,
    parse_unite,
)
from qualepref.indicateurs.rules.valeurs import ETATS_DECLARES, ValeurDonnee
from qualepref.noyau.calcul.periodes import Periode, mois_of
from qualepref.noyau.calcul.releves import LIBELLES_ETAT, Etat
from qualepref.noyau.referentiel.modele import Unite
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.vocabulaire import Absence, normalize_marque


VALEURS, CIBLES = "valeurs", "cibles"
_ETAT_DES_MARQUES = {
    Absence.SANS_OBJET: Etat.SANS_OBJET,
    Absence.NON_COMMUNIQUE: Etat.NON_COLLECTE,
    Absence.NEANT: Etat.RIEN_RECU,
}
# In the form given by `normalize_marque`.
_NON_SIGNIFICATIF = frozenset({"n.s", "ns", "n/s", "non significatif", "pas significatif"})

_INDICATEUR = Champ(
    "indicateur", "Indicateur", synonymes=("code", "code de l’indicateur"), obligatoire=True
)
# Written for the reader, never read: the code decides.
_LIBELLE = Champ("libelle", "Libellé", synonymes=("intitulé",))

CHAMPS_VALEURS = [
    _INDICATEUR,
    _LIBELLE,
    Champ("dimension", "Découpage", TypeChamp.CHOIX, ("suivi par",), valeurs=DIMENSIONS),
    Champ("code_detail", "Code du détail", TypeChamp.LITTERAL, ("service ou boîte",)),
    Champ("premier_mois", "Début", TypeChamp.MOIS, ("du", "premier mois", "mois", "période"),
          obligatoire=True),
    Champ("dernier_mois", "Fin", TypeChamp.MOIS, ("au", "dernier mois")),
    Champ("numerateur", "Numérateur", TypeChamp.DECIMAL),
    Champ("denominateur", "Dénominateur", TypeChamp.DECIMAL),
    Champ("valeur", "Valeur", TypeChamp.TEXTE, ("résultat", "taux")),
    Champ("etat", "État", TypeChamp.CHOIX,
          valeurs={e.value: LIBELLES_ETAT[e] for e in ETATS_DECLARES}),
    Champ("source", "Source", synonymes=("outil", "origine"), obligatoire=True),
    Champ("imprimee", "Valeur imprimée", TypeChamp.LITTERAL, ("imprimée", "telle que publiée")),
]  # fmt: skip

CHAMPS_CIBLES = [
    _INDICATEUR,
    _LIBELLE,
    Champ("annee", "Année", TypeChamp.ENTIER, obligatoire=True),
    Champ("minimum", "Cible", synonymes=("objectif", "valeur cible"), obligatoire=True),
    Champ("unite", "Unité"),
    Champ("source", "Source", synonymes=("origine", "document"), obligatoire=True),
]


def build_valeur(
    brut: Mapping[str, Any], perimetre: Perimetre
) -> tuple[ValeurDonnee | None, list[DonneeRefuseeError]]:
    """Return the value a row or a form gives, and what could not be read of it.

    brut: the fields of CHAMPS_VALEURS converted; months may be dates or integers (202204), the
    value a text with or without its unit, or a mark that says why there is none (« sans objet »).
    None: nothing can be made of the row.
    """
    try:
        indicateur = perimetre.find(str(brut["indicateur"]))
    except DonneeRefuseeError as refus:
        return None, [refus]
    lues = {c: v for c, v in brut.items() if not isinstance(v, Absence) and v not in (None, "")}
    etat, fautes = _read_etat(brut)
    valeur = None
    if "valeur" in lues and not _is_non_significatif(lues["valeur"]):
        try:
            valeur, unite = parse_mesure(str(lues["valeur"]))
        except DonneeRefuseeError as refus:
            refus.champ = "valeur"
            return None, [*fautes, refus]
        if unite is not None:
            fautes += check_unite(unite, indicateur, champ="valeur")
    premier = _read_mois(lues["premier_mois"])
    donnee = ValeurDonnee(
        indicateur=indicateur.code,
        dimension=lues.get("dimension", ""),
        code_detail=lues.get("code_detail", ""),
        premier_mois=premier,
        dernier_mois=_read_mois(lues.get("dernier_mois", premier)),
        numerateur=lues.get("numerateur"),
        denominateur=lues.get("denominateur"),
        valeur=valeur,
        etat=etat,
        source=lues.get("source", ""),
        imprimee=lues.get("imprimee", ""),
    )
    return donnee, fautes


def build_cible(
    brut: Mapping[str, Any],
) -> tuple[CibleDonnee | None, list[DonneeRefuseeError]]:
    """Return the target a row gives, and what could not be read of it.

    The unit stands in its column, or beside the number (« 75 à 80 % »); both must agree.
    """
    lues = {c: v for c, v in brut.items() if not isinstance(v, Absence)}
    try:
        minimum, maximum, unite = parse_cible(str(lues["minimum"]))
    except DonneeRefuseeError as refus:
        refus.champ = "minimum"
        return None, [refus]
    donnee = CibleDonnee(
        indicateur=str(lues["indicateur"]),
        annee=lues["annee"],
        minimum=minimum,
        maximum=maximum,
        unite=str(lues.get("unite", "")),
        source=str(lues.get("source", "")),
    )
    if unite is None:
        return donnee, []
    if not donnee.unite:
        return replace(donnee, unite=unite.value), []
    try:
        annoncee = parse_unite(donnee.unite)
    except DonneeRefuseeError as refus:
        return None, [refus]
    if annoncee is unite:
        return donnee, []
    return None, [
        UnitesMeleesError("unite", avant=LIBELLES_UNITES[unite], apres=LIBELLES_UNITES[annoncee])
    ]


def list_cellules_valeur(donnee: ValeurDonnee, libelle: str) -> list[Any]:
    """Return the cells of a value under CHAMPS_VALEURS."""
    periode = Periode(donnee.premier_mois, donnee.dernier_mois)
    return [
        donnee.indicateur,
        libelle or None,
        donnee.dimension or None,
        donnee.code_detail or None,
        periode.debut,
        periode.fin,
        donnee.numerateur,
        donnee.denominateur,
        donnee.valeur,
        None if donnee.etat is Etat.VALEUR else donnee.etat.value,
        donnee.source,
        donnee.imprimee or None,
    ]


def list_cellules_cible(
    *, indicateur: str, libelle: str, annee: int, bornes: tuple[Decimal, Decimal], unite: str,
    source: str,
) -> list[Any]:  # fmt: skip
    """Return the cells of a target under CHAMPS_CIBLES."""
    return [
        indicateur,
        libelle or None,
        annee,
        format_bornes(*bornes),
        LIBELLES_UNITES[Unite(unite)],
        source,
    ]


def _read_etat(brut: Mapping[str, Any]) -> tuple[Etat, list[DonneeRefuseeError]]:
    """Return the state of a row: said in its column, or by the mark in place of a number."""
    marques = [brut.get(c) for c in ("valeur", "numerateur", "denominateur")]
    par_marque = [_ETAT_DES_MARQUES[m] for m in marques if m in _ETAT_DES_MARQUES]
    if _is_non_significatif(brut.get("valeur")):
        par_marque.append(Etat.NON_SIGNIFICATIF)
    dit = brut.get("etat")
    etat = Etat(dit) if isinstance(dit, str) and dit and not isinstance(dit, Absence) else None
    if etat is None:
        etat = par_marque[0] if par_marque else Etat.VALEUR
    contredit = [m for m in par_marque if m is not etat]
    return etat, [EtatContreditError(etat=LIBELLES_ETAT[m]) for m in contredit[:1]]


def _is_non_significatif(valeur: Any) -> bool:
    return isinstance(valeur, str) and normalize_marque(valeur) in _NON_SIGNIFICATIF


def _read_mois(valeur: int | dt.date) -> int:
    return mois_of(valeur) if isinstance(valeur, dt.date) else valeur
