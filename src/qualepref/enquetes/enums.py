"""Choices of the surveys."""

from django.db import models


class GenreEnquete(models.TextChoices):
    SATISFACTION = "satisfaction", "enquête de satisfaction"
    MYSTERE = "mystere", "enquête mystère"


class Theme(models.TextChoices):
    """What a survey is about: the channel by which users were met."""

    ACCUEIL = "accueil-physique", "accueil physique"
    PAN = "pan", "point d’accueil numérique"
    TELEPHONE = "telephone", "téléphone"
    ECRITS = "courriers-courriels", "courriers et courriels"
    INTERNET = "internet", "site internet"
    COLLECTIVITES = "collectivites", "collectivités territoriales"
    AUTRE = "autre", "autre"


class Mode(models.TextChoices):
    """How an answer was gathered. Results tell modes apart: people answer differently."""

    EN_LIGNE = "en_ligne", "en ligne"
    BORNE = "borne", "borne sur place"
    TABLETTE = "tablette", "tablette, avec un médiateur"
    PAPIER = "papier", "papier"
    TELEPHONE = "telephone", "téléphone"
    ENTRETIEN = "entretien", "entretien"


# Answered by the respondent on a page of ours, without a log-in.
MODES_PUBLICS = (Mode.EN_LIGNE, Mode.BORNE, Mode.TABLETTE)


class Presentation(models.TextChoices):
    PAR_GROUPE = "par_groupe", "une rubrique par page"
    TOUT = "tout", "toutes les questions sur une page"


class EtatCampagne(models.TextChoices):
    """Where a campaign stands on a day; told by its dates, never stored."""

    PREPARATION = "preparation", "en préparation"
    PREVUE = "prevue", "prévue"
    OUVERTE = "ouverte", "ouverte"
    CLOSE = "close", "close"


class ProvenanceRetour(models.TextChoices):
    PUBLIC = "public", "page publique"
    SAISIE = "saisie", "saisie d’une feuille"
    GRILLE = "grille", "grille d’enquête mystère"
    IMPORT = "import", "import de fichier"
    RECONSTITUTION = "reconstitution", "reconstitution de démonstration"


class EtatVerbatim(models.TextChoices):
    A_RELIRE = "a_relire", "à relire"
    PUBLIABLE = "publiable", "publiable"
    ECARTE = "ecarte", "écarté"


class EtatImportReponses(models.TextChoices):
    A_VERIFIER = "a_verifier", "à vérifier"
    EN_COURS = "en_cours", "en cours"
    REFUSE = "refuse", "refusé"
    APPLIQUE = "applique", "appliqué"
    ANNULE = "annule", "annulé"


class FormatReponses(models.TextChoices):
    """Files of answers gathered elsewhere."""

    TABLEUR = "tableur", "tableur (Sphinx, autre outil)"
    LIMESURVEY = "limesurvey", "LimeSurvey (CSV)"
    JDMA = "jdma", "Je donne mon avis (CSV)"
    SDAPS = "sdaps", "SDAPS (CSV)"
    RESULTATS = "resultats", "résultats publiés, sans les réponses"
    VERBATIMS = "verbatims", "remarques seules"


class CanalMystere(models.TextChoices):
    APPEL = "appel", "appel"
    COURRIEL = "courriel", "courriel"
