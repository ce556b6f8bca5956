"""Take the pictures of the user's guide again, from a demonstration made for the occasion.

    .venv/bin/python docs/guide/captures.py            every picture
    .venv/bin/python docs/guide/captures.py saisie     those whose name begins so

It loads the demonstration in a temporary folder, serves it on a free port, and drives Chromium
(`QUALEPREF_CHROMIUM`, else the system's, else Playwright's) through the steps that the guide tells,
in order: what one picture shows was written by the steps before it. Nothing else is touched.
Packages: those of `requirements/test.txt` (`./qualepref test --help` installs them).

Dates are counted back from today, so that something is late and something due. Date and file
fields are drawn as a French browser shows them, whatever the language of the one that is driven.
"""
# A script beside the pages it illustrates: no package; it prints, and starts the site it drives.
# ruff: noqa: INP001, T201, S603, S310

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2
from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright


IMAGES = Path(__file__).parent / "images"
SITE = "/sites/pref-44"
COURRIERS = f"{SITE}/registres/courriers"
LARGEUR, MARGE, COULEURS = 1280, 16, 128
FORMULAIRE = 880
AUJOURDHUI = dt.datetime.now(tz=dt.UTC).date()
COLONNES = ("N°", "Date d'arrivée", "Question posée", "Bureau", "Date de réponse", "Visa")
SEJOUR, NATURALISATIONS = "DMI – bureau du séjour", "DMI – bureau des naturalisations"
CONDUIRE = "Cabinet – unité des droits à conduire"

EN_FRANCAIS = """() => {
  const mois = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août',
    'septembre', 'octobre', 'novembre', 'décembre'];
  for (const champ of document.querySelectorAll('input[type=date], input[type=month]')) {
    const [annee, rang, jour] = champ.value.split('-');
    const texte = champ.type === 'date' ? [jour, rang, annee].join('/') : `${mois[rang - 1]} ${annee}`;
    const vide = champ.type === 'date' ? 'jj/mm/aaaa' : 'mois année';
    const plein = champ.value !== '';
    champ.type = 'text';
    champ.value = plein ? texte : vide;
  }
  for (const champ of document.querySelectorAll('input[type=file]')) {
    const nom = champ.files.length ? champ.files[0].name : 'Aucun fichier choisi';
    const bouton = Object.assign(document.createElement('button'), {textContent: 'Parcourir…'});
    bouton.type = 'button';
    Object.assign(bouton.style, {border: '1px solid', borderRadius: '4px', padding: '4px 12px'});
    const ligne = document.createElement('p');
    ligne.append(bouton, ` ${nom}`);
    champ.replaceWith(ligne);
  }
}"""


class Appareil:
    """Takes pictures of parts of pages, small and light, those asked for only."""

    def __init__(self, page: Page, debuts: tuple[str, ...]) -> None:
        self.page, self.debuts = page, debuts

    def take(
        self, nom: str, *cibles: str | Locator, largeur: int = LARGEUR, hauteur: int = 10_000
    ) -> None:
        """Write the rectangle that holds every target, at most `largeur` × `hauteur` pixels.

        No target: the whole content of the page. The page may no longer be sent afterwards: its
        date and file fields have become text.
        """
        if not self.wants(nom):
            return
        self.page.evaluate(EN_FRANCAIS)
        self.page.evaluate("document.activeElement && document.activeElement.blur()")
        zones = [self._zone(cible) for cible in cibles or ("main",)]
        gauche = max(min(z["x"] for z in zones) - MARGE, 0)
        haut = max(min(z["y"] for z in zones) - MARGE, 0)
        droite = min(max(z["x"] + z["width"] for z in zones) + MARGE, LARGEUR)
        bas = max(z["y"] + z["height"] for z in zones) + MARGE / 2
        cadre = {
            "x": gauche, "y": haut,
            "width": min(droite - gauche, largeur), "height": min(bas - haut, hauteur),
        }  # fmt: skip
        image = self.page.screenshot(full_page=True, clip=cadre, animations="disabled")
        save(nom, Image.open(BytesIO(image)))

    def wants(self, nom: str) -> bool:
        """Tell whether that picture was asked for."""
        return not self.debuts or nom.startswith(self.debuts)

    def _zone(self, cible: str | Locator) -> dict[str, float]:
        element = self.page.locator(cible).first if isinstance(cible, str) else cible
        zone = element.evaluate(
            "e => { const z = e.getBoundingClientRect();"
            " return {x: z.x + scrollX, y: z.y + scrollY, width: z.width, height: z.height}; }"
        )
        return dict(zone)


