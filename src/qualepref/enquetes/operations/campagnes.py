"""Campaigns written, changed while they may, and deleted while nobody answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max, Min

from qualepref.enquetes.enums import GenreEnquete
from qualepref.enquetes.models import (
    Campagne,
    CampagneSite,
    CibleQuestion,
    Retour,
    Verbatim,
)
from qualepref.enquetes.operations.adresses import refresh_adresses
from qualepref.enquetes.operations.formulaires import freeze_formulaire
from qualepref.enquetes.operations.preparation import (
    CampagneDonnee,
    CampagneRefuseeError,
    LieuDonne,
    check_donnee,
)
from qualepref.enquetes.queries.formulaires import (
    get_questionnaire,
    get_vocabulaire,
    name_langue,
)
from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


CHAMPS = (
    "titre", "theme", "ouverte_le", "fermee_le", "modes", "langues", "presentation", "cible",
    "seuil", "methode",
)  # fmt: skip


class QuestionnaireFigeError(CampagneRefuseeError):
    """The questionnaire of a campaign already validated."""

    champ = "questionnaire"

    def __init__(self) -> None:
        super().__init__(
            "La campagne est validée : son questionnaire ne change plus. Pour en poser un autre, "
            "créez une autre campagne."
        )


class ReponsesHorsDatesError(CampagneRefuseeError):
    """New dates that would leave answers outside."""

    champ = "fermee_le"

    def __init__(self, premier: dt.date, dernier: dt.date) -> None:
        super().__init__(
            f"Des réponses ont été données du {premier:%d/%m/%Y} au {dernier:%d/%m/%Y} : les dates "
            "de la campagne doivent les comprendre."
        )


class RetraitImpossibleError(CampagneRefuseeError):
    """A site, a mode or a language under which somebody already answered."""

    def __init__(self, champ: str, nom: str) -> None:
        super().__init__(f"Des réponses existent pour « {nom} » : il ne peut pas être retiré.")
        self.champ = champ


class CampagneAvecReponsesError(ValueError):
    """A campaign that holds answers is not deleted."""

    def __init__(self, nombre: int) -> None:
        super().__init__(
            f"Cette campagne a reçu des réponses ({nombre}) : elle ne peut plus être supprimée. "
            "Vous pouvez la clore."
        )


@transaction.atomic
def create_campagne(pilote: Site, *, donnee: CampagneDonnee, par: str, le: dt.date) -> Campagne:
    """Write a campaign led by a site, and return it.

    It is in preparation until `validate_campagne`. Past results alone have nothing to open: they
    are validated at once.

    Raises:
        CampagneRefuseeError: one of its kinds; `champ` says what to change.
    """
    check_donnee(donnee, pilote=pilote)
    campagne = Campagne(pilote=pilote, validee_le=None if donnee.questionnaire else le)
    _fill(campagne, donnee, par)
    campagne.save()
    _write_lieux(campagne, donnee)
    _write_cibles(campagne, donnee)
    _record(campagne, "campagne créée", par, apres=_tell(campagne))
    return campagne


@transaction.atomic
def update_campagne(campagne: Campagne, *, donnee: CampagneDonnee, par: str) -> None:
    """Change a campaign, as far as it still may.

    Once validated, the questionnaire stays. Once answers are there, dates hold them all, and the
    sites, modes and languages they were given under stay.

    Raises:
        CampagneRefuseeError: one of its kinds; `champ` says what to change.
    """
    campagne = Campagne.objects.select_for_update().get(pk=campagne.pk)
    voulu = donnee.questionnaire.empreinte if donnee.questionnaire else None
    if campagne.validee_le and campagne.formulaire_id != voulu:
        raise QuestionnaireFigeError
    check_donnee(donnee, pilote=campagne.pilote, campagne=campagne)
    _check_reponses(campagne, donnee)
    avant = _tell(campagne)
    _fill(campagne, donnee, par)
    campagne.save()
    _write_lieux(campagne, donnee)
    _write_cibles(campagne, donnee)
    if campagne.validee_le:
        refresh_adresses(campagne)
    _record(campagne, "campagne modifiée", par, avant=avant, apres=_tell(campagne))


@transaction.atomic
def delete_campagne(campagne: Campagne, *, par: str) -> None:
    """Delete a campaign that nobody answered, with its addresses, tests and past results.

    Raises:
        CampagneAvecReponsesError: answers, or remarks, are there.
    """
    Campagne.objects.select_for_update().get(pk=campagne.pk)
    nombre = Retour.objects.filter(campagne=campagne).count()
    nombre = nombre or Verbatim.objects.filter(campagne=campagne).count()
    if nombre:
        raise CampagneAvecReponsesError(nombre)
    _record(campagne, "campagne supprimée", par, avant=_tell(campagne))
    campagne.delete()


@transaction.atomic
def set_cibles(campagne: Campagne, *, cibles: dict[str, Any], par: str) -> None:
    """Aim at these percentages of satisfied, by question; the others follow the campaign's target.

    Raises:
        CibleImpossibleError: a question without rate of satisfaction.
    """
    donnee = build_donnee(campagne, cibles=cibles)
    check_donnee(donnee, pilote=campagne.pilote, campagne=campagne)
    avant = _tell_cibles(campagne)
    _write_cibles(campagne, donnee)
    _record(campagne, "cibles fixées", par, avant=avant, apres=_tell_cibles(campagne))


def build_donnee(campagne: Campagne, **changements: Any) -> CampagneDonnee:
    """Return a campaign as it is, but for some changes, to give back to `update_campagne`."""
    valeurs: dict[str, Any] = {nom: getattr(campagne, nom) for nom in CHAMPS}
    valeurs |= {
        "modes": tuple(campagne.modes),
        "langues": tuple(campagne.langues),
        "genre": GenreEnquete(campagne.genre),
        "questionnaire": get_questionnaire(campagne),
        "precedente": campagne.precedente,
        "lieux": tuple(
            LieuDonne(site=place.site, attendus=place.attendus, service=place.service)
            for place in campagne.places.select_related("site", "service")
        ),
        "cibles": {cible.question: cible.valeur for cible in campagne.cibles.all()},
    }
    return CampagneDonnee(**(valeurs | changements))


def _fill(campagne: Campagne, donnee: CampagneDonnee, par: str) -> None:
    for nom in CHAMPS:
        setattr(campagne, nom, getattr(donnee, nom))
    questionnaire = donnee.questionnaire
    campagne.modes = list(donnee.modes)
    campagne.formulaire = (
        freeze_formulaire(questionnaire, vocabulaire=get_vocabulaire(), par=par)
        if questionnaire
        else None
    )
    campagne.genre = questionnaire.genre if questionnaire else donnee.genre
    campagne.langues = _order_langues(questionnaire, donnee.langues)
    campagne.precedente = donnee.precedente


def _order_langues(questionnaire: Questionnaire | None, langues: Collection[str]) -> list[str]:
    """Return the languages in the questionnaire's order; its first when none is asked for."""
    if questionnaire is None:
        return []
    voulues = [langue for langue in questionnaire.langues if langue in langues]
    return voulues or [questionnaire.langues[0]]


