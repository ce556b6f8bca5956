"""What a column of a file of answers may be: a question, one option to tick, or what goes with it.

A role is written as a text: « globale » for a question, « demarche/permis » for one option of a
question, « @jour » for what is no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualepref.noyau.questionnaires.fichiers.formats import FormatCollecte
from qualepref.noyau.questionnaires.fichiers.options import AUTRES, is_autre
from qualepref.noyau.questionnaires.fichiers.structure import Structure
from qualepref.noyau.questionnaires.modele import (
    Libelle,
    Option,
    Question,
    Questionnaire,
    TypeQuestion,
)
from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.vocabulaire import normalize_texte


IDENTIFIANT, JOUR, SERVICE, MODE = "@identifiant", "@jour", "@service", "@mode"
SITE, LANGUE, COMPLET, VIDE, VALABLE = "@site", "@langue", "@complet", "@vide", "@valable"
SEPARATEUR = "/"

SPECIAUX = {
    IDENTIFIANT: "Identifiant de la réponse",
    JOUR: "Date de la réponse",
    SERVICE: "Service",
    MODE: "Mode de recueil",
    SITE: "Site",
    LANGUE: "Langue",
    COMPLET: "Réponse menée à son terme",
    VIDE: "Feuille vide",
    VALABLE: "Feuille valable",
}
# Headings under which tools write them; the first list is for any spreadsheet.
SYNONYMES: Mapping[FormatCollecte, Mapping[str, tuple[str, ...]]] = {
    FormatCollecte.TABLEUR: {
        IDENTIFIANT: ("Identifiant", "id", "Clé", "N° de réponse", "Numéro de réponse",
                      "Référence", "N° questionnaire"),
        JOUR: ("Date", "Date de réponse", "Date de saisie", "Date saisie", "Date enregistrement",
               "Date enreg", "Horodateur", "Date de l’enquête", "Jour"),
        SERVICE: ("Service", "Guichet", "Bureau"),
        MODE: ("Mode", "Mode de recueil", "Mode de passation", "Canal de recueil"),
        SITE: ("Site", "Préfecture", "Sous-préfecture"),
        LANGUE: ("Langue", "Langue saisie", "Langue de réponse"),
        COMPLET: ("Progression", "État de la réponse", "Réponse complète"),
    },
    FormatCollecte.LIMESURVEY: {
        IDENTIFIANT: ("id", "ID de la réponse", "Response ID"),
        JOUR: ("datestamp", "Date de la dernière action", "Date last action"),
        LANGUE: ("startlanguage", "Langue de départ", "Start language"),
        COMPLET: ("submitdate", "Date de soumission", "Date submitted"),
    },
    FormatCollecte.JDMA: {
        IDENTIFIANT: ("Identifiant Avis",),
        JOUR: ("Date de l’avis",),
    },
    FormatCollecte.SDAPS: {
        IDENTIFIANT: ("questionnaire_id",),
        VIDE: ("empty",),
        VALABLE: ("valid",),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """What a column is. question: None for what is no answer; option: None for a whole question."""

    code: str
    libelle: str
    question: Question | None = None
    option: Option | None = None
    synonymes: tuple[str, ...] = field(default=())

    def as_champ(self) -> Champ:
        """Return the role as a field whose heading is looked for."""
        code = normalize_texte(self.code)
        return Champ(self.code, self.libelle, synonymes=(*self.synonymes, code))


def list_champs_entete(questionnaire: Questionnaire) -> list[Champ]:
    """Return what the header of any tool's file looks like, to find it before the tool is known."""
    roles = [
        role
        for format_ in FormatCollecte
        for role in list_roles(questionnaire, format_=format_, structure=Structure()).values()
        if role.option is None
    ]
    return [role.as_champ() for role in roles]


def list_roles(
    questionnaire: Questionnaire, *, format_: FormatCollecte, structure: Structure
) -> dict[str, Role]:
    """Return the roles a column may have, by code, in the order of the questionnaire."""
    roles = list(_iter_speciaux(format_))
    for groupe_rang, groupe in enumerate(questionnaire.groupes, start=1):
        for rang, question in enumerate(groupe.questions, start=1):
            numero = f"{groupe_rang}_{rang}" if format_ is FormatCollecte.SDAPS else ""
            roles += [
                role
                for role in _iter_roles(question, numero, structure)
                if not _is_precision(role, format_)
            ]
    return {role.code: role for role in roles}


def _iter_speciaux(format_: FormatCollecte) -> Iterator[Role]:
    for code, libelle in SPECIAUX.items():
        propres = SYNONYMES[format_].get(code, ())
        communs = () if format_ is not FormatCollecte.TABLEUR and propres else (
            SYNONYMES[FormatCollecte.TABLEUR].get(code, ())
        )  # fmt: skip
        yield Role(code, libelle, synonymes=(*propres, *communs))


def _iter_roles(question: Question, numero: str, structure: Structure) -> Iterator[Role]:
    """Yield the role of a question, then those of its options; numero: in an SDAPS file."""
    textes = [texte for _, texte in question.libelle.textes]
    formes = {normalize_texte(texte) for texte in textes}
    entetes = [numero] if numero else []
    entetes += [
        entete
        for entete, colonne in structure.colonnes.items()
        if formes & {normalize_texte(libelle) for libelle in colonne.libelles}
    ]
    synonymes = [*textes, *(f"{question.code} {t}" for t in textes), *entetes]
    yield Role(question.code, str(question.libelle), question, synonymes=tuple(synonymes))
    for rang, option in enumerate(question.options, start=1):
        couples = list(_iter_couples(question, option, textes, entetes))
        couples += [f"{numero}_{rang}"] if numero else []
        yield Role(
            f"{question.code}{SEPARATEUR}{option.code}",
            f"{question.libelle} – {option.libelle}",
            question,
            option,
            tuple(couples),
        )


def _is_precision(role: Role, format_: FormatCollecte) -> bool:
    """Whether LimeSurvey's column of this option holds no tick but the words of « other »."""
    if role.option is None or role.question is None or format_ is not FormatCollecte.LIMESURVEY:
        return False
    return is_autre(role.option) and role.question.type is not TypeQuestion.CHOIX_MULTIPLE


def _iter_couples(
    question: Question, option: Option, textes: Sequence[str], entetes: Sequence[str]
) -> Iterator[str]:
    """Yield how tools name the column of one option: question, then option."""
    options = [option.code, *_textes(option.libelle), *(AUTRES if is_autre(option) else ())]
    for debut in (question.code, *textes, *entetes):
        for fin in options:
            yield f"{debut} {fin}"


def _textes(libelle: Libelle) -> list[str]:
    return [texte for _, texte in libelle.textes]
