from django.urls import path

from qualepref.enquetes.views import mystere, scenarios, tests_mystere


ENQUETES = "sites/<slug:code>/enquetes/"
SCENARIOS = f"{ENQUETES}scenarios/"
MYSTERE = f"{ENQUETES}<int:pk>/mystere/"
TEST = f"{MYSTERE}tests/<int:numero>/"

urlpatterns = [
    path(SCENARIOS, scenarios.scenarios, name="enquete_scenarios"),
    path(f"{SCENARIOS}nouveau/", scenarios.scenario, name="enquete_scenario_nouveau"),
    path(f"{SCENARIOS}modele/", scenarios.modele, name="enquete_scenarios_modele"),
    path(f"{SCENARIOS}<int:pk>/", scenarios.scenario, name="enquete_scenario"),
    path(f"{SCENARIOS}<int:pk>/activite/", scenarios.activite, name="enquete_scenario_activite"),
    path(f"{ENQUETES}mes-tests/", tests_mystere.mes_tests, name="enquete_mystere_mes_tests"),
    path(MYSTERE, mystere.calendrier, name="enquete_mystere"),
    path(f"{MYSTERE}tirage/", mystere.tirage, name="enquete_mystere_tirage"),
    path(f"{MYSTERE}liste/", mystere.liste, name="enquete_mystere_liste"),
    path(TEST, tests_mystere.test, name="enquete_mystere_test"),
    path(f"{TEST}grille/", tests_mystere.grille, name="enquete_mystere_grille"),
    path(f"{TEST}attribuer/", mystere.attribuer, name="enquete_mystere_attribuer"),
    path(f"{TEST}abandonner/", mystere.abandonner, name="enquete_mystere_abandonner"),
    path(f"{TEST}reprendre/", mystere.reprendre, name="enquete_mystere_reprendre"),
]
