import pytest
from django.urls import reverse

from enquetes.usines_mystere import build_scenario
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return build_site(**CLERMONT)


@pytest.fixture
def page(site):
    return connect(build_agent("referent", site))


def test_qui_repond_aux_usagers_ne_lit_pas_les_scenarios(site):
    service = build_service(site)
    gens = {
        "enqueteur": (build_agent("enqueteur", site), 403),
        "correspondant": (build_agent("correspondant", site, service=service), 403),
        "lecteur": (build_agent("lecteur", site), 403),
        "autre site": (build_agent("referent", build_site()), 404),
        "public": (None, 302),
    }
    scenario = build_scenario(site)
    urls = [
        reverse("enquete_scenarios", args=[site.pk]),
        reverse("enquete_scenario_nouveau", args=[site.pk]),
        reverse("enquete_scenario", args=[site.pk, scenario.pk]),
    ]

    for qui, (agent, statut) in gens.items():
        assert {connect(agent).get(url).status_code for url in urls} == {statut}, qui
        poste = connect(agent).post(reverse("enquete_scenarios_modele", args=[site.pk]))
        assert poste.status_code == statut, qui
    assert site.scenarios.count() == 1


def test_le_referent_copie_les_scenarios_du_modele(site, page):
    url = reverse("enquete_scenarios", args=[site.pk])
    avant = page.get(url).content.decode()

    apres = page.post(reverse("enquete_scenarios_modele", args=[site.pk]), follow=True)

    assert "Copier les scénarios du modèle" in avant
    assert "Copier les scénarios du modèle" not in apres.content.decode()
    assert site.scenarios.filter(canal="appel").count() >= 8


def test_ajouter_modifier_mettre_de_cote(site, page):
    champs = {"canal": "appel", "titre": "Permis <perdu>", "question": "Que faire ?", "attendu": ""}
    texte = page.post(
        reverse("enquete_scenario_nouveau", args=[site.pk]), champs, follow=True
    ).content.decode()
    assert "Permis &lt;perdu&gt;" in texte
    scenario = site.scenarios.get()

    page.post(
        reverse("enquete_scenario", args=[site.pk, scenario.pk]), champs | {"titre": "Permis"}
    )
    page.post(reverse("enquete_scenario_activite", args=[site.pk, scenario.pk]))

    scenario.refresh_from_db()
    assert (scenario.titre, scenario.actif) == ("Permis", False)


def test_un_titre_deja_pris_se_dit_dans_la_page(site, page):
    build_scenario(site)

    reponse = page.post(
        reverse("enquete_scenario_nouveau", args=[site.pk]),
        {"canal": "appel", "titre": "Permis perdu", "question": "Que faire ?"},
    )

    assert "existe déjà pour ce canal" in reponse.content.decode()


def test_un_scenario_d_un_autre_site_n_existe_pas(site, page):
    scenario = build_scenario(build_site())

    assert page.get(reverse("enquete_scenario", args=[site.pk, scenario.pk])).status_code == 404
