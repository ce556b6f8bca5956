import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enquetes.fichiers import (
    DEMARCHE,
    GLOBALE,
    LE,
    MAINTENANT,
    SPHINX,
    SUGGESTIONS,
    apply,
    give,
    write_csv,
    write_xlsx,
)
from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.enums import EtatImportReponses, Mode
from qualepref.enquetes.models import CelluleReponse, Retour, Verbatim
from qualepref.enquetes.operations.imports import (
    FichierTropLourdError,
    apply_import_reponses,
    reopen_import,
    submit_import,
)
from qualepref.enquetes.queries.depouillement import load_depouillement
from usines import NANTES, build_service, build_site


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def campagne():
    return build_campagne(build_site())


def test_un_tableur_se_verifie_sans_rien_ecrire(campagne):
    depot = give(campagne, write_xlsx(SPHINX), nom="sphinx.xlsx")

    assert depot.etat == EtatImportReponses.A_VERIFIER
    assert depot.bilan["nouvelles"] == 3
    assert [c["role"] for c in depot.bilan["colonnes"]] == [
        "@identifiant", "@jour", "demarche", "globale", "suggestions",
    ]  # fmt: skip
    assert not Retour.objects.exists()


@pytest.mark.parametrize("ecrire", [write_csv, write_xlsx])
def test_appliquer_ecrit_les_reponses_les_remarques_et_les_cellules(campagne, ecrire):
    nom = "sphinx.csv" if ecrire is write_csv else "sphinx.xlsx"
    depot = apply(give(campagne, ecrire(SPHINX), nom=nom, mode="papier"))

    assert depot.etat == EtatImportReponses.APPLIQUE
    premier, second, vide = Retour.objects.order_by("jour")
    assert premier.valeurs == {
        "demarche": ["sejour", "permis"], "globale": "tres_satisfaisant", "suggestions": True,
    }  # fmt: skip
    assert (premier.jour, premier.mode, premier.compte) == (dt.date(2022, 5, 6), "papier", True)
    assert second.valeurs == {"demarche": ["permis"], "globale": "peu_satisfaisant"}
    assert vide.valeurs == {}
    assert Verbatim.objects.get().texte == "Plus d’horaires"
    comptes = {
        (c.question, c.marque, c.mois): c.n for c in CelluleReponse.objects.filter(mode="papier")
    }
    assert comptes["globale", "?", 202205] == 2
    assert comptes["globale", "=", 202205] == 2
    assert comptes["globale", "peu_satisfaisant", 202205] == 1
    assert comptes["globale", "?", 202206] == 1


def test_un_fichier_ecrit_n_est_plus_cite(campagne):
    lignes = [["id", GLOBALE, SUGGESTIONS], [1, "Satisfaisant", "Merci à Mme Durand"],
              [2, "Inouï", "Rien à dire"]]  # fmt: skip
    depot = give(campagne, write_csv(lignes), sauf_refusees=True)
    avant = str(depot.bilan)

    apply(depot)

    assert "Mme Durand" in avant
    assert "Inouï" in avant
    assert "Mme Durand" not in str(depot.bilan)
    assert "Inouï" not in str(depot.bilan)
    assert (depot.bilan["nouvelles"], depot.bilan["refusees"]) == (1, 1)


def test_importer_ou_saisir_donne_les_memes_comptes():
    importee, saisie = (
        build_campagne(build_site(**(NANTES | {"code": code}))) for code in ("a", "b")
    )
    apply(give(importee, write_xlsx(SPHINX), nom="sphinx.xlsx"))
    for jour, reponses in (
        (dt.date(2022, 5, 6), {"demarche": ["sejour", "permis"], "globale": "tres_satisfaisant",
                               "suggestions": "Plus d’horaires"}),
        (dt.date(2022, 5, 7), {"demarche": ["permis"], "globale": "peu_satisfaisant"}),
        (dt.date(2022, 6, 1), {}),
    ):  # fmt: skip
        build_retour(saisie, reponses, jour=jour)

    def tell(campagne):
        comptes = load_depouillement(campagne)
        return (
            {(p[1:], *reste): n for (p, *reste), n in comptes.cellules.items()},
            {cle[1:]: n for cle, n in comptes.croisees.items()},
        )

    assert tell(importee) == tell(saisie)


