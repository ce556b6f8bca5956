"""The months of a register over a year: how many demandes, and what is attested."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from qualepref.noyau.calcul.periodes import Periode, mois_of
from qualepref.organisation.models import Site
from qualepref.suivi.models import Attestation, Demande


@dataclass(frozen=True, slots=True)
class MoisRegistre:
    """A month of a register. `declaration` is "" when nothing is attested."""

    mois: int
    demandes: int
    declaration: str
    termine: bool

    @property
    def etat(self) -> str:
        """Return how the month reads: « vide » is what still needs an answer."""
        if self.demandes:
            return "contradiction" if self.declaration else "rempli"
        if self.declaration:
            return self.declaration
        return "vide" if self.termine else "en_cours"


def load_mois(site: Site, *, registre: str, annee: int, le: dt.date) -> list[MoisRegistre]:
    """Return the months of the year up to the current one, in two queries."""
    periode = Periode.annee(annee)
    bornes = (periode.premier, min(periode.dernier, mois_of(le)))
    comptes = dict(
        Demande.objects.filter(site=site, registre=registre, mois__range=bornes)
        .order_by()
        .values_list("mois")
        .annotate(n=Count("pk"))
    )
    declarations = dict(
        Attestation.objects.filter(
            site=site, registre=registre, mois__range=(periode.premier, periode.dernier)
        ).values_list("mois", "declaration")
    )
    return [
        MoisRegistre(m, comptes.get(m, 0), declarations.get(m, ""), m < mois_of(le))
        for m in periode
        if m <= mois_of(le)
    ]
