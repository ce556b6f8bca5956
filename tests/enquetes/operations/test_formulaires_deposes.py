"""Questionnaires that a site writes."""

import dataclasses

import pytest

from qualepref.enquetes.models import Formulaire
from qualepref.enquetes.operations.formulaires import (
    QuestionnaireFourniError,
    VersionDejaPriseError,
    submit_formulaire,
)
from qualepref.enquetes.queries.formulaires import find_questionnaire, get_vocabulaire
from qualepref.noyau.questionnaires.ecriture import cast_contenu
from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.lecture import parse_questionnaire
from qualepref.noyau.questionnaires.modele import Libelle
from usines import CLERMONT, build_site


pytestmark = pytest.mark.django_db


def rewrite(code="pan", **valeurs):
    """Return a product's questionnaire changed, read again so that its digest follows."""
    change = dataclasses.replace(find_questionnaire(code), **valeurs)
    contenu = cast_contenu(change, get_vocabulaire())
    questionnaire, fautes = parse_questionnaire(contenu, "essai", vocabulaire=get_vocabulaire())
    assert fautes == []
    return questionnaire


def with_age_multiple():
    pan = find_questionnaire("pan")
    groupes = tuple(
        dataclasses.replace(
            g,
            questions=tuple(
                dataclasses.replace(q, type="choix-multiple") if q.code == "age" else q
                for q in g.questions
            ),
        )
        for g in pan.groupes
    )
    return dataclasses.replace(pan, version="2027-01", groupes=groupes, empreinte="x" * 64)


def test_submit_formulaire_le_garde_pour_le_site():
    nantes = build_site()

    formulaire = submit_formulaire(nantes, questionnaire=rewrite(version="44-1"), par="agent")

    assert list(nantes.formulaires.all()) == [formulaire]


def test_submit_formulaire_deux_fois_le_garde_une_fois():
    nantes = build_site()
    for _ in range(2):
        submit_formulaire(nantes, questionnaire=rewrite(version="44-1"), par="agent")

    assert Formulaire.objects.count() == 1


def test_submit_formulaire_se_partage_entre_sites():
    nantes, clermont = build_site(), build_site(**CLERMONT)
    for site in (nantes, clermont):
        submit_formulaire(site, questionnaire=rewrite(version="44-1"), par="agent")

    assert nantes.formulaires.get() == clermont.formulaires.get()


def test_submit_formulaire_refuse_une_version_deja_deposee():
    nantes = build_site()
    submit_formulaire(nantes, questionnaire=rewrite(version="44-1"), par="agent")
    autre = rewrite(version="44-1", titre=Libelle((("fr", "Autre"), ("en", "A"), ("ar", "ا"))))

    with pytest.raises(VersionDejaPriseError, match="déjà déposée"):
        submit_formulaire(nantes, questionnaire=autre, par="agent")


def test_submit_formulaire_refuse_une_version_du_logiciel():
    autre = rewrite(titre=Libelle((("fr", "Autre"), ("en", "A"), ("ar", "ا"))))

    with pytest.raises(VersionDejaPriseError, match="fournie avec le logiciel"):
        submit_formulaire(build_site(), questionnaire=autre, par="agent")


def test_submit_formulaire_refuse_celui_du_logiciel():
    with pytest.raises(QuestionnaireFourniError):
        submit_formulaire(build_site(), questionnaire=find_questionnaire("pan"), par="agent")


def test_submit_formulaire_refuse_une_question_qui_change_de_sens():
    with pytest.raises(QuestionnaireInvalideError, match="le type passe"):
        submit_formulaire(build_site(), questionnaire=with_age_multiple(), par="agent")
