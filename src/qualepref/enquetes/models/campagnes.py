"""Campaigns: what is asked, where, when, how; and past results that come without answers."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from qualepref.enquetes.enums import (
    EtatCampagne,
    GenreEnquete,
    Mode,
    Presentation,
    Theme,
)
from qualepref.organisation.models import Service, Site


POURCENT_MAX = 100


class Formulaire(models.Model):
    """A questionnaire exactly as respondents saw it, addressed by its digest: never changed.

    `contenu`: the text of its file (`questionnaire`) and of those it was read with (`echelles`,
    `criteres`), so that a later change of the files changes no answer. `deposants`: the sites that
    wrote it, none for a questionnaire of the product.
    """

    empreinte = models.CharField(max_length=64, primary_key=True)
    code = models.SlugField(max_length=60)
    version = models.CharField(max_length=20)
    genre = models.CharField(max_length=20, choices=GenreEnquete)
    titre = models.CharField(max_length=200)
    contenu = models.JSONField()
    deposants = models.ManyToManyField(
        Site, related_name="formulaires", blank=True, verbose_name="déposants"
    )

    class Meta:
        verbose_name = "formulaire"
        ordering = ("code", "version")

    def __str__(self):
        return f"{self.code} {self.version}"


class CampagneQuerySet(models.QuerySet):
    def ouvertes(self, le: dt.date):
        """Campaigns that take answers on that day."""
        return self.filter(Q(fermee_le__isnull=True) | Q(fermee_le__gte=le)).filter(
            validee_le__isnull=False, ouverte_le__lte=le
        )

    def de(self, site: Site):
        """Campaigns run on a site, whoever leads them."""
        return self.filter(sites=site)


class Campagne(models.Model):
    """A survey run over some days on one or several sites; `pilote` leads it.

    Days are civil days, bounds included; `fermee_le` None: until somebody closes it.
    `validee_le`: None while it is being prepared, and then nobody can answer. `formulaire`: None
    for past results that come without answers. `cible`: percentage of satisfied aimed at, None
    without target. `seuil`: answers under which no rate is judged, None for the questionnaire's,
    then the site's. `precedente`: the campaign it is compared with. `graine`: what the draw of
    mystery tests starts from.
    """

    pilote = models.ForeignKey(Site, models.PROTECT, related_name="campagnes_pilotees")
    sites = models.ManyToManyField(Site, through="CampagneSite", related_name="campagnes")
    genre = models.CharField(max_length=20, choices=GenreEnquete)
    theme = models.CharField("thème", max_length=30, choices=Theme)
    titre = models.CharField(max_length=200)
    formulaire = models.ForeignKey(Formulaire, models.PROTECT, null=True, blank=True)
    ouverte_le = models.DateField("ouverte du")
    fermee_le = models.DateField("au", null=True, blank=True)
    validee_le = models.DateField("validée le", null=True, blank=True, editable=False)
    modes = models.JSONField(default=list)
    langues = models.JSONField(default=list)
    presentation = models.CharField(
        "présentation", max_length=20, choices=Presentation, default=Presentation.PAR_GROUPE
    )
    cible = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    seuil = models.PositiveSmallIntegerField("seuil significatif", null=True, blank=True)
    methode = models.TextField("méthode", blank=True)
    precedente = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name="campagne précédente"
    )
    graine = models.PositiveIntegerField(null=True, blank=True)

    objects = CampagneQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        ordering = ("-ouverte_le", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(fermee_le__isnull=True) | Q(fermee_le__gte=F("ouverte_le")),
                name="campagne_ferme_apres_ouverture",
            ),
            models.CheckConstraint(
                condition=Q(cible__isnull=True) | Q(cible__range=(0, POURCENT_MAX)),
                name="campagne_cible_pourcentage",
            ),
        )

    def __str__(self):
        return self.titre

    def etat(self, le: dt.date) -> EtatCampagne:
        """Where the campaign stands on that day."""
        if self.validee_le is None:
            return EtatCampagne.PREPARATION
        if le < self.ouverte_le:
            return EtatCampagne.PREVUE
        if self.fermee_le is not None and le > self.fermee_le:
            return EtatCampagne.CLOSE
        return EtatCampagne.OUVERTE


class CampagneSite(models.Model):
    """A site where a campaign runs.

    `attendus`: returns hoped for there, None when not said. `service`: the one surveyed, None for
    the whole site.
    """

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="places")
    site = models.ForeignKey(Site, models.PROTECT, related_name="places_de_campagne")
    attendus = models.PositiveIntegerField("retours attendus", null=True, blank=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = "site d’une campagne"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("campagne", "site"), name="campagne_site_une_fois"),
        )

    def __str__(self):
        return f"{self.campagne_id} {self.site_id}"


class CibleQuestion(models.Model):
    """A target for one question of a campaign, where it differs from the campaign's."""

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="cibles")
    question = models.SlugField(max_length=60)
    valeur = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "cible d’une question"
        constraints = (
            models.UniqueConstraint(
                fields=("campagne", "question"), name="cible_question_une_fois"
            ),
            models.CheckConstraint(
                condition=Q(valeur__range=(0, POURCENT_MAX)), name="cible_question_pourcentage"
            ),
        )

    def __str__(self):
        return f"{self.question} {self.valeur}"


