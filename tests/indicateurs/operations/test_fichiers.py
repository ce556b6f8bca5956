"""Files of values and targets: what is exported imports back identical; faults at their cells."""

import csv
from decimal import Decimal

import pytest

from chiffres import LE, create_site, store
from qualepref.indicateurs.models import CibleSite, ValeurDeclaree
from qualepref.indicateurs.operations.cibles import set_cible
from qualepref.indicateurs.queries.valeurs import donnee_of
from qualepref.noyau.tableurs.annotation import write_fichier_annote
from qualepref.suivi.operations.imports import FichierDonne, apply_import, check_import
from qualepref.suivi.rendering.bilans import render_bilan_import
from qualepref.suivi.rendering.registres import export_registre


EXTENSIONS = ("xlsx", "ods", "csv")
MAINTENANT = None


@pytest.fixture
def remplie(site):
    """Values of every form, each as a document might print it."""
    site.boites.create(code="12", nom="Élections")
    store(site, "I4", premier=202201, valeur=Decimal("8"), imprimee="8%")
    store(site, "I18", premier=202201, valeur=Decimal("2.37"), imprimee="2,37 %o")
    store(site, "I1", premier=202201, numerateur=719, denominateur=786, origine="saisi")
    store(site, "I8", premier=202201, dernier=202203, etat="rien_recu", imprimee="aucun")
    store(site, "I9", premier=202201, etat="sans_objet", imprimee="/")
    store(site, "I3", premier=202202, etat="non_collecte", imprimee="n.c")
    store(site, "I6", premier=202202, etat="non_significatif", numerateur=1, denominateur=2)
    store(
        site, "I11", premier=202201, dernier=202212, dimension="boite", code_detail="12",
        valeur=Decimal("91.475827"),
    )  # fmt: skip
    store(site, "I27B", premier=202201, valeur=Decimal("23000"), source="=Outil; « national »")
    for indicateur, bornes, unite in (
        ("I10", (75, 80), "%"), ("I18", ("0.5", "0.5"), "‰"), ("I17", (17, 17), "jours"),
    ):  # fmt: skip
        set_cible(
            site, indicateur=indicateur, annee=2022, minimum=Decimal(bornes[0]),
            maximum=Decimal(bornes[1]), unite=unite, source="COPIL", par="référent",
        )  # fmt: skip
    return site


def write_csv(chemin, entetes, *lignes):
    with chemin.open("w", encoding="utf-8", newline="") as flux:
        csv.writer(flux, delimiter=";").writerows([entetes, *lignes])
    return chemin


def check(site, chemin, registre="valeurs"):
    return check_import(site, donne=FichierDonne(chemin, registre), le=LE)


def apply(site, chemin, registre="valeurs"):
    return apply_import(
        site, donne=FichierDonne(chemin, registre), par="système", le=LE, maintenant=MAINTENANT
    )


@pytest.mark.parametrize("registre", ["valeurs", "cibles"])
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_ce_qui_est_exporte_se_reimporte_sans_rien_changer(remplie, tmp_path, registre, extension):
    sortie = tmp_path / f"export.{extension}"

    nombre = export_registre(remplie, sortie, registre=registre)
    bilan = check(remplie, sortie, registre)

    assert bilan.erreurs == ()
    assert (bilan.lues, bilan.difference.inchangees) == (nombre, nombre)


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_les_valeurs_exportees_se_retrouvent_telles_quelles_ailleurs(remplie, tmp_path, extension):
    sortie = tmp_path / f"export.{extension}"
    autre = create_site("pref-15")
    autre.boites.create(code="12", nom="Élections")

    export_registre(remplie, sortie, registre="valeurs")
    bilan = apply(autre, sortie)

    assert bilan.applique
    attendues = {donnee_of(v) for v in remplie.valeurs.all()}
    assert {donnee_of(v) for v in autre.valeurs.all()} == attendues
    assert set(autre.valeurs.values_list("origine", flat=True)) == {"importe"}


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_les_cibles_exportees_se_retrouvent_telles_quelles_ailleurs(remplie, tmp_path, extension):
    sortie = tmp_path / f"export.{extension}"
    autre = create_site("pref-15")

    export_registre(remplie, sortie, registre="cibles")
    apply(autre, sortie, "cibles")

    colonnes = ("indicateur", "annee", "minimum", "maximum", "unite", "source")
    assert set(autre.cibles.values_list(*colonnes)) == set(remplie.cibles.values_list(*colonnes))


