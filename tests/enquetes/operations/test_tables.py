from decimal import Decimal

import pytest

from enquetes.fichiers import apply, give, write_csv
from enquetes.usines import build_campagne
from qualepref.enquetes.enums import EtatImportReponses
from qualepref.enquetes.models import ResultatSeul, Verbatim
from usines import build_site


pytestmark = pytest.mark.django_db
ENTETES = ["Critère", "Pourcentage de satisfaits", "Nombre de satisfaits", "Nombre de répondants"]


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def campagne():
    return build_campagne(build_site(), formulaire=None)


def give_results(campagne, *lignes, entetes=ENTETES, **reglages):
    return give(campagne, write_csv([entetes, *lignes]), outil="resultats", **reglages)


def test_des_resultats_publies_sont_repris_avec_ou_sans_leurs_effectifs(campagne):
    apply(
        give_results(
            campagne,
            ["Courtoisie", "97,6 %", "41", "42"],
            ["Attente", "81 %", "", "95"],
            ["Langage", "96 %", "", ""],
            ["Confidentialité", "", "30", "33"],
        )
    )

    lus = {
        r.libelle: (r.pourcentage, r.numerateur, r.repondants) for r in ResultatSeul.objects.all()
    }
    assert lus == {
        "Courtoisie": (Decimal("97.6"), 41, 42),
        "Attente": (Decimal("81"), None, 95),
        "Langage": (Decimal("96"), None, None),
        "Confidentialité": (None, 30, 33),
    }


def test_un_pourcentage_seul_est_marque_comme_tel(campagne):
    depot = give_results(campagne, ["Langage", "96 %", "", ""])

    assert "marqué comme tel" in depot.bilan["avertissements"][0]


@pytest.mark.parametrize(
    ("ligne", "motif"),
    [
        (["A", "92 %", "9", "10"], "9 sur 10 font 90 %, et non 92 %"),
        (["A", "", "12", "10"], "12 satisfaits sur 10 répondants"),
        (["A", "120 %", "", "10"], "un pourcentage va de 0 à 100"),
        (["A", "90 %", "9", ""], "sans nombre de répondants"),
        (["A", "", "", "10"], "ni pourcentage ni nombre"),
        (["A", "beaucoup", "", "10"], "nombre non reconnu"),
        (["", "90 %", "9", "10"], "obligatoire"),
    ],
)
def test_des_nombres_qui_se_contredisent_sont_refuses_avec_le_calcul(campagne, ligne, motif):
    depot = give_results(campagne, ligne)

    assert depot.etat == EtatImportReponses.REFUSE
    assert motif in depot.bilan["fautes"][0]["motif"].replace("\u00a0", " ")


def test_un_pourcentage_qu_aucun_effectif_entier_ne_donne_est_signale(campagne):
    depot = give_results(campagne, ["Courtoisie", "97,6 %", "", "44"])

    assert depot.etat == EtatImportReponses.A_VERIFIER
    assert "aucun nombre entier" in depot.bilan["avertissements"][0]


@pytest.mark.parametrize("imprime", ["66,7 %", "66,6 %", "67 %", "66 %"])
def test_un_arrondi_ou_une_troncature_ne_se_contredit_pas(campagne, imprime):
    assert give_results(campagne, ["A", imprime, "2", "3"]).bilan["nombre_fautes"] == 0


def test_deux_fois_le_meme_critere_est_refuse(campagne):
    depot = give_results(campagne, ["Attente", "81 %", "", ""], ["ATTENTE", "82 %", "", ""])

    assert "déjà à la ligne 2" in depot.bilan["fautes"][0]["motif"]


def test_les_memes_resultats_ne_changent_rien_et_un_chiffre_corrige_se_voit(campagne):
    apply(give_results(campagne, ["Attente", "81 %", "", "95"], ["Langage", "96 %", "", ""]))

    depot = apply(
        give_results(campagne, ["Attente", "82 %", "", "95"], ["Langage", "96 %", "", ""])
    )

    assert [depot.bilan[c] for c in ("nouvelles", "modifiees", "deja_connues")] == [0, 1, 1]
    assert ResultatSeul.objects.get(libelle="Attente").pourcentage == 82


def test_des_remarques_sans_categorie_ni_note_sont_reprises(campagne):
    lignes = [
        ["Catégorie", "note", "Commentaire"],
        ["attente locaux", "3", "Deux heures debout."],
        ["", "", "=1+1 <b>merci</b>"],
        ["", "", "=1+1 <b>merci</b>"],
    ]
    apply(give(campagne, write_csv(lignes), outil="verbatims"))

    premiere = Verbatim.objects.get(note=3)
    assert (premiere.categorie, premiere.retour, premiere.etat) == ("attente", None, "a_relire")
    assert Verbatim.objects.filter(categorie="", note=None).count() == 2

    encore = apply(give(campagne, write_csv(lignes), outil="verbatims"))
    assert encore.bilan["nouvelles"] == 0
    assert Verbatim.objects.count() == 3


@pytest.mark.parametrize(
    ("ligne", "motif"), [(["Cuisine", "", "x"], "catégorie"), (["", "12", "x"], "hors de 0 à 10")]
)
def test_une_categorie_ou_une_note_inconnue_est_refusee(campagne, ligne, motif):
    lignes = [["Catégorie", "note", "Commentaire"], ligne]

    depot = give(campagne, write_csv(lignes), outil="verbatims")

    assert motif in depot.bilan["fautes"][0]["motif"]


def test_un_tableau_sans_la_colonne_attendue_dit_laquelle_manque(campagne):
    depot = give(
        campagne, write_csv([["Pourcentage de satisfaits", "n"], ["9", "1"]]), outil="resultats"
    )

    assert "Critère" in depot.bilan["a_preciser"][0]
