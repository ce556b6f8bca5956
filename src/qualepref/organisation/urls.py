from django.contrib.auth.views import LogoutView
from django.urls import path

from qualepref.organisation.views import comptes, sites


urlpatterns = [
    path("", sites.accueil, name="accueil"),
    path("sites/", sites.sites, name="sites"),
    path("connexion/", comptes.Connexion.as_view(), name="connexion"),
    path("deconnexion/", LogoutView.as_view(), name="deconnexion"),
    path("compte/", comptes.Compte.as_view(), name="compte"),
]
