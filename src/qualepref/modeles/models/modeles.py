"""Templates of a site, version after version; how the public reaches it."""

from django.db import models
from django.db.models import Q

from qualepref.modeles.enums import AvisClu, TypeModele
from qualepref.organisation.models import Boite, Service, Site


class Modele(models.Model):
    """One version of a template of a site; the latest of a code is in use.

    `corps`: text with variables such as `{site.nom}` and `{delai.courriels.information}`; the list
    is closed, and deadlines come from the référentiel. `sans_nom`: why the writer is not named,
    when engagement 16 is met by exception, "" otherwise. `docx`: the site's own file to fill, under
    the data folder, "" for ours.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="modeles")
    code = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    type = models.CharField(max_length=20, choices=TypeModele)
    titre = models.CharField(max_length=200)
    objet = models.CharField(max_length=200, blank=True)
    corps = models.TextField()
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    boite = models.ForeignKey(Boite, models.PROTECT, null=True, blank=True)
    sans_nom = models.CharField("motif d’anonymat", max_length=300, blank=True)
    docx = models.CharField(max_length=300, blank=True)
    ecrit_le = models.DateField("écrit le")
    par = models.CharField(max_length=150)
    avis = models.CharField(max_length=20, choices=AvisClu, default=AvisClu.NON_SOUMIS)
    avis_le = models.DateField("avis rendu le", null=True, blank=True)
    avis_texte = models.TextField("avis en clair", blank=True)

    class Meta:
        verbose_name = "modèle"
        ordering = ("type", "code", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("site", "code", "version"), name="modele_version_une_fois"
            ),
            models.CheckConstraint(
                condition=Q(avis=AvisClu.NON_SOUMIS, avis_le__isnull=True)
                | (~Q(avis=AvisClu.NON_SOUMIS) & Q(avis_le__isnull=False)),
                name="modele_avis_date",
            ),
        )

    def __str__(self):
        return f"{self.titre} (version {self.version})"


class Coordonnees(models.Model):
    """How the public reaches a site, or one of its services; the service's words come first."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="coordonnees")
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True)
    adresse = models.CharField(max_length=300, blank=True)
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    courriel = models.EmailField(blank=True)
    internet = models.CharField("site internet", max_length=200, blank=True)
    horaires = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "coordonnées"
        verbose_name_plural = "coordonnées"
        constraints = (
            models.UniqueConstraint(
                fields=("site", "service"), nulls_distinct=False, name="coordonnees_une_fois"
            ),
        )

    def __str__(self):
        return f"coordonnées de {self.service or self.site}"
