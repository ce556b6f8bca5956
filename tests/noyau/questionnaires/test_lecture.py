"""Questionnaires loaded, or refused with every fault, its file and its key."""

import datetime as dt
from decimal import Decimal

import pytest

from qualepref.noyau.questionnaires.ecriture import dump_questionnaire
from qualepref.noyau.questionnaires.fautes import (
    QuestionnaireInvalideError,
    QuestionnairesIntrouvablesError,
)
from qualepref.noyau.questionnaires.lecture import (
    load_questionnaire,
    load_questionnaires,
    load_vocabulaire,
    parse_questionnaire,
)
from qualepref.noyau.questionnaires.modele import (
    Combinaison,
    Comparaison,
    Genre,
    Mode,
    Operateur,
    TypeQuestion,
)
from qualepref.noyau.yaml_strict.fichiers import parse_yaml


Q = "groupes[{}].questions[{}]"
MOTIF, THEMES, MINUTES = (Q.format(0, n) for n in range(3))
ACCUEIL, JOUR, RAISON = (Q.format(1, n) for n in range(3))
FILTRE = "{question: motif, egal: conseil}"
PARMI = "{question: accueil, parmi: [peu_satisfaisant, pas_satisfaisant]}"
SUPERIEUR = "{question: minutes, superieur: 30}"

