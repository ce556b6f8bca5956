"""The demandes of a site beside the stamp that a calendar would give them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import astuple, fields

from django.db.models import Q

from qualepref.noyau.calendrier import Calendrier, Fermeture
from qualepref.organisation.models import FermetureSite, Site
from qualepref.organisation.queries import get_referentiel, get_territoire
from qualepref.suivi.models import Demande
from qualepref.suivi.rules import DatesDemande, Estampille, stamp_demande


CHAMPS_DATES = tuple(f.name for f in fields(DatesDemande))
CHAMPS_ESTAMPILLE = tuple(f.name for f in fields(Estampille))
VERSION = CHAMPS_ESTAMPILLE.index("calendrier_version")
# A clock runs at most until the last of these days.
FINS = ("echeance", "tenue_echeance", "attente_le", "proposee_le", "rdv_le", "repondue_le")
LIGNES_PAR_LOT = 5000


def iterate_estampilles(
    site: Site, *, calendrier: Calendrier, jours: tuple[dt.date, dt.date] | None
) -> Iterator[tuple[int, tuple, tuple]]:
    """Yield (primary key, stored stamp, stamp by that calendar), fields as CHAMPS_ESTAMPILLE.

    jours: first and last day whose opening changed, which limits the work to the clocks that run
    over them; None: every demande.
    """
    natures = {n.code: n for n in get_referentiel(site).natures}
    connues: dict[tuple, tuple] = {}
    for pk, nature, canal, *reste in _touched(site, jours):
        dates, ancienne = tuple(reste[: len(CHAMPS_DATES)]), tuple(reste[len(CHAMPS_DATES) :])
        cle = (nature, canal, dates)
        if cle not in connues:
            lues = DatesDemande(**dict(zip(CHAMPS_DATES, dates, strict=True)))
            connues[cle] = astuple(
                stamp_demande(lues, nature=natures[nature], canal=canal, calendrier=calendrier)
            )
        yield pk, ancienne, connues[cle]


def count_rouvertes(fermeture: FermetureSite) -> int:
    """Return how many demandes would see their deadline or delay move without this closure."""
    site = fermeture.site
    restantes = site.fermetures.exclude(pk=fermeture.pk).order_by("debut", "pk")
    calendrier = Calendrier(
        get_territoire(site.calendrier),
        tuple(Fermeture(f.debut, f.fin, f.libelle) for f in restantes),
    )
    jours = (fermeture.debut, fermeture.fin)
    return sum(
        ancienne[:VERSION] != nouvelle[:VERSION]
        for _, ancienne, nouvelle in iterate_estampilles(site, calendrier=calendrier, jours=jours)
    )


def _touched(site: Site, jours: tuple[dt.date, dt.date] | None) -> Iterator[tuple]:
    demandes = Demande.objects.filter(site=site)
    if jours is not None:
        debut, fin = jours
        encore = Q()
        for champ in FINS:
            encore |= Q(**{f"{champ}__gte": debut})
        demandes = demandes.filter(encore, recue_le__lte=fin)
    colonnes = ("pk", "nature", "canal", *CHAMPS_DATES, *CHAMPS_ESTAMPILLE)
    return demandes.order_by().values_list(*colonnes).iterator(LIGNES_PAR_LOT)