def save(nom: str, image: Image.Image) -> None:
    """Write a picture with few colours: screens have few, and the file is a third of the size."""
    chemin = IMAGES / f"{nom}.png"
    image.convert("RGB").quantize(COULEURS, dither=Image.Dither.NONE).save(chemin, optimize=True)
    print(f"{chemin.name} {image.width} × {image.height}, {chemin.stat().st_size // 1024} Ko")


def il_y_a(jours: int) -> str:
    """Return a date as browsers want it, so many days before today; a working day."""
    jour = AUJOURDHUI - dt.timedelta(days=jours)
    return (jour - dt.timedelta(days=max(jour.weekday() - 4, 0))).isoformat()


def en_francais(jour: str) -> str:
    """Return the same date as people write it."""
    return "/".join(reversed(jour.split("-")))


# What the guide tells, in order.


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


def show_valeurs(a: Appareil) -> None:
    """Take a declared value and a target; write none."""
    page = a.page
    page.goto(f"{SITE}/valeurs/nouvelle/")
    page.locator("#id_indicateur").select_option("I17")
    page.locator("#id_premier_mois").fill("2022-03")
    page.locator("#id_numerateur").fill("8 640")
    page.locator("#id_denominateur").fill("960")
    page.locator("#id_source").fill("Outil national, extraction du 4 avril 2022")
    bouton = page.get_by_role("button", name="Enregistrer")
    a.take("valeur", "main h1", bouton, largeur=FORMULAIRE)
    page.goto(f"{SITE}/cibles/{AUJOURDHUI.year}/I10/")
    page.locator("#id_minimum").fill("90")
    page.locator("#id_unite").select_option("pourcent")
    page.locator("#id_source").fill(f"Comité de pilotage du 12 janvier {AUJOURDHUI.year}")
    a.take("cible", "main h1", "main form", largeur=FORMULAIRE)
    page.goto(f"{SITE}/cibles/2022/")
    a.take("cibles", "main h1", "main tbody tr:nth-child(4)")


def show_tableau(a: Appareil) -> None:
    """Take the dashboard, an indicator, its rows."""
    page = a.page
    page.goto(f"{SITE}/tableau-de-bord/2022/")
    a.take("tableau-annee", "main h1", page.locator("main table"), hauteur=900)
    page.goto(f"{SITE}/tableau-de-bord/2022/?vue=mois")
    a.take("tableau-mois", "main h1", page.locator("main table"), hauteur=640)
    page.goto(f"{SITE}/tableau-de-bord/2022/I10/")
    a.take("fiche", "main h1", page.get_by_role("heading", name="En image"), hauteur=760)
    a.take(
        "fiche-verdicts",
        page.get_by_role("heading", name="Détail"),
        page.locator("main table").nth(2),
    )
    page.goto(f"{SITE}/tableau-de-bord/2022/44-BOITE-PREFECTURE/")
    a.take("moyenne-des-mois", "main h1", "main dl.qp-faits")
    page.goto(f"{SITE}/tableau-de-bord/{AUJOURDHUI.year}/I10/lignes/")
    a.take("lignes", "main h1", "main table")