def test_export_limite_a_une_annee_ce_qui_porte_sur_elle(remplie, tmp_path):
    store(remplie, "I4", premier=202112, dernier=202201, valeur=8)
    store(remplie, "I4", premier=202106, valeur=8)

    assert export_registre(remplie, tmp_path / "e.csv", registre="valeurs", annee=2021) == 2


def test_check_import_n_ecrit_rien(remplie, tmp_path):
    sortie = tmp_path / "export.csv"
    export_registre(remplie, sortie, registre="valeurs")
    ValeurDeclaree.objects.all().delete()

    bilan = check(remplie, sortie)

    assert len(bilan.difference.nouvelles) == bilan.lues
    assert not ValeurDeclaree.objects.exists()


def test_check_import_situe_chaque_faute_a_sa_cellule(site, tmp_path):
    fichier = write_csv(
        tmp_path / "v.csv",
        ("Indicateur", "Début", "Fin", "Numérateur", "Dénominateur", "Valeur", "Source"),
        ("I1", "01/01/2022", "31/01/2022", "719", "786", "", "Standard"),
        ("I99", "01/01/2022", "31/01/2022", "", "", "94", "Standard"),
        ("I24", "01/01/2022", "31/01/2022", "", "", "94", "Standard"),
        ("I1", "01/03/2022", "31/01/2022", "", "", "94", "Standard"),
        ("I1", "01/02/2022", "28/02/2022", "1", "0", "", "Standard"),
        ("I1", "01/03/2022", "31/03/2022", "719", "786", "94", "Standard"),
        ("I1", "01/04/2022", "30/04/2022", "", "", "94", ""),
        ("I1", "01/05/2022", "31/05/2022", "", "", "9,4 ‰", "Standard"),
        ("I1", "01/01/2022", "31/01/2022", "", "", "94", "Standard"),
    )

    bilan = check(site, fichier)

    assert [(e.ligne, e.entete) for e in bilan.erreurs] == [
        (3, "Indicateur"),
        (4, "Indicateur"),
        (5, "Fin"),
        (6, "Dénominateur"),
        (7, "Valeur"),
        (8, "Source"),
        (9, "Valeur"),
        (10, "Indicateur"),
    ]
    assert bilan.difference is None


def test_apply_import_avec_une_faute_n_ecrit_rien(site, tmp_path):
    fichier = write_csv(
        tmp_path / "v.csv",
        ("Indicateur", "Mois", "Valeur", "Source"),
        ("I1", "01/01/2022", "94 %", "Standard"),
        ("I1", "01/02/2022", "beaucoup", "Standard"),
    )

    bilan = apply(site, fichier)

    assert not bilan.applique
    assert not ValeurDeclaree.objects.exists()


def test_apply_import_deux_fois_ne_cree_pas_de_doublon(site, tmp_path):
    fichier = write_csv(
        tmp_path / "v.csv",
        ("Code", "Mois", "Résultat", "Outil"),
        ("I1", "01/01/2022", "94 %", "Standard"),
    )

    apply(site, fichier)
    bilan = apply(site, fichier)

    assert bilan.difference.inchangees == 1
    assert ValeurDeclaree.objects.get().valeur == 94


