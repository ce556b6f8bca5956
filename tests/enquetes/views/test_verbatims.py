"""Pages of remarks: who reads what, words looked for, the reading one by one, the file."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.enums import EtatVerbatim
from qualepref.enquetes.models import Verbatim
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db
SECRET = "Madame Untel m’a orientée vers le bureau d’à côté"


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def campagne(site):
    return build_campagne(site)


@pytest.fixture
def referent(site):
    return build_agent("referent", site)


def address(nom, campagne, *suite, site=None):
    return reverse(nom, args=[(site or campagne.pilote).pk, campagne.pk, *suite])


def build_verbatim(campagne, texte=SECRET, *, site=None, publie="", **valeurs):
    build_retour(campagne, {"suggestions": texte}, site=site)
    verbatim = Verbatim.objects.latest("pk")
    if publie:
        valeurs |= {"etat": EtatVerbatim.PUBLIABLE, "texte_publie": publie}
    Verbatim.objects.filter(pk=verbatim.pk).update(**valeurs)
    verbatim.refresh_from_db()
    return verbatim


def agent_of(role, site):
    return build_agent(
        role, None if role == "national" else site,
        service=build_service(site) if role == "correspondant" else None,
        jusqu_au=dt.date(2100, 1, 1) if role == "auditeur" else None,
    )  # fmt: skip


ROLES = ["referent", "correspondant", "lecteur", "auditeur", "enqueteur", "national"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("nom", ["enquete_verbatims", "enquete_verbatims_export"])
def test_ni_un_enqueteur_ni_un_role_national_ne_lit_les_remarques(campagne, site, role, nom):
    build_verbatim(campagne, publie="Bien orientée")

    reponse = connect(agent_of(role, site)).get(address(nom, campagne), {"extension": "csv"})

    assert reponse.status_code == (403 if role in ("enqueteur", "national") else 200)


@pytest.mark.parametrize("role", ROLES)
def test_seul_le_referent_relit(campagne, site, role):
    adresse = address("enquete_verbatim", campagne, build_verbatim(campagne).pk)

    reponse = connect(agent_of(role, site)).get(adresse)

    assert reponse.status_code == (200 if role == "referent" else 403)


@pytest.mark.parametrize(
    "nom", ["enquete_verbatims", "enquete_verbatims_relire", "enquete_verbatims_export"]
)
def test_un_autre_site_et_le_public_ne_voient_rien(campagne, nom):
    autre = build_agent("referent", build_site(**CLERMONT))

    assert connect(autre).get(address(nom, campagne)).status_code == 404
    assert connect().get(address(nom, campagne)).url.startswith("/connexion/")


def test_qui_ne_relit_pas_ne_voit_que_le_texte_publie(campagne, site):
    build_verbatim(campagne, publie="Bien orientée vers le bureau")
    build_verbatim(campagne, "Jamais relue, Monsieur Untel")
    client = connect(build_agent("lecteur", site))

    page = client.get(address("enquete_verbatims", campagne)).content.decode()
    cherchee = client.get(address("enquete_verbatims", campagne), {"q": "Untel"})

    assert "Bien orientée vers le bureau" in page
    assert "Untel" not in page
    assert list(cherchee.context["page"]) == []


def test_mener_la_campagne_ne_montre_pas_les_remarques_des_autres_sites(site, referent):
    autre = build_site(**CLERMONT)
    campagne = build_campagne(site, autre)
    build_verbatim(campagne, "Ici", publie="Ici")
    la_bas = build_verbatim(campagne, "Là-bas", site=autre, publie="Là-bas")
    client = connect(referent)

    page = client.get(address("enquete_verbatims", campagne))

    assert [v.texte for v in page.context["page"]] == ["Ici"]
    assert client.get(address("enquete_verbatim", campagne, la_bas.pk)).status_code == 404


@pytest.mark.parametrize(
    ("criteres", "trouves"),
    [
        ({}, ["Délai trop long", "Accueil parfait", "Personne à l’accueil"]),
        ({"q": "DELAI"}, ["Délai trop long"]),
        ({"q": "accueil parfait"}, ["Accueil parfait"]),
        ({"q": "100 %"}, []),
        ({"categorie": "delais"}, ["Délai trop long"]),
        ({"categorie": "sans"}, ["Accueil parfait", "Personne à l’accueil"]),
        ({"note": "9"}, ["Accueil parfait"]),
        ({"note": "sans"}, ["Délai trop long", "Personne à l’accueil"]),
        ({"etat": "publiable"}, ["Accueil parfait"]),
        ({"etat": "a_relire", "q": "accueil"}, ["Personne à l’accueil"]),
        ({"etat": "inconnu"}, ["Délai trop long", "Accueil parfait", "Personne à l’accueil"]),
    ],
)
def test_les_filtres_se_cumulent(campagne, referent, criteres, trouves):
    build_verbatim(campagne, "Personne à l’accueil")
    build_verbatim(campagne, "Accueil parfait", publie="Accueil parfait", note=9)
    build_verbatim(campagne, "Délai trop long", categorie="delais")

    page = connect(referent).get(address("enquete_verbatims", campagne), criteres).context["page"]

    assert [v.texte for v in page] == trouves


def test_une_remarque_hostile_se_montre_telle_quelle(campagne, referent):
    hostile = build_verbatim(campagne, "<img src=x onerror=alert(1)> =1+1")
    client = connect(referent)

    for adresse in (
        address("enquete_verbatims", campagne),
        address("enquete_verbatim", campagne, hostile.pk),
    ):
        page = client.get(adresse).content.decode()

        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_la_relecture_propose_le_texte_masque_et_souligne_les_passages(campagne, referent):
    verbatim = build_verbatim(campagne)

    page = connect(referent).get(address("enquete_verbatim", campagne, verbatim.pk))

    assert page.context["form"]["texte"].value().startswith("Madame [nom] m’a orientée")
    assert "<mark>Untel</mark>" in page.content.decode()


def decide(client, verbatim, decision="publiable", **valeurs):
    adresse = address("enquete_verbatim", verbatim.campagne, verbatim.pk)
    lue = client.get(adresse).context["form"]["lue"].value()
    base = {"texte": "Bien orientée", "categorie": "orientation", "note": "", "lue": lue}
    return client.post(adresse, base | {"decision": decision} | valeurs)


def test_publier_mene_a_la_remarque_suivante(campagne, referent):
    premiere, seconde = build_verbatim(campagne), build_verbatim(campagne, "Autre")

    reponse = decide(connect(referent), premiere, note="7")

    premiere.refresh_from_db()
    assert (premiere.etat, premiere.texte_publie, premiere.note) == (
        "publiable",
        "Bien orientée",
        7,
    )
    assert (premiere.categorie, premiere.relu_par) == ("orientation", referent.username)
    assert reponse.url == address("enquete_verbatim", campagne, seconde.pk)


def test_la_derniere_relue_on_revient_a_la_liste(campagne, referent):
    reponse = decide(connect(referent), build_verbatim(campagne), "ecarte")

    assert reponse.url == address("enquete_verbatims", campagne)
    assert Verbatim.objects.get().etat == EtatVerbatim.ECARTE


def test_passer_fait_le_tour_et_ne_decide_rien(campagne, referent):
    premiere, seconde = build_verbatim(campagne), build_verbatim(campagne, "Autre")
    client, adresse = connect(referent), address("enquete_verbatims_relire", campagne)

    apres = [client.get(adresse, {"apres": v.pk}).url for v in (premiere, seconde)]

    assert apres == [address("enquete_verbatim", campagne, v.pk) for v in (seconde, premiere)]
    assert not Verbatim.objects.exclude(etat=EtatVerbatim.A_RELIRE).exists()


def test_publier_un_nom_demande_confirmation(campagne, referent):
    verbatim, client = build_verbatim(campagne), connect(referent)

    refus = decide(client, verbatim, texte="Mme Untel m’a aidée")
    avant = Verbatim.objects.get().etat
    decide(client, verbatim, texte="Mme Untel m’a aidée", confirme="on")

    assert "Restent lisibles : « Untel »" in refus.content.decode()
    assert "confirmez" in refus.content.decode()
    assert (avant, Verbatim.objects.get().etat) == ("a_relire", "publiable")


@pytest.mark.parametrize(
    ("valeurs", "message"),
    [
        ({"texte": "  "}, "rien à publier"),
        ({"note": "11"}, "La note va de 0 à 10"),
        ({"note": "-1"}, "La note va de 0 à 10"),
        ({"categorie": "inconnue"}, "inconnue"),
        ({"lue": "perimee"}, "entre-temps"),
    ],
)
def test_une_relecture_qui_ne_tient_pas_n_ecrit_rien(campagne, referent, valeurs, message):
    reponse = decide(connect(referent), build_verbatim(campagne), **valeurs)

    assert message in reponse.content.decode()
    assert Verbatim.objects.get().etat == EtatVerbatim.A_RELIRE


def read_export(campagne, client, **choix):
    reponse = client.get(
        address("enquete_verbatims_export", campagne), {"extension": "csv"} | choix
    )
    texte = reponse.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(texte), delimiter=";"))


def test_le_fichier_ne_garde_aucun_texte_par_defaut(campagne, referent):
    build_verbatim(campagne, publie="Bien orientée", categorie="orientation", note=8)
    build_verbatim(campagne, "Jamais relue")

    lignes = read_export(campagne, connect(referent))

    assert lignes == [
        ["Site", "Mois", "Question", "Catégorie", "Note"],
        ["Préfecture de la Loire-Atlantique", "mai 2022", "Que pourrions-nous améliorer ?",
         "Orientation", "8"],
    ]  # fmt: skip


def test_le_fichier_avec_textes_ne_garde_que_le_publie_formules_neutralisees(campagne, referent):
    build_verbatim(campagne, publie='=HYPERLINK("http://mal")')

    lignes = read_export(campagne, connect(referent), textes="on")

    assert lignes[1][-1].startswith("'=")
    assert SECRET not in str(lignes)


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_le_fichier_existe_dans_les_autres_formats(campagne, referent, extension):
    build_verbatim(campagne, publie="Bien orientée")

    reponse = connect(referent).get(
        address("enquete_verbatims_export", campagne), {"extension": extension}
    )

    assert reponse.content.startswith(b"PK")


def test_un_format_inconnu_ramene_a_la_liste(campagne, referent):
    reponse = connect(referent).get(
        address("enquete_verbatims_export", campagne), {"extension": "exe"}
    )

    assert reponse.url == address("enquete_verbatims", campagne)


@pytest.mark.parametrize("role", ROLES)
def test_seul_le_referent_efface(campagne, site, role):
    adresse = address("enquete_verbatim_effacer", campagne, build_verbatim(campagne).pk)

    reponse = connect(agent_of(role, site)).post(adresse)

    assert reponse.status_code == (302 if role == "referent" else 403)
    assert (Verbatim.objects.get().texte == "") == (role == "referent")


def test_effacer_demande_avant_de_faire_et_vide_aussi_le_publie(campagne, referent):
    verbatim = build_verbatim(campagne, publie="Bien orientée", categorie="orientation")
    client, adresse = connect(referent), address("enquete_verbatim_effacer", campagne, verbatim.pk)

    client.get(adresse)
    avant = Verbatim.objects.get().texte
    client.post(adresse)

    efface = Verbatim.objects.get()
    assert avant == SECRET
    assert (efface.texte, efface.texte_publie, efface.etat) == ("", "", "ecarte")
    assert efface.categorie == "orientation"
    assert client.get(adresse).status_code == 404