CAS = [
    # shape
    ("type: date", "type: jour", f"{JOUR}.type", "n’est pas admis"),
    ("type: date", "type: matrice", f"{JOUR}.type", "tableau ne sont pas admises"),
    ("genre: satisfaction", "genre: enquête", "genre", "satisfaction ou mystere"),
    ("code: minutes", "code: Minutes", f"{MINUTES}.code", "forme attendue"),
    ("seuil_significatif: 12", "seuil_significatif: 0", "seuil_significatif", "supérieur à 0"),
    ("public: Tout le monde", "audience: Tous", "audience", "clé inconnue"),
    ("minimum: 0", "minimum: zéro", f"{MINUTES}.minimum", "un nombre ou une date"),
    ("minimum: 0", "minimum: 1.0e+99", f"{MINUTES}.minimum", "plus de 12 chiffres"),
    ("minimum: 0", "minimum: 1.0e-999999", f"{MINUTES}.minimum", "ou de 30 décimales"),
    (FILTRE, "{question: motif, egal: yes}", f"{THEMES}.condition.egal", "entre guillemets"),
    (PARMI, "{question: accueil, parmi: []}",
     f"{RAISON}.condition.au_moins_une[0].parmi", "trop courte"),
    # codes
    ("code: minutes", "code: motif", f"{MINUTES}.code", "figure déjà"),
    ("- code: avis", "- code: venue", "groupes[1].code", "figure déjà"),
    ("- code: avis", "- code: jour", "groupes[1].code", "code d’une question"),
    ("code: permis", "code: sejour", f"{THEMES}.options[1].code", "figure déjà"),
    ("fr: Le permis", "fr: Le séjour", f"{THEMES}.options[1].libelle", "figure déjà"),
    ("critere: motif", "critere: motifs", f"{MOTIF}.critere", "dire « motif » ?"),
    ("echelle: satisfaction-4", "echelle: satisfaction-6", f"{ACCUEIL}.echelle", "les échelles"),
    ("        echelle: satisfaction-4\n", "", f"{ACCUEIL}.echelle", "nommez l’échelle"),
    # languages
    ("titre: {fr: Essai, en: Trial}", "titre: Essai", "titre", "« en », langue annoncée, manque"),
    (", en: Licence", "", f"{THEMES}.options[1].libelle", "« en »"),
    ("en: Why?", "en: Why?, de: Warum?", f"{MOTIF}.libelle.de", "« de » n’est pas annoncée"),
    ("langues: [fr, en]", "langues: [en, fr]", "langues", "doit être « fr »"),
    ("langues: [fr, en]", "langues: [fr, en, en]", "langues[2]", "figure déjà"),
    ("langues: [fr, en]", "langues: [fr, en, xx]", "langues[2]", "les langues"),
    # what goes with what
    ("type: date", "type: date\n        longueur: 3", f"{JOUR}.longueur", "sans effet"),
    ("longueur: 20", "maximum: 20", f"{RAISON}.maximum", "sans effet"),
    ("longueur: 20", "entier: false", f"{RAISON}.entier", "sans effet"),
    ("type: nombre", "type: nombre\n        echelle: oui-non", f"{MINUTES}.echelle", "sans effet"),
    ("minimum: 0", "minimum: 241", f"{MINUTES}.minimum", "dépasse le maximum"),
    ("minimum: 0", "minimum: 2026-01-01", f"{MINUTES}.minimum", "borner un nombre"),
    ("minimum: 2026-01-01", "minimum: 3", f"{JOUR}.minimum", "borner une date"),
    ("sans_objet: true", "sans_objet: true, satisfait: true", f"{THEMES}.options[2]", "ni satis"),
    ("          - {code: titre, libelle: {fr: Un titre, en: A document}}\n", "",
     f"{MOTIF}.options", "au moins 2"),
    ("fr: Qu’est-ce qui manquait ?", "fr: 'Quelle est votre adresse ?'",
     f"{RAISON}.libelle", "donnée personnelle"),
    # conditions
    (FILTRE, "{question: raison, egal: x}", f"{THEMES}.condition.question", "posée plus haut"),
    (FILTRE, "{question: themes, egal: x}", f"{THEMES}.condition.question", "posée plus haut"),
    (FILTRE, "{question: motifs, egal: x}", f"{THEMES}.condition.question", "« motif » ?"),
    (FILTRE, "{question: motif, egal: conseils}", f"{THEMES}.condition.egal", "« conseil » ?"),
    (FILTRE, "{question: motif, superieur: 3}", f"{THEMES}.condition.superieur", "codes d’options"),
    (FILTRE, "{question: motif, egal: 3}", f"{THEMES}.condition.egal", "codes d’options"),
    (FILTRE, "{question: motif}", f"{THEMES}.condition", "un seul de"),
    (FILTRE, "{egal: conseil}", f"{THEMES}.condition", "un seul de"),
    (FILTRE, "{question: motif, egal: conseil, parmi: [titre]}", f"{THEMES}.condition", "un seul"),
    (PARMI, "{question: accueil, parmi: [mauvais]}",
     f"{RAISON}.condition.au_moins_une[0].parmi[0]", "les options de « accueil »"),
    (SUPERIEUR, "{question: minutes, egal: beaucoup}",
     f"{RAISON}.condition.au_moins_une[1].egal", "un nombre à un nombre"),
    (SUPERIEUR, "{question: jour, egal: lundi}",
     f"{RAISON}.condition.au_moins_une[1].question", "ne filtre rien"),
    (SUPERIEUR, "{toutes: [{question: minutes, egal: 1}, {question: minute, egal: 2}]}",
     f"{RAISON}.condition.au_moins_une[1].toutes[1].question", "« minutes » ?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("avant", "apres", "cle", "motif"), CAS, ids=[f"{n}-{c[2]}" for n, c in enumerate(CAS)]
)
def test_load_questionnaire_nomme_la_faute(spoil, vocabulaire, avant, apres, cle, motif):
    chemin = spoil("essai.yaml", avant, apres)

    with pytest.raises(QuestionnaireInvalideError) as refus:
        load_questionnaire(chemin, vocabulaire=vocabulaire)

    assert [(f.fichier, f.cle) for f in refus.value.fautes if motif in f.motif] == [
        ("essai.yaml", cle)
    ]


def test_load_questionnaire_dit_toutes_les_fautes_a_la_fois(spoil, vocabulaire):
    spoil("essai.yaml", "critere: motif", "critere: motifs")
    chemin = spoil("essai.yaml", "minimum: 0", "minimum: 999")

    with pytest.raises(QuestionnaireInvalideError) as refus:
        load_questionnaire(chemin, vocabulaire=vocabulaire)

    assert [f.cle for f in refus.value.fautes] == [f"{MOTIF}.critere", f"{MINUTES}.minimum"]


def test_load_questionnaire_admet_une_donnee_personnelle_voulue(spoil, vocabulaire):
    chemin = spoil("essai.yaml", "longueur: 20", "longueur: 20\n        personnel: true")
    spoil("essai.yaml", "fr: Qu’est-ce qui manquait ?", "fr: Quelle est votre adresse ?")

    questionnaire = load_questionnaire(chemin, vocabulaire=vocabulaire)

    assert [q.code for q in questionnaire.questions if q.personnel] == ["raison"]


def test_load_questionnaire_demande_le_nom_du_code(dossier, vocabulaire):
    chemin = (dossier / "essai.yaml").rename(dossier / "autre.yaml")

    with pytest.raises(
        QuestionnaireInvalideError, match=r"essai\.yaml » ou « essai-2026-01\.yaml »"
    ):
        load_questionnaire(chemin, vocabulaire=vocabulaire)


def test_load_questionnaire_mystere_a_des_questions_obligatoires(spoil, vocabulaire):
    spoil("essai.yaml", "genre: satisfaction", "genre: mystere")
    chemin = spoil("essai.yaml", "obligatoire: true", "obligatoire: false")

    with pytest.raises(QuestionnaireInvalideError, match="au moins une question obligatoire"):
        load_questionnaire(chemin, vocabulaire=vocabulaire)


def test_load_questionnaire_lit_ce_qui_est_ecrit(essai):
    minutes, accueil, jour = (essai.find_question(c) for c in ("minutes", "accueil", "jour"))

    assert (essai.code, essai.version, essai.genre) == ("essai", "2026-01", Genre.SATISFACTION)
    assert essai.seuil_significatif == 12
    assert (minutes.minimum, minutes.maximum) == (Decimal(0), Decimal(240))
    assert jour.minimum == dt.date(2026, 1, 1)
    assert (accueil.type, accueil.echelle) == (TypeQuestion.ECHELLE, "satisfaction-4")
    assert [o.satisfait for o in accueil.options] == [True, True, False, False]


def test_load_questionnaire_prend_les_engagements_du_critere(essai):
    assert essai.find_question("accueil").engagements == ("2.1",)


def test_load_questionnaire_traduit_l_echelle_dans_les_langues_annoncees(essai):
    assert essai.find_question("accueil").options[0].libelle.langues == ("fr", "en")


def test_load_questionnaire_borne_un_texte_libre_par_defaut(questionnaires, vocabulaire):
    pan = next(q for q in questionnaires if q.code == "pan")

    assert pan.find_question("suggestions").longueur == vocabulaire.longueur_texte


def test_load_questionnaire_assemble_les_conditions(essai):
    assert essai.find_question("raison").condition == Combinaison(
        Mode.AU_MOINS_UNE,
        (
            Comparaison("accueil", Operateur.PARMI, ("peu_satisfaisant", "pas_satisfaisant")),
            Comparaison("minutes", Operateur.SUPERIEUR, nombre=Decimal(30)),
        ),
    )


def test_libelle_retombe_sur_la_langue_de_reference(essai):
    assert (essai.titre.get("en"), essai.titre.get("ar")) == ("Trial", "Essai")


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("fr: Pourquoi ?", "fr: Pour quoi ?"),
        ("maximum: 240", "maximum: 241"),
        ("egal: conseil", "egal: titre"),
        ("version: 2026-01", "version: 2026-02"),
    ],
)
def test_empreinte_change_avec_le_contenu(essai, spoil, vocabulaire, avant, apres):
    change = load_questionnaire(spoil("essai.yaml", avant, apres), vocabulaire=vocabulaire)

    assert change.empreinte != essai.empreinte


