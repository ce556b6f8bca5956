import datetime as dt

import pytest

from comites.usines import (
    JOUR,
    QUATORZE_HEURES,
    build_comite,
    build_membre,
    build_reunion,
    build_suite,
)
from qualepref.amelioration.models import Action
from qualepref.comites.enums import EtatSuite, NatureSuite
from qualepref.comites.models import Suite
from qualepref.comites.operations.suites import (
    AvisImpossibleError,
    EcheanceAvantReunionError,
    ElementAilleursError,
    ReponseManquanteError,
    ReunionPasEncoreTenueError,
    SuiteDateeHorsBornesError,
    SuiteDonnee,
    add_action,
    add_suite,
    delete_suite,
    link_action,
    update_suite,
)
from qualepref.modeles.enums import AvisClu
from qualepref.modeles.models import Modele
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 9, 1)
VEILLE = dt.date(2022, 6, 29)
DITE = {"nature": NatureSuite.PROPOSITION, "texte": "Afficher les délais."}


@pytest.fixture
def reunion():
    return build_reunion(build_comite(build_site()), tenue=True)


def add(reunion, le=LE, **valeurs):
    return add_suite(reunion, donnee=SuiteDonnee(**(DITE | valeurs)), par="ref", le=le)


def test_une_proposition_attend_sa_suite_puis_la_recoit(reunion):
    suite = add(reunion, echeance=dt.date(2022, 12, 31))
    assert (suite.etat, suite.donnee_le) == ("a_donner", None)

    donnee = SuiteDonnee(**DITE, etat=EtatSuite.DONNEE, reponse="Affichés à l’accueil.")
    update_suite(suite, donnee=donnee, par="ref", le=LE)

    suite.refresh_from_db()
    assert (suite.etat, suite.donnee_le) == ("donnee", LE)
    assert not Suite.objects.attendues().exists()


def test_ce_qui_a_ete_dit_reste_hors_du_journal(reunion):
    add(reunion)

    assert "Afficher" not in str(list(Evenement.objects.values_list("apres", "objet")))


@pytest.mark.parametrize(
    ("valeurs", "refus"),
    [
        ({"etat": EtatSuite.DONNEE}, ReponseManquanteError),
        ({"etat": EtatSuite.ECARTEE, "reponse": "  "}, ReponseManquanteError),
        ({"echeance": VEILLE}, EcheanceAvantReunionError),
        (
            {"etat": EtatSuite.DONNEE, "reponse": "Fait", "donnee_le": VEILLE},
            SuiteDateeHorsBornesError,
        ),
        (
            {"etat": EtatSuite.DONNEE, "reponse": "Fait", "donnee_le": dt.date(2022, 9, 2)},
            SuiteDateeHorsBornesError,
        ),
    ],
)
def test_une_suite_impossible_est_refusee(reunion, valeurs, refus):
    with pytest.raises(refus):
        add(reunion, **valeurs)

    assert not Suite.objects.exists()


def test_rien_n_est_encore_dit_a_une_reunion_a_venir(reunion):
    with pytest.raises(ReunionPasEncoreTenueError):
        add(reunion, le=VEILLE)


def test_un_point_un_membre_ou_une_action_d_ailleurs_sont_refuses(reunion):
    clermont = build_site(**CLERMONT)
    autre = build_comite(clermont)
    action = Action.objects.create(
        site=clermont, reference="A1", titre="Ailleurs", source="clu", inscrite_le=LE
    )
    for champ, valeur in (
        ("point", build_reunion(autre).points.first()),
        ("membre", build_membre(autre)),
        ("action", action),
    ):
        with pytest.raises(ElementAilleursError) as refus:
            add(reunion, **{champ: valeur})
        assert refus.value.champ == champ
    with pytest.raises(ElementAilleursError):
        link_action(build_suite(reunion), action=action, par="ref")


def test_une_action_creee_vient_du_comite_et_met_la_suite_en_cours(reunion):
    suite = build_suite(reunion, echeance=dt.date(2022, 12, 31))

    action = add_action(
        suite, site=reunion.comite.pilote, titre="Afficher les délais", par="ref", le=LE
    )

    suite.refresh_from_db()
    assert (action.source, action.echeance) == ("clu", dt.date(2022, 12, 31))
    assert (suite.action, suite.etat) == (action, "en_cours")


def test_une_echeance_deja_passee_n_est_pas_donnee_a_l_action(reunion):
    suite = build_suite(reunion, echeance=dt.date(2022, 7, 1))

    action = add_action(suite, site=reunion.comite.pilote, titre="Agir", par="ref", le=LE)

    assert action.echeance is None


def test_supprimer_une_suite_laisse_son_action_au_plan(reunion):
    suite = build_suite(reunion)
    add_action(suite, site=reunion.comite.pilote, titre="Agir", par="ref", le=LE)

    delete_suite(suite, par="ref")

    assert Action.objects.count() == 1


def test_l_avis_se_garde_avec_la_version_du_modele(reunion):
    modele = Modele.objects.create(
        site=reunion.comite.pilote, code="ar-general", type="accuse", titre="Accusé",
        corps="Bonjour", ecrit_le=VEILLE, par="ref",
    )  # fmt: skip

    add(reunion, nature=NatureSuite.AVIS, texte="Plus court.", modele=modele, avis=AvisClu.RESERVE)

    modele.refresh_from_db()
    assert (modele.avis, modele.avis_le, modele.avis_texte) == ("reserve", JOUR, "Plus court.")


def test_un_avis_ne_precede_pas_la_version_du_modele(reunion):
    modele = Modele.objects.create(
        site=reunion.comite.pilote, code="ar-general", type="accuse", titre="Accusé",
        corps="Bonjour", ecrit_le=LE, par="ref",
    )  # fmt: skip

    with pytest.raises(AvisImpossibleError):
        add(reunion, modele=modele, avis=AvisClu.FAVORABLE)

    assert not Suite.objects.exists()


def test_en_retard_commence_au_lendemain_de_l_echeance(reunion):
    build_suite(reunion, echeance=LE)

    assert not Suite.objects.en_retard(LE).exists()
    assert Suite.objects.en_retard(LE + dt.timedelta(days=1)).exists()
    assert QUATORZE_HEURES.date() == JOUR
