"""LimeSurvey's expressions of relevance, rewritten as XLSForm's: tests of answers, and, or."""

from __future__ import annotations

import re


_JETON = re.compile(
    r"""\s*(?:
      (?P<texte>"[^"]*"|'[^']*')
    | (?P<nombre>\d+(?:\.\d+)?)
    | (?P<et>&&|\band\b)
    | (?P<ou>\|\||\bor\b)
    | (?P<signe>==|>=|<=|=|>|<|\beq\b|\bge\b|\ble\b|\bgt\b|\blt\b)
    | (?P<nom>[A-Za-z]\w*)(?:\.(?:NAOK|value|code))*
    | (?P<parenthese>[()])
    )""",
    re.VERBOSE,
)
SIGNES = {"==": "=", "eq": "=", "ge": ">=", "le": "<=", "gt": ">", "lt": "<"}
NOMBRE = re.compile(r"-?\d+(?:\.\d+)?")


def translate_relevance(expression: str) -> str | None:
    """Return the same as a `relevant` expression; None when it says something else.

    `M_SQ1 == "Y"` is how LimeSurvey tells that an option of a multiple choice was ticked.
    """
    jetons: list[tuple[str, str]] = []
    fin, texte = 0, expression.strip()
    while fin < len(texte):
        trouve = _JETON.match(texte, fin)
        if trouve is None:
            return None
        genre = trouve.lastgroup or ""
        jetons.append((genre, trouve.group(genre)))
        fin = trouve.end()
    morceaux: list[str] = []
    rang = 0
    while rang < len(jetons):
        genre, valeur = jetons[rang]
        if genre == "nom":
            test = _translate_test(jetons[rang : rang + 3])
            if test is None:
                return None
            morceaux.append(test)
            rang += 3
            continue
        if genre not in ("et", "ou", "parenthese"):
            return None
        morceaux.append({"et": "and", "ou": "or"}.get(genre, valeur))
        rang += 1
    return " ".join(morceaux) or None


def _translate_test(jetons: list[tuple[str, str]]) -> str | None:
    if [genre for genre, _ in jetons][:2] != ["nom", "signe"] or len(jetons) < 3:
        return None
    (_, nom), (_, signe), (genre, brute) = jetons
    signe = SIGNES.get(signe, signe)
    valeur = brute[1:-1] if genre == "texte" else brute
    mere, _, fille = nom.rpartition("_")
    if mere and valeur == "Y" and signe == "=":
        return f"selected(${{{mere}}}, '{fille}')"
    if genre not in ("texte", "nombre") or not valeur or "'" in valeur:
        return None
    if signe != "=":
        return f"${{{nom}}} {signe} {valeur}" if NOMBRE.fullmatch(valeur) else None
    return f"${{{nom}}} = '{valeur}'" if genre == "texte" else f"${{{nom}}} = {valeur}"