def test_empreinte_change_avec_l_echelle(essai, spoil, dossier):
    chemin = dossier / "echelles.yaml"
    texte = chemin.read_text(encoding="utf-8").replace("fr: Peu satisfaisant", "fr: Assez mauvais")
    chemin.write_text(texte, encoding="utf-8")

    (change,) = load_questionnaires(dossier)

    assert change.empreinte != essai.empreinte


def test_empreinte_ne_depend_pas_de_l_ecriture(essai, spoil, vocabulaire):
    spoil("essai.yaml", "maximum: 240", "maximum: 240.0")
    chemin = spoil("essai.yaml", "egal: conseil", "parmi: [conseil]")

    assert load_questionnaire(chemin, vocabulaire=vocabulaire) == essai


def test_dump_questionnaire_se_relit_a_l_identique(essai, questionnaires, vocabulaire):
    for questionnaire in (essai, *questionnaires):
        texte = dump_questionnaire(questionnaire, vocabulaire)

        contenu, _ = parse_yaml(texte, "relu")
        relu, fautes = parse_questionnaire(contenu, "relu", vocabulaire=vocabulaire)

        assert (relu, fautes) == (questionnaire, [])


def test_load_questionnaires_refuse_un_dossier_vide(tmp_path):
    with pytest.raises(QuestionnairesIntrouvablesError, match="Aucun questionnaire"):
        load_questionnaires(tmp_path)


