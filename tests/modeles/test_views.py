import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from modeles.usines import build_coordonnees, build_docx, build_modele
from qualepref.modeles.models import Coordonnees, Modele
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db
CODE = "courriel-reponse"
LECTURES = (
    ("modeles", ()),
    ("modeles_coordonnees", ()),
    ("modele", (CODE,)),
    ("modele_versions", (CODE,)),
    ("modele_remplir", (CODE,)),
    ("modele_fichier", (CODE, "html")),
)
ECRITURES = (
    ("modele_adopter", ("badge",)),
    ("modele_modifier", (CODE,)),
    ("modele_avis", (CODE,)),
    ("modeles_coordonnees_modifier", ("site",)),
)


@pytest.fixture
def site():
    site = build_site()
    build_modele(site, CODE)
    return site


@pytest.fixture
def referent(site):
    return connect(build_agent("referent", site, username="marie"))


def adresse(site, nom, arguments=()):
    return reverse(nom, args=[site.pk, *arguments])


@pytest.mark.parametrize(("nom", "arguments"), LECTURES)
@pytest.mark.parametrize("role", ["referent", "lecteur", "auditeur", "correspondant", "national"])
def test_chaque_role_lit_les_modeles(site, role, nom, arguments):
    service = build_service(site) if role == "correspondant" else None
    ou = None if role == "national" else site
    agent = build_agent(role, ou, service=service, jusqu_au=dt.date(2099, 1, 1))

    assert connect(agent).get(adresse(site, nom, arguments)).status_code == 200


@pytest.mark.parametrize(("nom", "arguments"), LECTURES + ECRITURES)
def test_l_agent_d_un_autre_site_n_y_trouve_rien(site, nom, arguments):
    ailleurs = connect(build_agent("referent", build_site(**CLERMONT)))

    assert ailleurs.get(adresse(site, nom, arguments)).status_code == 404


@pytest.mark.parametrize(("nom", "arguments"), LECTURES + ECRITURES)
def test_le_public_est_mene_a_la_connexion(site, nom, arguments):
    reponse = connect().get(adresse(site, nom, arguments))

    assert reponse.status_code == 302
    assert "/connexion/" in reponse.url


@pytest.mark.parametrize(("nom", "arguments"), ECRITURES)
def test_le_referent_seul_ecrit(site, referent, nom, arguments):
    page = adresse(site, nom, arguments)
    lecteur = connect(build_agent("lecteur", site))

    assert referent.get(page).status_code == 200
    assert lecteur.get(page).status_code == 403
    assert lecteur.post(page, {}).status_code == 403


def test_adopter_mene_au_modele_du_site(site, referent):
    reponse = referent.post(adresse(site, "modele_adopter", ["badge"]), {"code": "badge-nantes"})

    assert reponse.url == adresse(site, "modele", ["badge-nantes"])
    assert Modele.objects.get(code="badge-nantes").par == "marie"


def test_adopter_deux_fois_sous_le_meme_code_dit_pourquoi(site, referent):
    reponse = referent.post(adresse(site, "modele_adopter", [CODE]), {"code": CODE})

    assert "a déjà un modèle" in reponse.content.decode()


def test_un_depart_inconnu_ne_se_trouve_pas(site, referent):
    assert referent.get(adresse(site, "modele_adopter", ["inconnu"])).status_code == 404


def version(**valeurs):
    return {"version": "1", "titre": "Réponse", "objet": "", "corps": "Bonjour.", **valeurs}


def test_ecrire_une_version_puis_la_comparer(site, referent):
    reponse = referent.post(
        adresse(site, "modele_modifier", [CODE]), version(corps="Bonjour {site.nom}.")
    )
    comparee = referent.get(adresse(site, "modele_versions", [CODE])).content.decode()

    assert reponse.url == adresse(site, "modele", [CODE])
    assert Modele.objects.filter(code=CODE).count() == 2
    assert "<ins>" in comparee
    assert "<del>" in comparee


def test_une_variable_inconnue_garde_le_texte_et_liste_celles_qui_existent(site, referent):
    reponse = referent.post(
        adresse(site, "modele_modifier", [CODE]), version(corps="Voyez {sit.nom} <b>")
    )

    page = reponse.content.decode()
    assert "Variable inconnue" in page
    assert "{coordonnees.telephone}" in page
    assert "Voyez {sit.nom} &lt;b&gt;" in page
    assert Modele.objects.filter(code=CODE).count() == 1


def test_une_version_ecrite_entre_temps_n_est_pas_ecrasee(site, referent):
    page = adresse(site, "modele_modifier", [CODE])
    referent.post(page, version(corps="Premier."))

    reponse = referent.post(page, version(corps="Second."))

    assert "entre-temps" in reponse.content.decode()
    assert "Second." in reponse.content.decode()
    assert Modele.objects.filter(code=CODE).count() == 2


