from django.urls import path

from qualepref.indicateurs.views import tableau


urlpatterns = [
    path("sites/<slug:code>/tableau-de-bord/", tableau.tableau_de_bord, name="tableau_de_bord"),
    path(
        "sites/<slug:code>/tableau-de-bord/<int:annee>/",
        tableau.tableau_de_bord,
        name="tableau_de_bord_annee",
    ),
    path(
        "sites/<slug:code>/tableau-de-bord/<int:annee>/export.<slug:extension>",
        tableau.exporter_tableau,
        name="tableau_export",
    ),
    path(
        "sites/<slug:code>/tableau-de-bord/<int:annee>/<slug:indicateur>/",
        tableau.fiche,
        name="indicateur",
    ),
    path(
        "sites/<slug:code>/tableau-de-bord/<int:annee>/<slug:indicateur>/lignes/",
        tableau.lignes,
        name="indicateur_lignes",
    ),
]
