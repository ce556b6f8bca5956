"""Users' files as they keep them, imported once or twice, in whatever order."""

import datetime as dt
from itertools import permutations

import pytest

from fichiers import CSV, LE, LETTRE, write_xlsx
from qualepref.socle.models import Evenement
from qualepref.suivi.models import CelluleDemande, Comptage, CorrespondanceRetenue, Demande
from qualepref.suivi.operations.imports import FichierDonne, apply_import, check_import
from usines import build_demande


SANS_REFERENCE = "Objet;Reçue le;Répondue le\n"


@pytest.fixture
def importe(nantes, tmp_path, maintenant):
    """Apply a CSV of letters; return its outcome."""

    def importe(texte, *, registre="courriers", encodage="utf-8", **options):
        chemin = tmp_path / "registre.csv"
        chemin.write_bytes(texte.encode(encodage))
        donne = FichierDonne(chemin, registre, **options)
        return apply_import(nantes, donne=donne, par="essai", le=LE, maintenant=maintenant)

    return importe


@pytest.fixture
def classeur(nantes, sejour, tmp_path, maintenant):
    def importe(lignes, **options):
        donne = FichierDonne(write_xlsx(tmp_path / "registre.xlsx", lignes, **options), "courriers")
        return apply_import(nantes, donne=donne, par="essai", le=LE, maintenant=maintenant)

    return importe


def counts(bilan):
    d = bilan.difference
    return len(d.nouvelles), len(d.modifiees), d.inchangees


def dates():
    return list(Demande.objects.order_by("reference").values_list("recue_le", "repondue_le"))


def test_apply_import_ecrit_et_estampille(classeur):
    classeur([CSV.strip().split(";"), LETTRE])

    demande = Demande.objects.get()
    assert (demande.reference, demande.service.code, demande.objet) == (
        "C-1", "dmi-sejour", "Carte grise",
    )  # fmt: skip
    assert (demande.nature, demande.canal, demande.issue) == ("information", "courrier", "a_temps")
    assert demande.echeance == dt.date(2022, 3, 15)


def test_apply_import_estampille_comme_la_saisie(nantes, importe):
    build_demande(nantes, dt.date(2022, 3, 1), reference="S-1", repondue_le=dt.date(2022, 3, 21))

    importe(f"{CSV}C-1;;;01/03/2022;21/03/2022\n")

    estampilles = Demande.objects.values_list(
        "mois", "echeance", "issue", "delai_jours_ouvres", "delai_jours", "regle",
        "calendrier_version",
    )  # fmt: skip
    assert estampilles.get(reference="C-1") == estampilles.get(reference="S-1")


def test_apply_import_met_les_cellules_a_jour(importe):
    importe(f"{CSV}C-1;;;01/03/2022;08/03/2022\nC-2;;;02/03/2022;\n")

    cellules = CelluleDemande.objects.filter(mois=202203)
    assert sum(c.recues for c in cellules) == 2


def test_apply_import_laisse_une_trace_sans_nom_ni_texte(importe):
    importe("Référence;Demandeur;Reçue le\nC-1;Mme Durand;01/03/2022\n")

    trace = Evenement.objects.get(action="importer")
    assert trace.apres == {"nouvelles": 1, "modifiees": 0}
    assert "Durand" not in f"{trace.avant}{trace.apres}{trace.objet}"


def test_check_import_n_ecrit_rien(nantes, tmp_path):
    chemin = tmp_path / "registre.csv"
    chemin.write_text(f"{CSV}C-1;;;01/03/2022;\n")

    bilan = check_import(nantes, donne=FichierDonne(chemin, "courriers"), le=LE)

    assert counts(bilan) == (1, 0, 0)
    assert not Demande.objects.exists()


def test_le_meme_fichier_deux_fois_ne_change_rien(importe):
    texte = f"{CSV}C-1;;;01/03/2022;08/03/2022\nC-2;;;02/03/2022;\n"
    importe(texte)

    assert counts(importe(texte)) == (0, 0, 2)


