"""Answers: what was given, what is being given, what is summed up, what was said in words."""

from django.db import models
from django.db.models import Q

from qualepref.enquetes.enums import (
    EtatImportReponses,
    EtatVerbatim,
    FormatReponses,
    Mode,
    ProvenanceRetour,
)
from qualepref.enquetes.models.campagnes import Campagne, Collecteur
from qualepref.organisation.models import Service, Site


class Retour(models.Model):
    """One form given back: the closed answers of one respondent, or of one mystery test.

    `cle`: drawn when the form was opened; the same form sent twice is kept once. `jour`: civil day
    of the site on which it was filled in; `mois`: the same as 202204. `recu_a`: to the minute, to
    tell bursts; None when gathered elsewhere. `valeurs`: code of question -> option's code, list of
    codes, number as text, day as ISO text, True for a free text, which is kept as a Verbatim and
    nowhere else. `fiche`: what names the sheet or the mystery test it comes from (« 3-12 »,
    « test-7 »), "" for none. `complet`: False when given up half-way elsewhere. `suspect`: left
    aside by somebody, alone or with its burst; never counted. `compte`: already summed up in cells. `depot`:
    the file it came in, None for what did not come in a file.
    No name, no network address, no account of a respondent; `saisi_par`: who typed a sheet.
    """

    campagne = models.ForeignKey(Campagne, models.PROTECT, related_name="retours", db_index=False)
    site = models.ForeignKey(Site, models.PROTECT, db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    cle = models.UUIDField()
    jour = models.DateField()
    mois = models.PositiveIntegerField()
    recu_a = models.DateTimeField("reçu à", null=True, blank=True)
    mode = models.CharField(max_length=20, choices=Mode)
    langue = models.CharField(max_length=8, default="fr")
    provenance = models.CharField(max_length=20, choices=ProvenanceRetour)
    valeurs = models.JSONField(default=dict)
    fiche = models.CharField(max_length=60, blank=True)
    saisi_par = models.CharField("saisi par", max_length=150, blank=True)
    complet = models.BooleanField(default=True)
    suspect = models.BooleanField(default=False)
    compte = models.BooleanField("compté", default=False, editable=False)
    depot = models.ForeignKey(
        "ImportReponses", models.PROTECT, null=True, blank=True, db_index=False,
        related_name="retours",
    )  # fmt: skip

    class Meta:
        verbose_name = "retour"
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("campagne", "site", "jour"), name="retour_par_site"),
            models.Index(
                fields=("campagne", "site"), name="retour_a_compter", condition=Q(compte=False)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("campagne", "cle"), name="retour_une_fois"),
            models.UniqueConstraint(
                fields=("campagne", "fiche"),
                condition=~Q(fiche=""),
                name="retour_fiche_une_fois",
            ),
            models.CheckConstraint(
                condition=Q(compte=False) | Q(suspect=False, complet=True),
                name="retour_compte_seulement_si_valable",
            ),
        )

    def __str__(self):
        return f"{self.campagne_id} {self.pk}"


class SecondeLecture(models.Model):
    """The same sheet typed again, or the same mystery call judged by a second caller.

    Never counted: it measures typing errors, or the agreement of two observers.
    """

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="secondes_lectures")
    site = models.ForeignKey(Site, models.PROTECT)
    fiche = models.CharField(max_length=60)
    valeurs = models.JSONField(default=dict)
    saisi_par = models.CharField("saisi par", max_length=150, blank=True)
    jour = models.DateField()

    class Meta:
        verbose_name = "seconde lecture"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("campagne", "fiche"), name="seconde_lecture_une_fois"),
        )

    def __str__(self):
        return f"{self.campagne_id} {self.fiche}"


class Brouillon(models.Model):
    """A form being filled in, page after page, so that a lost connection loses nothing.

    `cle` is the secret of its address, and becomes the `cle` of the Retour; the draft is deleted in
    the same transaction, or some days after it was left. It counts nowhere.
    """

    cle = models.UUIDField(primary_key=True)
    collecteur = models.ForeignKey(Collecteur, models.CASCADE)
    langue = models.CharField(max_length=8, default="fr")
    valeurs = models.JSONField(default=dict)
    groupe = models.PositiveSmallIntegerField(default=0)
    modifie_le = models.DateField("modifié le")

    class Meta:
        verbose_name = "brouillon"

    def __str__(self):
        return str(self.cle)


