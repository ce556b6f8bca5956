"""Pictures of the account, the organisation, files, registers."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page

from prises.appareil import (
    AUJOURDHUI,
    COLONNES,
    CONDUIRE,
    COURRIERS,
    FORMULAIRE,
    NATURALISATIONS,
    SEJOUR,
    SITE,
    Appareil,
    en_francais,
    il_y_a,
)


def show_connexion(a: Appareil) -> None:
    """Take the page that asks for an account."""
    a.page.goto("/connexion/")
    a.take("connexion", "header", "main form", hauteur=560)


def show_organisation(a: Appareil) -> None:
    """Take the site's settings; write none."""
    page = a.page
    page.goto(f"{SITE}/organisation/")
    a.take("organisation", "main h1", "main table >> nth=0")
    page.get_by_role("link", name="Modifier le périmètre").click()
    a.take("perimetre", "main h1", "main form", largeur=FORMULAIRE)
    page.goto(f"{SITE}/organisation/boites/ajouter/")
    page.get_by_label("Nom de la boîte").fill("pref-accueil@")
    page.get_by_label("Service qui la tient").select_option(label=SEJOUR)
    a.take("boite", "main h1", "main form", largeur=FORMULAIRE)
    page.goto(f"{SITE}/organisation/fermetures/ajouter/")
    page.get_by_label("Premier jour").fill(f"{AUJOURDHUI.year}-12-24")
    page.get_by_label("Dernier jour").fill(f"{AUJOURDHUI.year}-12-24")
    page.get_by_label("Libellé").fill("Pont de Noël")
    a.take("fermeture", "main h1", "main form", largeur=FORMULAIRE)
    page.goto(f"{SITE}/organisation/roles/ajouter/")
    page.get_by_label("Identifiant ou courriel").fill("prenom.nom")
    page.get_by_label("Rôle").select_option(label="Correspondant d’un service")
    page.locator("#id_service").select_option(label=SEJOUR)
    a.take("role", "main h1", "main form", largeur=FORMULAIRE)


def build_classeur(chemin: Path, *, fautif: bool) -> None:
    """Write a register as a bureau keeps it: a title, its own headings, a total."""
    reponse = en_francais(il_y_a(8))
    rangs = [
        ("C-101", 20, "Horaires d'ouverture", SEJOUR, en_francais(il_y_a(11))),
        ("C-102", 19, "Échange de permis", CONDUIRE, f"31/11/{AUJOURDHUI.year}" if fautif else reponse),
        ("C-103", 25, "Naturalisation", "Bureau des natura" if fautif else NATURALISATIONS, ""),
        ("C-104", 17, "Accès au guichet", SEJOUR, en_francais(il_y_a(21)) if fautif else reponse),
        ("C-105", 12, "Point numérique", SEJOUR, ""),
        ("C-106", 4, "Suspension de permis", CONDUIRE, ""),
    ]  # fmt: skip
    classeur = Workbook()
    feuille = classeur.active
    feuille.title = "Suivi"
    feuille.append([f"Suivi des courriers {AUJOURDHUI.year}"])
    feuille.append([])
    feuille.append(COLONNES)
    for numero, jours, objet, bureau, repondu in rangs:
        feuille.append([numero, en_francais(il_y_a(jours)), objet, bureau, repondu, "x"])
    feuille.append(["Total", None, len(rangs)])
    classeur.save(chemin)


def give_fichier(page: Page, chemin: Path) -> None:
    """Choose the register and the file on the page of imports."""
    page.goto(f"{SITE}/imports/")
    page.locator("#id_registre").first.select_option(label="Courriers")
    page.set_input_files("input[type=file]", chemin)


def show_imports(a: Appareil, dossier: Path) -> None:
    """Take a file refused, then accepted; write it."""
    page, chemin = a.page, dossier / f"courriers-{AUJOURDHUI.year}.xlsx"
    build_classeur(chemin, fautif=True)
    give_fichier(page, chemin)
    a.take("import-depot", "main h1", "main section >> nth=0", largeur=FORMULAIRE)
    give_fichier(page, chemin)
    page.get_by_role("button", name="Vérifier le fichier").click()
    a.take("import-erreurs", "main h1", page.get_by_role("heading", name="Lignes non reprises"),
           page.locator("main ul:not([class])").last)  # fmt: skip
    build_classeur(chemin, fautif=False)
    give_fichier(page, chemin)
    page.get_by_role("button", name="Vérifier le fichier").click()
    a.take("import-colonnes", page.get_by_role("heading", name="Colonnes du fichier"),
           page.get_by_role("button", name="Vérifier avec ces colonnes"), largeur=FORMULAIRE)  # fmt: skip
    page.get_by_label("« Question posée »").select_option(label="Objet")
    page.get_by_role("button", name="Vérifier avec ces colonnes").click()
    a.take("import-effet", "main h1", page.get_by_role("button", name="Écrire ces lignes"))
    page.get_by_role("button", name="Écrire ces lignes").click()
    page.goto(f"{SITE}/imports/")
    a.take("export", page.get_by_role("heading", name="Exporter un registre"),
           page.get_by_role("button", name="Exporter"))  # fmt: skip