def test_une_ligne_corrigee_est_modifiee_et_change_de_mois(importe):
    importe(f"{CSV}C-1;;;01/03/2022;\nC-2;;;02/03/2022;\n")

    bilan = importe(f"{CSV}C-1;;;01/04/2022;\nC-2;;;02/03/2022;\n")

    assert counts(bilan) == (0, 1, 1)
    assert {c.mois: c.recues for c in CelluleDemande.objects.all()} == {202203: 1, 202204: 1}


def test_deux_fichiers_qui_se_recouvrent(importe):
    importe(f"{CSV}C-1;;;01/03/2022;\nC-2;;;02/03/2022;\n")

    assert counts(importe(f"{CSV}C-2;;;02/03/2022;\nC-3;;;03/03/2022;\n")) == (1, 0, 1)


def test_un_import_n_efface_pas_ce_que_le_fichier_ne_dit_plus(importe):
    importe(f"{CSV}C-1;;;01/03/2022;\nC-2;;;02/03/2022;\n")

    importe(f"{CSV}C-2;;;02/03/2022;\n")

    assert Demande.objects.count() == 2


def test_le_meme_fichier_sans_reference_deux_fois_ne_change_rien(importe):
    texte = f"{SANS_REFERENCE}Permis;01/03/2022;\nPermis;01/03/2022;\nPermis;02/03/2022;\n"
    importe(texte)

    assert counts(importe(texte)) == (0, 0, 3)


def test_un_fichier_sans_reference_previent(importe):
    bilan = importe(f"{SANS_REFERENCE}Permis;01/03/2022;\n")

    assert "1 ligne sans référence, reconnue au contenu" in " ".join(bilan.avertissements)


@pytest.mark.parametrize("ordre", list(permutations(("08/03/2022", "09/03/2022", ""))))
def test_l_ordre_de_lignes_semblables_sans_reference_ne_compte_pas(importe, ordre):
    importe(SANS_REFERENCE + "".join(f"Permis;01/03/2022;{r}\n" for r in sorted(ordre)))

    bilan = importe(SANS_REFERENCE + "".join(f"Permis;01/03/2022;{r}\n" for r in ordre))

    assert counts(bilan) == (0, 0, 3)


def test_une_ligne_sans_reference_recoit_sa_reponse(importe):
    importe(f"{SANS_REFERENCE}Permis;01/03/2022;\n")

    bilan = importe(f"{SANS_REFERENCE}Permis;01/03/2022;08/03/2022\n")

    assert counts(bilan) == (0, 1, 0)
    assert dates() == [(dt.date(2022, 3, 1), dt.date(2022, 3, 8))]


def test_une_reference_donnee_ne_heurte_pas_une_reference_calculee(importe):
    importe(f"{SANS_REFERENCE}Permis;01/03/2022;\n")
    calculee = Demande.objects.get().reference

    bilan = importe(f"{CSV}{calculee};;Permis;01/03/2022;\n;;Permis;01/03/2022;\n")

    assert counts(bilan) == (1, 0, 1)


def test_les_dates_s_ecrivent_de_trois_facons(importe):
    importe(
        f"{CSV}C-1;;;01/03/2022;08/03/22\nC-2;;;2022-03-01;2022-03-08\nC-3;;;1er mars 2022;8.3.2022\n"
    )

    assert dates() == [(dt.date(2022, 3, 1), dt.date(2022, 3, 8))] * 3


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_un_csv_se_lit_avec_son_separateur_et_son_encodage(importe, separateur, encodage):
    texte = f"{CSV}C-1;;Élections;01/03/2022;\n".replace(";", separateur)

    importe(texte, encodage=encodage)

    assert Demande.objects.get().objet == "Élections"


def test_titres_totaux_et_en_tetes_fusionnes_sont_reconnus(classeur):
    bilan = classeur(
        [
            ["Registre des courriers 2022"],
            [],
            ["Référence", "Demande", None, "Réponse", None],
            [None, "Objet", "Reçue le", "Répondue le", None],
            ["C-1", "Permis", dt.date(2022, 3, 1), dt.date(2022, 3, 8)],
            ["Total", 1],
        ],
        fusions=("B3:C3", "D3:E3"),
    )

    assert counts(bilan) == (1, 0, 0)
    assert dates() == [(dt.date(2022, 3, 1), dt.date(2022, 3, 8))]
    assert [i.premiere for i in bilan.ignorees] == [1, 6]


