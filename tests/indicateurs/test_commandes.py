"""Values and targets on the command line: the same outcome as for a register."""

import json
import sys

import pytest

from chiffres import store
from qualepref.config.commandes import main
from qualepref.indicateurs.models import CibleSite, ValeurDeclaree


ENTETE = "Indicateur;Mois;Numérateur;Dénominateur;Source\n"


def run(monkeypatch, capsys, *mots):
    """Return the exit code and what was printed as JSON."""
    monkeypatch.setattr(sys, "argv", ["qualepref", *map(str, mots), "--format", "json"])
    with pytest.raises(SystemExit) as sortie:
        main()
    return sortie.value.code or 0, json.loads(capsys.readouterr().out)


@pytest.fixture
def commande(monkeypatch, capsys, site):
    return lambda *mots: run(monkeypatch, capsys, *mots, "--site", "pref-63")


def test_importer_des_valeurs_montre_puis_applique(commande, tmp_path):
    fichier = tmp_path / "v.csv"
    fichier.write_text(ENTETE + "I1;01/01/2022;90;100;Standard\n", encoding="utf-8")

    code, bilan = commande("importer", fichier, "--registre", "valeurs")
    assert (code, bilan["etat"], bilan["nouvelles"]) == (0, "verifie", 1)
    assert not ValeurDeclaree.objects.exists()

    code, bilan = commande("importer", fichier, "--registre", "valeurs", "--appliquer")
    assert (code, bilan["etat"]) == (0, "applique")
    assert ValeurDeclaree.objects.get().origine == "importe"


def test_importer_une_faute_rend_le_fichier_annote_et_le_code_1(commande, tmp_path):
    fichier, annote = tmp_path / "v.csv", tmp_path / "annote.xlsx"
    fichier.write_text(ENTETE + "I1;01/01/2022;90;0;Standard\n", encoding="utf-8")

    code, bilan = commande("importer", fichier, "--registre", "valeurs", "--annote", annote)

    assert (code, bilan["etat"]) == (1, "refuse")
    assert (bilan["erreurs"][0]["ligne"], bilan["erreurs"][0]["colonne"]) == (2, "D")
    assert annote.exists()


def test_exporter_puis_importer_des_cibles_ne_change_rien(commande, site, tmp_path):
    CibleSite.objects.create(
        site=site, indicateur="I10", annee=2022, minimum=75, maximum=80, unite="pourcent",
        source="COPIL",
    )  # fmt: skip
    sortie = tmp_path / "c.ods"

    assert commande("exporter", "--registre", "cibles", "--sortie", sortie)[1]["lignes"] == 1
    code, bilan = commande("importer", sortie, "--registre", "cibles")

    assert (code, bilan["inchangees"], bilan["nouvelles"], bilan["modifiees"]) == (0, 1, 0, 0)


def test_exporter_les_valeurs_d_une_annee(commande, site, tmp_path):
    store(site, premier=202201, valeur=8)
    store(site, premier=202101, valeur=8)

    _, rendu = commande(
        "exporter", "--registre", "valeurs", "--annee", "2022", "--sortie", tmp_path / "v.csv"
    )

    assert rendu["lignes"] == 1


def test_un_registre_inconnu_cite_les_valeurs_et_les_cibles(commande, tmp_path):
    code, refus = commande("exporter", "--registre", "zzz", "--sortie", tmp_path / "v.csv")

    assert (code, refus["etat"]) == (1, "refuse")
    assert "valeurs, cibles" in refus["motif"]
