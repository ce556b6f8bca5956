"""Choices of the public page."""

from django.db import models


class EtatAccessibilite(models.TextChoices):
    """What the site declares of its page, in the words of the decree of 24 July 2019."""

    NON_DECLARE = "non_declare", "non déclarée"
    TOTALE = "totale", "totalement conforme"
    PARTIELLE = "partielle", "partiellement conforme"
    NON_CONFORME = "non_conforme", "non conforme"


class GenreDocument(models.TextChoices):
    """Under which heading of the page a document stands."""

    CHARTE_USAGER = "charte_usager", "charte de l’usager"
    CHARTE_RESEAUX = "charte_reseaux", "charte d’un réseau social"
    POLITIQUE = "politique", "politique qualité"
    REGISTRE_ACCESSIBILITE = "registre_accessibilite", "registre public d’accessibilité"
    ACCESSIBILITE_NUMERIQUE = "accessibilite_numerique", "accessibilité numérique"
    AUTRE = "autre", "autre document"
