"""Campaigns as the pages read them; what may be joined and compared."""

import datetime as dt

import pytest

from enquetes.usines import FERMETURE, OUVERTURE, build_campagne, build_retour
from qualepref.enquetes.enums import EtatCampagne, GenreEnquete
from qualepref.enquetes.operations.retours import set_aside_retour
from qualepref.enquetes.permissions import list_sites_associables
from qualepref.enquetes.queries.campagnes import (
    QuestionnaireAbsentError,
    find_choix,
    list_campagnes,
    list_choix,
    list_precedentes,
    load_places,
)
from qualepref.enquetes.queries.formulaires import find_questionnaire
from usines import CLERMONT, build_agent, build_site


pytestmark = pytest.mark.django_db

JOUR = dt.date(2022, 6, 1)


def list_titres(site, le=JOUR):
    lignes = list_campagnes(site, genre=GenreEnquete.SATISFACTION, le=le)
    return [(ligne.campagne.titre, ligne.etat) for ligne in lignes]


def test_les_campagnes_se_rangent_par_etat():
    site = build_site()
    build_campagne(
        site, titre="close", ouverte_le=dt.date(2021, 1, 1), fermee_le=dt.date(2021, 2, 1)
    )
    build_campagne(site, titre="en préparation", validee_le=None)
    build_campagne(site, titre="prévue", ouverte_le=dt.date(2022, 9, 1), fermee_le=None)
    build_campagne(site, titre="ouverte")

    assert [titre for titre, _ in list_titres(site)] == [
        "ouverte", "prévue", "en préparation", "close",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("le", "etat"),
    [
        (OUVERTURE - dt.timedelta(days=1), EtatCampagne.PREVUE),
        (OUVERTURE, EtatCampagne.OUVERTE),
        (FERMETURE, EtatCampagne.OUVERTE),
        (FERMETURE + dt.timedelta(days=1), EtatCampagne.CLOSE),
    ],
)
def test_l_etat_suit_les_dates_bornes_comprises(le, etat):
    site = build_site()
    build_campagne(site)

    assert [e for _, e in list_titres(site, le)] == [etat]


def test_chaque_site_compte_ses_retours_et_l_ensemble():
    nantes, clermont = build_site(), build_site(**CLERMONT)
    campagne = build_campagne(nantes, clermont)
    for site in (nantes, nantes, clermont):
        build_retour(campagne, {"attente": "satisfaisant"}, site=site)

    assert [p.retours for p in load_places(campagne)] == [2, 1]
    (ligne,) = list_campagnes(clermont, genre=GenreEnquete.SATISFACTION, le=JOUR)
    assert (ligne.retours, ligne.autres_sites) == (1, 1)


def test_un_retour_ecarte_ne_se_compte_pas():
    campagne = build_campagne(build_site())
    retour = build_retour(campagne, {"attente": "satisfaisant"})

    set_aside_retour(retour, suspect=True, par="agent")

    assert [p.retours for p in load_places(campagne)] == [0]


def test_les_campagnes_d_un_autre_site_ne_se_voient_pas():
    build_campagne(build_site())

    assert list_titres(build_site(**CLERMONT)) == []


def test_un_site_choisit_d_abord_ses_questionnaires():
    site = build_site()
    propre = find_questionnaire("telephone")
    formulaire = build_campagne(site, questionnaire="telephone").formulaire
    formulaire.deposants.add(site)

    choix = list_choix(site)

    assert choix[0].formulaire == formulaire
    assert propre.empreinte in {c.questionnaire.empreinte for c in choix[1:]}


def test_un_questionnaire_inconnu_du_site_est_absent():
    with pytest.raises(QuestionnaireAbsentError):
        find_choix(build_site(), "f" * 64)


def test_list_precedentes_ne_propose_que_des_campagnes_validees():
    site = build_site()
    validee = build_campagne(site)
    build_campagne(site, validee_le=None)

    assert list_precedentes(site) == [validee]


def test_une_prefecture_joint_ses_sous_prefectures():
    nantes = build_site()
    sous_prefecture = build_site(**(CLERMONT | {"code": "sp-44", "prefecture": nantes}))
    build_site(**CLERMONT)

    joints = list_sites_associables(build_agent("referent", nantes), nantes, le=JOUR)
    assert joints == [nantes, sous_prefecture]


def test_une_sous_prefecture_ne_joint_pas_sa_prefecture():
    nantes = build_site()
    sous_prefecture = build_site(**(CLERMONT | {"code": "sp-44", "prefecture": nantes}))

    agent = build_agent("referent", sous_prefecture)
    assert list_sites_associables(agent, sous_prefecture, le=JOUR) == [sous_prefecture]


def test_un_role_termine_ne_joint_plus_rien():
    nantes, clermont = build_site(), build_site(**CLERMONT)
    agent = build_agent("referent", nantes)
    agent.roles.create(site=clermont, role="referent", jusqu_au=dt.date(2022, 1, 1))

    assert list_sites_associables(agent, nantes, le=JOUR) == [nantes]