def show_bilan(a: Appareil) -> None:
    """Take the annual report, page and PDF."""
    page = a.page
    page.goto(f"{SITE}/bilan/2022/")
    a.take("bilan", "main h1", page.get_by_role("link", name="Bilan en PDF"))
    a.take("bilan-annee", "#en-bref", ".qp-bilan__table >> nth=0", hauteur=640)
    if a.wants("bilan-pdf"):
        reponse = page.context.request.get(f"{SITE}/bilan/2022/bilan.pdf", timeout=120_000)
        document = pypdfium2.PdfDocument(reponse.body())
        pages = [document[rang].render(scale=0.9).to_pil() for rang in (0, 1)]
        largeur = sum(p.width for p in pages) + MARGE
        cote = Image.new("RGB", (largeur, pages[0].height), "#ddd")
        cote.paste(pages[0], (0, 0))
        cote.paste(pages[1], (pages[0].width + MARGE, 0))
        save("bilan-pdf", cote)


def open_enquete(page: Page, titre: str) -> str:
    """Open the page of a campaign; return its address."""
    page.goto(f"{SITE}/enquetes/")
    page.get_by_role("link", name=re.compile(titre)).first.click()
    return page.url


def show_campagne(a: Appareil) -> None:
    """Take a campaign under way, its poster, one group of its form on a phone."""
    page = a.page
    open_enquete(page, "Accueil physique, enquête en cours")
    a.take("enquete-campagne", "main h1", page.get_by_role("heading", name="Questionnaire papier"))
    affiche = page.locator("a[href$='affiche.pdf']").first.get_attribute("href")
    if a.wants("enquete-affiche"):
        octets = page.context.request.get(affiche, timeout=60_000).body()
        feuille = pypdfium2.PdfDocument(octets)[0].render(scale=0.75).to_pil()
        cadre = Image.new("RGB", (feuille.width + 2, feuille.height + 2), "#ddd")
        cadre.paste(feuille, (1, 1))
        save("enquete-affiche", cadre)
    if a.wants("enquete-telephone"):
        publique = page.locator("main a[href^='/enquete/']").first
        telephone = page.context.browser.new_context(
            viewport={"width": 390, "height": 760}, locale="fr-FR", color_scheme="light",
            reduced_motion="reduce", device_scale_factor=1,
        ).new_page()  # fmt: skip
        telephone.goto(publique.evaluate("lien => lien.href"))
        telephone.get_by_role("button", name="Commencer").click()
        telephone.get_by_label("Pour moi ou pour un proche").check(force=True)
        image = Image.open(BytesIO(telephone.screenshot()))
        save("enquete-telephone", image)
        telephone.context.close()


def build_reponses(chemin: Path) -> None:
    """Write answers as another tool exports them, one of them in words of its own."""
    entetes = ("CLE", "DATE_SAISIE", "Que pensez-vous de la courtoisie des agents ?",
               "Dans l’ensemble, que pensez-vous de votre passage ?")  # fmt: skip
    classeur = Workbook()
    classeur.active.append(entetes)
    for rang in range(24):
        globale = "Tout à fait satisfait" if rang % 3 == 0 else "Satisfaisant"
        classeur.active.append([rang + 1, en_francais(il_y_a(5)), "Très satisfaisant", globale])
    classeur.save(chemin)


def show_reponses(a: Appareil, dossier: Path) -> None:
    """Take a sheet being typed, a file being understood, a remark to read."""
    page, chemin = a.page, dossier / "sphinx.xlsx"
    adresse = open_enquete(page, "Accueil physique, enquête en cours")
    page.get_by_role("link", name="Saisir les feuilles").click()
    a.take("enquete-saisie", "main h1", "main form", hauteur=760)
    build_reponses(chemin)
    page.goto(f"{adresse}imports/")
    page.set_input_files("input[type=file]", chemin)
    page.get_by_role("button", name="Vérifier le fichier").click()
    a.take("enquete-import", "main h1", page.get_by_role("button", name="Vérifier avec ces choix"))
    page.goto(f"{adresse}verbatims/relire/")
    for _ in range(6):
        if page.get_by_text("Nadia").count():
            break
        page.get_by_role("link", name=re.compile("Passer à la suivante")).click()
    a.take("enquete-remarque", "main h1", "main textarea",
           page.get_by_role("button", name=re.compile("Publier")), largeur=FORMULAIRE)  # fmt: skip


