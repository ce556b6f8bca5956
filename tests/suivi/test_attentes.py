"""A waiting reply stops the clock; the answer it promised stays in sight, and changes no figure."""

import datetime as dt

import pytest
from django.urls import reverse

from qualepref.suivi.models import CelluleDemande, Demande
from qualepref.suivi.queries.etats import etat_of
from qualepref.suivi.queries.listes import select_demandes
from qualepref.suivi.queries.registres import list_attentes, load_cartes, load_charges
from usines import build_demande, connect


pytestmark = pytest.mark.django_db
RECUE = dt.date(2025, 4, 28)
LE = dt.date(2025, 5, 14)
ATTENTE = {"attente_le": dt.date(2025, 4, 30), "attente_delai_annonce": "3 semaines"}


@pytest.fixture
def promise(nantes, sejour):
    return build_demande(nantes, RECUE, service=sejour, objet="Naturalisation", le=LE, **ATTENTE)


def filtrees(site, etat):
    return list(select_demandes(site, registre="courriers", criteres={"etat": etat}, le=LE))


def test_la_reponse_promise_se_retrouve_par_son_filtre(nantes, promise):
    assert filtrees(nantes, "attente") == [promise]


@pytest.mark.parametrize(
    "suite",
    [
        {"repondue_le": dt.date(2025, 5, 12)},
        {"repondue_sans_date": True},
        {"exclusion": "transmise"},
        {"attente_delai_annonce": ""},
    ],
)
def test_une_demande_repondue_exclue_ou_encore_ouverte_n_est_pas_promise(nantes, suite):
    demande = build_demande(nantes, RECUE, le=LE, **(ATTENTE | suite))

    assert filtrees(nantes, "attente") == []
    assert not etat_of(demande, le=LE).libelle.startswith("attente")


@pytest.mark.parametrize(
    ("attente_le", "libelle"),
    [
        (dt.date(2025, 4, 30), "attente, dans le délai"),
        (dt.date(2025, 5, 16), "attente, hors délai"),
    ],
)
def test_l_etat_dit_l_attente_et_le_delai(nantes, attente_le, libelle):
    demande = build_demande(nantes, RECUE, **(ATTENTE | {"attente_le": attente_le}))

    assert etat_of(demande, le=LE).libelle == libelle


def test_les_promesses_se_listent_de_la_plus_ancienne_a_la_plus_recente(nantes, promise):
    avant = build_demande(
        nantes, RECUE, le=LE, attente_le=dt.date(2025, 4, 29), attente_delai_annonce="un mois"
    )

    assert list_attentes(nantes, le=LE, limite=5) == [avant, promise]
    assert list_attentes(nantes, le=LE, limite=1) == [avant]


def test_une_promesse_ne_compte_ni_ouverte_ni_en_retard(nantes, promise):
    carte = next(c for c in load_cartes(nantes, le=LE) if c.registre.code == "courriers")

    assert (carte.attentes, carte.ouvertes, carte.semaine, carte.retard) == (1, 0, 0, 0)


def test_un_service_qui_n_a_que_des_promesses_figure_a_la_charge(nantes, promise, sejour):
    charges = load_charges(nantes, le=LE)

    assert [(c.service, c.retard, c.semaine, c.attentes) for c in charges] == [(sejour.pk, 0, 0, 1)]


def test_regarder_les_promesses_ne_change_aucune_cellule(page, nantes, promise):
    avant = list(CelluleDemande.objects.values())

    page.get(reverse("a_traiter", args=[nantes.pk]))

    assert list(CelluleDemande.objects.values()) == avant


@pytest.mark.parametrize("service", ["9" * 23, "x", "-1"])
def test_un_service_que_la_base_ne_lit_pas_est_laisse_de_cote(page, nantes, service):
    reponse = page.get(reverse("a_traiter", args=[nantes.pk]), {"service": service})

    assert reponse.status_code == 200


def test_a_traiter_montre_le_delai_annonce_tel_qu_il_est_ecrit(page, nantes, promise):
    html = page.get(reverse("a_traiter", args=[nantes.pk])).content.decode()

    partie = html[html.index('id="attentes"') :]
    assert "3 semaines" in partie
    assert "Naturalisation" in partie
    assert "mer. 30/04/2025" in partie


@pytest.mark.parametrize(("role", "statut"), [("lecteur", 200), ("autre site", 404), (None, 302)])
def test_a_traiter_et_ses_promesses_se_lisent_avec_un_role(agents, nantes, promise, role, statut):
    client = connect(agents[role] if role else None)

    reponse = client.get(reverse("a_traiter", args=[nantes.pk]))

    assert reponse.status_code == statut
    assert ("3 semaines" in reponse.content.decode()) is (statut == 200)


def test_a_traiter_se_limite_au_service_choisi(page, nantes, promise, legalite):
    html = page.get(
        reverse("a_traiter", args=[nantes.pk]), {"service": legalite.pk}
    ).content.decode()

    assert "Aucune réponse promise n’est en attente." in html


def test_l_accueil_mene_aux_promesses(page, nantes, promise):
    html = page.get(reverse("site", args=[nantes.pk])).content.decode()

    assert f'{reverse("a_traiter", args=[nantes.pk])}#attentes">réponse promise' in html


def test_la_carte_du_registre_mene_a_ses_promesses(page, nantes, promise):
    html = page.get(reverse("registres", args=[nantes.pk])).content.decode()

    adresse = reverse("registre", args=[nantes.pk, "courriers"])
    assert f'{adresse}?etat=attente">1 réponse promise' in html


def test_la_demande_dit_que_la_reponse_reste_due(page, nantes, promise):
    html = page.get(reverse("demande", args=[nantes.pk, promise.pk])).content.decode()

    assert "La réponse au fond reste à donner." in html


def test_repondre_retire_la_promesse_et_garde_le_delai(page, nantes, promise):
    page.post(
        reverse("demande_action", args=[nantes.pk, promise.pk, "repondre"]),
        {"lue_le": promise.modifiee_le.isoformat(), "repondue_le": "2025-05-20"},
    )

    promise.refresh_from_db()
    assert (promise.issue, promise.attente) == ("a_temps", 1)
    assert not Demande.objects.filter(repondue_le__isnull=True).exists()


def test_l_accueil_sans_rien_en_cours_dit_de_quand_datent_les_demandes(page, nantes):
    build_demande(nantes, dt.date(2022, 12, 5), repondue_le=dt.date(2022, 12, 6))

    html = page.get(reverse("site", args=[nantes.pk])).content.decode()

    assert "Mois des dernières demandes : décembre 2022" in html
    assert f"{reverse('registre', args=[nantes.pk, 'courriers'])}?du=2022-12-01" in html


def test_l_accueil_d_un_site_vide_ou_occupe_ne_parle_pas_du_passe(page, nantes, aujourdhui):
    vide = page.get(reverse("site", args=[nantes.pk])).content.decode()
    build_demande(nantes, dt.date(2022, 12, 5))
    occupe = page.get(reverse("site", args=[nantes.pk])).content.decode()

    assert "Les dernières demandes" not in vide
    assert "Les dernières demandes" not in occupe


def test_les_listes_nomment_les_registres_par_leur_libelle(page, nantes, promise):
    build_demande(nantes, RECUE)

    for nom in ("site", "a_traiter"):
        html = page.get(reverse(nom, args=[nantes.pk])).content.decode()
        assert 'qp-sous">Courriers</span>' in html
        assert ">courriers<" not in html
