"""Sites and the people who work there."""

import datetime as dt

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from qualepref.organisation.enums import NomRole, TypeFermeture, TypeSite
from qualepref.organisation.rules import elide_de


class Agent(AbstractUser):
    """A person who logs in. Personal data: name and work e-mail, kept while the account lives."""

    class Meta(AbstractUser.Meta):
        verbose_name = "agent"
        verbose_name_plural = "agents"

    def __str__(self):
        return self.get_full_name() or self.username

    def roles_valables(self, le: dt.date) -> list["Role"]:
        """Return the roles in force on that day, read once in the life of this object."""
        if le not in self._roles:
            self._roles[le] = list(self.roles.valables(le))
        return self._roles[le]

    @cached_property
    def _roles(self) -> dict[dt.date, list["Role"]]:
        return {}


class SiteQuerySet(models.QuerySet):
    def visibles_par(self, agent, *, le: dt.date):
        """Sites on which the agent holds a role on that day; all of them for a national role."""
        if not agent.is_authenticated:
            return self.none()
        roles = agent.roles_valables(le)
        if any(r.role == NomRole.NATIONAL for r in roles):
            return self
        return self.filter(pk__in=[r.site_id for r in roles])


class Site(models.Model):
    """A prefecture or sub-prefecture, addressed by its code (`pref-44`, `sp-91-etampes`)."""

    code = models.SlugField(max_length=60, primary_key=True)
    nom = models.CharField(max_length=120)
    type = models.CharField(max_length=20, choices=TypeSite)
    departement = models.CharField("département", max_length=3)
    chef_lieu = models.CharField(max_length=80)
    calendrier = models.CharField(max_length=40)
    fuseau = models.CharField(max_length=40)
    prefecture = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    a_cert = models.BooleanField("héberge un CERT", default=False)
    referentiel = models.CharField("référentiel", max_length=60, default="qual-e-pref")
    version = models.CharField(max_length=20, default="2019-02")
    seuil_significatif = models.PositiveSmallIntegerField(
        "nombre de réponses significatif",
        null=True,
        blank=True,
        help_text="En dessous, un taux de satisfaction est imprimé sans verdict. Vide : le seuil "
        "du référentiel.",
    )
    conservation_mois = models.PositiveSmallIntegerField(
        "conservation des noms et objets (mois)",
        default=36,
        help_text="Au-delà, le demandeur, l’objet et le commentaire des demandes sont effacés. "
        "Par défaut, la durée d’un label : trois ans.",
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = "site"
        ordering = ("code",)

    def __str__(self):
        return self.nom

    @property
    def modules(self) -> tuple[int, ...]:
        """Numbers of the modules the site commits to, in order."""
        return tuple(sorted(m.module for m in self.modules_retenus.all()))


class ModuleRetenu(models.Model):
    """A module of the référentiel in the perimeter of a site."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="modules_retenus")
    module = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "module retenu"
        verbose_name_plural = "modules retenus"
        ordering = ("module",)
        constraints = (
            models.UniqueConstraint(fields=("site", "module"), name="module_retenu_une_fois"),
        )

    def __str__(self):
        return f"{self.site_id} module {self.module}"


class Label(models.Model):
    """A labelling decision; `fin_le` is the last day of validity."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="labels")
    nom = models.CharField(max_length=60, default="Qual-e-Pref")
    decision_le = models.DateField("décision du")
    organisme = models.CharField("organisme certificateur", max_length=80)
    duree_annees = models.PositiveSmallIntegerField("durée (années)")
    fin_le = models.DateField("valable jusqu’au")

    class Meta:
        verbose_name = "label"
        ordering = ("-decision_le",)
        constraints = (
            models.CheckConstraint(
                condition=Q(fin_le__gt=F("decision_le")), name="label_fin_apres_decision"
            ),
        )

    def __str__(self):
        return f"{self.nom} {self.site_id} {self.decision_le}"


class Service(models.Model):
    """A service of a site; `code` is stable and used in files and filters."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="services")
    code = models.SlugField(max_length=60)
    nom = models.CharField(max_length=120)

    class Meta:
        verbose_name = "service"
        ordering = ("nom",)
        constraints = (
            models.UniqueConstraint(fields=("site", "code"), name="service_code_par_site"),
        )

    def __str__(self):
        return self.nom


class Boite(models.Model):
    """A functional mailbox, such as prefecture@loire-atlantique.gouv.fr."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="boites")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True)
    code = models.SlugField(max_length=60)
    nom = models.CharField(max_length=120)
    adresse = models.EmailField(blank=True)

    class Meta:
        verbose_name = "boîte fonctionnelle"
        verbose_name_plural = "boîtes fonctionnelles"
        ordering = ("nom",)
        constraints = (
            models.UniqueConstraint(fields=("site", "code"), name="boite_code_par_site"),
        )

    def __str__(self):
        return self.nom


class FermetureSite(models.Model):
    """Days on which the site is closed beyond public holidays; both bounds included."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="fermetures")
    debut = models.DateField("début")
    fin = models.DateField()
    libelle = models.CharField("libellé", max_length=120)
    type = models.CharField(max_length=20, choices=TypeFermeture)

    class Meta:
        verbose_name = "fermeture"
        ordering = ("debut",)
        constraints = (
            models.CheckConstraint(condition=Q(fin__gte=F("debut")), name="fermeture_a_l_endroit"),
        )

    def __str__(self):
        return self.libelle


class RoleQuerySet(models.QuerySet):
    def valables(self, le: dt.date):
        """Roles in force on that day."""
        return self.filter(Q(jusqu_au__isnull=True) | Q(jusqu_au__gte=le))


class Role(models.Model):
    """What an agent may do on a site; a national role holds for every site and names none.

    `service` narrows a correspondent to one service. `jusqu_au`: last day, obligatory for an
    auditor.
    """

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="roles")
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="roles")
    role = models.CharField("rôle", max_length=20, choices=NomRole)
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True)
    jusqu_au = models.DateField("jusqu’au", null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = "rôle"
        verbose_name_plural = "rôles"
        constraints = (
            models.CheckConstraint(
                condition=Q(role=NomRole.NATIONAL, site__isnull=True)
                | (~Q(role=NomRole.NATIONAL) & Q(site__isnull=False)),
                name="role_national_sans_site",
            ),
            models.CheckConstraint(
                condition=~Q(role=NomRole.AUDITEUR) | Q(jusqu_au__isnull=False),
                name="role_auditeur_date",
            ),
            models.CheckConstraint(
                condition=~Q(role=NomRole.CORRESPONDANT) | Q(service__isnull=False),
                name="role_correspondant_service",
            ),
            models.UniqueConstraint(
                fields=("agent", "site", "role", "service"),
                nulls_distinct=False,
                name="role_une_fois",
            ),
        )

    def __str__(self):
        return f"{self.agent} {self.get_role_display()} {self.site_id or ''}"

    @property
    def intitule(self) -> str:
        """Return « rôle d'auditeur de Yann Rolland », naming the service of a correspondent."""
        nom = f"correspondant ({self.service})" if self.service else self.get_role_display()
        return f"rôle {elide_de(nom)} {elide_de(str(self.agent))}"
