"""Answers of every tool, read against a questionnaire."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from noyau.questionnaires.tableaux import LIMESURVEY, PAN, QUESTIONNAIRES, TABLEUR, as_csv, as_dicts
from qualepref.noyau.questionnaires.fichiers.collecte import Reglages
from qualepref.noyau.questionnaires.fichiers.correspondance import build_plan
from qualepref.noyau.questionnaires.fichiers.erreurs import (
    ColonneIntrouvableError,
    RoleInconnuError,
)
from qualepref.noyau.questionnaires.fichiers.lecture import Lecture
from qualepref.noyau.questionnaires.fichiers.options import build_options
from qualepref.noyau.questionnaires.fichiers.roles import list_roles
from qualepref.noyau.questionnaires.fichiers.structure import Intitules, Structure
from qualepref.noyau.questionnaires.fichiers.tableau import read_tableau
from qualepref.noyau.questionnaires.modele import TypeQuestion
from qualepref.noyau.questionnaires.reponses import ReponseVerifiee, check_reponse
from qualepref.noyau.questionnaires.stockage import cast_valeurs, read_valeur
from qualepref.noyau.tableurs.erreurs import GuillemetNonFermeError


@pytest.mark.parametrize(
    ("ecrit", "code"),
    [
        ("tres_satisfaisant", "tres_satisfaisant"),
        ("Très satisfaisant", "tres_satisfaisant"),
        ("  TRES   SATISFAISANT ", "tres_satisfaisant"),
        ("Very good", "tres_satisfaisant"),
        ("جيد جدًا", "tres_satisfaisant"),
        ("Non réponse", ""),
        ("n.c.", ""),
        ("Moyen", None),
    ],
)
def test_une_option_se_lit_par_son_code_ou_son_libelle_dans_toute_langue(ecrit, code):
    assert build_options(PAN.find_question("globale")).find(ecrit) == code


def test_sans_objet_est_l_option_sans_objet_quand_il_y_en_a_une():
    assert build_options(PAN.find_question("donnees")).find("Sans objet") == "non_concerne"
    assert build_options(PAN.find_question("globale")).find("Sans objet") == ""
    muette = build_options(PAN.find_question("donnees"), absence_muette=True)
    assert muette.find("N/A") == ""


@pytest.mark.parametrize("separateur", [";", ", ", " / ", "\n", "|"])
def test_plusieurs_reponses_dans_une_cellule_virgules_des_libelles_comprises(separateur):
    options = build_options(PAN.find_question("demarche"))
    texte = separateur.join(
        ["Carte d’identité ou passeport", "Titre de séjour, asile ou titre de voyage"]
    )

    assert options.find_plusieurs(texte) == (["identite", "sejour"], [])


def test_les_morceaux_inconnus_sont_nommes():
    options = build_options(PAN.find_question("demarche"))

    assert options.find_plusieurs("permis;chasse, pêche") == (["permis"], ["chasse", "pêche"])


def test_deux_libelles_que_seule_la_ponctuation_distingue_restent_distincts(essai):
    question = essai.find_question("motif")
    jumelle = build_options(
        question, intitules=Intitules((), {"+ de 25": ("Un titre",), "- de 25": ("Un conseil",)})
    )

    assert (jumelle.find("+ de 25"), jumelle.find("- de 25")) == ("titre", "conseil")


def test_une_colonne_par_option(lire):
    collecte, _ = lire(
        PAN,
        [
            [
                "id",
                "Pour quelle démarche êtes-vous venu ? – Permis de conduire",
                "demarche[sejour]",
            ],
            [1, "X", "oui"],
            [2, "", "Non"],
            [3, "peut-être", ""],
        ],
    )

    assert as_dicts(collecte) == [{"demarche": ["sejour", "permis"]}, {}, {}]
    (faute,) = collecte.fautes
    assert (faute.ligne, faute.lettre, faute.valeur) == (4, "B", "peut-être")


def test_une_option_par_colonne_pour_une_seule_reponse(lire):
    collecte, _ = lire(
        PAN, [["id", "age/moins_25", "age/plus_55"], [1, 1, 0], [2, 1, 1], [3, 0, 0]]
    )

    assert as_dicts(collecte) == [{"age": "moins_25"}, {}, {}]
    assert "plusieurs réponses" in collecte.fautes[0].motif


def test_nombres_et_dates_en_francais(lire, essai):
    collecte, _ = lire(
        essai,
        [
            ["id", "minutes", "jour", "accueil"],
            [1, "12,0", "3 janvier 2026", "satisfaisant"],
            [2, "300", "03/01/2025", "satisfaisant"],
            [3, "douze", "hier", "satisfaisant"],
        ],
        colonnes={"jour": "jour"},
    )

    assert as_dicts(collecte)[0] == {
        "minutes": "12",
        "jour": "2026-01-03",
        "accueil": "satisfaisant",
    }
    assert [f.ligne for f in collecte.fautes] == [3, 3, 4, 4]
    assert "240" in collecte.fautes[0].motif


def test_une_reponse_obligatoire_qui_manque_est_refusee_sauf_si_le_formulaire_fut_abandonne(
    lire, essai
):
    collecte, _ = lire(
        essai,
        [
            ["id", "submitdate", "lastpage", "motif", "accueil"],
            [1, "2026-03-01 10:00:00", 2, "titre", ""],
            [2, "", 1, "titre", ""],
        ],
        LIMESURVEY,
    )

    assert collecte.complets == [True, False]
    assert collecte.refusees == {0}
    assert "attend une réponse" in collecte.fautes[0].motif


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tous_les_encodages_d_export_se_lisent(lire, encodage):
    texte = "id;globale\r\n1;Très satisfaisant\r\n"

    collecte, _ = lire(PAN, [], brut=texte.encode(encodage))

    assert as_dicts(collecte) == [{"globale": "tres_satisfaisant"}]


def test_des_encodages_melanges_se_lisent_en_windows_1252_et_le_disent(lire):
    brut = b"id;globale;suggestions\r\n1;" + "Très satisfaisant".encode("cp1252")
    brut += ";é\r\n".encode()

    collecte, _ = lire(PAN, [], brut=brut)

    assert as_dicts(collecte)[0]["globale"] == "tres_satisfaisant"
    assert collecte.textes["suggestions"] == ["Ã©"]


def test_un_guillemet_non_ferme_est_refuse_avec_sa_ligne(lire):
    with pytest.raises(GuillemetNonFermeError, match="ligne 2"):
        lire(PAN, [], brut=b'id;globale\r\n1;"Satisfaisant\r\n2;Satisfaisant\r\n')


def test_une_colonne_ou_un_role_inconnu_est_refuse(lire):
    lignes = [["id", "globale"], ["1", ""]]

    with pytest.raises(ColonneIntrouvableError, match="Globale"):
        lire(PAN, lignes, colonnes={"Globale": "globale"})
    with pytest.raises(RoleInconnuError, match="humeur"):
        lire(PAN, lignes, colonnes={"globale": "humeur"})


def test_aucune_ligne_de_reponses_n_est_prise_pour_un_total(lire):
    collecte, _ = lire(
        PAN, [["globale", "attente"], *[["Satisfaisant", "Satisfaisant"]] * 3, ["Total", ""]]
    )

    assert len(collecte.numeros) == 4
    assert [f.ligne for f in collecte.fautes] == [5]


def draw_texte(question):
    """A cell, sound or not."""
    if question.type is TypeQuestion.TEXTE:
        return st.sampled_from(["", "Une remarque", "x" * 3000])
    if question.type is TypeQuestion.NOMBRE:
        return st.sampled_from(["", "0", "4", "12,5", "-3", "999999"])
    if question.type is TypeQuestion.DATE:
        return st.sampled_from(["", "2026-05-06", "06/05/1999", "32/01/2026"])
    libelles = [str(o.libelle) for o in question.options] + [o.code for o in question.options]
    if question.type is TypeQuestion.CHOIX_MULTIPLE:
        return st.lists(st.sampled_from(libelles), max_size=3).map(";".join)
    return st.sampled_from(["", "Peut-être", *libelles])


@st.composite
def draw_fichier(draw):
    rang = draw(st.integers(0, len(QUESTIONNAIRES) - 1))
    ligne = st.tuples(*map(draw_texte, QUESTIONNAIRES[rang].questions))
    return rang, draw(st.lists(ligne, min_size=1, max_size=4))


@settings(max_examples=60, deadline=None)
@given(draw_fichier())
def test_une_ligne_lue_est_ce_que_le_formulaire_aurait_accepte(tmp_path_factory, tirage):
    rang, lignes = tirage
    questionnaire = QUESTIONNAIRES[rang]
    entetes = [q.code for q in questionnaire.questions]
    chemin = Path(tmp_path_factory.mktemp("lus")) / "reponses.csv"
    chemin.write_bytes(as_csv([["n", *entetes], *([i, *x] for i, x in enumerate(lignes))]))
    roles = list_roles(questionnaire, format_=TABLEUR, structure=Structure())
    tableau = read_tableau(chemin, champs=[r.as_champ() for r in roles.values()])
    colonnes = {code: code for code in entetes} | {"n": ""}
    plan = build_plan(tableau, roles, format_=TABLEUR, choisies=colonnes)

    collecte = Lecture(
        tableau, plan, questionnaire, format_=TABLEUR, reglages=Reglages(), structure=Structure()
    ).run()

    for numero, valeurs in enumerate(as_dicts(collecte)):
        if numero in collecte.refusees:
            continue
        reponses = {
            code: collecte.textes[code][numero]
            if valeur is True
            else _as_reponse(questionnaire, code, valeur)
            for code, valeur in valeurs.items()
        }
        verifiee = check_reponse(questionnaire, reponses)
        assert isinstance(verifiee, ReponseVerifiee), verifiee
        assert cast_valeurs(verifiee, questionnaire)[0] == valeurs


def _as_reponse(questionnaire, code, valeur):
    return read_valeur(questionnaire.find_question(code).type, valeur)