def test_un_document_word_depose_est_rempli_au_telechargement(site, referent, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    docx = SimpleUploadedFile("lettre.docx", build_docx("{{ site.nom }}"))

    referent.post(adresse(site, "modele_modifier", [CODE]), version(docx=docx))
    reponse = referent.get(adresse(site, "modele_fichier", [CODE, "docx"]))

    assert reponse.status_code == 200
    assert f"{CODE}-v2.docx" in reponse["Content-Disposition"]


def test_un_fichier_qui_n_est_pas_un_document_word_est_refuse_a_sa_case(site, referent):
    faux = SimpleUploadedFile("lettre.docx", b"%PDF-1.7")

    reponse = referent.post(adresse(site, "modele_modifier", [CODE]), version(docx=faux))

    assert "docx" in reponse.context["form"].errors
    assert Modele.objects.filter(code=CODE).count() == 1


def test_noter_l_avis_du_comite(site, referent):
    page = adresse(site, "modele_avis", [CODE])

    sans_date = referent.post(page, {"avis": "favorable"})
    # The factory's template was written long before today.
    reponse = referent.post(
        page, {"avis": "favorable", "rendu_le": "2022-06-30", "texte": "Clair."}
    )

    assert "Donnez la date de cet avis" in sans_date.content.decode()
    assert reponse.status_code == 302
    assert Modele.objects.get(code=CODE).avis == "favorable"


def test_un_avis_d_avant_la_version_est_refuse_a_sa_case(site, referent):
    reponse = referent.post(
        adresse(site, "modele_avis", [CODE]), {"avis": "favorable", "rendu_le": "2020-01-01"}
    )

    assert "rendu_le" in reponse.context["form"].errors


def test_remplir_donne_le_fichier_et_ne_garde_rien(site):
    lecteur = connect(build_agent("lecteur", site))

    reponse = lecteur.post(
        adresse(site, "modele_remplir", [CODE]),
        {"agent_nom": "Marie Roux", "reponse": "<b>Oui</b>", "extension": "html"},
    )

    assert "&lt;b&gt;Oui&lt;/b&gt;" in reponse.content.decode()
    assert "Marie Roux" in reponse.content.decode()
    assert Modele.objects.filter(code=CODE).count() == 1


def test_imprimer_les_badges_de_deux_personnes(site, referent):
    build_modele(site, "badge")

    reponse = referent.post(
        adresse(site, "modele_remplir", ["badge"]),
        {"personnes": "Pierre ; Accueil général\n\nMarie ; Standard", "extension": "pdf"},
    )

    assert reponse.content.startswith(b"%PDF")


def test_trop_de_badges_a_la_fois_sont_refuses(site, referent, settings):
    settings.BADGES_MAXIMUM = 1
    build_modele(site, "badge")

    reponse = referent.post(
        adresse(site, "modele_remplir", ["badge"]), {"personnes": "A\nB", "extension": "pdf"}
    )

    assert "personnes" in reponse.context["form"].errors


def test_un_caractere_sans_dessin_est_dit_sur_la_page(site, referent):
    build_modele(site, "badge")

    reponse = referent.post(
        adresse(site, "modele_remplir", ["badge"]),
        {"personnes": "\U0001f600", "extension": "pdf"},
    )

    assert "ne peut pas être imprimé" in reponse.content.decode()


@pytest.mark.parametrize("version", ["9", "abc"])
def test_une_version_qui_n_existe_pas_ne_se_trouve_pas(site, referent, version):
    page = f"{adresse(site, 'modele', [CODE])}?version={version}"

    assert referent.get(page).status_code == 404


def test_un_format_que_le_type_n_a_pas_ne_se_trouve_pas(site, referent):
    assert referent.get(adresse(site, "modele_fichier", [CODE, "pdf"])).status_code == 404


def test_changer_les_coordonnees_d_un_service_n_y_recopie_pas_celles_du_site(site, referent):
    build_coordonnees(site)
    service = build_service(site, "accueil", "Accueil")
    page = adresse(site, "modeles_coordonnees_modifier", ["accueil"])

    assert referent.get(page).context["form"]["telephone"].value() == ""
    referent.post(page, {"telephone": "02 40 11 11 11"})

    propres = Coordonnees.objects.get(service=service)
    assert (propres.telephone, propres.adresse) == ("02 40 11 11 11", "")


def test_la_page_pointe_ce_qui_est_a_revoir_dans_le_texte(site, referent):
    referent.post(adresse(site, "modele_modifier", [CODE]), version(corps="Voyez le PAN. <i>"))

    page = referent.get(adresse(site, "modele", [CODE])).content.decode()

    assert "<mark>PAN</mark>" in page
    assert "point d’accueil numérique" in page
    assert "&lt;i&gt;" in page
