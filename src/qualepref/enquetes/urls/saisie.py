from django.urls import path

from qualepref.enquetes.views import saisie, seconde_saisie


SAISIE = "sites/<slug:code>/enquetes/<int:pk>/saisie/"
LOT = f"{SAISIE}lots/<int:lot>/"
FICHE = f"{SAISIE}fiches/<slug:fiche>/"

urlpatterns = [
    path(SAISIE, saisie.saisie, name="enquete_saisie"),
    path(f"{SAISIE}lots/", saisie.lots, name="enquete_lots"),
    path(LOT, saisie.lot, name="enquete_lot"),
    path(f"{LOT}seconde/", seconde_saisie.seconde_saisie, name="enquete_seconde_saisie"),
    path(f"{SAISIE}erreurs/", seconde_saisie.erreurs, name="enquete_erreurs_saisie"),
    path(FICHE, saisie.fiche, name="enquete_fiche"),
    path(f"{FICHE}supprimer/", saisie.supprimer, name="enquete_fiche_supprimer"),
]
