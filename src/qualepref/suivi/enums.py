"""Choices of the registers. Natures, channels and exclusions come from the référentiel."""

from django.db import models


class Issue(models.TextChoices):
    """What became of a demande, as the clock stamps it."""

    EXCLUE = "exclue", "non comptée"
    SUSPENDUE = "suspendue", "incomplète, délai suspendu"
    OUVERTE = "ouverte", "en attente de réponse"
    A_TEMPS = "a_temps", "réponse dans le délai"
    HORS_DELAI = "hors_delai", "réponse hors délai"
    SANS_DATE = "sans_date", "réponse sans date : comptée hors délai"


class Tracage(models.TextChoices):
    EXHAUSTIF = "exhaustif", "exhaustif"
    ECHANTILLON = "echantillon", "échantillon"


class Portee(models.TextChoices):
    GENERALE = "generale", "information générale"
    INDIVIDUELLE = "individuelle", "demande individuelle"


class Declaration(models.TextChoices):
    """What a service attests of a month in which its register holds nothing."""

    RIEN_RECU = "rien_recu", "rien reçu"
    SANS_OBJET = "sans_objet", "sans objet"


class Provenance(models.TextChoices):
    SAISIE = "saisie", "saisie à l’écran"
    IMPORT = "import", "import de fichier"
    RECONSTITUTION = "reconstitution", "reconstitution de démonstration"


# What a word of the forms means, and why it matters.
AIDES = {
    "portee": (
        "Générale : la réponse vaut pour tout le monde. Individuelle : elle porte sur un dossier. "
        "Les taux se lisent aussi séparément pour l’une et pour l’autre."
    ),
    "tracage": (
        "Exhaustif : le registre suit toutes les demandes. Échantillon : celles de quelques "
        "semaines seulement. Un taux tiré d’un échantillon est moins sûr, et le bilan le dit."
    ),
    "provenance": (
        "Comment la ligne est entrée dans le registre. Un auditeur sait ainsi d’où vient le "
        "chiffre."
    ),
}


class EtatImport(models.TextChoices):
    A_VERIFIER = "a_verifier", "à vérifier"
    EN_COURS = "en_cours", "en cours"
    REFUSE = "refuse", "refusé"
    APPLIQUE = "applique", "appliqué"
