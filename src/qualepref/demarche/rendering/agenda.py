"""What is due on a site as a calendar file."""

from __future__ import annotations

import datetime as dt

from qualepref.noyau.agendas.ecriture import Entree, write_agenda
from qualepref.organisation.echeances import EcheancesSite
from qualepref.organisation.models import Site


def render_agenda(site: Site, lues: EcheancesSite, *, le: dt.datetime, racine: str) -> bytes:
    """Return what is due as an iCalendar feed, in whole days.

    racine: address of the installation, before the path of a page. le: instant of the feed.
    """
    entrees = [
        Entree(
            identifiant=f"{x.echeance.cle}@{site.pk}.qual-e-pref",
            titre=f"{x.echeance.titre}{' (en retard)' if x.echeance.en_retard else ''}",
            debut=x.echeance.plage.debut,
            fin=x.echeance.plage.fin,
            description=f"{x.genre} : {x.echeance.plage.texte}",
            adresse=f"{racine}{x.echeance.adresse}",
        )
        for x in (*lues.retards, *lues.prochaines)
    ]
    return write_agenda(entrees, nom=f"Échéances – {site.nom}", le=le)
