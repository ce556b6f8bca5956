import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given, strategies as st

from qualepref.suivi.models import Demande
from qualepref.suivi.operations.lots import write_lot
from qualepref.suivi.queries import listes
from qualepref.suivi.queries.etats import end_of_semaine, etat_of
from qualepref.suivi.queries.listes import TRIS, load_page, select_demandes
from qualepref.suivi.rules.lignes import build_ligne
from usines import build_demande


pytestmark = pytest.mark.django_db
LE = dt.date(2025, 5, 14)
DEBUT = dt.date(2025, 1, 6)


@pytest.fixture
def registre(nantes, sejour):
    """Sixty letters over thirty days, two a day."""
    lignes = [
        build_ligne(
            {
                "reference": f"C-{rang:03d}",
                "nature": "information",
                "canal": "courrier",
                "recue_le": DEBUT + dt.timedelta(days=rang // 2),
                "service_id": sejour.pk if rang % 2 else None,
                "objet": "Procuration" if rang % 3 else "Horaires",
            }
        )
        for rang in range(60)
    ]
    write_lot(
        nantes, registre="courriers", lignes=lignes, provenance="import", par="usine", le=LE,
        maintenant=dt.datetime(2025, 5, 14, tzinfo=dt.UTC),
    )  # fmt: skip
    return Demande.objects.filter(site=nantes, registre="courriers")


@pytest.mark.parametrize("tri", TRIS)
def test_les_pages_suivies_donnent_tout_une_fois_dans_l_ordre(registre, monkeypatch, tri):
    monkeypatch.setattr(listes, "LIGNES_PAR_PAGE", 7)
    vues, curseur = [], ""

    while curseur is not None:
        page = load_page(registre, tri=tri, apres=curseur)
        vues += page.lignes
        curseur = page.suivante

    champ, sens = tri.lstrip("-"), -1 if tri.startswith("-") else 1
    attendues = sorted(registre, key=lambda d: (sens * getattr(d, champ).toordinal(), sens * d.pk))
    assert vues == attendues


@pytest.mark.parametrize("tri", TRIS)
def test_revenir_en_arriere_redonne_la_meme_page(registre, monkeypatch, tri):
    monkeypatch.setattr(listes, "LIGNES_PAR_PAGE", 7)
    premiere = load_page(registre, tri=tri)
    deuxieme = load_page(registre, tri=tri, apres=premiere.suivante)
    troisieme = load_page(registre, tri=tri, apres=deuxieme.suivante)

    retour = load_page(registre, tri=tri, avant=troisieme.precedente)

    assert retour.lignes == deuxieme.lignes
    assert load_page(registre, tri=tri, avant=retour.precedente).precedente is None


@pytest.mark.parametrize("curseur", ["x", "2025-01-06", "2025-01-06.x", "2025-13-45.3", ".", "'"])
def test_un_curseur_illisible_ramene_a_la_premiere_page(registre, curseur):
    assert load_page(registre, apres=curseur).lignes == load_page(registre).lignes


def test_le_compte_s_arrete_a_son_plafond(registre, monkeypatch):
    monkeypatch.setattr(listes, "COMPTE_MAXIMAL", 59)

    assert load_page(registre).total is None


def test_le_compte_est_exact_sous_son_plafond(registre, monkeypatch):
    monkeypatch.setattr(listes, "COMPTE_MAXIMAL", 60)

    assert load_page(registre).total == 60


@pytest.mark.parametrize(
    ("criteres", "nombre"),
    [
        ({}, 60),
        ({"du": dt.date(2025, 1, 7)}, 58),
        ({"au": dt.date(2025, 1, 7)}, 4),
        ({"q": "C-01"}, 10),
        ({"q": "horaires"}, 20),
        ({"q": "introuvable"}, 0),
        ({"canal": "courrier", "nature": "information"}, 60),
        ({"canal": "courriel"}, 0),
        ({"tracage": "echantillon"}, 0),
    ],
)
def test_les_filtres_gardent_ce_qu_ils_disent(nantes, registre, criteres, nombre):
    gardees = select_demandes(nantes, registre="courriers", criteres=criteres, le=LE)

    assert gardees.count() == nombre


def test_le_filtre_de_service(nantes, registre, sejour):
    gardees = select_demandes(nantes, registre="courriers", criteres={"service": sejour.pk}, le=LE)

    assert {d.service for d in gardees} == {sejour}


def test_une_demande_n_est_en_retard_que_passe_son_echeance(nantes):
    build_demande(nantes, dt.date(2025, 4, 28))  # due on 14 May

    def retards(le):
        return select_demandes(
            nantes, registre="courriers", criteres={"etat": "retard"}, le=le
        ).count()

    assert (retards(dt.date(2025, 5, 14)), retards(dt.date(2025, 5, 15))) == (0, 1)


def test_un_rendez_vous_a_tenir_est_a_rendre_cette_semaine(nantes):
    demande = build_demande(
        nantes, dt.date(2025, 4, 28), registre="rendez-vous", nature="rdv-elu",
        canal="courriel", proposee_le=dt.date(2025, 4, 29),
    )  # fmt: skip

    gardees = select_demandes(
        nantes, registre="rendez-vous", criteres={"etat": "semaine"}, le=demande.tenue_echeance
    )

    assert list(gardees) == [demande]


@pytest.mark.parametrize(
    ("le", "libelle"),
    [
        (dt.date(2025, 5, 2), "en cours"),
        (dt.date(2025, 5, 12), "cette semaine"),
        (dt.date(2025, 5, 14), "à rendre aujourd’hui"),
        (dt.date(2025, 5, 15), "en retard"),
    ],
)
def test_etat_of_change_avec_le_jour(nantes, le, libelle):
    demande = build_demande(nantes, dt.date(2025, 4, 28))

    assert etat_of(demande, le=le).libelle == libelle


@given(st.dates(dt.date(2000, 1, 1), dt.date(2050, 1, 1)))
def test_la_semaine_finit_un_dimanche_et_laisse_au_moins_un_jour_de_semaine(le):
    fin = end_of_semaine(le)

    assert fin.weekday() == 6
    assert any((le + dt.timedelta(days=n)).weekday() < 5 for n in range((fin - le).days + 1))


def test_la_liste_garde_ses_filtres_dans_ses_liens(page, nantes, registre, monkeypatch):
    monkeypatch.setattr(listes, "LIGNES_PAR_PAGE", 7)

    html = page.get(
        reverse("registre", args=[nantes.pk, "courriers"]), {"q": "Proc", "tri": "recue_le"}
    ).content.decode()

    assert "?q=Proc&amp;tri=recue_le&amp;apres=" in html


def test_un_filtre_impossible_est_dit_et_n_arrete_pas_la_page(page, nantes, registre):
    html = page.get(
        reverse("registre", args=[nantes.pk, "courriers"]),
        {"du": "2025-03-01", "au": "2025-02-01", "service": "999", "etat": "ailleurs"},
    ).content.decode()

    assert "Cette date précède le début de la période." in html
    assert "60 demandes" not in html


def test_un_registre_vide_dit_quoi_faire(page, nantes):
    html = page.get(reverse("registre", args=[nantes.pk, "courriers"])).content.decode()

    assert "Ce registre est vide." in html


def test_un_registre_inconnu_n_existe_pas(page, nantes):
    assert page.get(reverse("registre", args=[nantes.pk, "telex"])).status_code == 404


@pytest.mark.parametrize(
    ("nom", "suite", "requetes"),
    [
        ("site", (), 28),
        ("a_traiter", (), 14),
        ("registres", (), 11),
        ("registre", ("courriers",), 12),
        ("comptages", (), 8),
    ],
)
def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(
    page, nantes, registre, django_assert_max_num_queries, nom, suite, requetes
):
    with django_assert_max_num_queries(requetes):
        page.get(reverse(nom, args=[nantes.pk, *suite]))
