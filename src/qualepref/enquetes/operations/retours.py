"""Forms given back: checked, written once, never half."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from qualepref.enquetes.enums import Mode, ProvenanceRetour
from qualepref.enquetes.models import Campagne, Retour, Verbatim
from qualepref.enquetes.operations.cellules import merge_retours, withdraw_retour
from qualepref.enquetes.queries.depouillement import a_compter
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.noyau.questionnaires.reponses import (
    FauteReponse,
    ReponseRefusee,
    ReponseVerifiee,
    check_reponse,
)
from qualepref.noyau.questionnaires.stockage import cast_valeurs
from qualepref.organisation.models import Service, Site
from qualepref.socle.operations import record_evenement


# Beyond this many forms not summed up, whoever writes one sums them up: reading stays quick.
QUEUE_MAX = 500
LOT_ECRITURE = 2_000


class ReponsesRefuseesError(ValueError):
    """Answers that do not hold. `fautes`: everything that is wrong, question by question."""

    def __init__(self, fautes: Sequence[FauteReponse]) -> None:
        super().__init__(" ; ".join(f"{f.question} : {f.motif}" for f in fautes))
        self.fautes = tuple(fautes)


@dataclass(frozen=True, slots=True)
class RetourDonne:
    """A form as it was given, before it is written.

    cle: drawn when it was opened; a second form of the same key changes nothing. jour: civil day
    of the site. recu_a: None when gathered elsewhere. Answers are as `check_reponse` takes them.
    """

    site: Site
    jour: dt.date
    mode: Mode
    cle: UUID
    verifiee: ReponseVerifiee
    provenance: ProvenanceRetour
    service: Service | None = None
    recu_a: dt.datetime | None = None
    langue: str = "fr"
    fiche: str = ""
    saisi_par: str = ""
    complet: bool = True
    suspect: bool = False


def check_reponses(campagne: Campagne, *, reponses: Mapping[str, Any]) -> ReponseVerifiee:
    """Return answers once verified against the campaign's questionnaire.

    Raises:
        ReponsesRefuseesError: with everything that is wrong.
    """
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        raise ReponsesRefuseesError([FauteReponse("", "cette campagne n’a pas de questionnaire.")])
    verifiee = check_reponse(questionnaire, reponses)
    if isinstance(verifiee, ReponseRefusee):
        raise ReponsesRefuseesError(verifiee.fautes)
    return verifiee


@transaction.atomic
def record_retour(campagne: Campagne, *, donne: RetourDonne) -> Retour:
    """Write a form, and return it; the one already written when its key is known.

    The caller has checked that the campaign takes answers. Only a typed sheet leaves a line in the
    audit trail: a respondent leaves none.
    """
    questionnaire = _questionnaire_of(campagne)
    valeurs, textes = cast_valeurs(donne.verifiee, questionnaire)
    retour, nouveau = Retour.objects.get_or_create(
        campagne=campagne, cle=donne.cle, defaults=_champs(donne, valeurs)
    )
    if not nouveau:
        return retour
    Verbatim.objects.bulk_create(_verbatims(retour, textes))
    if donne.saisi_par:
        record_evenement(
            par=donne.saisi_par,
            action="retour saisi",
            objet=f"campagne {campagne.pk}, fiche {donne.fiche or '–'}",
            site=donne.site.pk,
        )
    if a_compter(campagne).count() >= QUEUE_MAX:
        merge_retours(campagne)
    return retour


@transaction.atomic
def write_retours(campagne: Campagne, *, donnes: Iterator[RetourDonne], par: str) -> int:
    """Write many forms, all or none, sum them up, and return how many were new."""
    questionnaire = _questionnaire_of(campagne)
    connues = set(Retour.objects.filter(campagne=campagne).values_list("cle", flat=True))
    lot: list[tuple[Retour, dict[str, str]]] = []
    ecrits = 0
    for donne in donnes:
        if donne.cle in connues:
            continue
        connues.add(donne.cle)
        valeurs, textes = cast_valeurs(donne.verifiee, questionnaire)
        lot.append((Retour(campagne=campagne, cle=donne.cle, **_champs(donne, valeurs)), textes))
        if len(lot) == LOT_ECRITURE:
            ecrits += _write_lot(lot)
            lot = []
    ecrits += _write_lot(lot)
    merge_retours(campagne)
    record_evenement(
        par=par,
        action="retours importés",
        objet=f"campagne {campagne.pk}",
        site=campagne.pilote_id,
        apres={"retours": ecrits},
    )
    return ecrits


@transaction.atomic
def set_aside_retour(retour: Retour, *, suspect: bool, par: str) -> None:
    """Leave a form out of every count, or take it back in; the form itself stays."""
    withdraw_retour(retour)
    retour.suspect = suspect
    retour.save(update_fields=["suspect"])
    record_evenement(
        par=par,
        action="retour écarté" if suspect else "retour repris",
        objet=f"campagne {retour.campagne_id}, retour {retour.pk}",
        site=retour.site_id,
    )


def _questionnaire_of(campagne: Campagne) -> Questionnaire:
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        raise ReponsesRefuseesError([FauteReponse("", "cette campagne n’a pas de questionnaire.")])
    return questionnaire


def _champs(donne: RetourDonne, valeurs: dict[str, Any]) -> dict[str, Any]:
    return {
        "site": donne.site,
        "service": donne.service,
        "jour": donne.jour,
        "mois": donne.jour.year * 100 + donne.jour.month,
        "recu_a": donne.recu_a.replace(second=0, microsecond=0) if donne.recu_a else None,
        "mode": donne.mode,
        "langue": donne.langue,
        "provenance": donne.provenance,
        "valeurs": valeurs,
        "fiche": donne.fiche,
        "saisi_par": donne.saisi_par,
        "complet": donne.complet,
        "suspect": donne.suspect,
    }


def _verbatims(retour: Retour, textes: Mapping[str, str]) -> Iterator[Verbatim]:
    for question, texte in textes.items():
        yield Verbatim(
            retour=retour,
            campagne_id=retour.campagne_id,
            site_id=retour.site_id,
            question=question,
            jour=retour.jour,
            texte=texte,
        )


def _write_lot(lot: Sequence[tuple[Retour, dict[str, str]]]) -> int:
    Retour.objects.bulk_create([retour for retour, _ in lot])
    Verbatim.objects.bulk_create(
        [verbatim for retour, textes in lot for verbatim in _verbatims(retour, textes)]
    )
    return len(lot)
