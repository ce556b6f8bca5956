"""What the référent keeps beside the rows: months, quantities, samples, closures, the site itself."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE, confirm, dit, enter_demande, read_chiffre, row_of


COURRIERS = "I10"


@pytest.fixture
def referent(ouvrir):
    return ouvrir()


def test_un_mois_atteste_vide_devient_rien_recu(referent, verifier):
    referent.goto(f"{SITE}registres/courriers/attestations/2025/")

    referent.get_by_role("button", name="Attester « rien reçu » pour janvier 2025").click()

    expect(referent.get_by_role("status")).to_have_text("Janvier 2025 : attesté « rien reçu ».")
    verifier(referent)
    referent.goto(f"{SITE}tableau-de-bord/2025/?vue=mois")
    ligne = row_of(referent, COURRIERS)
    expect(ligne.locator("td").nth(3)).to_have_text("—")
    expect(ligne.locator("td").nth(4)).to_have_text("n.c.")


def test_une_annee_attestee_dit_rien_recu_au_tableau_de_bord(referent):
    referent.goto(f"{SITE}registres/courriers/attestations/2025/")
    for _ in range(12):
        with referent.expect_navigation():
            referent.get_by_role("button", name="Attester « rien reçu »").first.click()

    assert read_chiffre(referent, COURRIERS, annee=2025)[0] == "rien reçu"
    referent.goto(f"{SITE}registres/courriers/attestations/2025/")
    referent.get_by_role("button", name=dit("Retirer l'attestation de mars 2025")).click()
    expect(referent.get_by_role("status")).to_contain_text(dit("l'attestation est retirée"))


def test_une_demande_contredit_une_attestation(referent, verifier):
    referent.goto(f"{SITE}registres/courriers/attestations/2025/")
    referent.get_by_role("button", name="Attester « rien reçu » pour mars 2025").click()

    enter_demande(referent, "courriers", recue_le=dt.date(2025, 3, 3))
    referent.goto(f"{SITE}registres/courriers/attestations/2025/")

    expect(referent.get_by_text(dit("1 demande malgré l'attestation"))).to_be_visible()
    verifier(referent)


def test_la_grille_des_quantites_comptees(referent, verifier):
    referent.goto(f"{SITE}comptages/2025/")
    referent.get_by_role("link", name="Appels reçus").click()
    verifier(referent)

    referent.get_by_label("mars, Standard").fill("beaucoup")
    referent.get_by_role("button", name="Enregistrer").click()
    expect(referent.get_by_role("alert")).to_contain_text("Écrivez un nombre entier")
    verifier(referent)
    referent.get_by_label("mars, Standard").fill("1 200")
    referent.get_by_label("avril, Standard").fill("0")
    referent.get_by_label("mai, Standard").fill("n.c.")
    referent.get_by_label(dit("D'où viennent ces chiffres ?")).fill("Autocommutateur")
    referent.get_by_role("button", name="Enregistrer").click()

    expect(referent.get_by_role("status")).to_contain_text("Appels reçus : 2 valeurs modifiées")
    ligne = referent.get_by_role("row").filter(has_text="Appels reçus")
    expect(ligne.locator("td").nth(0)).to_contain_text("1")
    verifier(referent)
    referent.get_by_role("link", name="Appels reçus").click()
    expect(referent.get_by_label("avril, Standard")).to_have_value("0")
    expect(referent.get_by_label("mai, Standard")).to_have_value("")


def test_une_semaine_d_echantillon(referent, verifier):
    enter_demande(referent, "courriers", recue_le=dt.date(2025, 3, 5))
    adresse = referent.url
    referent.goto(f"{SITE}registres/courriers/echantillons/")
    referent.get_by_label("Un jour de la semaine à déclarer").fill("2025-03-07")
    referent.get_by_role("button", name="Déclarer la semaine").click()

    expect(referent.get_by_role("status")).to_have_text(
        dit("La semaine du 03/03/2025 est déclarée ; demandes entrées dans l'échantillon : 1.")
    )
    verifier(referent)
    referent.get_by_label("Un jour de la semaine à déclarer").fill("2025-03-03")
    referent.get_by_role("button", name="Déclarer la semaine").click()
    expect(referent.get_by_role("alert")).to_be_visible()
    verifier(referent)
    referent.goto(adresse)
    expect(referent.get_by_role("definition").filter(has_text="Échantillon")).to_be_visible()
    referent.goto(f"{SITE}registres/courriers/echantillons/")
    referent.get_by_role("link", name="Retirer la semaine du lun. 03/03/2025").click()
    verifier(referent)
    confirm(referent)
    expect(referent.get_by_role("status")).to_contain_text("demandes redevenues exhaustives : 1.")


def test_une_fermeture_deplace_les_echeances(referent, verifier):
    enter_demande(referent, "courriers", recue_le=dt.date(2025, 3, 3))
    adresse = referent.url
    expect(referent.get_by_role("heading", name="échéance le lun. 17/03/2025")).to_be_visible()
    referent.goto(f"{SITE}organisation/")
    referent.get_by_role("link", name="Inscrire une fermeture").click()

    referent.get_by_label("Premier jour de fermeture").fill("2025-03-14")
    referent.get_by_label("Dernier jour de fermeture").fill("2025-03-13")
    referent.get_by_label("Libellé").fill("Travaux")
    referent.get_by_role("button", name="Inscrire la fermeture").click()
    expect(referent.get_by_role("alert")).to_contain_text("précède")
    verifier(referent)
    referent.get_by_label("Dernier jour de fermeture").fill("2025-03-14")
    referent.get_by_role("button", name="Inscrire la fermeture").click()
    expect(referent.get_by_role("status")).to_have_text(
        dit("Travaux : demandes dont l'échéance ou le délai a changé : 1.")
    )
    verifier(referent)

    referent.goto(adresse)
    expect(referent.get_by_role("heading", name="échéance le mar. 18/03/2025")).to_be_visible()
    expect(referent.get_by_text("Travaux")).to_be_visible()
    referent.goto(f"{SITE}organisation/")
    referent.get_by_role("link", name="Retirer : Travaux").click()
    verifier(referent)
    confirm(referent)
    referent.goto(adresse)
    expect(referent.get_by_role("heading", name="échéance le lun. 17/03/2025")).to_be_visible()


def test_le_perimetre_refuse_ce_qui_est_obligatoire(referent, verifier):
    referent.goto(f"{SITE}organisation/perimetre/")
    referent.get_by_text("Module 1 –").click()
    referent.get_by_role("button", name="Enregistrer le périmètre").click()

    expect(referent.get_by_role("alert")).to_contain_text("Le module 1 est obligatoire")
    verifier(referent)
    referent.get_by_text("Module 1 –").click()
    referent.get_by_text("Module 3 –").click()
    referent.get_by_role("button", name="Enregistrer le périmètre").click()

    expect(referent.get_by_role("status")).to_have_text("Le périmètre est enregistré.")
    expect(referent.get_by_text("37 engagements, dans 4 modules")).to_be_visible()


def test_un_service_encore_utilise_ne_se_retire_pas(referent, verifier):
    referent.goto(f"{SITE}organisation/")

    referent.get_by_role("link", name="Retirer : DMI – bureau du séjour").click()

    expect(referent.get_by_role("alert")).to_be_visible()
    verifier(referent)
    referent.get_by_role("link", name="Ajouter un service").click()
    referent.get_by_label("Nom du service").fill("Cabinet")
    referent.get_by_role("button", name="Enregistrer le service").click()
    expect(referent.get_by_role("status")).to_have_text("Le service « Cabinet » est enregistré.")