def show_saisie(a: Appareil) -> None:
    """Take a request being entered, then entered; stay on its page."""
    page = a.page
    page.goto(f"{SITE}/registres/")
    a.take("registres", "main h1", "main .qp-cartes > li:nth-child(3)")
    page.goto(f"{COURRIERS}/nouvelle/")
    with page.expect_response(re.compile("/echeance/")):
        page.get_by_label("Reçue le").fill(il_y_a(9))
    page.get_by_label("Objet").fill("Pièces à fournir pour un renouvellement")
    page.locator("#id_service").select_option(label=SEJOUR)
    page.wait_for_selector("#echeance li, #echeance strong")
    page.locator("#echeance", has_text=en_francais(il_y_a(9))).wait_for()
    enregistrer = page.locator("main form .qp-actions").last
    a.take("saisie", "main h1", enregistrer, largeur=880)
    page.goto(f"{COURRIERS}/nouvelle/")
    page.get_by_label("Reçue le").fill(il_y_a(9))
    page.get_by_label("Objet").fill("Pièces à fournir pour un renouvellement")
    page.locator("#id_service").select_option(label=SEJOUR)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    a.take("demande", "main", hauteur=900)


def show_suites(a: Appareil) -> None:
    """Take what becomes of the request on screen: a waiting reply, a reason not to count it."""
    page = a.page
    adresse = page.url
    page.get_by_role("link", name="Réponse d’attente").click()
    page.get_by_label("Réponse d’attente envoyée le").fill(il_y_a(2))
    page.get_by_label("Délai annoncé").fill("3 semaines")
    a.take("attente", "main h1", "main form", largeur=FORMULAIRE)
    page.goto(f"{adresse}attente/")
    page.get_by_label("Réponse d’attente envoyée le").fill(il_y_a(2))
    page.get_by_label("Délai annoncé").fill("3 semaines")
    page.get_by_role("button", name="Enregistrer la réponse d’attente").click()
    a.take("attente-effet", "main h1", page.get_by_role("heading", name="Réponse à un courrier"),
           page.locator("main .qp-vie").last)  # fmt: skip
    page.goto(f"{adresse}exclure/")
    page.get_by_label("Motif").select_option(label="Transmise à un autre service, qui répond")
    a.take("exclusion", "main h1", "main form", largeur=FORMULAIRE)


def show_rendez_vous(a: Appareil) -> None:
    """Take an appointment whose date is proposed."""
    page = a.page
    page.goto(f"{SITE}/registres/rendez-vous/nouvelle/")
    page.get_by_label("Reçue le").fill(il_y_a(9))
    page.get_by_label("Canal").select_option(label="Courriel")
    page.get_by_label("Objet").fill("Projet de lotissement communal")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("link", name="Proposer une date").click()
    page.get_by_label("Date proposée").fill(il_y_a(5))
    a.page.get_by_role("button", name="Enregistrer le rendez-vous").click()
    a.take(
        "rendez-vous",
        "main h1",
        page.locator("main .qp-actions"),
        page.locator("main .qp-vie").nth(1),
    )


def show_listes(a: Appareil) -> None:
    """Take the pages one opens in the morning."""
    page = a.page
    page.goto(f"{SITE}/a-traiter/")
    a.take("a-traiter", hauteur=1000)
    page.goto(f"{SITE}/")
    a.take("accueil", "header", "main", hauteur=700)
    page.goto(f"{COURRIERS}/")
    a.take("registre", "main h1", "main tbody tr:nth-child(9)")
    page.goto(f"{COURRIERS}/?etat=retard")
    a.take("registre-filtre", "main details")


def show_complements(a: Appareil) -> None:
    """Take sample weeks, an attested month, counted quantities."""
    page = a.page
    page.goto(f"{COURRIERS}/echantillons/")
    a.take("echantillons", "main h1", "main form >> nth=-1")
    page.goto(f"{SITE}/registres/ecoute/attestations/2022/")
    page.get_by_role("button", name="Attester « rien reçu »").first.click()
    a.take("attestations", "main h1", page.locator("main .qp-mois"))
    page.goto(f"{SITE}/comptages/2022/")
    a.take("comptages", "main h1", "main tbody tr:nth-child(8)")
    page.goto(f"{SITE}/comptages/2022/appels_recus/")
    a.take("comptages-saisie", "main h1", "main tbody tr:nth-child(5)")
