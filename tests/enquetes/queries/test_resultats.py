import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import CampagneSite, CelluleReponse, CibleQuestion, ResultatSeul
from qualepref.enquetes.operations.cellules import merge_retours
from qualepref.enquetes.operations.retours import set_aside_retour
from qualepref.enquetes.queries.croisements import AxeInconnuError, list_axes, load_croisements
from qualepref.enquetes.queries.resultats import load_resultats
from qualepref.enquetes.rules.resultats import EtatResultat
from qualepref.noyau.calcul.verdicts import Verdict
from usines import CLERMONT, build_service, build_site


pytestmark = pytest.mark.django_db

BIEN, MAL = {"courtoisie": "tres_satisfaisant"}, {"courtoisie": "pas_satisfaisant"}
JUIN = dt.date(2022, 6, 1)


@pytest.fixture
def nantes(db):
    return build_site()


@pytest.fixture
def clermont(db):
    return build_site(**CLERMONT)


def give(campagne, reponses, fois, **valeurs):
    for _ in range(fois):
        build_retour(campagne, reponses, **valeurs)


def courtoisie(resultats):
    return next(r for r in resultats.questions if r.question.code == "courtoisie")


def rates(croisements, question="courtoisie"):
    """Return (satisfied, expressed) by modality, None without a rate."""
    croisement = next(c for c in croisements if c.question.code == question)
    return {
        m.libelle: (lu.taux.satisfaits, lu.taux.exprimes) if lu.taux else None
        for m, lu in croisement.resultats
    }


def test_load_resultats_compte_cellules_et_retours_en_attente(nantes):
    campagne = build_campagne(nantes)
    give(campagne, BIEN, 3)
    merge_retours(campagne)
    give(campagne, MAL, 2)

    lu = courtoisie(load_resultats(campagne))

    assert CelluleReponse.objects.exists()
    assert (lu.taux.satisfaits, lu.taux.exprimes) == (3, 5)


def test_load_resultats_dit_les_retours(nantes):
    campagne = build_campagne(nantes)
    CampagneSite.objects.update(attendus=8)
    give(campagne, BIEN, 2)
    give(campagne, BIEN, 1, mode=Mode.PAPIER, jour=JUIN)
    build_retour(campagne, BIEN, complet=False)
    merge_retours(campagne)
    set_aside_retour(build_retour(campagne, BIEN), suspect=True, par="essai")

    retours = load_resultats(campagne).retours

    assert (retours.total, retours.attendus, retours.part) == (3, 8, Fraction(3, 8))
    assert retours.par_mode == ((Mode.EN_LIGNE, 2), (Mode.PAPIER, 1))
    assert retours.par_mois == ((202205, 2), (202206, 1))
    assert (retours.ecartes, retours.incomplets) == (1, 1)


def test_load_resultats_ne_prend_pas_le_nombre_de_retours_pour_base(nantes):
    campagne = build_campagne(nantes)
    give(campagne, BIEN, 2)
    give(campagne, {"langage": "oui"}, 5)

    resultats = load_resultats(campagne)

    assert resultats.retours.total == 7
    assert (courtoisie(resultats).posees, courtoisie(resultats).repondues) == (7, 2)


def test_load_resultats_d_un_site_ou_de_tous(nantes, clermont):
    campagne = build_campagne(nantes, clermont)
    give(campagne, BIEN, 4)
    give(campagne, MAL, 1, site=clermont)

    ensemble, un = load_resultats(campagne), load_resultats(campagne, site=clermont)

    assert (courtoisie(ensemble).taux.satisfaits, courtoisie(ensemble).taux.exprimes) == (4, 5)
    assert (courtoisie(un).taux.satisfaits, courtoisie(un).taux.exprimes) == (0, 1)
    assert [(s.site, s.total) for s in ensemble.sites] == [(nantes, 4), (clermont, 1)]
    assert rates(ensemble.cotes) == {nantes.nom: (4, 4), clermont.nom: (0, 1)}


@pytest.mark.parametrize(
    ("campagne", "site", "seuil", "origine"),
    [
        ({}, {}, 30, "le référentiel"),
        ({}, {"seuil_significatif": 12}, 12, "le site"),
        ({"seuil": 5}, {"seuil_significatif": 12}, 5, "la campagne"),
    ],
)
def test_load_resultats_dit_qui_a_choisi_le_seuil(campagne, site, seuil, origine):
    lus = load_resultats(build_campagne(build_site(**site), **campagne))

    assert (lus.bareme.seuil, lus.origine_seuil) == (seuil, origine)


def test_load_resultats_prend_la_cible_de_la_question_puis_de_la_campagne(nantes):
    campagne = build_campagne(nantes, cible=Decimal(90), seuil=2)
    CibleQuestion.objects.create(campagne=campagne, question="courtoisie", valeur=Decimal("33.33"))
    give(campagne, BIEN | {"langage": "oui"}, 9)

    lus = {r.question.code: r for r in load_resultats(campagne).questions}

    assert lus["courtoisie"].cible == Fraction(3333, 10_000)
    assert lus["courtoisie"].verdict is Verdict.ATTEINTE
    assert (lus["langage"].cible, lus["langage"].verdict) == (
        Fraction(9, 10),
        Verdict.INDECIDABLE,
    )


