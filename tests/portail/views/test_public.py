"""The page everybody reads: closed until opened, no cookie, nothing that names anybody."""

import datetime as dt
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from comites.usines import build_comite, build_membre, build_reunion
from enquetes.usines import build_campagne, build_retour
from enquetes.usines_mystere import APPEL
from portail.usines import PDF, build_document, build_page
from qualepref.organisation.models import Label
from qualepref.portail.models import SuitePubliee
from qualepref.publications.operations.publications import publish_documents, withdraw_publication
from usines import build_agent, build_demande, build_site, connect, finish


pytestmark = pytest.mark.django_db

RACINE = "/demarche-qualite/pref-44/"
PAGES = (
    "", "engagements/", "enquetes/", "comite/", "ecrire/", "accessibilite/",
    "donnees-personnelles/",
)  # fmt: skip
ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def nantes():
    return build_site()


@pytest.fixture
def public():
    return Client()


def build_enquete(site, reponses, *, questionnaire="pan", **valeurs):
    campagne = build_campagne(site, questionnaire=questionnaire, **valeurs)
    for reponse, fois in reponses:
        for _ in range(fois):
            build_retour(campagne, reponse)
    return campagne


def test_une_page_fermee_se_tait_comme_un_site_inconnu(public, nantes):
    build_page(nantes, ouverte=False)
    document = build_document(nantes)

    fermees = [
        public.get(f"{RACINE}{p}") for p in (*PAGES, "flux.xml", f"documents/{document.pk}.pdf")
    ]
    inconnu = public.get("/demarche-qualite/pref-99/")

    assert {r.status_code for r in (*fermees, inconnu)} == {404}
    assert {r.text for r in fermees} == {inconnu.text}


def test_une_page_ouverte_se_lit_sans_compte_ni_temoin(
    public, nantes, django_assert_max_num_queries
):
    build_page(nantes, presentation=HOSTILE)

    for chemin in PAGES:
        with django_assert_max_num_queries(20):
            reponse = public.get(f"{RACINE}{chemin}")
        assert reponse.status_code == 200, chemin
        assert "Cookie" not in reponse.headers.get("Vary", ""), chemin
        assert HOSTILE not in reponse.text
        assert "<script" not in reponse.text
        if chemin != "ecrire/":
            assert "public, max-age=300" in reponse.headers["Cache-Control"].replace(
                "max-age=300, public", "public, max-age=300"
            )
    assert public.cookies == {}
    assert public.post(RACINE).status_code == 405


def test_une_page_inchangee_ne_se_renvoie_pas(public, nantes):
    build_page(nantes)
    premiere = public.get(RACINE)

    seconde = public.get(RACINE, headers={"If-None-Match": premiere.headers["ETag"]})

    assert seconde.status_code == 304


def test_l_accueil_dit_le_label_et_donne_les_documents(public, nantes):
    build_page(nantes)
    document = build_document(nantes)
    Label.objects.create(
        site=nantes, decision_le=dt.date(2020, 1, 1), organisme="AFNOR", duree_annees=3,
        fin_le=dt.date(2023, 1, 1),
    )  # fmt: skip

    accueil = public.get(RACINE).text
    fichier = public.get(f"{RACINE}documents/{document.pk}.pdf")

    assert "était valable jusqu’au 1er\N{NO-BREAK SPACE}janvier 2023" in accueil
    assert f"{len(PDF)}\N{NO-BREAK SPACE}octets" in accueil
    assert b"".join(fichier.streaming_content).startswith(b"%PDF-")
    assert fichier.headers["Content-Disposition"].startswith("attachment")
    assert public.get(f"{RACINE}documents/{document.pk + 1}.pdf").status_code == 404


def test_les_engagements_sont_ceux_du_perimetre(public, nantes):
    build_page(nantes)

    html = public.get(f"{RACINE}engagements/").text

    assert "Module 4 –" in html
    assert "Module 3 –" not in html
    assert "preuve de courtoisie" in html


