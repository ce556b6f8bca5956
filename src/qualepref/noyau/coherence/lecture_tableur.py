"""Read the figures of a spreadsheet: a list whose columns are recognised, else printed tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from qualepref.noyau.coherence.cellules import show_cellule
from qualepref.noyau.coherence.lecture_tableaux import read_tableaux
from qualepref.noyau.coherence.modele import Chiffre, Publication, Tableau
from qualepref.noyau.coherence.periodes import parse_periode
from qualepref.noyau.coherence.valeurs import find_rapport, parse_imprime
from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.correspondance import propose_correspondance
from qualepref.noyau.tableurs.grille import CelluleFautive, Feuille, format_lettre, is_vide
from qualepref.noyau.tableurs.lecture import read_classeur


# Written forms, lower case, of the units a column may tell.
UNITES = {
    "pourcent": ("%", "pourcent", "pour cent", "pourcentage"),
    "pour_mille": ("‰", "pour mille", "/1000", "/ 1000", "%o"),
    "jours_ouvres": ("jours ouvrés", "jours ouvres", "j.o.", "j.o", "jo"),
    "jours": ("jours", "jour", "j"),
    "nombre": ("nombre", "nb", "nbre"),
    "par_mois": ("par mois", "/ mois", "/mois"),
    "par_jour": ("par jour", "/ jour", "/jour"),
    "heures": ("heures", "heure", "h"),
    "minutes": ("minutes", "minute", "min"),
}
# Addresses of unread cells told one by one; beyond, their number.
ADRESSES_DITES = 12
_PRECISION = re.compile(r"\b(?:19|20)\d\d\b|\([^)]*\)")
CHAMPS: tuple[Champ, ...] = (
    Champ("id", "Identifiant", synonymes=("Id", "Réf.", "Référence", "Code figure")),
    Champ("section", "Section", synonymes=("Rubrique", "Partie", "Chapitre", "Domaine", "Page")),
    Champ(
        "label", "Libellé", synonymes=("Indicateur", "Intitulé", "Label", "Question"),
        obligatoire=True,
    ),
    Champ(
        "published", "Valeur imprimée", obligatoire=True,
        synonymes=("Valeur", "Imprimé", "Publié", "Résultat", "Résultats", "Published", "Chiffre"),
    ),
    Champ("unit", "Unité", synonymes=("Unit",)),
    Champ("n", "n", synonymes=("Effectif", "Répondants", "Nombre de répondants", "Base", "Réponses", "Nombre de réponses")),
    Champ("numerator", "Numérateur", synonymes=("Numerator",)),
    Champ("denominator", "Dénominateur", synonymes=("Denominator",)),
    Champ("period", "Période", synonymes=("Period", "Mois", "Date")),
    Champ("site", "Site", synonymes=("Préfecture", "Lieu")),
    Champ("module", "Module"),
    Champ("target", "Cible", synonymes=("Objectif", "Target")),
    Champ("deadline", "Échéance (jours)", synonymes=("Délai à tenir", "Échéance")),
    Champ("table", "Tableau", synonymes=("Table",)),
    Champ("detail", "Détail", synonymes=("Ventilation",)),
    Champ("row", "Ligne", synonymes=("Row",)),
    Champ("column", "Colonne", synonymes=("Column",)),
    Champ("verdict", "Verdict", synonymes=("Atteinte", "Cible atteinte", "Objectif atteint")),
)  # fmt: skip


def read_tableur(path: Path, nom: str) -> Publication:
    """Return the figures and tables of every sheet.

    Raises:
        FichierRefuseError: the file cannot be read.
    """
    classeur = read_classeur(path, nom=nom)
    chiffres: list[Chiffre] = []
    tableaux: list[Tableau] = []
    plusieurs = len(classeur.feuilles) > 1
    avertissements = [*classeur.avertissements]
    for feuille in classeur.feuilles:
        if not feuille.visible:
            avertissements.append(f"Feuille masquée, non contrôlée : {feuille.nom}.")
            continue
        avertissements += _tell_fautives(feuille)
        lus = _read_liste(feuille, plusieurs=plusieurs)
        if lus is None:
            lus_tels = read_tableaux(feuille)
            tableaux += lus_tels.tableaux
            avertissements += lus_tels.avertissements
        else:
            chiffres += lus
    return Publication("", "Tableur", None, tuple(chiffres), (), tuple(tableaux),
                       tuple(avertissements))  # fmt: skip


def _tell_fautives(feuille: Feuille) -> Iterator[str]:
    """Yield, for each reason, the address of the cells that look filled and hold no value."""
    adresses: dict[tuple[str, str], list[str]] = defaultdict(list)
    for rang, ligne in enumerate(feuille.lignes):
        for colonne, cellule in enumerate(ligne):
            if isinstance(cellule, CelluleFautive):
                lettre = format_lettre(feuille.premiere_colonne + colonne)
                adresses[cellule.motif, cellule.remede].append(
                    f"{lettre}{feuille.premiere_ligne + rang}"
                )
    for (motif, remede), places in adresses.items():
        dites = ", ".join(places[:ADRESSES_DITES])
        reste = len(places) - ADRESSES_DITES
        suite = f" et {reste} autre{'s' if reste > 1 else ''}" if reste > 0 else ""
        nom = "cellules non lues" if len(places) > 1 else "cellule non lue"
        yield f"Feuille {feuille.nom}, {nom} : {dites}{suite} ({motif}). {remede}"


def _read_liste(feuille: Feuille, *, plusieurs: bool) -> list[Chiffre] | None:
    """Return the figures of a sheet that lists them, None when it is no such list."""
    for rang, entete in enumerate(feuille.lignes[:20]):
        entetes = [show_cellule(c) for c in entete]
        if sum(bool(e) for e in entetes) < 2:
            continue
        # « Résultat 2023 », « Délai (jours) »: the year and the unit do not change the column.
        entetes = [_PRECISION.sub(" ", e).strip() or e for e in entetes]
        correspondance = propose_correspondance(entetes, CHAMPS)
        if not correspondance.complete:
            continue
        colonnes = correspondance.colonnes
        premiere = feuille.premiere_ligne + rang + 1
        prefixe = f"{feuille.nom}, ligne " if plusieurs else "ligne "
        lues = {
            f"{prefixe}{premiere + n}": {
                code: show_cellule(ligne[c]) if c < len(ligne) else ""
                for code, c in colonnes.items()
            }
            for n, ligne in enumerate(feuille.lignes[rang + 1 :])
            if not is_vide(ligne)
        }
        # The same on every row, it names the document and no figure.
        if len(lues) > 1 and len({champs.get("id") for champs in lues.values()}) == 1:
            lues = {place: {**champs, "id": ""} for place, champs in lues.items()}
        return [_build_chiffre(champs, place) for place, champs in lues.items()]
    return None


def _build_chiffre(champs: dict[str, str], place: str) -> Chiffre:
    texte = champs.get("published", "")
    lu = parse_imprime(texte)
    nombres = {
        cle: parse_imprime(champs.get(cle, "")).valeur
        for cle in ("n", "numerator", "denominator", "deadline", "module")
    }
    rapport = find_rapport(texte)
    if rapport is not None and nombres["numerator"] is None:
        nombres["numerator"], nombres["denominator"] = rapport
    cible = parse_imprime(champs["target"]) if champs.get("target") else None
    return Chiffre(
        id=champs.get("id") or place,
        label=champs.get("label", ""),
        imprime=texte,
        lu=lu,
        unite=find_code_unite(champs.get("unit", "")) or lu.unite,
        section=champs.get("section", ""),
        # Of two services, mailboxes or months, figures of one indicator are not the same figure.
        site=" – ".join(filter(None, [champs.get("site"), champs.get("detail")])),
        periode=parse_periode(champs.get("period", "")),
        numerateur=nombres["numerator"],
        denominateur=nombres["denominator"],
        effectif=nombres["n"],
        echeance=nombres["deadline"],
        cible=cible if cible is not None and cible.valeur is not None else None,
        cible_imprimee=champs.get("target", ""),
        module=int(nombres["module"]) if nombres["module"] is not None else None,
        verdict=champs.get("verdict", ""),
        tableau=champs.get("table", ""),
        ligne=champs.get("row", ""),
        colonne=champs.get("column", ""),
    )


def find_code_unite(texte: str) -> str:
    """Return the code of a unit as people write it, the text itself when it is none of them."""
    ecrite = texte.strip().lower()
    return next((code for code, formes in UNITES.items() if ecrite in formes), texte.strip())
