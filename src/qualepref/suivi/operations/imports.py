"""A register's file: read, checked, compared, then applied whole or not at all."""

from __future__ import annotations

import datetime as dt
import gc
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.conversion import Erreur, Resultat, convert_lignes
from qualepref.noyau.tableurs.convertisseurs import format_cellule
from qualepref.noyau.tableurs.correspondance import Correspondance, propose_correspondance
from qualepref.noyau.tableurs.ecriture import clean_texte
from qualepref.noyau.tableurs.entete import LIGNES_SONDEES, Grille, extract_grille
from qualepref.noyau.tableurs.erreurs import EnteteIntrouvableError
from qualepref.noyau.tableurs.grille import Feuille, format_lettre
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.enums import Provenance
from qualepref.suivi.models import CorrespondanceRetenue
from qualepref.suivi.operations.lots import compare_lot, write_lot
from qualepref.suivi.queries.champs import LONGUEURS, champs_of, load_vocabulaire
from qualepref.suivi.queries.genres import GenreFichier, find_genre
from qualepref.suivi.rules.bilans import BilanImport, Difference
from qualepref.suivi.rules.champs import FauteLigne
from qualepref.suivi.rules.lignes import Controle, build_lignes, check_lignes, give_references


# Told (step, rows done, rows in all) as the work goes on; in all: 0 when nobody can tell.
Avance = Callable[[str, int, int], None]
SANS_LIGNE = "Le tableau n’a aucune ligne sous son en-tête : il n’y a rien à importer."
SANS_REFERENCE = (
    "{lignes} au contenu : nature, canal, date de réception, service, boîte, objet et demandeur. "
    "Une ligne dont l’un d’eux change sera prise pour une nouvelle demande ; une colonne "
    "« Référence » l’évite."
)
# Characters of a faulty text shown with its error.
APERCU = 100
LECTURE, CONTROLE, ECRITURE = "Lecture du fichier", "Contrôle des lignes", "Écriture"


class ColonnesManquantesError(ValueError):
    """Some obligatory field has no column, or several that could be it."""

    def __init__(self, fichier: str, grille: Grille, correspondance: Correspondance) -> None:
        doutes = (str(d) for d in (*correspondance.manquantes, *correspondance.ambigues))
        super().__init__(
            f"« {fichier} », feuille « {grille.feuille} », en-tête à la ligne "
            f"{grille.ligne_entete} : {' '.join(dict.fromkeys(doutes))} Corrigez l’intitulé dans "
            "le fichier, ou dites quelle colonne est laquelle."
        )
        self.correspondance = correspondance


class EnteteADesignerError(ValueError):
    """No row looks like the expected headings; `entetes`: those of the likeliest, to be mapped."""

    def __init__(self, refus: EnteteIntrouvableError, feuille: Feuille) -> None:
        super().__init__(str(refus))
        self.entetes = _guess_entetes(feuille)


class ColonneInconnueError(ValueError):
    """A mapping chosen by hand names a heading or a field that is not there."""

    def __init__(self, quoi: str, nom: str, connus: Iterable[str]) -> None:
        super().__init__(f"{quoi} « {nom} » n’existe pas. Au choix : {', '.join(connus)}.")


@dataclass(slots=True)
class _Lecture:
    """A file read and converted, on its way to the register.

    valides: what the register takes, to be written only when `erreurs` is empty.
    """

    fichier: str
    grille: Grille
    correspondance: Correspondance
    resultat: Resultat
    avertissements: list[str]
    erreurs: list[Erreur]
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


def _ignore_avance(_etape: str, _faites: int, _total: int) -> None:
    pass


def check_import(
    site: Site, *, donne: FichierDonne, le: dt.date, avance: Avance = _ignore_avance
) -> BilanImport:
    """Return what a file holds and what applying it would do; nothing is written.

    Raises:
        FichierRefuseError: the file cannot be read.
        RegistreInconnuError, ColonneInconnueError.
        EnteteADesignerError, ColonnesManquantesError: a mapping by hand may do.
    """
    with _pause_ramasse_miettes():
        lecture = _read(site, donne, le, avance)
        difference = None
        if not lecture.erreurs:
            genre = find_genre(donne.registre)
            if genre is None:
                difference = compare_lot(site, registre=donne.registre, lignes=lecture.valides)
            else:
                difference = genre.compare(site, lecture.valides)
        return _build_bilan(donne, lecture, difference, applique=False)


def apply_import(
    site: Site,
    *,
    donne: FichierDonne,
    par: str,
    le: dt.date,
    maintenant: dt.datetime,
    avance: Avance = _ignore_avance,
    acheve: Callable[[BilanImport], None] = lambda bilan: None,
) -> BilanImport:
    """Write a file into its register, whole; with any error, write nothing. Return what was done.

    The file is read before the transaction, which thus lasts no longer than the writing. acheve:
    called with the outcome, within the transaction when there is one.

    Raises: as `check_import`.
    """
    with _pause_ramasse_miettes():
        lecture = _read(site, donne, le, avance)
        if lecture.erreurs:
            bilan = _build_bilan(donne, lecture, None, applique=False)
            acheve(bilan)
            return bilan
        with transaction.atomic():
            difference = _write(site, donne, lecture, par, le, maintenant, avance)
            _remember(site, donne, lecture.correspondance)
            bilan = _build_bilan(donne, lecture, difference, applique=True)
            acheve(bilan)
        return bilan


@contextmanager
def _pause_ramasse_miettes() -> Iterator[None]:
    """Spare Python's cycle collector the hundreds of thousands of rows, in which it finds none."""
    actif = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if actif:
            gc.enable()


