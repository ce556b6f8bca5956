"""The improvement plan: actions, each with where it comes from and what it should move."""

import datetime as dt

from django.db import models
from django.db.models import Case, F, Q, Value, When

from qualepref.amelioration.enums import EtatAction, SourceAction
from qualepref.amelioration.models.evaluations import LigneGrille
from qualepref.enquetes.models import Verbatim
from qualepref.organisation.models import Agent, Service, Site
from qualepref.suivi.models import Demande


class ActionQuerySet(models.QuerySet):
    def du_plan(self, annee: int):
        """Actions of the plan of a year: written by its end, and neither done nor given up before."""
        return self.filter(inscrite_le__lte=dt.date(annee, 12, 31)).filter(
            Q(terminee_le__isnull=True) | Q(terminee_le__gte=dt.date(annee, 1, 1))
        )

    def a_faire(self):
        """Actions neither done nor given up."""
        return self.filter(etat__in=(EtatAction.EN_COURS, EtatAction.NON_FAIT))

    def en_retard(self, le: dt.date):
        """Actions left to do past their date."""
        return self.a_faire().filter(echeance__lt=le)

    def with_etat(self, au: dt.date):
        """Actions with their state at the end of a day, as `etat_au`; later writes apart."""
        return self.annotate(
            etat_au=Case(
                When(terminee_le__lte=au, then=F("etat")),
                When(commencee_le__lte=au, then=Value(EtatAction.EN_COURS.value)),
                default=Value(EtatAction.NON_FAIT.value),
                output_field=models.CharField(),
            )
        )


class Action(models.Model):
    """One action of a site's plan.

    `module`: the axis, None for « Pilotage ». `reference`: stable, written by hand or given.
    `commencee_le`: day work began, None before. `terminee_le`: day it was done or given up, None
    while it is left to do: with both, the state on any day is known. `indicateur`: code of the
    indicator it should move, "" for none. `apres`: the action to be done first; never in a circle.
    Where it comes from in detail, at most one:
    `ligne` of a grid, `verbatim` of a survey, `demande` (a réclamation or a suggestion).
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="actions")
    reference = models.CharField("référence", max_length=40)
    titre = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    source = models.CharField(max_length=30, choices=SourceAction)
    module = models.PositiveSmallIntegerField(null=True, blank=True)
    engagement = models.PositiveSmallIntegerField(null=True, blank=True)
    sous_engagement = models.CharField("sous-engagement", max_length=10, blank=True)
    theme = models.CharField("thème", max_length=80, blank=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    pilote = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="actions_pilotees"
    )
    inscrite_le = models.DateField("inscrite le")
    echeance = models.DateField("échéance", null=True, blank=True)
    etat = models.CharField("état", max_length=20, choices=EtatAction, default=EtatAction.NON_FAIT)
    commencee_le = models.DateField("commencée le", null=True, blank=True)
    terminee_le = models.DateField("terminée le", null=True, blank=True)
    motif_abandon = models.CharField("motif d’abandon", max_length=300, blank=True)
    preuve = models.CharField("preuve", max_length=300, blank=True)
    indicateur = models.CharField(max_length=20, blank=True)
    apres = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="suivantes"
    )
    ligne = models.ForeignKey(
        LigneGrille, models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    verbatim = models.ForeignKey(Verbatim, models.SET_NULL, null=True, blank=True)
    demande = models.ForeignKey(Demande, models.SET_NULL, null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action"
        ordering = ("echeance", "reference")
        indexes = (models.Index(fields=("site", "etat", "echeance"), name="action_par_etat"),)
        constraints = (
            models.UniqueConstraint(fields=("site", "reference"), name="action_reference_une_fois"),
            models.CheckConstraint(
                condition=Q(
                    etat__in=(EtatAction.FAIT, EtatAction.ABANDONNE), terminee_le__isnull=False
                )
                | Q(etat=EtatAction.EN_COURS, terminee_le__isnull=True, commencee_le__isnull=False)
                | Q(etat=EtatAction.NON_FAIT, terminee_le__isnull=True, commencee_le__isnull=True),
                name="action_etat_selon_ses_dates",
            ),
            models.CheckConstraint(
                condition=Q(commencee_le__isnull=True) | Q(commencee_le__gte=F("inscrite_le")),
                name="action_commencee_apres_inscription",
            ),
            models.CheckConstraint(
                condition=Q(commencee_le__isnull=True)
                | Q(terminee_le__isnull=True)
                | Q(terminee_le__gte=F("commencee_le")),
                name="action_terminee_apres_debut",
            ),
            models.CheckConstraint(
                condition=Q(terminee_le__isnull=True) | Q(terminee_le__gte=F("inscrite_le")),
                name="action_terminee_apres_inscription",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatAction.ABANDONNE) | ~Q(motif_abandon=""),
                name="action_abandonnee_avec_motif",
            ),
            models.CheckConstraint(
                condition=Q(ligne__isnull=True, verbatim__isnull=True)
                | Q(ligne__isnull=True, demande__isnull=True)
                | Q(verbatim__isnull=True, demande__isnull=True),
                name="action_une_seule_origine",
            ),
        )

    def __str__(self):
        return f"{self.reference} {self.titre}"

    def en_retard(self, le: dt.date) -> bool:
        """Whether it is left to do past its date."""
        a_faire = self.etat in (EtatAction.EN_COURS, EtatAction.NON_FAIT)
        return a_faire and self.echeance is not None and self.echeance < le
