"""Diagnostics and audits: a grid of the perimeter's engagements, judged line by line."""

from django.db import models
from django.db.models import F, Q

from qualepref.amelioration.enums import TypeEvaluation, VerdictGrille
from qualepref.organisation.models import Service, Site


class Evaluation(models.Model):
    """A self-diagnostic or an audit of a site, on the référentiel as it was that day.

    Both bounds of its dates are included. `close_le`: None while lines may still change.
    `precedente`: the one its lines were carried over from.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="evaluations")
    type = models.CharField(max_length=20, choices=TypeEvaluation)
    titre = models.CharField(max_length=200)
    debut_le = models.DateField("du")
    fin_le = models.DateField("au", null=True, blank=True)
    auditeur = models.CharField("auditeur ou organisme", max_length=200, blank=True)
    referentiel = models.CharField("référentiel", max_length=60)
    version = models.CharField(max_length=20)
    conclusion = models.TextField(blank=True)
    close_le = models.DateField("close le", null=True, blank=True, editable=False)
    precedente = models.ForeignKey("self", models.SET_NULL, null=True, blank=True)

    class Meta:
        verbose_name = "évaluation"
        ordering = ("-debut_le", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(fin_le__isnull=True) | Q(fin_le__gte=F("debut_le")),
                name="evaluation_dates_a_l_endroit",
            ),
        )

    def __str__(self):
        return self.titre


class LigneGrille(models.Model):
    """One engagement, or one sub-engagement (« 2.1 »), judged for one service or the whole site.

    `changee`: the wording changed since the evaluation it was carried over from, or is new.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="lignes")
    engagement = models.PositiveSmallIntegerField()
    sous_engagement = models.CharField("sous-engagement", max_length=10, blank=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    verdict = models.CharField(
        max_length=20, choices=VerdictGrille, default=VerdictGrille.A_EVALUER
    )
    commentaire = models.TextField(blank=True)
    point_fort = models.TextField("point fort", blank=True)
    ecart = models.TextField("écart", blank=True)
    piste = models.TextField("piste d’amélioration", blank=True)
    changee = models.BooleanField("texte changé", default=False)

    class Meta:
        verbose_name = "ligne de grille"
        verbose_name_plural = "lignes de grille"
        ordering = ("engagement", "sous_engagement", "service")
        constraints = (
            models.UniqueConstraint(
                fields=("evaluation", "engagement", "sous_engagement", "service"),
                condition=Q(service__isnull=False),
                name="ligne_grille_par_service_une_fois",
            ),
            models.UniqueConstraint(
                fields=("evaluation", "engagement", "sous_engagement"),
                condition=Q(service__isnull=True),
                name="ligne_grille_du_site_une_fois",
            ),
        )

    def __str__(self):
        return f"{self.evaluation_id} {self.sous_engagement or self.engagement}"
