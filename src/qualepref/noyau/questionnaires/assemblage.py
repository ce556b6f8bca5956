"""Sound files become frozen objects."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from decimal import Decimal

from qualepref.noyau.questionnaires.conditions import simplify
from qualepref.noyau.questionnaires.modele import (
    Combinaison,
    Comparaison,
    Condition,
    Critere,
    Echelle,
    Groupe,
    Langue,
    Libelle,
    Mode,
    Operateur,
    Option,
    Question,
    Questionnaire,
    TypeQuestion,
    Vocabulaire,
)
from qualepref.noyau.questionnaires.schemas import (
    ConditionSchema,
    CriteresSchema,
    EchellesSchema,
    OptionSchema,
    QuestionnaireSchema,
    QuestionSchema,
)
from qualepref.noyau.statistiques.kappa import Palier


LONGUEUR_EMPREINTE = 12


def build_vocabulaire(echelles: EchellesSchema, criteres: CriteresSchema) -> Vocabulaire:
    """Return what questionnaires share."""
    langues = tuple(echelles.langues)
    return Vocabulaire(
        langues=tuple(Langue(c, o.nom, o.droite_a_gauche) for c, o in echelles.langues.items()),
        echelles=tuple(
            Echelle(e.code, _build_options(e.options, langues), e.source) for e in echelles.echelles
        ),
        criteres=tuple(
            Critere(c.code, c.libelle, tuple(c.engagements), c.source, c.profil)
            for c in criteres.criteres
        ),
        longueur_texte=echelles.longueur_texte.valeur,
        mots_personnels=tuple(mot.lower() for mot in echelles.donnees_personnelles.mots),
        paliers=tuple(Palier(p.maximum, p.libelle) for p in echelles.accord.paliers),
        tests_minimum=echelles.resultats.tests_minimum.valeur,
        reponses_de_plus=echelles.resultats.reponses_de_plus.valeur,
    )


def build_questionnaire(contenu: QuestionnaireSchema, vocabulaire: Vocabulaire) -> Questionnaire:
    """Return a sound questionnaire, with its digest."""
    langues = tuple(contenu.langues)
    questionnaire = Questionnaire(
        code=contenu.code,
        version=contenu.version,
        titre=build_libelle(contenu.titre, langues),
        public=contenu.public,
        genre=contenu.genre,
        langues=langues,
        groupes=tuple(
            Groupe(
                g.code,
                build_libelle(g.titre, langues),
                tuple(_build_question(q, langues, vocabulaire) for q in g.questions),
            )
            for g in contenu.groupes
        ),
        source=contenu.source,
        introduction=build_libelle(contenu.introduction, langues) if contenu.introduction else None,
        seuil_significatif=contenu.seuil_significatif,
    )
    return replace(questionnaire, empreinte=_digest(questionnaire))


def build_libelle(textes: Mapping[str, str], langues: Iterable[str]) -> Libelle:
    """Return a text in these languages, in their order."""
    return Libelle(tuple((langue, textes[langue]) for langue in langues))


def _build_options(options: Iterable[OptionSchema], langues: Sequence[str]) -> tuple[Option, ...]:
    return tuple(
        Option(o.code, build_libelle(o.libelle, langues), o.satisfait, o.sans_objet)
        for o in options
    )


def _build_question(
    question: QuestionSchema, langues: Sequence[str], vocabulaire: Vocabulaire
) -> Question:
    critere = vocabulaire.find_critere(question.critere or "")
    commune = vocabulaire.longueur_texte if question.type is TypeQuestion.TEXTE else None
    longueur = question.longueur or commune
    engagements = question.engagements or (critere.engagements if critere else ())
    return Question(
        code=question.code,
        type=question.type,
        libelle=build_libelle(question.libelle, langues),
        aide=build_libelle(question.aide, langues) if question.aide else None,
        options=_list_options(question, langues, vocabulaire),
        echelle=question.echelle,
        obligatoire=question.obligatoire,
        condition=simplify(_build_condition(question.condition)) if question.condition else None,
        critere=question.critere,
        engagements=tuple(engagements),
        entier=question.entier,
        minimum=question.minimum,
        maximum=question.maximum,
        longueur=longueur,
        personnel=question.personnel,
    )


def _list_options(
    question: QuestionSchema, langues: Sequence[str], vocabulaire: Vocabulaire
) -> tuple[Option, ...]:
    echelle = vocabulaire.find_echelle(question.echelle or "")
    if question.type is not TypeQuestion.ECHELLE or echelle is None:
        return _build_options(question.options, langues)
    return tuple(
        replace(option, libelle=build_libelle(dict(option.libelle.textes), langues))
        for option in echelle.options
    )


def _build_condition(condition: ConditionSchema) -> Condition:
    """A lone `egal` on an option is the same as `parmi` with one."""
    for mode in Mode:
        parties = getattr(condition, mode.value)
        if parties is not None:
            return Combinaison(mode, tuple(_build_condition(partie) for partie in parties))
    code = condition.question or ""
    if condition.parmi is not None:
        return Comparaison(code, Operateur.PARMI, tuple(condition.parmi))
    if isinstance(condition.egal, str):
        return Comparaison(code, Operateur.PARMI, (condition.egal,))
    operateur, nombre = next(
        (o, v) for o in Operateur if isinstance(v := getattr(condition, o.value), Decimal)
    )
    return Comparaison(code, operateur, nombre=nombre)


def _digest(questionnaire: Questionnaire) -> str:
    texte = json.dumps(asdict(questionnaire), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(texte.encode()).hexdigest()[:LONGUEUR_EMPREINTE]