def test_l_association_choisie_a_la_main_est_retenue(importe):
    fichier = "N° chrono;Le jour où c'est venu\nC-1;01/03/2022\n"
    choix = {"N° chrono": "reference", "Le jour où c'est venu": "recue_le"}
    importe(fichier, colonnes=choix)

    assert counts(importe(fichier)) == (0, 0, 1)


def test_une_colonne_ecartee_a_la_main_le_reste(importe):
    fichier = "Référence;Objet;Reçue le\nC-1;Permis;01/03/2022\n"
    importe(fichier, colonnes={"Objet": ""})

    importe(fichier)

    assert Demande.objects.get().objet == ""


def test_une_association_retenue_survit_a_un_fichier_qui_ne_la_porte_pas(importe):
    importe(
        "Ref;Arrivée par chez nous\nC-1;01/03/2022\n",
        colonnes={"Arrivée par chez nous": "recue_le"},
    )

    importe(f"{CSV}C-2;;;02/03/2022;\n")

    assert CorrespondanceRetenue.objects.get().colonnes["Arrivée par chez nous"] == "recue_le"


@pytest.mark.parametrize("marque", ["/", "-", "n.c.", "Néant", "sans objet"])
def test_un_objet_reste_tel_qu_ecrit(importe, marque):
    importe(f"{CSV}C-1;;{marque};01/03/2022;\n")

    assert Demande.objects.get().objet == marque


def test_une_marque_d_absence_n_est_pas_une_date(importe):
    importe(f"{CSV}C-1;;;01/03/2022;n.c.\nC-2;;;01/03/2022;/\n")

    assert dates() == [(dt.date(2022, 3, 1), None)] * 2


def test_les_caracteres_de_controle_disparaissent(importe):
    importe(f'{CSV}C-1;;"Per\x0bmis\r\nB";01/03/2022;\n')

    assert Demande.objects.get().objet == "Permis\nB"


def test_une_donnee_saisie_a_l_ecran_est_reconnue(nantes, importe):
    """A browser sends line breaks that a spreadsheet does not keep."""
    build_demande(nantes, dt.date(2022, 3, 1), reference="C-1", objet="Permis\r\nB")

    assert counts(importe(f'{CSV}C-1;;"Permis\nB";01/03/2022;\n')) == (0, 0, 1)


def test_un_import_ne_touche_ni_un_autre_registre_ni_un_autre_site(nantes, clermont, importe):
    build_demande(clermont, dt.date(2022, 3, 1), reference="C-1")
    build_demande(
        nantes, dt.date(2022, 3, 1), reference="C-1", registre="courriels", canal="courriel"
    )

    assert counts(importe(f"{CSV}C-1;;;09/03/2022;\n")) == (1, 0, 0)
    assert Demande.objects.filter(recue_le=dt.date(2022, 3, 1)).count() == 2


def test_les_quantites_comptees_s_importent_et_se_corrigent(importe):
    texte = "Mois;Quantité;Détail;Valeur\n01/03/2022;Appels reçus;Standard;1 204\n"
    importe(texte, registre="comptages")

    assert counts(importe(texte, registre="comptages")) == (0, 0, 1)
    assert counts(importe(texte.replace("1 204", "1 205"), registre="comptages")) == (0, 1, 0)
    assert Comptage.objects.get().valeur == 1205


def test_l_avancement_est_dit_jusqu_au_bout(nantes, tmp_path, maintenant):
    chemin = tmp_path / "registre.csv"
    chemin.write_text(CSV + "".join(f"C-{n};;;01/03/2022;\n" for n in range(6000)))
    dits = []

    apply_import(
        nantes,
        donne=FichierDonne(chemin, "courriers"),
        par="essai",
        le=LE,
        maintenant=maintenant,
        avance=lambda *dit: dits.append(dit),
    )

    assert dits == [
        ("Lecture du fichier", 0, 0),
        ("Contrôle des lignes", 0, 0),
        ("Écriture", 0, 6000),
        ("Écriture", 5000, 6000),
        ("Écriture", 6000, 6000),
    ]
