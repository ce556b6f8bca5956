import datetime as dt

import pytest
from django.urls import reverse

from qualepref.noyau.calcul.periodes import mois_of
from qualepref.organisation.queries import get_referentiel
from qualepref.socle.models import Evenement
from qualepref.suivi.models import Attestation, Comptage
from qualepref.suivi.operations.attestations import (
    MoisNonTermineError,
    MoisNonVideError,
    set_attestation,
)
from qualepref.suivi.operations.comptages import MoisAVenirError, set_comptages
from qualepref.suivi.queries.attestations import load_mois
from usines import build_demande


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 7, 1)


@pytest.fixture
def attest(nantes, referent):
    def write(mois, declaration, le=LE):
        set_attestation(
            nantes, registre="ecoute", mois=mois, declaration=declaration, par=referent, le=le
        )

    return write


@pytest.fixture
def count(nantes, referent):
    def write(valeurs, grandeur="visites", source="Matomo"):
        return set_comptages(
            nantes, grandeur=get_referentiel(nantes).grandeur(grandeur), valeurs=valeurs,
            source=source, par=referent, le=LE,
        )  # fmt: skip

    return write


def test_set_attestation_attend_la_fin_du_mois(attest):
    with pytest.raises(MoisNonTermineError, match="juin 2022"):
        attest(202206, "rien_recu", le=dt.date(2022, 6, 30))


def test_set_attestation_accepte_le_lendemain(attest):
    attest(202206, "rien_recu")

    assert Attestation.objects.get().declaration == "rien_recu"


def test_set_attestation_refuse_un_mois_qui_a_des_demandes(nantes, attest):
    build_demande(
        nantes, dt.date(2022, 6, 1), registre="ecoute", nature="reclamation", canal="urne"
    )

    with pytest.raises(MoisNonVideError, match="1 demande"):
        attest(202206, "rien_recu")


def test_set_attestation_se_remplace_et_se_retire(attest):
    attest(202206, "rien_recu")
    attest(202206, "sans_objet")
    remplacee = Attestation.objects.get().declaration

    attest(202206, "")

    assert remplacee == "sans_objet"
    assert not Attestation.objects.exists()


def test_set_attestation_deux_fois_n_ecrit_qu_une_ligne_d_historique(attest):
    attest(202206, "rien_recu")
    attest(202206, "rien_recu")

    assert Evenement.objects.filter(action="attester").count() == 1


def test_load_mois_distingue_vide_rempli_atteste_et_contradiction(nantes, attest):
    attest(202202, "rien_recu")
    attest(202203, "sans_objet")
    for mois in (4, 2):
        build_demande(
            nantes, dt.date(2022, mois, 1), registre="ecoute", nature="reclamation", canal="urne"
        )

    lignes = load_mois(nantes, registre="ecoute", annee=2022, le=LE)

    assert [ligne.etat for ligne in lignes] == [
        "vide", "contradiction", "sans_objet", "rempli", "vide", "vide", "en_cours",
    ]  # fmt: skip


def test_la_page_atteste_un_mois(page, nantes):
    html = page.post(
        reverse("attestations_annee", args=[nantes.pk, "ecoute", 2022]),
        {"mois": "202203", "declaration": "rien_recu"},
        follow=True,
    ).content.decode()

    assert "Mars 2022 : attesté « rien reçu »." in html


def test_la_page_dit_pourquoi_un_mois_ne_s_atteste_pas(page, nantes, aujourdhui):
    html = page.post(
        reverse("attestations_annee", args=[nantes.pk, "ecoute", aujourdhui.year]),
        {"mois": str(mois_of(aujourdhui)), "declaration": "rien_recu"},
        follow=True,
    ).content.decode()

    assert "le mois n’est pas terminé" in html


@pytest.mark.parametrize(
    "donnees",
    [
        {"mois": "202313", "declaration": "rien_recu"},
        {"mois": "x", "declaration": "rien_recu"},
        {"mois": "202203", "declaration": "peut-être"},
        {},
    ],
)
def test_une_attestation_inventee_est_refusee(page, nantes, donnees):
    reponse = page.post(reverse("attestations_annee", args=[nantes.pk, "ecoute", 2022]), donnees)

    assert reponse.status_code == 404


