"""Check a file of published figures, with the rules and the référentiel of the installation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from qualepref.noyau.coherence.controle import FAMILLES, Controle, Famille, control_publication
from qualepref.noyau.coherence.lecture import read_publication
from qualepref.noyau.coherence.modele import Publication
from qualepref.noyau.coherence.reglages import Reglages, load_reglages
from qualepref.noyau.referentiel.lecture import list_referentiels, load_referentiel
from qualepref.noyau.referentiel.modele import Module


@dataclass(frozen=True, slots=True)
class PublicationControlee:
    """A publication and what its check found."""

    publication: Publication
    controle: Controle


def check_fichier(path: Path, *, nom: str | None = None) -> PublicationControlee:
    """Return a file's publication, checked. nom: the name its reader knows, else the file's.

    Raises:
        PublicationIllisibleError: faults of a YAML file, all listed.
        PublicationHorsTailleError: nothing to check, or far too much.
        FichierRefuseError: a spreadsheet that cannot be read.
        ReglesCoherenceInvalidesError: the installation's rules cannot be used.
    """
    publication = read_publication(path, nom=nom)
    return PublicationControlee(publication, check_publication(publication))


def check_publication(
    publication: Publication, *, familles: tuple[Famille, ...] = FAMILLES
) -> Controle:
    """Return the check of a publication already read."""
    return control_publication(
        publication, get_reglages(), modules=_get_modules(), familles=familles
    )


@lru_cache(maxsize=1)
def get_reglages() -> Reglages:
    """Return the rules of coherence of the installation."""
    return load_reglages(settings.COHERENCE)


@lru_cache(maxsize=1)
def _get_modules() -> tuple[Module, ...]:
    """Return the modules of the latest référentiel, none where none is installed."""
    connus = list_referentiels(settings.REFERENTIELS)
    if not connus:
        return ()
    code, version = connus[-1]
    return load_referentiel(settings.REFERENTIELS / code / version).modules
