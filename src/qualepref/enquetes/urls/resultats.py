from django.urls import path

from qualepref.enquetes.views import resultats


RESULTATS = "sites/<slug:code>/enquetes/<int:pk>/resultats/"

urlpatterns = [
    path(RESULTATS, resultats.resultats, name="enquete_resultats"),
    path(
        f"{RESULTATS}export/<slug:extension>/",
        resultats.exporter_resultats,
        name="enquete_resultats_export",
    ),
    path(
        f"{RESULTATS}retours/<slug:extension>/",
        resultats.exporter_retours,
        name="enquete_retours_export",
    ),
]
