from django.urls import path

from qualepref.publications.views import (
    bilan,
    controle,
    gabarits,
    preparation,
    publications,
    suivi,
    verification,
)


SITE = "sites/<slug:code>"
PUBLICATIONS = f"{SITE}/publications"

urlpatterns = [
    path(f"{SITE}/bilan/", bilan.bilan, name="bilan"),
    path(f"{SITE}/bilan/<int:annee>/", bilan.bilan, name="bilan_annee"),
    path(f"{SITE}/bilan/<int:annee>/bilan.pdf", bilan.bilan_pdf, name="bilan_pdf"),
    path(f"{PUBLICATIONS}/", publications.publications, name="publications"),
    path(f"{PUBLICATIONS}/controle/", controle.controle, name="publication_controle"),
    path(f"{PUBLICATIONS}/verifier/", verification.verifier, name="publication_verifier"),
    path(f"{PUBLICATIONS}/diaporama/", gabarits.gabarit, name="publication_gabarit"),
    path(
        f"{PUBLICATIONS}/diaporama/modele.pptx",
        gabarits.telecharger,
        name="publication_gabarit_fichier",
    ),
    path(
        f"{PUBLICATIONS}/diaporama/retirer/",
        gabarits.retirer,
        name="publication_gabarit_retirer",
    ),
    path(
        f"{PUBLICATIONS}/preparer/<int:annee>/",
        preparation.preparation,
        name="publication_preparer",
    ),
    path(
        f"{PUBLICATIONS}/preparer/<int:annee>/textes/",
        preparation.textes,
        name="publication_textes",
    ),
    path(f"{PUBLICATIONS}/preparer/<int:annee>/suivi/", suivi.suivi, name="publication_suivi"),
    path(
        f"{PUBLICATIONS}/preparer/<int:annee>/abandonner/",
        suivi.abandonner,
        name="publication_abandonner",
    ),
    path(f"{PUBLICATIONS}/<int:pk>/", publications.publication, name="publication"),
    path(
        f"{PUBLICATIONS}/<int:pk>/fichiers/<str:nom>",
        publications.fichier,
        name="publication_fichier",
    ),
    path(f"{PUBLICATIONS}/<int:pk>/retirer/", publications.retirer, name="publication_retirer"),
]
