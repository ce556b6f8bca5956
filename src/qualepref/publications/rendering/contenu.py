"""The annual report as plain data for the typesetter: text made printable, charts drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from enum import Enum

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.documents.textes import REMPLACEMENTS, Valeur, clean_texte, format_date
from qualepref.noyau.graphiques.modele import Genre, Graphique, Theme
from qualepref.noyau.graphiques.rendu_svg import render_svg
from qualepref.publications.rendering.bilan_donnees import Bilan, Constat
from qualepref.publications.rendering.conventions import DEMONSTRATION


# Height of the plot, in units of the view box: about 28 mm on the page; less where the months are
# drawn a second time, as a control chart.
TRACE = 118
TRACE_CONTROLE = 84
NOMS_DES_CHAMPS = {
    "autorite": "autorité",
    "commentaire": "texte écrit pour cette partie",
    "commentaire_enquetes": "texte écrit pour les enquêtes",
    "entetes": "en-têtes",
    "legende": "légende",
    "libelle": "libellé",
    "methode": "méthode de calcul",
    "perimetre": "périmètre",
    "periode_couverte": "période couverte",
    "perspectives": "texte écrit pour les perspectives",
    "preambule": "préambule",
    "publie": "chiffre publié",
    "calcule": "chiffre calculé",
    "comparaisons": "chiffres publiés",
    "redige": "texte écrit pour le préambule",
    "reference": "référence",
    "resultat": "résultat",
    "site_nom": "nom du site",
    "sous_titre": "sous-titre",
    "tracage": "relevé",
}


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


def trace_of(graphique: Graphique) -> int:
    """Return the height of the plot of a chart of the report, in units of the view box."""
    return TRACE_CONTROLE if graphique.genre is Genre.CONTROLE else TRACE


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
        "svg": render_svg(graphique, theme=Theme.PDF, trace=trace_of(graphique)).translate(
            REMPLACEMENTS
        ),
    }