def show_resultats(a: Appareil) -> None:
    """Take the results of a campaign, the schedule of mystery tests, a survey in the report."""
    page = a.page
    adresse = open_enquete(page, "Accueil physique, enquête en cours")
    page.goto(f"{adresse}resultats/")
    a.take("enquete-resultats", page.get_by_role("heading", name="Les taux de satisfaits"),
           "main table >> nth=0", hauteur=760)  # fmt: skip
    page.goto(f"{adresse}resultats/")
    a.take("enquete-niveaux", page.get_by_role("heading", name="Réponse par réponse"),
           "main figure >> nth=0", largeur=FORMULAIRE)  # fmt: skip
    open_enquete(page, "Appels mystère, enquête en cours")
    page.get_by_role("link", name="Tests mystère").click()
    a.take("enquete-mystere", "main h1", "main table", hauteur=720)
    page.goto(f"{SITE}/bilan/2022/")
    a.take("bilan-enquete", page.locator("section", has=page.get_by_role("heading", name="Accueil physique 2022")),
           hauteur=980)  # fmt: skip


# The site, and the browser.


@contextmanager
def serve(dossier: Path) -> Iterator[tuple[str, str]]:
    """Load the demonstration and serve it; give its address and the password of its accounts."""
    qualepref = Path(sys.executable).with_name("qualepref")
    milieu = os.environ | {
        "QUALEPREF_DONNEES": str(dossier / "donnees"),
        "QUALEPREF_SORTIE": str(dossier / "sortie"),
    }
    for nom in ("DATABASE_URL", "QUALEPREF_HOTES"):
        milieu.pop(nom, None)
    subprocess.run(
        [qualepref, "demo", "--sans-servir"], env=milieu, check=True, stdout=subprocess.DEVNULL
    )
    comptes = (dossier / "donnees" / "comptes-demonstration.txt").read_text()
    mot_de_passe = re.search(r"Mot de passe : (\S+)", comptes)
    if mot_de_passe is None:
        sys.exit("comptes-demonstration.txt ne donne pas de mot de passe.")
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    site = subprocess.Popen(
        [qualepref, "servir", "--port", str(port)], env=milieu,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        adresse = f"http://127.0.0.1:{port}"
        wait_for(adresse)
        yield adresse, mot_de_passe[1]
    finally:
        site.terminate()
        site.wait(timeout=30)


def wait_for(adresse: str) -> None:
    """Return once the site answers."""
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{adresse}/connexion/", timeout=20).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    sys.exit(f"Le site n'a pas répondu à {adresse}.")


def main() -> None:
    """Walk through the whole guide, and write the pictures asked for."""
    IMAGES.mkdir(exist_ok=True)
    chromium = os.environ.get("QUALEPREF_CHROMIUM") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as temporaire,
        serve(Path(temporaire)) as (adresse, mot_de_passe),
        sync_playwright() as playwright,
    ):
        navigateur = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = navigateur.new_context(
            viewport={"width": LARGEUR, "height": 900}, locale="fr-FR", base_url=adresse,
            color_scheme="light", reduced_motion="reduce",
        ).new_page()  # fmt: skip
        appareil = Appareil(page, tuple(sys.argv[1:]))
        show_connexion(appareil)
        page.goto("/connexion/")
        page.get_by_label("Identifiant").fill("referent.44")
        page.get_by_label("Mot de passe").fill(mot_de_passe)
        page.get_by_role("button", name="Se connecter").click()
        show_organisation(appareil)
        show_imports(appareil, Path(temporaire))
        show_saisie(appareil)
        show_suites(appareil)
        show_rendez_vous(appareil)
        show_listes(appareil)
        show_complements(appareil)
        show_valeurs(appareil)
        show_tableau(appareil)
        show_bilan(appareil)
        show_campagne(appareil)
        show_reponses(appareil, Path(temporaire))
        show_resultats(appareil)
        navigateur.close()


if __name__ == "__main__":
    main()
