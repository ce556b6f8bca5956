"""Write the calendars of the demonstration, through the operations of the pages; once only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from qualepref.demarche.models import Cycle
from qualepref.demarche.operations.cycles import CycleDonne, create_cycle
from qualepref.demarche.operations.jalons import (
    JalonDonne,
    delete_jalon,
    record_fait,
    update_jalon,
)
from qualepref.demonstration.donnees import Bloc, Texte, load_fichier
from qualepref.noyau.agendas.plages import Plage, Precision
from qualepref.organisation.operations import SYSTEME
from qualepref.organisation.queries import get_site


class EtapePubliee(Bloc):
    """A step of the product that a document tells of. fin: None for a single day or month."""

    code: Texte
    precision: Precision | None = None
    debut: dt.date | None = None
    fin: dt.date | None = None
    fait_le: dt.date | None = None

    @model_validator(mode="after")
    def _check(self) -> EtapePubliee:
        if (self.precision is None) != (self.debut is None):
            raise ValueError("une date a son début et sa précision, ou ni l’un ni l’autre")
        return self

    def plage(self) -> Plage | None:
        """Return when it was planned; None without a date."""
        if self.debut is None:
            return None
        fin = self.fin or self.debut
        return Plage.mois(self.debut, fin) if self.precision == "mois" else Plage(self.debut, fin)


class CalendrierPublie(Bloc):
    """A calendar: the steps told, the others of the product left out."""

    site: Texte
    nom: Texte
    debut: dt.date
    etapes: Annotated[tuple[EtapePubliee, ...], Field(min_length=1)]


class Demarches(Bloc):
    """The calendars of a document, and what is supposed of them."""

    document: Texte
    hypotheses: tuple[Texte, ...] = ()
    calendriers: Annotated[tuple[CalendrierPublie, ...], Field(min_length=1)]

    def list_jours(self) -> Iterator[dt.date]:
        """Yield the days of what took place."""
        for calendrier in self.calendriers:
            yield from (e.fait_le for e in calendrier.etapes if e.fait_le)


def load_demarches(dossier: Path) -> tuple[Demarches, ...]:
    """Return the calendars of a folder, by file name.

    Raises:
        DemonstrationInvalideError: a file is unreadable, with every fault.
    """
    return tuple(load_fichier(p, Demarches) for p in sorted(dossier.glob("*.yaml")))


def write_demarches(lues: Iterable[Demarches], *, le: dt.date) -> int:
    """Write the calendars that are missing; return how many."""
    return sum(_write(decrit, le) for demarches in lues for decrit in demarches.calendriers)


def _write(decrit: CalendrierPublie, le: dt.date) -> int:
    site = get_site(decrit.site)
    if Cycle.objects.filter(site=site, nom=decrit.nom).exists():
        return 0
    cycle = create_cycle(site, donne=CycleDonne(decrit.nom, decrit.debut), par=SYSTEME)
    dites = {e.code: e for e in decrit.etapes}
    for jalon in cycle.jalons.all():
        etape = dites.get(jalon.code)
        if etape is None:
            delete_jalon(jalon, par=SYSTEME)
            continue
        donne = JalonDonne(jalon.titre, jalon.phase, etape.plage())
        update_jalon(jalon, donne=donne, par=SYSTEME)
    for jalon in cycle.jalons.all():
        fait_le = dites[jalon.code].fait_le
        if fait_le is not None:
            record_fait(jalon, fait_le=fait_le, commentaire="", par=SYSTEME, le=le)
    return 1
