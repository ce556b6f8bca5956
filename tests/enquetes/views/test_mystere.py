import re

import pytest
from django.urls import reverse

from enquetes.usines import build_campagne
from enquetes.usines_mystere import build_mystere, build_scenario, build_test, fill
from qualepref.enquetes.operations.mystere import cancel_test
from qualepref.organisation.acces import today_at
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db
PAGES = ("enquete_mystere", "enquete_mystere_tirage", "enquete_mystere_liste")
PAGES_TEST = ("enquete_mystere_attribuer", "enquete_mystere_abandonner")


@pytest.fixture
def site(db):
    return build_site(**CLERMONT)


@pytest.fixture
def le(site):
    return today_at(site)


@pytest.fixture
def campagne(site, le):
    for titre in ("Permis perdu", "Horaires"):
        build_scenario(site, titre=titre)
    return build_mystere(site, ouverte_le=le, fermee_le=le.replace(year=le.year + 1), validee_le=le)


@pytest.fixture
def yann(site):
    return build_agent("enqueteur", site, first_name="Yann", last_name="Rolland")


@pytest.fixture
def claire(site):
    return build_agent("enqueteur", site, first_name="Claire", last_name="Morel")


@pytest.fixture
def referent(site):
    return build_agent("referent", site)


@pytest.fixture
def page(referent):
    return connect(referent)


@pytest.fixture
def agents(site, referent, yann):
    return {
        "referent": referent,
        "enqueteur": yann,
        "correspondant": build_agent("correspondant", site, service=build_service(site)),
        "lecteur": build_agent("lecteur", site),
        "national": build_agent("national"),
        "autre site": build_agent("referent", build_site()),
        "sans rôle": build_agent(),
    }


def adresse(nom, campagne, *suite):
    return reverse(nom, args=[campagne.pilote_id, campagne.pk, *suite])


def adresses(campagne):
    return [adresse(n, campagne) for n in PAGES] + [adresse(n, campagne, 1) for n in PAGES_TEST]


@pytest.mark.parametrize(
    ("role", "statut"),
    [
        ("referent", 200), ("enqueteur", 403), ("correspondant", 403), ("lecteur", 403),
        ("national", 403), ("autre site", 404), ("sans rôle", 404),
    ],
)  # fmt: skip
def test_seul_le_referent_du_site_pilote_voit_le_calendrier(agents, campagne, yann, role, statut):
    build_test(campagne, yann)

    reponses = [connect(agents[role]).get(url) for url in adresses(campagne)]

    assert {reponse.status_code for reponse in reponses} == {statut}


def test_le_public_est_envoye_a_la_connexion(campagne, yann):
    build_test(campagne, yann)

    for url in adresses(campagne):
        assert connect().get(url)["Location"] == f"{reverse('connexion')}?next={url}"


def test_le_referent_d_un_site_associe_ne_voit_pas_le_calendrier(site, le):
    autre = build_site()
    campagne = build_mystere(site, autre, ouverte_le=le, validee_le=le, fermee_le=None)

    reponse = connect(build_agent("referent", autre)).get(
        reverse("enquete_mystere", args=[autre.pk, campagne.pk])
    )

    assert reponse.status_code == 403


def test_une_enquete_de_satisfaction_n_a_pas_de_calendrier(page, site):
    assert page.get(adresse("enquete_mystere", build_campagne(site))).status_code == 404


def send_tirage(page, campagne, *enqueteurs, **champs):
    donnees = {"tests": 6, "part_double": 50, "creneaux": ["09:00-10:30", "10:30-12:00"],
               "lieux": ["standard"], "enqueteurs": [a.pk for a in enqueteurs]}  # fmt: skip
    url = adresse("enquete_mystere_tirage", campagne)
    return page.post(url, donnees | champs, follow=True)


def test_le_referent_tire_les_tests_et_lit_la_graine(page, campagne, yann, claire):
    reponse = send_tirage(page, campagne, yann, claire, graine=2022)

    texte = reponse.content.decode()
    assert "6 tests sont tirés, avec la graine 2022." in texte
    assert "Graine du tirage : <strong>2022</strong>" in texte
    assert "à deux, avec" in texte
    assert campagne.tests.filter(second__isnull=False).count() == 3


def test_sans_graine_le_logiciel_en_tire_une(page, campagne, yann, claire):
    send_tirage(page, campagne, yann, claire)

    campagne.refresh_from_db()
    assert campagne.graine is not None


