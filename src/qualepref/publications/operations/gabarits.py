"""The template of a site's decks, checked, kept, given up."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from qualepref.noyau.documents.diapositives import check_modele
from qualepref.noyau.fichiers.detection import detect_nature
from qualepref.noyau.fichiers.erreurs import PieceInconnueError, PieceTropGrosseError
from qualepref.noyau.fichiers.natures import NatureFichier
from qualepref.noyau.tableurs.limites import format_taille
from qualepref.organisation.models import Site
from qualepref.publications.models import Gabarit
from qualepref.publications.queries.gabarits import find_gabarit, name_gabarit
from qualepref.socle.operations import record_evenement


class GabaritAutreFichierError(ValueError):
    """Not a PowerPoint file."""

    def __init__(self, nom: str) -> None:
        super().__init__(
            f"« {nom} » n’est pas un diaporama PowerPoint (.pptx). Dans PowerPoint ou LibreOffice, "
            "enregistrez votre modèle sous ce format, puis déposez-le."
        )


@transaction.atomic
def set_gabarit(site: Site, *, nom: str, octets: bytes, par: str, le: dt.date) -> Gabarit:
    """Check a template and make the site's decks from it; publications made before do not change.

    Raises:
        PieceRefuseeError: empty, too large, damaged, protected, or with macros.
        GabaritAutreFichierError: not a deck.
        GabaritIllisibleError, GabaritIncompletError: a deck that cannot serve as a template.
    """
    if len(octets) > settings.MODELE_TAILLE_MAXIMALE:
        raise PieceTropGrosseError(nom, maximum=format_taille(settings.MODELE_TAILLE_MAXIMALE))
    _check_nature(nom, octets)
    check_modele(octets)
    empreinte = hashlib.sha256(octets).hexdigest()
    chemin = name_gabarit(empreinte)
    if not default_storage.exists(chemin):
        default_storage.save(chemin, ContentFile(octets))
    gabarit, _ = Gabarit.objects.update_or_create(
        site=site, defaults={"nom": nom, "empreinte": empreinte, "depose_le": le, "par": par}
    )
    _record(site, "modèle de diaporama déposé", par, {"nom": nom, "empreinte": empreinte})
    return gabarit


@transaction.atomic
def remove_gabarit(site: Site, *, par: str, le: dt.date) -> None:
    """Make the site's decks from ours again; the file stays for what was published with it."""
    gabarit = find_gabarit(site)
    if gabarit is not None:
        gabarit.delete()
        _record(site, "modèle de diaporama retiré", par, {"le": le.isoformat()})


def _check_nature(nom: str, octets: bytes) -> None:
    with tempfile.TemporaryDirectory() as dossier:
        provisoire = Path(dossier) / "gabarit"
        provisoire.write_bytes(octets)
        try:
            nature = detect_nature(
                provisoire, nom=nom, decompresse_max=settings.MODELE_TAILLE_DECOMPRESSEE
            )
        except PieceInconnueError as erreur:
            raise GabaritAutreFichierError(nom) from erreur
    if nature is not NatureFichier.PPTX:
        raise GabaritAutreFichierError(nom)


def _record(site: Site, action: str, par: str, apres: dict[str, str]) -> None:
    record_evenement(par=par, action=action, objet="diaporama", site=site.pk, apres=apres)
