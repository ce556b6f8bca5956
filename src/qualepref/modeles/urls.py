from django.urls import path, register_converter
from django.urls.converters import StringConverter

from qualepref.modeles.views import modeles as vues


class ExtensionConverter(StringConverter):
    regex = "txt|html|docx|pdf"


register_converter(ExtensionConverter, "extension_modele")
RACINE = "sites/<slug:code>/modeles/"
FICHE = f"{RACINE}fiches/<slug:modele>/"

urlpatterns = [
    path(RACINE, vues.modeles, name="modeles"),
    path(f"{RACINE}departs/<slug:depart>/", vues.adopter, name="modele_adopter"),
    path(f"{RACINE}coordonnees/", vues.coordonnees, name="modeles_coordonnees"),
    path(
        f"{RACINE}coordonnees/<slug:lieu>/",
        vues.coordonnees_modifier,
        name="modeles_coordonnees_modifier",
    ),
    path(FICHE, vues.modele, name="modele"),
    path(f"{FICHE}modifier/", vues.modifier, name="modele_modifier"),
    path(f"{FICHE}avis/", vues.avis, name="modele_avis"),
    path(f"{FICHE}versions/", vues.comparer, name="modele_versions"),
    path(f"{FICHE}remplir/", vues.remplir, name="modele_remplir"),
    path(f"{FICHE}fichier.<extension_modele:extension>", vues.fichier, name="modele_fichier"),
]
