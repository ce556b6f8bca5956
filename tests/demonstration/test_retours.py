import datetime as dt
from fractions import Fraction

import pytest
from django.conf import settings
from hypothesis import given, strategies as st

from qualepref.demonstration.donnees import DemonstrationInvalideError, load_fichier
from qualepref.demonstration.donnees_enquetes import (
    CampagneEnquete,
    Enquetes,
    Part,
    ReponsesPubliees,
    load_enquetes,
)
from qualepref.demonstration.questionnaires import adapt_questionnaire
from qualepref.demonstration.retours import (
    EffectifsIntrouvablesError,
    QuestionAbsenteError,
    find_effectifs,
    make_retours,
)
from qualepref.noyau.calcul.rendu import round_half_up
from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.lecture import load_questionnaire, load_vocabulaire


JOURS = tuple(dt.date(2022, 5, j) for j in range(2, 7))


@pytest.fixture(scope="module")
def vocabulaire():
    return load_vocabulaire(settings.QUESTIONNAIRES)


@pytest.fixture(scope="module")
def telephone(vocabulaire):
    return load_questionnaire(settings.QUESTIONNAIRES / "telephone.yaml", vocabulaire=vocabulaire)


def publiees(*imprimees, n=None, reste=True, question="globale"):
    return ReponsesPubliees(
        question=question,
        n=n,
        parts=tuple(Part(options={"satisfaisant": 1}, imprimee=i) for i in imprimees),
        reste={"peu_satisfaisant": 1} if reste else {},
    )


def campagne(retours=10, **champs):
    return CampagneEnquete(
        **{
            "code": "essai",
            "pilote": "pref-44",
            "titre": "Essai",
            "theme": "telephone",
            "questionnaire": "telephone",
            "version": "essai",
            "ouverte_le": JOURS[0],
            "fermee_le": JOURS[-1],
            "modes": {"en_ligne": 1},
            "methode": "Essai.",
            "lieux": [{"site": "pref-44", "retours": retours}],
        }
        | champs
    )


def make(decrite, questionnaire, graine=1):
    return make_retours(
        decrite, questionnaire, jours={"pref-44": JOURS}, graine=graine, repondants_minimum=90
    )


@pytest.mark.parametrize(
    ("imprimee", "posees", "n", "nombre"),
    [("99,6 %", 263, 263, 262), ("58 %", 44, 43, 25), ("71 %", 44, 42, 30), ("72,7 %", 33, 33, 24)],
)
def test_find_effectifs_retient_le_plus_grand_nombre_de_repondants(imprimee, posees, n, nombre):
    assert find_effectifs(publiees(imprimee), posees=posees, minimum=1) == (n, (nombre,))


def test_find_effectifs_refuse_ce_qu_aucun_nombre_ne_donne():
    with pytest.raises(EffectifsIntrouvablesError, match="de 43 à 44"):
        find_effectifs(publiees("71 %"), posees=44, minimum=43)


def test_find_effectifs_demande_que_tout_soit_compte_sans_reste():
    with pytest.raises(EffectifsIntrouvablesError):
        find_effectifs(publiees("40 %", "50 %", reste=False), posees=10, minimum=9)


@given(n=st.integers(1, 300), satisfaits=st.integers(0, 300))
def test_find_effectifs_redonne_le_pourcentage_imprime(n, satisfaits):
    taux = round_half_up(Fraction(100 * min(satisfaits, n), n), 0)

    trouves, (nombre,) = find_effectifs(publiees(f"{taux} %"), posees=n, minimum=n)

    assert trouves == n
    assert round_half_up(Fraction(100 * nombre, n), 0) == taux


def test_make_retours_redonne_les_memes_retours(telephone):
    decrite = campagne(reponses=[publiees("60 %")])

    assert make(decrite, telephone) == make(decrite, telephone)
    assert make(decrite, telephone) != make(decrite, telephone, graine=2)


