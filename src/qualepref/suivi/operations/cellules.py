"""Cells rebuilt for the months a write touches, in the same transaction."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction

from qualepref.noyau.calcul.cellules import CLES, MESURES
from qualepref.organisation.models import Site
from qualepref.suivi.models import CelluleDemande
from qualepref.suivi.sources import group_by_sql


# Bound on SQL parameters of one statement, far under every engine's own.
MOIS_PAR_LOT = 200


@transaction.atomic
def update_cellules(site: Site, *, mois: Iterable[int], le: dt.date) -> int:
    """Rebuild the cells of these months of a site as of `le`; return how many there are now.

    The row of the site is locked first: of two writers on the same month, the second sees the
    rows of the first.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    table = CelluleDemande._meta.db_table
    colonnes = ", ".join((*CLES, *MESURES, "arretee_le"))
    total = 0
    touches = sorted(set(mois))
    for rang in range(0, len(touches), MOIS_PAR_LOT):
        lot = touches[rang : rang + MOIS_PAR_LOT]
        CelluleDemande.objects.filter(site=site.pk, mois__in=lot).delete()
        sql, parametres = group_by_sql(lot, le=le)
        insertion = (
            f"INSERT INTO {table} ({colonnes}) "  # noqa: S608
            f"SELECT cellules.*, CAST(%s AS date) FROM ({sql}) AS cellules"
        )
        if connection.vendor == "sqlite":
            insertion = insertion.replace("CAST(%s AS date)", "%s")
        with connection.cursor() as curseur:
            curseur.execute(insertion, [le.isoformat(), site.pk, *parametres])
            total += curseur.rowcount
    return total


@transaction.atomic
def refresh_cellules(site: Site, *, le: dt.date) -> int:
    """Rebuild every month of a site that still holds unanswered demandes; return the months done.

    Run every night and on start-up: time itself makes a demande overdue.
    """
    ouvertes = site.demandes.ouvertes() | site.demandes.filter(tenue_issue="ouverte")
    mois = set(ouvertes.order_by().values_list("mois", flat=True).distinct())
    update_cellules(site, mois=mois, le=le)
    return len(mois)
