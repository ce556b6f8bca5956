"""Mystery tests: what to ask, when, by whom."""

from django.db import models
from django.db.models import F, Q

from qualepref.enquetes.enums import CanalMystere
from qualepref.enquetes.models.campagnes import Campagne
from qualepref.organisation.models import Agent, Service, Site


class Scenario(models.Model):
    """A question that a caller asks as a user would. `attendu`: what a right answer holds."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="scenarios")
    canal = models.CharField(max_length=20, choices=CanalMystere)
    titre = models.CharField(max_length=120)
    question = models.TextField("question à poser")
    attendu = models.TextField("réponse attendue", blank=True)
    actif = models.BooleanField(default=True)

    class Meta:
        verbose_name = "scénario"
        ordering = ("canal", "titre")
        constraints = (
            models.UniqueConstraint(
                fields=("site", "canal", "titre"), name="scenario_titre_une_fois"
            ),
        )

    def __str__(self):
        return self.titre


class TestMystere(models.Model):
    """One call or e-mail to make, drawn from the campaign's seed.

    `debut`, `fin`: the hours between which to call, local time. `second`: the other caller of a
    test made by two, who fills in a grid without seeing the first one; None for most. What they
    saw is a Retour and a SecondeLecture whose `fiche` is `test.fiche`. Never the name of an agent
    who answered. `motif_abandon`: why nobody will make it; "" while somebody should.
    """

    __test__ = False  # a model, not a test of pytest's

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="tests")
    site = models.ForeignKey(Site, models.PROTECT)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    numero = models.PositiveIntegerField("numéro")
    scenario = models.ForeignKey(Scenario, models.PROTECT)
    jour = models.DateField()
    debut = models.TimeField("à partir de")
    fin = models.TimeField("jusqu’à")
    enqueteur = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="enquêteur", related_name="tests_mystere"
    )
    second = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="tests_mystere_en_second"
    )
    motif_abandon = models.CharField("motif de l’abandon", max_length=200, blank=True)

    class Meta:
        verbose_name = "test mystère"
        verbose_name_plural = "tests mystère"
        ordering = ("campagne", "jour", "debut", "numero")
        constraints = (
            models.UniqueConstraint(
                fields=("campagne", "numero"), name="test_mystere_numero_une_fois"
            ),
            models.CheckConstraint(
                condition=Q(fin__gt=F("debut")), name="test_mystere_heures_a_l_endroit"
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("enqueteur")),
                name="test_mystere_deux_personnes",
            ),
        )

    def __str__(self):
        return f"{self.campagne_id} n° {self.numero}"

    @property
    def abandonne(self) -> bool:
        """Whether the référent gave it up."""
        return bool(self.motif_abandon)

    @property
    def fiche(self) -> str:
        """What ties the grids of this test to it."""
        return f"test-{self.numero}"
