"""Read the figures of a spreadsheet: a list whose columns are recognised, else printed tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from qualepref.noyau.coherence.modele import Chiffre, Publication, Tableau
from qualepref.noyau.coherence.periodes import parse_periode
from qualepref.noyau.coherence.valeurs import parse_imprime
from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.correspondance import propose_correspondance
from qualepref.noyau.tableurs.grille import Cellule, CelluleFautive, Feuille, Taux, is_vide
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
            tableaux += _read_tableaux(feuille)
        else:
            chiffres += lus
    chiffres_lus = [t for t in tableaux if _has_nombre(t)]
    return Publication("", "Tableur", None, tuple(chiffres), (), tuple(chiffres_lus),
                       tuple(avertissements))  # fmt: skip


def _tell_fautives(feuille: Feuille) -> Iterator[str]:
    fautives = [c for ligne in feuille.lignes for c in ligne if isinstance(c, CelluleFautive)]
    if fautives:
        yield (
            f"Feuille {feuille.nom} : {len(fautives)} cellule(s) non lue(s), la première "
            f"« {fautives[0].texte} » : {fautives[0].motif}. {fautives[0].remede}"
        )


def _has_nombre(tableau: Tableau) -> bool:
    return any(parse_imprime(c).valeur is not None for li in tableau.lignes for c in li[1:])


def _read_liste(feuille: Feuille, *, plusieurs: bool) -> list[Chiffre] | None:
    """Return the figures of a sheet that lists them, None when it is no such list."""
    for rang, entete in enumerate(feuille.lignes[:20]):
        entetes = [_show(c) for c in entete]
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
        return [
            _build_chiffre(
                {code: _show(ligne[c]) if c < len(ligne) else "" for code, c in colonnes.items()},
                f"{prefixe}{premiere + n}",
            )
            for n, ligne in enumerate(feuille.lignes[rang + 1 :])
            if not is_vide(ligne)
        ]
    return None


def _build_chiffre(champs: dict[str, str], place: str) -> Chiffre:
    texte = champs.get("published", "")
    lu = parse_imprime(texte)
    nombres = {
        cle: parse_imprime(champs.get(cle, "")).valeur
        for cle in ("n", "numerator", "denominator", "deadline", "module")
    }
    cible = parse_imprime(champs["target"]) if champs.get("target") else None
    return Chiffre(
        id=champs.get("id") or place,
        label=champs.get("label", ""),
        imprime=texte,
        lu=lu,
        unite=find_code_unite(champs.get("unit", "")) or lu.unite,
        section=champs.get("section", ""),
        site=champs.get("site", ""),
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


def _read_tableaux(feuille: Feuille) -> list[Tableau]:
    """Return the blocks of a sheet parted by blank rows, each as a printed table."""
    blocs: list[list[list[str]]] = [[]]
    for ligne in feuille.lignes:
        if is_vide(ligne):
            blocs.append([])
        else:
            blocs[-1].append([_show(c) for c in ligne])
    tableaux: list[Tableau] = []
    titre = feuille.nom
    for bloc in blocs:
        while bloc and sum(bool(c) for c in bloc[0]) < 2:
            titre = next((c for c in bloc[0] if c), titre)
            bloc.pop(0)
        if len(bloc) > 1:
            rang = len(tableaux) + 1
            nom = feuille.nom if rang == 1 else f"{feuille.nom} ({rang})"
            tableaux.append(
                Tableau(nom, titre, tuple(bloc[0]), tuple(tuple(ligne) for ligne in bloc[1:]))
            )
    return tableaux


def _show(cellule: Cellule) -> str:
    """Return a cell as its reader sees it, decimals as stored."""
    if isinstance(cellule, Taux):
        return f"{_decimal(Decimal(repr(float(cellule))) * 100)} %"
    if isinstance(cellule, bool):
        return "oui" if cellule else "non"
    if isinstance(cellule, int | float):
        return _decimal(Decimal(repr(cellule)))
    if isinstance(cellule, dt.datetime | dt.date):
        return f"{cellule:%d/%m/%Y}"
    if isinstance(cellule, CelluleFautive):
        return ""
    return str(cellule).strip()


def _decimal(nombre: Decimal) -> str:
    if not nombre.is_finite():
        return ""
    texte = f"{round(nombre, 6):f}"
    return (texte.rstrip("0").rstrip(".") if "." in texte else texte).replace(".", ",")
