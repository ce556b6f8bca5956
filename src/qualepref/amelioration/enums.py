"""Choices of the improvement work."""

from django.db import models


class SourceAction(models.TextChoices):
    """Where an action comes from."""

    AUTO_DIAGNOSTIC = "auto_diagnostic", "auto-diagnostic"
    AGENTS = "agents", "remontées des agents"
    ENQUETE_MYSTERE = "enquete_mystere", "enquête mystère"
    ENQUETE_SATISFACTION = "enquete_satisfaction", "enquête de satisfaction"
    AUDIT_INTERNE = "audit_interne", "audit interne"
    AUDIT_EXTERNE = "audit_externe", "audit externe"
    SUGGESTIONS = "suggestions", "suggestions et réclamations"
    CLU = "clu", "comité local des usagers"


class EtatAction(models.TextChoices):
    FAIT = "fait", "fait"
    EN_COURS = "en_cours", "en cours"
    NON_FAIT = "non_fait", "non fait"
    ABANDONNE = "abandonne", "abandonné"


# What the completion rate is drawn from: an action given up is neither done nor left to do.
ETATS_COMPTES = (EtatAction.FAIT, EtatAction.EN_COURS, EtatAction.NON_FAIT)


class TypeEvaluation(models.TextChoices):
    AUTO_DIAGNOSTIC = "auto_diagnostic", "auto-diagnostic"
    AUDIT_INTERNE = "audit_interne", "audit interne"
    AUDIT_EXTERNE = "audit_externe", "audit externe"


class VerdictGrille(models.TextChoices):
    CONFORME = "conforme", "conforme"
    PARTIEL = "partiel", "partiellement conforme"
    NON_CONFORME = "non_conforme", "non conforme"
    SANS_OBJET = "sans_objet", "sans objet"
    A_EVALUER = "a_evaluer", "à évaluer"
