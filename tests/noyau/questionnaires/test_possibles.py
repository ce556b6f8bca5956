import random
from pathlib import Path

import pytest

from qualepref.noyau.questionnaires.lecture import load_questionnaires
from qualepref.noyau.questionnaires.modele import TypeQuestion
from qualepref.noyau.questionnaires.reponses import (
    list_questions_posees,
    list_questions_possibles,
    read_reponses,
)


QUESTIONNAIRES = load_questionnaires(Path(__file__).parents[3] / "questionnaires")


def draw(questionnaire, hasard):
    """Return random answers to the closed questions, asked or not."""
    return {
        q.code: [o.code] if q.type is TypeQuestion.CHOIX_MULTIPLE else o.code
        for q in questionnaire.questions
        if q.options and hasard.random() > 0.2 and (o := hasard.choice(q.options))
    }


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda q: q.code)
def test_une_page_montre_tout_ce_qui_peut_s_y_poser_et_rien_de_deja_ecarte(questionnaire):
    hasard = random.Random(questionnaire.code)
    for _ in range(50):
        reponses = draw(questionnaire, hasard)
        for groupe in questionnaire.groupes:
            page = {q.code for q in groupe.questions}
            possibles = {
                q.code for q in list_questions_possibles(questionnaire, reponses, page=page)
            }
            autres = [reponses | draw(questionnaire, hasard) for _ in range(5)]
            essais = [
                {c: v for c, v in reponses.items() if c not in page}
                | {c: v for c, v in autre.items() if c in page}
                for autre in (reponses, *autres)
            ]
            posees = {
                q.code for e in essais for q in list_questions_posees(questionnaire, e)
            } & page
            assert posees <= possibles <= page


def test_une_reponse_a_une_question_ecartee_n_est_pas_lue():
    pan = next(q for q in QUESTIONNAIRES if q.code == "pan")

    lues = read_reponses(pan, {"aboutissement": "oui", "raison": ["document"], "age": "inconnu"})

    assert lues == {"aboutissement": "oui"}
