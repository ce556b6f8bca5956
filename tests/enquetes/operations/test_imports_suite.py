"""What becomes of a file of answers: applied, cut short, cancelled, forgotten."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage

from enquetes.fichiers import (
    LE,
    MAINTENANT,
    SPHINX,
    apply,
    give,
    write_csv,
)
from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.enums import EtatImportReponses
from qualepref.enquetes.models import CelluleReponse, ImportReponses, Retour, Verbatim
from qualepref.enquetes.operations.imports import (
    AnnulationImpossibleError,
    ImportIndisponibleError,
    apply_import_reponses,
    cancel_import,
    delete_import,
    delete_imports_anciens,
    reopen_import,
    reset_imports,
)
from qualepref.enquetes.queries.depouillement import load_depouillement
from qualepref.enquetes.tasks import apply_answers, check_answers, forget_tasks
from qualepref.socle.models import Evenement
from usines import build_site


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def campagne():
    return build_campagne(build_site())


def count_files():
    return len(default_storage.listdir("reponses")[1])


def test_le_fichier_applique_est_supprime_et_la_trace_reste(campagne):
    apply(give(campagne, write_csv(SPHINX)))

    assert count_files() == 0
    assert Evenement.objects.get(action="réponses importées").apres["nouvelles"] == 3


def test_un_arret_au_milieu_n_ecrit_rien(campagne, monkeypatch):
    depot = give(campagne, write_csv(SPHINX))
    reopen_import(depot, depuis=depot.etat)

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("qualepref.enquetes.operations.lots.update_cellules", stop)
    with pytest.raises(KeyboardInterrupt):
        apply_import_reponses(depot, le=LE)

    assert not Retour.objects.exists()
    depot.refresh_from_db()
    assert depot.etat == EtatImportReponses.REFUSE
    assert "s’est arrêté" in depot.bilan["motif"]


def test_un_import_coupe_est_rendu_au_redemarrage(campagne):
    depot = give(campagne, write_csv(SPHINX))
    reopen_import(depot, depuis=depot.etat)

    assert reset_imports() == 1

    depot.refresh_from_db()
    assert depot.etat == EtatImportReponses.REFUSE
    apply(depot)
    assert Retour.objects.count() == 3


def test_annuler_un_import_reprend_tout_ce_qu_il_a_ecrit(campagne):
    build_retour(campagne, {"globale": "satisfaisant"})
    avant = load_depouillement(campagne)
    depot = apply(give(campagne, write_csv(SPHINX)))

    assert cancel_import(depot, par="referent") == 3

    assert depot.etat == EtatImportReponses.ANNULE
    assert load_depouillement(campagne) == avant
    assert not Verbatim.objects.exists()
    apply(give(campagne, write_csv(SPHINX)))
    assert Retour.objects.count() == 4


def test_un_import_non_applique_ne_s_annule_pas(campagne):
    with pytest.raises(AnnulationImpossibleError):
        cancel_import(give(campagne, write_csv(SPHINX)), par="referent")


def test_un_import_en_cours_n_est_pris_qu_une_fois(campagne):
    depot = give(campagne, write_csv(SPHINX))
    reopen_import(depot, depuis=depot.etat)

    with pytest.raises(ImportIndisponibleError):
        reopen_import(depot, depuis=EtatImportReponses.A_VERIFIER)


@pytest.mark.parametrize("oublier", [
    delete_import,
    lambda _: delete_imports_anciens(avant=MAINTENANT + dt.timedelta(1)),
])  # fmt: skip
def test_un_fichier_oublie_est_supprime(campagne, oublier, django_capture_on_commit_callbacks):
    depot = give(campagne, write_csv(SPHINX))

    with django_capture_on_commit_callbacks(execute=True):
        oublier(depot)

    assert not ImportReponses.objects.exists()
    assert count_files() == 0


def test_les_taches_verifient_puis_appliquent(campagne):
    depot = give(campagne, write_csv(SPHINX))
    reopen_import(depot, depuis=depot.etat)
    check_answers.call(depot.pk, LE.isoformat())
    depot.refresh_from_db()
    reopen_import(depot, depuis=depot.etat)

    apply_answers.call(depot.pk, LE.isoformat())

    assert Retour.objects.count() == 3
    forget_tasks()


def test_une_campagne_en_preparation_attend_d_etre_validee(campagne):
    campagne.validee_le, campagne.fermee_le = None, None
    campagne.save()

    depot = give(campagne, write_csv(SPHINX))

    assert depot.etat == EtatImportReponses.REFUSE
    assert "validez-la" in depot.bilan["a_preciser"][0]


def test_les_reponses_d_une_campagne_passee_la_valident(campagne):
    campagne.validee_le = None
    campagne.save()

    apply(give(campagne, write_csv(SPHINX)))

    campagne.refresh_from_db()
    assert campagne.validee_le == LE


def test_une_reponse_abandonnee_puis_terminee_est_completee(campagne):
    entetes = ["id", "submitdate", "lastpage", "startlanguage", "globale", "suggestions"]
    partielle = ["4", "", "1", "fr", "satisfaisant", "Début"]
    apply(give(campagne, write_csv([entetes, partielle])))
    assert not Retour.objects.get().compte
    assert not CelluleReponse.objects.exists()

    entiere = ["4", "2022-05-06 10:00:00", "2", "fr", "satisfaisant", "Fin"]
    depot = apply(give(campagne, write_csv([entetes, entiere])))

    assert depot.format == "limesurvey"
    assert (depot.bilan["nouvelles"], depot.bilan["completees"]) == (0, 1)
    retour = Retour.objects.get()
    assert (retour.complet, retour.compte) == (True, True)
    assert Verbatim.objects.get().texte == "Fin"
    assert CelluleReponse.objects.get(question="globale", marque="=").n == 1
