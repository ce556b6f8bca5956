import re
import shutil
from pathlib import Path

import pytest

from qualepref.noyau.questionnaires.collecte import load_limites, load_phrases
from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.lecture import load_vocabulaire


RACINE = Path(__file__).parents[3]
QUESTIONNAIRES = RACINE / "questionnaires"
GABARITS = RACINE / "src/qualepref/enquetes/templates/enquetes"
LANGUES = tuple(langue.code for langue in load_vocabulaire(QUESTIONNAIRES).langues)
TROU = re.compile(r"{\w+}")


@pytest.fixture
def copie(tmp_path):
    shutil.copytree(QUESTIONNAIRES, tmp_path / "questionnaires")
    return tmp_path / "questionnaires"


def test_chaque_phrase_a_les_memes_trous_dans_chaque_langue():
    phrases = load_phrases(QUESTIONNAIRES, langues=LANGUES)

    for cle, texte in phrases.get("fr").items():
        for langue in LANGUES:
            traduite = phrases.get(langue)[cle]
            assert sorted(TROU.findall(traduite)) == sorted(TROU.findall(texte)), (cle, langue)


def test_les_pages_n_emploient_que_des_phrases_ecrites():
    connues = load_phrases(QUESTIONNAIRES, langues=LANGUES).get("fr")
    pages = "".join(p.read_text() for p in GABARITS.rglob("*.html"))

    assert set(re.findall(r"mots\.(\w+)", pages)) <= set(connues)


def test_une_langue_qui_manque_est_dite(copie):
    phrases = copie / "collecte/phrases.yaml"
    phrases.write_text(phrases.read_text().replace("  en: Thank you\n", ""))

    with pytest.raises(QuestionnaireInvalideError, match="merci : la langue « en » manque"):
        load_phrases(copie, langues=LANGUES)


def test_une_langue_inconnue_se_lit_en_francais():
    assert load_phrases(QUESTIONNAIRES, langues=LANGUES).get("pt")["merci"] == "Merci"


def test_une_limite_sans_source_est_refusee(copie):
    limites = copie / "collecte/limites.yaml"
    limites.write_text(
        limites.read_text().replace("  valeur: 12\n  source:", "  valeur: 12\n  motif:")
    )

    with pytest.raises(QuestionnaireInvalideError, match=r"jeton_heures\.source"):
        load_limites(copie)


def test_une_limite_ecrite_deux_fois_est_refusee(copie):
    limites = copie / "collecte/limites.yaml"
    limites.write_text(
        limites.read_text().replace("  valeur: 12\n", "  valeur: 12\n  valeur: 24\n")
    )

    with pytest.raises(QuestionnaireInvalideError, match="clé écrite deux fois"):
        load_limites(copie)


def test_la_borne_laisse_le_temps_de_repondre_a_l_avertissement():
    assert load_limites(QUESTIONNAIRES).borne.avertissement_secondes >= 20
