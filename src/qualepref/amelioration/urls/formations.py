from django.urls import path

from qualepref.amelioration.views import formations, personnes, seances


RACINE = "sites/<slug:code>/formations/"
UNE = f"{RACINE}<int:pk>/"
SEANCE = f"{RACINE}seances/<int:pk>/"
AGENTS = f"{RACINE}agents/"
AGENT = f"{AGENTS}<int:pk>/"
BESOINS = f"{RACINE}besoins/"

urlpatterns = [
    path(RACINE, formations.formations, name="formations"),
    path(f"{RACINE}engagements/<int:numero>/", formations.engagement, name="formation_engagement"),
    path(f"{RACINE}nouvelle/", formations.nouvelle, name="formation_nouvelle"),
    path(UNE, formations.formation, name="formation"),
    path(f"{UNE}corriger/", formations.corriger, name="formation_corriger"),
    path(f"{UNE}supprimer/", formations.supprimer, name="formation_supprimer"),
    path(f"{UNE}seances/nouvelle/", seances.nouvelle, name="seance_nouvelle"),
    path(SEANCE, seances.seance, name="seance"),
    path(f"{SEANCE}inscrire/", seances.inscrire, name="seance_inscrire"),
    path(f"{SEANCE}presences/", seances.noter, name="seance_presences"),
    path(f"{SEANCE}desinscrire/", seances.desinscrire, name="seance_desinscrire"),
    path(f"{SEANCE}corriger/", seances.corriger, name="seance_corriger"),
    path(f"{SEANCE}supprimer/", seances.supprimer, name="seance_supprimer"),
    path(AGENTS, personnes.personnes, name="personnes"),
    path(f"{AGENTS}nouveau/", personnes.nouvelle, name="personne_nouvelle"),
    path(AGENT, personnes.personne, name="personne"),
    path(f"{AGENT}corriger/", personnes.corriger, name="personne_corriger"),
    path(f"{AGENT}depart/", personnes.depart, name="personne_depart"),
    path(f"{AGENT}supprimer/", personnes.supprimer, name="personne_supprimer"),
    path(f"{AGENT}besoins/nouveau/", personnes.besoin_nouveau, name="besoin_nouveau"),
    path(f"{RACINE}eloignes/", personnes.eloignes, name="formation_eloignes"),
    path(BESOINS, personnes.besoins, name="besoins"),
    path(f"{BESOINS}<int:pk>/satisfaire/", personnes.besoin_satisfaire, name="besoin_satisfaire"),
    path(f"{BESOINS}<int:pk>/retirer/", personnes.besoin_retirer, name="besoin_retirer"),
]