def test_importer_deux_fois_le_meme_fichier_ne_change_rien(campagne):
    apply(give(campagne, write_xlsx(SPHINX), nom="sphinx.xlsx"))
    avant = load_depouillement(campagne)

    depot = give(campagne, write_xlsx(SPHINX), nom="encore.xlsx")

    assert (depot.bilan["nouvelles"], depot.bilan["deja_connues"]) == (0, 3)
    apply(depot)
    assert Retour.objects.count() == 3
    assert Verbatim.objects.count() == 1
    assert load_depouillement(campagne) == avant


def test_sans_identifiant_deux_lignes_semblables_sont_deux_reponses_une_seule_fois(campagne):
    lignes = [[DEMARCHE, GLOBALE], *[["Permis de conduire", "Satisfaisant"]] * 3]
    depot = apply(give(campagne, write_csv(lignes)))

    encore = give(campagne, write_csv([*lignes, ["", "Satisfaisant"]]))

    assert Retour.objects.count() == 3
    assert any("identifiant" in a for a in depot.bilan["avertissements"])
    assert (encore.bilan["nouvelles"], encore.bilan["deja_connues"]) == (1, 3)


def test_une_option_inconnue_est_refusee_puis_dite_a_la_main(campagne):
    lignes = [["id", GLOBALE], [1, "Très satisfait"], [2, "Satisfaisant"]]
    depot = give(campagne, write_csv(lignes))

    (inconnu,) = depot.bilan["inconnus"]
    assert (inconnu["texte"], inconnu["proposition"]) == ("Très satisfait", "tres_satisfaisant")
    (faute,) = depot.bilan["fautes"]
    assert (faute["ligne"], faute["lettre"], faute["valeur"]) == (2, "B", "Très satisfait")
    assert depot.etat == EtatImportReponses.REFUSE
    assert not Retour.objects.exists()

    reopen_import(
        depot,
        depuis=depot.etat,
        reglages={"valeurs": {"globale": {"Très satisfait": "tres_satisfaisant"}}},
    )
    apply_import_reponses(depot, le=LE)

    assert Retour.objects.filter(valeurs={"globale": "tres_satisfaisant"}).count() == 1


def test_les_lignes_refusees_peuvent_etre_laissees(campagne):
    lignes = [["id", GLOBALE], [1, "Bof"], [2, "Satisfaisant"]]
    depot = apply(give(campagne, write_csv(lignes), sauf_refusees=True))

    assert depot.etat == EtatImportReponses.APPLIQUE
    assert depot.bilan["refusees"] == 1
    assert Retour.objects.count() == 1


def test_une_reponse_a_une_question_filtree_n_est_pas_reprise_et_le_dit(campagne):
    raison = "Qu’est-ce qui a manqué ?"
    lignes = [
        ["id", "Votre démarche a-t-elle abouti aujourd’hui ?", raison],
        [1, "Oui, elle est terminée", "Du temps"],
        [2, "Non", "Du temps"],
    ]
    depot = apply(give(campagne, write_csv(lignes)))

    assert [r.valeurs.get("raison") for r in Retour.objects.order_by("pk")] == [None, ["temps"]]
    assert any(raison in a and "1 réponse" in a for a in depot.bilan["avertissements"])


def test_les_dates_a_venir_et_hors_campagne_sont_signalees(campagne):
    lignes = [["id", "Date", GLOBALE], [1, "02/01/2030", "Satisfaisant"],
              [2, "1er mai 2022", "Satisfaisant"], [3, "", "Satisfaisant"]]  # fmt: skip
    depot = apply(give(campagne, write_csv(lignes)))

    dits = " ".join(depot.bilan["avertissements"])
    assert "1 ligne porte une date à venir" in dits
    assert "2 lignes sont datées hors de la campagne" in dits
    assert "1 ligne sans date est datée du 17/08/2022" in dits
    assert Retour.objects.count() == 3