def _write(
    site: Site,
    donne: FichierDonne,
    lecture: _Lecture,
    par: str,
    le: dt.date,
    maintenant: dt.datetime,
    avance: Avance,
) -> Difference:
    avance(ECRITURE, 0, len(lecture.valides))
    genre = find_genre(donne.registre)
    if genre is not None:
        return genre.write(site, lecture.valides, par=par, le=le)
    return write_lot(
        site,
        registre=donne.registre,
        lignes=lecture.valides,
        provenance=Provenance.IMPORT,
        par=par,
        le=le,
        maintenant=maintenant,
        avance=partial(avance, ECRITURE),
    )


def _remember(site: Site, donne: FichierDonne, correspondance: Correspondance) -> None:
    """Keep the mapping for the next files, columns left out by hand included."""
    retenue, _ = CorrespondanceRetenue.objects.get_or_create(
        site=site, registre=donne.registre, defaults={"colonnes": {}}
    )
    choisies = {**donne.colonnes, **correspondance.build_memoire()}
    retenue.colonnes |= {clean_texte(entete): champ for entete, champ in choisies.items()}
    retenue.save(update_fields=("colonnes",))


def _read(site: Site, donne: FichierDonne, le: dt.date, avance: Avance) -> _Lecture:
    champs = champs_of(site, registre=donne.registre)
    retenue = CorrespondanceRetenue.objects.filter(site=site, registre=donne.registre).first()
    memoire = {**(retenue.colonnes if retenue else {}), **donne.colonnes}
    nom = donne.nom or donne.chemin.name
    avance(LECTURE, 0, 0)
    classeur = read_classeur(donne.chemin, nom=nom)
    feuille = classeur.get_feuille(donne.feuille or None)
    try:
        grille = extract_grille(feuille, champs, fichier=nom, memoire=memoire)
    except EnteteIntrouvableError as refus:
        raise EnteteADesignerError(refus, feuille) from refus
    _check_colonnes(donne.colonnes, grille, champs)
    correspondance = propose_correspondance(grille.entetes, champs, memoire=memoire)
    if not correspondance.complete:
        raise ColonnesManquantesError(nom, grille, correspondance)
    avance(CONTROLE, 0, 0)
    resultat = convert_lignes(grille, correspondance, champs)
    lecture = _Lecture(
        fichier=nom,
        grille=grille,
        correspondance=correspondance,
        resultat=resultat,
        avertissements=list(classeur.avertissements),
        erreurs=list(resultat.erreurs),
    )
    if not grille.cellules:
        lecture.avertissements.append(SANS_LIGNE)
    genre = find_genre(donne.registre)
    if genre is not None:
        _check_genre(site, genre, lecture, le)
    else:
        _check_demandes(site, donne.registre, lecture, le)
    lecture.erreurs.sort(key=lambda e: (e.ligne, e.colonne))
    return lecture


def _guess_entetes(feuille: Feuille) -> list[str]:
    """Return the texts of the row that names the most columns; none when no row names two."""
    lignes = (
        [" ".join(c.split()) for c in ligne if isinstance(c, str) and c.strip()]
        for ligne in feuille.lignes[:LIGNES_SONDEES]
    )
    entetes = list(dict.fromkeys(max(lignes, key=len, default=[])))
    return entetes if len(entetes) > 1 else []


def _check_colonnes(choisies: Mapping[str, str], grille: Grille, champs: Sequence[Champ]) -> None:
    codes = [champ.code for champ in champs]
    for entete, code in choisies.items():
        if entete not in grille.entetes:
            raise ColonneInconnueError("La colonne", entete, filter(None, grille.entetes))
        if code and code not in codes:
            raise ColonneInconnueError("Le champ", code, codes)


def _check_demandes(site: Site, code: str, lecture: _Lecture, le: dt.date) -> None:
    registre = get_referentiel(site).registre(code)
    resultat = lecture.resultat
    lignes = build_lignes(
        resultat.colonnes, len(resultat.numeros), registre, load_vocabulaire(site)
    )
    for rang, faute in check_lignes(lignes, Controle(registre, LONGUEURS, le)):
        lecture.erreurs.append(_locate(lecture, resultat.numeros[rang], faute))
    anonymes = sum(not ligne[0] for ligne in lignes)
    if anonymes:
        s = "s" if anonymes > 1 else ""
        quoi = f"{anonymes} ligne{s} sans référence, reconnue{s}"
        lecture.avertissements.append(SANS_REFERENCE.format(lignes=quoi))
    lecture.valides = give_references(lignes)


def _check_genre(site: Site, genre: GenreFichier, lecture: _Lecture, le: dt.date) -> None:
    controlees = genre.check(site, lecture.resultat.lignes, le)
    lecture.valides = controlees.valides
    lecture.erreurs.extend(_locate(lecture, n, faute) for n, faute in controlees.fautes)
    lecture.avertissements.extend(controlees.avertissements)


def _locate(lecture: _Lecture, numero: int, faute: FauteLigne) -> Erreur:
    """Return a fault as an error at its cell; at the first column when it is the whole row's."""
    grille = lecture.grille
    rang = lecture.correspondance.colonnes.get(faute.champ or "", 0)
    colonne = grille.premiere_colonne + rang
    valeur = format_cellule(grille.cellules[bisect_left(grille.numeros, numero)][rang])
    return Erreur(
        feuille=grille.feuille,
        ligne=numero,
        colonne=colonne,
        lettre_colonne=format_lettre(colonne),
        entete=grille.entetes[rang],
        valeur=valeur if len(valeur) <= APERCU else valeur[: APERCU - 1] + "…",
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
        avertissements=tuple(lecture.avertissements),
        lues=len(lecture.grille.cellules),
        ignorees=lecture.resultat.ignorees,
        erreurs=tuple(lecture.erreurs),
        difference=difference,
        applique=applique,
    )
