"""Trainings: what agents need, what was held, who came."""

from django.db import models
from django.db.models import F, Q

from qualepref.organisation.models import Service, Site


class Personne(models.Model):
    """An agent of the perimeter, with or without an account.

    Personal data: name and function; purpose: following each one's trainings (engagements 4, 28 and
    45); erased at the end of the site's retention period after `partie_le`.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="personnes")
    matricule = models.CharField(max_length=40, blank=True)
    nom = models.CharField(max_length=80)
    prenom = models.CharField("prénom", max_length=80)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    fonction = models.CharField(max_length=120, blank=True)
    modules = models.JSONField(default=list)
    arrivee_le = models.DateField("arrivée le", null=True, blank=True)
    partie_le = models.DateField("partie le", null=True, blank=True)

    class Meta:
        verbose_name = "agent du périmètre"
        verbose_name_plural = "agents du périmètre"
        ordering = ("nom", "prenom")
        constraints = (
            models.UniqueConstraint(
                fields=("site", "matricule"),
                condition=~Q(matricule=""),
                name="personne_matricule_une_fois",
            ),
            models.CheckConstraint(
                condition=Q(partie_le__isnull=True)
                | Q(arrivee_le__isnull=True)
                | Q(partie_le__gte=F("arrivee_le")),
                name="personne_part_apres_son_arrivee",
            ),
        )

    def __str__(self):
        return f"{self.prenom} {self.nom}"


class Formation(models.Model):
    """A course of a site's catalogue. `engagements`: numbers it answers to, such as 4."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="formations")
    titre = models.CharField(max_length=200)
    objectif = models.TextField(blank=True)
    engagements = models.JSONField(default=list)
    organisme = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "formation"
        ordering = ("titre",)
        constraints = (
            models.UniqueConstraint(fields=("site", "titre"), name="formation_titre_une_fois"),
        )

    def __str__(self):
        return self.titre


class Seance(models.Model):
    """A course held on some days, bounds included. `effectif`: people counted when not named."""

    formation = models.ForeignKey(Formation, models.CASCADE, related_name="seances")
    debut_le = models.DateField("du")
    fin_le = models.DateField("au")
    lieu = models.CharField(max_length=120, blank=True)
    heures = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    effectif = models.PositiveSmallIntegerField("agents formés, sans les nommer", default=0)

    class Meta:
        verbose_name = "séance"
        ordering = ("-debut_le", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(fin_le__gte=F("debut_le")), name="seance_dates_a_l_endroit"
            ),
        )

    def __str__(self):
        return f"{self.formation} {self.debut_le}"


class Presence(models.Model):
    """Somebody enrolled in a session. `present`: None until the session is held."""

    seance = models.ForeignKey(Seance, models.CASCADE, related_name="presences")
    personne = models.ForeignKey(Personne, models.CASCADE, related_name="presences")
    present = models.BooleanField("présent", null=True)

    class Meta:
        verbose_name = "présence"
        constraints = (
            models.UniqueConstraint(fields=("seance", "personne"), name="presence_une_fois"),
        )

    def __str__(self):
        return f"{self.personne_id} {self.seance_id}"


class Besoin(models.Model):
    """A training somebody needs. `satisfait_le`: None while nobody answered it."""

    personne = models.ForeignKey(Personne, models.CASCADE, related_name="besoins")
    formation = models.ForeignKey(Formation, models.CASCADE, related_name="besoins")
    exprime_le = models.DateField("exprimé le")
    satisfait_le = models.DateField("satisfait le", null=True, blank=True)

    class Meta:
        verbose_name = "besoin de formation"
        verbose_name_plural = "besoins de formation"
        ordering = ("exprime_le",)
        constraints = (
            models.UniqueConstraint(
                fields=("personne", "formation", "exprime_le"), name="besoin_une_fois"
            ),
        )

    def __str__(self):
        return f"{self.personne_id} {self.formation_id}"
