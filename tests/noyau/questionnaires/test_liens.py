"""Formulas that read answers name questions that are asked."""

import shutil

import pytest

from qualepref.noyau.questionnaires.liens import check_lectures
from qualepref.noyau.referentiel.lecture import (
    extend,
    list_referentiels,
    load_indicateurs_site,
    load_referentiel,
)


@pytest.fixture(scope="module")
def referentiels(racine):
    return racine.parent / "referentiels"


@pytest.fixture
def lire(tmp_path, referentiels):
    """The référentiel of a town hall, whose first indicator reads what is given."""
    dossier = tmp_path / "exemple-mairie" / "2024-01"
    shutil.copytree(referentiels / "exemple-mairie" / "2024-01", dossier)
    chemin = dossier / "indicateurs" / "M1.yaml"
    avant = "{numerateur: a_temps, denominateur: echues, filtre: {registre: signalements}}"

    def load(mesure, filtre):
        formule = (
            f"{{numerateur: {{reponses: {mesure}}}, denominateur: {{reponses: exprimees}}, "
            f"filtre: {{{filtre}}}}}"
        )
        chemin.write_text(chemin.read_text().replace(avant, formule))
        return load_referentiel(dossier)

    return load


def test_les_referentiels_du_produit_lisent_des_questions_posees(referentiels, questionnaires):
    for code, version in list_referentiels(referentiels):
        referentiel = load_referentiel(referentiels / code / version)

        assert list(check_lectures(referentiel, questionnaires)) == []


def test_les_indicateurs_des_sites_lisent_des_questions_posees(referentiels, questionnaires):
    commun = load_referentiel(referentiels / "qual-e-pref" / "2019-02")
    for site in (referentiels / "sites").iterdir():
        etendu = extend(commun, load_indicateurs_site(site, commun))

        assert list(check_lectures(etendu, questionnaires)) == []


@pytest.mark.parametrize(
    ("mesure", "filtre", "cle", "motif"),
    [
        ("satisfaites", "questionnaire: pam, question: globale", "questionnaire", "« pan » ?"),
        ("satisfaites", "questionnaire: pan, question: global", "question", "« globale » ?"),
        ("satisfaites", "questionnaire: pan, question: age", "question", "rien n’est jugé"),
        ("somme", "questionnaire: pan, question: globale", "question", "n’est pas un nombre"),
        ("satisfaites", "critere: courtoise", "critere", "« courtoisie » ?"),
        ("satisfaites", "questionnaire: pan, critere: svi", "critere", "les critères demandés"),
    ],
    ids=lambda v: v,
)
def test_check_lectures_dit_ce_qui_n_est_pas_demande(
    lire, questionnaires, mesure, filtre, cle, motif
):
    faute = next(check_lectures(lire(mesure, filtre), questionnaires))

    assert (faute.fichier, faute.cle) == ("indicateurs/M1.yaml", f"formule.filtre.{cle}")
    assert motif in faute.motif


@pytest.mark.parametrize(
    ("mesure", "filtre"),
    [
        ("satisfaites", "critere: courtoisie"),
        ("somme", "questionnaire: mystere-appels, question: sonneries"),
    ],
)
def test_check_lectures_admet_un_critere_et_un_nombre(lire, questionnaires, mesure, filtre):
    assert list(check_lectures(lire(mesure, filtre), questionnaires)) == []
