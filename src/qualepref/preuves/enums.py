"""Choices of the evidence."""

from django.db import models

from qualepref.noyau.fichiers.natures import NatureFichier


NATURES = tuple((nature.value, nature.libelle) for nature in NatureFichier)


class EtatPreuve(models.TextChoices):
    """What evidence is worth on a day."""

    PROBANTE = "probante", "probante"
    INSUFFISANTE = "insuffisante", "insuffisante"
    A_RENOUVELER = "a_renouveler", "à renouveler"
    ABSENTE = "absente", "absente"

    @property
    def pluriel(self) -> str:
        """The label said of several."""
        return self.label if self == EtatPreuve.A_RENOUVELER else f"{self.label}s"


class EtatDossier(models.TextChoices):
    """Where the making of an auditor's folder stands."""

    EN_COURS = "en_cours", "en préparation"
    PRET = "pret", "prêt"
    REFUSE = "refuse", "refusé"
