import datetime as dt

import openpyxl
import pytest

from modeles.usines_svi import build_etapes, build_svi, etape
from qualepref.modeles.models import Svi
from qualepref.modeles.operations.svi import write_etape
from qualepref.modeles.queries.svi import find_brouillon, list_etapes
from qualepref.suivi.operations.imports import FichierDonne, apply_import
from qualepref.suivi.rendering.registres import export_registre
from usines import build_service, build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 11, 2)
MAINTENANT = dt.datetime(2022, 11, 2, 12, tzinfo=dt.UTC)
ENTETE = ["Étape", "Menu d’origine", "Touche", "Libellé", "Type", "Renvoi", "Service",
          "Paroles en français", "Paroles en anglais"]  # fmt: skip
ACCUEIL = ["accueil", None, None, "Accueil", "menu", None, None, "Tapez 1.", "Press 1."]


@pytest.fixture
def site():
    site = build_site()
    build_service(site)
    return site


def load(site, chemin):
    donne = FichierDonne(chemin=chemin, registre="svi")
    return apply_import(site, donne=donne, par="x", le=LE, maintenant=MAINTENANT)


def write(tmp_path, *lignes):
    classeur = openpyxl.Workbook()
    for ligne in (ENTETE, *lignes):
        classeur.active.append(ligne)
    chemin = tmp_path / "svi.xlsx"
    classeur.save(chemin)
    return chemin


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv"])
def test_un_arbre_exporte_revient_tel_quel(site, tmp_path, extension):
    brouillon = build_svi(site, depuis=None)
    hostile = etape("hostile", "accueil", "0", paroles="=1+1")
    renvoi = etape("etranger", "accueil", "#", "numero", vers="+33 1 23 45 67 89")
    for ajoutee in (hostile, renvoi):
        write_etape(brouillon, etape=ajoutee, par="x")
    chemin = tmp_path / f"svi.{extension}"

    export_registre(site, chemin, registre="svi")
    bilan = load(site, chemin)

    assert bilan.erreurs == ()
    assert bilan.difference.inchangees == 7
    assert {e.code: e for e in list_etapes(brouillon)} == {
        e.code: e for e in (*build_etapes(), hostile, renvoi)
    }


def test_un_fichier_prepare_un_brouillon_et_dit_ce_qui_le_quitte(site, tmp_path):
    build_svi(site)
    chemin = write(
        tmp_path, ACCUEIL, ["fin", "accueil", 1, "Fin", "annonce", None, None, "Au revoir.", None]
    )

    bilan = load(site, chemin)

    assert bilan.difference.nouvelles == ("fin",)
    assert "guichet, permis, revenir, titres" in bilan.avertissements[0]
    brouillon = find_brouillon(site)
    assert [(e.code, dict(e.paroles)) for e in list_etapes(brouillon)] == [
        ("accueil", {"fr": "Tapez 1.", "en": "Press 1."}), ("fin", {"fr": "Au revoir."}),
    ]  # fmt: skip
    assert Svi.objects.count() == 2


@pytest.mark.parametrize(
    ("ligne", "motif"),
    [
        (["fin", "ailleurs", 1, "Fin", "annonce", None, None, None, None], "n’est pas un menu"),
        (["fin", "accueil", 12, "Fin", "annonce", None, None, None, None], "une touche"),
        (["fin", "accueil", 1, "Fin", "numero", "Paul", None, None, None], "un numéro"),
        (["fin", "accueil", 1, "Fin", "fusée", None, None, None, None], "valeur hors"),
        (["accueil", None, None, "Deux", "menu", None, None, None, None], "donné 2 fois"),
        (["fin", "accueil", 1, "F" * 200, "annonce", None, None, None, None], "120 caractères"),
        (["fin", "fin", 1, "Fin", "menu", None, None, None, None], "dépend lui-même"),
    ],
)
def test_un_fichier_qui_ne_fait_pas_un_arbre_est_refuse_et_rien_n_est_ecrit(
    site, tmp_path, ligne, motif
):
    bilan = load(site, write(tmp_path, ACCUEIL, ligne))

    assert any(motif in e.motif for e in bilan.erreurs), bilan.erreurs
    assert not Svi.objects.exists()
