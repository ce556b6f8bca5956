"""Choices of the committees."""

from django.db import models


class TypeComite(models.TextChoices):
    CLU = "clu", "comité local des usagers"
    COPIL = "copil", "comité de pilotage"
    COMITE_TECHNIQUE = "comite_technique", "comité technique"
    GROUPE = "groupe", "groupe de travail"


class Qualite(models.TextChoices):
    """In which capacity somebody sits."""

    CONSOMMATEURS = "consommateurs", "association de consommateurs"
    USAGERS = "usagers", "association d’usagers"
    PROFESSIONNELS = "professionnels", "représentant de professionnels"
    COLLECTIVITES = "collectivites", "collectivité territoriale"
    SERVICES = "services", "préfecture et services de l’État"
    INVITES = "invites", "invité"


class GenrePoint(models.TextChoices):
    """What a point of an agenda is about: its minutes start from the matching figures."""

    PRESENTATION = "presentation", "présentation"
    INDICATEURS = "indicateurs", "indicateurs"
    ENQUETES = "enquetes", "enquêtes"
    MODELES = "modeles", "modèles soumis à l’avis"
    PLAN = "plan", "plan d’amélioration"
    SUITES = "suites", "suites données"
    ECHANGES = "echanges", "échanges"
    AUTRE = "autre", "autre"


class NatureSuite(models.TextChoices):
    PROPOSITION = "proposition", "proposition"
    AVIS = "avis", "avis"
    DECISION = "decision", "décision"


class EtatSuite(models.TextChoices):
    A_DONNER = "a_donner", "suite à donner"
    EN_COURS = "en_cours", "en cours"
    DONNEE = "donnee", "suite donnée"
    ECARTEE = "ecartee", "écartée"


class PresenceNotee(models.TextChoices):
    """What is noted of a member on the day; nothing noted is not an absence."""

    NON_NOTEE = "non_notee", "non notée"
    PRESENT = "present", "présent"
    EXCUSE = "excuse", "excusé"
    ABSENT = "absent", "absent"

    @property
    def present(self) -> bool | None:
        """Whether the member came; None when nobody said."""
        if self is PresenceNotee.NON_NOTEE:
            return None
        return self is PresenceNotee.PRESENT
