import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.urls import reverse

from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import ResultatSeul, Verbatim
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db

BIEN, MAL = {"courtoisie": "tres_satisfaisant"}, {"courtoisie": "pas_satisfaisant"}
HOSTILE = "<script>alert(1)</script>"
NOMS = ("enquete_resultats", "enquete_resultats_export", "enquete_retours_export")


@pytest.fixture
def site(db):
    return build_site()


@pytest.fixture
def campagne(site):
    return build_campagne(site)


def adresse(campagne, nom=NOMS[0], *, vu_de=None, extension=None, **choix):
    suite = [extension or "csv"] if nom != NOMS[0] else []
    return reverse(
        nom,
        args=[vu_de.pk if vu_de else campagne.pilote_id, campagne.pk, *suite],
        query=choix or None,
    )


def hold(role, site):
    """Return an agent who holds that role, with what the role asks for."""
    champs = {
        "correspondant": {"service": build_service(site)},
        "auditeur": {"jusqu_au": dt.date(2999, 1, 1)},
    }
    return build_agent(role, None if role == "national" else site, **champs.get(role, {}))


def read(campagne, agent=None, **choix):
    """Return the page as words, no-break spaces as plain ones."""
    lecteur = agent or build_agent("lecteur", campagne.pilote)
    reponse = connect(lecteur).get(adresse(campagne, **choix))
    assert reponse.status_code == 200
    return " ".join(reponse.content.decode().replace("\xa0", " ").split())


def give(campagne, reponses, fois, **valeurs):
    for _ in range(fois):
        build_retour(campagne, reponses, **valeurs)


def download(campagne, agent, nom, extension, **choix):
    reponse = connect(agent).get(adresse(campagne, nom, extension=extension, **choix))
    assert reponse.status_code == 200
    return reponse.content


