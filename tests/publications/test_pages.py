import io
import re

import pikepdf
import pytest
from django.urls import reverse

from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.models import Verbatim
from qualepref.publications.rendering.conventions import DEMONSTRATION
from usines import connect


@pytest.fixture
def page(nantes):
    return reverse("bilan_annee", args=[nantes.code, 2022])


@pytest.fixture
def fichier(nantes):
    return reverse("bilan_pdf", args=[nantes.code, 2022])


def read(reponse) -> str:
    """Return the text of a page, spaces made one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.content.decode()))


@pytest.mark.parametrize("qui", ["référent", "lecteur", "auditeur", "national"])
@pytest.mark.parametrize("adresse", ["page", "fichier"])
def test_bilan_s_ouvre_a_qui_consulte_le_site(agents, request, qui, adresse):
    reponse = connect(agents[qui]).get(request.getfixturevalue(adresse))

    assert reponse.status_code == 200


@pytest.mark.parametrize("qui", ["autre site", "sans rôle"])
@pytest.mark.parametrize("adresse", ["page", "fichier"])
def test_bilan_n_existe_pas_pour_qui_n_a_rien_a_y_voir(agents, request, qui, adresse):
    reponse = connect(agents[qui]).get(request.getfixturevalue(adresse))

    assert reponse.status_code == 404


@pytest.mark.parametrize("adresse", ["page", "fichier"])
def test_bilan_demande_de_s_identifier(agents, request, adresse):
    reponse = connect().get(request.getfixturevalue(adresse))

    assert reponse.status_code == 302
    assert "next=" in reponse.url


@pytest.mark.parametrize("annee", [1900, 9999])
def test_bilan_n_existe_pas_hors_du_calendrier(nantes, agents, annee):
    reponse = connect(agents["référent"]).get(reverse("bilan_annee", args=[nantes.code, annee]))

    assert reponse.status_code == 404


def test_bilan_mene_a_l_annee_choisie(nantes, agents, page):
    reponse = connect(agents["référent"]).get(reverse("bilan", args=[nantes.code]), {"annee": 2022})

    assert reponse.url == page


def test_bilan_sans_donnees_dit_pourquoi_rien_n_est_chiffre(agents, page):
    texte = read(connect(agents["référent"]).get(page))

    assert "Aucune donnée relevée cette année." in texte
    assert "Non collecté cette année" in texte


def test_bilan_dit_le_resultat_son_rapport_et_son_effectif(agents, courriels, page):
    texte = read(connect(agents["référent"]).get(page)).replace("\N{NO-BREAK SPACE}", " ")

    for attendu in ("88 %", "57 / 65 courriels répondus", "janvier à juin 2022 (6 mois relevés"):
        assert attendu in texte


def test_bilan_dessine_et_met_en_tableau_les_mois(agents, courriels, page):
    contenu = connect(agents["référent"]).get(page).content.decode()

    assert contenu.count('class="gq"') == contenu.count("Les valeurs du graphique en tableau") > 0


def test_bilan_n_a_ni_style_ni_script_dans_la_page(agents, courriels, page):
    principal = connect(agents["référent"]).get(page).content.decode().split("<main")[1]

    assert "style=" not in principal
    assert "<script" not in principal.split("</main>")[0]


def test_bilan_n_a_pas_deux_fois_la_meme_ancre(agents, courriels, appels, page):
    ids = re.findall(r'\bid="([^"]+)"', connect(agents["référent"]).get(page).content.decode())

    assert sorted(ids) == sorted(set(ids))


def test_bilan_mene_a_chaque_indicateur_du_perimetre(nantes, agents, courriels, page):
    contenu = connect(agents["référent"]).get(page).content.decode()

    for code in ("I11", "I13", "I1"):
        assert reverse("indicateur", args=[nantes.code, 2022, code]) in contenu


def test_bilan_pdf_se_nomme_par_le_site_et_l_annee(nantes, agents, fichier):
    reponse = connect(agents["référent"]).get(fichier)

    assert reponse["Content-Type"] == "application/pdf"
    assert 'filename="bilan-pref-44-2022.pdf"' in reponse["Content-Disposition"]


def test_bilan_pdf_n_avertit_que_d_une_demonstration(agents, appels, fichier):
    reponse = connect(agents["référent"]).get(fichier)

    with pikepdf.open(io.BytesIO(reponse.content)) as pdf:
        assert str(pdf.Root.Lang).startswith("fr")
    assert DEMONSTRATION.encode() not in reponse.content


def test_bilan_montre_les_enquetes_avec_leurs_niveaux(nantes, agents, page):
    campagne = build_campagne(nantes)
    for _ in range(30):
        build_retour(campagne, {"globale": "satisfaisant"})

    reponse = connect(agents["lecteur"]).get(page)

    texte = read(reponse)
    assert "Les enquêtes de l’année" in texte
    assert "100,0 % 30 / 30" in texte.replace("\N{NO-BREAK SPACE}", " ")
    assert b'id="enquete-1"' in reponse.content
    assert b"<svg" in reponse.content


def test_bilan_montre_une_remarque_hostile_comme_du_texte(nantes, agents, page):
    campagne = build_campagne(nantes)
    Verbatim.objects.create(
        campagne=campagne, site=nantes, question="suggestions", jour=campagne.ouverte_le,
        texte="", texte_publie="<script>alert(1)</script>", etat="publiable",
    )  # fmt: skip

    contenu = connect(agents["lecteur"]).get(page).content

    assert b"<script>alert(1)" not in contenu
    assert b"&lt;script&gt;alert(1)" in contenu
