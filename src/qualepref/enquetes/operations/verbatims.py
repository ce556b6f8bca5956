"""Remarks read by somebody: published with names masked, or set aside; erased in the end."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

from django.db import transaction

from qualepref.enquetes.enums import EtatVerbatim, ProvenanceRetour
from qualepref.enquetes.models import Verbatim
from qualepref.noyau.agendas.plages import add_mois
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


class VerbatimModifieError(ValueError):
    """Somebody else read the remark meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Cette remarque a été relue ou modifiée entre-temps. Rechargez la page, puis recommencez."
        )


def compute_empreinte(verbatim: Verbatim) -> str:
    """Return what changes when a remark is read or changed."""
    lus = (verbatim.texte, verbatim.texte_publie, verbatim.etat, verbatim.categorie, verbatim.note)
    return sha256(repr(lus).encode()).hexdigest()


@transaction.atomic
def publish_verbatim(
    verbatim: Verbatim,
    *,
    texte: str,
    categorie: str,
    note: int | None,
    lue: str,
    par: str,
    le: dt.date,
) -> None:
    """Let a remark be published as `texte`.

    lue: digest of the remark as it was shown. The trail says who and how, never the words.

    Raises:
        VerbatimModifieError: somebody else read it meanwhile.
    """
    _read(verbatim, EtatVerbatim.PUBLIABLE, texte, categorie, note, lue=lue, par=par, le=le)


@transaction.atomic
def refuse_verbatim(
    verbatim: Verbatim, *, categorie: str, note: int | None, lue: str, par: str, le: dt.date
) -> None:
    """Keep a remark from being published; it still counts under its category.

    Raises:
        VerbatimModifieError: somebody else read it meanwhile.
    """
    _read(verbatim, EtatVerbatim.ECARTE, "", categorie, note, lue=lue, par=par, le=le)


@transaction.atomic
def erase_verbatim(verbatim: Verbatim, *, par: str, le: dt.date) -> None:
    """Empty every word of a remark before its time, on somebody's request; it still counts."""
    verbatim.texte = verbatim.texte_publie = ""
    verbatim.etat, verbatim.relu_par, verbatim.relu_le = EtatVerbatim.ECARTE, par, le
    verbatim.save(update_fields=["texte", "texte_publie", "etat", "relu_par", "relu_le"])
    record_evenement(
        par=par,
        action="remarque effacée",
        objet=f"campagne {verbatim.campagne_id}, remarque {verbatim.pk}",
        site=verbatim.site_id,
    )


@transaction.atomic
def erase_verbatims(site: Site, *, par: str, le: dt.date) -> int:
    """Empty the words of remarks whose retention ended; return how many.

    What was published, names masked, stays, and so does the count of those who wrote something.
    Remarks of a demonstration were written by nobody.
    """
    anciens = Verbatim.objects.filter(
        site=site, texte__gt="", jour__lt=add_mois(le.replace(day=1), -site.conservation_mois)
    ).exclude(retour__provenance=ProvenanceRetour.RECONSTITUTION)
    effaces = anciens.update(texte="")
    if effaces:
        record_evenement(
            par=par,
            action="effacer les données personnelles",
            objet="remarques des enquêtes",
            site=site.pk,
            apres={"remarques": effaces, "conservation_mois": site.conservation_mois},
        )
    return effaces


def _read(
    verbatim: Verbatim,
    etat: EtatVerbatim,
    texte: str,
    categorie: str,
    note: int | None,
    *,
    lue: str,
    par: str,
    le: dt.date,
) -> None:
    actuel = Verbatim.objects.select_for_update().get(pk=verbatim.pk)
    if compute_empreinte(actuel) != lue:
        raise VerbatimModifieError
    avant = {"etat": actuel.etat, "categorie": actuel.categorie, "note": actuel.note}
    actuel.etat, actuel.texte_publie = etat, texte
    actuel.categorie, actuel.note = categorie, note
    actuel.relu_par, actuel.relu_le = par, le
    actuel.save(update_fields=["etat", "texte_publie", "categorie", "note", "relu_par", "relu_le"])
    record_evenement(
        par=par,
        action="remarque relue",
        objet=f"campagne {actuel.campagne_id}, remarque {actuel.pk}",
        site=actuel.site_id,
        avant=avant,
        apres={"etat": etat.value, "categorie": categorie, "note": note},
    )
