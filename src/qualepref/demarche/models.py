"""The calendar of an approach: its cycles, and the steps of each."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from qualepref.noyau.agendas.plages import Plage, Precision
from qualepref.organisation.models import Agent, Service, Site


PRECISIONS = ((Precision.JOUR.value, "au jour"), (Precision.MOIS.value, "au mois"))


class Cycle(models.Model):
    """One way to the label, or to its renewal; the latest one begun is the current one."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="cycles")
    nom = models.CharField(max_length=120)
    debut = models.DateField("premier mois")

    class Meta:
        verbose_name = "cycle de la démarche"
        verbose_name_plural = "cycles de la démarche"
        ordering = ("-debut", "-pk")
        constraints = (models.UniqueConstraint(fields=("site", "nom"), name="cycle_nom_une_fois"),)

    def __str__(self):
        return self.nom


class Jalon(models.Model):
    """A step of a calendar.

    `phase`, `code`: those of `demarche/etapes.yaml`, code "" for a step of the site's own. Days from
    `debut` to `fin` at the grain of `precision`; all three empty without a date. `fait_le`: None
    while it is left to do.

    Personal data: `agent`, who does it, `qui` and `commentaire`, free text that may name somebody;
    purpose: who is in charge of a step; emptied at the end of the site's retention period after
    `fait_le`. The account erased, `agent` goes.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="jalons")
    phase = models.SlugField(max_length=40)
    code = models.SlugField(max_length=60, blank=True)
    rang = models.PositiveSmallIntegerField()
    titre = models.CharField(max_length=200)
    debut = models.DateField("début", null=True, blank=True)
    fin = models.DateField(null=True, blank=True)
    precision = models.CharField("précision", max_length=10, choices=PRECISIONS, blank=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="jalons")
    qui = models.CharField(max_length=120, blank=True)
    fait_le = models.DateField("fait le", null=True, blank=True)
    commentaire = models.TextField(blank=True)

    class Meta:
        verbose_name = "étape de la démarche"
        verbose_name_plural = "étapes de la démarche"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "code"), condition=~Q(code=""), name="jalon_code_une_fois"
            ),
            models.CheckConstraint(
                condition=Q(debut__isnull=True, fin__isnull=True, precision="")
                | (Q(debut__isnull=False, fin__isnull=False) & ~Q(precision="")),
                name="jalon_date_entiere",
            ),
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="jalon_dates_a_l_endroit",
            ),
        )

    def __str__(self):
        return self.titre

    @property
    def plage(self) -> Plage | None:
        """When it is planned; None without a date."""
        if self.debut is None or self.fin is None:
            return None
        return Plage(self.debut, self.fin, Precision(self.precision))

    @property
    def charge_de(self) -> str:
        """Who does it, in words: service, agent, and what was typed; "" when unsaid."""
        return ", ".join(str(x) for x in (self.service, self.agent, self.qui) if x)

    def en_retard(self, le: dt.date) -> bool:
        """Whether it is left to do past its last day."""
        return self.fait_le is None and self.fin is not None and self.fin < le
