"""Text made printable, and found again when the typesetter refuses it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping

from qualepref.noyau.calcul.periodes import MOIS
from qualepref.noyau.calcul.rendu import INSECABLE


Valeur = None | bool | int | str | list["Valeur"] | dict[str, "Valeur"]

# Marianne has no drawing for these two; invisible marks of direction would reorder the text.
REMPLACEMENTS = {
    0x202F: INSECABLE,
    0x2011: "-",
    0x09: " ",
    **dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
}
# The space before « : », « % » and the like, and inside quotation marks.
PONCTUATION = re.compile(r" (?=[:;!?»%‰])|(?<=«) ")
CESURE = "\N{ZERO WIDTH SPACE}"
# Where an address or a file name breaks best.
ARTICULATIONS = re.compile(r"[^@./_-]*[@./_-]+|[^@./_-]+")
MOT_LONG = 24
MORCEAU = 12
CHAMPS_DE_NOM = ("titre", "libelle", "legende", "terme")


def clean_texte(texte: str) -> str:
    """Return the text as it can be printed: no control character, long words allowed to break.

    A double punctuation mark never begins a line, a French quotation mark never ends one.
    """
    propre = "".join(
        c
        for c in texte.translate(REMPLACEMENTS)
        if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")
    )
    return " ".join(_loosen(mot) for mot in hold_ponctuation(propre).split(" "))


def hold_ponctuation(texte: str) -> str:
    """Return the text with the spaces of French punctuation made unbreakable."""
    return PONCTUATION.sub(INSECABLE, texte)


def format_date(jour: dt.date) -> str:
    """Return « 1er mars 2023 »."""
    numero = "1er" if jour.day == 1 else str(jour.day)
    return f"{numero}{INSECABLE}{MOIS[jour.month - 1]} {jour.year}"


def locate(contenu: Valeur, texte: str, *, noms: Mapping[str, str]) -> tuple[str, str] | None:
    """Return where a text stands, as « Courriels › Taux de réponse › méthode de calcul », and its context.

    noms: French words for the keys of the content; the key itself where none is given. None when
    the text stands nowhere, or only inside a drawing.
    """
    for chemin, chaine in _walk(contenu, (), noms):
        if texte in chaine and not chaine.startswith("<svg"):
            debut = max(chaine.index(texte) - MOT_LONG, 0)
            extrait = chaine[debut : debut + 2 * MOT_LONG].replace(CESURE, "")
            return " › ".join(chemin), extrait
    return None


def _loosen(mot: str) -> str:
    """Return a word with places to break if it is too long for a column: after its marks first."""
    if len(mot) <= MOT_LONG:
        return mot
    return CESURE.join(
        morceau[i : i + MORCEAU] if len(morceau) > MOT_LONG else morceau
        for morceau in ARTICULATIONS.findall(mot)
        for i in range(0, len(morceau) if len(morceau) > MOT_LONG else 1, MORCEAU)
    )


def _walk(
    valeur: Valeur, chemin: tuple[str, ...], noms: Mapping[str, str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(valeur, str):
        yield chemin, valeur
    elif isinstance(valeur, list):
        for element in valeur:
            yield from _walk(element, chemin, noms)
    elif isinstance(valeur, dict):
        nom = next((str(valeur[c]) for c in CHAMPS_DE_NOM if c in valeur), "")
        parents = (*chemin, nom) if nom and chemin else chemin
        for cle, element in valeur.items():
            champ = noms.get(cle, cle)
            seul = isinstance(element, str) or not parents
            yield from _walk(element, (*parents, champ) if seul else parents, noms)
