from django.urls import path

from qualepref.enquetes.views import public, rafales


urlpatterns = [
    path("enquete/<slug:adresse>/", public.accueillir, name="enquete_publique"),
    path("enquete/<slug:adresse>/commencer/", public.commencer, name="enquete_commencer"),
    path("enquete/<slug:adresse>/<uuid:cle>/", public.reprendre, name="enquete_reprise"),
    path("enquete/<slug:adresse>/<uuid:cle>/<int:page>/", public.remplir, name="enquete_page"),
    path("enquete/<slug:adresse>/<uuid:cle>/merci/", public.remercier, name="enquete_merci"),
    path("enquete/<slug:adresse>/<uuid:cle>/effacer/", public.recommencer, name="enquete_effacee"),
    path("sites/<slug:code>/enquetes/<int:pk>/rafales/", rafales.rafales, name="enquete_rafales"),
]
