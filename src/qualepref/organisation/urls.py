from django.contrib.auth.views import LogoutView
from django.urls import path

from qualepref.organisation.views import comptes, organisation, sites


ORGANISATION = "sites/<slug:code>/organisation/"

urlpatterns = [
    path("", sites.accueil, name="accueil"),
    path("sites/", sites.sites, name="sites"),
    path("connexion/", comptes.Connexion.as_view(), name="connexion"),
    path("deconnexion/", LogoutView.as_view(), name="deconnexion"),
    path("compte/", comptes.Compte.as_view(), name="compte"),
    path(ORGANISATION, organisation.organisation, name="organisation"),
    path(f"{ORGANISATION}perimetre/", organisation.perimetre, name="perimetre"),
    path(f"{ORGANISATION}label/", organisation.label, name="label_ajouter"),
    path(f"{ORGANISATION}label/<int:pk>/", organisation.corriger_label, name="label_corriger"),
    path(f"{ORGANISATION}services/ajouter/", organisation.service, name="service_ajouter"),
    path(f"{ORGANISATION}services/<slug:service>/", organisation.service, name="service"),
    path(f"{ORGANISATION}boites/ajouter/", organisation.boite, name="boite_ajouter"),
    path(f"{ORGANISATION}boites/<slug:boite>/", organisation.boite, name="boite"),
    path(f"{ORGANISATION}roles/ajouter/", organisation.role, name="role_ajouter"),
    path(
        f"{ORGANISATION}retirer/<slug:quoi>/<int:pk>/",
        organisation.retirer,
        name="organisation_retirer",
    ),
]
