"""A register's list, page by page, as fast on the millionth row as on the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from qualepref.organisation.models import Site
from qualepref.suivi.models import Demande
from qualepref.suivi.queries.etats import select_etat


LIGNES_PAR_PAGE = 50
# Beyond this a count costs more than it tells.
COMPTE_MAXIMAL = 1000
TRIS = {
    "-recue_le": "Reçues, les plus récentes d’abord",
    "recue_le": "Reçues, les plus anciennes d’abord",
    "echeance": "Échéance, la plus proche d’abord",
    "-echeance": "Échéance, la plus lointaine d’abord",
}
TRI = "-recue_le"


@dataclass(frozen=True, slots=True)
class PageListe:
    """A page of demandes.

    precedente, suivante: cursors of the neighbouring pages, None at the ends. total: number of
    demandes selected; None beyond COMPTE_MAXIMAL.
    """

    lignes: list[Demande]
    precedente: str | None
    suivante: str | None
    total: int | None


def select_demandes(
    site: Site, *, registre: str, criteres: Mapping[str, Any], le: dt.date
) -> QuerySet[Demande]:
    """Return the demandes of a register that match the filters; an empty filter is ignored.

    criteres: `du`, `au` (days of receipt, bounds included), `service`, `boite` (primary keys),
    `nature`, `canal`, `tracage`, `etat` (a key of ETATS), `q` (in the reference or the object).
    """
    demandes = Demande.objects.filter(site=site, registre=registre)
    exacts = ("service", "boite", "nature", "canal", "tracage")
    demandes = demandes.filter(**{c: criteres[c] for c in exacts if criteres.get(c)})
    if du := criteres.get("du"):
        demandes = demandes.filter(recue_le__gte=du)
    if au := criteres.get("au"):
        demandes = demandes.filter(recue_le__lte=au)
    if etat := criteres.get("etat"):
        demandes = demandes.filter(select_etat(etat, le=le))
    if q := criteres.get("q"):
        demandes = demandes.filter(Q(reference__icontains=q) | Q(objet__icontains=q))
    return demandes


def load_page(
    demandes: QuerySet[Demande], *, tri: str = TRI, apres: str = "", avant: str = ""
) -> PageListe:
    """Return the page after or before a cursor, the first one without; at most two queries.

    A cursor is « day.primary key »; one that cannot be read is ignored. Sorted by deadline, the
    demandes that have none are left out.
    """
    champ, descend = tri.lstrip("-"), tri.startswith("-")
    if champ == "echeance":
        demandes = demandes.filter(echeance__isnull=False)
    selection = demandes
    borne = _read_curseur(avant) or _read_curseur(apres)
    recule = _read_curseur(avant) is not None
    if borne is not None:
        demandes = _after(demandes, champ, borne, descend=descend != recule)
    sens = "-" if descend != recule else ""
    ordre = (f"{sens}{champ}", f"{sens}pk")
    lues = list(demandes.select_related("service", "boite").order_by(*ordre)[: LIGNES_PAR_PAGE + 1])
    reste = len(lues) > LIGNES_PAR_PAGE
    lignes = lues[:LIGNES_PAR_PAGE]
    if recule:
        lignes.reverse()
    a_gauche, a_droite = (reste, True) if recule else (borne is not None, reste)
    # A rare filter reads the whole register: once is enough when one page holds everything.
    seule = borne is None and not reste
    total = len(lignes) if seule else selection.order_by()[: COMPTE_MAXIMAL + 1].count()
    return PageListe(
        lignes=lignes,
        precedente=_curseur(lignes[0], champ) if lignes and a_gauche else None,
        suivante=_curseur(lignes[-1], champ) if lignes and a_droite else None,
        total=total if total <= COMPTE_MAXIMAL else None,
    )


def _after(
    demandes: QuerySet[Demande], champ: str, borne: tuple[dt.date, int], *, descend: bool
) -> QuerySet[Demande]:
    """Return what follows the cursor; the first condition alone lets the index be used."""
    jour, pk = borne
    sens = "lt" if descend else "gt"
    return demandes.filter(
        Q(**{f"{champ}__{sens}": jour}) | Q(**{f"pk__{sens}": pk}),
        **{f"{champ}__{sens}e": jour},
    )


def _curseur(demande: Demande, champ: str) -> str:
    return f"{getattr(demande, champ).isoformat()}.{demande.pk}"


def _read_curseur(texte: str) -> tuple[dt.date, int] | None:
    jour, _, pk = texte.partition(".")
    try:
        return dt.date.fromisoformat(jour), int(pk)
    except ValueError:
        return None
