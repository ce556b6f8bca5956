from django.urls import path

from qualepref.suivi.views import (
    actions,
    attestations,
    comptages,
    demandes,
    echantillons,
    fermetures,
    registres,
    site,
)


SITE = "sites/<slug:code>/"
REGISTRE = f"{SITE}registres/<slug:registre>/"
DEMANDE = f"{SITE}demandes/<int:pk>/"
FERMETURES = f"{SITE}organisation/fermetures/"

urlpatterns = [
    path(SITE, site.site, name="site"),
    path(f"{SITE}a-traiter/", site.a_traiter, name="a_traiter"),
    path(f"{SITE}registres/", registres.registres, name="registres"),
    path(REGISTRE, registres.registre, name="registre"),
    path(f"{REGISTRE}nouvelle/", demandes.nouvelle, name="demande_nouvelle"),
    path(f"{REGISTRE}echantillons/", echantillons.echantillons, name="echantillons"),
    path(
        f"{REGISTRE}echantillons/<int:pk>/retirer/",
        echantillons.retirer,
        name="echantillon_retirer",
    ),
    path(f"{REGISTRE}attestations/", attestations.attestations, name="attestations"),
    path(
        f"{REGISTRE}attestations/<int:annee>/",
        attestations.attestations,
        name="attestations_annee",
    ),
    path(f"{SITE}echeance/", demandes.echeance, name="echeance"),
    path(DEMANDE, demandes.demande, name="demande"),
    path(f"{DEMANDE}corriger/", demandes.corriger, name="demande_corriger"),
    path(f"{DEMANDE}supprimer/", actions.supprimer, name="demande_supprimer"),
    path(f"{DEMANDE}<slug:action>/", actions.agir, name="demande_action"),
    path(f"{SITE}comptages/", comptages.comptages, name="comptages"),
    path(f"{SITE}comptages/<int:annee>/", comptages.comptages, name="comptages_annee"),
    path(
        f"{SITE}comptages/<int:annee>/<slug:grandeur>/", comptages.saisir, name="comptages_saisie"
    ),
    path(f"{FERMETURES}ajouter/", fermetures.ajouter, name="fermeture_ajouter"),
    path(f"{FERMETURES}<int:pk>/retirer/", fermetures.retirer, name="fermeture_retirer"),
]
