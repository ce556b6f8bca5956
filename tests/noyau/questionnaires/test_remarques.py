"""Categories of remarks, and the share of sheets typed twice: read strictly."""

from pathlib import Path

import pytest
from django.conf import settings

from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.remarques import VERBATIMS, load_remarques
from qualepref.noyau.questionnaires.saisie import SAISIE, SecondeSaisie, load_seconde_saisie


DOSSIER = Path(settings.QUESTIONNAIRES)


@pytest.mark.parametrize(
    ("nom", "code"),
    [
        ("Orientation", "orientation"),
        ("attente locaux", "attente"),
        (" DELAIS ", "delais"),
        ("courtoisie", "courtoisie"),
    ],
)
def test_une_categorie_se_trouve_par_ses_noms(nom, code):
    assert load_remarques(DOSSIER).find_categorie(nom).code == code


def test_une_categorie_inconnue_n_est_pas_devinee():
    assert load_remarques(DOSSIER).find_categorie("chauffage") is None


def test_chaque_categorie_dit_sa_source():
    assert all(c.source for c in load_remarques(DOSSIER).categories)


@pytest.mark.parametrize(
    ("avant", "apres", "motif"),
    [
        ("code: locaux", "code: attente", "figure déjà"),
        ("synonymes: [discrétion]", "synonymes: [Attente]", "figure déjà"),
        ("maximum: 10", "maximum: 0", "dépasser le minimum"),
        ("minimum: 0", "minimun: 0", "clé inconnue"),
    ],
)
def test_les_fautes_des_categories_sont_dites(tmp_path, avant, apres, motif):
    texte = (DOSSIER / VERBATIMS).read_text(encoding="utf-8")
    (tmp_path / VERBATIMS).write_text(texte.replace(avant, apres), encoding="utf-8")

    with pytest.raises(QuestionnaireInvalideError, match=motif):
        load_remarques(tmp_path)


def test_sans_fichier_les_categories_sont_refusees(tmp_path):
    with pytest.raises(QuestionnaireInvalideError, match="manque"):
        load_remarques(tmp_path)


@pytest.mark.parametrize(("n", "taille"), [(0, 0), (3, 3), (5, 5), (40, 5), (51, 6), (100, 10)])
def test_la_part_retapee_est_arrondie_vers_le_haut(n, taille):
    regle = SecondeSaisie(part=10, minimum=5, source="test")

    assert regle.taille(n) == taille


def test_la_part_retapee_se_lit_et_se_refuse(tmp_path):
    regle = load_seconde_saisie(DOSSIER)
    (tmp_path / "collecte").mkdir()
    texte = (DOSSIER / SAISIE).read_text(encoding="utf-8")
    (tmp_path / SAISIE).write_text(texte.replace("part: 10", "part: 101"), encoding="utf-8")

    assert regle.source
    with pytest.raises(QuestionnaireInvalideError, match="au plus égal à 100"):
        load_seconde_saisie(tmp_path)
