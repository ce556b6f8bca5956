"""The demonstration once loaded: what the screens show is what the documents printed."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.test import override_settings

from qualepref.demonstration.operations import load_demonstration
from qualepref.indicateurs.models import CibleSite, ValeurPubliee
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import round_half_up, scale
from qualepref.organisation.models import Agent, Site
from qualepref.organisation.permissions import can_consult, can_manage
from qualepref.suivi.models import Demande, SemaineEchantillon
from qualepref.suivi.permissions import droits_of


LE = dt.date(2023, 1, 31)
MAINTENANT = dt.datetime(2023, 1, 31, 9, tzinfo=dt.UTC)
pytestmark = pytest.mark.usefixtures("installee", "db")


@pytest.fixture(scope="module")
def installee(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration loaded once for tests that only read it; gives its bilan."""
    donnees = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), override_settings(DONNEES=donnees):
        yield load_demonstration(le=LE, maintenant=MAINTENANT)
        call_command("flush", verbosity=0, interactive=False)


def agrees(indicateur, releve, publiee):
    """Tell whether the reading, rounded as the document printed, is what it printed."""
    if publiee.valeur is None or releve.valeur is None:
        return publiee.valeur is None and releve.valeur is None
    decimales = len(publiee.imprimee.partition(",")[2].rstrip(" %"))
    return round_half_up(scale(releve.valeur, indicateur.unite), decimales) == publiee.valeur


def test_load_demonstration_ecrit_les_lignes_publiees(installee):
    assert installee.demandes == Demande.objects.filter(site="pref-44").count() == 2488


def test_toutes_les_lignes_disent_qu_elles_sont_reconstituees():
    assert set(Demande.objects.order_by().values_list("provenance").distinct()) == {
        ("reconstitution",)
    }


def test_aucune_ligne_ne_porte_de_nom():
    assert not Demande.objects.exclude(demandeur="").exists()


@pytest.mark.parametrize(
    ("code", "modules", "a_cert"),
    [
        ("pref-44", (1, 2, 4), True),
        ("pref-63", (1, 2), True),
        ("pref-91", (1, 2, 3, 4, 5, 6, 7), True),
        ("sp-91-etampes", (1, 3, 5, 6), False),
        ("sp-91-palaiseau", (1, 3, 6), False),
    ],
)
def test_chaque_site_a_son_perimetre(code, modules, a_cert):
    site = Site.objects.get(pk=code)

    assert (site.modules, site.a_cert) == (modules, a_cert)


def test_le_label_de_loire_atlantique_finit_trois_ans_apres_moins_un_jour():
    label = Site.objects.get(pk="pref-44").labels.get()

    assert (label.decision_le, label.fin_le, label.organisme) == (
        dt.date(2022, 10, 27), dt.date(2025, 10, 26), "SOCOTEC",
    )  # fmt: skip


def test_les_semaines_d_echantillon_sont_ecrites_pour_deux_registres():
    assert list(SemaineEchantillon.objects.order_by("registre", "lundi").values_list(
        "registre", "lundi"
    )) == [
        ("courriels", dt.date(2022, 1, 17)),
        ("courriels", dt.date(2022, 6, 13)),
        ("courriers", dt.date(2022, 1, 17)),
        ("courriers", dt.date(2022, 6, 13)),
    ]  # fmt: skip


def test_une_cible_en_intervalle_garde_ses_deux_bornes():
    cible = CibleSite.objects.get(site="pref-63", indicateur="I10", annee=2022)

    assert (cible.minimum, cible.maximum) == (Decimal(75), Decimal(80))


def test_une_barre_et_une_cellule_vide_ne_disent_pas_la_meme_chose():
    tableau = load_tableau(Site.objects.get(pk="pref-63"), 2022, le=LE)

    etats = [r.etat for r in tableau.ligne("I3").mois[:6]]

    assert etats == [Etat.SANS_OBJET] * 3 + [Etat.NON_COLLECTE] * 3


def test_les_mois_imprimes_du_puy_de_dome_sont_repris_tels_quels():
    tableau = load_tableau(Site.objects.get(pk="pref-63"), 2022, le=LE)

    fraude = [r.valeur for r in tableau.ligne("I18").mois[:3]]

    assert fraude == [Fraction(237, 100000), Fraction(301, 100000), Fraction(325, 100000)]