@pytest.mark.parametrize("fin", [None, dt.date(2030, 1, 31)])
def test_sans_date_une_ligne_d_une_campagne_en_cours_est_du_jour_du_depot(fin):
    campagne = build_campagne(build_site(), fermee_le=fin)
    lignes = [["id", "Date", GLOBALE], [1, "07/05/2022", "Satisfaisant"], [2, "", "Satisfaisant"]]

    depot = apply(give(campagne, write_csv(lignes)))

    jour = MAINTENANT.date()
    assert Retour.objects.order_by("pk").last().jour == jour
    assert f"1 ligne sans date est datée du {jour:%d/%m/%Y}." in depot.bilan["avertissements"]


def test_service_mode_site_et_langue_viennent_de_leurs_colonnes():
    site = build_site()
    etampes = build_site(**(NANTES | {"code": "sp-44", "nom": "Sous-préfecture de Saint-Nazaire"}))
    service = build_service(site)
    campagne = build_campagne(site, etampes)
    lignes = [
        ["id", "Site", "Service", "Mode", "Langue", GLOBALE],
        [1, "", "DMI - bureau du séjour", "Papier", "English", "Good"],
        [2, "sous-prefecture de saint nazaire", "", "", "", "جيد"],
    ]
    apply(give(campagne, write_csv(lignes), mode="borne"))

    premier, second = Retour.objects.order_by("pk")
    assert (premier.service, premier.mode, premier.langue) == (service, Mode.PAPIER, "en")
    assert premier.valeurs == second.valeurs == {"globale": "satisfaisant"}
    assert (second.site, second.mode) == (etampes, Mode.BORNE)


def test_un_texte_hostile_est_garde_tel_quel(campagne):
    hostile = '<script>alert(1)</script> =HYPERLINK("x") \'; DROP TABLE--'
    apply(give(campagne, write_csv([["id", SUGGESTIONS], [1, hostile]])))

    assert Verbatim.objects.get().texte == hostile


def test_deux_colonnes_pour_une_question_demandent_un_choix(campagne):
    lignes = [["id", GLOBALE, GLOBALE], [1, "Satisfaisant", "Peu satisfaisant"]]
    depot = give(campagne, write_csv(lignes))

    assert depot.etat == EtatImportReponses.REFUSE
    assert "Plusieurs colonnes" in depot.bilan["a_preciser"][0]
    noms = [c["nom"] for c in depot.bilan["colonnes"]]
    reopen_import(
        depot, depuis=depot.etat, reglages={"colonnes": {noms[1]: "", noms[2]: "globale"}}
    )
    apply_import_reponses(depot, le=LE)
    assert Retour.objects.get().valeurs == {"globale": "peu_satisfaisant"}


def test_un_fichier_sans_question_connue_demande_ses_colonnes(campagne):
    depot = give(campagne, write_csv([["Alpha", "Bêta"], ["1", "2"]]))

    assert depot.etat == EtatImportReponses.REFUSE
    assert "Aucune colonne" in depot.bilan["a_preciser"][0]


def test_un_fichier_illisible_dit_pourquoi(campagne):
    depot = give(campagne, b"%PDF-1.7 rien", nom="enquete.csv")

    assert depot.etat == EtatImportReponses.REFUSE
    assert "PDF" in depot.bilan["motif"]


def test_un_fichier_trop_lourd_n_est_pas_garde(campagne):
    with pytest.raises(FichierTropLourdError, match="dépasse"):
        submit_import(
            campagne,
            site=campagne.pilote,
            fichier=SimpleUploadedFile("gros.csv", b"x" * 100),
            reglages={},
            par="referent",
            maintenant=MAINTENANT,
            maximum=10,
        )


def test_une_campagne_sans_questionnaire_ne_recoit_pas_de_reponses():
    campagne = build_campagne(build_site(), formulaire=None)

    depot = give(campagne, write_csv(SPHINX))

    assert "n’a pas de questionnaire" in depot.bilan["motif"]
