import pytest

from enquetes.usines_mystere import build_scenario
from qualepref.enquetes.operations.scenarios import (
    ScenarioExistantError,
    change_activite,
    import_scenarios,
    write_scenario,
)
from qualepref.enquetes.queries.tests_mystere import count_manquants, get_modele
from qualepref.socle.models import Evenement
from usines import build_site


pytestmark = pytest.mark.django_db
VALEURS = {"canal": "appel", "titre": "Permis perdu", "question": "Que faire ?", "attendu": ""}


def test_un_scenario_s_ajoute_puis_se_modifie():
    site = build_site()

    scenario = write_scenario(site, **VALEURS, par="r")
    write_scenario(site, **(VALEURS | {"titre": "Permis volé"}), par="r", scenario=scenario)

    assert site.scenarios.get().titre == "Permis volé"
    assert Evenement.objects.latest("pk").avant["titre"] == "Permis perdu"


def test_deux_scenarios_d_un_canal_n_ont_pas_le_meme_titre():
    site = build_site()
    build_scenario(site)

    with pytest.raises(ScenarioExistantError, match="Permis perdu"):
        write_scenario(site, **VALEURS, par="r")
    write_scenario(site, **(VALEURS | {"canal": "courriel"}), par="r")

    assert site.scenarios.count() == 2


def test_les_scenarios_du_modele_se_copient_une_fois():
    site = build_site()
    premier = get_modele().scenarios[0]
    build_scenario(site, premier.canal, premier.titre, question="À notre façon ?")
    manquants = count_manquants(site)

    assert import_scenarios(site, par="r") == manquants == len(get_modele().scenarios) - 1
    assert import_scenarios(site, par="r") == count_manquants(site) == 0
    assert site.scenarios.filter(question="À notre façon ?").exists()


def test_un_scenario_se_met_de_cote_et_revient():
    scenario = build_scenario(build_site())

    change_activite(scenario, actif=False, par="r")
    assert not scenario.actif
    change_activite(scenario, actif=True, par="r")

    scenario.refresh_from_db()
    assert scenario.actif
