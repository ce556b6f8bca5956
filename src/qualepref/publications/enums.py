from django.db import models


class GenrePublication(models.TextChoices):
    """What is published; each is made from the same kind of snapshot."""

    BILAN = "bilan", "bilan annuel"
    SUPPORT = "support", "support du comité local des usagers"
    AFFICHE = "affiche", "affiche Transparence publique"
    DONNEES = "donnees", "données ouvertes"


class EtatPublication(models.TextChoices):
    """RECTIFIEE: an erratum took its place. RETIREE: withdrawn, and still readable with why."""

    PUBLIEE = "publiee", "publiée"
    RECTIFIEE = "rectifiee", "rectifiée"
    RETIREE = "retiree", "retirée"


class EtatPreparation(models.TextChoices):
    """REFUSEE: refused, cut short or given up; nothing of it was published."""

    EN_COURS = "en_cours", "en préparation"
    PUBLIEE = "publiee", "publiée"
    REFUSEE = "refusee", "non publiée"
