"""What was said at a meeting, and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from qualepref.amelioration.enums import EtatAction, SourceAction
from qualepref.amelioration.models import Action
from qualepref.amelioration.operations.plan import create_action
from qualepref.amelioration.rules.plan_actions import ActionDonnee
from qualepref.comites.enums import EtatSuite, NatureSuite
from qualepref.comites.models import Membre, PointOrdreDuJour, Reunion, Suite
from qualepref.comites.queries.comites import jour_de
from qualepref.modeles.enums import AvisClu
from qualepref.modeles.models import Modele
from qualepref.modeles.operations.modeles import AvisAvantVersionError, set_avis
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


CLOS = (EtatSuite.DONNEE, EtatSuite.ECARTEE)


class SuiteRefuseeError(ValueError):
    """A follow-up that cannot be as wanted; `champ` is the part at fault."""

    champ = ""


class ReponseManquanteError(SuiteRefuseeError):
    """A follow-up said to be given or set aside, without a word."""

    champ = "reponse"

    def __init__(self) -> None:
        super().__init__(
            "Dites ce qui a été fait, ou pourquoi la proposition est écartée : le comité le lira."
        )


class ReunionPasEncoreTenueError(SuiteRefuseeError):
    """Nothing was said yet at a meeting to come."""

    champ = "texte"

    def __init__(self, jour: dt.date) -> None:
        super().__init__(f"La réunion est prévue le {jour:%d/%m/%Y} : rien n’y a encore été dit.")


class EcheanceAvantReunionError(SuiteRefuseeError):
    """Due before it was said."""

    champ = "echeance"

    def __init__(self, jour: dt.date) -> None:
        super().__init__(f"L’échéance précède la réunion du {jour:%d/%m/%Y}. Corrigez-la.")


class SuiteDateeHorsBornesError(SuiteRefuseeError):
    """Given before it was asked for, or after today."""

    champ = "donnee_le"

    def __init__(self, debut: dt.date, fin: dt.date) -> None:
        super().__init__(
            f"La suite est donnée entre la réunion ({debut:%d/%m/%Y}) et aujourd’hui "
            f"({fin:%d/%m/%Y}). Corrigez la date."
        )


class ElementAilleursError(SuiteRefuseeError):
    """A point, member, template or action that is not of this committee or its sites."""

    def __init__(self, champ: str) -> None:
        self.champ = champ
        super().__init__("Cet élément n’appartient ni à ce comité ni à ses sites.")


class AvisImpossibleError(SuiteRefuseeError):
    """An opinion that the template refuses, in its own words."""

    champ = "avis"


@dataclass(frozen=True, slots=True)
class SuiteDonnee:
    """A follow-up as wanted. avis: what is said of the template, None when nothing is."""

    nature: NatureSuite
    texte: str
    point: PointOrdreDuJour | None = None
    membre: Membre | None = None
    modele: Modele | None = None
    etat: EtatSuite = EtatSuite.A_DONNER
    reponse: str = ""
    echeance: dt.date | None = None
    donnee_le: dt.date | None = None
    action: Action | None = None
    avis: AvisClu | None = None


@transaction.atomic
def add_suite(reunion: Reunion, *, donnee: SuiteDonnee, par: str, le: dt.date) -> Suite:
    """Keep something said at a meeting, and return it; an opinion goes to its template (16.3).

    Raises:
        SuiteRefuseeError: one of its kinds; `champ` says what to change.
    """
    suite = Suite(reunion=reunion)
    _write(suite, donnee, par, le)
    _record(suite, "suite ajoutée", par, apres=_tell(suite))
    return suite


@transaction.atomic
def update_suite(suite: Suite, *, donnee: SuiteDonnee, par: str, le: dt.date) -> None:
    """Change what was said, or what came of it.

    Raises:
        SuiteRefuseeError: one of its kinds; `champ` says what to change.
    """
    avant = _tell(suite)
    _write(suite, donnee, par, le)
    _record(suite, "suite modifiée", par, avant=avant, apres=_tell(suite))


@transaction.atomic
def delete_suite(suite: Suite, *, par: str) -> None:
    """Delete a follow-up written by mistake; the action made of it stays in the plan."""
    _record(suite, "suite supprimée", par, avant=_tell(suite))
    suite.delete()


@transaction.atomic
def link_action(suite: Suite, *, action: Action, par: str) -> None:
    """Say which action of the plan answers: a follow-up not begun is then under way.

    Raises:
        ElementAilleursError: an action of a site that is not on the committee.
    """
    if not suite.reunion.comite.sites.filter(pk=action.site_id).exists():
        raise ElementAilleursError("action")
    suite.action = action
    if suite.etat == EtatSuite.A_DONNER:
        suite.etat = EtatSuite.EN_COURS
    suite.save(update_fields=["action", "etat"])
    _record(suite, "action liée", par, apres={"action": action.reference, "etat": suite.etat})


@transaction.atomic
def add_action(suite: Suite, *, site: Site, titre: str, par: str, le: dt.date) -> Action:
    """Write an action in the plan of a site of the committee, for this follow-up, and return it.

    Raises:
        ElementAilleursError: a site that is not on the committee.
        ActionRefuseeError: the plan refuses it.
    """
    if not suite.reunion.comite.sites.filter(pk=site.pk).exists():
        raise ElementAilleursError("site")
    action = create_action(
        site,
        donnee=ActionDonnee(
            titre=titre,
            etat=EtatAction.NON_FAIT,
            source=SourceAction.CLU,
            inscrite_le=le,
            echeance=suite.echeance if suite.echeance and suite.echeance >= le else None,
        ),
        par=par,
        le=le,
    )
    link_action(suite, action=action, par=par)
    return action


def _write(suite: Suite, donnee: SuiteDonnee, par: str, le: dt.date) -> None:
    _check(suite.reunion, donnee, le)
    for champ in ("nature", "texte", "point", "membre", "modele", "etat", "reponse", "action"):
        setattr(suite, champ, getattr(donnee, champ))
    suite.echeance = donnee.echeance
    suite.donnee_le = (donnee.donnee_le or le) if donnee.etat in CLOS else None
    suite.save()
    if donnee.modele and donnee.avis:
        _give_avis(suite, donnee, par, le)


def _give_avis(suite: Suite, donnee: SuiteDonnee, par: str, le: dt.date) -> None:
    try:
        set_avis(
            donnee.modele,
            avis=donnee.avis,
            texte=donnee.texte,
            le=le,
            rendu_le=jour_de(suite.reunion),
            par=par,
        )
    except AvisAvantVersionError as refus:
        raise AvisImpossibleError(str(refus)) from refus


def _check(reunion: Reunion, donnee: SuiteDonnee, le: dt.date) -> None:
    jour = jour_de(reunion)
    if jour > le:
        raise ReunionPasEncoreTenueError(jour)
    if donnee.etat in CLOS and not donnee.reponse.strip():
        raise ReponseManquanteError
    if donnee.echeance and donnee.echeance < jour:
        raise EcheanceAvantReunionError(jour)
    if donnee.etat in CLOS and donnee.donnee_le and not jour <= donnee.donnee_le <= le:
        raise SuiteDateeHorsBornesError(jour, le)
    if donnee.point and donnee.point.reunion_id != reunion.pk:
        raise ElementAilleursError("point")
    if donnee.membre and donnee.membre.comite_id != reunion.comite_id:
        raise ElementAilleursError("membre")
    sites = {site.pk for site in reunion.comite.sites.all()}
    for champ in ("modele", "action"):
        lie = getattr(donnee, champ)
        if lie and lie.site_id not in sites:
            raise ElementAilleursError(champ)


def _tell(suite: Suite) -> dict[str, Any]:
    """Return the states and dates: what was said may name people, and the trail outlives it."""
    return {
        "nature": suite.nature,
        "etat": suite.etat,
        "echeance": suite.echeance,
        "donnee_le": suite.donnee_le,
        "modele": suite.modele_id,
        "action": suite.action_id,
    }


def _record(suite: Suite, action: str, par: str, **valeurs: Any) -> None:
    reunion = suite.reunion
    record_evenement(
        par=par,
        action=action,
        objet=f"suite {suite.pk} de la réunion {reunion.pk}",
        site=reunion.comite.pilote_id,
        **valeurs,
    )
