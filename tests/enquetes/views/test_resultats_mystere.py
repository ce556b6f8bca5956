"""The results page of a mystery campaign: what it adds, and who may not read it yet."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from enquetes.usines import build_retour
from enquetes.usines_mystere import (
    APPEL,
    COURRIEL,
    SANS_REPONSE,
    build_mystere,
    build_test,
    fill,
)
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import CibleQuestion
from qualepref.enquetes.queries.tests_mystere import get_modele
from qualepref.organisation.acces import today_at
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return build_site(**CLERMONT)


@pytest.fixture
def le(site):
    return today_at(site)


@pytest.fixture
def campagne(site, le):
    return build_mystere(site, ouverte_le=le, fermee_le=le, validee_le=le)


@pytest.fixture
def referent(site):
    return build_agent("referent", site)


def give(campagne, le, fois, **changees):
    for _ in range(fois):
        build_retour(campagne, APPEL | changees, jour=le, mode=Mode.TELEPHONE)


def adresse(campagne, nom="enquete_resultats", *suite):
    return reverse(nom, args=[campagne.pilote_id, campagne.pk, *suite])


def read(agent, campagne):
    return connect(agent).get(adresse(campagne)).content.decode()


def test_la_page_dit_ce_que_disent_les_tests(campagne, referent, le):
    give(campagne, le, 4, sonneries=3)
    give(campagne, le, 1, sonneries=9, courtoisie="non", conge="non", moins_de_cinq="non")
    give(campagne, le, 1, sonneries=9, courtoisie="non", moins_de_cinq="non")

    texte = " ".join(read(referent, campagne).split())

    assert 'qp-chiffre">5</span>sonneries en moyenne, 30 sur 6 appels' in texte
    satisfaisants, insuffisants = texte.split("Points insuffisants")[0:2]
    assert "formule de politesse ? 83,3 % (5 sur 6)" in satisfaisants.replace("\xa0", " ")
    assert "courtois ? 66,7 % (4 sur 6)" in insuffisants.replace("\xa0", " ")


def test_la_cible_d_une_question_range_son_critere(campagne, referent, le):
    give(campagne, le, 2)
    give(campagne, le, 1, courtoisie="non")
    CibleQuestion.objects.create(campagne=campagne, question="courtoisie", valeur=60)

    avant = read(referent, campagne).split("Points insuffisants")[0]

    assert "courtois ?" in avant


def test_les_courriels_sans_reponse_se_lisent(site, le, referent):
    campagne = build_mystere(
        site, questionnaire="mystere-courriels", ouverte_le=le, fermee_le=le, validee_le=le
    )
    for n in range(4):
        recue = {"recue_le": dt.date(2022, 5, 5 if n < 3 else 11)}
        build_retour(campagne, COURRIEL | recue, jour=le)
    sans = {"envoye_le": dt.date(2022, 5, 2), "canal": "boite", "motif": "permis", "recue": "non"}
    build_retour(campagne, sans, jour=le)

    texte = read(referent, campagne).replace("\xa0", " ")

    assert "sans réponse sur 5 envoyés" in texte
    assert "jours ouvrés en moyenne avant la réponse, 16 sur 4 réponses" in texte
    assert 'qp-chiffre">75 %</span>des réponses dans le délai annoncé de 5 jours ouvrés' in texte


def test_sous_trois_tests_la_page_ne_montre_rien(campagne, referent, le):
    give(campagne, le, 2)

    texte = read(referent, campagne)

    assert "2 tests faits : rien n’est montré avant 3 tests" in texte
    assert "Points satisfaisants" not in texte


def test_sans_test_la_page_dit_combien_il_en_faut(campagne, referent):
    assert "Les résultats apparaîtront ici à partir de 3 tests." in read(referent, campagne)


def test_le_json_porte_les_sommes(campagne, referent, le):
    give(campagne, le, 3, sonneries=5)

    donnees = connect(referent).get(adresse(campagne, "enquete_resultats_export", "json")).json()

    assert donnees["mystere"]["tests"] == 3
    assert donnees["mystere"]["sonneries"] == {"somme": 15, "n": 3, "moyenne": 5}


def read_csv(agent, campagne):
    """Return the rows of the file of results, by the words of its headings."""
    reponse = connect(agent).get(adresse(campagne, "enquete_resultats_export", "csv"))
    return list(csv.DictReader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))


def test_le_tableau_porte_les_courriels_et_leur_delai(site, le, referent):
    campagne = build_mystere(
        site, questionnaire="mystere-courriels", ouverte_le=le, fermee_le=le, validee_le=le
    )
    for _ in range(3):
        build_retour(campagne, COURRIEL, jour=le)
    build_retour(campagne, SANS_REPONSE, jour=le)

    lus = {r["Question"]: r for r in read_csv(referent, campagne)}

    sans, delai = lus["Courriels sans réponse"], lus["Délai moyen de réponse, en jours ouvrés"]
    assert (sans["Nombre"], sans["Réponses à la question"]) == ("1", "4")
    assert (delai["Moyenne"], delai["Réponses à la question"]) == ("3", "3")
    assert lus["Réponses dans le délai annoncé (5 jours ouvrés)"]["Nombre"] == "3"


def test_le_tableau_porte_les_sonneries_et_l_accord(site, campagne, le, referent):
    yann, claire = (build_agent("enqueteur", site) for _ in range(2))
    for numero in range(1, get_modele().paires + 1):
        test = build_test(campagne, yann, numero=numero, second=claire, jour=le)
        courtoisie = "oui" if numero % 2 else "non"
        for agent in (yann, claire):
            fill(test, agent, le=le, sonneries=4, courtoisie=courtoisie)

    lus = read_csv(referent, campagne)

    (sonneries,) = (r for r in lus if r["Question"] == "Nombre moyen de sonneries")
    assert sonneries["Moyenne"] == "4"
    (courtoisie,) = (
        r for r in lus if r["Code de la question"] == "courtoisie" and r["Kappa de Cohen"]
    )
    assert (courtoisie["Kappa de Cohen"], courtoisie["État"]) == ("1", "accord presque parfait")


def test_sous_trois_tests_le_tableau_ne_porte_aucun_chiffre(campagne, referent, le):
    give(campagne, le, 2)

    lus = read_csv(referent, campagne)

    (ligne,) = lus
    assert {titre: valeur for titre, valeur in ligne.items() if valeur} == {
        "Site": "Préfecture du Puy-de-Dôme",
        "Question": "Tests faits ; rien n’est montré avant 3 tests",
        "Nombre": "2",
    }


@pytest.mark.parametrize(
    "nom", ["enquete_resultats", "enquete_resultats_export", "enquete_verbatims"]
)
def test_qui_teste_encore_ne_lit_pas_les_resultats(site, campagne, le, nom):
    correspondant = build_agent("correspondant", site, service=build_service(site))
    autre = build_agent("correspondant", site, service=site.services.first())
    build_test(campagne, correspondant, second=build_agent("enqueteur", site), jour=le)
    fill(campagne.tests.get(), correspondant, le=le)
    suite = ("json",) if nom.endswith("export") else ()
    url = adresse(campagne, nom, *suite)

    assert connect(correspondant).get(url).status_code == 403
    assert connect(autre).get(url).status_code == 200
    campagne.ouverte_le = campagne.fermee_le = le - dt.timedelta(days=1)
    campagne.save()
    assert connect(correspondant).get(url).status_code == 200


def test_la_page_de_la_campagne_ne_mene_pas_a_ce_qui_est_ferme(site, campagne, referent, le):
    adresse_page = reverse("enquete", args=[site.pk, campagne.pk])
    ouverte = connect(referent).get(adresse_page).content.decode()
    build_test(campagne, referent, jour=le)

    fermee = connect(referent).get(adresse_page).content.decode()

    assert adresse(campagne) in ouverte
    assert adresse(campagne) not in fermee
    assert "s’ouvriront pour vous à sa clôture" in fermee
    lecteur = connect(build_agent("lecteur", site)).get(adresse_page).content.decode()
    assert adresse(campagne, "enquete_mystere") not in lecteur


def test_un_calendrier_vide_d_une_campagne_close_le_dit(site, campagne, referent, le):
    campagne.ouverte_le = campagne.fermee_le = le - dt.timedelta(days=1)
    campagne.save()

    texte = connect(referent).get(adresse(campagne, "enquete_mystere")).content.decode()

    assert "recueillies autrement" in texte
    assert "Tirer les tests" not in texte
