from django.urls import path

from qualepref.enquetes.views import verbatims


VERBATIMS = "sites/<slug:code>/enquetes/<int:pk>/verbatims/"

urlpatterns = [
    path(VERBATIMS, verbatims.verbatims, name="enquete_verbatims"),
    path(f"{VERBATIMS}export/", verbatims.exporter, name="enquete_verbatims_export"),
    path(f"{VERBATIMS}relire/", verbatims.relire, name="enquete_verbatims_relire"),
    path(f"{VERBATIMS}<int:verbatim>/", verbatims.verbatim, name="enquete_verbatim"),
    path(
        f"{VERBATIMS}<int:verbatim>/effacer/",
        verbatims.effacer,
        name="enquete_verbatim_effacer",
    ),
]