@pytest.mark.parametrize(
    ("code", "numerateur", "denominateur"),
    [
        ("44-BOITE-PREFECTURE", 719, 786),
        ("44-BOITES-FONCTIONNELLES", 732, 759),
        ("44-ECOUTE", 48, 49),
        ("I10", 97, 101),
        ("I22", 18, 26),
        ("I23", 577, 724),
        ("I24", 3, 3),
        ("I25", 2, 3),
        ("I3", 39, 40),
        ("I15", 262, 263),
        ("I14", 263, 10),
        ("I28", 95, 135),
    ],
)
def test_le_tableau_de_bord_redonne_les_nombres_publies(code, numerateur, denominateur):
    tableau = load_tableau(Site.objects.get(pk="pref-44"), 2022, le=LE)

    releve = tableau.ligne(code).releve

    assert (releve.numerateur, releve.denominateur) == (numerateur, denominateur)


def test_le_taux_d_appels_aboutis_est_celui_imprime():
    tableau = load_tableau(Site.objects.get(pk="pref-44"), 2022, le=LE)

    assert tableau.ligne("I1").releve.valeur == Fraction(48, 100)


def test_la_moyenne_des_mois_explique_les_94_pour_cent():
    tableau = load_tableau(Site.objects.get(pk="pref-44"), 2022, le=LE)

    moyenne = tableau.ligne("44-BOITE-PREFECTURE").moyenne_des_mois.valeur

    assert round_half_up(moyenne * 100, 0) == 94


@pytest.mark.parametrize("code", ["pref-44", "pref-63"])
def test_tout_ecart_avec_l_imprime_est_explique(code):
    tableau = load_tableau(Site.objects.get(pk=code), 2022, le=LE)
    compares = [
        (ligne.indicateur, lu.releve, lu.publiee)
        for ligne in tableau.lignes
        for lu in (ligne, *ligne.details)
        if lu.publiee is not None
    ]

    inexpliques = [
        (indicateur.code, releve.detail, publiee.imprimee)
        for indicateur, releve, publiee in compares
        if not publiee.explication and not agrees(indicateur, releve, publiee)
    ]

    assert compares
    assert inexpliques == []


def test_les_mois_de_la_boite_principale_sont_ceux_imprimes():
    tableau = load_tableau(Site.objects.get(pk="pref-44"), 2022, le=LE)
    imprimes = ValeurPubliee.objects.filter(site="pref-44", dimension="mois")

    ecarts = [
        p
        for p in imprimes
        if round_half_up(
            scale(
                tableau.ligne(p.indicateur).mois[int(p.code_detail) % 100 - 1].valeur,
                tableau.ligne(p.indicateur).indicateur.unite,
            ),
            0,
        )
        != p.valeur
    ]

    assert imprimes.count() == 20
    assert ecarts == []


def test_toute_valeur_publiee_se_rapporte_a_un_indicateur_du_site():
    for code in ("pref-44", "pref-63"):
        tableau = load_tableau(Site.objects.get(pk=code), 2022, le=LE)
        codes = {ligne.indicateur.code for ligne in tableau.lignes}
        publies = set(ValeurPubliee.objects.filter(site=code).values_list("indicateur", flat=True))
        assert publies <= codes


def test_toute_cible_est_dans_l_unite_de_son_indicateur():
    for code in ("pref-44", "pref-63"):
        tableau = load_tableau(Site.objects.get(pk=code), 2022, le=LE)
        for cible in CibleSite.objects.filter(site=code):
            assert cible.unite == tableau.ligne(cible.indicateur).indicateur.unite


def test_chaque_compte_se_connecte_avec_le_mot_de_passe_tire(installee):
    refus = [
        c.identifiant
        for c in installee.comptes
        if not Agent.objects.get(username=c.identifiant).check_password(installee.mot_de_passe)
    ]

    assert refus == []


def test_les_roles_donnent_ce_qu_ils_disent():
    site = Site.objects.get(pk="pref-44")
    sejour = site.services.get(code="bureau-sejour")
    referent, correspondant, lecteur, autre = (
        Agent.objects.get(username=u)
        for u in ("referent.44", "correspondant.44", "lecteur.44", "referent.63")
    )

    assert can_manage(referent, site, le=LE)
    assert droits_of(correspondant, site, le=LE).couvre(sejour.pk)
    assert not droits_of(lecteur, site, le=LE).couvre(sejour.pk)
    assert can_consult(lecteur, site, le=LE)
    assert not can_consult(autre, site, le=LE)


def test_l_auditeur_perd_son_acces_au_bout_de_son_delai():
    site, auditeur = Site.objects.get(pk="pref-44"), Agent.objects.get(username="auditeur.44")

    assert can_consult(auditeur, site, le=LE + dt.timedelta(days=90))
    assert not can_consult(auditeur, site, le=LE + dt.timedelta(days=91))


def test_le_fichier_des_comptes_n_est_lisible_que_de_son_proprietaire(installee):
    assert installee.fichier_comptes.stat().st_mode & 0o777 == 0o600


def test_le_bilan_dit_toutes_les_hypotheses(installee):
    assert any("97,5 %" in h for h in installee.hypotheses)