def test_load_resultats_compare_avec_la_campagne_precedente_du_meme_site(nantes, clermont):
    avant = build_campagne(nantes, seuil=2)
    give(avant, MAL, 10)
    campagne = build_campagne(nantes, clermont, precedente=avant, seuil=2)
    give(campagne, BIEN, 10)

    ici, ensemble = load_resultats(campagne, site=nantes), load_resultats(campagne)

    assert courtoisie(ici).evolution.distinct is True
    assert courtoisie(ici).evolution.avant.exprimes == 10
    assert courtoisie(ensemble).evolution is None
    assert "mêmes sites" in ensemble.non_comparable
    assert "ce site" in load_resultats(campagne, site=clermont).non_comparable


def test_load_resultats_cache_un_site_que_les_autres_diraient(nantes, clermont):
    campagne = build_campagne(nantes, clermont, questionnaire="mystere-appels")
    appel = {
        "jour": dt.date(2022, 5, 6), "creneau": "matin", "motif": "sejour", "svi": "non",
        "agent_joint": "non",
    }  # fmt: skip
    give(campagne, appel, 4)
    give(campagne, appel, 2, site=clermont)

    lus = load_resultats(campagne, site=nantes)

    joint = next(r for r in lus.questions if r.question.code == "agent_joint")
    assert (joint.etat, joint.options) == (EtatResultat.MASQUE, ())


def test_load_resultats_sans_reponses_donne_ce_qui_fut_publie(nantes):
    campagne = build_campagne(nantes, formulaire=None)
    seul = ResultatSeul.objects.create(
        campagne=campagne, site=nantes, libelle="Courtoisie", pourcentage=Decimal(95)
    )

    lus = load_resultats(campagne)

    assert (lus.seuls, lus.questions, lus.retours.total) == ((seul,), (), 0)


def test_load_resultats_nomme_les_modes_qui_different(nantes):
    campagne = build_campagne(nantes, seuil=5)
    give(campagne, BIEN, 20)
    give(campagne, MAL, 20, mode=Mode.PAPIER)

    (ecart,) = load_resultats(campagne).ecarts_modes

    assert (ecart.question.code, ecart.haut[0].code, ecart.bas[0].code) == (
        "courtoisie",
        Mode.EN_LIGNE,
        Mode.PAPIER,
    )


def test_load_croisements_par_service_et_sans_service(nantes):
    campagne = build_campagne(nantes)
    service = build_service(nantes)
    give(campagne, BIEN, 2, service=service)
    give(campagne, MAL, 1)

    par_service = load_croisements(campagne, axe="service").croisements

    assert rates(par_service) == {service.nom: (2, 2), "Sans service précisé": (0, 1)}


@pytest.mark.parametrize("sommes", [True, False])
def test_load_croisements_par_mois_et_par_profil(nantes, sommes):
    campagne = build_campagne(nantes)
    give(campagne, BIEN | {"age": "moins_25"}, 2)
    give(campagne, MAL | {"age": "plus_55"}, 1, jour=JUIN)
    if sommes:
        merge_retours(campagne)

    par_mois = load_croisements(campagne, axe="mois").croisements
    par_age = rates(load_croisements(campagne, axe="age").croisements)

    assert rates(par_mois) == {"mai 2022": (2, 2), "juin 2022": (0, 1)}
    assert list(par_age.values()) == [(2, 2), None, None, (0, 1)]


def test_load_croisements_par_site_et_par_mode(nantes, clermont):
    campagne = build_campagne(nantes, clermont)
    give(campagne, BIEN, 2)
    give(campagne, MAL, 1, site=clermont, mode=Mode.PAPIER)

    assert rates(load_croisements(campagne, axe="site").croisements) == {
        nantes.nom: (2, 2),
        clermont.nom: (0, 1),
    }
    assert rates(load_croisements(campagne, axe="mode", site=nantes).croisements) == {
        "en ligne": (2, 2)
    }


def test_list_axes_n_offre_le_site_que_s_il_y_en_a_plusieurs(nantes, clermont):
    seul, plusieurs = build_campagne(nantes), build_campagne(nantes, clermont)

    assert [a.code for a in list_axes(seul)][:4] == ["service", "mois", "mode", "demarche"]
    assert "site" in [a.code for a in list_axes(plusieurs)]
    assert "site" not in [a.code for a in list_axes(plusieurs, site=nantes)]


def test_load_croisements_refuse_un_axe_inconnu(nantes):
    with pytest.raises(AxeInconnuError, match="ne se croise pas par « courtoisie »"):
        load_croisements(build_campagne(nantes), axe="courtoisie")


def test_load_resultats_lit_peu_de_fois_la_base(nantes, django_assert_max_num_queries):
    avant = build_campagne(nantes)
    campagne = build_campagne(nantes, precedente=avant)
    give(campagne, BIEN, 3)
    merge_retours(campagne)
    give(campagne, MAL, 3)

    with django_assert_max_num_queries(20):
        load_resultats(campagne)
