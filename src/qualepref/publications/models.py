"""What was published: snapshots named by their content, publications, and the words people wrote."""

from django.db import models
from django.db.models import Q

from qualepref.organisation.models import Site
from qualepref.publications.enums import EtatPreparation, EtatPublication, GenrePublication


class Instantane(models.Model):
    """All that the documents of a site and year say, frozen; never changed, never made twice.

    `empreinte`: SHA-256 of `contenu`, canonical JSON of a `Contenu` (rendering/figes.py).
    `reference`: its short form, printed on every document. `fige_le`: day of the freezing.
    """

    empreinte = models.CharField(max_length=64, primary_key=True)
    reference = models.CharField("référence", max_length=20, unique=True)
    site = models.ForeignKey(Site, models.CASCADE, related_name="instantanes")
    annee = models.PositiveSmallIntegerField("année")
    contenu = models.TextField()
    fige_le = models.DateField("figé le")

    class Meta:
        verbose_name = "instantané"
        ordering = ("-fige_le", "reference")

    def __str__(self):
        return self.reference


class PublicationQuerySet(models.QuerySet):
    def en_vigueur(self):
        """Those that neither an erratum nor a withdrawal followed."""
        return self.filter(etat=EtatPublication.PUBLIEE)


class Publication(models.Model):
    """One publication of a snapshot. Its files never change; an erratum is another publication.

    `sujet`: which one, where a year holds several (a meeting); "" else. `par`: log-in name.
    `erratum_de`: the publication this one corrects, with `motif` and what changed in `changements`
    (a list of `Changement`, rules/changements.py). `version`: of the application that wrote it.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="publications")
    annee = models.PositiveSmallIntegerField("année")
    genre = models.CharField(max_length=20, choices=GenrePublication)
    sujet = models.CharField(max_length=80, blank=True)
    instantane = models.ForeignKey(
        Instantane, models.PROTECT, related_name="publications", verbose_name="instantané"
    )
    etat = models.CharField(
        "état", max_length=20, choices=EtatPublication, default=EtatPublication.PUBLIEE
    )
    publiee_le = models.DateField("publiée le")
    par = models.CharField(max_length=150)
    version = models.CharField(max_length=20)
    erratum_de = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="rectificatif"
    )
    motif = models.TextField(blank=True)
    changements = models.JSONField(default=list)
    retiree_le = models.DateField("retirée le", null=True, blank=True)
    motif_retrait = models.TextField("motif du retrait", blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "publication"
        ordering = ("-annee", "genre", "sujet", "-publiee_le", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("site", "annee", "genre", "sujet"),
                condition=Q(etat=EtatPublication.PUBLIEE),
                name="publication_une_en_vigueur",
            ),
            models.CheckConstraint(
                condition=Q(erratum_de__isnull=True) | ~Q(motif=""), name="erratum_motive"
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatPublication.RETIREE, retiree_le__isnull=False)
                | (~Q(etat=EtatPublication.RETIREE) & Q(retiree_le__isnull=True)),
                name="retrait_date",
            ),
        )

    def __str__(self):
        return f"{self.get_genre_display()} {self.annee}"


class Fichier(models.Model):
    """A file of a publication, byte for byte as it was published."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="fichiers")
    nom = models.CharField(max_length=80)
    type = models.CharField(max_length=100)
    empreinte = models.CharField(max_length=64)
    octets = models.BinaryField()

    class Meta:
        verbose_name = "fichier"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("publication", "nom"), name="fichier_une_fois"),
        )

    def __str__(self):
        return self.nom


class Preparation(models.Model):
    """A publication asked for by a page, made behind it; the last asked of a site and year.

    `genres`, `motif`, `apercu`, `doutes_acceptes`: what was asked (operations/publications.py).
    `documents`: names of the files to draw, empty until figures are checked; `faits`: those drawn.
    `reference`: of what it published. `refus`: why nothing was. Personal data: `par`, `motif`.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="preparations")
    annee = models.PositiveSmallIntegerField("année")
    genres = models.JSONField(default=list)
    motif = models.TextField(blank=True)
    apercu = models.CharField("aperçu", max_length=20)
    doutes_acceptes = models.BooleanField(default=False)
    etat = models.CharField(
        "état", max_length=10, choices=EtatPreparation, default=EtatPreparation.EN_COURS
    )
    documents = models.JSONField(default=list)
    faits = models.JSONField(default=list)
    reference = models.CharField("référence", max_length=20, blank=True)
    refus = models.TextField(blank=True)
    par = models.CharField(max_length=150)
    le = models.DateTimeField("demandée le")

    class Meta:
        verbose_name = "publication en préparation"
        verbose_name_plural = "publications en préparation"
        constraints = (
            models.UniqueConstraint(fields=("site", "annee"), name="preparation_une_par_annee"),
        )

    def __str__(self):
        return f"{self.site_id} {self.annee}"


class Redaction(models.Model):
    """Words written for the documents of a year, as typed (noyau.redaction says what is markup).

    `champ`: « preambule », « perspectives », « famille:<domaine> », « rubrique:<code> ».
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="redactions")
    annee = models.PositiveSmallIntegerField("année")
    champ = models.CharField(max_length=160)
    texte = models.TextField(blank=True)
    par = models.CharField(max_length=150)
    le = models.DateField()

    class Meta:
        verbose_name = "texte rédigé"
        verbose_name_plural = "textes rédigés"
        ordering = ("champ",)
        constraints = (
            models.UniqueConstraint(fields=("site", "annee", "champ"), name="redaction_une_fois"),
        )

    def __str__(self):
        return self.champ


class Gabarit(models.Model):
    """The site's own template for its decks; the file is kept under its digest, for ever.

    `empreinte`: SHA-256 of the file, frozen in snapshots: they find the very file again.
    """

    site = models.OneToOneField(Site, models.CASCADE, related_name="gabarit")
    nom = models.CharField(max_length=160)
    empreinte = models.CharField(max_length=64)
    depose_le = models.DateField("déposé le")
    par = models.CharField(max_length=150)

    class Meta:
        verbose_name = "modèle de diaporama"
        verbose_name_plural = "modèles de diaporama"

    def __str__(self):
        return self.nom
