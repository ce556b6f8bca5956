"""A questionnaire written back as the keys, or the YAML text, it is read from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import yaml

from qualepref.noyau.questionnaires.modele import (
    Combinaison,
    Condition,
    Libelle,
    Operateur,
    Option,
    Question,
    Questionnaire,
    Vocabulaire,
)


LARGEUR = 100


def cast_contenu(questionnaire: Questionnaire, vocabulaire: Vocabulaire) -> dict[str, Any]:
    """Return the keys of a questionnaire, without those that would say nothing."""
    return _drop_vides(
        {
            "code": questionnaire.code,
            "version": questionnaire.version,
            "titre": _cast_libelle(questionnaire.titre),
            "public": questionnaire.public,
            "genre": questionnaire.genre.value,
            "langues": list(questionnaire.langues),
            "introduction": _cast_libelle(questionnaire.introduction),
            "seuil_significatif": questionnaire.seuil_significatif,
            "source": questionnaire.source,
            "groupes": [
                {
                    "code": groupe.code,
                    "titre": _cast_libelle(groupe.titre),
                    "questions": [_cast_question(q, vocabulaire) for q in groupe.questions],
                }
                for groupe in questionnaire.groupes
            ],
        }
    )


def dump_questionnaire(questionnaire: Questionnaire, vocabulaire: Vocabulaire) -> str:
    """Return the YAML text of a questionnaire, which reads back as the same."""
    return yaml.dump(
        cast_contenu(questionnaire, vocabulaire),
        Dumper=_Ecrivain,
        allow_unicode=True,
        sort_keys=False,
        width=LARGEUR,
    )


def cast_condition(condition: Condition | None) -> dict[str, Any] | None:
    """Return the keys of a condition; None without any."""
    if condition is None:
        return None
    if isinstance(condition, Combinaison):
        return {condition.mode.value: [cast_condition(c) for c in condition.conditions]}
    valeur: object
    if condition.operateur is Operateur.PARMI:
        seule = len(condition.options) == 1
        cle = "egal" if seule else "parmi"
        valeur = condition.options[0] if seule else list(condition.options)
    else:
        cle, valeur = condition.operateur.value, _cast_nombre(condition.nombre)
    return {"question": condition.question, cle: valeur}


class _Ecrivain(yaml.SafeDumper):
    """Write without anchors: two equal lists are written twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _drop_vides(cles: dict[str, Any]) -> dict[str, Any]:
    return {cle: valeur for cle, valeur in cles.items() if valeur not in (None, [], False)}


def _cast_libelle(libelle: Libelle | None) -> str | dict[str, str] | None:
    if libelle is None:
        return None
    return str(libelle) if len(libelle.textes) == 1 else dict(libelle.textes)


def _cast_question(question: Question, vocabulaire: Vocabulaire) -> dict[str, Any]:
    critere = vocabulaire.find_critere(question.critere or "")
    propres = not critere or question.engagements != critere.engagements
    commune = question.longueur == vocabulaire.longueur_texte
    cles = _drop_vides(
        {
            "code": question.code,
            "type": question.type.value,
            "echelle": question.echelle,
            "critere": question.critere,
            "engagements": list(question.engagements) if propres else None,
            "libelle": _cast_libelle(question.libelle),
            "aide": _cast_libelle(question.aide),
            "obligatoire": question.obligatoire,
            "condition": cast_condition(question.condition),
            "longueur": None if commune else question.longueur,
            "personnel": question.personnel,
            "options": [] if question.echelle else [_cast_option(o) for o in question.options],
        }
    )
    # A bound of 0 says something.
    for nom in ("minimum", "maximum"):
        if (borne := getattr(question, nom)) is not None:
            cles[nom] = _cast_nombre(borne)
    if not question.entier:
        cles["entier"] = False
    return cles


def _cast_option(option: Option) -> dict[str, Any]:
    cles: dict[str, Any] = {"code": option.code, "libelle": _cast_libelle(option.libelle)}
    if option.satisfait is not None:
        cles["satisfait"] = option.satisfait
    if option.sans_objet:
        cles["sans_objet"] = True
    return cles


def _cast_nombre(nombre: Decimal | dt.date | None) -> object:
    if isinstance(nombre, Decimal) and nombre == nombre.to_integral_value():
        return int(nombre)
    return nombre


def _represent_decimal(ecrivain: yaml.SafeDumper, nombre: Decimal) -> yaml.ScalarNode:
    return ecrivain.represent_scalar("tag:yaml.org,2002:float", f"{nombre:f}")


_Ecrivain.add_representer(Decimal, _represent_decimal)
