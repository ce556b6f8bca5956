"""Pieces of a site, with their latest version and what each is worth on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from qualepref.amelioration.models import Action, LigneGrille
from qualepref.organisation.models import Site
from qualepref.preuves.enums import EtatPreuve
from qualepref.preuves.models import Piece, VersionPiece
from qualepref.preuves.rules.etats import judge_piece
from qualepref.socle.models import Evenement


DOSSIER = "preuves"
# What a piece may answer, by the name its address gives it.
LIENS = ("action", "ligne")


class PieceInconnueError(LookupError):
    """The site has no such piece, or the piece no such version."""

    def __init__(self) -> None:
        super().__init__("Cette pièce n’existe pas, ou n’existe plus.")


class LienInconnuError(LookupError):
    """The site has no such action, or no such line of a grid."""

    def __init__(self) -> None:
        super().__init__("Ce à quoi la pièce répondrait n’existe pas, ou n’existe plus.")


@dataclass(frozen=True, slots=True)
class PieceLue:
    """A piece on a day. engagements: « 3 », « 16.3 », in order. version: the latest."""

    piece: Piece
    version: VersionPiece
    engagements: tuple[str, ...]
    etat: EtatPreuve
    le: dt.date

    @property
    def numeros(self) -> frozenset[int]:
        """Numbers of the engagements, parts apart."""
        return frozenset(e.engagement for e in self.piece.engagements.all())

    @property
    def expiree(self) -> bool:
        """Whether its last day is past."""
        return self.piece.expire_le is not None and self.piece.expire_le < self.le

    @property
    def raison(self) -> str:
        """Why it no longer proves anything, "" while it does."""
        if self.expiree:
            return f"expirée le {self.piece.expire_le:%d/%m/%Y}"
        if self.etat is EtatPreuve.A_RENOUVELER:
            return f"à revoir depuis le {self.piece.a_revoir_le:%d/%m/%Y}"
        return ""


def list_pieces(
    site: Site, *, le: dt.date, criteres: Mapping[str, Any] | None = None
) -> list[PieceLue]:
    """Return the pieces of a site that match the filters, in three reads whatever their number.

    criteres: `service` (a primary key), `engagement` (a number), `etat`, `q` (in the title); an
    empty filter is ignored.
    """
    voulus = criteres or {}
    pieces = Piece.objects.filter(site=site)
    if service := voulus.get("service"):
        pieces = pieces.filter(service=service)
    if engagement := voulus.get("engagement"):
        pieces = pieces.filter(engagements__engagement=engagement).distinct()
    if q := voulus.get("q"):
        pieces = pieces.filter(titre__icontains=q)
    lues = read_pieces(pieces, le=le)
    etat = voulus.get("etat")
    return [lue for lue in lues if lue.etat == etat] if etat else lues


def read_pieces(pieces: QuerySet[Piece], *, le: dt.date) -> list[PieceLue]:
    """Return pieces as they stand on a day."""
    lues = pieces.select_related("service").prefetch_related("engagements", "versions")
    return [_read(piece, le) for piece in lues]


def find_piece(site: Site, pk: int, *, le: dt.date) -> PieceLue:
    """Return a piece of the site.

    Raises:
        PieceInconnueError: none of that key.
    """
    pieces = (
        Piece.objects.filter(site=site, pk=pk)
        .select_related("site", "service", "action", "ligne__evaluation")
        .prefetch_related("engagements", "versions")
    )
    for piece in pieces:
        return _read(piece, le)
    raise PieceInconnueError


def find_version(piece: Piece, numero: int) -> VersionPiece:
    """Return a version of a piece.

    Raises:
        PieceInconnueError: none of that number.
    """
    version = piece.versions.filter(numero=numero).first()
    if version is None:
        raise PieceInconnueError
    return version


def find_lien(site: Site, genre: str, pk: int) -> Action | LigneGrille:
    """Return the action or the line of a grid, as `genre` says, that a piece answers.

    Raises:
        LienInconnuError: the site has none of that key.
    """
    objets = (
        Action.objects.filter(site=site, pk=pk)
        if genre == "action"
        else LigneGrille.objects.filter(evaluation__site=site, pk=pk).select_related("evaluation")
    )
    for objet in objets:
        return objet
    raise LienInconnuError


def list_historique(piece: Piece) -> list[Evenement]:
    """Return the audit trail of a piece, most recent first."""
    return list(Evenement.objects.filter(site=piece.site_id, objet=name_piece(piece.pk)))


def name_piece(pk: int) -> str:
    """Return how the audit trail names a piece: its title may name somebody."""
    return f"pièce {pk}"


def locate_depot(site: Site) -> Path:
    """Return the folder of the pieces of a site."""
    return Path(settings.MEDIA_ROOT) / DOSSIER / site.pk


def list_sites_avec_depot() -> list[Site]:
    """Return the sites that have a folder of pieces."""
    racine = Path(settings.MEDIA_ROOT) / DOSSIER
    return list(Site.objects.filter(pk__in=[d.name for d in racine.glob("*")]))


def locate_fichier(site: Site, empreinte: str) -> Path:
    """Return where a file of that digest is kept."""
    return locate_depot(site) / empreinte[:2] / empreinte


def list_pieces_d_action(action: Action) -> list[tuple[int, str]]:
    """Return (key, title) of the pieces deposited for an action of the plan."""
    return list(action.pieces.order_by("titre", "pk").values_list("pk", "titre"))


def list_pieces_de_lignes(lignes: Iterable[LigneGrille]) -> dict[int, list[tuple[int, str]]]:
    """Return line of a grid -> (key, title) of the pieces deposited for it."""
    trouvees: dict[int, list[tuple[int, str]]] = {}
    pieces = Piece.objects.filter(ligne__in=[ligne.pk for ligne in lignes])
    for ligne, pk, titre in pieces.order_by("titre", "pk").values_list("ligne", "pk", "titre"):
        trouvees.setdefault(ligne, []).append((pk, titre))
    return trouvees


def _read(piece: Piece, le: dt.date) -> PieceLue:
    return PieceLue(
        piece=piece,
        version=max(piece.versions.all(), key=lambda v: v.numero),
        engagements=tuple(str(e) for e in piece.engagements.all()),
        etat=judge_piece(a_revoir_le=piece.a_revoir_le, expire_le=piece.expire_le, le=le),
        le=le,
    )
