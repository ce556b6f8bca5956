"""The audit trail: who changed what, when, and what it was before."""

from django.db import models


class Evenement(models.Model):
    """One write, kept for ever beside the rows it changed.

    `par` is the log-in name, « système » for a command. `avant` and `apres` hold only the fields
    that changed; free text and names are left out of them (personal data stay in one place).
    """

    le = models.DateTimeField(auto_now_add=True)
    par = models.CharField(max_length=150)
    site = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=60)
    objet = models.CharField(max_length=120)
    avant = models.JSONField(default=dict)
    apres = models.JSONField(default=dict)

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "événements"
        ordering = ("-le", "-pk")
        indexes = (models.Index(fields=("site", "-le"), name="evenement_par_site"),)

    def __str__(self):
        return f"{self.action} {self.objet}"
