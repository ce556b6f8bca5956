"""The voice server of a site (SVI): its tree, version after version."""

from django.db import models
from django.db.models import F, Q

from qualepref.modeles.enums import TypeEtape
from qualepref.organisation.models import Service, Site


class Svi(models.Model):
    """One version of the tree of a site's voice server; without `en_vigueur_le`, the draft.

    The version in force on a day is the latest that began by then. `relu_le`: the last day somebody
    read it through and found nothing to change. `retire_le`: the day the server was switched off,
    the version being the last one. No personal data.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="versions_svi")
    version = models.PositiveSmallIntegerField(default=1)
    ecrit_le = models.DateField("écrit le")
    par = models.CharField(max_length=150)
    en_vigueur_le = models.DateField("en vigueur depuis le", null=True, blank=True)
    relu_le = models.DateField("relu le", null=True, blank=True)
    retire_le = models.DateField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "serveur vocal"
        verbose_name_plural = "serveurs vocaux"
        ordering = ("site", "-version")
        constraints = (
            models.UniqueConstraint(fields=("site", "version"), name="svi_version_une_fois"),
            models.UniqueConstraint(
                fields=("site",),
                condition=Q(en_vigueur_le__isnull=True),
                name="svi_un_seul_brouillon",
            ),
            models.CheckConstraint(
                condition=Q(relu_le__isnull=True) | Q(relu_le__gte=F("en_vigueur_le")),
                name="svi_relu_en_vigueur",
            ),
            models.CheckConstraint(
                condition=Q(retire_le__isnull=True) | Q(retire_le__gte=F("en_vigueur_le")),
                name="svi_retire_en_vigueur",
            ),
        )

    def __str__(self):
        return f"version {self.version} du serveur vocal"


class EtapeSvi(models.Model):
    """What a caller hears at one place of the tree; without `parent`, as soon as one answers.

    `parent`: code of the menu one comes from, by `touche`. `paroles`: language code -> words.
    `vers`: the number dialled, or the code of the step one goes back to, by type; `service`: who
    answers a queue. `rang`: of the question it answers among the most frequent, 1 the most asked;
    None when it answers none of them.
    """

    svi = models.ForeignKey(Svi, models.CASCADE, related_name="etapes")
    code = models.SlugField(max_length=60)
    parent = models.SlugField(max_length=60, blank=True)
    touche = models.CharField(max_length=1, blank=True)
    libelle = models.CharField("libellé", max_length=120)
    type = models.CharField(max_length=20, choices=TypeEtape)
    paroles = models.JSONField(default=dict, blank=True)
    vers = models.CharField(max_length=60, blank=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    rang = models.PositiveSmallIntegerField("rang parmi les questions", null=True, blank=True)

    class Meta:
        verbose_name = "étape du serveur vocal"
        verbose_name_plural = "étapes du serveur vocal"
        ordering = ("svi", "parent", "touche", "code")
        constraints = (
            models.UniqueConstraint(fields=("svi", "code"), name="etape_svi_code_une_fois"),
        )

    def __str__(self):
        return self.libelle
