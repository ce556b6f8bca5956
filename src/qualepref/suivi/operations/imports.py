"""A register's file: read, checked, compared, then applied whole or not at all."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from qualepref.noyau.tableurs.conversion import Erreur, Ligne, convert_lignes
from qualepref.noyau.tableurs.correspondance import Correspondance, propose_correspondance
from qualepref.noyau.tableurs.entete import Grille, LigneIgnoree, extract_grille
from qualepref.noyau.tableurs.grille import format_lettre
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.enums import Provenance
from qualepref.suivi.models import CorrespondanceRetenue
from qualepref.suivi.operations.lots import compare_lot, write_lot
from qualepref.suivi.queries.champs import champs_of, load_vocabulaire
from qualepref.suivi.queries.genres import GenreFichier, find_genre
from qualepref.suivi.rules.bilans import BilanImport, Difference
from qualepref.suivi.rules.champs import (
    FauteLigne,
    build_demande,
    check_demande,
    give_references,
)


class ColonnesManquantesError(ValueError):
    """Some obligatory field has no column, or several that could be it."""

    def __init__(self, correspondance: Correspondance) -> None:
        doutes = dict.fromkeys((*correspondance.manquantes, *correspondance.ambigues))
        super().__init__(" ".join(str(doute) for doute in doutes))
        self.correspondance = correspondance


@dataclass(slots=True)
class _Lecture:
    """A file read and converted, on its way to the register."""

    fichier: str
    grille: Grille
    correspondance: Correspondance
    avertissements: tuple[str, ...]
    lignes: list[Ligne]
    erreurs: list[Erreur]
    ignorees: tuple[LigneIgnoree, ...]
    valides: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FichierDonne:
    """A file given for a register, and what the user said of it.

    nom: the file's name as the user knows it. colonnes: heading -> field chosen by hand.
    """

    chemin: Path
    registre: str
    nom: str = ""
    feuille: str | None = None
    colonnes: Mapping[str, str] = field(default_factory=dict)


def check_import(site: Site, *, donne: FichierDonne, le: dt.date) -> BilanImport:
    """Return what a file holds and what applying it would do; nothing is written.

    Raises:
        FichierRefuseError: the file cannot be read.
        RegistreInconnuError, ColonnesManquantesError.
    """
    lecture = _read(site, donne, le)
    difference = None
    if not lecture.erreurs:
        genre = find_genre(donne.registre)
        if genre is None:
            difference = compare_lot(site, registre=donne.registre, lignes=lecture.valides)
        else:
            difference = genre.compare(site, lecture.valides)
    return _build_bilan(donne, lecture, difference, applique=False)


@transaction.atomic
def apply_import(
    site: Site,
    *,
    donne: FichierDonne,
    par: str,
    le: dt.date,
    maintenant: dt.datetime,
    avance: Callable[[int, int], None] = lambda faites, total: None,
) -> BilanImport:
    """Write a file into its register, whole; with any error, write nothing. Return what was done.

    avance: called with the rows done and their number.

    Raises: as `check_import`.
    """
    lecture = _read(site, donne, le)
    if lecture.erreurs:
        return _build_bilan(donne, lecture, None, applique=False)
    total = len(lecture.valides)
    genre = find_genre(donne.registre)
    if genre is not None:
        difference = genre.write(site, lecture.valides, par=par, le=le)
    else:
        difference = write_lot(
            site,
            registre=donne.registre,
            lignes=lecture.valides,
            provenance=Provenance.IMPORT,
            par=par,
            le=le,
            maintenant=maintenant,
            avance=lambda faites: avance(faites, total),
        )
    CorrespondanceRetenue.objects.update_or_create(
        site=site,
        registre=donne.registre,
        defaults={"colonnes": lecture.correspondance.build_memoire()},
    )
    return _build_bilan(donne, lecture, difference, applique=True)


def _read(site: Site, donne: FichierDonne, le: dt.date) -> _Lecture:
    champs = champs_of(site, registre=donne.registre)
    retenue = CorrespondanceRetenue.objects.filter(site=site, registre=donne.registre).first()
    memoire = {**(retenue.colonnes if retenue else {}), **donne.colonnes}
    nom = donne.nom or donne.chemin.name
    classeur = read_classeur(donne.chemin, nom=nom)
    grille = extract_grille(
        classeur.get_feuille(donne.feuille or None), champs, fichier=nom, memoire=memoire
    )
    correspondance = propose_correspondance(grille.entetes, champs, memoire=memoire)
    if not correspondance.complete:
        raise ColonnesManquantesError(correspondance)
    resultat = convert_lignes(grille, correspondance, champs)
    lecture = _Lecture(
        fichier=nom,
        grille=grille,
        correspondance=correspondance,
        avertissements=classeur.avertissements,
        lignes=resultat.lignes,
        erreurs=list(resultat.erreurs),
        ignorees=resultat.ignorees,
    )
    genre = find_genre(donne.registre)
    if genre is not None:
        _check_genre(site, genre, lecture, le)
    else:
        _check_demandes(site, donne.registre, lecture, le)
    lecture.erreurs.sort(key=lambda e: (e.ligne, e.colonne))
    return lecture


def _check_demandes(site: Site, code: str, lecture: _Lecture, le: dt.date) -> None:
    registre = get_referentiel(site).registre(code)
    mots = load_vocabulaire(site)
    natures = {n.code: n for n in registre.natures}
    for ligne in lecture.lignes:
        demande = build_demande(ligne.valeurs, registre, mots)
        fautes = check_demande(demande, registre, natures, le=le)
        if fautes:
            lecture.erreurs.extend(_locate(lecture, ligne.numero, f) for f in fautes)
        else:
            lecture.valides.append(demande)
    fois = Counter(d["reference"] for d in lecture.valides if d.get("reference"))
    doubles = {r for r, n in fois.items() if n > 1}
    if doubles:
        for ligne in lecture.lignes:
            reference = ligne.valeurs.get("reference")
            if reference in doubles:
                motif = (
                    f"la référence « {reference} » figure {fois[reference]} fois dans le fichier"
                )
                faute = FauteLigne("reference", motif, "Donner à chaque demande sa référence.")
                lecture.erreurs.append(_locate(lecture, ligne.numero, faute))
    give_references(lecture.valides)


def _check_genre(site: Site, genre: GenreFichier, lecture: _Lecture, le: dt.date) -> None:
    controlees = genre.check(site, lecture.lignes, le)
    lecture.valides.extend(controlees.valides)
    lecture.erreurs.extend(_locate(lecture, n, faute) for n, faute in controlees.fautes)
    lecture.avertissements += tuple(controlees.avertissements)


def _locate(lecture: _Lecture, numero: int, faute: FauteLigne) -> Erreur:
    """Return a fault as an error at its cell; at the first column when it is the whole row's."""
    grille = lecture.grille
    rang = lecture.correspondance.colonnes.get(faute.champ or "", 0)
    colonne = grille.premiere_colonne + rang
    cellules = grille.cellules[bisect_left(grille.numeros, numero)]
    valeur = cellules[rang] if rang < len(cellules) else ""
    return Erreur(
        feuille=grille.feuille,
        ligne=numero,
        colonne=colonne,
        lettre_colonne=format_lettre(colonne),
        entete=grille.entetes[rang],
        valeur=f"{valeur:%d/%m/%Y}" if isinstance(valeur, dt.date) else str(valeur),
        motif=faute.motif,
        remede=faute.remede,
    )


def _build_bilan(
    donne: FichierDonne, lecture: _Lecture, difference: Difference | None, *, applique: bool
) -> BilanImport:
    return BilanImport(
        registre=donne.registre,
        fichier=lecture.fichier,
        feuille=lecture.grille.feuille,
        ligne_entete=lecture.grille.ligne_entete,
        colonnes=lecture.correspondance.build_memoire(),
        non_reconnues=lecture.correspondance.non_reconnues,
        avertissements=lecture.avertissements,
        lues=len(lecture.grille.cellules),
        ignorees=lecture.ignorees,
        erreurs=tuple(lecture.erreurs),
        difference=difference,
        applique=applique,
    )
