import pytest

from enquetes.lss import QUESTIONS, write_lss
from qualepref.noyau.questionnaires.fichiers.erreurs import StructureIllisibleError
from qualepref.noyau.questionnaires.limesurvey.lecture import read_lss, read_structure
from qualepref.noyau.questionnaires.limesurvey.relevance import translate_relevance
from qualepref.noyau.questionnaires.modele import Comparaison, Operateur, TypeQuestion


@pytest.fixture
def ecrit(tmp_path):
    def ecrit(contenu):
        chemin = tmp_path / "enquete.lss"
        chemin.write_bytes(contenu)
        return chemin

    return ecrit


@pytest.fixture(params=[False, True], ids=["actuelle", "ancienne"])
def lss(ecrit, request):
    return ecrit(write_lss(ancienne=request.param))


def test_une_structure_devient_un_questionnaire(lss, vocabulaire):
    questionnaire = read_lss(lss, vocabulaire=vocabulaire).questionnaire

    assert [(q.code, q.type) for q in questionnaire.questions] == [
        ("q1", TypeQuestion.CHOIX),
        ("q2", TypeQuestion.CHOIX_MULTIPLE),
        ("q2_other", TypeQuestion.TEXTE),
        ("q3_sq1", TypeQuestion.CHOIX),
        ("q3_sq2", TypeQuestion.CHOIX),
        ("q4", TypeQuestion.CHOIX),
        ("q5", TypeQuestion.TEXTE),
        ("q8", TypeQuestion.NOMBRE),
    ]
    premiere = questionnaire.questions[0]
    assert premiere.libelle.get("fr") == "Que pensez-vous de l'accueil ?"
    assert premiere.libelle.get("en") == "How was it?"
    assert premiere.obligatoire
    assert [o.code for o in questionnaire.questions[1].options] == ["sq1", "sq2", "other"]
    assert str(questionnaire.questions[3].libelle) == "Notez la propreté"


def test_les_conditions_simples_sont_reprises_les_autres_dites(lss, vocabulaire):
    lecture = read_lss(lss, vocabulaire=vocabulaire)

    conditions = {q.code: q.condition for q in lecture.questionnaire.questions}
    assert conditions["q2"] == Comparaison("q1", Operateur.PARMI, ("a2",))
    assert conditions["q3_sq1"] == Comparaison("q2", Operateur.PARMI, ("sq1", "sq2"))
    assert conditions["q4"] is None
    dits = " ".join(lecture.ecarts)
    for mot in ("strlen(Q1)", "« Q3 » : le tableau", "« Q6 »", "« Q7 » : le type LimeSurvey « R »"):
        assert mot in dits


def test_une_structure_dit_ce_que_veulent_dire_les_codes(lss):
    structure = read_structure(lss)

    assert structure.find("q1").reponses["A1"] == ("Bien", "Good")
    assert structure.find("Q3[SQ1]").reponses["A2"] == ("Mal", "Bad")
    assert structure.find("Q2[SQ2]").libelles == ("Les locaux", "Premises")
    assert type(structure).from_dict(structure.as_dict()) == structure


@pytest.mark.parametrize(
    ("contenu", "constat"),
    [
        (write_lss()[:-40], "abîmé ou incomplet"),
        (b"", "abîmé ou incomplet"),
        (b"PK\x03\x04", "abîmé ou incomplet"),
        (b"<html><body/></html>", "un autre document XML"),
        (b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>", "un autre document"),
        (write_lss(questions=()), "aucune question"),
        (write_lss().replace(b"<title>Q1</title>", b""), "« questions » y a perdu son code"),
        (write_lss().replace(b"<title>SQ1</title>", b""), "« subquestions » y a perdu son code"),
        (write_lss().replace(b"<code>A2</code>", b""), "« answers » y a perdu son code"),
        (b'<!DOCTYPE d [<!ENTITY a "aaaa">]><document>&a;</document>', "type de document"),
    ],
)
def test_une_structure_abimee_ou_autre_est_refusee(ecrit, contenu, constat):
    with pytest.raises(StructureIllisibleError, match=constat):
        read_structure(ecrit(contenu))


def test_une_entite_externe_n_est_jamais_lue(ecrit, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("motdepasse")
    contenu = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><document>&x;</document>'.encode()
    )

    with pytest.raises(StructureIllisibleError) as refus:
        read_structure(ecrit(contenu))

    assert "motdepasse" not in str(refus.value)


def test_une_structure_enorme_est_refusee(ecrit):
    with pytest.raises(StructureIllisibleError, match="trop gros"):
        read_structure(ecrit(b" " * (20 * 2**20 + 1)))


def test_une_sous_question_sans_texte_garde_sa_colonne(ecrit):
    muettes = tuple((*q[:7], ("", "")) if q[3] == "SQ1" else q for q in QUESTIONS)

    assert read_structure(ecrit(write_lss(questions=muettes))).find("Q2[SQ1]").libelles == ()


@pytest.mark.parametrize(
    ("expression", "traduite"),
    [
        ('((Q1.NAOK == "A2"))', "( ( ${Q1} = 'A2' ) )"),
        ('Q2_SQ1.NAOK == "Y" && Q8 > 5', "selected(${Q2}, 'SQ1') and ${Q8} > 5"),
        ('Q1 == "A1" or Q1 == "A2"', "${Q1} = 'A1' or ${Q1} = 'A2'"),
        ("Q8.NAOK >= 10", "${Q8} >= 10"),
        ("strlen(Q1) > 3", None),
        ("!is_empty(Q1.NAOK)", None),
        ('Q1 != "A1"', None),
        ("Q1 ==", None),
        ("Q1 > 'abc'", None),
    ],
)
def test_les_expressions_de_pertinence(expression, traduite):
    assert translate_relevance(expression) == traduite
