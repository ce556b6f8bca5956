"""XLSForm: forms any tool accepts, read back as they were; what is lost is told."""

import datetime as dt

import openpyxl
import pytest
from pyxform.xls2xform import convert

from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.lecture import (
    load_questionnaire,
    load_questionnaires,
    load_vocabulaire,
)
from qualepref.noyau.questionnaires.xlsform.ecriture import write_xlsform
from qualepref.noyau.questionnaires.xlsform.erreurs import XlsformIllisibleError
from qualepref.noyau.questionnaires.xlsform.lecture import read_xlsform
from qualepref.noyau.tableurs.erreurs import FichierRefuseError


QUESTIONS = [
    ["type", "name", "label", "relevant", "constraint", "required", "appearance"],
    ["select_one ouinon", "Q1", "Venu ?", None, None, "yes", None],
    ["integer", "duree", "Combien ?", "${Q1} = 1", ". >= 0", None, None],
]
CHOIX = [
    ["list_name", "name", "label", "satisfait"],
    ["ouinon", 1, "Oui", "oui"],
    ["ouinon", 2, "Non", "non"],
]
REGLAGES = [["form_title", "form_id", "version"], ["Essai", "essai", 3]]


@pytest.fixture
def tableur(tmp_path):
    """Write a workbook a person would fill: rows added to the survey, sheets replaced."""

    def write(*lignes, survey=None, choices=CHOIX, settings=REGLAGES):
        classeur = openpyxl.Workbook()
        classeur.remove(classeur.active)
        feuilles = {
            "survey": [*(survey or QUESTIONS), *lignes],
            "choices": choices,
            "settings": settings,
        }
        for nom, rangees in feuilles.items():
            page = classeur.create_sheet(nom)
            for rangee in rangees or ():
                page.append(rangee)
        chemin = tmp_path / "formulaire.xlsx"
        classeur.save(chemin)
        return chemin

    return write


def test_write_xlsform_est_accepte_par_pyxform_sans_reserve(
    questionnaires, essai, vocabulaire, tmp_path
):
    for questionnaire in (essai, *questionnaires):
        sortie = tmp_path / f"{questionnaire.code}.xlsx"
        write_xlsform(questionnaire, sortie, vocabulaire=vocabulaire)
        reserves = []

        lu = convert(sortie, warnings=reserves)

        assert reserves == []
        assert all(f"/data/{g.code}/{q.code}" in lu.xform
                   for g in questionnaire.groupes for q in g.questions)  # fmt: skip


def test_write_xlsform_porte_toutes_les_langues(questionnaires, vocabulaire, tmp_path):
    pan = next(q for q in questionnaires if q.code == "pan")
    write_xlsform(pan, tmp_path / "pan.xlsx", vocabulaire=vocabulaire)

    xform = convert(tmp_path / "pan.xlsx").xform

    assert xform.count("<translation ") == len(pan.langues)
    assert all(q.libelle.get("ar") in xform for q in pan.questions)


