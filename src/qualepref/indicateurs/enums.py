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


class NatureEvenement(models.TextChoices):
    """What kind of fact may explain that a figure moved."""

    OUTIL = "outil", "nouvel outil ou logiciel"
    ORGANISATION = "organisation", "changement d’organisation"
    EFFECTIF = "effectif", "effectif"
    FERMETURE = "fermeture", "fermeture ou travaux"
    DEMANDE = "demande", "afflux ou baisse des demandes"
    MESURE = "mesure", "changement de la mesure"
    AUTRE = "autre", "autre"
