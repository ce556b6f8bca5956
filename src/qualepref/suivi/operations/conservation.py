"""Personal data erased when the retention period of the site ends; the figures stay."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from qualepref.noyau.agendas.plages import add_mois
from qualepref.noyau.calcul.periodes import mois_of
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
        restes, site=site, mois__lt=mois_of(add_mois(le, -site.conservation_mois))
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
