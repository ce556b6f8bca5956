"""Reads the cells of one column: what each distinct cell means, worked out once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from qualepref.noyau.questionnaires.fichiers.options import Options, is_autre
from qualepref.noyau.questionnaires.fichiers.roles import Role
from qualepref.noyau.questionnaires.fichiers.tableau import tell_cellule
from qualepref.noyau.questionnaires.modele import Question, TypeQuestion
from qualepref.noyau.questionnaires.reponses import ReponseInvalideError, read_reponse
from qualepref.noyau.questionnaires.stockage import cast_valeur
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.convertisseurs import build_convertisseur
from qualepref.noyau.tableurs.dates import check_annee, parse_date_heure
from qualepref.noyau.tableurs.ecriture import clean_texte
from qualepref.noyau.tableurs.grille import EPOQUE_1900, Cellule, CelluleFautive
from qualepref.noyau.tableurs.refus import ValeurRefuseeError
from qualepref.noyau.tableurs.vocabulaire import NON, OUI, Absence, strip_accents


# A cell's meaning as it is kept; None: no answer.
Lecteur = Callable[[Cellule], Any]
COCHEES = OUI | {"checked", "selected", "coche", "cochee"}
DECOCHEES = NON | {"", "na", "n/a", "n.a", "-", "/", "unchecked", "not selected"}
COMPLETES = frozenset({
    "termine", "terminee", "complet", "complete", "completed", "fini", "100", "100 %", "1", "oui",
    "yes", "vrai", "true",
})  # fmt: skip
INCOMPLETES = frozenset({
    "", "en cours", "incomplet", "incomplete", "abandonne", "abandonnee", "partiel", "partielle",
    "0", "non", "no", "faux", "false", "n/a", "na",
})  # fmt: skip
CODE_LANGUE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
# What stands for a date where a tool kept none: LimeSurvey, when times are not recorded.
SANS_DATE = dt.date(1980, 1, 1)


class OptionInconnueError(ValeurRefuseeError):
    """A text that is none of the options; `textes`: the parts that are not."""

    def __init__(self, textes: Sequence[str]) -> None:
        liste = ", ".join(f"« {texte} »" for texte in textes)
        super().__init__(
            f"{liste} n’est pas une réponse possible à cette question",
            "Dire à quelle réponse cela correspond, ou le corriger dans le fichier.",
        )
        self.textes = tuple(textes)


def read_colonne(cellules: Sequence[Cellule], lire: Lecteur) -> tuple[list[Any], bool]:
    """Return the meaning of each cell, or its refusal, and whether any is refused.

    Equal cells are read once.
    """
    cles: Sequence[Any] = cellules
    # True == 1 == 1.0, which do not read alike.
    if len(set(map(type, cellules)) - {str}) > 1:
        cles = list(zip(map(type, cellules), cellules, strict=True))
        lues = {cle: _read(cle[1], lire) for cle in set(cles)}
    else:
        lues = {cle: _read(cle, lire) for cle in set(cles)}
    refusees = any(isinstance(lue, ValeurRefuseeError) for lue in lues.values())
    return list(map(lues.__getitem__, cles)), refusees


def _read(cellule: Cellule, lire: Lecteur) -> Any:
    if isinstance(cellule, CelluleFautive):
        return ValeurRefuseeError(cellule.motif, cellule.remede)
    try:
        return lire(cellule)
    except ValeurRefuseeError as refus:
        return refus.with_traceback(None)


def build_repere(options: Options) -> Lecteur:
    """Return what reads the cells that name a site, a service, a mode or a language."""
    return lambda cellule: _read_option(tell_cellule(cellule), options)


def build_langue(options: Options) -> Lecteur:
    """Return what reads a language: one we know, or the code the tool writes for another."""

    def read_langue(cellule: Cellule) -> str | None:
        texte = tell_cellule(cellule)
        autre = CODE_LANGUE.match(texte)
        if options.find(texte) is None and autre is not None:
            return autre[0].lower()
        return _read_option(texte, options)

    return read_langue


def build_lecteur(
    question: Question, options: Options, *, epoque: dt.date = EPOQUE_1900
) -> Lecteur:
    """Return what reads the cells of a whole question; it raises ValeurRefuseeError."""
    match question.type:
        case TypeQuestion.CHOIX | TypeQuestion.ECHELLE:
            return lambda cellule: _read_option(tell_cellule(cellule), options)
        case TypeQuestion.CHOIX_MULTIPLE:
            return lambda cellule: _read_options(tell_cellule(cellule), question, options)
        case TypeQuestion.TEXTE:
            return lambda cellule: _check(question, clean_texte(tell_cellule(cellule)))
        case TypeQuestion.NOMBRE:
            convert = build_convertisseur(Champ("", "", TypeChamp.DECIMAL), epoque=epoque)
        case TypeQuestion.DATE:
            convert = build_convertisseur(Champ("", "", TypeChamp.DATE), epoque=epoque)
    return lambda cellule: _check(question, convert(cellule))


def _read_option(texte: str, options: Options) -> str | None:
    if not texte:
        return None
    code = options.find(texte)
    if code is None:
        raise OptionInconnueError([texte])
    return code or None


def _read_options(texte: str, question: Question, options: Options) -> list[str] | None:
    if not texte:
        return None
    codes, inconnues = options.find_plusieurs(texte)
    if inconnues:
        raise OptionInconnueError(inconnues)
    return _check(question, codes)  # type: ignore[no-any-return]  # a list of codes


def _check(question: Question, valeur: Any) -> Any:
    """Return a value as it is kept, once held against the bounds of its question."""
    if isinstance(valeur, Absence):
        return None
    try:
        trouvee = read_reponse(question, valeur)
    except ReponseInvalideError as refus:
        raise ValeurRefuseeError(
            str(refus).rstrip("."), "Corriger la valeur dans le fichier, ou la vider."
        ) from None
    if trouvee is None or question.type is TypeQuestion.TEXTE:
        return trouvee
    return cast_valeur(trouvee)


def build_case(role: Role) -> Lecteur:
    """Return what tells whether one option is ticked: True, or None."""
    option = role.option
    if option is None:
        raise ValueError(role.code)
    libelles = {strip_accents(option.code), *(strip_accents(t) for _, t in option.libelle.textes)}
    libre = is_autre(option)

    def read_case(cellule: Cellule) -> bool | None:
        texte = strip_accents(tell_cellule(cellule)).strip(" .")
        if texte in DECOCHEES:
            return None
        if libre or texte in COCHEES or texte in libelles:
            return True
        raise ValeurRefuseeError(
            "case cochée ou non ? la valeur n’est pas reconnue",
            "Écrire « oui » ou vider la cellule.",
        )

    return read_case


def build_jour(*, fuseau: ZoneInfo | None, epoque: dt.date = EPOQUE_1900) -> Lecteur:
    """Return what reads the day a form was filled in; None when the tool kept none.

    fuseau: the zone of the site, where the file writes instants in UTC; None where it writes
    local times.
    """
    convert = build_convertisseur(Champ("", "", TypeChamp.DATE_HEURE), epoque=epoque)

    def read_jour(cellule: Cellule) -> dt.date | None:
        moment = _parse_iso(cellule) or convert(cellule)
        if not isinstance(moment, dt.datetime):
            return None
        if fuseau is not None:
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(fuseau)
        jour = moment.date()
        return None if jour == SANS_DATE else jour

    return read_jour


def _parse_iso(cellule: Cellule) -> dt.datetime | None:
    """Return the moment that a tool wrote, the quickest way; None for any other writing."""
    if not isinstance(cellule, str) or cellule[4:5] != "-":
        return None
    try:
        moment = dt.datetime.fromisoformat(cellule.strip())
    except ValueError:
        return None
    check_annee(moment.year)
    return moment


def read_complet(cellule: Cellule) -> bool:
    """Return whether the form was sent: a date, or words that say so."""
    texte = strip_accents(tell_cellule(cellule)).strip(" .")
    if texte in INCOMPLETES:
        return False
    if texte in COMPLETES:
        return True
    if isinstance(cellule, str):
        parse_date_heure(cellule)
    return True