def rows(contenu):
    """Return the rows of a CSV by heading."""
    return list(csv.DictReader(io.StringIO(contenu.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("nom", NOMS)
def test_les_resultats_demandent_une_connexion(campagne, nom):
    reponse = connect().get(adresse(campagne, nom))

    assert (reponse.status_code, reponse.url.startswith(reverse("connexion"))) == (302, True)


@pytest.mark.parametrize("nom", NOMS)
def test_les_resultats_n_existent_pas_pour_un_autre_site(campagne, nom):
    autre = build_agent("referent", build_site(**CLERMONT))

    assert connect(autre).get(adresse(campagne, nom)).status_code == 404


@pytest.mark.parametrize("nom", NOMS)
def test_les_resultats_d_une_campagne_menee_ailleurs_n_existent_pas(campagne, nom):
    ailleurs = build_site(**CLERMONT)

    reponse = connect(build_agent("referent", ailleurs)).get(adresse(campagne, nom, vu_de=ailleurs))

    assert reponse.status_code == 404


@pytest.mark.parametrize("role", ["referent", "correspondant", "lecteur", "auditeur", "national"])
def test_qui_a_un_role_lit_les_resultats(campagne, role):
    agent = hold(role, campagne.pilote)

    assert connect(agent).get(adresse(campagne)).status_code == 200
    assert connect(agent).get(adresse(campagne, NOMS[1], extension="json")).status_code == 200


@pytest.mark.parametrize(
    ("role", "statut"),
    [("referent", 200), ("correspondant", 200), ("lecteur", 200), ("enqueteur", 403)],
)
def test_les_retours_un_par_un_restent_sur_leur_site(campagne, role, statut):
    agent = hold(role, campagne.pilote)

    assert connect(agent).get(adresse(campagne, NOMS[2])).status_code == statut
    assert connect(build_agent("national")).get(adresse(campagne, NOMS[2])).status_code == 403


def test_les_tests_mystere_un_par_un_sont_pour_le_referent(site):
    campagne = build_campagne(site, questionnaire="mystere-appels")

    statuts = [
        connect(build_agent(role, site)).get(adresse(campagne, NOMS[2])).status_code
        for role in ("referent", "lecteur")
    ]

    assert statuts == [200, 403]


def test_la_page_dit_que_rien_n_est_venu(campagne):
    texte = read(campagne)

    assert "Aucun retour ne compte encore pour cette campagne" in texte
    assert "Emporter" not in texte


def test_la_page_dit_combien_de_reponses_manquent(site):
    campagne = build_campagne(site, cible=Decimal(90))
    give(campagne, BIEN, 46)
    give(campagne, MAL, 2)

    texte = read(campagne)

    assert "<strong>95,8 %</strong>" in texte
    assert "46 / 48" in texte
    assert "54 réponses de plus, semblables, permettraient de conclure." in texte


def test_la_page_ne_conclut_pas_sous_le_seuil(site):
    campagne = build_campagne(site, cible=Decimal(90))
    give(campagne, BIEN, 12)

    texte = read(campagne)

    assert "nombre de réponses non significatif" in texte
    assert "23 réponses de plus" in texte


def test_la_page_compare_avec_la_campagne_precedente(site):
    avant = build_campagne(site, titre="L’an passé")
    give(avant, MAL, 40)
    campagne = build_campagne(site, precedente=avant)
    give(campagne, BIEN, 40)

    texte = read(campagne)

    assert "0,0 % sur 40 réponses : hausse que le hasard n’explique pas." in texte


def test_la_page_montre_chaque_site_et_les_croisements(site):
    autre = build_site(**CLERMONT)
    campagne = build_campagne(site, autre)
    service = build_service(site)
    give(campagne, BIEN, 3, service=service)
    give(campagne, MAL, 1, site=autre, mode=Mode.PAPIER)

    ensemble = read(campagne, axe="service")
    un = read(campagne, site=autre.pk)

    assert "Site par site" in ensemble
    assert "3 / 4" in ensemble
    assert service.nom in ensemble
    assert "3 / 4" not in un.split("Site par site")[0]


@pytest.mark.parametrize("choix", [{"site": "pref-99"}, {"axe": "courtoisie"}, {"axe": "<b>"}])
def test_un_choix_inconnu_n_existe_pas(campagne, choix):
    agent = build_agent("lecteur", campagne.pilote)

    assert connect(agent).get(adresse(campagne, **choix)).status_code == 404


def test_les_resultats_publies_seuls_sont_montres_comme_tels(site):
    campagne = build_campagne(site, formulaire=None)
    publies = (("Courtoisie", 95, None, 44), ("Attente", 58, None, None), ("Langage", 98, 43, 44))
    for libelle, pourcentage, numerateur, repondants in publies:
        ResultatSeul.objects.create(
            campagne=campagne, site=site, libelle=libelle, pourcentage=Decimal(pourcentage),
            numerateur=numerateur, repondants=repondants,
        )  # fmt: skip

    texte = read(campagne)

    assert "sur 44 réponses" in texte
    assert "pourcentage seul : personne n’a publié sur combien de réponses" in texte
    assert "43 / 44" in texte


def test_la_page_echappe_ce_qu_on_a_ecrit(site):
    campagne = build_campagne(site, titre=HOSTILE, methode=HOSTILE, formulaire=None)
    ResultatSeul.objects.create(
        campagne=campagne, site=site, libelle=HOSTILE, pourcentage=1, source=HOSTILE
    )

    assert HOSTILE not in read(campagne)


def test_les_graphiques_ont_leur_tableau_et_leur_nom(campagne):
    give(campagne, BIEN | {"age": "plus_55"}, 31)

    texte = read(campagne)

    assert texte.count("Les valeurs du graphique en tableau") == texte.count('role="img"') >= 2
    assert "Réponses, de « Très satisfaisant » à « Pas du tout satisfaisant »" in texte


def test_le_json_porte_les_effectifs_et_les_etats(site):
    campagne = build_campagne(site, cible=Decimal(90))
    give(campagne, BIEN, 46)
    give(campagne, MAL, 2)
    agent = build_agent("national")

    donnees = connect(agent).get(adresse(campagne, NOMS[1], extension="json", axe="mode")).json()

    lu = next(q for q in donnees["questions"] if q["question"] == "courtoisie")
    assert (lu["taux"]["satisfaits"], lu["taux"]["exprimes"]) == (46, 48)
    assert (lu["etat"], lu["verdict"], lu["manquantes"]) == ("significatif", "indecidable", 54)
    assert donnees["retours"]["total"] == 48
    assert donnees["croisements"]["axe"] == "mode"


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_les_resultats_partent_en_classeur(campagne, extension):
    give(campagne, BIEN, 2)
    agent = build_agent("lecteur", campagne.pilote)

    contenu = download(campagne, agent, NOMS[1], extension)

    assert zipfile.is_zipfile(io.BytesIO(contenu))


def test_un_format_inconnu_n_existe_pas(campagne):
    agent = build_agent("lecteur", campagne.pilote)

    for nom in NOMS[1:]:
        assert connect(agent).get(adresse(campagne, nom, extension="exe")).status_code == 404


def test_le_csv_des_resultats_a_une_ligne_par_question_et_par_reponse(campagne):
    give(campagne, BIEN, 3)
    give(campagne, MAL, 1)
    agent = build_agent("lecteur", campagne.pilote)

    lignes = rows(download(campagne, agent, NOMS[1], "csv", axe="mode"))

    lues = [ligne for ligne in lignes if ligne["Code de la question"] == "courtoisie"]
    assert (lues[0]["Satisfaits"], lues[0]["Exprimés"]) == ("3", "4")
    assert lues[0]["Taux de satisfaits"] == "75 %"
    assert (lues[1]["Détail"], lues[1]["Nombre"]) == ("Très satisfaisant", "3")
    assert lues[-1]["Détail"] == "Mode de recueil : en ligne"


def test_les_retours_partent_sans_texte_libre(campagne, site):
    texte = {"suggestions": "=HYPERLINK(0)", "demarche": ["sejour", "permis"]}
    build_retour(campagne, BIEN | texte, service=build_service(site))
    agent = build_agent("lecteur", site)

    (ligne,) = rows(download(campagne, agent, NOMS[2], "csv"))

    valeurs = " ".join(ligne.values())
    assert "Très satisfaisant" in valeurs
    assert " / " in valeurs
    assert "HYPERLINK" not in valeurs
    assert not any("[suggestions]" in titre for titre in ligne)


def test_les_retours_ne_portent_que_les_textes_publies_et_sans_formule(campagne, site):
    build_retour(campagne, BIEN | {"suggestions": "brut, avec un nom"})
    build_retour(campagne, BIEN | {"suggestions": "jamais relu"})
    Verbatim.objects.filter(texte__startswith="brut").update(
        etat="publiable", texte_publie="=1+1 relu"
    )
    agent = build_agent("lecteur", site)

    lignes = rows(download(campagne, agent, NOMS[2], "csv", textes="oui"))

    colonne = next(titre for titre in lignes[0] if "[suggestions]" in titre)
    assert [ligne[colonne] for ligne in lignes] == ["'=1+1 relu", ""]


def test_les_retours_d_un_autre_site_ne_partent_pas(site):
    autre = build_site(**CLERMONT)
    campagne = build_campagne(site, autre)
    give(campagne, BIEN, 2)
    give(campagne, BIEN, 3, site=autre)

    lignes = rows(download(campagne, build_agent("referent", site), NOMS[2], "csv"))

    assert len(lignes) == 2


def test_les_retours_disent_ceux_qui_ne_comptent_pas(campagne, site):
    build_retour(campagne, BIEN)
    build_retour(campagne, BIEN, suspect=True)

    lignes = rows(download(campagne, build_agent("referent", site), NOMS[2], "csv"))

    assert [ligne["Compté dans les résultats"] for ligne in lignes] == ["oui", "non"]
