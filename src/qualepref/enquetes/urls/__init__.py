"""Addresses of the surveys, by subject."""

from qualepref.enquetes.urls import (
    campagnes,
    imports,
    mystere,
    public,
    resultats,
    saisie,
    verbatims,
)


urlpatterns = [
    *public.urlpatterns,
    *campagnes.urlpatterns,
    *resultats.urlpatterns,
    *saisie.urlpatterns,
    *verbatims.urlpatterns,
    *mystere.urlpatterns,
    *imports.urlpatterns,
]
