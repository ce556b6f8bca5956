"""Write the trainings of the demonstration, through the operations of the pages; once only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field

from qualepref.amelioration.models import Formation
from qualepref.amelioration.operations.formations import create_formation, create_seance
from qualepref.amelioration.rules.formations import FormationDonnee, SeanceDonnee
from qualepref.demonstration.donnees import Bloc, Texte, load_fichier
from qualepref.organisation.operations import SYSTEME
from qualepref.organisation.queries import get_site


class SeancePubliee(Bloc):
    """A session of which heads alone are known."""

    debut_le: dt.date
    fin_le: dt.date
    effectif: Annotated[int, Field(gt=0)]


class FormationPubliee(Bloc):
    """A course and the engagements it answers."""

    site: Texte
    titre: Texte
    engagements: tuple[int, ...]
    seances: Annotated[tuple[SeancePubliee, ...], Field(min_length=1)]


class FormationsPubliees(Bloc):
    """The trainings that a document tells of, and what is supposed of them."""

    document: Texte
    hypotheses: tuple[Texte, ...] = ()
    formations: Annotated[tuple[FormationPubliee, ...], Field(min_length=1)]


def load_formations(dossier: Path) -> tuple[FormationsPubliees, ...]:
    """Return the trainings described in a folder, by file name."""
    return tuple(load_fichier(p, FormationsPubliees) for p in sorted(dossier.glob("*.yaml")))


def write_formations(lues: Iterable[FormationsPubliees], *, le: dt.date) -> int:
    """Write the courses that are missing, with their sessions; return how many."""
    return sum(_write(decrite, le) for publiees in lues for decrite in publiees.formations)


def _write(decrite: FormationPubliee, le: dt.date) -> int:
    site = get_site(decrite.site)
    if Formation.objects.filter(site=site, titre=decrite.titre).exists():
        return 0
    donnee = FormationDonnee(decrite.titre, engagements=decrite.engagements)
    formation = create_formation(site, donnee=donnee, par=SYSTEME)
    for s in decrite.seances:
        seance = SeanceDonnee(s.debut_le, s.fin_le, effectif=s.effectif)
        create_seance(formation, donnee=seance, par=SYSTEME, le=le)
    return 1
