"""The files of the approach, read strictly."""

import shutil
from pathlib import Path

import pytest

from qualepref.noyau.demarche.lecture import (
    ETAPES,
    INSTANCES,
    VIE,
    DemarcheInvalideError,
    load_regles,
)


DOSSIER = Path(__file__).parents[3] / "demarche"


@pytest.fixture
def dossier(tmp_path):
    for nom in (ETAPES, INSTANCES, VIE):
        shutil.copy(DOSSIER / nom, tmp_path)
    return tmp_path


def change(fichier, ecrit, voulu):
    texte = fichier.read_text(encoding="utf-8")
    assert ecrit in texte
    fichier.write_text(texte.replace(ecrit, voulu, 1), encoding="utf-8")


def test_les_six_phases_du_produit_ont_chacune_leurs_etapes():
    regles = load_regles(DOSSIER)

    assert [p.titre for p in regles.phases] == [
        "Organiser", "Évaluer", "Mettre en œuvre", "Faire un bilan", "Se faire auditer",
        "Communiquer",
    ]  # fmt: skip
    assert {e.phase for e in regles.etapes} == {p.code for p in regles.phases}
    assert regles.etape("audit-externe").apres == ("audit-interne",)


@pytest.mark.parametrize(
    ("fichier", "ecrit", "voulu", "faute"),
    [
        (ETAPES, "phase: bilan, titre", "phase: blan, titre", "vouliez-vous dire « bilan »"),
        (ETAPES, "mois: [3, 5]", "mois: [5, 3]", "le dernier mois précède le premier"),
        (ETAPES, "apres: [copil]", "apres: [decision]", "les étapes écrites plus haut"),
        (ETAPES, "{code: intranet,", "{code: copil,", "figure déjà"),
        (ETAPES, "mois: [9, 10], apres: [autodiagnostics]", "mois: [9, 10], apres: [inconnue]",
         "les étapes écrites plus haut"),
        (INSTANCES, "etape: groupes", "etape: groupe", "vouliez-vous dire « groupes »"),
        (INSTANCES, "comite: groupe\n", "comite: bureau\n", "n’est pas admis"),
        (VIE, "periodicite_mois: 12", "periodicite_mois: 0", "supérieur à 0"),
    ],
)  # fmt: skip
def test_une_faute_est_dite_avec_son_fichier_et_sa_cle(dossier, fichier, ecrit, voulu, faute):
    change(dossier / fichier, ecrit, voulu)

    with pytest.raises(DemarcheInvalideError) as refus:
        load_regles(dossier)

    assert fichier in str(refus.value)
    assert faute in str(refus.value)


def test_les_fautes_de_tous_les_fichiers_sont_dites_ensemble(dossier):
    change(dossier / VIE, "periodicite_mois: 12", "periodicite_mois: 0")
    (dossier / INSTANCES).unlink()

    with pytest.raises(DemarcheInvalideError) as refus:
        load_regles(dossier)

    assert {f.fichier for f in refus.value.fautes} == {VIE, INSTANCES}
