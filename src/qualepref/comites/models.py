"""Committees, who sits on them, their meetings, and the follow-up of what was said."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from qualepref.amelioration.models import Action
from qualepref.comites.enums import EtatSuite, GenrePoint, NatureSuite, Qualite, TypeComite
from qualepref.modeles.models import Modele
from qualepref.organisation.models import Site


class Comite(models.Model):
    """A committee; several sites may share one. `pilote`: the site that convenes it."""

    pilote = models.ForeignKey(Site, models.PROTECT, related_name="comites_pilotes")
    sites = models.ManyToManyField(Site, related_name="comites")
    type = models.CharField(max_length=20, choices=TypeComite)
    nom = models.CharField(max_length=160)
    mission = models.TextField(blank=True)

    class Meta:
        verbose_name = "comité"
        ordering = ("type", "nom")
        constraints = (
            models.UniqueConstraint(fields=("pilote", "nom"), name="comite_nom_une_fois"),
        )

    def __str__(self):
        return self.nom


class Membre(models.Model):
    """A seat on a committee.

    Personal data: name and e-mail of who holds it; purpose: convening and attendance; erased at the
    end of the pilot site's retention period after `jusqu_au`.
    """

    comite = models.ForeignKey(Comite, models.CASCADE, related_name="membres")
    qualite = models.CharField("qualité", max_length=20, choices=Qualite)
    organisation = models.CharField(max_length=160, blank=True)
    nom = models.CharField(max_length=80, blank=True)
    prenom = models.CharField("prénom", max_length=80, blank=True)
    fonction = models.CharField(max_length=120, blank=True)
    courriel = models.EmailField(blank=True)
    depuis = models.DateField(null=True, blank=True)
    jusqu_au = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "membre"
        ordering = ("qualite", "organisation", "nom")
        constraints = (
            models.CheckConstraint(condition=~Q(organisation="") | ~Q(nom=""), name="membre_nomme"),
            models.CheckConstraint(
                condition=Q(jusqu_au__isnull=True)
                | Q(depuis__isnull=True)
                | Q(jusqu_au__gte=F("depuis")),
                name="membre_dates_a_l_endroit",
            ),
        )

    def __str__(self):
        return f"{self.prenom} {self.nom}".strip() or self.organisation


class Reunion(models.Model):
    """A meeting. `debut`: an instant; its day is that of the pilot site. `tenue`: it took place.

    `compte_rendu`: minutes as written, "" until drafted. `publie_le`: put on the public site.
    """

    comite = models.ForeignKey(Comite, models.CASCADE, related_name="reunions")
    debut = models.DateTimeField("début")
    duree_minutes = models.PositiveSmallIntegerField("durée (minutes)", default=120)
    lieu = models.CharField(max_length=200, blank=True)
    convoquee_le = models.DateField("convoquée le", null=True, blank=True)
    tenue = models.BooleanField(default=False)
    compte_rendu = models.TextField("compte rendu", blank=True)
    publie_le = models.DateField("publié le", null=True, blank=True)

    class Meta:
        verbose_name = "réunion"
        ordering = ("-debut",)
        constraints = (
            models.UniqueConstraint(fields=("comite", "debut"), name="reunion_une_fois"),
            models.CheckConstraint(
                condition=Q(publie_le__isnull=True) | ~Q(compte_rendu=""),
                name="reunion_publiee_avec_compte_rendu",
            ),
        )

    def __str__(self):
        return f"{self.comite} {self.debut:%Y-%m-%d}"


class PointOrdreDuJour(models.Model):
    """A point of the agenda. `notes`: what was said, for the minutes."""

    reunion = models.ForeignKey(Reunion, models.CASCADE, related_name="points")
    rang = models.PositiveSmallIntegerField()
    genre = models.CharField(max_length=20, choices=GenrePoint)
    titre = models.CharField(max_length=200)
    notes = models.TextField(blank=True)

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(fields=("reunion", "rang"), name="point_rang_une_fois"),
        )

    def __str__(self):
        return self.titre


class PresenceReunion(models.Model):
    """Whether a member came, was excused, or neither (None)."""

    reunion = models.ForeignKey(Reunion, models.CASCADE, related_name="presences")
    membre = models.ForeignKey(Membre, models.CASCADE, related_name="presences")
    present = models.BooleanField("présent", null=True)
    excuse = models.BooleanField("excusé", default=False)

    class Meta:
        verbose_name = "présence"
        constraints = (
            models.UniqueConstraint(fields=("reunion", "membre"), name="presence_reunion_une_fois"),
            models.CheckConstraint(
                condition=~Q(present=True) | Q(excuse=False), name="presence_ou_excuse"
            ),
        )

    def __str__(self):
        return f"{self.reunion_id} {self.membre_id}"


class SuiteQuerySet(models.QuerySet):
    def attendues(self):
        """Follow-ups that are still owed."""
        return self.filter(etat__in=(EtatSuite.A_DONNER, EtatSuite.EN_COURS))

    def en_retard(self, le: dt.date):
        """Owed past their date."""
        return self.attendues().filter(echeance__lt=le)


class Suite(models.Model):
    """Something said at a meeting, and what came of it: « vous avez dit, nous avons fait ».

    Free text, which may name somebody: never shown beyond the sites of the committee nor traced.
    `modele`: the version of a template that an opinion is about. `action`: of the improvement plan, when one was made of it.
    """

    reunion = models.ForeignKey(Reunion, models.CASCADE, related_name="suites")
    point = models.ForeignKey(PointOrdreDuJour, models.SET_NULL, null=True, blank=True)
    nature = models.CharField(max_length=20, choices=NatureSuite)
    texte = models.TextField("vous avez dit")
    membre = models.ForeignKey(Membre, models.SET_NULL, null=True, blank=True)
    modele = models.ForeignKey(
        Modele, models.SET_NULL, null=True, blank=True, related_name="suites"
    )
    etat = models.CharField("état", max_length=20, choices=EtatSuite, default="a_donner")
    reponse = models.TextField("nous avons fait", blank=True)
    echeance = models.DateField("échéance", null=True, blank=True)
    donnee_le = models.DateField("suite donnée le", null=True, blank=True)
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="suites"
    )

    objects = SuiteQuerySet.as_manager()

    class Meta:
        verbose_name = "suite"
        ordering = ("reunion", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(etat__in=(EtatSuite.DONNEE, EtatSuite.ECARTEE)) | ~Q(reponse=""),
                name="suite_donnee_avec_reponse",
            ),
        )

    def __str__(self):
        return f"{self.reunion_id} {self.pk}"

    def en_retard(self, le: dt.date) -> bool:
        """Whether it is owed past its date."""
        attendue = self.etat in (EtatSuite.A_DONNER, EtatSuite.EN_COURS)
        return attendue and self.echeance is not None and self.echeance < le
