from django.urls import path, register_converter
from django.urls.converters import StringConverter

from qualepref.modeles.views import modeles as vues, svi, svi_brouillon


class ExtensionConverter(StringConverter):
    regex = "txt|html|docx|pdf"


register_converter(ExtensionConverter, "extension_modele")
RACINE = "sites/<slug:code>/modeles/"
SVI = f"{RACINE}svi/"
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
    path(SVI, svi.svi, name="svi"),
    path(f"{SVI}versions/", svi.comparer, name="svi_versions"),
    path(f"{SVI}mise-a-jour/", svi.demander, name="svi_mise_a_jour"),
    path(f"{SVI}relire/", svi.relire, name="svi_relire"),
    path(f"{SVI}hors-service/", svi.retirer, name="svi_retirer"),
    path(f"{SVI}preparer/", svi_brouillon.preparer, name="svi_preparer"),
    path(f"{SVI}en-vigueur/", svi_brouillon.mettre_en_vigueur, name="svi_vigueur"),
    path(f"{SVI}abandonner/", svi_brouillon.abandonner, name="svi_abandonner"),
    path(f"{SVI}etapes/", svi_brouillon.ajouter, name="svi_etape_ajouter"),
    path(f"{SVI}etapes/<slug:etape>/", svi_brouillon.corriger, name="svi_etape"),
    path(
        f"{SVI}etapes/<slug:etape>/retirer/", svi_brouillon.retirer_etape, name="svi_etape_retirer"
    ),
]
