from django.urls import path

from qualepref.publications.views import bilan


urlpatterns = [
    path("sites/<slug:code>/bilan/", bilan.bilan, name="bilan"),
    path("sites/<slug:code>/bilan/<int:annee>/", bilan.bilan, name="bilan_annee"),
    path("sites/<slug:code>/bilan/<int:annee>/bilan.pdf", bilan.bilan_pdf, name="bilan_pdf"),
]
