"""A form as pyxform understands it becomes the keys of a questionnaire; what is lost is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualepref.noyau.questionnaires.modele import (
    Combinaison,
    Condition,
    Genre,
    Mode,
    Vocabulaire,
)
from qualepref.noyau.questionnaires.xlsform.erreurs import XlsformIllisibleError
from qualepref.noyau.questionnaires.xlsform.expressions import (
    ExpressionNonRepriseError,
    parse_condition,
)
from qualepref.noyau.questionnaires.xlsform.lexique import (
    COLONNES_REGLAGE,
    TITRE,
    TYPES_LUS,
    as_code,
    as_code_fichier,
)
from qualepref.noyau.questionnaires.xlsform.questions import Traducteur


Element = Mapping[str, Any]
GROUPE_SANS_NOM = "questions"
# What pyxform adds to any form.
META = "meta"
REGLAGES_CONNUS = frozenset({
    "type", "name", "title", "id_string", "sms_keyword", "default_language", "children", "version",
    "choices", TITRE, *COLONNES_REGLAGE,
})  # fmt: skip


def translate_formulaire(
    formulaire: Element, nom: str, vocabulaire: Vocabulaire
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the keys of the questionnaire, then a sentence for each thing not kept as it was.

    Raises:
        XlsformIllisibleError: no question of the form can be kept.
    """
    traducteur = Traducteur(vocabulaire, str(formulaire.get("default_language", "default")))
    plan = _Plan(traducteur)
    plan.walk(formulaire["children"], None, ())
    if not plan.groupes:
        raise XlsformIllisibleError(nom, "aucune question ne peut être reprise.")
    titre = traducteur.read_textes(formulaire.get("title") or nom)
    titre |= traducteur.read_textes(formulaire.get(TITRE) or {})
    contenu = {
        "code": _read_code(formulaire, "id_string", "formulaire", traducteur.ecarts),
        "version": _read_code(formulaire, "version", "1", traducteur.ecarts),
        "titre": titre,
        "langues": traducteur.list_langues(),
        **_read_reglages(formulaire, nom, traducteur.ecarts),
        "groupes": plan.list_groupes(titre),
    }
    if plan.introduction is not None:
        contenu["introduction"] = plan.introduction
    traducteur.ecarts += [
        f"Le réglage « {cle} » n’a pas été repris."
        for cle in formulaire
        if cle not in REGLAGES_CONNUS
    ]
    return contenu, tuple(dict.fromkeys(traducteur.ecarts))


def _read_code(formulaire: Element, cle: str, defaut: str, ecarts: list[str]) -> str:
    """Return the code or the version of the form, said aloud when it is not the one written."""
    ecrit = str(formulaire.get(cle, ""))
    code = as_code_fichier(ecrit, defaut)
    if code != ecrit:
        ecarts.append(f"Réglage « {cle} » : « {ecrit} » devient « {code} ».")
    return code


def _read_reglages(formulaire: Element, nom: str, ecarts: list[str]) -> dict[str, Any]:
    """Return the settings of this product, or what stands for them, said aloud."""
    defauts = {
        "genre": Genre.SATISFACTION.value,
        "public": "Les usagers",
        "source": f"Formulaire « {nom} »",
    }
    reglages: dict[str, Any] = {cle: formulaire.get(cle) or defauts[cle] for cle in defauts}
    ecarts += [
        f"La feuille « settings » ne dit pas « {cle} » : « {defaut} » est supposé."
        for cle, defaut in defauts.items()
        if not formulaire.get(cle)
    ]
    if seuil := formulaire.get("seuil_significatif"):
        reglages["seuil_significatif"] = int(seuil) if str(seuil).isdecimal() else seuil
    return reglages


class _Plan:
    """The groups met so far, in the order of the form; groups within groups are laid flat."""

    def __init__(self, traducteur: Traducteur) -> None:
        self.traducteur = traducteur
        self.introduction: dict[str, str] | None = None
        self.groupes: list[tuple[Element | None, list[dict[str, Any]]]] = []

    def walk(
        self, elements: Sequence[Element], groupe: Element | None, conditions: tuple[Condition, ...]
    ) -> None:
        """Take the elements of a group, or of the form, under the conditions around them."""
        for element in elements:
            nature, nom = element.get("type"), element.get("name", "")
            if nature == "group" and nom != META:
                self._enter(element, groupe, conditions)
            elif nature in TYPES_LUS:
                self._take(element, groupe, conditions)
            elif nature == "note" and groupe is None and not self.groupes and not self.introduction:
                self.introduction = self.traducteur.read_textes(element.get("label") or {})
            elif nom != META:
                self.traducteur.ecarts.append(
                    f"« {nom} » n’a pas été repris : le type « {nature} » n’existe pas ici."
                )

    def list_groupes(self, titre: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the groups; `titre` stands for the title of those that have none."""
        pris = set(self.traducteur.codes.values())
        groupes = []
        for groupe, questions in self.groupes:
            nom = str(groupe["name"]) if groupe else GROUPE_SANS_NOM
            code = next(c for c in _iter_codes(as_code(nom, "g")) if c not in pris)
            pris.add(code)
            label = groupe.get("label") if groupe else None
            if code != nom or not label:
                self.traducteur.ecarts.append(
                    f"Groupe « {nom} » : son code est « {code} »"
                    + (" et son titre celui du formulaire." if not label else ".")
                )
            textes = self.traducteur.read_textes(label) if label else dict(titre)
            groupes.append({"code": code, "titre": textes, "questions": questions})
        return groupes

    def _enter(
        self, element: Element, parent: Element | None, conditions: tuple[Condition, ...]
    ) -> None:
        if parent is not None:
            self.traducteur.ecarts.append(
                f"Le groupe « {element['name']} » était dans « {parent['name']} » : il le suit."
            )
        if texte := element.get("bind", {}).get("relevant"):
            conditions = (*conditions, *self._read_condition(str(element["name"]), texte))
        self.walk(element.get("children", ()), element, conditions)

    def _take(
        self, element: Element, groupe: Element | None, conditions: tuple[Condition, ...]
    ) -> None:
        if texte := element.get("bind", {}).get("relevant"):
            conditions = (*conditions, *self._read_condition(str(element["name"]), texte))
        condition = (
            Combinaison(Mode.TOUTES, conditions)
            if len(conditions) > 1
            else next(iter(conditions), None)
        )
        question = self.traducteur.translate_question(element, condition)
        if not self.groupes or self.groupes[-1][0] is not groupe:
            self.groupes.append((groupe, []))
        self.groupes[-1][1].append(question)

    def _read_condition(self, nom: str, texte: str) -> tuple[Condition, ...]:
        try:
            return (self.traducteur.adapt(parse_condition(texte)),)
        except ExpressionNonRepriseError:
            self.traducteur.ecarts.append(
                f"« {nom} » : la condition « {texte} » n’a pas été reprise, elle sera toujours posée."
            )
            return ()


def _iter_codes(code: str) -> Iterator[str]:
    yield code
    rang = 1
    while True:
        rang += 1
        yield f"{code}_{rang}"
