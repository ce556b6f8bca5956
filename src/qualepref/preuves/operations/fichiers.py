"""Files of pieces, kept under their own digest: the same bytes once, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import transaction

from qualepref.noyau.fichiers.detection import detect_nature
from qualepref.noyau.fichiers.erreurs import PieceTropGrosseError
from qualepref.noyau.fichiers.natures import NatureFichier
from qualepref.noyau.tableurs.ecriture import clean_texte
from qualepref.noyau.tableurs.limites import format_taille
from qualepref.organisation.models import Site
from qualepref.preuves.models import VersionPiece
from qualepref.preuves.queries.pieces import locate_depot, locate_fichier


LONGUEUR_NOM = 200


@dataclass(frozen=True, slots=True)
class FichierGarde:
    """A file once kept: the name it came under, what it is, its SHA-256, its bytes."""

    nom: str
    nature: NatureFichier
    empreinte: str
    taille: int


def write_fichier(site: Site, *, nom: str, morceaux: Iterable[bytes]) -> FichierGarde:
    """Keep a file given by somebody, once its content agrees with its name; return what it is.

    Nothing of the name given reaches the disk. What is refused leaves nothing behind.

    Raises:
        PieceRefuseeError: empty, too large, not what its name says, an archive bomb, macros…
    """
    dit = clean_texte(PurePosixPath(nom.replace("\\", "/")).name) or "fichier"
    depot = locate_depot(site)
    depot.mkdir(parents=True, exist_ok=True, mode=0o700)
    descripteur, chemin = tempfile.mkstemp(dir=depot, prefix=".depot-")
    provisoire = Path(chemin)
    try:
        with os.fdopen(descripteur, "wb") as flux:
            empreinte, taille = _copy(morceaux, flux, dit)
        nature = detect_nature(
            provisoire, nom=dit, decompresse_max=settings.PREUVE_TAILLE_DECOMPRESSEE
        )
        place = locate_fichier(site, empreinte)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        provisoire.replace(place)
    finally:
        provisoire.unlink(missing_ok=True)
    return FichierGarde(dit[-LONGUEUR_NOM:], nature, empreinte, taille)


def delete_fichiers(site: Site, *, empreintes: Iterable[str]) -> None:
    """Delete the files that no version names any more, once the writes around are certain."""
    voulues = frozenset(empreintes)
    transaction.on_commit(lambda: _delete(site, voulues))


@transaction.atomic
def _delete(site: Site, empreintes: frozenset[str]) -> None:
    # Who deposits holds the same lock until their version is written: none loses its file.
    Site.objects.select_for_update().get(pk=site.pk)
    connues = VersionPiece.objects.filter(piece__site=site, empreinte__in=empreintes)
    for empreinte in empreintes - set(connues.values_list("empreinte", flat=True)):
        locate_fichier(site, empreinte).unlink(missing_ok=True)


def _copy(morceaux: Iterable[bytes], flux, nom: str) -> tuple[str, int]:
    maximum = settings.PREUVE_TAILLE_MAXIMALE
    condense, taille = hashlib.sha256(), 0
    for morceau in morceaux:
        taille += len(morceau)
        if taille > maximum:
            raise PieceTropGrosseError(nom, maximum=format_taille(maximum))
        condense.update(morceau)
        flux.write(morceau)
    return condense.hexdigest(), taille


def delete_orphelins(site: Site) -> int:
    """Delete the files that a write cut short left behind; return how many."""
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        connues = set(
            VersionPiece.objects.filter(piece__site=site).values_list("empreinte", flat=True)
        )
        fichiers = [f for f in locate_depot(site).rglob("*") if f.is_file()]
        orphelins = [f for f in fichiers if f.name not in connues]
        for fichier in orphelins:
            fichier.unlink(missing_ok=True)
    return len(orphelins)
