import logging

import pytest

from qualepref.config.journaux import SansReponses


@pytest.mark.parametrize(
    ("chemin", "statut", "ecrit"),
    [
        ("/enquete/abc/6f1b/1/", 403, False),
        ("/enquete/abc/6f1b/1/", 500, True),
        ("/sites/pref-44/", 403, True),
    ],
)
def test_la_cle_d_un_questionnaire_n_entre_pas_au_journal(rf, chemin, statut, ecrit):
    ligne = logging.makeLogRecord({"request": rf.get(chemin), "status_code": statut})

    assert SansReponses().filter(ligne) is ecrit


def test_une_ligne_sans_requete_est_ecrite():
    assert SansReponses().filter(logging.makeLogRecord({}))
