"""Tables that hold no answers: results that somebody published, remarks on their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from qualepref.enquetes.enums import FormatReponses
from qualepref.enquetes.models import ImportReponses
from qualepref.enquetes.queries.formulaires import get_questionnaire, get_vocabulaire_de
from qualepref.enquetes.queries.remarques import get_remarques
from qualepref.enquetes.rules.imports import ColonneLue
from qualepref.noyau.questionnaires.fichiers.collecte import FauteCollecte
from qualepref.noyau.questionnaires.fichiers.publies import Publie, check_publie
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.conversion import Erreur, Resultat, convert_lignes
from qualepref.noyau.tableurs.convertisseurs import format_cellule
from qualepref.noyau.tableurs.correspondance import Correspondance, propose_correspondance
from qualepref.noyau.tableurs.entete import Grille, extract_grille
from qualepref.noyau.tableurs.erreurs import EnteteIntrouvableError
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.noyau.tableurs.refus import ValeurRefuseeError
from qualepref.noyau.tableurs.vocabulaire import Absence, normalize_texte


DECIMALES = Decimal("0.0001")
LONGUEUR_LIBELLE, LONGUEUR_SOURCE = 300, 300


@dataclass(frozen=True, slots=True)
class TableLue:
    """A table read. lignes: the sound rows, as what is written of each."""

    grille: Grille
    colonnes: tuple[ColonneLue, ...]
    lignes: list[dict[str, Any]]
    fautes: list[FauteCollecte]
    refusees: int
    blocages: tuple[str, ...]
    avertissements: list[str] = field(default_factory=list)


def list_champs(depot: ImportReponses) -> tuple[Champ, ...]:
    """Return the columns that the table of an import may have."""
    if depot.format == FormatReponses.RESULTATS:
        return (
            Champ("libelle", "Critère", TypeChamp.LITTERAL, obligatoire=True,
                  synonymes=("Libellé", "Question", "Item", "Thème")),
            Champ("pourcentage", "Pourcentage de satisfaits", TypeChamp.TAUX,
                  synonymes=("%", "Taux", "Taux de satisfaction", "Pourcentage", "Résultat",
                             "% de satisfaits", "Satisfaction")),
            Champ("numerateur", "Nombre de satisfaits", TypeChamp.ENTIER,
                  synonymes=("Satisfaits", "Numérateur", "Nb satisfaits")),
            Champ("repondants", "Nombre de répondants", TypeChamp.ENTIER,
                  synonymes=("n", "Répondants", "Réponses", "Nombre de réponses", "Effectif",
                             "Base", "Dénominateur", "Total")),
            Champ("critere", "Code du critère", TypeChamp.CHOIX, valeurs=_list_criteres(depot)),
            Champ("question", "Code de la question", TypeChamp.CHOIX, valeurs=_list_questions(depot)),
            Champ("source", "Source", TypeChamp.LITTERAL),
        )  # fmt: skip
    return (
        Champ("texte", "Commentaire", TypeChamp.LITTERAL, obligatoire=True,
              synonymes=("Verbatim", "Remarque", "Suggestion", "Texte", "Avis")),
        Champ("categorie", "Catégorie", TypeChamp.LITTERAL, synonymes=("Thème", "Rubrique")),
        Champ("note", "Note", TypeChamp.ENTIER, synonymes=("Notation",)),
        Champ("jour", "Date", TypeChamp.DATE, synonymes=("Jour", "Date de la remarque")),
    )  # fmt: skip


def read_table(depot: ImportReponses, *, chemin: Path) -> TableLue:
    """Return what the table of an import holds.

    Raises:
        FichierRefuseError: the file cannot be read, or no row looks like its headings.
    """
    champs = list_champs(depot)
    choisies = depot.reglages.get("colonnes", {})
    classeur = read_classeur(chemin, nom=depot.nom)
    feuille = classeur.get_feuille(depot.reglages.get("feuille") or None)
    try:
        grille = extract_grille(feuille, champs, fichier=depot.nom, memoire=choisies)
    except EnteteIntrouvableError:
        # One heading may be enough: « Commentaire » alone.
        grille = extract_grille(feuille, champs[:1], fichier=depot.nom, memoire=choisies)
    correspondance = propose_correspondance(grille.entetes, champs, memoire=choisies)
    resultat = convert_lignes(grille, correspondance, champs)
    fautes = [_as_faute(erreur) for erreur in resultat.erreurs]
    blocages = tuple(map(str, (*correspondance.manquantes, *correspondance.ambigues)))
    lignes, avertissements = ([], []) if blocages else _check_lignes(depot, resultat, fautes)
    fautes.sort(key=lambda f: f.ligne)
    return TableLue(
        grille=grille,
        colonnes=tuple(_show(grille, correspondance, champs)),
        lignes=lignes,
        fautes=fautes,
        refusees=len({faute.ligne for faute in fautes}),
        blocages=tuple(dict.fromkeys(blocages)),
        avertissements=[*classeur.avertissements, *avertissements],
    )


def _check_lignes(
    depot: ImportReponses, resultat: Resultat, fautes: list[FauteCollecte]
) -> tuple[list[dict[str, Any]], list[str]]:
    lire = _read_resultat if depot.format == FormatReponses.RESULTATS else _read_remarque
    lignes: list[dict[str, Any]] = []
    avertissements: list[str] = []
    vus: dict[str, int] = {}
    for ligne in resultat.lignes:
        presentes = {c: v for c, v in ligne.valeurs.items() if not isinstance(v, Absence)}
        try:
            lue, doute = lire(presentes)
            if depot.format == FormatReponses.RESULTATS:
                _check_unique(lue["libelle"], ligne.numero, vus)
        except ValeurRefuseeError as refus:
            fautes.append(
                FauteCollecte(
                    ligne.numero, "", "", str(presentes.get("libelle", "")), refus.motif,
                    refus.remede.rstrip("."),
                )
            )  # fmt: skip
            continue
        if doute:
            avertissements.append(f"Ligne {ligne.numero} : {doute}.")
        lignes.append(lue)
    return lignes, avertissements


def _check_unique(libelle: str, numero: int, vus: dict[str, int]) -> None:
    premiere = vus.setdefault(normalize_texte(libelle), numero)
    if premiere != numero:
        raise ValeurRefuseeError(
            f"ce critère est déjà à la ligne {premiere}", "Ne garder qu’une des deux lignes."
        )


def _read_resultat(valeurs: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    taux: Fraction | None = valeurs.get("pourcentage")
    publie = Publie(taux, valeurs.get("numerateur"), valeurs.get("repondants"))
    doute = check_publie(publie)
    pourcentage = None
    if taux is not None:
        exact = taux * 100
        pourcentage = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
            DECIMALES, ROUND_HALF_UP
        )
    if publie.repondants is None:
        doute = "pourcentage sans nombre de répondants, il sera montré seul et marqué comme tel"
    return {
        "libelle": valeurs["libelle"][:LONGUEUR_LIBELLE],
        "pourcentage": pourcentage,
        "numerateur": publie.numerateur,
        "repondants": publie.repondants,
        "critere": valeurs.get("critere", ""),
        "question": valeurs.get("question", ""),
        "source": valeurs.get("source", "")[:LONGUEUR_SOURCE],
    }, doute


def _read_remarque(valeurs: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    remarques = get_remarques()
    nom, note = valeurs.get("categorie", ""), valeurs.get("note")
    categorie = remarques.find_categorie(nom) if nom else None
    if nom and categorie is None:
        connues = ", ".join(c.libelle for c in remarques.categories)
        raise ValeurRefuseeError(
            f"« {nom} » n’est pas une catégorie de remarque", f"Choisir parmi : {connues}."
        )
    if note is not None and not remarques.note_minimum <= note <= remarques.note_maximum:
        raise ValeurRefuseeError(
            f"la note {note} est hors de {remarques.note_minimum} à {remarques.note_maximum}",
            "Corriger la note, ou la laisser vide.",
        )
    return {
        "texte": valeurs["texte"],
        "categorie": categorie.code if categorie else "",
        "note": note,
        "jour": valeurs.get("jour"),
    }, ""


def _list_criteres(depot: ImportReponses) -> dict[str, str]:
    return {c.code: c.libelle for c in get_vocabulaire_de(depot.campagne).criteres}


def _list_questions(depot: ImportReponses) -> dict[str, str]:
    questionnaire = get_questionnaire(depot.campagne)
    if questionnaire is None:
        return {}
    return {q.code: str(q.libelle) for q in questionnaire.iter_questions()}


def _as_faute(erreur: Erreur) -> FauteCollecte:
    return FauteCollecte(
        erreur.ligne, erreur.lettre_colonne, erreur.entete, erreur.valeur, erreur.motif,
        erreur.remede.rstrip("."),
    )  # fmt: skip


def _show(
    grille: Grille, correspondance: Correspondance, champs: Sequence[Champ]
) -> Iterator[ColonneLue]:
    libelles = {c.code: c.libelle for c in champs}
    roles = {rang: code for code, rang in correspondance.colonnes.items()}
    for rang, entete in enumerate(grille.entetes):
        if entete:
            cellules = (format_cellule(ligne[rang]) for ligne in grille.cellules[:20])
            exemples = list(dict.fromkeys(c for c in cellules if c))[:3]
            code = roles.get(rang, "")
            yield ColonneLue(entete, code, libelles.get(code, ""), tuple(exemples))
