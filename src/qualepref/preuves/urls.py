"""Addresses of the evidence."""

from django.urls import path

from qualepref.preuves.views import dossiers, pieces, tableau


SITE = "sites/<slug:code>/preuves/"
PIECES = f"{SITE}pieces/"
PIECE = f"{PIECES}<int:pk>/"
VIVANTES = f"{SITE}vivantes/"
DOSSIERS = f"{SITE}dossiers/"

urlpatterns = [
    path(SITE, tableau.preuves, name="preuves"),
    path(VIVANTES, tableau.vivantes, name="preuves_vivantes"),
    path(f"{VIVANTES}conserver/", tableau.conserver, name="preuves_conserver"),
    path(f"{VIVANTES}<slug:preuve>/", tableau.vivante, name="preuve_vivante"),
    path(PIECES, pieces.pieces, name="pieces"),
    path(f"{PIECES}nouvelle/", pieces.nouvelle, name="piece_nouvelle"),
    path(PIECE, pieces.piece, name="piece"),
    path(f"{PIECE}corriger/", pieces.corriger, name="piece_corriger"),
    path(f"{PIECE}version/", pieces.version, name="piece_version"),
    path(f"{PIECE}supprimer/", pieces.supprimer, name="piece_supprimer"),
    path(f"{PIECE}versions/<int:numero>/", pieces.fichier, name="piece_fichier"),
    path(
        f"{PIECE}versions/<int:numero>/supprimer/",
        pieces.supprimer_version,
        name="piece_version_supprimer",
    ),
    path(DOSSIERS, dossiers.dossiers, name="preuves_dossiers"),
    path(f"{DOSSIERS}<int:pk>.zip", dossiers.fichier, name="preuves_dossier"),
    path(f"{DOSSIERS}<int:pk>/supprimer/", dossiers.supprimer, name="preuves_dossier_supprimer"),
]
