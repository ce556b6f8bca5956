"""Addresses of the files of registers."""

from django.urls import path

from qualepref.suivi.views import imports


urlpatterns = [
    path("sites/<slug:code>/imports/", imports.imports, name="imports"),
    path("sites/<slug:code>/imports/<int:pk>/", imports.importation, name="import"),
    path("sites/<slug:code>/imports/<int:pk>/colonnes/", imports.associer, name="import_associer"),
    path("sites/<slug:code>/imports/<int:pk>/verifier/", imports.verifier, name="import_verifier"),
    path("sites/<slug:code>/imports/<int:pk>/oublier/", imports.oublier, name="import_oublier"),
    path("sites/<slug:code>/imports/<int:pk>/ecrire/", imports.appliquer, name="import_appliquer"),
    path("sites/<slug:code>/imports/<int:pk>/annote/", imports.annote, name="import_annote"),
    path("sites/<slug:code>/export/", imports.exporter, name="exporter"),
]
