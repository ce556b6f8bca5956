"""Every address, storey by storey."""

from django.urls import include, path


urlpatterns = [
    path("", include("qualepref.organisation.urls")),
    path("", include("qualepref.suivi.urls")),
    path("", include("qualepref.suivi.urls_imports")),
    path("", include("qualepref.indicateurs.urls")),
    path("", include("qualepref.publications.urls")),
]
