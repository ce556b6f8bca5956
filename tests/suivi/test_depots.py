"""Files given through the site: one treatment at a time, progress seen, nothing kept too long."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from fichiers import CSV, LE, build_xlsx
from qualepref.suivi.enums import EtatImport
from qualepref.suivi.models import Demande, ImportFichier
from qualepref.suivi.operations import depots
from qualepref.suivi.operations.depots import (
    DepotIndisponibleError,
    DepotTropGrosError,
    apply_depot,
    check_depot,
    compute_erreurs,
    delete_depot,
    delete_depots_anciens,
    reopen_depot,
    reset_depots,
    submit_depot,
)
from qualepref.suivi.queries.depots import EN_ATTENTE, locate_avancement, read_avancement


BON = f"{CSV}C-1;;;01/03/2022;\n".encode()
FAUTIF = f"{CSV}C-1;;;02/03/2022;01/03/2022\n".encode()
MAXIMUM = 10**6


@pytest.fixture(autouse=True)
def fichiers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def depose(nantes):
    def depose(contenu=BON, nom="registre.csv", **options):
        return submit_depot(
            nantes,
            registre="courriers",
            fichier=SimpleUploadedFile(nom, contenu),
            feuille="",
            par="c.legoff",
            maximum=MAXIMUM,
            **options,
        )

    return depose


@pytest.fixture
def verifie(depose):
    depot = depose()
    check_depot(depot, le=LE)
    return depot


def relu(depot):
    return ImportFichier.objects.get(pk=depot.pk)


def gardes(dossier):
    return [p for p in dossier.rglob("*") if p.is_file()]


def test_check_depot_garde_l_effet_annonce(verifie):
    assert (relu(verifie).etat, relu(verifie).bilan["nouvelles"]) == (EtatImport.A_VERIFIER, 1)
    assert not Demande.objects.exists()


def test_apply_depot_ecrit_puis_supprime_le_fichier(verifie, maintenant, fichiers):
    reopen_depot(verifie, depuis=EtatImport.A_VERIFIER)
    apply_depot(verifie, le=LE, maintenant=maintenant)

    assert (relu(verifie).etat, relu(verifie).fichier.name) == (EtatImport.APPLIQUE, "")
    assert Demande.objects.count() == 1
    assert gardes(fichiers) == []


def test_de_deux_demandes_d_ecriture_une_seule_aboutit(verifie):
    reopen_depot(relu(verifie), depuis=EtatImport.A_VERIFIER)

    with pytest.raises(DepotIndisponibleError):
        reopen_depot(relu(verifie), depuis=EtatImport.A_VERIFIER)


@pytest.mark.parametrize("etat", [EtatImport.EN_COURS, EtatImport.APPLIQUE])
def test_reopen_depot_refuse_ce_qui_est_pris_ou_ecrit(verifie, etat):
    ImportFichier.objects.update(etat=etat)

    with pytest.raises(DepotIndisponibleError):
        reopen_depot(verifie, depuis=etat)


def test_un_travail_perime_ne_fait_rien(verifie, maintenant):
    """A task left over from before a restart finds the depot no longer taken."""
    apply_depot(verifie, le=LE, maintenant=maintenant)

    assert not Demande.objects.exists()


def test_un_fichier_fautif_garde_ses_erreurs_et_le_fichier(depose, fichiers):
    depot = depose(FAUTIF)

    check_depot(depot, le=LE)

    assert (relu(depot).etat, relu(depot).bilan["nombre_erreurs"]) == (EtatImport.REFUSE, 1)
    assert len(gardes(fichiers)) == 1


def test_compute_erreurs_les_donne_toutes(depose):
    lignes = "".join(f"C-{n};;;02/03/2022;01/03/2022\n" for n in range(1200))
    depot = depose((CSV + lignes).encode())
    check_depot(depot, le=LE)

    assert len(relu(depot).bilan["erreurs"]) == 1000
    assert len(compute_erreurs(depot, le=LE)) == relu(depot).bilan["nombre_erreurs"] == 1200


def test_un_fichier_disparu_est_dit(verifie, maintenant, fichiers):
    reopen_depot(verifie, depuis=EtatImport.A_VERIFIER)
    for fichier in gardes(fichiers):
        fichier.unlink()

    apply_depot(verifie, le=LE, maintenant=maintenant)

    assert "n’est plus conservé" in relu(verifie).bilan["motif"]


def test_une_panne_pendant_l_ecriture_est_dite_et_n_ecrit_rien(monkeypatch, verifie, maintenant):
    def fail(*_args, **_options):
        raise DatabaseError("disque plein")

    monkeypatch.setattr(depots, "apply_import", fail)
    reopen_depot(verifie, depuis=EtatImport.A_VERIFIER)

    with pytest.raises(DatabaseError):
        apply_depot(verifie, le=LE, maintenant=maintenant)

    assert relu(verifie).etat == EtatImport.REFUSE
    assert "Rien n’est écrit" in relu(verifie).bilan["motif"]


def test_l_issue_est_ecrite_avec_les_lignes_ou_pas_du_tout(monkeypatch, verifie, maintenant):
    """A depot said to be applied was, one said to be interrupted was not."""

    def fail(*_args, **_options):
        raise DatabaseError("coupure")

    monkeypatch.setattr(depots, "render_bilan_import", fail)
    reopen_depot(verifie, depuis=EtatImport.A_VERIFIER)

    with pytest.raises(DatabaseError):
        apply_depot(verifie, le=LE, maintenant=maintenant)

    assert relu(verifie).etat == EtatImport.REFUSE
    assert not Demande.objects.exists()


def test_reset_depots_rend_ceux_d_un_arret_brutal(depose, verifie):
    coupe = depose()

    assert reset_depots() == 1
    assert (relu(coupe).etat, relu(verifie).etat) == (EtatImport.REFUSE, EtatImport.A_VERIFIER)
    assert "arrêté avant la fin" in relu(coupe).bilan["motif"]


def test_un_depot_interrompu_se_verifie_de_nouveau(depose):
    depot = depose()
    reset_depots()

    reopen_depot(depot, depuis=EtatImport.REFUSE)
    check_depot(depot, le=LE)

    assert relu(depot).etat == EtatImport.A_VERIFIER


def test_l_avancement_se_voit_pendant_le_travail_et_disparait(monkeypatch, depose, fichiers):
    vus = []
    ordinaire = depots.check_import

    def check(*args, avance, **options):
        def tell(*dit):
            avance(*dit)
            vus.append(read_avancement(depot))

        tell("Écriture", 1, 3)
        return ordinaire(*args, avance=tell, **options)

    monkeypatch.setattr(depots, "check_import", check)
    depot = depose()

    check_depot(depot, le=LE)

    assert vus == [("Écriture", 33), ("Lecture du fichier", None), ("Contrôle des lignes", None)]
    assert read_avancement(depot) == EN_ATTENTE
    assert not locate_avancement(depot).exists()


@pytest.mark.parametrize(
    "nom",
    ["../../etc/passwd", "..\\..\\x.xlsx", "/absolu.xlsx", "a\x00b.xlsx", "x" * 250 + ".xlsx",
     "=cmd|.csv", "r.php", "r.xlsx;rm -rf", ".xlsx", "été 🎉.xlsx"],
)  # fmt: skip
def test_le_nom_donne_ne_choisit_pas_ou_le_fichier_est_garde(depose, fichiers, nom):
    depot = depose(build_xlsx(), nom)

    (garde,) = gardes(fichiers)
    assert garde.is_relative_to(fichiers / "imports")
    assert garde.name.startswith("pref-44")
    assert garde.suffix in ("", ".xlsx", ".csv")
    assert len(relu(depot).nom) <= 200


def test_submit_depot_refuse_un_fichier_trop_gros(depose, fichiers):
    with pytest.raises(DepotTropGrosError, match=r"« registre.csv » dépasse"):
        depose(b"x" * (MAXIMUM + 1))

    assert gardes(fichiers) == []


def test_delete_depot_supprime_le_fichier(verifie, fichiers, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        delete_depot(verifie)

    assert not ImportFichier.objects.exists()
    assert gardes(fichiers) == []


def test_delete_depots_anciens_oublie_ceux_qu_on_n_a_pas_ecrits(
    depose, fichiers, maintenant, django_capture_on_commit_callbacks
):
    for etat in EtatImport:
        depot = depose()
        ImportFichier.objects.filter(pk=depot.pk).update(
            etat=etat, le=maintenant - dt.timedelta(31)
        )
    recent = depose()
    ImportFichier.objects.filter(pk=recent.pk).update(le=maintenant)

    with django_capture_on_commit_callbacks(execute=True):
        oublies = delete_depots_anciens(avant=maintenant - dt.timedelta(30))

    assert oublies == 3
    assert {d.etat for d in ImportFichier.objects.all()} == {EtatImport.APPLIQUE, recent.etat}
    assert len(gardes(fichiers)) == 2


@pytest.mark.parametrize("cellule", ["a_x0000_b", "a_x000B_b"])
def test_un_caractere_que_la_base_refuse_ne_l_empeche_pas_de_dire_pourquoi(depose, cellule):
    """Escapes that XLSX knows bring characters that no text of the database holds."""
    depot = depose(build_xlsx((cellule, cellule, cellule, cellule, cellule)), "registre.xlsx")

    check_depot(depot, le=LE)

    assert relu(depot).etat == EtatImport.REFUSE
    assert relu(depot).bilan["nombre_erreurs"] == 3


def test_un_caractere_que_la_base_refuse_n_entre_pas_dans_le_registre(depose, maintenant):
    depot = depose(
        build_xlsx(("C_x0000_-1", None, "a_x0000_b", dt.date(2022, 3, 1), None)), "registre.xlsx"
    )

    apply_depot(depot, le=LE, maintenant=maintenant)

    assert Demande.objects.values_list("reference", "objet").get() == ("C-1", "ab")