def test_seules_les_enquetes_closes_et_assez_suivies_se_lisent(public, nantes):
    build_page(nantes)
    close = build_enquete(
        nantes, [({"globale": "satisfaisant"}, 27), ({"globale": "pas_du_tout"}, 0)], seuil=20
    )
    maigre = build_enquete(nantes, [({"globale": "satisfaisant"}, 3)], titre="Maigre", seuil=20)
    ouverte = build_enquete(nantes, [], titre="Ouverte", fermee_le=dt.date(2099, 1, 1))

    liste = public.get(f"{RACINE}enquetes/").text
    lue = public.get(f"{RACINE}enquetes/{close.pk}/").text
    tue = public.get(f"{RACINE}enquetes/{maigre.pk}/").text

    assert "Ouverte" not in liste
    assert public.get(f"{RACINE}enquetes/{ouverte.pk}/").status_code == 404
    assert "27 / 27" in lue
    assert "à 100" in lue
    assert "3 / 3" not in tue
    assert "Trop peu de réponses" in tue


def test_sous_trois_tests_une_enquete_mystere_ne_montre_rien(public, nantes):
    build_page(nantes)
    campagne = build_campagne(nantes, questionnaire="mystere-appels")

    html = public.get(f"{RACINE}enquetes/{campagne.pk}/").text

    assert "Trop peu de tests" in html


def test_une_enquete_mystere_donne_ce_qu_elle_a_compte(public, nantes):
    build_page(nantes)
    tests = [(APPEL | {"sonneries": sonneries}, 1) for sonneries in (3, 4, 5)]
    campagne = build_enquete(nantes, tests, questionnaire="mystere-appels")

    html = public.get(f"{RACINE}enquetes/{campagne.pk}/").text

    assert "Sonneries en moyenne" in html
    assert "4 (12 / 3)" in html
    assert "Trop peu de tests" not in html


def test_une_enquete_dont_on_ne_sait_que_le_nombre_de_retours_le_dit(public, nantes):
    build_page(nantes)
    campagne = build_enquete(nantes, [({"age": "plus_55"}, 40)])

    html = public.get(f"{RACINE}enquetes/{campagne.pk}/").text

    assert "40 retours" in html
    assert "seul le nombre de retours" in html
    assert "Trop peu" not in html


def test_le_comite_se_lit_sans_nom_de_personne(public, nantes):
    build_page(nantes)
    comite = build_comite(nantes)
    build_membre(comite, nom="Martin", prenom="Jeanne", courriel="jeanne@exemple.fr")
    build_membre(comite, organisation="", nom="Durand", qualite="invites")
    publiee = build_reunion(
        comite, tenue=True, compte_rendu="## Suites\n\n- Un fauteuil", publie_le=dt.date(2022, 7, 1)
    )
    tue = build_reunion(
        comite, debut=dt.datetime(2023, 6, 30, 12, tzinfo=dt.UTC), tenue=True, compte_rendu="Secret"
    )
    SuitePubliee.objects.create(
        site=nantes, dit="Il fait froid.", fait="Un sas.", publiee_le=dt.date(2022, 9, 1)
    )

    html = public.get(f"{RACINE}comite/").text
    compte_rendu = public.get(f"{RACINE}comite/{publiee.pk}/").text
    pdf = public.get(f"{RACINE}comite/{publiee.pk}/compte-rendu.pdf")

    assert "CLCV" in html
    assert "1 membre" in html
    assert not any(secret in html for secret in ("Martin", "Jeanne", "Durand", "Secret"))
    assert "Un sas." in html
    assert "<li>Un fauteuil</li>" in compte_rendu
    assert pdf.content.startswith(b"%PDF-")
    assert public.get(f"{RACINE}comite/{tue.pk}/").status_code == 404
    assert public.get(f"{RACINE}comite/{tue.pk}/compte-rendu.pdf").status_code == 404


