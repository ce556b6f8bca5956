from decimal import Decimal

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from qualepref.enquetes.forms.reponses import ReponsesForm, dump_valeurs
from qualepref.enquetes.queries.formulaires import find_questionnaire
from qualepref.noyau.questionnaires.reponses import FauteReponse, ReponseRefusee, check_reponse


PAN, APPELS = find_questionnaire("pan"), find_questionnaire("mystere-appels")
SUITE = PAN.groupes[2]
HOSTILE = "<script>alert('x')</script>"


def build(groupes=PAN.groupes, envoi=None, langue="fr", **options):
    data = QueryDict(envoi) if envoi is not None else None
    return ReponsesForm(options.pop("modele", PAN), groupes, langue, data=data, **options)


def render(form):
    return render_to_string("enquetes/composants/questions.html", {"form": form})


def test_les_reponses_lues_sont_celles_que_le_controle_attend():
    form = build(
        envoi="q-demarche=identite&q-demarche=permis&q-globale=satisfaisant&q-suggestions= "
    )

    assert form.reponses() == {"demarche": ["identite", "permis"], "globale": "satisfaisant"}
    assert not isinstance(check_reponse(PAN, form.reponses()), ReponseRefusee)


@pytest.mark.parametrize(("brut", "lu"), [("3", 3), ("1 200", 1200), ("2,5", Decimal("2.5"))])
def test_un_nombre_se_lit_comme_on_l_ecrit(brut, lu):
    form = build(APPELS.groupes, f"q-sonneries={brut}", modele=APPELS)

    assert form.reponses()["sonneries"] == lu


def test_ce_qui_ne_se_lit_pas_reste_un_texte_que_le_controle_refuse():
    form = build(APPELS.groupes, "q-agent_joint=oui&q-sonneries=beaucoup", modele=APPELS)

    refus = check_reponse(APPELS, form.reponses())

    assert FauteReponse("sonneries", "un nombre est attendu.") in refus.fautes


def test_deux_reponses_a_un_choix_simple_sont_refusees():
    form = build(envoi="q-globale=satisfaisant&q-globale=peu_satisfaisant")

    assert check_reponse(PAN, form.reponses()).fautes[0].question == "globale"


def test_une_question_que_la_page_decide_est_montree_avec_sa_condition():
    html = render(build([SUITE]))

    assert "Si vous avez répondu" in html
    assert "En partie, je dois continuer" in html
    assert 'data-eq-condition="{&quot;question&quot;: &quot;aboutissement&quot;' in html


@pytest.mark.parametrize(("reponse", "montree"), [("oui", False), ("non", True)])
def test_une_question_qu_une_autre_page_a_ecartee_n_est_pas_montree(reponse, montree):
    modele = find_questionnaire("accueil-physique")
    avant = {"handicap": "peu_satisfaisant" if montree else "satisfaisant"}
    question = modele.find_question("handicap_difficulte")
    groupe = modele.groupes[2].__class__("seul", modele.groupes[2].titre, (question,))

    form = ReponsesForm(modele, [groupe], avant=avant)

    assert [q.code for q in form.questions] == (["handicap_difficulte"] if montree else [])


def test_une_reponse_a_une_question_ecartee_peut_etre_laissee():
    form = build(envoi="q-aboutissement=oui&q-raison=document")

    assert form.reponses()["raison"] == ["document"]
    assert "raison" not in form.reponses(posees_seulement=True)


def test_une_reponse_retiree_de_la_page_ne_revient_pas_du_brouillon():
    form = build([PAN.groupes[0]], "q-prise_rendez_vous=sans", avant={"demarche": ["permis"]})

    assert form.bruts == {"prise_rendez_vous": "sans"}


def test_une_faute_est_dite_en_tete_et_pres_de_sa_question():
    form = build(envoi="q-globale=inconnue")
    form.add_fautes(check_reponse(PAN, form.reponses()).fautes)

    html = render(form)

    assert 'href="#q-globale--tres_satisfaisant"' in html
    assert 'id="q-globale-fautes"' in html
    assert 'aria-labelledby="q-globale-legende q-globale-fautes"' in html


def test_une_faute_est_dite_dans_la_langue_de_la_page():
    form = build(envoi="q-globale=inconnue", langue="en")
    form.add_fautes(check_reponse(PAN, form.reponses()).fautes)

    assert form.fautives[0].fautes == ["This answer is not one of those offered."]


def test_l_arabe_s_ecrit_de_droite_a_gauche():
    form = build(langue="ar")

    assert (form.sens, form.questions[0].libelle) == ("rtl", "ما هي المعاملة التي جئت من أجلها؟")


def test_un_texte_hostile_est_montre_tel_quel():
    html = render(build(envoi=QueryDict(mutable=True).urlencode() + f"q-suggestions={HOSTILE}"))

    assert HOSTILE not in html
    assert "&lt;script&gt;" in html


def test_un_texte_libre_rappelle_de_ne_nommer_personne():
    assert "N’écrivez ni nom, ni adresse" in render(build([SUITE]))


def test_un_retour_garde_remplit_un_formulaire():
    valeurs = {"sonneries": "3", "svi": "oui"}

    form = ReponsesForm(APPELS, APPELS.groupes, avant=dump_valeurs(APPELS, valeurs))

    assert form.reponses() == {"sonneries": 3, "svi": "oui"}


def test_un_champ_etranger_a_la_page_est_ignore():
    assert build([SUITE], "q-globale=satisfaisant&autre=x").reponses() == {}
