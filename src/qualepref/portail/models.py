"""The public page of a site: what its référent wrote, the documents, what was published on it."""

from django.db import models
from django.db.models import Q

from qualepref.comites.models import Suite
from qualepref.organisation.models import Site
from qualepref.portail.enums import EtatAccessibilite, GenreDocument
from qualepref.suivi.models import Demande


class PageSite(models.Model):
    """The page « Démarche qualité » of a site, closed until its référent opens it.

    Every text is the site's own, "" until written: nothing is said in its place. `formulaire`:
    whether the public may write. `accessibilite`: what the site declares, never deduced.
    """

    site = models.OneToOneField(
        Site, models.CASCADE, primary_key=True, related_name="page_publique"
    )
    ouverte = models.BooleanField(default=False)
    formulaire = models.BooleanField("formulaire ouvert", default=False)
    presentation = models.TextField("présentation", blank=True)
    politique = models.TextField("politique qualité", blank=True)
    contact = models.TextField(blank=True)
    donnees_personnelles = models.TextField("données personnelles", blank=True)
    accessibilite = models.CharField(
        "accessibilité", max_length=20, choices=EtatAccessibilite, default="non_declare"
    )
    accessibilite_le = models.DateField("déclarée le", null=True, blank=True)
    accessibilite_texte = models.TextField("déclaration d’accessibilité", blank=True)

    class Meta:
        verbose_name = "page publique"
        verbose_name_plural = "pages publiques"
        constraints = (
            models.CheckConstraint(
                condition=Q(accessibilite=EtatAccessibilite.NON_DECLARE)
                | Q(accessibilite_le__isnull=False),
                name="page_accessibilite_datee",
            ),
        )

    def __str__(self):
        return f"page publique de {self.site_id}"


class DocumentPublic(models.Model):
    """A PDF put on the page. `fichier`: under the data folder, named after its digest.

    `date`: the day the document itself bears.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="documents_publics")
    genre = models.CharField(max_length=30, choices=GenreDocument)
    titre = models.CharField(max_length=160)
    date = models.DateField()
    fichier = models.CharField(max_length=200)
    octets = models.PositiveIntegerField()
    ajoute_le = models.DateField("ajouté le")

    class Meta:
        verbose_name = "document public"
        verbose_name_plural = "documents publics"
        ordering = ("genre", "-date", "pk")
        constraints = (
            models.UniqueConstraint(fields=("site", "titre"), name="document_titre_une_fois"),
        )

    def __str__(self):
        return self.titre


class SuitePubliee(models.Model):
    """« Vous avez dit, nous avons fait », in the words the référent lets the public read.

    `suite`: the follow-up of a committee it comes from, None when it comes from elsewhere or was
    removed since.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="suites_publiees")
    suite = models.ForeignKey(Suite, models.SET_NULL, null=True, blank=True)
    dit = models.TextField("vous avez dit")
    fait = models.TextField("nous avons fait")
    publiee_le = models.DateField("publiée le")

    class Meta:
        verbose_name = "suite publiée"
        verbose_name_plural = "suites publiées"
        ordering = ("-publiee_le", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("site", "suite"), name="suite_publiee_une_fois"),
        )

    def __str__(self):
        return f"{self.site_id} {self.pk}"


class EnvoiPublic(models.Model):
    """A message of the public form, known by the key of that form: sent twice, it is kept once.

    No personal data: those stand in the demande. `courriel`: whether an acknowledgement was sent.
    """

    cle = models.UUIDField("clé", primary_key=True)
    demande = models.OneToOneField(Demande, models.CASCADE, related_name="envoi_public")
    recu_le = models.DateField("reçu le")
    courriel = models.BooleanField("accusé envoyé", default=False)

    class Meta:
        verbose_name = "envoi public"
        verbose_name_plural = "envois publics"

    def __str__(self):
        return str(self.cle)