def _write_lieux(campagne: Campagne, donnee: CampagneDonnee) -> None:
    sites = [lieu.site.pk for lieu in donnee.lieux]
    campagne.places.exclude(site__in=sites).delete()
    campagne.collecteurs.exclude(site__in=sites).delete()
    for lieu in donnee.lieux:
        CampagneSite.objects.update_or_create(
            campagne=campagne,
            site=lieu.site,
            defaults={"attendus": lieu.attendus, "service": lieu.service},
        )


def _write_cibles(campagne: Campagne, donnee: CampagneDonnee) -> None:
    campagne.cibles.exclude(question__in=donnee.cibles).delete()
    for question, valeur in donnee.cibles.items():
        CibleQuestion.objects.update_or_create(
            campagne=campagne, question=question, defaults={"valeur": valeur}
        )


def _check_reponses(campagne: Campagne, donnee: CampagneDonnee) -> None:
    """Refuse to leave answers already given outside the campaign."""
    retours = Retour.objects.filter(campagne=campagne).order_by()
    bornes = retours.aggregate(premier=Min("jour"), dernier=Max("jour"))
    if bornes["premier"] is None:
        return
    trop_court = donnee.fermee_le is not None and donnee.fermee_le < bornes["dernier"]
    if bornes["premier"] < donnee.ouverte_le or trop_court:
        raise ReponsesHorsDatesError(bornes["premier"], bornes["dernier"])
    presents = {lieu.site.pk for lieu in donnee.lieux}
    for place in campagne.places.exclude(site__in=presents).select_related("site"):
        if retours.filter(site=place.site).exists():
            raise RetraitImpossibleError("lieux", str(place.site))
    for mode in set(campagne.modes) - set(donnee.modes):
        if retours.filter(mode=mode).exists():
            raise RetraitImpossibleError("modes", Retour(mode=mode).get_mode_display())
    for langue in set(campagne.langues) - set(donnee.langues or campagne.langues):
        if retours.filter(langue=langue).exists():
            raise RetraitImpossibleError("langues", name_langue(langue))


def _tell(campagne: Campagne) -> dict[str, Any]:
    return {
        **{nom: getattr(campagne, nom) for nom in CHAMPS},
        "formulaire": campagne.formulaire_id,
        "sites": sorted(campagne.places.values_list("site", flat=True)),
    }


def _tell_cibles(campagne: Campagne) -> dict[str, str]:
    return {cible.question: str(cible.valeur) for cible in campagne.cibles.all()}


def _record(campagne: Campagne, action: str, par: str, **valeurs: Any) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"campagne {campagne.pk} « {campagne.titre} »",
        site=campagne.pilote_id,
        **valeurs,
    )
