"""One question of a form becomes the keys of a question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from qualepref.noyau.questionnaires.conditions import simplify
from qualepref.noyau.questionnaires.ecriture import cast_condition
from qualepref.noyau.questionnaires.modele import (
    A_OPTIONS,
    LANGUE_REFERENCE,
    Combinaison,
    Comparaison,
    Condition,
    Operateur,
    TypeQuestion,
    Vocabulaire,
)
from qualepref.noyau.questionnaires.xlsform.expressions import (
    Bornes,
    ExpressionNonRepriseError,
    parse_bornes,
)
from qualepref.noyau.questionnaires.xlsform.lexique import (
    COLONNES_OPTION,
    COLONNES_QUESTION,
    DECIMAL,
    FAUX,
    TYPES_LUS,
    VRAIS,
    as_code,
    find_code_langue,
)


Element = Mapping[str, Any]
# What pyxform makes of « or_other ».
PRECISION_AJOUTEE = "Specify other."
CONNUES = frozenset({
    "type", "name", "label", "hint", "bind", "control", "parameters", "itemset", "list_name",
    "choices", *COLONNES_QUESTION,
})  # fmt: skip
LIENS_CONNUS = frozenset({"required", "relevant", "constraint"})
OPTIONS_CONNUES = frozenset({"name", "label", *COLONNES_OPTION})


class Traducteur:
    """What has been met so far in a form.

    codes: code of each question by its name in the form. ecarts: sentences on what is not kept.
    """

    def __init__(self, vocabulaire: Vocabulaire, langue: str) -> None:
        self.vocabulaire = vocabulaire
        self.langue = find_code_langue(langue, vocabulaire.langues) or LANGUE_REFERENCE
        self.langues: set[str] = set()
        self.codes: dict[str, str] = {}
        self.types: dict[str, TypeQuestion] = {}
        self.ecarts: list[str] = []

    def list_langues(self) -> list[str]:
        """Return the languages met, the reference first, then as the vocabulary lists them."""
        connues = [
            langue.code for langue in self.vocabulaire.langues if langue.code in self.langues
        ]
        return sorted(connues, key=lambda code: code != LANGUE_REFERENCE)

    def read_textes(self, libelle: object) -> dict[str, str]:
        """Return a label by code of language; a bare text is in the form's own."""
        textes = libelle if isinstance(libelle, dict) else {self.langue: libelle}
        lus: dict[str, str] = {}
        for intitule, texte in textes.items():
            code = find_code_langue(str(intitule), self.vocabulaire.langues)
            if code is None:
                self.ecarts.append(f"La langue « {intitule} » est inconnue : textes non repris.")
            elif texte:
                lus[code] = str(texte)
        self.langues.update(lus)
        return lus

    def adapt(self, condition: Condition) -> Condition:
        """Return the condition with codes instead of the form's names.

        Raises:
            ExpressionNonRepriseError: it reads something that is not among the questions kept.
        """
        if isinstance(condition, Combinaison):
            parties = tuple(self.adapt(partie) for partie in condition.conditions)
            return simplify(Combinaison(condition.mode, parties))
        code = self.codes.get(condition.question)
        if code is None:
            raise ExpressionNonRepriseError(condition.question)
        options = condition.options
        if self.types[code] in A_OPTIONS and condition.operateur is Operateur.EGAL:
            options = (f"{condition.nombre:f}",)  # ${q} = 1, where « 1 » is an option
        if not options:
            return replace(condition, question=code)
        codes = tuple(as_code(option, "o") for option in options)
        return Comparaison(code, Operateur.PARMI, codes)

    def translate_question(self, element: Element, condition: Condition | None) -> dict[str, Any]:
        """Return the keys of a question asked under a condition."""
        nom = str(element["name"])
        code = as_code(nom, "q")
        genre = TYPES_LUS[str(element["type"])]
        if code != nom:
            self.ecarts.append(f"La question « {nom} » prend le code « {code} ».")
        cles: dict[str, Any] = {"code": code, "type": genre.value}
        for cle, colonne in (("libelle", "label"), ("aide", "hint")):
            if element.get(colonne):
                cles[cle] = self.read_textes(element[colonne])
        if element.get("label") == PRECISION_AJOUTEE:
            self.ecarts.append(
                f"« {nom} » : « or_other » ajoute cette question (« {PRECISION_AJOUTEE} ») et une "
                "option « Other », en anglais ; traduisez-les."
            )
        if genre in A_OPTIONS:
            cles |= self._read_options(element, nom)
        if element["type"] == DECIMAL:
            cles["entier"] = False
        if condition is not None:
            cles["condition"] = cast_condition(simplify(condition))
        cles |= self._read_lien(element, nom)
        cles |= _read_colonnes(element)
        self._tell_perdus(element, nom)
        self.codes[nom] = code
        self.types[code] = TypeQuestion(cles["type"])
        return cles

    def _read_options(self, element: Element, nom: str) -> dict[str, Any]:
        options = [self._read_option(choix, nom) for choix in element.get("choices", ())]
        echelle = self.vocabulaire.find_echelle(str(element.get("list_name", "")))
        if element["type"] != "select one" or echelle is None:
            return {"options": options}
        if [o["code"] for o in options] != [o.code for o in echelle.options]:
            self.ecarts.append(
                f"« {nom} » : la liste « {echelle.code} » n’a pas les niveaux de l’échelle de ce nom ; "
                "ses options restent les siennes."
            )
            return {"options": options}
        for option, niveau in zip(options, echelle.options, strict=True):
            if option.get("libelle", {}).get(LANGUE_REFERENCE) != str(niveau.libelle):
                self.ecarts.append(
                    f"Échelle « {echelle.code} » : « {niveau.libelle} » remplace le libellé du fichier."
                )
        return {"type": TypeQuestion.ECHELLE.value, "echelle": echelle.code}

    def _read_option(self, choix: Element, nom: str) -> dict[str, Any]:
        code = as_code(str(choix["name"]), "o")
        if code != choix["name"]:
            self.ecarts.append(
                f"« {nom} » : l’option « {choix['name']} » prend le code « {code} »."
            )
        option: dict[str, Any] = {"code": code}
        if choix.get("label"):
            option["libelle"] = self.read_textes(choix["label"])
        for colonne in COLONNES_OPTION:
            if colonne in choix:
                option[colonne] = _read_booleen(choix[colonne])
        self.ecarts += [
            f"« {nom} » : la colonne « {cle} » de ses options n’a pas été reprise."
            for cle in choix
            if cle not in OPTIONS_CONNUES
        ]
        return option

    def _read_lien(self, element: Element, nom: str) -> dict[str, Any]:
        """Return what `required` and `constraint` say."""
        lien = element.get("bind", {})
        cles: dict[str, Any] = {}
        if "required" in lien:
            obligatoire = _read_booleen(lien["required"])
            if isinstance(obligatoire, bool):
                cles["obligatoire"] = obligatoire
            else:
                self.ecarts.append(
                    f"« {nom} » : obligatoire sous condition (« {obligatoire} »), "
                    "ce qui n’a pas été repris."
                )
        if "constraint" in lien:
            try:
                bornes = parse_bornes(str(lien["constraint"]))
            except ExpressionNonRepriseError:
                bornes = Bornes()
                self.ecarts.append(
                    f"« {nom} » : la contrainte « {lien['constraint']} » n’a pas été reprise."
                )
            cles |= {c: v for c in Bornes.__slots__ if (v := getattr(bornes, c)) is not None}
        return cles

    def _tell_perdus(self, element: Element, nom: str) -> None:
        perdus = [cle for cle in element if cle not in CONNUES]
        perdus += [cle for cle in element.get("bind", {}) if cle not in LIENS_CONNUS]
        perdus += [str(v) for v in element.get("control", {}).values()]
        perdus += list(element.get("parameters", {}))
        self.ecarts += [f"« {nom} » : « {perdu} » n’a pas été repris." for perdu in perdus]


def _read_colonnes(element: Element) -> dict[str, Any]:
    cles: dict[str, Any] = {}
    if critere := element.get("critere"):
        cles["critere"] = critere
    if engagements := element.get("engagements"):
        cles["engagements"] = [n for n in re.split(r"[,;\s]+", str(engagements)) if n]
    if personnel := element.get("personnel"):
        cles["personnel"] = _read_booleen(personnel)
    return cles


def _read_booleen(valeur: object) -> object:
    """Return yes or no; the value itself when it is neither, for the checks to refuse."""
    texte = str(valeur).strip().lower()
    if texte in VRAIS:
        return True
    return False if texte in FAUX else valeur
