"""Choices of the templates."""

from django.db import models


class TypeModele(models.TextChoices):
    ACCUSE = "accuse", "accusé de réception"
    COURRIER = "courrier", "courrier type"
    COURRIEL = "courriel", "courriel type"
    TELEPHONE = "telephone", "réponse type au téléphone"
    SIGNATURE = "signature", "signature"
    BADGE = "badge", "badge"


class AvisClu(models.TextChoices):
    """What the users' committee said of a version (16.3)."""

    NON_SOUMIS = "non_soumis", "non soumis"
    FAVORABLE = "favorable", "avis favorable"
    RESERVE = "reserve", "favorable avec réserves"
    DEFAVORABLE = "defavorable", "avis défavorable"


class TypeEtape(models.TextChoices):
    """What a step of a voice server does once its words are heard."""

    MENU = "menu", "menu"
    ANNONCE = "annonce", "annonce, puis fin de l’appel"
    AGENT = "agent", "mise en relation avec un agent"
    NUMERO = "numero", "renvoi vers un numéro"
    RETOUR = "retour", "retour à une étape"