def test_load_questionnaires_garde_deux_versions(dossier):
    texte = (dossier / "essai.yaml").read_text(encoding="utf-8")
    suivante = texte.replace("version: 2026-01", "version: 2026-02")
    (dossier / "essai-2026-02.yaml").write_text(suivante, encoding="utf-8")

    versions = [q.version for q in load_questionnaires(dossier)]

    assert versions == ["2026-01", "2026-02"]


@pytest.mark.parametrize(
    ("avant", "apres", "motif"),
    [
        ("version: 2026-02", "version: 2026-01", "existe déjà"),
        ("type: nombre\n        minimum: 0\n        maximum: 240", "type: texte", "le type passe"),
        ("critere: motif", "critere: canal", "le critère change"),
        ("sans_objet: true", "satisfait: false", "l’option « rien » change"),
    ],
)
def test_load_questionnaires_refuse_un_code_qui_change_de_sens(dossier, avant, apres, motif):
    texte = (dossier / "essai.yaml").read_text(encoding="utf-8")
    texte = texte.replace("version: 2026-01", "version: 2026-02").replace(avant, apres)
    texte = texte.replace(
        "\n            - {question: minutes, superieur: 30}",
        "\n            - {question: motif, egal: titre}",
    )
    (dossier / "essai-2026-02.yaml").write_text(texte, encoding="utf-8")
    if "existe" in motif:
        (dossier / "essai-2026-02.yaml").rename(dossier / "essai-2026-01.yaml")

    with pytest.raises(QuestionnaireInvalideError, match=motif):
        load_questionnaires(dossier)


@pytest.mark.parametrize(
    ("fichier", "avant", "apres", "cle", "motif"),
    [
        ("echelles.yaml", "fr: {nom: Français}", "de: {nom: Deutsch}", "langues", "référence"),
        ("echelles.yaml", "- code: satisfaction-5", "- code: satisfaction-4", "echelles[2].code",
         "figure déjà"),
        ("echelles.yaml", "{maximum: 0.60,", "{maximum: 0.10,", "accord.paliers", "croître"),
        ("echelles.yaml", "{libelle: accord presque", "{maximum: 1, libelle: accord presque",
         "accord.paliers", "croître"),
        ("echelles.yaml", "fr: Ni satisfaisant", "xx: Ni satisfaisant",
         "echelles[2].options[2].libelle", "« fr »"),
        ("criteres.yaml", "- code: canal", "- code: age", "criteres[10].code", "figure déjà"),
        ("criteres.yaml", "- code: age", "- code: Âge", "criteres[0].code", "forme attendue"),
    ],
)  # fmt: skip
def test_load_vocabulaire_nomme_la_faute(spoil, dossier, fichier, avant, apres, cle, motif):
    spoil(fichier, avant, apres)

    with pytest.raises(QuestionnaireInvalideError) as refus:
        load_vocabulaire(dossier)

    assert (fichier, cle) in [(f.fichier, f.cle) for f in refus.value.fautes if motif in f.motif]


def test_load_vocabulaire_refuse_une_echelle_sans_niveau_satisfait(dossier, spoil):
    chemin = dossier / "echelles.yaml"
    texte = chemin.read_text(encoding="utf-8").replace("satisfait: true", "satisfait: false")
    chemin.write_text(texte, encoding="utf-8")

    with pytest.raises(QuestionnaireInvalideError, match="aucun niveau ne compte comme satisfait"):
        load_vocabulaire(dossier)


def test_load_vocabulaire_dit_le_fichier_qui_manque(dossier):
    (dossier / "criteres.yaml").unlink()

    with pytest.raises(QuestionnaireInvalideError, match=r"criteres\.yaml : le fichier manque"):
        load_vocabulaire(dossier)
