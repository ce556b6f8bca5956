"""An indicator by mailbox, service, nature…: one table that draws its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from qualepref.indicateurs.queries.tableau import LigneDetail as DetailLu, LigneTableau as Ligne
from qualepref.indicateurs.rendering import textes
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.referentiel.modele import Cible, Sens, Unite
from qualepref.publications.rendering.bilan_donnees import Detail, GroupeDetail, LigneDetail
from qualepref.publications.rendering.mois import name_chiffre


PLEINE = 1000
SANS_NOM = "dimension"


def build_detail(ligne: Ligne, delai: Ligne | None) -> Detail | None:
    """Return the codes an indicator is followed by, the mean delay of the same ones beside.

    Months are told elsewhere; a lone code that only repeats the whole is left out. None without
    any code.
    """
    retenus = _worth_telling(ligne)
    delais = _worth_telling(delai) if delai else []
    if not retenus and not delais:
        return None
    mots = {
        (d.dimension, d.code): (d, textes.say_valeur(d.releve, delai.indicateur))
        for d in delais
        if delai
    }
    i = ligne.indicateur
    haut = _top(ligne, retenus)
    groupes = tuple(_groups(ligne, retenus, mots, haut))
    seuil = _threshold(ligne.cible, i.sens)
    return Detail(
        legende=_name(groupes),
        nom=name_chiffre(i),
        groupes=groupes,
        cible=textes.say_cible(ligne.cible, i) if seuil is not None else "",
        repere=None if seuil is None else _length(seuil, haut),
        nom_delai=name_chiffre(delai.indicateur) if delai and delais else "",
        cible_delai=textes.say_cible(delai.cible, delai.indicateur) if delai and delais else "",
    )


def _name(groupes: Sequence[GroupeDetail]) -> str:
    """Return « Par boîte et par service »."""
    premier, *suite = (g.titre for g in groupes)
    return " et ".join([premier, *(textes.lower_initiale(t) for t in suite)])


def _title(dimension: str) -> str:
    """Return « Par boîte »; « Détail » for the parts of a quantity, which have no common name."""
    return (
        "Détail" if dimension == SANS_NOM else f"Par {textes.DIMENSIONS.get(dimension, dimension)}"
    )


def _worth_telling(ligne: Ligne) -> list[DetailLu]:
    """Return the details by code, without a dimension whose only code is the whole indicator."""
    retenus = []
    details = (d for d in ligne.details if d.dimension != "mois")
    for _, groupe in groupby(details, key=lambda d: d.dimension):
        lus = list(groupe)
        if len(lus) > 1 or lus[0].releve.valeur != ligne.releve.valeur:
            retenus += lus
    return retenus


def _groups(
    ligne: Ligne,
    retenus: Sequence[DetailLu],
    delais: dict[tuple[str, str], tuple[DetailLu, str]],
    haut: Fraction,
) -> Iterator[GroupeDetail]:
    connus = {(d.dimension, d.code): d for d in retenus}
    cles = [*connus, *(cle for cle in delais if cle not in connus)]
    ordre = list(dict.fromkeys(dimension for dimension, _ in cles))
    for dimension in ordre:
        lignes = tuple(
            _row(ligne, connus.get(cle), delais.get(cle), haut)
            for cle in cles
            if cle[0] == dimension
        )
        yield GroupeDetail(_title(dimension), lignes)


def _row(
    ligne: Ligne, lu: DetailLu | None, delai: tuple[DetailLu, str] | None, haut: Fraction
) -> LigneDetail:
    """Return one code; what one of the two indicators does not hold stays empty."""
    base = LigneDetail("", "", Etat.NON_COLLECTE, Verdict.SANS_VALEUR)
    if lu is not None:
        valeur = lu.releve.valeur
        base = LigneDetail(
            libelle=lu.libelle,
            resultat=textes.say_valeur(lu.releve, lu.indicateur),
            etat=lu.releve.etat,
            verdict=lu.verdict,
            fraction=textes.say_fraction(lu.releve),
            barre=None if valeur is None else _length(valeur, haut),
        )
    if delai is None:
        return base
    autre, mots = delai
    libelle = base.libelle or autre.libelle
    return replace(base, libelle=libelle, delai=mots, verdict_delai=autre.verdict)


def _top(ligne: Ligne, details: Sequence[DetailLu]) -> Fraction:
    """Return the value whose bar is full: everything for a share, else the largest drawn."""
    valeurs = [d.releve.valeur for d in details if d.releve.valeur is not None]
    seuil = _threshold(ligne.cible, ligne.indicateur.sens)
    valeurs += [] if seuil is None else [seuil]
    if ligne.indicateur.unite is Unite.POURCENT:
        valeurs.append(Fraction(1))
    return max(valeurs, default=Fraction(1)) or Fraction(1)


def _threshold(cible: Cible | None, sens: Sens) -> Fraction | None:
    if cible is None or sens is Sens.INFORMATION:
        return None
    return cible.minimum if sens is Sens.HAUSSE else cible.maximum


def _length(valeur: Fraction, haut: Fraction) -> int:
    return min(max(int(valeur / haut * PLEINE), 0), PLEINE)