def test_set_comptages_distingue_zero_et_non_collecte(count):
    count({(202201, ""): 0, (202202, ""): None, (202203, ""): 12})

    assert dict(Comptage.objects.values_list("mois", "valeur")) == {202201: 0, 202203: 12}


def test_set_comptages_retire_ce_qui_n_est_plus_collecte(count):
    count({(202201, ""): 5})

    changes = count({(202201, ""): None})

    assert changes == 1
    assert not Comptage.objects.exists()


def test_set_comptages_garde_la_source_de_ce_qui_ne_change_pas(count):
    count({(202201, ""): 5}, source="Matomo")

    changes = count({(202201, ""): 5, (202202, ""): 6}, source="Export")

    assert changes == 1
    assert Comptage.objects.get(mois=202201).source == "Matomo"


def test_set_comptages_refuse_un_mois_a_venir(count):
    with pytest.raises(MoisAVenirError, match="Août 2022"):
        count({(202208, ""): 5})


def saisie(site, grandeur, annee=2022):
    return reverse("comptages_saisie", args=[site.pk, annee, grandeur])


def test_la_grille_enregistre_chaque_case(page, nantes):
    page.post(
        saisie(nantes, "appels_recus"),
        {"m202201_standard": "1 204", "m202201_svi": "0", "m202202_svi": "n.c.", "source": "PABX"},
    )

    lues = set(Comptage.objects.values_list("mois", "dimension", "valeur", "source"))
    assert lues == {(202201, "standard", 1204, "PABX"), (202201, "svi", 0, "PABX")}


@pytest.mark.parametrize(
    ("saisi", "message"),
    [
        ("-3", "jamais négative"),
        ("12,5", "nombre entier"),
        ("beaucoup", "nombre entier"),
        ("9" * 30, "trop grand"),
    ],
)
def test_une_case_impossible_est_refusee_et_rien_n_est_ecrit(page, nantes, saisi, message):
    html = page.post(
        saisie(nantes, "visites"), {"m202201_": "5", "m202202_": saisi}
    ).content.decode()

    assert message in html
    assert not Comptage.objects.exists()


def test_la_grille_montre_ce_qui_est_connu(page, nantes, count):
    count({(202201, ""): 0, (202202, ""): 48213})

    html = page.get(saisie(nantes, "visites")).content.decode()

    assert 'value="0"' in html
    assert 'value="48213"' in html


def test_un_lecteur_voit_non_collecte_plutot_que_zero(agents, nantes, count):
    from usines import connect

    count({(202201, ""): 0})

    html = connect(agents["lecteur"]).get(saisie(nantes, "visites")).content.decode()

    assert html.count("n.c.") == 11
    assert "<td>0</td>" in html


def test_un_lecteur_lit_les_milliers_separes(agents, nantes, count):
    from usines import connect

    count({(202201, ""): 49200})

    html = connect(agents["lecteur"]).get(saisie(nantes, "visites")).content.decode()

    assert "<td>49\N{NO-BREAK SPACE}200</td>" in html


@pytest.mark.parametrize(
    ("mois", "dit"),
    [
        ((), "aucune valeur ne change"),
        ((1,), "1 valeur modifiée."),
        ((1, 2), "2 valeurs modifiées."),
    ],
)
def test_la_grille_dit_combien_de_valeurs_changent(page, nantes, mois, dit):
    donnees = {"source": "PABX", **{f"m20220{m}_": "5" for m in mois}}

    html = page.post(saisie(nantes, "visites"), donnees, follow=True).content.decode()

    assert dit in html


@pytest.mark.parametrize("chemin", ["visites-inconnues", "x"])
def test_une_quantite_inconnue_n_existe_pas(page, nantes, chemin):
    assert page.get(saisie(nantes, chemin)).status_code == 404


@pytest.mark.parametrize("annee", [1999, 2999])
def test_une_annee_hors_du_calendrier_n_existe_pas(page, nantes, annee):
    assert page.get(reverse("comptages_annee", args=[nantes.pk, annee])).status_code == 404
