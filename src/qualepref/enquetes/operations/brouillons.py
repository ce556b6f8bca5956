"""Forms being filled in by the public: opened, kept page after page, sent, forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction

from qualepref.enquetes.enums import Mode, ProvenanceRetour
from qualepref.enquetes.models import Brouillon, Collecteur, Retour
from qualepref.enquetes.operations.retours import RetourDonne, check_reponses, record_retour


@transaction.atomic
def open_brouillon(collecteur: Collecteur, *, langue: str, le: dt.date) -> Brouillon:
    """Return a new form to fill in at a public address, under a key nobody can guess."""
    return Brouillon.objects.create(
        cle=uuid4(), collecteur=collecteur, langue=langue, modifie_le=le
    )


@transaction.atomic
def update_brouillon(
    brouillon: Brouillon, *, valeurs: Mapping[str, Any], groupe: int, le: dt.date
) -> None:
    """Keep what was answered so far; a form sent or erased meanwhile stays so."""
    Brouillon.objects.filter(pk=brouillon.pk).update(
        valeurs=dict(valeurs), groupe=groupe, modifie_le=le
    )


@transaction.atomic
def submit_brouillon(
    brouillon: Brouillon, *, reponses: Mapping[str, Any], le: dt.date, recu_a: dt.datetime
) -> Retour:
    """Turn a draft into a form given back, once however many times it is sent.

    Raises:
        ReponsesRefuseesError: the answers do not hold; the draft stays.
    """
    collecteur = brouillon.collecteur
    donne = RetourDonne(
        site=collecteur.site,
        service=collecteur.service,
        jour=le,
        mode=Mode(collecteur.mode),
        cle=brouillon.cle,
        verifiee=check_reponses(collecteur.campagne, reponses=reponses),
        provenance=ProvenanceRetour.PUBLIC,
        recu_a=recu_a,
        langue=brouillon.langue,
    )
    retour = record_retour(collecteur.campagne, donne=donne)
    Brouillon.objects.filter(pk=brouillon.pk).delete()
    return retour


@transaction.atomic
def delete_brouillon(brouillon: Brouillon) -> None:
    """Forget a form somebody walked away from."""
    Brouillon.objects.filter(pk=brouillon.pk).delete()


@transaction.atomic
def delete_brouillons_anciens(*, avant: dt.date) -> int:
    """Forget the forms nobody touched since that day; return how many there were."""
    return Brouillon.objects.filter(modifie_le__lt=avant).delete()[0]