class CelluleReponse(models.Model):
    """One cell of answers: how many times a mark was met, all additive.

    `service` is a primary key, 0 for none; no foreign key, as for demandes. `marque`: « ? » for a
    question asked, « = » for one answered, else an option's code or a number as text.
    """

    campagne = models.BigIntegerField(db_index=False)
    site = models.SlugField(max_length=60, db_index=False)
    service = models.BigIntegerField(default=0)
    mois = models.PositiveIntegerField()
    mode = models.CharField(max_length=20)
    question = models.SlugField(max_length=60, db_index=False)
    marque = models.CharField(max_length=60)
    n = models.IntegerField()

    class Meta:
        verbose_name = "cellule de réponses"
        verbose_name_plural = "cellules de réponses"
        constraints = (
            models.UniqueConstraint(
                fields=("campagne", "site", "service", "mois", "mode", "question", "marque"),
                name="cellule_reponse_une_fois",
            ),
        )
        indexes = (
            models.Index(fields=("site", "question", "mois"), name="cellule_reponse_par_question"),
        )

    def __str__(self):
        return f"{self.campagne} {self.question} {self.marque}"


class CelluleCroisee(models.Model):
    """The same among respondents who gave one answer to a question of profile: age, capacity…

    Also the sums of cells by one field of their place, which results are read by: `profil` is then
    « @service », « @mois » or « @mode », `modalite` its value as text.
    """

    campagne = models.BigIntegerField(db_index=False)
    site = models.SlugField(max_length=60, db_index=False)
    profil = models.SlugField(max_length=60, db_index=False)
    modalite = models.CharField("modalité", max_length=60)
    question = models.SlugField(max_length=60, db_index=False)
    marque = models.CharField(max_length=60)
    n = models.IntegerField()

    class Meta:
        verbose_name = "cellule croisée"
        verbose_name_plural = "cellules croisées"
        constraints = (
            models.UniqueConstraint(
                fields=("campagne", "profil", "site", "modalite", "question", "marque"),
                name="cellule_croisee_une_fois",
            ),
        )

    def __str__(self):
        return f"{self.campagne} {self.profil} {self.question}"


class VerbatimQuerySet(models.QuerySet):
    def publiables(self):
        """Remarks that somebody read and let be published."""
        return self.filter(etat=EtatVerbatim.PUBLIABLE)


class Verbatim(models.Model):
    """A free answer, in the respondent's words.

    Personal data may stand in `texte`, written there by the respondent in spite of what the form
    says; purpose: improving the service; emptied at the end of the site's retention period.
    `texte_publie`: what may be shown beyond those who moderate, names masked; "" until read.
    `categorie`: code of `verbatims.yaml`, or "". `note`: as printed by some surveys, or None.
    An improvement action that answers a remark points here by a key of its own, from its storey.
    """

    retour = models.ForeignKey(
        Retour, models.CASCADE, related_name="verbatims", null=True, blank=True
    )
    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="verbatims")
    site = models.ForeignKey(Site, models.PROTECT)
    question = models.SlugField(max_length=60)
    jour = models.DateField()
    texte = models.TextField(blank=True)
    texte_publie = models.TextField("texte publié", blank=True)
    categorie = models.SlugField("catégorie", max_length=40, blank=True)
    note = models.SmallIntegerField(null=True, blank=True)
    etat = models.CharField("état", max_length=20, choices=EtatVerbatim, default="a_relire")
    relu_par = models.CharField("relu par", max_length=150, blank=True)
    relu_le = models.DateField("relu le", null=True, blank=True)

    objects = VerbatimQuerySet.as_manager()

    class Meta:
        verbose_name = "verbatim"
        ordering = ("-jour", "-pk")
        indexes = (models.Index(fields=("campagne", "site", "etat"), name="verbatim_par_etat"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(etat=EtatVerbatim.PUBLIABLE) | ~Q(texte_publie=""),
                name="verbatim_publiable_a_un_texte",
            ),
        )

    def __str__(self):
        return f"{self.campagne_id} {self.pk}"


class ImportReponses(models.Model):
    """A file of answers gathered elsewhere, from its upload to its rows.

    `chemin`: where the file waits under the data folder, "" once done with. `reglages`: sheet,
    mapping, mode, site as chosen. `bilan`: what was read, refused, written.
    """

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="imports")
    site = models.ForeignKey(Site, models.PROTECT)
    format = models.CharField(max_length=20, choices=FormatReponses)
    nom = models.CharField(max_length=200)
    chemin = models.CharField(max_length=300, blank=True)
    empreinte = models.CharField(max_length=64)
    reglages = models.JSONField(default=dict)
    bilan = models.JSONField(default=dict)
    etat = models.CharField("état", max_length=20, choices=EtatImportReponses)
    par = models.CharField(max_length=150)
    depose_a = models.DateTimeField("déposé à")

    class Meta:
        verbose_name = "import de réponses"
        verbose_name_plural = "imports de réponses"
        ordering = ("-depose_a", "-pk")

    def __str__(self):
        return self.nom
