"""The life of a demande on screen, and what each gesture does to the figures."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from e2e.gestes import SITE, act, dit, enter_demande, read_chiffre, row_of


COURRIELS, PROPOSITION, RENDEZ_VOUS = "I11", "I24", "I25"
# A Monday far from any public holiday: deadlines are known by heart.
LUNDI = dt.date(2025, 3, 3)


@pytest.fixture
def referent(ouvrir):
    return ouvrir()


def courriel(page, recue_le=LUNDI, **options) -> str:
    return enter_demande(page, "courriels", recue_le=recue_le, canal="Courriel", **options)


def test_une_reponse_d_attente_avec_delai_annonce_arrete_le_delai(referent, verifier):
    courriel(referent)
    expect(referent.get_by_role("heading", name="échéance le lun. 10/03/2025")).to_be_visible()

    referent.get_by_role("link", name=dit("Réponse d'attente", entier=True)).click()
    verifier(referent)
    referent.go_back()
    act(
        referent, "Réponse d'attente", "Enregistrer la réponse d'attente",
        attente_le="2025-03-05", attente_delai_annonce="3 semaines",
    )  # fmt: skip

    expect(referent.get_by_text("Elle arrête le délai.")).to_be_visible()
    expect(referent.get_by_text("Dans le délai : 2 jours ouvrés")).to_be_visible()
    verifier(referent)
    assert read_chiffre(referent, COURRIELS, annee=2025) == ("100 %", "1 / 1")


def test_une_attente_sans_delai_annonce_n_arrete_rien(referent):
    courriel(referent)

    act(referent, "Réponse d'attente", "Enregistrer la réponse d'attente", attente_le="2025-03-05")

    expect(referent.get_by_text(dit("Elle n'arrête pas le délai."))).to_be_visible()
    assert read_chiffre(referent, COURRIELS, annee=2025) == ("0 %", "0 / 1")


def test_un_accuse_de_reception_n_arrete_rien(referent, verifier):
    courriel(referent)

    referent.get_by_role("link", name="Accusé de réception").click()
    verifier(referent)
    referent.get_by_label("Accusé de réception envoyé le").fill("2025-03-04")
    referent.get_by_role("button", name=dit("Enregistrer l'accusé de réception")).click()

    expect(referent.get_by_text(dit("Il n'arrête jamais le délai."))).to_be_visible()
    assert read_chiffre(referent, COURRIELS, annee=2025) == ("0 %", "0 / 1")


def test_un_rendez_vous_a_deux_horloges(referent, verifier):
    enter_demande(referent, "rendez-vous", recue_le=LUNDI, canal="Téléphone")
    expect(referent.get_by_role("heading", name="Proposition d’une date")).to_contain_text(
        "échéance le ven. 07/03/2025"
    )

    referent.get_by_role("link", name="Proposer une date").click()
    verifier(referent)
    referent.get_by_label("Date proposée au demandeur le").fill("2025-03-06")
    referent.get_by_role("button", name="Enregistrer le rendez-vous").click()
    expect(referent.get_by_role("heading", name="Tenue du rendez-vous")).to_contain_text(
        "échéance le jeu. 20/03/2025"
    )
    act(referent, "Modifier le rendez-vous", "Enregistrer le rendez-vous", rdv_le="2025-03-21")

    expect(referent.get_by_text("Dans le délai : 3 jours ouvrés")).to_be_visible()
    expect(referent.get_by_text("Hors délai : 11 jours ouvrés")).to_be_visible()
    verifier(referent)
    assert read_chiffre(referent, PROPOSITION, annee=2025) == ("100 %", "1 / 1")
    assert read_chiffre(referent, RENDEZ_VOUS, annee=2025) == ("0 %", "0 / 1")


def test_une_demande_exclue_ne_compte_plus_puis_compte_a_nouveau(referent, verifier):
    courriel(referent)
    referent.get_by_role("link", name="Ne pas compter").click()
    verifier(referent)
    referent.get_by_label("Motif").select_option("Hors du périmètre suivi")
    referent.get_by_role("button", name="Enregistrer le motif").click()
    expect(referent.get_by_text("Motif : Hors du périmètre suivi.").first).to_be_visible()
    adresse = referent.url
    assert read_chiffre(referent, COURRIELS, annee=2025)[0] == "non calculable"

    referent.goto(adresse)
    act(
        referent, "Compter à nouveau", "Enregistrer le motif",
        exclusion="Aucun : la demande compte",
    )  # fmt: skip

    assert read_chiffre(referent, COURRIELS, annee=2025) == ("0 %", "0 / 1")


def test_une_reponse_sans_date_compte_hors_delai(referent, verifier):
    courriel(referent)

    referent.get_by_role("link", name="Enregistrer la réponse").click()
    referent.get_by_label("Répondue le").fill("")
    referent.get_by_role("button", name="Enregistrer la réponse").click()
    expect(referent.get_by_role("alert")).to_contain_text(dit("dites qu'elle manque"))
    verifier(referent)
    referent.get_by_text(dit("sa date n'est pas connue")).click()
    referent.get_by_role("button", name="Enregistrer la réponse").click()

    expect(referent.get_by_text("sans date connue").first).to_be_visible()
    verifier(referent)
    assert read_chiffre(referent, COURRIELS, annee=2025) == ("0 %", "0 / 1")


def test_une_demande_incomplete_suspend_le_delai(referent, verifier):
    courriel(referent)

    referent.get_by_role("link", name="Incomplète", exact=True).click()
    verifier(referent)
    referent.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(referent.get_by_text("Le délai ne court pas encore.").first).to_be_visible()
    verifier(referent)
    act(referent, "Complétée", "Enregistrer", complete_le="2025-03-10")

    expect(referent.get_by_role("heading", name="échéance le lun. 17/03/2025")).to_be_visible()


def test_une_correction_deplace_le_mois(referent, verifier):
    courriel(referent, suites={"Répondue le": dt.date(2025, 3, 4)})
    adresse = referent.url

    referent.get_by_role("link", name="Corriger").click()
    verifier(referent)
    referent.get_by_label("Reçue le", exact=True).fill("2025-02-28")
    referent.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(referent.get_by_role("status")).to_contain_text("est corrigée")

    referent.goto(f"{SITE}tableau-de-bord/2025/?vue=mois")
    ligne = row_of(referent, COURRIELS)
    # Module, engagements and target come before January.
    expect(ligne.locator("td").nth(4)).to_have_text("100 %")
    expect(ligne.locator("td").nth(5)).to_have_text("n.c.")
    verifier(referent)
    referent.goto(adresse)
    referent.get_by_text("Historique (").click()
    expect(referent.get_by_text("avant « 2025-03-03 »")).to_be_visible()


def test_une_correction_impossible_dit_pourquoi(referent, verifier):
    courriel(referent)

    referent.get_by_role("link", name="Corriger").click()
    referent.get_by_label("Répondue le").fill("2025-03-01")
    referent.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(referent.get_by_role("alert")).to_contain_text("Répondue le")
    verifier(referent)
    referent.get_by_role("alert").get_by_role("link", name="Répondue le").click()
    expect(referent.get_by_label("Répondue le")).to_be_in_viewport()


def test_deux_agents_ne_s_ecrasent_pas(ouvrir, referent, verifier):
    courriel(referent)
    autre = ouvrir(adresse=f"{referent.url}corriger/")
    act(referent, "Enregistrer la réponse", "Enregistrer la réponse", repondue_le="2025-03-04")

    autre.get_by_label("Objet").fill("Écrit d’après une page périmée")
    autre.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(autre.get_by_role("alert")).to_contain_text(dit("Rien n'a été enregistré"))
    verifier(autre)
    referent.reload()
    expect(referent.get_by_text("Sans objet renseigné")).to_be_visible()


def test_supprimer_demande_confirmation(referent, verifier):
    reference = courriel(referent)
    adresse = referent.url
    referent.get_by_role("link", name="Supprimer").click()
    expect(referent.get_by_role("heading", level=1)).to_have_text(
        f"Supprimer la demande {reference} ?"
    )
    verifier(referent)
    referent.get_by_role("link", name="Garder la demande").click()
    expect(referent).to_have_url(adresse)

    referent.get_by_role("link", name="Supprimer").click()
    referent.get_by_role("button", name="Supprimer définitivement").click()

    expect(referent.get_by_role("status").first).to_have_text(
        f"La demande {reference} est supprimée."
    )
    assert read_chiffre(referent, COURRIELS, annee=2025) == ("non collecté", "")
    assert referent.goto(adresse).status == 404


def test_saisir_plusieurs_demandes_a_la_suite(referent):
    referent.goto(f"{SITE}registres/courriels/nouvelle/")
    referent.get_by_label("Reçue le", exact=True).fill("2025-03-03")
    referent.get_by_label("Canal").select_option("Formulaire de contact")

    referent.get_by_role("button", name="Enregistrer et en saisir une autre").click()

    expect(referent.get_by_role("status").first).to_contain_text("enregistrée")
    expect(referent.get_by_label("Reçue le", exact=True)).to_have_value("2025-03-03")
    expect(referent.get_by_label("Canal")).to_have_value("formulaire")
    expect(referent.locator("#echeance")).to_contain_text("lun. 10/03/2025")


def test_les_filtres_d_un_registre(referent, verifier):
    referent.goto(f"{SITE}registres/courriers/")
    referent.get_by_text("Filtrer et trier").click()

    referent.get_by_label("État").select_option("Réponse sans date connue")
    referent.get_by_role("button", name="Appliquer").click()

    expect(referent.get_by_text("1 demande selon ces filtres.")).to_be_visible()
    verifier(referent)
    referent.get_by_label("Référence ou objet").fill("aucune demande ne dit cela")
    referent.get_by_role("button", name="Appliquer").click()
    expect(referent.get_by_text("Aucune demande ne correspond à ces filtres.")).to_be_visible()
    verifier(referent)
    referent.get_by_role("link", name="Tout effacer").click()
    expect(referent.get_by_text("101 demandes.")).to_be_visible()


def test_les_pages_d_une_longue_liste(referent):
    referent.goto(f"{SITE}registres/courriels/")
    premieres = referent.locator("main tbody a").all_inner_texts()

    referent.get_by_role("link", name="Page suivante").click()
    suivantes = referent.locator("main tbody a").all_inner_texts()
    referent.get_by_role("link", name="Page précédente").click()

    assert referent.locator("main tbody a").all_inner_texts() == premieres
    assert not set(premieres) & set(suivantes)