def test_read_xlsform_relit_ce_que_write_xlsform_ecrit(
    questionnaires, essai, vocabulaire, tmp_path
):
    for questionnaire in (essai, *questionnaires):
        sortie = tmp_path / f"{questionnaire.code}.xlsx"
        write_xlsform(questionnaire, sortie, vocabulaire=vocabulaire)

        lecture = read_xlsform(sortie, vocabulaire=vocabulaire)

        assert (lecture.questionnaire, lecture.ecarts) == (questionnaire, ())


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("maximum: 240", "maximum: 99.5\n        entier: false"),
        ("minimum: 2026-01-01", "maximum: 2026-12-31"),
        ("longueur: 20", "personnel: true"),
        ("critere: courtoisie", 'critere: courtoisie\n        engagements: ["2", "6.2"]'),
        ("fr: Le permis", 'fr: "Le « permis », l’ancien"'),
        ("fr: Le permis", 'fr: "L\'ancien permis, dit \\"rose\\""'),
        ("fr: Le permis", 'fr: "=1+1"'),
        ("fr: Le permis", 'fr: "Permis\\u00a0?"'),
        ("source: Écrit", "introduction: {fr: Bonjour, en: Hello}\nsource: Écrit"),
        ("- code: avis", "- code: introduction"),
        ("genre: satisfaction", "genre: mystere"),
        ("seuil_significatif: 12\n", ""),
        ("code: essai", "code: essai_2"),
    ],
)
def test_read_xlsform_ne_perd_rien_en_route(spoil, vocabulaire, tmp_path, avant, apres):
    chemin = spoil("essai.yaml", avant, apres)
    if "essai_2" in apres:
        chemin = chemin.rename(chemin.with_name("essai_2.yaml"))
    questionnaire = load_questionnaire(chemin, vocabulaire=vocabulaire)
    write_xlsform(questionnaire, tmp_path / "essai.xlsx", vocabulaire=vocabulaire)

    lecture = read_xlsform(tmp_path / "essai.xlsx", vocabulaire=vocabulaire)

    assert (lecture.questionnaire, lecture.ecarts) == (questionnaire, ())


def test_write_xlsform_ne_confond_pas_une_question_et_une_echelle(
    dossier, spoil, vocabulaire, tmp_path
):
    spoil("echelles.yaml", "- code: oui-non-so", "- code: motif")
    (questionnaire,) = load_questionnaires(dossier)
    autre = load_vocabulaire(dossier)
    write_xlsform(questionnaire, tmp_path / "essai.xlsx", vocabulaire=autre)

    assert read_xlsform(tmp_path / "essai.xlsx", vocabulaire=autre).questionnaire == questionnaire


def test_read_xlsform_prend_un_formulaire_ecrit_a_la_main(tableur, vocabulaire):
    lecture = read_xlsform(tableur(), vocabulaire=vocabulaire)

    questionnaire = lecture.questionnaire
    q1, duree = questionnaire.questions
    assert (questionnaire.code, questionnaire.version, str(questionnaire.titre)) == (
        "essai", "3", "Essai",
    )  # fmt: skip
    assert [(o.code, o.satisfait) for o in q1.options] == [("o_1", True), ("o_2", False)]
    assert (q1.code, q1.obligatoire) == ("q1", True)
    assert duree.condition.options == ("o_1",)
    assert (duree.minimum, duree.maximum) == (0, None)


@pytest.mark.parametrize(
    "attendu",
    [
        "La question « Q1 » prend le code « q1 ».",
        "« Q1 » : l’option « 1 » prend le code « o_1 ».",
        "Réglage « version » : « 2026.1 » devient « 2026-1 ».",
        "La feuille « settings » ne dit pas « genre » : « satisfaction » est supposé.",
        "Groupe « questions » : son code est « questions » et son titre celui du formulaire.",
    ],
)
def test_read_xlsform_dit_ce_qu_il_suppose(tableur, vocabulaire, attendu):
    chemin = tableur(settings=[REGLAGES[0], ["Essai", "essai", "2026.1"]])

    assert attendu in read_xlsform(chemin, vocabulaire=vocabulaire).ecarts


