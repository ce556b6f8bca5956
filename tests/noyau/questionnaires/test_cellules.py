"""The cells of answers made from marks equal a plain reading of each answer."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qualepref.noyau.calcul.reference import LigneReponse, reduce_reponses
from qualepref.noyau.calcul.reponses import POSITION_REPONSES
from qualepref.noyau.questionnaires.cellules import Comptee, build_cellules
from qualepref.noyau.questionnaires.depouillement import Place, count_retours
from qualepref.noyau.questionnaires.lecture import load_questionnaires
from qualepref.noyau.questionnaires.reponses import check_reponse
from qualepref.noyau.questionnaires.stockage import cast_valeurs
from tirages import draw_reponses


SERVICES = {0: "", 7: "accueil"}
places = st.builds(
    Place,
    site=st.just("pref-44"),
    service=st.sampled_from(sorted(SERVICES)),
    mois=st.sampled_from((202205, 202206)),
    mode=st.sampled_from(("papier", "tablette")),
)


def read_lignes(questionnaire, place, reponses):
    """Tell what became of each question asked of one person: the plain reading."""
    verifiee = check_reponse(questionnaire, reponses)
    for question in questionnaire.questions:
        if question.code not in verifiee.posees:
            continue
        valeur = dict(verifiee.valeurs).get(question.code)
        donnees = (valeur,) if isinstance(valeur, str) else valeur
        choisies = [o for o in question.options if donnees and o.code in donnees]
        yield LigneReponse(
            site=place.site,
            service=SERVICES[place.service],
            mois=place.mois,
            mode=place.mode,
            questionnaire=questionnaire.code,
            question=question.code,
            critere=question.critere or "",
            repondue=valeur is not None,
            sans_objet=any(o.sans_objet for o in choisies),
            satisfait=choisies[0].satisfait if question.evaluee and choisies else None,
            nombre=Fraction(valeur) if isinstance(valeur, Decimal) else None,
        )


def count(questionnaire, retours):
    """Count the marks of forms as they are kept."""
    gardes = []
    for place, reponses in retours:
        valeurs, _ = cast_valeurs(check_reponse(questionnaire, reponses), questionnaire)
        gardes.append((place, valeurs))
    return [
        Comptee(SERVICES[place.service], place.mois, place.mode, question, marque, n)
        for (place, question, marque), n in count_retours(questionnaire, gardes).cellules.items()
    ]


@pytest.mark.parametrize("code", ["pan", "mystere-appels", "collectivites", "essai"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_les_marques_donnent_les_cellules_de_la_reference(code, data, questionnaires, essai):
    questionnaire = {q.code: q for q in (*questionnaires, essai)}[code]
    retours = data.draw(st.lists(st.tuples(places, draw_reponses(questionnaire)), max_size=6))

    cellules = build_cellules(questionnaire, count(questionnaire, retours), site="pref-44")

    lignes = [ligne for retour in retours for ligne in read_lignes(questionnaire, *retour)]
    assert cellules == reduce_reponses(lignes)


def test_un_choix_multiple_ne_se_juge_pas(spoil, essai, dossier):
    spoil(
        "essai.yaml", "{fr: Le séjour, en: Residence}}", "{fr: Le séjour, en: R}, satisfait: true}"
    )
    (juge,) = load_questionnaires(dossier)

    assert not juge.find_question("themes").evaluee
    comptees = [Comptee("", 202205, "papier", "themes", m, 4) for m in ("?", "=", "sejour")]
    (cellule,) = build_cellules(juge, comptees, site="pref-44")
    assert cellule.mesures[:5] == (4, 4, 4, 0, 0)


def test_ce_qui_est_retire_ne_laisse_pas_de_cellule(essai):
    marques = Counter({"?": 3, "=": 3, "tres_satisfaisant": 3})
    lignes = [
        Comptee("", 202205, "papier", "accueil", marque, signe * n)
        for signe in (1, -1)
        for marque, n in marques.items()
    ]

    assert build_cellules(essai, lignes, site="pref-44") == []
    (cellule,) = build_cellules(essai, lignes[:3], site="pref-44")
    assert cellule.mesures[POSITION_REPONSES["satisfaites"]] == 3