def test_check_import_avertit_d_un_taux_au_dela_de_cent(site, tmp_path):
    fichier = write_csv(
        tmp_path / "v.csv",
        ("Indicateur", "Mois", "Numérateur", "Dénominateur", "Source"),
        ("I1", "01/01/2022", "786", "719", "Standard"),
    )

    bilan = check(site, fichier)

    assert bilan.erreurs == ()
    assert any("inversés" in a for a in bilan.avertissements)


@pytest.mark.parametrize(
    ("cellule", "etat"),
    [("néant", "rien_recu"), ("n.c.", "non_collecte"), ("sans objet", "sans_objet"),
     ("n.s.", "non_significatif")],
)  # fmt: skip
def test_apply_import_distingue_les_raisons_de_ne_pas_avoir_de_chiffre(
    site, tmp_path, cellule, etat
):
    fichier = write_csv(
        tmp_path / "v.csv",
        ("Indicateur", "Mois", "Valeur", "Source"),
        ("I1", "01/01/2022", cellule, "Standard"),
    )

    apply(site, fichier)

    valeur = ValeurDeclaree.objects.get()
    assert (valeur.etat, valeur.valeur) == (etat, None)


def test_check_import_refuse_une_cellule_vide_plutot_que_d_en_faire_un_zero(site, tmp_path):
    fichier = write_csv(
        tmp_path / "v.csv",
        ("Indicateur", "Mois", "Valeur", "Source"),
        ("I1", "01/01/2022", "", "Standard"),
    )

    (erreur,) = check(site, fichier).erreurs

    assert "ni chiffre, ni état" in erreur.motif


def test_check_import_refuse_une_cible_sans_unite(site, tmp_path):
    fichier = write_csv(
        tmp_path / "c.csv",
        ("Indicateur", "Année", "Objectif", "Unité", "Source"),
        ("I1", "2022", "90", "", "COPIL"),
    )

    (erreur,) = check(site, fichier, "cibles").erreurs

    assert (erreur.ligne, erreur.entete) == (2, "Unité")
    assert "n’a pas d’unité" in erreur.motif


def test_check_import_refuse_une_cible_d_un_indicateur_inconnu(site, tmp_path):
    fichier = write_csv(
        tmp_path / "c.csv",
        ("Indicateur", "Année", "Cible", "Unité", "Source"),
        ("I99", "2022", "90", "%", "COPIL"),
    )

    (erreur,) = check(site, fichier, "cibles").erreurs

    assert (erreur.entete, "I99" in erreur.motif) == ("Indicateur", True)


def test_apply_import_lit_un_intervalle_et_son_unite_ecrits_ensemble(site, tmp_path):
    fichier = write_csv(
        tmp_path / "c.csv",
        ("Indicateur", "Année", "Cible", "Source"),
        ("I10", "2022", "75 à 80 %", "COPIL"),
    )

    apply(site, fichier, "cibles")

    cible = CibleSite.objects.get()
    assert (cible.minimum, cible.maximum, cible.unite) == (75, 80, "pourcent")


def test_les_fautes_se_marquent_dans_le_fichier_donne(site, tmp_path):
    fichier = write_csv(
        tmp_path / "v.csv",
        ("Indicateur", "Mois", "Valeur", "Source"),
        ("I99", "01/01/2022", "94", "Standard"),
    )
    annote = tmp_path / "annote.xlsx"

    write_fichier_annote(fichier, check(site, fichier).erreurs, annote)

    assert annote.stat().st_size > 0


def test_render_bilan_import_a_la_meme_forme_que_pour_un_registre(remplie, tmp_path):
    rendus = []
    for registre in ("valeurs", "cibles", "courriers"):
        sortie = tmp_path / f"{registre}.csv"
        export_registre(remplie, sortie, registre=registre)
        rendus.append(render_bilan_import(check(remplie, sortie, registre)))

    assert rendus[0].keys() == rendus[1].keys() == rendus[2].keys()
    assert (rendus[0]["etat"], rendus[0]["inchangees"]) == ("verifie", 9)
