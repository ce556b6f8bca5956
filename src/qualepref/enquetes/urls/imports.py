from django.urls import path

from qualepref.enquetes.views import imports


IMPORTS = "sites/<slug:code>/enquetes/<int:pk>/imports/"
IMPORT = f"{IMPORTS}<int:depot>/"

urlpatterns = [
    path(IMPORTS, imports.imports, name="enquete_imports"),
    path(IMPORT, imports.importation, name="enquete_import"),
    path(f"{IMPORT}regler/", imports.regler, name="enquete_import_regler"),
    path(f"{IMPORT}appliquer/", imports.appliquer, name="enquete_import_appliquer"),
    path(f"{IMPORT}oublier/", imports.oublier, name="enquete_import_oublier"),
    path(f"{IMPORT}annuler/", imports.annuler, name="enquete_import_annuler"),
]
