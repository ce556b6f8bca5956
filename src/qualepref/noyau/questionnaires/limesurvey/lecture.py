"""A LimeSurvey structure becomes a questionnaire; what is lost on the way is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.fichiers.structure import Intitules, Structure
from qualepref.noyau.questionnaires.lecture import parse_questionnaire
from qualepref.noyau.questionnaires.limesurvey.document import Document, Ligne, read_document
from qualepref.noyau.questionnaires.limesurvey.relevance import translate_relevance
from qualepref.noyau.questionnaires.modele import Questionnaire, Vocabulaire
from qualepref.noyau.questionnaires.xlsform.traduction import translate_formulaire


UNE, PLUSIEURS = "select one", "select all that apply"
# What LimeSurvey offers without listing it: code -> label in each language we know.
OUI_NON = (
    ("Y", {"fr": "Oui", "en": "Yes", "ar": "نعم"}),
    ("N", {"fr": "Non", "en": "No", "ar": "لا"}),
)
GENRE = (
    ("F", {"fr": "Femme", "en": "Female", "ar": "أنثى"}),
    ("M", {"fr": "Homme", "en": "Male", "ar": "ذكر"}),
)
INCERTAIN = (*OUI_NON, ("U", {"fr": "Incertain", "en": "Uncertain", "ar": "غير متأكد"}))
EVOLUTION = (
    ("I", {"fr": "En hausse", "en": "Increase", "ar": "زيادة"}),
    ("S", {"fr": "Identique", "en": "Same", "ar": "نفسه"}),
    ("D", {"fr": "En baisse", "en": "Decrease", "ar": "نقصان"}),
)  # fmt: skip
AUTRE = ("other", {"fr": "Autre", "en": "Other", "ar": "غير ذلك"})
FERMEES: Mapping[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "Y": OUI_NON,
    "G": GENRE,
    "C": INCERTAIN,
    "E": EVOLUTION,
    "5": tuple((str(n), {"fr": str(n)}) for n in range(1, 6)),
    "A": tuple((str(n), {"fr": str(n)}) for n in range(1, 6)),
    "B": tuple((str(n), {"fr": str(n)}) for n in range(1, 11)),
}
SIMPLES = {
    "L": UNE, "!": UNE, "O": UNE, "Y": UNE, "G": UNE, "5": UNE, "M": PLUSIEURS, "P": PLUSIEURS,
    "N": "decimal", "D": "date", "S": "text", "T": "text", "U": "text",
}  # fmt: skip
# One question per row: there is no matrix here.
TABLEAUX = {
    "F": UNE, "H": UNE, "A": UNE, "B": UNE, "C": UNE, "E": UNE, "K": "decimal", "Q": "text",
}  # fmt: skip
MUETS = {"X"}
COMMENTEES = {"O", "P"}


@dataclass(frozen=True, slots=True)
class LectureLss:
    """A questionnaire read from a structure; `ecarts`: sentences on what is not as it was there."""

    questionnaire: Questionnaire
    ecarts: tuple[str, ...]


def read_structure(path: Path, *, nom: str | None = None) -> Structure:
    """Return what a .lss file says of the columns and codes of the survey's answers.

    Raises:
        StructureIllisibleError: the file is not a LimeSurvey structure.
    """
    document = read_document(path, nom=nom)
    colonnes: dict[str, Intitules] = {}
    for ligne in _iter_questions(document):
        libelles = tuple(_read_libelle(document, ligne).values())
        reponses = {c: tuple(t.values()) for c, t in _list_reponses(document, ligne)}
        sous = list(_iter_sous_questions(document, ligne))
        colonnes[ligne["title"]] = Intitules(libelles, reponses)
        for fille in sous:
            entete = f"{ligne['title']}[{fille['title']}]"
            dits = tuple(_read_libelle(document, fille).values())
            colonnes[entete] = Intitules(dits, reponses)
    return Structure(colonnes)


def read_lss(path: Path, *, vocabulaire: Vocabulaire, nom: str | None = None) -> LectureLss:
    """Return the questionnaire of a .lss file.

    Raises:
        StructureIllisibleError: the file is not a LimeSurvey structure.
        XlsformIllisibleError: no question of it can be kept.
        QuestionnaireInvalideError: it makes no sound questionnaire; all faults listed.
    """
    traduction = _Traduction(read_document(path, nom=nom))
    connu = traduction.document.nom
    contenu, ecarts = translate_formulaire(traduction.build_formulaire(), connu, vocabulaire)
    questionnaire, fautes = parse_questionnaire(contenu, connu, vocabulaire=vocabulaire)
    if questionnaire is None:
        raise QuestionnaireInvalideError(connu, fautes)
    return LectureLss(questionnaire, (*traduction.ecarts, *ecarts))


@dataclass(slots=True)
class _Traduction:
    """A structure on its way to the tree of elements that `xlsform.traduction` reads."""

    document: Document
    ecarts: list[str] = field(default_factory=list)

    def build_formulaire(self) -> dict[str, Any]:
        """Return the survey as a tree of elements."""
        reglages = next(iter(self.document.tables.get("surveys_languagesettings", ())), {})
        titres = {
            ligne["surveyls_language"]: ligne.get("surveyls_title", "")
            for ligne in self.document.tables.get("surveys_languagesettings", ())
            if ligne.get("surveyls_language")
        }
        numero = reglages.get("surveyls_survey_id", "")
        return {
            "id_string": f"limesurvey-{numero}" if numero else "limesurvey",
            "version": "1",
            "title": titres or self.document.nom,
            "default_language": self.document.langues[0] if self.document.langues else "fr",
            "children": [self._build_groupe(g) for g in _sort(self.document, "groups")],
        }

    def _build_groupe(self, groupe: Ligne) -> dict[str, Any]:
        gid = groupe.get("gid", "")
        enfants = [
            element
            for ligne in _iter_questions(self.document)
            if ligne.get("gid") == gid
            for element in self._iter_elements(ligne)
        ]
        lien = self._read_lien(groupe.get("grelevance", ""), f"groupe {gid}")
        return {
            "type": "group",
            "name": f"groupe_{gid}",
            "label": self.document.read_textes("groups", "group_name", gid=gid),
            "children": enfants,
            "bind": lien,
        }

    def _iter_elements(self, ligne: Ligne) -> Iterator[dict[str, Any]]:
        genre, nom = ligne.get("type", ""), ligne["title"]
        if genre in SIMPLES:
            yield self._build_question(ligne)
            yield from self._iter_complements(ligne)
        elif genre in TABLEAUX:
            self.ecarts.append(f"« {nom} » : le tableau devient une question par ligne.")
            for fille in _iter_sous_questions(self.document, ligne):
                yield self._build_rangee(ligne, fille)
        elif genre in MUETS:
            self.ecarts.append(f"« {nom} » : texte affiché sans réponse attendue, non repris.")
        else:
            self.ecarts.append(f"« {nom} » : le type LimeSurvey « {genre} » n’existe pas ici.")

    def _build_question(self, ligne: Ligne) -> dict[str, Any]:
        element = self._build_element(ligne["title"], SIMPLES[ligne["type"]], ligne)
        element["label"] = _read_libelle(self.document, ligne)
        aide = self.document.read_textes("questions", "help", qid=ligne["qid"])
        if aide:
            element["hint"] = aide
        if element["type"] == UNE:
            element["choices"] = self._build_choix(ligne)
        elif element["type"] == PLUSIEURS:
            element["choices"] = [
                {"name": fille["title"], "label": _read_libelle(self.document, fille)}
                for fille in _iter_sous_questions(self.document, ligne)
            ] + _list_autre(ligne, self.document.langues)
        return element

    def _build_choix(self, ligne: Ligne) -> list[dict[str, Any]]:
        reponses = [
            {"name": code, "label": _keep_langues(textes, self.document.langues)}
            for code, textes in _list_reponses(self.document, ligne)
        ]
        return reponses + _list_autre(ligne, self.document.langues)

    def _build_rangee(self, ligne: Ligne, fille: Ligne) -> dict[str, Any]:
        element = self._build_element(
            f"{ligne['title']}_{fille['title']}", TABLEAUX[ligne["type"]], ligne
        )
        mere, sienne = (_read_libelle(self.document, x) for x in (ligne, fille))
        element["label"] = {
            langue: f"{mere.get(langue, '')} {texte}".strip() for langue, texte in sienne.items()
        }
        if element["type"] == UNE:
            element["choices"] = self._build_choix(ligne)
        return element

    def _build_element(self, nom: str, genre: str, ligne: Ligne) -> dict[str, Any]:
        lien = self._read_lien(ligne.get("relevance", ""), f"« {nom} »")
        if ligne.get("mandatory") == "Y":
            lien["required"] = "yes"
        return {"type": genre, "name": nom, "bind": lien}

    def _iter_complements(self, ligne: Ligne) -> Iterator[dict[str, Any]]:
        """Yield the free text beside an option « other »; comments beside options are told lost."""
        nom = ligne["title"]
        if ligne.get("type") in COMMENTEES:
            self.ecarts.append(f"« {nom} » : le commentaire joint aux réponses n’est pas repris.")
        if ligne.get("other") == "Y":
            precisez = {"fr": "Précisez", "en": "Please specify", "ar": "يرجى التحديد"}
            yield {
                "type": "text",
                "name": f"{nom}_other",
                "label": _keep_langues(precisez, self.document.langues),
                "bind": {},
            }

    def _read_lien(self, expression: str, ou: str) -> dict[str, Any]:
        """Return the condition of a group or question, as `relevant` writes it."""
        if expression.strip() in ("", "1"):
            return {}
        traduite = translate_relevance(expression)
        if traduite is None:
            self.ecarts.append(
                f"{ou} : la condition « {expression} » n’a pas été reprise, la question sera "
                "toujours posée."
            )
            return {}
        return {"relevant": traduite}


def _sort(document: Document, table: str) -> list[Ligne]:
    cle = {"groups": "group_order", "answers": "sortorder"}.get(table, "question_order")
    return sorted(document.iter_lignes(table), key=lambda ligne: _as_int(ligne.get(cle, "")))


def _iter_questions(document: Document) -> Iterator[Ligne]:
    for ligne in _sort(document, "questions"):
        if ligne.get("parent_qid", "0") in ("", "0") and ligne.get("title"):
            yield ligne


def _iter_sous_questions(document: Document, ligne: Ligne) -> Iterator[Ligne]:
    for table in ("subquestions", "questions"):
        for fille in _sort(document, table):
            if fille.get("parent_qid") == ligne["qid"] and fille.get("scale_id", "0") in ("", "0"):
                yield fille


def _read_libelle(document: Document, ligne: Ligne) -> dict[str, str]:
    return document.read_textes("questions", "question", qid=ligne["qid"]) or (
        document.read_textes("subquestions", "question", qid=ligne["qid"])
    )


def _list_reponses(document: Document, ligne: Ligne) -> list[tuple[str, dict[str, str]]]:
    """Return (code, label by language) of the answers to a question."""
    if ligne.get("type") in FERMEES:
        return [(code, dict(textes)) for code, textes in FERMEES[ligne["type"]]]
    trouvees = []
    for reponse in _sort(document, "answers"):
        if reponse.get("qid") == ligne["qid"] and reponse.get("scale_id", "0") in ("", "0"):
            cles = {"aid": reponse["aid"]} if reponse.get("aid") else (
                {"qid": ligne["qid"], "code": reponse["code"]}
            )  # fmt: skip
            trouvees.append((reponse["code"], document.read_textes("answers", "answer", **cles)))
    return trouvees


def _list_autre(ligne: Ligne, langues: tuple[str, ...]) -> list[dict[str, Any]]:
    if ligne.get("other") != "Y":
        return []
    return [{"name": AUTRE[0], "label": _keep_langues(AUTRE[1], langues)}]


def _keep_langues(textes: Mapping[str, str], langues: tuple[str, ...]) -> dict[str, str]:
    """Return the texts in the languages of the survey; in ours where it has none of them."""
    gardes = {langue: texte for langue, texte in textes.items() if langue in langues}
    if gardes:
        return gardes
    return {langues[0] if langues else "fr": next(iter(textes.values()), "")}


def _as_int(texte: str) -> int:
    return int(texte) if re.fullmatch(r"-?\d{1,9}", texte) else 0