def test_les_donnees_publiees_se_telechargent_jusqu_a_leur_retrait(public, nantes):
    build_page(nantes)
    build_demande(nantes, dt.date(2022, 1, 3), repondue_le=dt.date(2022, 1, 5))
    le = dt.date(2023, 2, 1)
    (publication,) = publish_documents(
        nantes, annee=2022, genres=["donnees"], par="referent", le=le
    )
    brouillon = publication.fichiers.create(nom="bilan.docx", type="x", empreinte="0", octets=b"x")
    adresse = f"{RACINE}publications/{publication.pk}/impact.csv"

    accueil, fichier = public.get(RACINE).text, public.get(adresse)
    withdraw_publication(publication, motif="Registre incomplet.", par="referent", le=le)

    assert publication.instantane.reference in accueil
    assert adresse in accueil
    assert fichier.content == bytes(publication.fichiers.get(nom="impact.csv").octets)
    assert brouillon.nom not in accueil
    assert public.get(adresse.replace("impact.csv", brouillon.nom)).status_code == 404
    assert fichier.headers["Content-Disposition"].startswith("attachment")
    assert public.get(adresse).status_code == 404
    assert "Registre incomplet." in public.get(RACINE).text


def test_le_flux_est_un_atom_aux_cles_stables(public, nantes):
    build_page(nantes)
    build_document(nantes, titre="Charte <1>")
    adresse = f"{RACINE}flux.xml"

    reponse = public.get(adresse)
    ailleurs = Client().get(adresse, headers={"host": "localhost"})

    flux, autre = ET.fromstring(reponse.content), ET.fromstring(ailleurs.content)
    (entree,) = flux.findall("a:entry", ATOM)
    cles = [e.text for f in (flux, autre) for e in f.findall(".//a:id", ATOM)]
    assert reponse.headers["Content-Type"].startswith("application/atom+xml")
    assert entree.find("a:title", ATOM).text == "Charte <1>"
    assert entree.find("a:link", ATOM).get("href").endswith(".pdf")
    assert entree.find("a:updated", ATOM) is not None
    assert cles[:2] == cles[2:]
    assert all(UUID(cle.removeprefix("urn:uuid:")) for cle in cles)


def test_le_flux_donne_pour_du_texte_ce_qui_est_ecrit_comme_du_html(public, nantes):
    build_page(nantes)
    SuitePubliee.objects.create(
        site=nantes,
        dit=f"Un banc.\x0b\n{HOSTILE}\ufffe",
        fait="Oui.",
        publiee_le=dt.date(2022, 9, 1),
    )

    reponse = public.get(f"{RACINE}flux.xml")

    (entree,) = ET.fromstring(reponse.content).findall("a:entry", ATOM)
    resume = entree.find("a:summary", ATOM)
    assert resume.get("type") == "html"
    assert resume.text == (
        "Un banc.<br>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"
        "<br><br>Nous avons fait\N{NO-BREAK SPACE}: Oui."
    )


@pytest.mark.parametrize(
    "chemin",
    ["enquetes/{}/", "comite/{}/", "comite/{}/compte-rendu.pdf", "documents/{}.pdf",
     "publications/{}/impact.csv", "publications/1/..%2Fsecret", "publications/1/%00"],
)  # fmt: skip
def test_une_adresse_devinee_ne_donne_rien(public, nantes, chemin):
    build_page(nantes)

    assert public.get(f"{RACINE}{chemin.format('9' * 30)}").status_code == 404