@pytest.mark.parametrize(
    ("lignes", "ecart"),
    [
        ([["note", "n1", "Merci"]], "« n1 » n’a pas été repris : le type « note »"),
        ([["calculate", "c1", None]], "« c1 » n’a pas été repris : le type « calculate »"),
        ([["geopoint", "lieu", "Où ?"]], "« lieu » n’a pas été repris : le type « geopoint »"),
        ([["text", "t", "Quoi ?", "${Q1} != 1"]], "« t » : la condition « ${Q1} != 1 »"),
        ([["text", "t", "Quoi ?", None, "regex(., 'a')"]], "« t » : la contrainte « regex"),
        ([["text", "t", "Quoi ?", None, None, "${duree} > 3"]], "obligatoire sous condition"),
        ([["text", "t", "Quoi ?", None, None, None, "multiline"]], "« multiline » n’a pas été"),
        ([["begin repeat", "r", "Fois"], ["text", "t", "Quoi ?"], ["end repeat"]],
         "« r » n’a pas été repris : le type « repeat »"),
        ([["begin group", "g", "G"], ["begin group", "h", "H"], ["text", "t", "Quoi ?"],
          ["end group"], ["end group"]], "Le groupe « h » était dans « g »"),
        ([["select_one ouinon or_other", "s", "Sinon ?"]], "Specify other"),
    ],
)  # fmt: skip
def test_read_xlsform_dit_ce_qu_il_ne_reprend_pas(tableur, vocabulaire, lignes, ecart):
    if "calculate" in lignes[0]:
        survey = [[*QUESTIONS[0], "calculation"], *QUESTIONS[1:]]
        chemin = tableur([*lignes[0], *[None] * 4, "1 + 1"], survey=survey)
    else:
        chemin = tableur(*lignes)

    assert [e for e in read_xlsform(chemin, vocabulaire=vocabulaire).ecarts if ecart in e]


def test_read_xlsform_reporte_la_condition_d_un_groupe_sur_ses_questions(tableur, vocabulaire):
    chemin = tableur(
        ["begin group", "g", "Suite", "${Q1} = 1"],
        ["text", "t", "Quoi ?", "${duree} > 3"],
        ["text", "u", "Et ?"],
        ["end group"],
    )

    questionnaire = read_xlsform(chemin, vocabulaire=vocabulaire).questionnaire

    assert [c.question for c in questionnaire.find_question("t").condition.conditions] == [
        "q1", "duree",
    ]  # fmt: skip
    assert questionnaire.find_question("u").condition.question == "q1"


def test_read_xlsform_garde_l_ordre_autour_d_un_groupe_imbrique(tableur, vocabulaire):
    chemin = tableur(
        ["begin group", "g", "G"],
        ["text", "a", "A ?"],
        ["begin group", "h", "H"],
        ["text", "b", "B ?"],
        ["end group"],
        ["text", "c", "C ?"],
        ["end group"],
    )

    groupes = read_xlsform(chemin, vocabulaire=vocabulaire).questionnaire.groupes

    assert [(g.code, [q.code for q in g.questions]) for g in groupes[1:]] == [
        ("g", ["a"]), ("h", ["b"]), ("g_2", ["c"]),
    ]  # fmt: skip


def test_read_xlsform_reconnait_une_echelle_a_son_nom_et_ses_niveaux(tableur, vocabulaire):
    choix = [
        CHOIX[0],
        ["oui-non", "oui", "Oui", "oui"],
        ["oui-non", "non", "Pas vraiment", "non"],
        ["satisfaction-4", "bien", "Bien", "oui"],
        ["satisfaction-4", "mal", "Mal", "non"],
    ]
    survey = [
        ["type", "name", "label"],
        ["select_one oui-non", "a", "A ?"],
        ["select_one satisfaction-4", "b", "B ?"],
    ]

    lecture = read_xlsform(tableur(survey=survey, choices=choix), vocabulaire=vocabulaire)

    assert [q.echelle for q in lecture.questionnaire.questions] == ["oui-non", None]
    assert [e[:25] for e in lecture.ecarts if "chelle" in e] == [
        "Échelle « oui-non » : « N", "« b » : la liste « satisf",
    ]  # fmt: skip


def test_read_xlsform_refuse_une_traduction_partielle(tableur, vocabulaire):
    survey = [
        ["type", "name", "label::Français (fr)", "label::English (en)"],
        ["text", "a", "Pourquoi ?", "Why?"],
        ["text", "b", "Comment ?", None],
    ]

    with pytest.raises(QuestionnaireInvalideError, match="question « b », libelle : la traduction"):
        read_xlsform(tableur(survey=survey, choices=None), vocabulaire=vocabulaire)


