"""What is put on the public page: documents, and what was said and done."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from qualepref.comites.models import Suite
from qualepref.organisation.models import Site
from qualepref.portail.models import DocumentPublic, SuitePubliee
from qualepref.portail.queries.regles import get_regles
from qualepref.socle.operations import record_evenement


DOSSIER = "portail"
EMPREINTE = 16
SIGNATURE_PDF = b"%PDF-"
MEGA = 2**20


class ContenuRefuseError(ValueError):
    """What is given cannot be put on the page; `champ` is the part at fault."""

    champ: str | None = None


class DocumentIllisibleError(ContenuRefuseError):
    """Not a PDF."""

    champ = "fichier"

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier n’est pas un PDF. Enregistrez le document au format PDF, de préférence "
            "accessible, puis recommencez."
        )


class DocumentTropLourdError(ContenuRefuseError):
    """Too large a file."""

    champ = "fichier"

    def __init__(self, maximum: int) -> None:
        super().__init__(
            f"Ce fichier pèse plus de {maximum // MEGA} Mo. Réduisez ses images, ou partagez-le en "
            "plusieurs documents."
        )


class TitreDejaPrisError(ContenuRefuseError):
    """Another document of the page has this title."""

    champ = "titre"

    def __init__(self, titre: str) -> None:
        super().__init__(
            f"Un document de la page s’appelle déjà « {titre} ». Retirez-le d’abord, ou donnez un "
            "autre titre."
        )


class DateFutureError(ContenuRefuseError):
    """A document dated after today."""

    champ = "date"

    def __init__(self, le: dt.date) -> None:
        super().__init__(f"Ce document est daté d’après le {le:%d/%m/%Y}. Corrigez sa date.")


class SuiteDejaPublieeError(ContenuRefuseError):
    """This follow-up stands on the page already."""

    def __init__(self) -> None:
        super().__init__("Cette suite est déjà sur la page : modifiez-la plutôt.")


class SuiteEtrangereError(ContenuRefuseError):
    """A follow-up of a committee this site does not sit on."""

    def __init__(self) -> None:
        super().__init__("Cette suite n’est pas d’un comité de ce site.")


@dataclass(frozen=True, slots=True)
class DocumentDonne:
    """A document to put on the page. date: the day it bears itself."""

    genre: str
    titre: str
    date: dt.date
    octets: bytes


@transaction.atomic
def add_document(site: Site, *, donne: DocumentDonne, par: str, le: dt.date) -> DocumentPublic:
    """Put a document on the page of a site and return it.

    Raises:
        ContenuRefuseError: not a PDF, too large, dated after today, a title already there.
    """
    maximum = get_regles().documents.octets_maximum
    if len(donne.octets) > maximum:
        raise DocumentTropLourdError(maximum)
    if not donne.octets.startswith(SIGNATURE_PDF):
        raise DocumentIllisibleError
    if donne.date > le:
        raise DateFutureError(le)
    try:
        with transaction.atomic():
            document = DocumentPublic.objects.create(
                site=site,
                genre=donne.genre,
                titre=donne.titre,
                date=donne.date,
                fichier=_keep(site, donne.octets),
                octets=len(donne.octets),
                ajoute_le=le,
            )
    except IntegrityError as erreur:
        raise TitreDejaPrisError(donne.titre) from erreur
    _record(site, par, "publier un document", document.titre, {"genre": donne.genre})
    return document


@transaction.atomic
def remove_document(document: DocumentPublic, *, par: str) -> None:
    """Take a document off the page, and its file when no other one is the same."""
    site, titre, fichier = document.site, document.titre, document.fichier
    document.delete()
    if not DocumentPublic.objects.filter(fichier=fichier).exists():
        transaction.on_commit(lambda: default_storage.delete(fichier))
    _record(site, par, "retirer un document", titre, {})


@transaction.atomic
def publish_suite(
    site: Site, *, dit: str, fait: str, par: str, le: dt.date, suite: Suite | None = None
) -> SuitePubliee:
    """Put what was said and done on the page and return it. suite: the follow-up it comes from.

    Raises:
        ContenuRefuseError: of another site's committee, or on the page already.
    """
    if suite is not None:
        if not suite.reunion.comite.sites.filter(pk=site.pk).exists():
            raise SuiteEtrangereError
        if SuitePubliee.objects.filter(site=site, suite=suite).exists():
            raise SuiteDejaPublieeError
    publiee = SuitePubliee.objects.create(site=site, suite=suite, dit=dit, fait=fait, publiee_le=le)
    _record(site, par, "publier une suite", str(publiee), {})
    return publiee


@transaction.atomic
def update_suite(publiee: SuitePubliee, *, dit: str, fait: str, par: str) -> SuitePubliee:
    """Change the words of what stands on the page and return it."""
    publiee.dit, publiee.fait = dit, fait
    publiee.save(update_fields=["dit", "fait"])
    _record(publiee.site, par, "corriger une suite publiée", str(publiee), {})
    return publiee


@transaction.atomic
def withdraw_suite(publiee: SuitePubliee, *, par: str) -> None:
    """Take what was said and done off the page; the committee keeps its own words."""
    site, nom = publiee.site, str(publiee)
    publiee.delete()
    _record(site, par, "retirer une suite publiée", nom, {})


def _keep(site: Site, octets: bytes) -> str:
    empreinte = hashlib.sha256(octets).hexdigest()[:EMPREINTE]
    nom = f"{DOSSIER}/{site.pk}/{empreinte}.pdf"
    return nom if default_storage.exists(nom) else default_storage.save(nom, ContentFile(octets))


def _record(site: Site, par: str, action: str, objet: str, apres: dict) -> None:
    record_evenement(par=par, action=action, objet=objet[:120], site=site.pk, apres=apres)
