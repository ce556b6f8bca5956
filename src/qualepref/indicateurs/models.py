"""Values that no register gives, the targets of a site, what documents printed, dated events."""

from django.db import models
from django.db.models import F, Q

from qualepref.indicateurs.enums import EtatDeclare, NatureEvenement, OrigineValeur
from qualepref.organisation.models import Site


class ValeurDeclaree(models.Model):
    """A value entered or imported for an indicator over whole months.

    Either `numerateur` (and `denominateur` for a ratio), or `valeur` alone in the unit printed
    (94 for 94 %), or neither when `etat` says why there is no figure. `imprimee`: the string as
    its source printed it.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="valeurs")
    indicateur = models.CharField(max_length=40)
    dimension = models.CharField(max_length=20, blank=True)
    code_detail = models.CharField(max_length=60, blank=True)
    premier_mois = models.PositiveIntegerField()
    dernier_mois = models.PositiveIntegerField()
    numerateur = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominateur = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    valeur = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    etat = models.CharField("état", max_length=20, choices=EtatDeclare)
    origine = models.CharField(max_length=10, choices=OrigineValeur)
    source = models.CharField(max_length=300)
    imprimee = models.CharField("imprimée", max_length=60, blank=True)

    class Meta:
        verbose_name = "valeur déclarée"
        verbose_name_plural = "valeurs déclarées"
        constraints = (
            models.UniqueConstraint(
                fields=(
                    "site",
                    "indicateur",
                    "dimension",
                    "code_detail",
                    "premier_mois",
                    "dernier_mois",
                ),
                name="valeur_declaree_une_fois",
            ),
            models.CheckConstraint(
                condition=Q(dernier_mois__gte=F("premier_mois")), name="valeur_periode_a_l_endroit"
            ),
            models.CheckConstraint(
                condition=Q(denominateur__isnull=True) | Q(denominateur__gt=0),
                name="valeur_denominateur_positif",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatDeclare.VALEUR)
                | Q(numerateur__isnull=False)
                | Q(valeur__isnull=False),
                name="valeur_ou_etat",
            ),
        )

    def __str__(self):
        return f"{self.indicateur} {self.site_id} {self.premier_mois}"


class CibleSite(models.Model):
    """A dated target of a site, in the unit printed; two bounds only for an interval."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="cibles")
    indicateur = models.CharField(max_length=40)
    annee = models.PositiveSmallIntegerField("année")
    minimum = models.DecimalField(max_digits=12, decimal_places=4)
    maximum = models.DecimalField(max_digits=12, decimal_places=4)
    unite = models.CharField("unité", max_length=20)
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name = "cible"
        constraints = (
            models.UniqueConstraint(
                fields=("site", "indicateur", "annee"), name="cible_une_fois_par_an"
            ),
            models.CheckConstraint(
                condition=Q(maximum__gte=F("minimum")), name="cible_a_l_endroit"
            ),
        )

    def __str__(self):
        return f"{self.indicateur} {self.site_id} {self.annee}"


class ValeurPubliee(models.Model):
    """What a document printed for an indicator, kept beside what we compute.

    `explication`: why the two differ, "" when they agree.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="valeurs_publiees")
    indicateur = models.CharField(max_length=40)
    dimension = models.CharField(max_length=20, blank=True)
    code_detail = models.CharField(max_length=60, blank=True)
    annee = models.PositiveSmallIntegerField("année")
    imprimee = models.CharField("imprimée", max_length=60)
    valeur = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    document = models.CharField(max_length=200)
    explication = models.TextField(blank=True)

    class Meta:
        verbose_name = "valeur publiée"
        verbose_name_plural = "valeurs publiées"
        constraints = (
            models.UniqueConstraint(
                fields=("site", "indicateur", "dimension", "code_detail", "annee", "document"),
                name="valeur_publiee_une_fois",
            ),
        )

    def __str__(self):
        return f"{self.indicateur} {self.imprimee}"


class EvenementSite(models.Model):
    """A dated fact that may explain a figure: new software, a closure, staffing.

    `indicateur`: "" when it bears on every indicator of the site. `recale`: control charts reckon
    their mean and limits anew from its month on.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="evenements")
    indicateur = models.CharField(max_length=40, blank=True)
    survenu_le = models.DateField("date")
    nature = models.CharField(max_length=20, choices=NatureEvenement)
    libelle = models.CharField("libellé", max_length=120)
    recale = models.BooleanField("recalcule les limites", default=False)

    class Meta:
        verbose_name = "événement"
        constraints = (
            models.UniqueConstraint(
                fields=("site", "indicateur", "survenu_le", "libelle"),
                name="evenement_une_fois",
            ),
            models.CheckConstraint(condition=~Q(libelle=""), name="evenement_dit_quoi"),
        )

    def __str__(self):
        return f"{self.survenu_le:%d/%m/%Y} {self.libelle}"