def test_les_contenus_d_un_autre_site_ne_se_lisent_pas_ici(public, nantes):
    clermont = build_site(code="pref-63", nom="Clermont", departement="63")
    build_page(nantes)
    build_page(clermont)
    document = build_document(clermont)
    reunion = build_reunion(
        build_comite(clermont), tenue=True, compte_rendu="Secret", publie_le=dt.date(2022, 7, 1)
    )
    campagne = build_campagne(clermont)
    chemins = (
        f"documents/{document.pk}.pdf", f"comite/{reunion.pk}/",
        f"comite/{reunion.pk}/compte-rendu.pdf", f"enquetes/{campagne.pk}/",
    )  # fmt: skip

    la_bas = []
    for chemin in chemins:
        reponse = public.get(f"/demarche-qualite/pref-63/{chemin}")
        finish(reponse)
        la_bas.append(reponse.status_code)
    ici = [public.get(f"{RACINE}{c}").status_code for c in chemins]
    flux = public.get(f"{RACINE}flux.xml").content

    assert (la_bas, ici) == ([200] * 4, [404] * 4)
    assert ET.fromstring(flux).findall("a:entry", ATOM) == []


def test_le_flux_et_le_plan_ne_disent_rien_de_ce_qui_n_est_pas_publie(public, nantes):
    build_page(nantes)
    comite = build_comite(nantes)
    build_reunion(comite, tenue=True, compte_rendu="Brouillon")
    build_campagne(nantes, titre="En préparation", validee_le=None)
    build_campagne(nantes, titre="En cours", fermee_le=dt.date(2099, 1, 1))
    build_demande(nantes, dt.date(2022, 1, 3), repondue_le=dt.date(2022, 1, 5))
    le = dt.date(2023, 2, 1)
    (publication,) = publish_documents(
        nantes, annee=2022, genres=["donnees"], par="referent", le=le
    )
    avant = public.get(f"{RACINE}flux.xml").text
    withdraw_publication(publication, motif="Registre incomplet.", par="referent", le=le)

    flux, plan = public.get(f"{RACINE}flux.xml").text, public.get("/plan-du-site.xml").text

    assert avant.count("<entry>") == 1
    assert "<entry>" not in flux
    assert "ecrire/" not in plan


def test_les_robots_lisent_les_pages_ouvertes_et_elles_seules(public, nantes):
    build_page(nantes)
    build_page(build_site(code="pref-63", departement="63"), ouverte=False)

    robots, plan = public.get("/robots.txt").text, public.get("/plan-du-site.xml")

    adresses = [e.text for e in ET.fromstring(plan.content).iter() if e.tag.endswith("loc")]
    assert "Disallow: /\n" in robots
    assert "/plan-du-site.xml" in robots
    assert "http://testserver/demarche-qualite/pref-44/" in adresses
    assert not any("pref-63" in a for a in adresses)


def test_l_accessibilite_se_dit_telle_que_declaree(public, nantes):
    page = build_page(nantes)
    avant = public.get(f"{RACINE}accessibilite/").text
    page.accessibilite, page.accessibilite_le = "partielle", dt.date(2026, 3, 1)
    page.save()

    apres = public.get(f"{RACINE}accessibilite/").text

    assert "Accessibilité\N{NO-BREAK SPACE}: non déclarée" in avant
    assert "Accessibilité\N{NO-BREAK SPACE}: partiellement conforme" in apres
    assert "1er\N{NO-BREAK SPACE}mars 2026" in apres


def test_le_referent_voit_l_apercu_d_une_page_fermee(nantes):
    apercu = "/sites/pref-44/organisation/page-publique/apercu/"
    referent, ailleurs = (
        build_agent("referent", nantes),
        build_agent("referent", build_site(code="pref-63", departement="63")),
    )

    for chemin in PAGES:
        lue = connect(referent).get(f"{apercu}{chemin}")
        assert lue.status_code == 200
        assert lue.headers["Cache-Control"] == "no-store"
        assert "Aperçu" in lue.text
    assert connect(ailleurs).get(apercu).status_code == 404
    assert connect().get(apercu).status_code == 302
    assert connect(build_agent("lecteur", nantes)).get(apercu).status_code == 403
    assert connect(referent).post(f"{apercu}ecrire/").status_code == 405
