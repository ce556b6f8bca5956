"""What the public meets: the way through a form, and every way in which it can go wrong."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from enquetes.usines import build_campagne
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import Brouillon, Collecteur, Retour, Verbatim
from qualepref.enquetes.views import public
from qualepref.noyau.visiteurs.debit import Debit
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert('x')</script>"
JETON = re.compile(r'name="jeton" value="([^"]+)"')
JOUR = dt.timedelta(days=1)


@pytest.fixture
def nantes():
    return build_site()


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


def build_adresse(site, adresse="abc", *, mode=Mode.EN_LIGNE, service=None, ferme=False, **valeurs):
    le = public.today_at(site)
    ouverte = {"ouverte_le": le - JOUR, "fermee_le": le + JOUR, "validee_le": le - JOUR}
    campagne = build_campagne(site, **(ouverte | valeurs))
    return Collecteur.objects.create(
        campagne=campagne, site=site, service=service, mode=mode, adresse=adresse, ferme=ferme
    )


def begin(client, adresse="abc", **champs):
    """Start a form as a browser does; return the address of its first page."""
    jeton = JETON.search(client.get(f"/enquete/{adresse}/").text)[1]
    reponse = client.post(f"/enquete/{adresse}/commencer/", {"jeton": jeton, **champs})
    assert reponse.status_code == 302
    return reponse.url


def send(client, page, bouton="suivant", **reponses):
    """Send a page as a browser does; return the answer of the site."""
    jeton = JETON.search(client.get(page).text)[1]
    champs = {f"q-{code}": valeur for code, valeur in reponses.items()}
    return client.post(page, {"jeton": jeton, bouton: "", **champs})


def walk(client, page, *pages):
    """Send pages one after the other; return the last answer."""
    for reponses in pages:
        reponse = send(client, page, **reponses)
        page = reponse.url
    return reponse


def test_un_questionnaire_se_remplit_page_apres_page(client, nantes):
    service = build_service(nantes)
    collecteur = build_adresse(nantes, service=service)
    page = begin(client)

    fin = walk(
        client,
        page,
        {"demarche": ["identite", "permis"]},
        {"globale": "satisfaisant"},
        {"aboutissement": "non", "raison": "document", "suggestions": "Plus d’horaires."},
    )

    retour = Retour.objects.get()
    assert fin.url.endswith("/merci/")
    assert retour.valeurs == {
        "demarche": ["identite", "permis"],
        "globale": "satisfaisant",
        "aboutissement": "non",
        "raison": ["document"],
        "suggestions": True,
    }
    assert (retour.service, retour.mode, retour.langue) == (service, collecteur.mode, "fr")
    assert (retour.jour, retour.recu_a.second) == (public.today_at(nantes), 0)
    assert Verbatim.objects.get().texte == "Plus d’horaires."
    assert not Brouillon.objects.exists()
    assert "Vos réponses sont enregistrées" in client.get(fin.url).text


def test_toutes_les_questions_sur_une_page(client, nantes):
    build_adresse(nantes, presentation="tout")

    fin = send(client, begin(client), globale="satisfaisant", age="plus_55")

    assert fin.url.endswith("/merci/")
    assert Retour.objects.get().valeurs == {"globale": "satisfaisant", "age": "plus_55"}


def test_aucun_cookie_aucune_session(client, nantes):
    build_adresse(nantes)

    fin = walk(client, begin(client), {}, {}, {})
    reponse = client.get(fin.url)

    assert not client.cookies
    assert not reponse.cookies
    assert reponse["Referrer-Policy"] == "no-referrer"
    assert reponse["Cache-Control"] == "no-store"
    assert "noindex" in reponse["X-Robots-Tag"]


@pytest.mark.parametrize("qui", ["public", "agent", "agent d’un autre site"])
def test_tous_voient_la_meme_page(nantes, qui):
    build_adresse(nantes)
    autre = build_site(**CLERMONT)
    agent = {"agent": nantes, "agent d’un autre site": autre}.get(qui)
    client = connect(agent and build_agent("referent", agent))

    reponse = client.get("/enquete/abc/")

    assert reponse.status_code == 200
    assert not reponse.cookies
    assert "Se déconnecter" not in reponse.text


def test_l_adresse_du_reseau_n_est_gardee_nulle_part(client, nantes):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]

    client.post(page, {"jeton": jeton, "suivant": ""}, REMOTE_ADDR="192.0.2.77")

    retour = Retour.objects.values().get()
    assert "192.0.2.77" not in repr(retour) + repr(vars(public.DEBIT))


@pytest.mark.parametrize(
    ("valeurs", "statut", "titre"),
    [
        ({"fermee_le": -1}, 410, "Cette enquête est terminée"),
        ({"ouverte_le": 1}, 403, "Cette enquête n’est pas encore ouverte"),
        ({"validee_le": None}, 404, "Aucune enquête à cette adresse"),
        ({"ferme": True}, 410, "Cette adresse ne sert plus"),
        ({"formulaire": None}, 404, "Aucune enquête à cette adresse"),
        ({"mode": Mode.PAPIER}, 404, "Aucune enquête à cette adresse"),
    ],
)
def test_une_adresse_qui_ne_prend_pas_de_reponse_le_dit(client, nantes, valeurs, statut, titre):
    le = public.today_at(nantes)
    jours = {c: le + v * JOUR if type(v) is int else v for c, v in valeurs.items()}
    build_adresse(nantes, **jours)

    for adresse in ("/enquete/abc/", f"/enquete/abc/{uuid4()}/1/"):
        reponse = client.get(adresse)
        assert (reponse.status_code, reponse.cookies.keys()) == (statut, set())
        assert f"<h1>{titre}</h1>" in reponse.text


def test_une_adresse_inconnue_est_dite_sans_compte(client):
    reponse = client.get("/enquete/rien/")

    assert reponse.status_code == 404
    assert "Aucune enquête à cette adresse" in reponse.text


def test_une_campagne_close_en_cours_de_route_ne_prend_plus_rien(client, nantes):
    collecteur = build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]
    campagne = collecteur.campagne
    campagne.fermee_le = public.today_at(nantes) - JOUR
    campagne.save()

    reponse = client.post(page, {"jeton": jeton, "suivant": "", "q-globale": "satisfaisant"})

    assert reponse.status_code == 410
    assert not Retour.objects.exists()


def test_envoyer_deux_fois_n_enregistre_qu_une_fois(client, nantes):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]
    envoi = {"jeton": jeton, "suivant": "", "q-globale": "satisfaisant"}

    premier, second = client.post(page, envoi), client.post(page, envoi)

    assert premier.url == second.url == client.get(page).url
    assert Retour.objects.count() == 1


def test_revenir_en_arriere_apres_l_envoi_ramene_au_merci(client, nantes):
    build_adresse(nantes)
    page = begin(client)
    fin = walk(client, page, {}, {}, {})

    assert client.get(page).url == fin.url


def test_une_reponse_inconnue_est_refusee_a_sa_question(client, nantes):
    build_adresse(nantes, presentation="tout")
    page = begin(client)

    reponse = send(client, page, globale="parfait", age="plus_55")

    assert reponse.status_code == 200
    assert "« parfait » ne figure pas parmi les réponses possibles" in reponse.text
    assert 'href="#q-globale--tres_satisfaisant"' in reponse.text
    assert 'value="plus_55" checked' in reponse.text
    assert not Retour.objects.exists()


def test_une_reponse_a_une_question_ecartee_n_est_pas_retenue(client, nantes):
    build_adresse(nantes, presentation="tout")

    send(client, begin(client), aboutissement="oui", raison="document")

    assert Retour.objects.get().valeurs == {"aboutissement": "oui"}


def test_changer_d_avis_retire_les_reponses_que_cela_ecarte(client, nantes):
    build_adresse(nantes, questionnaire="accueil-physique")
    page = begin(client)
    avant = walk(client, page, {}, {}, {"handicap": "pas_satisfaisant"})
    sur_place = avant.url.replace("/4/", "/3/")
    send(client, sur_place, handicap="pas_satisfaisant", handicap_difficulte="Les marches.")

    send(client, sur_place, handicap="satisfaisant", handicap_difficulte="Les marches.")

    assert Brouillon.objects.get().valeurs == {"handicap": "satisfaisant"}


def test_un_texte_hostile_est_montre_tel_quel(client, nantes):
    build_adresse(nantes)
    page = begin(client)
    derniere = walk(client, page, {}, {}).url

    reponse = send(client, derniere, "precedent", suggestions=HOSTILE)
    relue = client.get(derniere).text

    assert reponse.url != derniere
    assert HOSTILE not in relue
    assert "&lt;script&gt;" in relue


def test_reprendre_apres_une_coupure(client, nantes):
    build_adresse(nantes)
    page = begin(client)
    suivante = send(client, page, prise_rendez_vous="sans").url

    reprise = client.get(page.removesuffix("1/"))

    assert reprise.url == suivante
    assert 'value="sans" checked' in client.get(page).text


def test_revenir_garde_ce_qui_est_ecrit(client, nantes):
    build_adresse(nantes)
    page = begin(client)
    seconde = send(client, page).url

    retour = send(client, seconde, "precedent", globale="satisfaisant")

    assert retour.url == page
    assert 'value="satisfaisant" checked' in client.get(seconde).text


def test_une_faute_laissee_en_arriere_ramene_a_sa_page(client, nantes):
    build_adresse(nantes)
    page = begin(client)
    seconde = send(client, page).url
    troisieme = seconde.replace("/2/", "/3/")
    send(client, troisieme, "precedent", suggestions="x" * 3000)
    send(client, seconde, "precedent", globale="inconnue")

    reponse = send(client, troisieme)

    assert reponse.url == f"{seconde}?a-revoir"
    assert "ne figure pas parmi les réponses possibles" in client.get(reponse.url).text


@pytest.mark.parametrize("numero", [0, 7, 99])
def test_une_page_qui_n_existe_pas_mene_a_une_vraie(client, nantes, numero):
    build_adresse(nantes)
    page = begin(client)

    reponse = client.get(page.replace("/1/", f"/{numero}/"))

    assert client.get(reponse.url).status_code == 200


def test_une_page_sans_question_a_poser_est_passee(client, nantes, tmp_path):
    collecteur = build_adresse(nantes, questionnaire="accueil-physique")
    page = begin(client)
    Brouillon.objects.update(valeurs={"rendez_vous": "oui"})

    assert client.get(page).status_code == 200
    assert collecteur.campagne.presentation == "par_groupe"


@pytest.mark.parametrize("jeton", ["", "abc:xyz:faux", "abc/autre"])
def test_un_jeton_forge_n_enregistre_rien_et_ne_perd_rien(client, nantes, jeton):
    build_adresse(nantes, presentation="tout")
    page = begin(client)

    reponse = client.post(page, {"jeton": jeton, "suivant": "", "q-globale": "satisfaisant"})

    assert reponse.status_code == 403
    assert 'value="satisfaisant" checked' in reponse.text
    assert "envoyez-les de nouveau" in reponse.text
    assert not Retour.objects.exists()


def test_un_jeton_perime_est_refuse(client, nantes, monkeypatch):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]
    demain = public.time.time() + 24 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: demain)

    reponse = client.post(page, {"jeton": jeton, "suivant": ""})

    assert reponse.status_code == 403


def test_le_jeton_d_un_autre_questionnaire_est_refuse(client, nantes):
    build_adresse(nantes, presentation="tout")
    page, autre = begin(client), begin(client)
    jeton = JETON.search(client.get(autre).text)[1]

    assert client.post(page, {"jeton": jeton, "suivant": ""}).status_code == 403


def test_un_envoi_d_un_autre_site_est_refuse(client, nantes):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]

    reponse = client.post(
        page, {"jeton": jeton, "suivant": ""}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert reponse.status_code == 403


def test_commencer_sans_jeton_est_refuse(client, nantes):
    build_adresse(nantes)

    reponse = client.post("/enquete/abc/commencer/", {})

    assert reponse.status_code == 403
    assert not Brouillon.objects.exists()


def test_le_brouillon_d_une_autre_campagne_n_est_pas_a_cette_adresse(client, nantes):
    build_adresse(nantes)
    build_adresse(build_site(**CLERMONT), "def")
    page = begin(client, "def")

    reponse = client.get(page.replace("/def/", "/abc/"))

    assert reponse.status_code == 404
    assert "Ce questionnaire n’est plus là" in reponse.text


def test_un_envoi_demesure_est_refuse_en_clair(client, nantes):
    build_adresse(nantes, presentation="tout")
    page = begin(client)

    reponse = client.post(page, {"q-suggestions": "x" * 300_000})

    assert reponse.status_code == 413
    assert "Ces réponses sont trop longues" in reponse.text
    assert not Retour.objects.exists()


def test_un_texte_trop_long_est_dit_a_sa_question(client, nantes):
    build_adresse(nantes, presentation="tout")

    reponse = send(client, begin(client), suggestions="x" * 2001)

    assert "Le texte compte 2001 caractères, pour 2000 au plus." in reponse.text


def test_trop_d_envois_font_attendre_sans_rien_perdre(client, nantes, monkeypatch):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    jeton = JETON.search(client.get(page).text)[1]
    monkeypatch.setattr(public, "DEBIT", Debit(1, cle=b"cle"))
    public.DEBIT.take("127.0.0.1", public.time.monotonic())

    reponse = client.post(page, {"jeton": jeton, "suivant": "", "q-suggestions": HOSTILE})

    assert reponse.status_code == 429
    assert 0 < int(reponse["Retry-After"]) <= 60
    assert f"Réessayez dans {reponse['Retry-After']} secondes" in reponse.text
    assert '<input type="hidden" name="q-suggestions" value="&lt;script&gt;' in reponse.text
    assert not Retour.objects.exists()


def test_une_borne_efface_ce_qu_on_y_laisse(client, nantes):
    build_adresse(nantes, mode=Mode.BORNE)
    page = begin(client)
    effacer = page.replace("/1/", "/effacer/")
    html = client.get(page).text

    reponse = client.get(effacer)

    assert f'url={effacer}"></noscript>' in html
    assert f'data-eq-retour="{effacer}"' in html
    assert reponse.url == "/enquete/abc/"
    assert not Brouillon.objects.exists()


def test_une_borne_revient_d_elle_meme_apres_le_merci(client, nantes):
    build_adresse(nantes, mode=Mode.BORNE)

    html = client.get(walk(client, begin(client), {}, {}, {}).url).text

    assert re.search(r'http-equiv="refresh" content="\d+; url=/enquete/abc/"', html)


def test_chez_soi_rien_ne_s_efface_par_une_simple_adresse(client, nantes):
    build_adresse(nantes)
    page = begin(client)

    client.get(page.replace("/1/", "/effacer/"))

    assert Brouillon.objects.exists()


def test_une_borne_ne_mene_nulle_part_ailleurs(client, nantes):
    build_adresse(nantes, mode=Mode.BORNE)
    page = begin(client)

    liens = re.findall(r'href="([^"]+)"', client.get("/enquete/abc/").text + client.get(page).text)

    assert {
        lien for lien in liens if not lien.startswith(("#", "?", "/static/", "/enquete/abc/"))
    } == set()


def test_une_tablette_dit_qu_un_mediateur_aide_et_recommence(client, nantes):
    build_adresse(nantes, mode=Mode.TABLETTE)
    accueil = client.get("/enquete/abc/").text

    merci = client.get(walk(client, begin(client), {}, {}, {}).url).text

    assert "avec l’aide d’un médiateur" in accueil
    assert Retour.objects.get().mode == Mode.TABLETTE
    assert "Nouveau questionnaire" in merci


@pytest.mark.parametrize(
    ("demande", "accepte", "attendu"),
    [("", "ar,fr;q=0.5", "ar"), ("en", "ar", "en"), ("xx", "pt", "fr"), ("", "", "fr")],
)
def test_la_langue_est_choisie_ou_celle_du_navigateur(client, nantes, demande, accepte, attendu):
    build_adresse(nantes)

    html = client.get(f"/enquete/abc/?langue={demande}", headers={"Accept-Language": accepte}).text

    assert f'<html lang="{attendu}" dir="{"rtl" if attendu == "ar" else "ltr"}"' in html


def test_la_langue_choisie_suit_jusqu_au_merci(client, nantes):
    build_adresse(nantes)
    page = begin(client, langue="en")

    fin = walk(client, page, {}, {}, {})

    assert "Your answers are recorded" in client.get(fin.url).text
    assert Retour.objects.get().langue == "en"


def test_une_langue_que_la_campagne_n_a_pas_n_est_pas_proposee(client, nantes):
    build_adresse(nantes, langues=["fr", "en"])

    assert 'hreflang="ar"' not in client.get("/enquete/abc/?langue=ar").text


def test_ce_qui_est_garde_est_dit_a_l_accueil(client, nantes):
    build_adresse(nantes)

    html = client.get("/enquete/abc/").text

    assert "aucun cookie" in html
    assert f"au bout de {settings.BROUILLONS_CONSERVATION_JOURS} jours" in html
    assert "au bout de 36 mois" in html


@pytest.mark.parametrize("adresse", ["", "commencer/"])
def test_une_methode_inattendue_est_refusee(client, nantes, adresse):
    build_adresse(nantes)

    assert client.delete(f"/enquete/abc/{adresse}").status_code == 405


def test_la_plus_grande_page_tient_sous_150_ko(client, nantes):
    build_adresse(nantes, questionnaire="accueil-physique", presentation="tout")
    page = client.get(begin(client))
    feuilles = re.findall(r'(?:href|src)="/static/(enquetes/[^"]+)"', page.text)
    racine = settings.RACINE / "src/qualepref/enquetes/static"

    total = len(page.content) + sum((racine / f).stat().st_size for f in feuilles)

    assert len(feuilles) == 3
    assert total < 150_000


def test_une_page_coute_peu_de_requetes(client, nantes, django_assert_max_num_queries):
    build_adresse(nantes, presentation="tout")
    page = begin(client)
    client.get(page)

    with django_assert_max_num_queries(2):
        client.get(page)


@pytest.mark.parametrize(("langue", "revient"), [("fr", False), ("ar", True)])
def test_une_borne_revient_a_sa_premiere_langue(client, nantes, langue, revient):
    build_adresse(nantes, mode=Mode.BORNE)

    html = client.get(f"/enquete/abc/?langue={langue}").text

    assert ("url=/enquete/abc/?langue=fr" in html) is revient
