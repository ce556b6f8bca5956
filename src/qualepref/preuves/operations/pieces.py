"""Pieces of evidence: deposited, described, replaced by a newer file, deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from qualepref.amelioration.models import Action, LigneGrille
from qualepref.noyau.fichiers.erreurs import PieceRefuseeError
from qualepref.organisation.models import Service, Site
from qualepref.organisation.queries import get_referentiel
from qualepref.preuves.models import EngagementPiece, Piece, VersionPiece
from qualepref.preuves.operations.fichiers import FichierGarde, delete_fichiers, write_fichier
from qualepref.preuves.queries.pieces import name_piece
from qualepref.socle.operations import record_evenement


# Free texts stay out of the audit trail: personal data live in one place.
TRACES = ("service_id", "etablie_le", "a_revoir_le", "expire_le", "action_id", "ligne_id")
DECRITS = ("titre", "service", "etablie_le", "a_revoir_le", "expire_le", "donnees_personnelles")


class DescriptionRefuseeError(ValueError):
    """What is said of a piece cannot be; `champ` names the field at fault."""

    def __init__(self, champ: str, motif: str) -> None:
        super().__init__(motif)
        self.champ = champ


class DerniereVersionError(ValueError):
    """A piece keeps one version at least."""

    def __init__(self) -> None:
        super().__init__(
            "C’est la seule version de cette pièce : supprimez la pièce entière, ou déposez "
            "d’abord une nouvelle version."
        )


@dataclass(frozen=True, slots=True)
class PieceDonnee:
    """What is said of a piece. engagements: « 3 », « 16.3 »; one at least."""

    titre: str
    engagements: tuple[str, ...]
    service: Service | None = None
    etablie_le: dt.date | None = None
    a_revoir_le: dt.date | None = None
    expire_le: dt.date | None = None
    donnees_personnelles: str = ""
    action: Action | None = None
    ligne: LigneGrille | None = None


@dataclass(frozen=True, slots=True)
class FichierDonne:
    """A file as it comes: the name it is given under, its bytes piece by piece."""

    nom: str
    morceaux: Iterable[bytes]


@transaction.atomic
def create_piece(
    site: Site, *, donnee: PieceDonnee, fichier: FichierDonne, par: str, le: dt.date
) -> Piece:
    """Keep a file as evidence of some engagements and return the piece.

    Raises:
        DescriptionRefuseeError: dates upside down, an engagement out of the référentiel, two links.
        PieceRefuseeError: the file; nothing is then kept.
    """
    _check(site, donnee, le)
    Site.objects.select_for_update().get(pk=site.pk)
    garde = write_fichier(site, nom=fichier.nom, morceaux=fichier.morceaux)
    piece = Piece(
        site=site, deposee_par=par, deposee_le=le, action=donnee.action, ligne=donnee.ligne
    )
    _fill(piece, donnee)
    _write_version(piece, garde, numero=1, par=par, le=le)
    _record(piece, "déposer une pièce", par, apres=_trace(piece) | _trace_fichier(garde))
    return piece


@transaction.atomic
def add_version(piece: Piece, *, fichier: FichierDonne, par: str, le: dt.date) -> VersionPiece:
    """Put a newer file in the place of a piece's, and return that version; the former is kept.

    Raises:
        PieceRefuseeError: the file; the piece stays as it is.
        FichierIdentiqueError: the very bytes of the latest version.
    """
    Site.objects.select_for_update().get(pk=piece.site_id)
    derniere = piece.versions.order_by("-numero").first()
    garde = write_fichier(piece.site, nom=fichier.nom, morceaux=fichier.morceaux)
    if derniere is not None and garde.empreinte == derniere.empreinte:
        raise FichierIdentiqueError(garde.nom)
    numero = derniere.numero + 1 if derniere else 1
    version = _write_version(piece, garde, numero=numero, par=par, le=le)
    _record(piece, "déposer une version", par, apres={"version": numero} | _trace_fichier(garde))
    return version


class FichierIdentiqueError(PieceRefuseeError):
    """The new version is the former, byte for byte."""

    MOTIF = "ce fichier est déjà la dernière version de la pièce. Vérifiez que c’est le bon."


@transaction.atomic
def update_piece(piece: Piece, *, donnee: PieceDonnee, par: str, le: dt.date) -> Piece:
    """Change what is said of a piece; its files, its depositor and its links stay.

    Raises:
        DescriptionRefuseeError: dates upside down, an engagement out of the référentiel.
    """
    _check(piece.site, donnee, le)
    avant = _trace(piece)
    _fill(piece, donnee)
    apres = _trace(piece)
    changes = {c for c in apres if apres[c] != avant.get(c)}
    _record(
        piece,
        "corriger une pièce",
        par,
        avant={c: avant.get(c) for c in changes},
        apres={c: apres[c] for c in changes},
    )
    return piece


@transaction.atomic
def delete_version(version: VersionPiece, *, par: str) -> None:
    """Delete a file of a piece for good.

    Raises:
        DerniereVersionError: it is the only one.
    """
    piece = version.piece
    Site.objects.select_for_update().get(pk=piece.site_id)
    if not piece.versions.exclude(pk=version.pk).exists():
        raise DerniereVersionError
    numero, empreinte = version.numero, version.empreinte
    version.delete()
    delete_fichiers(piece.site, empreintes=[empreinte])
    _record(piece, "supprimer une version", par, avant={"version": numero, "empreinte": empreinte})


@transaction.atomic
def delete_piece(piece: Piece, *, par: str) -> None:
    """Delete a piece and all its files for good; the audit trail keeps that it was."""
    site = piece.site
    Site.objects.select_for_update().get(pk=site.pk)
    empreintes = list(piece.versions.values_list("empreinte", flat=True))
    _record(piece, "supprimer une pièce", par, avant=_trace(piece) | {"versions": len(empreintes)})
    piece.delete()
    delete_fichiers(site, empreintes=empreintes)


def _check(site: Site, donnee: PieceDonnee, le: dt.date) -> None:
    if donnee.action is not None and donnee.ligne is not None:
        raise DescriptionRefuseeError(
            "titre", "Une pièce répond à une action ou à une ligne de grille, pas aux deux."
        )
    if donnee.service is not None and donnee.service.site_id != site.pk:
        raise DescriptionRefuseeError("service", "Ce service n’est pas un service du site.")
    if donnee.etablie_le is not None and donnee.etablie_le > le:
        raise DescriptionRefuseeError(
            "etablie_le", "La date du document est à venir. Vérifiez l’année."
        )
    if donnee.etablie_le and donnee.expire_le and donnee.expire_le < donnee.etablie_le:
        raise DescriptionRefuseeError(
            "expire_le", "La fin de validité précède la date du document. Échangez-les ?"
        )
    _check_engagements(site, donnee.engagements)


def _check_engagements(site: Site, engagements: tuple[str, ...]) -> None:
    if not engagements:
        raise DescriptionRefuseeError("engagements", "Une pièce prouve un engagement au moins.")
    referentiel = get_referentiel(site)
    connus = {str(e.numero) for e in referentiel.engagements}
    connus |= {s.numero for e in referentiel.engagements for s in e.sous_engagements}
    inconnus = [e for e in engagements if e not in connus and not _is_part(e, connus)]
    if inconnus:
        raise DescriptionRefuseeError(
            "engagements",
            f"Engagements inconnus du référentiel : {', '.join(inconnus)}. Écrivez « 3 » ou « 16.3 ».",
        )


def _is_part(numero: str, connus: set[str]) -> bool:
    """Whether it numbers a part of an engagement: the list of parts is open-ended."""
    tete, point, rang = numero.partition(".")
    return bool(point) and tete in connus and rang.isdecimal() and len(rang) <= 2


def _fill(piece: Piece, donnee: PieceDonnee) -> None:
    for champ in DECRITS:
        setattr(piece, champ, getattr(donnee, champ))
    piece.save()
    piece.engagements.all().delete()
    EngagementPiece.objects.bulk_create(
        EngagementPiece(
            piece=piece,
            engagement=int(numero.partition(".")[0]),
            sous_engagement=numero if "." in numero else "",
        )
        for numero in dict.fromkeys(donnee.engagements)
    )


def _write_version(
    piece: Piece, garde: FichierGarde, *, numero: int, par: str, le: dt.date
) -> VersionPiece:
    return VersionPiece.objects.create(
        piece=piece,
        numero=numero,
        nom=garde.nom,
        nature=garde.nature,
        empreinte=garde.empreinte,
        taille=garde.taille,
        deposee_par=par,
        deposee_le=le,
    )


def _trace(piece: Piece) -> dict:
    valeurs = {c: getattr(piece, c) for c in TRACES}
    valeurs["engagements"] = [str(e) for e in piece.engagements.all()]
    valeurs["donnees_personnelles"] = bool(piece.donnees_personnelles)
    return {c: v for c, v in valeurs.items() if v not in (None, [], False)}


def _trace_fichier(garde: FichierGarde) -> dict:
    return {"nature": garde.nature.value, "empreinte": garde.empreinte, "taille": garde.taille}


def _record(
    piece: Piece, action: str, par: str, *, avant: dict | None = None, apres: dict | None = None
) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=name_piece(piece.pk),
        site=piece.site_id,
        avant=avant,
        apres=apres,
    )
