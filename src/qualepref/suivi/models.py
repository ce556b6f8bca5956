"""Demandes, comptages, and the cells they are reduced to."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from qualepref.noyau.calcul.cellules import MESURES
from qualepref.noyau.calendrier import DERNIER_JOUR, PREMIER_JOUR
from qualepref.organisation.models import Boite, Service, Site
from qualepref.suivi.enums import (
    Declaration,
    EtatImport,
    Issue,
    Portee,
    Provenance,
    Tracage,
)


class DemandeQuerySet(models.QuerySet):
    def ouvertes(self):
        """Still waiting for an answer."""
        return self.filter(issue=Issue.OUVERTE)

    def en_retard(self, le: dt.date):
        """Unanswered past the deadline."""
        return self.ouvertes().filter(echeance__lt=le)

    def dues_entre(self, debut: dt.date, fin: dt.date):
        """Unanswered, deadline within the span, bounds included."""
        return self.ouvertes().filter(echeance__range=(debut, fin))


class Demande(models.Model):
    """Anything dated that somebody waits for, whatever its nature and channel.

    Personal data: `demandeur` and `objet`; purpose: answering and proving the answer; they are
    emptied when the retention period of the site ends. Days are civil days of the site.

    `complete`: False while pieces are missing; `complete_le` then restarts the clock.
    `proposee_le` and `rdv_le` serve appointments only. `repondue_sans_date`: answered, but nobody
    wrote when. `exclusion`: code of the référentiel's reason for not counting, "" when counted.
    The stamped fields are written by the clock alone.
    """

    # No index of their own: the compound ones below serve every list, and each costs the imports.
    site = models.ForeignKey(
        Site, models.CASCADE, db_column="site", related_name="demandes", db_index=False
    )
    registre = models.SlugField(max_length=40, db_index=False)
    reference = models.CharField("référence", max_length=80)
    nature = models.SlugField(max_length=40, db_index=False)
    canal = models.SlugField(max_length=20, db_index=False)
    portee = models.CharField("portée", max_length=20, choices=Portee, blank=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, db_column="service")
    boite = models.ForeignKey(
        Boite, models.PROTECT, null=True, blank=True, db_column="boite", verbose_name="boîte"
    )
    tracage = models.CharField("traçage", max_length=12, choices=Tracage, default=Tracage.EXHAUSTIF)
    demandeur = models.CharField(max_length=200, blank=True)
    objet = models.CharField(max_length=300, blank=True)
    commentaire = models.TextField(blank=True)

    recue_le = models.DateField("reçue le")
    complete = models.BooleanField("complète", default=True)
    complete_le = models.DateField("complétée le", null=True, blank=True)
    accuse_le = models.DateField("accusé de réception le", null=True, blank=True)
    attente_le = models.DateField("réponse d’attente le", null=True, blank=True)
    attente_delai_annonce = models.CharField("délai annoncé", max_length=80, blank=True)
    proposee_le = models.DateField("date proposée le", null=True, blank=True)
    rdv_le = models.DateField("rendez-vous le", null=True, blank=True)
    repondue_le = models.DateField("répondue le", null=True, blank=True)
    repondue_sans_date = models.BooleanField("réponse sans date connue", default=False)
    exclusion = models.SlugField(max_length=40, blank=True, db_index=False)
    provenance = models.CharField(max_length=20, choices=Provenance, default=Provenance.SAISIE)
    modifiee_le = models.DateTimeField("modifiée le", auto_now=True)

    # Stamped by the clock.
    mois = models.PositiveIntegerField(editable=False)
    echeance = models.DateField("échéance", null=True, editable=False)
    issue = models.CharField(max_length=12, choices=Issue, editable=False)
    attente = models.PositiveSmallIntegerField(default=0, editable=False)
    delai_jours_ouvres = models.PositiveIntegerField("délai (j.o.)", null=True, editable=False)
    delai_jours = models.PositiveIntegerField("délai (jours)", null=True, editable=False)
    tenue_echeance = models.DateField("échéance du rendez-vous", null=True, editable=False)
    tenue_issue = models.CharField(max_length=12, blank=True, editable=False)
    tenue_delai_jours_ouvres = models.PositiveIntegerField(null=True, editable=False)
    tenue_delai_jours = models.PositiveIntegerField(null=True, editable=False)
    regle = models.CharField("règle", max_length=120, editable=False)
    calendrier_version = models.CharField(max_length=20, editable=False)

    objects = DemandeQuerySet.as_manager()

    class Meta:
        verbose_name = "demande"
        ordering = ("-recue_le", "-pk")
        indexes = (
            models.Index(fields=("site", "mois"), name="demande_site_mois"),
            models.Index(fields=("site", "registre", "-recue_le", "-id"), name="demande_liste"),
            models.Index(
                fields=("site", "registre", "echeance", "id"), name="demande_par_echeance"
            ),
            models.Index(
                fields=("site", "echeance"),
                name="demande_ouvertes",
                condition=Q(issue=Issue.OUVERTE),
            ),
            models.Index(
                fields=("site", "mois", "echeance"),
                name="demande_ouvertes_du_mois",
                condition=Q(issue=Issue.OUVERTE),
            ),
            models.Index(
                fields=("site", "tenue_echeance"),
                name="demande_tenues_ouvertes",
                condition=Q(tenue_issue=Issue.OUVERTE),
            ),
            models.Index(
                fields=("site", "attente_le"),
                name="demande_attentes",
                condition=Q(attente=1, repondue_le__isnull=True),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("site", "registre", "reference"), name="demande_reference_unique"
            ),
            models.CheckConstraint(
                condition=Q(recue_le__range=(PREMIER_JOUR, DERNIER_JOUR)),
                name="demande_dans_le_calendrier",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{champ}__isnull": True})
                    | Q(**{f"{champ}__gte": F("recue_le"), f"{champ}__lte": DERNIER_JOUR}),
                    name=f"demande_{champ}_apres_reception",
                )
                for champ in (
                    "complete_le",
                    "accuse_le",
                    "attente_le",
                    "proposee_le",
                    "rdv_le",
                    "repondue_le",
                )
            ),
            models.CheckConstraint(
                condition=Q(rdv_le__isnull=True) | Q(rdv_le__gte=F("proposee_le")),
                name="demande_rdv_apres_proposition",
            ),
            models.CheckConstraint(
                condition=Q(repondue_sans_date=False) | Q(repondue_le__isnull=True),
                name="demande_reponse_datee_ou_non",
            ),
        )

    def __str__(self):
        return f"{self.registre} {self.reference}"


class Comptage(models.Model):
    """A counted quantity of a month: already a cell. `dimension` is "" when not split."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="comptages")
    grandeur = models.SlugField(max_length=40)
    dimension = models.SlugField(max_length=40, blank=True)
    mois = models.PositiveIntegerField()
    valeur = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200, blank=True)
    provenance = models.CharField(max_length=20, choices=Provenance, default=Provenance.SAISIE)

    class Meta:
        verbose_name = "comptage"
        ordering = ("-mois", "grandeur", "dimension")
        constraints = (
            models.UniqueConstraint(
                fields=("site", "grandeur", "dimension", "mois"), name="comptage_une_fois"
            ),
        )

    def __str__(self):
        return f"{self.grandeur} {self.dimension} {self.mois}"


