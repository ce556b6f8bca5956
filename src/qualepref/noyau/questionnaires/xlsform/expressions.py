"""Conditions and bounds to and from the expressions of XLSForm, a small part of XPath.

Nothing is ever evaluated: an expression outside that part is refused by name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from qualepref.noyau.questionnaires.conditions import simplify
from qualepref.noyau.questionnaires.modele import (
    Combinaison,
    Comparaison,
    Condition,
    Mode,
    Operateur,
    Question,
    TypeQuestion,
)


SIGNES: Mapping[Operateur, str] = {
    Operateur.EGAL: "=",
    Operateur.SUPERIEUR: ">",
    Operateur.SUPERIEUR_OU_EGAL: ">=",
    Operateur.INFERIEUR: "<",
    Operateur.INFERIEUR_OU_EGAL: "<=",
}
OPERATEURS = {signe: operateur for operateur, signe in SIGNES.items()}
RENVERSES = {"=": "=", ">": "<", ">=": "<=", "<": ">", "<=": ">="}
MOTS = {Mode.TOUTES: "and", Mode.AU_MOINS_UNE: "or"}
# Deeper than any form a person writes; keeps a hostile one from exhausting the stack.
PROFONDEUR = 20

_JETON = re.compile(
    r"""\s*(?:
      (?P<ref>\$\{\s*[^}\s]+\s*\}|\.\./[\w.-]+)
    | (?P<texte>'[^']*'|"[^"]*")
    | (?P<nombre>-?(?:\d+(?:\.\d*)?|\.\d+)(?![\w.]))
    | (?P<mot>and|or)\b
    | (?P<fonction>[a-z][a-z-]*)\s*\(
    | (?P<signe><=|>=|!=|=|<|>)
    | (?P<ponctuation>[(),.])
    )""",
    re.VERBOSE,
)


class ExpressionNonRepriseError(Exception):
    """An expression says what a questionnaire cannot."""


@dataclass(frozen=True, slots=True)
class Bornes:
    """What a constraint says; `longueur` in characters. None: no bound."""

    minimum: Decimal | dt.date | None = None
    maximum: Decimal | dt.date | None = None
    longueur: int | None = None


def render_condition(condition: Condition, questions: Mapping[str, Question]) -> str:
    """Return the condition as a `relevant` expression."""
    if isinstance(condition, Combinaison):
        parties = [_render_partie(c, questions) for c in condition.conditions]
        return f" {MOTS[condition.mode]} ".join(parties)
    nom = f"${{{condition.question}}}"
    if condition.operateur is not Operateur.PARMI:
        return f"{nom} {SIGNES[condition.operateur]} {condition.nombre:f}"
    multiple = questions[condition.question].type is TypeQuestion.CHOIX_MULTIPLE
    forme = "selected({}, '{}')" if multiple else "{} = '{}'"
    return " or ".join(forme.format(nom, option) for option in condition.options)


def render_bornes(question: Question, *, longueur_commune: int) -> str | None:
    """Return the bounds as a `constraint` expression; None without any."""
    parties = [
        f". {signe} {_render_borne(borne)}"
        for signe, borne in ((">=", question.minimum), ("<=", question.maximum))
        if borne is not None
    ]
    if question.longueur is not None and question.longueur != longueur_commune:
        parties.append(f"string-length(.) <= {question.longueur}")
    return " and ".join(parties) or None


def parse_condition(texte: str) -> Condition:
    """Return the condition a `relevant` expression states; names as the form gives them.

    Raises:
        ExpressionNonRepriseError: it says something else than tests of answers, and / or.
    """
    return simplify(_Lecteur(texte).read_condition())


def parse_bornes(texte: str) -> Bornes:
    """Return the bounds a `constraint` expression states.

    Raises:
        ExpressionNonRepriseError: it says something else than inclusive bounds.
    """
    return _Lecteur(texte).read_bornes()


def _render_partie(condition: Condition, questions: Mapping[str, Question]) -> str:
    texte = render_condition(condition, questions)
    seule = isinstance(condition, Comparaison) and len(condition.options) <= 1
    return texte if seule else f"({texte})"


def _render_borne(borne: Decimal | dt.date) -> str:
    return f"{borne:f}" if isinstance(borne, Decimal) else f"date('{borne.isoformat()}')"


class _Lecteur:
    """Reads one expression from left to right."""

    def __init__(self, texte: str) -> None:
        self.texte = texte
        self.jetons: list[tuple[str, str]] = []
        self.rang = 0
        fin = 0
        while fin < len(texte.rstrip()):
            trouve = _JETON.match(texte, fin)
            if trouve is None:
                raise self._refuse()
            genre = trouve.lastgroup or ""
            self.jetons.append((genre, trouve.group(genre)))
            fin = trouve.end()

    def read_condition(self) -> Condition:
        condition = self._read_mode(Mode.AU_MOINS_UNE, 0)
        self._expect_fin()
        return condition

    def read_bornes(self) -> Bornes:
        bornes: dict[str, Decimal | dt.date | int] = {}
        while True:
            cle, valeur = self._read_borne()
            if cle in bornes:
                raise self._refuse()
            bornes[cle] = valeur
            if not self._accept("mot", "and"):
                break
        self._expect_fin()
        return Bornes(**bornes)  # type: ignore[arg-type]  # the keys decide the types

    def _read_mode(self, mode: Mode, profondeur: int) -> Condition:
        """Read operands joined by one word; « and » binds tighter than « or »."""
        if profondeur > PROFONDEUR:
            raise self._refuse()
        parties = []
        while True:
            if mode is Mode.AU_MOINS_UNE:
                parties.append(self._read_mode(Mode.TOUTES, profondeur))
            else:
                parties.append(self._read_test(profondeur))
            if not self._accept("mot", MOTS[mode]):
                break
        return parties[0] if len(parties) == 1 else Combinaison(mode, tuple(parties))

    def _read_test(self, profondeur: int) -> Condition:
        if self._accept("ponctuation", "("):
            condition = self._read_mode(Mode.AU_MOINS_UNE, profondeur + 1)
            self._expect("ponctuation", ")")
            return condition
        if self._accept("fonction", "selected"):
            nom = self._read_nom()
            self._expect("ponctuation", ",")
            option = self._expect("texte")[1:-1]
            self._expect("ponctuation", ")")
            return Comparaison(nom, Operateur.PARMI, (option,))
        if self._peek()[0] == "ref":
            nom, signe = self._read_nom(), self._expect("signe")
            return self._build(nom, signe, self._read_litteral())
        valeur, signe = self._read_litteral(), self._expect("signe")
        return self._build(self._read_nom(), RENVERSES.get(signe, signe), valeur)

    def _build(self, nom: str, signe: str, valeur: str | Decimal) -> Comparaison:
        if isinstance(valeur, Decimal) and signe in OPERATEURS:
            return Comparaison(nom, OPERATEURS[signe], nombre=valeur)
        if isinstance(valeur, str) and signe == "=" and valeur:
            return Comparaison(nom, Operateur.PARMI, (valeur,))
        raise self._refuse()

    def _read_nom(self) -> str:
        ref = self._expect("ref")
        return ref[2:-1].strip() if ref.startswith("$") else ref.removeprefix("../")

    def _read_litteral(self) -> str | Decimal:
        genre, texte = self._peek()
        if genre not in ("texte", "nombre"):
            raise self._refuse()
        self.rang += 1
        return texte[1:-1] if genre == "texte" else Decimal(texte).normalize()

    def _read_borne(self) -> tuple[str, Decimal | dt.date | int]:
        longueur = self._accept("fonction", "string-length")
        self._expect("ponctuation", ".")
        if longueur:
            self._expect("ponctuation", ")")
        signe = self._expect("signe")
        if longueur:
            nombre = Decimal(self._expect("nombre"))
            if signe != "<=" or nombre != nombre.to_integral_value() or nombre <= 0:
                raise self._refuse()
            return "longueur", int(nombre)
        if signe not in (">=", "<="):
            raise self._refuse()
        return ("minimum" if signe == ">=" else "maximum"), self._read_limite()

    def _read_limite(self) -> Decimal | dt.date:
        if not self._accept("fonction", "date"):
            return Decimal(self._expect("nombre")).normalize()
        texte = self._expect("texte")[1:-1]
        self._expect("ponctuation", ")")
        try:
            return dt.date.fromisoformat(texte)
        except ValueError:
            raise self._refuse() from None

    def _peek(self) -> tuple[str, str]:
        return self.jetons[self.rang] if self.rang < len(self.jetons) else ("", "")

    def _accept(self, genre: str, texte: str) -> bool:
        trouve = self._peek() == (genre, texte)
        self.rang += trouve
        return trouve

    def _expect(self, genre: str, texte: str | None = None) -> str:
        lu, valeur = self._peek()
        if lu != genre or (texte is not None and valeur != texte):
            raise self._refuse()
        self.rang += 1
        return valeur

    def _expect_fin(self) -> None:
        if self.rang < len(self.jetons):
            raise self._refuse()

    def _refuse(self) -> ExpressionNonRepriseError:
        return ExpressionNonRepriseError(self.texte)
