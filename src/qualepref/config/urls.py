"""Every address, storey by storey."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView


# Browsers ask for it at the root whatever the page says.
FAVICON = f"{settings.STATIC_URL}dsfr/dist/favicon/favicon.ico"

urlpatterns = [
    path("favicon.ico", login_not_required(RedirectView.as_view(url=FAVICON))),
    path("", include("qualepref.organisation.urls")),
    path("", include("qualepref.suivi.urls")),
    path("", include("qualepref.suivi.urls_imports")),
    path("", include("qualepref.enquetes.urls")),
    path("", include("qualepref.indicateurs.urls")),
    path("", include("qualepref.amelioration.urls")),
    path("", include("qualepref.modeles.urls")),
    path("", include("qualepref.comites.urls")),
    path("", include("qualepref.demarche.urls")),
    path("", include("qualepref.preuves.urls")),
    path("", include("qualepref.publications.urls")),
    path("", include("qualepref.portail.urls")),
]
