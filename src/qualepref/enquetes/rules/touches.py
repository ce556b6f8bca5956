"""One key per answer: printed on paper beside each option, and typed when the sheet comes back."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from qualepref.noyau.questionnaires.modele import Option, Question, TypeQuestion
from qualepref.noyau.tableurs.dates import parse_date_heure
from qualepref.noyau.tableurs.nombres import parse_decimal
from qualepref.noyau.tableurs.refus import ValeurRefuseeError


# In the order of the options. No i, l, o, s: on paper they read as 1, 1, 0, 5.
TOUCHES = "123456789abcdefghjkmnpqrtuvwxyz"
# Typed, or left blank, when the sheet says nothing.
SANS_REPONSE = "0"

_SEPARATEURS = re.compile(r"[\s,;.+/-]+")
_JOUR_COLLE = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")


class ToucheRefuseeError(ValueError):
    """What was typed stands for no answer to this question."""


def list_touches(question: Question) -> tuple[tuple[str, Option], ...]:
    """Return the key of each option, in the form's order.

    Options beyond the last key are named by their own code, typed in full.
    """
    touches = (*TOUCHES, *(option.code for option in question.options[len(TOUCHES) :]))
    return tuple(zip(touches, question.options, strict=False))


def read_frappe(question: Question, frappe: str) -> object:
    """Return what was typed as `check_reponse` takes it; None for no answer.

    Raises:
        ToucheRefuseeError: a key that no option has, a number or a day that cannot be read.
    """
    propre = frappe.strip()
    if not propre:
        return None
    match question.type:
        case TypeQuestion.CHOIX | TypeQuestion.ECHELLE:
            return None if propre == SANS_REPONSE else _read_touche(question, propre)
        case TypeQuestion.CHOIX_MULTIPLE:
            return None if propre == SANS_REPONSE else _read_touches(question, propre)
        case TypeQuestion.NOMBRE:
            return _read_nombre(propre)
        case TypeQuestion.DATE:
            return _read_jour(propre)
        case TypeQuestion.TEXTE:
            return propre


def write_frappe(question: Question, valeur: object) -> str:
    """Return the keys that give this kept answer back, as `read_frappe` reads them."""
    if question.type is TypeQuestion.TEXTE:
        return str(valeur or "")
    touches = {option.code: touche for touche, option in list_touches(question)}
    if isinstance(valeur, list | tuple):
        ecrites = [touches[code] for code in valeur]
        return ("" if all(len(t) == 1 for t in ecrites) else " ").join(ecrites)
    if isinstance(valeur, dt.date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, Decimal):
        return f"{valeur.normalize():f}".replace(".", ",")
    return touches.get(str(valeur), "")


def _read_touche(question: Question, frappe: str) -> str:
    for touche, option in list_touches(question):
        if frappe.lower() == touche.lower():
            return option.code
    connues = ", ".join(touche for touche, _ in list_touches(question))
    raise ToucheRefuseeError(
        f"« {frappe} » n’est pas une touche de cette question : {connues}, "
        f"ou {SANS_REPONSE} sans réponse."
    )


def _read_touches(question: Question, frappe: str) -> list[str]:
    longues = {t.lower() for t, _ in list_touches(question) if len(t) > 1}
    tapees: list[str] = []
    for morceau in _SEPARATEURS.split(frappe.lower()):
        tapees += [morceau] if morceau in longues else list(morceau)
    return list(dict.fromkeys(_read_touche(question, touche) for touche in tapees))


def _read_nombre(frappe: str) -> Decimal:
    try:
        return parse_decimal(frappe)
    except ValeurRefuseeError:
        raise ToucheRefuseeError(f"« {frappe} » n’est pas un nombre.") from None


def _read_jour(frappe: str) -> dt.date:
    colle = _JOUR_COLLE.fullmatch(frappe)
    try:
        return parse_date_heure("/".join(colle.groups()) if colle else frappe)[0].date()
    except ValeurRefuseeError:
        raise ToucheRefuseeError(
            f"« {frappe} » n’est pas une date : tapez jour, mois, année, 060522 ou 06/05/2022."
        ) from None
