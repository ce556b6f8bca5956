"""Pieces of evidence, what they prove, their versions; constats kept; folders made for auditors."""

from django.db import models
from django.db.models import F, Q

from qualepref.amelioration.models import Action, LigneGrille
from qualepref.organisation.models import Service, Site
from qualepref.preuves.enums import NATURES, EtatDossier, EtatPreuve


class Piece(models.Model):
    """A document kept as evidence of some engagements; its latest version is in use.

    `etablie_le`: date of the document itself, None when it bears none. `a_revoir_le`: day on which
    somebody should look at it again. `expire_le`: last day on which it proves anything.
    `donnees_personnelles`: which personal data it holds, "" for none; such a piece is joined to an
    auditor's folder only on a declared need. `action`, `ligne`: what it was deposited for, one at
    most. Personal data: `deposee_par`, a log-in name.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="pieces")
    titre = models.CharField(max_length=200)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    etablie_le = models.DateField("établie le", null=True, blank=True)
    a_revoir_le = models.DateField("à revoir le", null=True, blank=True)
    expire_le = models.DateField("valable jusqu’au", null=True, blank=True)
    donnees_personnelles = models.CharField("données personnelles", max_length=200, blank=True)
    deposee_par = models.CharField("déposée par", max_length=150)
    deposee_le = models.DateField("déposée le")
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="pieces"
    )
    ligne = models.ForeignKey(
        LigneGrille, models.SET_NULL, null=True, blank=True, related_name="pieces"
    )

    class Meta:
        verbose_name = "pièce"
        ordering = ("titre", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(action__isnull=True) | Q(ligne__isnull=True),
                name="piece_un_seul_lien",
            ),
            models.CheckConstraint(
                condition=Q(expire_le__isnull=True)
                | Q(etablie_le__isnull=True)
                | Q(expire_le__gte=F("etablie_le")),
                name="piece_expire_apres_son_etablissement",
            ),
        )

    def __str__(self):
        return self.titre


class EngagementPiece(models.Model):
    """An engagement, or a part of it (« 16.3 »), that a piece proves."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="engagements")
    engagement = models.PositiveSmallIntegerField()
    sous_engagement = models.CharField("sous-engagement", max_length=10, blank=True)

    class Meta:
        verbose_name = "engagement prouvé"
        verbose_name_plural = "engagements prouvés"
        ordering = ("engagement", "sous_engagement")
        constraints = (
            models.UniqueConstraint(
                fields=("piece", "engagement", "sous_engagement"), name="engagement_piece_une_fois"
            ),
        )

    def __str__(self):
        return self.sous_engagement or str(self.engagement)


class VersionPiece(models.Model):
    """A file of a piece, never changed once kept. `empreinte`: SHA-256, which is also its place.

    Personal data: `deposee_par`, a log-in name; whatever the file holds.
    """

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="versions")
    numero = models.PositiveSmallIntegerField("numéro")
    nom = models.CharField(max_length=200)
    nature = models.CharField(max_length=8, choices=NATURES)
    empreinte = models.CharField(max_length=64)
    taille = models.PositiveBigIntegerField()
    deposee_par = models.CharField("déposée par", max_length=150)
    deposee_le = models.DateField("déposée le")

    class Meta:
        verbose_name = "version d’une pièce"
        verbose_name_plural = "versions de pièces"
        ordering = ("piece", "-numero")
        indexes = (models.Index(fields=("empreinte",), name="version_par_empreinte"),)
        constraints = (
            models.UniqueConstraint(fields=("piece", "numero"), name="version_piece_une_fois"),
        )

    def __str__(self):
        return f"{self.piece_id} version {self.numero}"


class ConstatConserve(models.Model):
    """What a living evidence said on a day, kept so that it can be shown later. No row of people."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="constats")
    preuve = models.SlugField(max_length=60)
    le = models.DateField()
    etat = models.CharField("état", max_length=20, choices=EtatPreuve)
    valeur = models.CharField(max_length=300)
    par = models.CharField(max_length=150)

    class Meta:
        verbose_name = "constat conservé"
        verbose_name_plural = "constats conservés"
        ordering = ("-le", "preuve")
        constraints = (
            models.UniqueConstraint(fields=("site", "preuve", "le"), name="constat_une_fois"),
        )

    def __str__(self):
        return f"{self.preuve} {self.le}"


class Dossier(models.Model):
    """An auditor's folder: a ZIP made for a day and a seed, deleted some days later.

    `besoin`: why the auditor needs names, "" when they are left out. `motif`: why it could not be
    made. `empreinte`: SHA-256 of the ZIP. Personal data: `par`; with a need, the file itself.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="dossiers")
    arrete_le = models.DateField("arrêté au")
    graine = models.CharField(max_length=40)
    besoin = models.CharField("besoin déclaré", max_length=300, blank=True)
    etat = models.CharField("état", max_length=12, choices=EtatDossier)
    motif = models.CharField(max_length=400, blank=True)
    fichier = models.CharField(max_length=200, blank=True)
    taille = models.PositiveBigIntegerField(default=0)
    empreinte = models.CharField(max_length=64, blank=True)
    pieces = models.PositiveIntegerField("pièces jointes", default=0)
    par = models.CharField(max_length=150)
    le = models.DateTimeField("demandé le")

    class Meta:
        verbose_name = "dossier de l’auditeur"
        verbose_name_plural = "dossiers de l’auditeur"
        ordering = ("-le", "-pk")

    def __str__(self):
        return f"{self.site_id} {self.arrete_le} {self.graine}"