def test_le_formulaire_propose_les_enqueteurs_et_les_creneaux_d_usage(
    page, campagne, yann, referent
):
    form = page.get(adresse("enquete_mystere_tirage", campagne)).context["form"]

    assert form.initial["enqueteurs"] == [yann.pk]
    assert {pk for pk, _ in form.fields["enqueteurs"].choices} == {yann.pk, referent.pk}
    assert "09:00-10:30" in form.initial["creneaux"]
    assert "12:00-14:00" not in form.initial["creneaux"]


@pytest.mark.parametrize(
    ("champs", "motif"),
    [
        ({"tests": 5000}, "ne tiennent pas"),
        ({"tests": 0}, "supérieure ou égale à 1"),
        ({"part_double": 150}, "inférieure ou égale à 100"),
        ({"creneaux": []}, "obligatoire"),
        ({"enqueteurs": [0]}, "n’en fait pas partie"),
    ],
)
def test_un_tirage_impossible_se_dit_dans_la_page(page, campagne, yann, claire, champs, motif):
    texte = send_tirage(page, campagne, yann, claire, **champs).content.decode()

    assert motif in texte
    assert not campagne.tests.exists()


def test_une_grille_remplie_ferme_le_tirage(page, campagne, yann, claire, le):
    build_test(campagne, yann, jour=le)
    fill(campagne.tests.get(), yann, le=le)

    assert (
        "ne se tire plus" in page.get(adresse("enquete_mystere_tirage", campagne)).content.decode()
    )
    assert "déjà remplie" in send_tirage(page, campagne, yann, claire).content.decode()
    assert campagne.tests.count() == 1


def test_le_calendrier_dit_ou_en_est_chaque_test(page, campagne, yann, claire, le):
    hier = le.replace(year=le.year - 1)
    for numero, second in ((1, None), (2, claire), (3, None)):
        build_test(campagne, yann, numero=numero, jour=hier, second=second)
    fill(campagne.tests.get(numero=1), yann, le=le)
    fill(campagne.tests.get(numero=2), yann, le=le)
    cancel_test(campagne.tests.get(numero=3), motif="Standard fermé", par="r")

    texte = page.get(adresse("enquete_mystere", campagne)).content.decode()

    assert re.search(r'qp-chiffre">1</span>fait sur 3', texte)
    assert "seconde grille attendue" in texte
    assert "Standard fermé" in texte
    assert texte.count("fr-badge--error") == 1


def test_attribuer_abandonner_puis_reprendre(page, campagne, yann, claire, le):
    test = build_test(campagne, yann, jour=le)

    page.post(
        adresse("enquete_mystere_attribuer", campagne, 1),
        {"enqueteur": claire.pk, "second": yann.pk},
    )
    test.refresh_from_db()
    assert (test.enqueteur, test.second) == (claire, yann)
    page.post(adresse("enquete_mystere_abandonner", campagne, 1), {"motif": "Pont <b>"})
    texte = page.get(adresse("enquete_mystere", campagne)).content.decode()
    assert "Pont &lt;b&gt;" in texte
    page.post(adresse("enquete_mystere_reprendre", campagne, 1))

    test.refresh_from_db()
    assert not test.abandonne


def test_un_refus_se_lit_dans_la_page(page, campagne, yann, claire, le):
    build_test(campagne, yann, jour=le)
    fill(campagne.tests.get(), yann, le=le)

    attribuer = page.post(
        adresse("enquete_mystere_attribuer", campagne, 1), {"enqueteur": claire.pk, "second": ""}
    )
    abandonner = page.post(adresse("enquete_mystere_abandonner", campagne, 1), {"motif": "Pont"})

    assert "a déjà rempli sa grille" in attribuer.content.decode()
    assert "ne s’abandonne plus" in abandonner.content.decode()


def test_la_liste_a_imprimer_donne_une_feuille_par_enqueteur(page, campagne, yann, claire, le):
    build_test(campagne, yann, second=claire, jour=le)

    texte = page.get(adresse("enquete_mystere_liste", campagne)).content.decode()

    assert texte.count("eq-feuille-enqueteur") == 2
    assert "Tests de Yann Rolland" in texte
    assert "à deux, avec Yann Rolland" in texte


def test_un_test_inconnu_n_existe_pas(page, campagne):
    for nom in PAGES_TEST:
        assert page.get(adresse(nom, campagne, 9)).status_code == 404
