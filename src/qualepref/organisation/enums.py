"""Choices of the organisation."""

from django.db import models


class TypeSite(models.TextChoices):
    PREFECTURE = "prefecture", "préfecture"
    SOUS_PREFECTURE = "sous-prefecture", "sous-préfecture"


class NomRole(models.TextChoices):
    REFERENT = "referent", "référent qualité"
    CORRESPONDANT = "correspondant", "correspondant d’un service"
    LECTEUR = "lecteur", "lecteur"
    AUDITEUR = "auditeur", "auditeur"
    ENQUETEUR = "enqueteur", "enquêteur"
    NATIONAL = "national", "national"


class TypeFermeture(models.TextChoices):
    PONT = "pont", "pont"
    FERMETURE = "fermeture", "fermeture exceptionnelle"
