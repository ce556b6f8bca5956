"""`qualepref enquete`: campaigns, answers gathered elsewhere, results, questionnaires."""

import datetime as dt
from importlib import import_module
from pathlib import Path

from qualepref.config.commandes.analyseur import parse_colonne


MODES = ("en_ligne", "borne", "tablette", "papier", "telephone", "entretien")
THEMES = (
    "accueil-physique", "pan", "telephone", "courriers-courriels", "internet", "collectivites",
    "autre",
)  # fmt: skip
POURCENT_MAX, ATTENDUS_MAX = 100, 10_000_000
SOURCES = ("tableur", "limesurvey", "jdma", "sdaps", "resultats", "verbatims")


def add_arguments(parseur):
    actions = parseur.add_subparsers(dest="action", metavar="action", required=True)
    for nom, (aide, _, add) in ACTIONS.items():
        sous = actions.add_parser(nom, help=aide, description=f"{aide[0].upper()}{aide[1:]}.")
        add(sous)


def run(arguments) -> int:
    _, module, _ = ACTIONS[arguments.action]
    metier = import_module(f"qualepref.config.commandes.{module}")
    return getattr(metier, f"run_{arguments.action}")(arguments)


def _add_creer(parseur):
    parseur.add_argument(
        "--site",
        required=True,
        action="append",
        help="code du site (répétable ; le premier pilote)",
    )
    parseur.add_argument(
        "--questionnaire", help="code du questionnaire (pan, accueil-physique…) ; sans lui, des "
        "résultats passés seuls"
    )  # fmt: skip
    parseur.add_argument("--titre", required=True, help="titre de la campagne")
    parseur.add_argument("--theme", choices=THEMES, help="canal ; sans lui, celui du questionnaire")
    parseur.add_argument("--du", required=True, type=_parse_jour, help="premier jour, AAAA-MM-JJ")
    parseur.add_argument("--au", type=_parse_jour, help="dernier jour compris, AAAA-MM-JJ")
    parseur.add_argument(
        "--mode", action="append", default=[], choices=MODES, help="mode de recueil (répétable)"
    )
    parseur.add_argument(
        "--langue", action="append", default=[], help="langue proposée (répétable)"
    )
    parseur.add_argument(
        "--attendus", type=_parse_attendus, help="retours attendus sur chaque site"
    )
    parseur.add_argument("--cible", type=_parse_cible, help="pourcentage de satisfaits visé")
    _add_format(parseur)


def _add_campagne(parseur):
    parseur.add_argument("campagne", type=int, help="numéro de la campagne")
    _add_format(parseur)


def _add_lister(parseur):
    parseur.add_argument("--site", help="code d’un site ; sans lui, toutes les campagnes")
    _add_format(parseur)


def _add_importer(parseur):
    parseur.add_argument("fichier", type=Path, help="fichier XLSX, ODS ou CSV")
    parseur.add_argument("--campagne", required=True, type=int, help="numéro de la campagne")
    parseur.add_argument("--site", help="code du site ; sans lui, celui qui pilote")
    parseur.add_argument(
        "--format-source", choices=SOURCES, default="", help="provenance ; sinon, reconnue"
    )
    parseur.add_argument("--structure", type=Path, help="structure LimeSurvey (.lss)")
    parseur.add_argument("--feuille", help="nom de la feuille ; sans lui, la première remplie")
    parseur.add_argument(
        "--mode", choices=MODES, default="", help="mode des lignes qui ne le disent pas"
    )
    parseur.add_argument("--service", help="code du service des lignes qui ne le disent pas")
    parseur.add_argument("--jour", type=_parse_jour, help="date des lignes sans date, AAAA-MM-JJ")
    parseur.add_argument(
        "--colonne", action="append", default=[], type=parse_colonne, metavar="COLONNE=QUESTION",
        help="associer une colonne à une question, question/option ou @champ (répétable)",
    )  # fmt: skip
    parseur.add_argument(
        "--valeur", action="append", default=[], type=_parse_valeur,
        metavar="QUESTION:TEXTE=OPTION", help="dire ce que veut dire un texte (répétable)",
    )  # fmt: skip
    parseur.add_argument(
        "--sauf-refusees", action="store_true", help="laisser de côté les lignes refusées"
    )
    parseur.add_argument("--appliquer", action="store_true", help="écrire ; sinon, montrer l’effet")
    _add_format(parseur)


def _add_resultats(parseur):
    parseur.add_argument("campagne", type=int, help="numéro de la campagne")
    parseur.add_argument("--site", help="code d’un site ; sans lui, tous ensemble")
    _add_format(parseur)


def _add_questionnaire(parseur):
    gestes = parseur.add_subparsers(dest="geste", metavar="geste", required=True)
    valider = gestes.add_parser("valider", help="dire toutes les fautes d’un fichier YAML")
    valider.add_argument("fichier", type=Path, help="questionnaire écrit en YAML")
    exporter = gestes.add_parser("exporter", help="écrire un questionnaire en XLSForm (.xlsx)")
    exporter.add_argument("code", help="code d’un questionnaire du produit, ou fichier YAML")
    exporter.add_argument("--sortie", required=True, type=Path, help="fichier .xlsx à écrire")
    lire = gestes.add_parser(
        "lire", help="lire un XLSForm ou une structure LimeSurvey (.lss), l’écrire en YAML"
    )
    lire.add_argument("fichier", type=Path, help="classeur XLSForm, ou fichier .lss")
    lire.add_argument("--sortie", type=Path, help="fichier .yaml à écrire ; sinon, il s’affiche")
    for sous in (valider, exporter, lire):
        _add_format(sous)


def _add_format(parseur):
    parseur.add_format()


def _parse_jour(texte: str) -> dt.date:
    return dt.date.fromisoformat(texte)


def _parse_cible(texte: str):
    from decimal import Decimal, InvalidOperation

    try:
        cible = Decimal(texte.replace(",", "."))
    except InvalidOperation:
        raise ValueError(texte) from None
    if not cible.is_finite() or not 0 <= cible <= POURCENT_MAX:
        raise ValueError(texte)
    return cible


def _parse_attendus(texte: str) -> int:
    if not texte.isdecimal() or not 0 < int(texte) <= ATTENDUS_MAX:
        raise ValueError(texte)
    return int(texte)


def _parse_valeur(texte: str) -> tuple[str, str, str]:
    """Return the question, the text and the option of « QUESTION:TEXTE=OPTION »."""
    question, deux_points, reste = texte.partition(":")
    ecrit, egal, option = reste.rpartition("=")
    if not deux_points or not egal or not ecrit.strip():
        raise ValueError(texte)
    return question.strip(), ecrit.strip(), option.strip()


# Name -> help, module that does it, what reads its arguments.
ACTIONS = {
    "creer": ("préparer une campagne", "enquete_campagnes", _add_creer),
    "ouvrir": ("valider une campagne et donner ses adresses", "enquete_campagnes", _add_campagne),
    "fermer": ("clore une campagne aujourd’hui", "enquete_campagnes", _add_campagne),
    "lister": ("lister les campagnes", "enquete_campagnes", _add_lister),
    "resultats": ("donner les résultats d’une campagne", "enquete_campagnes", _add_resultats),
    "importer": (
        "lire des réponses recueillies ailleurs, en montrer l’effet, les écrire",
        "enquete_imports",
        _add_importer,
    ),
    "questionnaire": (
        "vérifier un questionnaire, l’écrire en XLSForm, en lire un",
        "enquete_questionnaires",
        _add_questionnaire,
    ),
}