def test_ajouter_une_question_ne_change_pas_les_reponses_aux_autres(telephone):
    motif = ReponsesPubliees(question="motif", reste={"suivi": 1, "autre": 1})

    sans = make(campagne(reponses=[publiees("60 %")]), telephone)
    avec = make(campagne(reponses=[motif, publiees("60 %")]), telephone)

    assert [r.reponses["globale"] for r in avec] == [r.reponses["globale"] for r in sans]


def test_une_question_filtree_n_est_repondue_que_par_ceux_a_qui_elle_est_posee(telephone):
    raison = ReponsesPubliees(question="raison", reste={"attente": 1})

    retours = make(campagne(reponses=[publiees("60 %"), raison]), telephone)

    assert {r.reponses["globale"] for r in retours if "raison" in r.reponses} == {
        "peu_satisfaisant"
    }
    assert sum("raison" in r.reponses for r in retours) == 4


def test_make_retours_refuse_une_question_que_le_questionnaire_ne_pose_pas(telephone):
    absente = publiees("60 %", question="proprete")

    with pytest.raises(QuestionAbsenteError, match="proprete"):
        make(campagne(reponses=[absente]), telephone)


def test_une_moyenne_impossible_est_refusee(vocabulaire):
    appels = load_questionnaire(
        settings.QUESTIONNAIRES / "mystere-appels.yaml", vocabulaire=vocabulaire
    )
    decrite = campagne(
        garder=["sonneries"],
        adapter={"sonneries": {"condition": None}},
        reponses=[{"question": "sonneries", "moyenne": 9, "minimum": 2, "maximum": 8}],
    )
    questionnaire = adapt_questionnaire(appels, decrite, vocabulaire=vocabulaire)

    with pytest.raises(EffectifsIntrouvablesError, match="sonneries"):
        make(decrite, questionnaire)


def test_adapt_questionnaire_garde_l_ordre_du_modele_et_change_ce_qui_est_dit(
    telephone, vocabulaire
):
    decrite = campagne(
        garder=["globale", "courtoisie"],
        adapter={"courtoisie": {"echelle": "oui-non", "condition": None}},
    )

    adapte = adapt_questionnaire(telephone, decrite, vocabulaire=vocabulaire)

    assert [q.code for q in adapte.questions] == ["courtoisie", "globale"]
    assert [o.code for o in adapte.find_question("courtoisie").options] == ["oui", "non"]


def test_adapt_questionnaire_refuse_une_condition_sur_une_question_retiree(telephone, vocabulaire):
    with pytest.raises(QuestionnaireInvalideError, match="agent_joint"):
        adapt_questionnaire(telephone, campagne(garder=["courtoisie"]), vocabulaire=vocabulaire)


def test_sans_question_choisie_le_questionnaire_reste_celui_du_modele(telephone, vocabulaire):
    assert adapt_questionnaire(telephone, campagne(), vocabulaire=vocabulaire) is telephone


def test_les_mois_d_un_lieu_font_ses_retours(tmp_path):
    fichier = tmp_path / "essai.yaml"
    fichier.write_text(
        "document: Essai\ngraine: 1\nrepondants_minimum: 90\ncampagnes:\n"
        "  - {code: a, pilote: p, titre: t, theme: pan, methode: m, ouverte_le: 0, fermee_le: 1,\n"
        "     lieux: [{site: p, retours: 3, par_mois: {202201: 2}}]}\n"
    )

    with pytest.raises(DemonstrationInvalideError, match="par_mois"):
        load_fichier(fichier, Enquetes)


def test_aucune_campagne_publiee_ne_compte_ses_jours_depuis_le_chargement():
    publiees = [e for e in load_enquetes(settings.DEMONSTRATION / "enquetes") if e.graine != 2026]

    assert all(isinstance(c.ouverte_le, dt.date) for e in publiees for c in e.campagnes)
