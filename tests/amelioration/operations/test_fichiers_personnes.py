import datetime as dt

import openpyxl
import pytest

from amelioration.usines_formations import LE, build_personne
from qualepref.amelioration.models import Personne
from qualepref.config.commandes.servir import refresh_all
from qualepref.suivi.operations.imports import FichierDonne, apply_import, check_import
from qualepref.suivi.rendering.registres import export_registre
from usines import build_service, build_site


pytestmark = pytest.mark.django_db
MAINTENANT = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
ENTETE = "Matricule;Nom;Prénom;Service;Fonction;Modules;Arrivée le;Partie le\n"


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def service(site):
    return build_service(site)


@pytest.fixture
def fichier(tmp_path):
    def ecrire(texte):
        chemin = tmp_path / "agents.csv"
        chemin.write_text(texte)
        return FichierDonne(chemin=chemin, registre="agents")

    return ecrire


def appliquer(site, donne):
    return apply_import(site, donne=donne, par="referent", le=LE, maintenant=MAINTENANT)


def test_importer_ajoute_corrige_et_ne_retire_personne(site, service, fichier):
    build_personne(site, "Le Goff", "Anne", matricule="A-1", fonction="Accueil")
    build_personne(site, "Morel", "Luc")
    donne = fichier(
        ENTETE + "A-1;LE GOFF;Anne;DMI – bureau du séjour;Cheffe;1, 2;02/01/2024;\n;Zola;Zoé;;;;;\n"
    )

    bilan = appliquer(site, donne)

    assert (bilan.erreurs, bilan.difference.nouvelles) == ((), ("Zola Zoé",))
    assert list(
        Personne.objects.values_list("nom", "service", "fonction", "modules", "arrivee_le")
    ) == [
        ("LE GOFF", service.pk, "Cheffe", [1, 2], dt.date(2024, 1, 2)),
        ("Morel", None, "", [], None),
        ("Zola", None, "", [], None),
    ]
    assert appliquer(site, donne).difference.inchangees == 2


def test_une_colonne_absente_ne_change_rien(site, fichier):
    build_personne(site, "Morel", "Luc", fonction="Accueil", modules=(1,))

    appliquer(site, fichier("Nom;Prénom;Matricule\nMorel;Luc;B-2\n"))

    luc = Personne.objects.get()
    assert (luc.matricule, luc.fonction, luc.modules) == ("B-2", "Accueil", [1])


def test_exporter_puis_importer_ne_change_rien(site, service, tmp_path):
    build_personne(site, "=1+1", "Anne", service=service.pk, modules=(1, 4), arrivee_le=LE)
    chemin = tmp_path / "agents.xlsx"
    export_registre(site, chemin, registre="agents")

    bilan = check_import(site, donne=FichierDonne(chemin=chemin, registre="agents"), le=LE)

    assert (bilan.erreurs, bilan.difference.inchangees) == ((), 1)
    cellules = [c for ligne in openpyxl.load_workbook(chemin).active for c in ligne]
    assert {c.data_type for c in cellules} <= {"s", "d", "n"}


def test_exporter_une_annee_prend_ceux_qui_y_etaient(site, tmp_path):
    build_personne(site, "Quéré", "Luc", partie_le=dt.date(2021, 3, 1))
    build_personne(site, "Restée", "Léa")
    chemin = tmp_path / "agents.csv"

    export_registre(site, chemin, registre="agents", annee=2022)

    assert "Restée" in chemin.read_text(encoding="utf-8-sig")
    assert "Quéré" not in chemin.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("ligne", "motif"),
    [
        (";Morel;Luc;;;un et deux;;", "suite de numéros"),
        (";Morel;Luc;;;6;;", "n’est pas dans le périmètre"),
        (";Morel;Luc;Zzz;;;;", "hors de la liste"),
        (";Morel;;;;;;", "absente"),
        (";Morel;Luc;;;;02/02/2024;01/01/2024", "avant d’être arrivé"),
        (";Zola;Zoé;;;;;\n;ZOLA;zoe;;;;;", "le même agent"),
        (";Double;Max;;;;;", "deux agents du site"),
        (f";{'x' * 81};Luc;;;;;", "81 caractères"),
    ],
)
def test_une_ligne_fautive_est_refusee_et_rien_n_est_ecrit(site, service, fichier, ligne, motif):
    for matricule in ("D-1", "D-2"):
        build_personne(site, "Double", "Max", matricule=matricule)

    bilan = check_import(site, donne=fichier(f"{ENTETE}{ligne}\n"), le=LE)

    assert any(motif in str(erreur) for erreur in bilan.erreurs), bilan.erreurs
    assert Personne.objects.count() == 2


def test_la_nuit_efface_les_agents_partis_depuis_longtemps(site, settings, tmp_path):
    settings.DONNEES = tmp_path
    build_personne(site, partie_le=dt.date(2015, 1, 1))
    build_personne(site, prenom="Luc", partie_le=dt.date(2090, 1, 1))

    refresh_all()

    assert list(Personne.objects.values_list("prenom", flat=True)) == ["Luc"]
