"""Personal data erased when the retention period of the site ends; the figures stay."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from qualepref.noyau.calcul.periodes import MOIS_PAR_AN
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.enums import Provenance
from qualepref.suivi.models import Demande


CHAMPS_PERSONNELS = ("demandeur", "objet", "commentaire")


@transaction.atomic
def erase_donnees_personnelles(site: Site, *, par: str, le: dt.date) -> int:
    """Empty the names and free texts of demandes whose retention ended; return how many.

    A demande still open keeps them: somebody has to answer it. Reconstituted rows name nobody.
    """
    restes = Q(*[(f"{champ}__gt", "") for champ in CHAMPS_PERSONNELS], _connector=Q.OR)
    anciennes = Demande.objects.filter(
        restes, site=site, mois__lt=_first_kept(le, site.conservation_mois)
    ).exclude(Q(issue__in=("ouverte", "suspendue")) | Q(provenance=Provenance.RECONSTITUTION))
    effacees = anciennes.update(**dict.fromkeys(CHAMPS_PERSONNELS, ""))
    if effacees:
        record_evenement(
            par=par,
            action="effacer les données personnelles",
            objet="demandes",
            site=site.pk,
            apres={"demandes": effacees, "conservation_mois": site.conservation_mois},
        )
    return effacees


def _first_kept(le: dt.date, mois: int) -> int:
    """Return the first month still kept, as an integer such as 202301."""
    rang = le.year * MOIS_PAR_AN + le.month - 1 - mois
    return rang // MOIS_PAR_AN * 100 + rang % MOIS_PAR_AN + 1
