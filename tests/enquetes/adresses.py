"""Addresses of the pages of campaigns."""

from django.urls import reverse


SANS_CAMPAGNE = {
    "enquetes", "enquete_nouvelle", "enquete_questionnaires", "enquete_questionnaire_deposer",
}  # fmt: skip


def address(nom, site, campagne):
    return reverse(nom, args=[site.pk] if nom in SANS_CAMPAGNE else [site.pk, campagne.pk])
