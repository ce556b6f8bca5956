from django.urls import path

from qualepref.indicateurs.views import (
    cibles,
    demandes,
    evenements,
    evolution,
    tableau,
    valeurs,
)


urlpatterns = [
    path("sites/<slug:code>/tableau-de-bord/", tableau.tableau_de_bord, name="tableau_de_bord"),
    path(
        "sites/<slug:code>/tableau-de-bord/demandes/<int:pk>/",
        demandes.indicateurs,
        name="demande_indicateurs",
    ),
    path(
        "sites/<slug:code>/tableau-de-bord/<int:annee>/",
        tableau.tableau_de_bord,
        name="tableau_de_bord_annee",
    ),
    path(
        "sites/<slug:code>/tableau-de-bord/<int:annee>/export.<slug:extension>",
        tableau.exporter_tableau,
        name="tableau_export",
    ),
    path(
        "sites/<slug:code>/tableau-de-bord/<int:annee>/<slug:indicateur>/",
        tableau.fiche,
        name="indicateur",
    ),
    path(
        "sites/<slug:code>/tableau-de-bord/<int:annee>/<slug:indicateur>/lignes/",
        tableau.lignes,
        name="indicateur_lignes",
    ),
    path(
        "sites/<slug:code>/tableau-de-bord/<int:annee>/<slug:indicateur>/evolution/",
        evolution.evolution,
        name="indicateur_evolution",
    ),
    path("sites/<slug:code>/evenements/", evenements.evenements, name="evenements"),
    path(
        "sites/<slug:code>/evenements/nouveau/",
        evenements.nouvel_evenement,
        name="evenement_nouveau",
    ),
    path("sites/<slug:code>/evenements/<int:pk>/", evenements.evenement, name="evenement"),
    path(
        "sites/<slug:code>/evenements/<int:pk>/supprimer/",
        evenements.supprimer_evenement,
        name="evenement_supprimer",
    ),
    path("sites/<slug:code>/valeurs/", valeurs.valeurs, name="valeurs"),
    path("sites/<slug:code>/valeurs/annee-<int:annee>/", valeurs.valeurs, name="valeurs_annee"),
    path("sites/<slug:code>/valeurs/nouvelle/", valeurs.nouvelle_valeur, name="valeur_nouvelle"),
    path("sites/<slug:code>/valeurs/<int:pk>/", valeurs.valeur, name="valeur"),
    path(
        "sites/<slug:code>/valeurs/<int:pk>/supprimer/",
        valeurs.supprimer_valeur,
        name="valeur_supprimer",
    ),
    path("sites/<slug:code>/cibles/", cibles.cibles, name="cibles"),
    path("sites/<slug:code>/cibles/<int:annee>/", cibles.cibles, name="cibles_annee"),
    path(
        "sites/<slug:code>/cibles/<int:annee>/recopier/",
        cibles.recopier_cibles,
        name="cibles_recopier",
    ),
    path("sites/<slug:code>/cibles/<int:annee>/<slug:indicateur>/", cibles.cible, name="cible"),
    path(
        "sites/<slug:code>/cibles/<int:annee>/<slug:indicateur>/supprimer/",
        cibles.supprimer_cible,
        name="cible_supprimer",
    ),
]
