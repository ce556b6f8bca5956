"""The forms of a site as a spreadsheet: one row per form, no free text unless asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qualepref.enquetes.enums import Mode, ProvenanceRetour
from qualepref.enquetes.models import Campagne, Retour
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.queries.retours import iter_retours, load_textes_publies
from qualepref.noyau.questionnaires.modele import Question, TypeQuestion
from qualepref.noyau.questionnaires.stockage import read_valeur
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.ecriture import write_tableau
from qualepref.organisation.models import Site


COMMUNS = (
    Champ("numero", "Numéro", TypeChamp.ENTIER),
    Champ("jour", "Jour", TypeChamp.DATE),
    Champ("service", "Service"),
    Champ("mode", "Mode de recueil", TypeChamp.CHOIX, valeurs=dict(Mode.choices)),
    Champ("langue", "Langue"),
    Champ("provenance", "Provenance", TypeChamp.CHOIX, valeurs=dict(ProvenanceRetour.choices)),
    Champ("compte", "Compté dans les résultats", TypeChamp.BOOLEEN),
)
TYPES = {TypeQuestion.NOMBRE: TypeChamp.DECIMAL, TypeQuestion.DATE: TypeChamp.DATE}
SEPARATEUR = " / "


def export_retours(campagne: Campagne, sortie: Path, *, site: Site, textes: bool = False) -> None:
    """Write the forms of a site to a .xlsx, .ods or .csv file.

    textes: free texts too, only those that somebody read and let be published, as published.

    Raises:
        ExportImpossibleError: too many rows for a spreadsheet.
    """
    questionnaire = get_questionnaire(campagne)
    questions = [
        q
        for q in (questionnaire.iter_questions() if questionnaire else ())
        if textes or q.type is not TypeQuestion.TEXTE
    ]
    champs = (*COMMUNS, *(_build_champ(q) for q in questions))
    publies = load_textes_publies(campagne, site) if textes else {}
    lignes = (_render(r, questions, publies) for r in iter_retours(campagne, site))
    write_tableau(sortie, champs, lignes, feuille="Retours")


def _build_champ(question: Question) -> Champ:
    libelle = f"{question.libelle} [{question.code}]"
    return Champ(question.code, libelle, TYPES.get(question.type, TypeChamp.TEXTE))


def _render(
    retour: Retour, questions: list[Question], publies: dict[tuple[int, str], str]
) -> list[Any]:
    return [
        retour.pk,
        retour.jour,
        retour.service.nom if retour.service else None,
        retour.mode,
        retour.langue,
        retour.provenance,
        retour.complet and not retour.suspect,
        *(_render_valeur(retour, q, publies) for q in questions),
    ]


def _render_valeur(retour: Retour, question: Question, publies: dict[tuple[int, str], str]) -> Any:
    if question.type is TypeQuestion.TEXTE:
        return publies.get((retour.pk, question.code))
    brute = retour.valeurs.get(question.code)
    if brute is None:
        return None
    valeur = read_valeur(question.type, brute)
    if isinstance(valeur, tuple):
        return SEPARATEUR.join(_name(question, code) for code in valeur)
    return _name(question, valeur) if isinstance(valeur, str) else valeur


def _name(question: Question, code: str) -> str:
    """Return an answer's label; its code where the questionnaire no longer has it."""
    option = question.find_option(code)
    return str(option.libelle) if option else code
