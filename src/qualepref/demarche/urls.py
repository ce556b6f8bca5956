from django.urls import path

from qualepref.demarche.views import calendrier, echeances, instances, jalons


SITE = "sites/<slug:code>/demarche/"
CYCLE = f"{SITE}calendriers/<int:pk>/"
ETAPE = f"{SITE}etapes/<int:pk>/"

urlpatterns = [
    path(SITE, calendrier.demarche, name="demarche"),
    path(f"{SITE}calendriers/nouveau/", calendrier.nouveau, name="demarche_nouveau"),
    path(CYCLE, calendrier.cycle, name="demarche_calendrier"),
    path(f"{CYCLE}modifier/", calendrier.modifier, name="demarche_modifier"),
    path(f"{CYCLE}supprimer/", calendrier.supprimer, name="demarche_supprimer"),
    path(f"{CYCLE}ajouter/", jalons.ajouter, name="demarche_etape_ajouter"),
    path(ETAPE, jalons.modifier, name="demarche_etape"),
    path(f"{ETAPE}fait/", jalons.fait, name="demarche_etape_fait"),
    path(f"{ETAPE}a-faire/", jalons.a_faire, name="demarche_etape_a_faire"),
    path(f"{ETAPE}retirer/", jalons.retirer, name="demarche_etape_retirer"),
    path(f"{SITE}instances/", instances.instances, name="demarche_instances"),
    path(f"{SITE}label/", instances.label, name="demarche_label"),
    path("sites/<slug:code>/echeances/", echeances.echeances, name="echeances"),
    path("agenda/site/<str:jeton>.ics", echeances.agenda, name="agenda_site"),
]