def test_read_xlsform_dit_la_langue_inconnue(tableur, vocabulaire):
    survey = [
        ["type", "name", "label::Français (fr)", "label::Klingon (tlh)"],
        ["text", "a", "Pourquoi ?", "qatlh?"],
    ]

    lecture = read_xlsform(tableur(survey=survey, choices=None), vocabulaire=vocabulaire)

    assert "La langue « Klingon (tlh) » est inconnue : textes non repris." in lecture.ecarts


def test_read_xlsform_montre_la_question_fautive(tableur, vocabulaire):
    survey = [["type", "name", "label", "critere"], ["text", "a", "Quoi ?", "courtoizie"]]

    with pytest.raises(
        QuestionnaireInvalideError, match="question « a », critere : « courtoizie »"
    ):
        read_xlsform(tableur(survey=survey), vocabulaire=vocabulaire)


@pytest.mark.parametrize(
    ("survey", "motif"),
    [
        ([["type", "name", "label"], ["text", "a b", "Quoi ?"]], "en anglais"),
        ([["type", "name", "label"], ["select_one absente", "a", "Quoi ?"]], "absente"),
        ([["type", "name", "label"], ["begin group", "g", "G"]], "en anglais"),
        ([["type", "name", "label"]], "« survey » manque ou est vide"),
        ([["type", "name", "label"], ["note", "n", "Bonjour"]], "aucune question"),
    ],
)
def test_read_xlsform_refuse_ce_qui_n_est_pas_un_formulaire(tableur, vocabulaire, survey, motif):
    with pytest.raises(XlsformIllisibleError, match=motif):
        read_xlsform(tableur(survey=survey), vocabulaire=vocabulaire)


def test_read_xlsform_refuse_une_cellule_en_erreur(tableur, vocabulaire):
    chemin = tableur()
    classeur = openpyxl.load_workbook(chemin)
    classeur["survey"]["C3"] = "#REF!"
    classeur["survey"]["C3"].data_type = "e"
    classeur.save(chemin)

    with pytest.raises(XlsformIllisibleError, match="cellule en erreur à la ligne 3"):
        read_xlsform(chemin, vocabulaire=vocabulaire)


def test_read_xlsform_refuse_un_fichier_qui_n_est_pas_un_classeur(tmp_path, vocabulaire):
    (tmp_path / "faux.xlsx").write_bytes(b"PK\x03\x04 rien")

    with pytest.raises(FichierRefuseError):
        read_xlsform(tmp_path / "faux.xlsx", vocabulaire=vocabulaire)


def test_read_xlsform_accepte_une_vraie_date_du_tableur(tableur, vocabulaire):
    reglages = [["form_title", "form_id", "version"], ["Essai", "essai", dt.date(2026, 1, 1)]]

    lu = read_xlsform(tableur(settings=reglages), vocabulaire=vocabulaire).questionnaire

    assert lu.version == "2026-01-01"


@pytest.mark.parametrize(("version", "lue"), [(1.5, "1-5"), ("v2026_01", "v2026_01"), (None, "1")])
def test_read_xlsform_fait_un_code_de_la_version(tableur, vocabulaire, version, lue):
    reglages = [["form_title", "form_id", "version"], ["Essai", "essai", version]]

    lecture = read_xlsform(tableur(settings=reglages), vocabulaire=vocabulaire)

    assert lecture.questionnaire.version == lue


def test_read_xlsform_demande_le_libelle_d_une_option(tableur, vocabulaire):
    choix = [*CHOIX[:2], ["ouinon", 2, None, "non"]]

    with pytest.raises(
        QuestionnaireInvalideError,
        match=r"question « q1 », options\[1\]\.libelle : clé obligatoire absente",
    ):
        read_xlsform(tableur(choices=choix), vocabulaire=vocabulaire)