class Collecteur(models.Model):
    """One public address of a campaign: answers given there belong to its site, service and mode.

    `adresse`: the short code of the page, drawn at random. `ferme`: the address was printed where
    it should not have been, or is abused; the others go on.
    """

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="collecteurs")
    site = models.ForeignKey(Site, models.PROTECT)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    mode = models.CharField(max_length=20, choices=Mode)
    adresse = models.CharField(max_length=12, unique=True)
    ferme = models.BooleanField("fermé", default=False)

    class Meta:
        verbose_name = "adresse de collecte"
        verbose_name_plural = "adresses de collecte"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("campagne", "site", "service", "mode"),
                condition=Q(service__isnull=False),
                name="collecteur_une_fois",
            ),
            models.UniqueConstraint(
                fields=("campagne", "site", "mode"),
                condition=Q(service__isnull=True),
                name="collecteur_sans_service_une_fois",
            ),
        )

    def __str__(self):
        return self.adresse


class ResultatSeul(models.Model):
    """A past result without its answers, as somebody published it.

    `question`: its code where the campaign has a questionnaire, else "". `critere`: code of
    `criteres.yaml`, or "". `numerateur`, `repondants`: None when nobody said how many; the
    percentage then stands alone, and is shown as such.
    """

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="resultats_seuls")
    site = models.ForeignKey(Site, models.PROTECT)
    question = models.SlugField(max_length=60, blank=True)
    critere = models.SlugField("critère", max_length=60, blank=True)
    libelle = models.CharField("libellé", max_length=300)
    pourcentage = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    numerateur = models.PositiveIntegerField("satisfaits", null=True, blank=True)
    repondants = models.PositiveIntegerField("répondants", null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "résultat sans réponses"
        verbose_name_plural = "résultats sans réponses"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("campagne", "site", "libelle"), name="resultat_seul_une_fois"
            ),
            models.CheckConstraint(
                condition=Q(pourcentage__isnull=True) | Q(pourcentage__range=(0, POURCENT_MAX)),
                name="resultat_seul_pourcentage",
            ),
            models.CheckConstraint(
                condition=Q(numerateur__isnull=True)
                | Q(repondants__isnull=False, numerateur__lte=F("repondants")),
                name="resultat_seul_numerateur_sous_repondants",
            ),
            models.CheckConstraint(
                condition=Q(pourcentage__isnull=False) | Q(numerateur__isnull=False),
                name="resultat_seul_dit_quelque_chose",
            ),
        )

    def __str__(self):
        return self.libelle
