import re

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.urls import get_resolver, reverse

from usines import build_agent, build_site, connect


pytestmark = pytest.mark.django_db
MORCEAUX_INTERDITS = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:")


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def page(site):
    return connect(build_agent("referent", site, first_name="Claire", last_name="Le Goff"))


def pages_sans_cle(site):
    """Return the addresses of the product that need nothing but the site."""
    noms = {
        cle for cle in get_resolver().reverse_dict if isinstance(cle, str)
    } - {"deconnexion", "exporter", "enquete_scenarios_modele"}  # fmt: skip
    for nom in sorted(noms):
        for formes, *_ in get_resolver().reverse_dict.getlist(nom):
            for _, parametres in formes:
                if parametres in ([], ["code"]):
                    yield reverse(nom, args=[site.pk] if parametres else [])


def test_aucune_page_ne_porte_de_script_ni_de_style_dans_son_texte(page, site):
    fautives = {}
    for url in pages_sans_cle(site):
        reponse = page.get(url, follow=True)
        if reponse["Content-Type"].startswith("text/html"):
            trouves = MORCEAUX_INTERDITS.findall(reponse.content.decode())
            if trouves:
                fautives[url] = trouves

    assert fautives == {}


def test_chaque_lien_de_la_page_du_site_mene_quelque_part(page, site):
    html = page.get(reverse("site", args=[site.pk])).content.decode()
    liens = {lien for lien in re.findall(r'href="(/[^"#?]*)', html) if "/static/" not in lien}

    morts = {lien for lien in liens if page.get(lien).status_code not in (200, 302)}

    assert morts == set()


def test_la_page_a_une_langue_un_titre_et_un_seul_titre_principal(page, site):
    for url in pages_sans_cle(site):
        reponse = page.get(url, follow=True)
        if reponse.status_code == 405 or not reponse["Content-Type"].startswith("text/html"):
            continue
        html = reponse.content.decode()
        assert '<html lang="fr"' in html, url
        # A page of the public names the site when it is open, never the product.
        publique = "/demarche-qualite/" in url or "/page-publique/apercu/" in url
        fin = "" if publique else " – Qual-e-Pref"
        assert re.search(rf"<title>[^<]+{fin}</title>", html), url
        assert len(re.findall(r"<h1[ >]", html)) == 1, url


def test_les_liens_d_evitement_menent_a_des_reperes_qui_existent(page, site):
    html = page.get(reverse("site", args=[site.pk])).content.decode()
    cibles = re.findall(r'class="fr-link" href="#(\w+)"', html)

    assert cibles == ["contenu", "menu", "pied"]
    assert all(f'id="{cible}"' in html for cible in cibles)


def test_le_menu_dit_ou_l_on_est(page, site):
    html = page.get(reverse("registre", args=[site.pk, "courriers"])).content.decode()

    (actif,) = re.findall(r'fr-nav__link" href="[^"]*" aria-current="true">([^<]+)<', html)
    assert actif == "Registres"


@pytest.mark.parametrize(
    ("nom", "entree"),
    [
        ("imports", "Import et export"),
        ("valeurs", "Tableau de bord"),
        ("cibles", "Tableau de bord"),
    ],
)
def test_le_menu_mene_a_ce_qui_s_importe_et_a_ce_qui_se_declare(page, site, nom, entree):
    html = page.get(reverse(nom, args=[site.pk]), follow=True).content.decode()

    (actif,) = re.findall(r'fr-nav__link" href="[^"]*" aria-current="\w+">([^<]+)<', html)
    assert actif == entree


def test_un_anonyme_n_a_ni_menu_ni_compte():
    html = connect().get(reverse("connexion")).content.decode()

    assert "fr-nav__link" not in html
    assert "Se déconnecter" not in html


@pytest.mark.parametrize(
    ("code", "titre"),
    [
        ("400", "Demande illisible"),
        ("403", "Accès refusé"),
        ("403_csrf", "Formulaire périmé"),
        ("404", "Page introuvable"),
        ("500", "Erreur du service"),
    ],
)
def test_une_page_d_erreur_se_dessine_sans_requete_ni_agent(code, titre):
    html = render_to_string(f"{code}.html")

    assert f"<h1>{titre}</h1>" in html


def test_une_adresse_inconnue_donne_la_page_introuvable(page):
    reponse = page.get("/nulle-part/")

    assert reponse.status_code == 404
    assert "Page introuvable" in reponse.content.decode()


def test_un_formulaire_sans_jeton_est_perime(site):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)

    reponse = client.post(reverse("connexion"), {"username": "x", "password": "y"})

    assert reponse.status_code == 403
    assert "Formulaire périmé" in reponse.content.decode()


@pytest.mark.parametrize(
    ("niveau", "genre"),
    [
        (messages.SUCCESS, "success"),
        (messages.INFO, "info"),
        (messages.WARNING, "warning"),
        (messages.ERROR, "error"),
    ],
)
def test_un_message_est_une_alerte_qui_ne_lit_pas_de_balise(niveau, genre):
    html = render_to_string(
        "socle/composants/messages.html", {"messages": [Message(niveau, "<b>x</b>")]}
    )

    assert f"fr-alert--{genre}" in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html
