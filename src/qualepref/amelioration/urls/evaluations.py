from django.urls import path

from qualepref.amelioration.views import evaluations


LISTE = "sites/<slug:code>/evaluations/"
UNE = f"{LISTE}<int:pk>/"

urlpatterns = [
    path(LISTE, evaluations.evaluations, name="evaluations"),
    path(f"{LISTE}nouvelle/", evaluations.nouvelle, name="evaluation_nouvelle"),
    path(UNE, evaluations.evaluation, name="evaluation"),
    path(f"{UNE}lignes/<int:ligne_pk>/", evaluations.ligne, name="evaluation_ligne"),
    path(f"{UNE}clore/", evaluations.clore, name="evaluation_clore"),
    path(f"{UNE}rouvrir/", evaluations.rouvrir, name="evaluation_rouvrir"),
    path(f"{UNE}supprimer/", evaluations.supprimer, name="evaluation_supprimer"),
]
