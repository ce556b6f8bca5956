"""Choices of the readings."""

from django.db import models


class OrigineValeur(models.TextChoices):
    SAISI = "saisi", "saisie"
    IMPORTE = "importe", "importée"


class EtatDeclare(models.TextChoices):
    """State given with an entered value; "" when there is a figure."""

    VALEUR = "valeur", "valeur"
    RIEN_RECU = "rien_recu", "rien reçu"
    NON_COLLECTE = "non_collecte", "non collecté"
    SANS_OBJET = "sans_objet", "sans objet"
    NON_SIGNIFICATIF = "non_significatif", "non significatif"
