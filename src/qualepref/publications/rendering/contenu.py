"""The annual report as plain data for the typesetter: text made printable, charts drawn."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum

from qualepref.noyau.calcul.periodes import MOIS
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.graphiques.modele import Graphique, Theme
from qualepref.noyau.graphiques.rendu_svg import render_svg
from qualepref.publications.rendering.bilan_donnees import Bilan, Constat
from qualepref.publications.rendering.conventions import DEMONSTRATION


Valeur = None | bool | int | str | list["Valeur"] | dict[str, "Valeur"]

# Marianne has no drawing for these two; invisible marks of direction would reorder the text.
REMPLACEMENTS = {
    0x202F: INSECABLE,
    0x2011: "-",
    0x09: " ",
    **dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
}
# The space before « : » and the like, and inside quotation marks.
PONCTUATION = re.compile(r" (?=[:;!?»])|(?<=«) ")
CESURE = "\N{ZERO WIDTH SPACE}"
MOT_LONG = 24
MORCEAU = 12
# Height of the plot, in units of the view box: about 28 mm on the page.
TRACE = 118
NOMS_DES_CHAMPS = {
    "autorite": "autorité",
    "entetes": "en-têtes",
    "legende": "légende",
    "libelle": "libellé",
    "methode": "méthode de calcul",
    "perimetre": "périmètre",
    "periode_couverte": "période couverte",
    "preambule": "préambule",
    "publie": "chiffre publié",
    "calcule": "chiffre calculé",
    "comparaisons": "chiffres publiés",
    "reference": "référence",
    "resultat": "résultat",
    "site_nom": "nom du site",
    "sous_titre": "sous-titre",
    "tracage": "relevé",
}
CHAMPS_DE_NOM = ("titre", "libelle", "legende", "terme")


def build_contenu(bilan: Bilan, *, date: dt.date) -> dict[str, Valeur]:
    """Return the report as JSON-ready data. `date` is the document's own date."""
    contenu = _convert(bilan)
    assert isinstance(contenu, dict)  # noqa: S101 (a dataclass always converts to a dict)
    contenu |= {
        "date": [date.year, date.month, date.day],
        "texte_demonstration": clean_texte(DEMONSTRATION),
        "formes": [{"verdict": v.value, "libelle": v.libelle} for v in Verdict],
    }
    return contenu


def clean_texte(texte: str) -> str:
    """Return the text as it can be printed: no control character, long words allowed to break.

    A double punctuation mark never begins a line, a French quotation mark never ends one.
    """
    propre = "".join(
        c
        for c in texte.translate(REMPLACEMENTS)
        if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")
    )
    tenu = PONCTUATION.sub(INSECABLE, propre)
    return " ".join(_loosen(mot) for mot in tenu.split(" "))


def format_date(jour: dt.date) -> str:
    """Return « 1er mars 2023 »."""
    numero = "1er" if jour.day == 1 else str(jour.day)
    return f"{numero}{INSECABLE}{MOIS[jour.month - 1]} {jour.year}"


def locate(contenu: Valeur, texte: str) -> tuple[str, str] | None:
    """Return where a text stands, as « Courriels › Taux de réponse › méthode de calcul », and its context.

    None when it stands nowhere, or only inside a drawing.
    """
    for chemin, chaine in _walk(contenu, ()):
        if texte in chaine and not chaine.startswith("<svg"):
            debut = max(chaine.index(texte) - MOT_LONG, 0)
            extrait = chaine[debut : debut + 2 * MOT_LONG].replace(CESURE, "")
            return " › ".join(chemin), extrait
    return None


def _convert(objet: object) -> Valeur:
    if isinstance(objet, Graphique):
        return _convert_graphique(objet)
    if isinstance(objet, Enum):
        return str(objet.value)
    if isinstance(objet, str):
        return clean_texte(objet)
    if isinstance(objet, dt.date):
        return format_date(objet)
    if isinstance(objet, tuple):
        return [_convert(element) for element in objet]
    if is_dataclass(objet) and not isinstance(objet, type):
        return _convert_objet(objet)
    if objet is None or isinstance(objet, (bool, int)):
        return objet
    raise TypeError(f"Type inattendu dans un bilan : {type(objet).__name__}")


def _convert_objet(objet: object) -> Valeur:
    """Return fields and properties by name; beside a verdict and the like, its French words."""
    classe = type(objet)
    noms = [c.name for c in fields(classe)]  # type: ignore[arg-type]
    noms += [nom for nom, membre in vars(classe).items() if isinstance(membre, property)]
    valeurs: dict[str, Valeur] = {}
    for nom in noms:
        valeur = getattr(objet, nom)
        valeurs[nom] = _convert(valeur)
        if isinstance(valeur, (Verdict, Constat, Etat)):
            valeurs[f"{nom}_libelle"] = valeur.libelle
    return valeurs


def _convert_graphique(graphique: Graphique) -> Valeur:
    return {
        "titre": clean_texte(graphique.titre),
        "description": clean_texte(graphique.description),
        "svg": render_svg(graphique, theme=Theme.PDF, trace=TRACE).translate(REMPLACEMENTS),
    }


def _loosen(mot: str) -> str:
    """Return a word with places to break if it is too long for a column."""
    if len(mot) <= MOT_LONG:
        return mot
    return CESURE.join(mot[i : i + MORCEAU] for i in range(0, len(mot), MORCEAU))


def _walk(valeur: Valeur, chemin: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(valeur, str):
        yield chemin, valeur
    elif isinstance(valeur, list):
        for element in valeur:
            yield from _walk(element, chemin)
    elif isinstance(valeur, dict):
        nom = next((str(valeur[c]) for c in CHAMPS_DE_NOM if c in valeur), "")
        parents = (*chemin, nom) if nom and chemin else chemin
        for cle, element in valeur.items():
            champ = NOMS_DES_CHAMPS.get(cle, cle)
            seul = isinstance(element, str) or not parents
            yield from _walk(element, (*parents, champ) if seul else parents)