class CelluleDemande(models.Model):
    """One cell of demandes: additive sums, rebuilt for the (site, month) that a write touches.

    `service` and `boite` are primary keys, None when the rows name none; no foreign key, so that
    a rebuild is one INSERT … SELECT of the engine's GROUP BY.
    """

    site = models.SlugField(max_length=60, db_index=False)
    service = models.BigIntegerField(null=True)
    boite = models.BigIntegerField(null=True)
    mois = models.PositiveIntegerField()
    nature = models.SlugField(max_length=40, db_index=False)
    canal = models.SlugField(max_length=20, db_index=False)
    portee = models.CharField(max_length=20, blank=True)
    tracage = models.CharField(max_length=12)
    arretee_le = models.DateField()

    class Meta:
        verbose_name = "cellule"
        indexes = (models.Index(fields=("site", "mois"), name="cellule_site_mois"),)

    def __str__(self):
        return f"{self.site} {self.mois} {self.nature} {self.canal}"


for _mesure in MESURES:
    CelluleDemande.add_to_class(_mesure, models.BigIntegerField())


class Attestation(models.Model):
    """A month a service attests as empty or not applicable, for one register."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="attestations")
    registre = models.SlugField(max_length=40)
    mois = models.PositiveIntegerField()
    declaration = models.CharField("déclaration", max_length=20, choices=Declaration)
    par = models.CharField(max_length=150)

    class Meta:
        verbose_name = "attestation"
        constraints = (
            models.UniqueConstraint(
                fields=("site", "registre", "mois"), name="attestation_une_fois"
            ),
        )

    def __str__(self):
        return f"{self.registre} {self.mois} {self.declaration}"


class SemaineEchantillon(models.Model):
    """A week during which a register was traced by sample; `lundi` is its first day."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="semaines_echantillon")
    registre = models.SlugField(max_length=40)
    lundi = models.DateField()

    class Meta:
        verbose_name = "semaine d’échantillon"
        verbose_name_plural = "semaines d’échantillon"
        ordering = ("lundi",)
        constraints = (
            models.UniqueConstraint(fields=("site", "registre", "lundi"), name="semaine_une_fois"),
            models.CheckConstraint(condition=Q(lundi__iso_week_day=1), name="semaine_un_lundi"),
        )

    def __str__(self):
        return f"{self.registre} semaine du {self.lundi}"


class CorrespondanceRetenue(models.Model):
    """The mapping of columns a site confirmed for a register, proposed again next time."""

    site = models.ForeignKey(Site, models.CASCADE)
    registre = models.SlugField(max_length=40)
    colonnes = models.JSONField()

    class Meta:
        verbose_name = "correspondance retenue"
        verbose_name_plural = "correspondances retenues"
        constraints = (
            models.UniqueConstraint(fields=("site", "registre"), name="correspondance_une_fois"),
        )

    def __str__(self):
        return f"{self.site_id} {self.registre}"


class ImportFichier(models.Model):
    """A file given by a user: dry run first, then all or nothing.

    `bilan`: counts, difference and errors of the last run, as JSON. The file is deleted once
    applied or after the retention period.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="imports")
    registre = models.SlugField(max_length=40)
    nom = models.CharField(max_length=200)
    fichier = models.FileField(upload_to="imports/%Y/%m/")
    feuille = models.CharField(max_length=100, blank=True)
    colonnes = models.JSONField(default=dict)
    etat = models.CharField("état", max_length=12, choices=EtatImport)
    avancement = models.PositiveSmallIntegerField(default=0)
    bilan = models.JSONField(default=dict)
    par = models.CharField(max_length=150)
    le = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "import"
        ordering = ("-le",)

    def __str__(self):
        return f"{self.nom} → {self.registre}"
