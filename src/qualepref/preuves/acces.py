"""The door of the pages of evidence: which site, seen by whom, and what they may do there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from qualepref.organisation.acces import resolve_site
from qualepref.organisation.models import Site
from qualepref.preuves.models import Dossier
from qualepref.preuves.permissions import can_prepare_dossiers
from qualepref.preuves.queries.pieces import PieceInconnueError, PieceLue, find_piece
from qualepref.suivi.permissions import Droits, droits_of


REFUS_LIGNES = (
    "Un rôle national ou d’enquêteur lit les totaux d’un site, pas ses pièces : elles peuvent nommer "
    "des personnes."
)
REFUS_SERVICE = (
    "Votre rôle permet de lire cette pièce, pas de la changer : elle relève d’un autre service."
)
REFUS_SAISIE = "Votre rôle permet de lire les preuves, pas d’en déposer."
REFUS_GESTION = "Cette page est réservée au référent qualité du site."
REFUS_DOSSIER = "Le dossier de l’auditeur est réservé au référent qualité et aux auditeurs du site."


@dataclass(frozen=True, slots=True)
class Acces:
    """Who asks for the evidence of which site, on which civil day there, with which rights.

    lit_pieces: whether pieces and rows may be read; otherwise, totals only. prepare: whether an
    auditor's folder may be made and taken.
    """

    site: Site
    le: dt.date
    droits: Droits
    lit_pieces: bool
    prepare: bool

    def piece(self, pk: int) -> PieceLue:
        """Return a piece of the site; 404 when there is none."""
        self.require_pieces()
        try:
            return find_piece(self.site, pk, le=self.le)
        except PieceInconnueError as refus:
            raise Http404(str(refus)) from refus

    def piece_a_changer(self, pk: int) -> PieceLue:
        """Return a piece the agent may change."""
        lue = self.piece(pk)
        if not self.droits.couvre(lue.piece.service_id):
            raise PermissionDenied(REFUS_SERVICE)
        return lue

    def dossier(self, pk: int) -> Dossier:
        """Return an auditor's folder of the site; 404 when there is none."""
        self.require_dossiers()
        dossier = self.site.dossiers.filter(pk=pk).first()
        if dossier is None:
            raise Http404("Ce dossier n’existe pas, ou n’est plus conservé.")
        return dossier

    def require_pieces(self) -> None:
        """Refuse those who read totals only."""
        if not self.lit_pieces:
            raise PermissionDenied(REFUS_LIGNES)

    def require_saisie(self) -> None:
        """Refuse those who only read."""
        if not self.droits.saisit:
            raise PermissionDenied(REFUS_SAISIE)

    def require_gestion(self) -> None:
        """Refuse all but the référent qualité."""
        if not self.droits.gere:
            raise PermissionDenied(REFUS_GESTION)

    def require_dossiers(self) -> None:
        """Refuse all but the référent qualité and the auditors."""
        if not self.prepare:
            raise PermissionDenied(REFUS_DOSSIER)


def open_acces(request: HttpRequest, code: str) -> Acces:
    """Return what a page of the site needs to know; 404 when the agent may not see the site."""
    site, le = resolve_site(request, code)
    return Acces(
        site=site,
        le=le,
        droits=droits_of(request.user, site, le=le),
        lit_pieces=request.lit_registres,
        prepare=can_prepare_dossiers(request.user, site, le=le),
    )
