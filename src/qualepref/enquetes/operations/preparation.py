"""A campaign as somebody prepares it, and everything that can be wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from qualepref.enquetes.enums import MODES_PUBLICS, GenreEnquete, Mode, Presentation, Theme
from qualepref.enquetes.models import Campagne
from qualepref.enquetes.queries.formulaires import name_langue
from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.organisation.models import Service, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class LieuDonne:
    """A site where the campaign is to run. attendus, service: None when not said."""

    site: Site
    attendus: int | None = None
    service: Service | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampagneDonnee:
    """A campaign as it is wanted; days are civil days, bounds included.

    questionnaire: None for past results that come without answers. fermee_le: None until somebody
    closes it. modes: how answers are gathered; none for a mystery survey, which its callers fill
    in. langues: none for the questionnaire's first. cible, cibles: percentage of satisfied aimed
    at, for all questions and for some, by code. seuil: answers under which no rate is judged.
    """

    titre: str
    theme: Theme
    ouverte_le: dt.date
    lieux: tuple[LieuDonne, ...]
    fermee_le: dt.date | None = None
    questionnaire: Questionnaire | None = None
    genre: GenreEnquete = GenreEnquete.SATISFACTION
    modes: tuple[str, ...] = ()
    langues: tuple[str, ...] = ()
    presentation: Presentation = Presentation.PAR_GROUPE
    cible: Decimal | None = None
    cibles: Mapping[str, Decimal] = field(default_factory=dict)
    seuil: int | None = None
    methode: str = ""
    precedente: Campagne | None = None


class CampagneRefuseeError(ValueError):
    """A campaign that cannot be as wanted; `champ` is the part at fault."""

    champ = ""


class DatesInverseesError(CampagneRefuseeError):
    """The last day comes before the first."""

    champ = "fermee_le"

    def __init__(self, ouverte_le: dt.date, fermee_le: dt.date) -> None:
        super().__init__(
            f"Le dernier jour ({fermee_le:%d/%m/%Y}) précède le premier ({ouverte_le:%d/%m/%Y})."
        )


class FinManquanteError(CampagneRefuseeError):
    """Past results without an end."""

    champ = "fermee_le"

    def __init__(self) -> None:
        super().__init__("Une enquête passée a un dernier jour : donnez-le.")


class ModeSansQuestionnaireError(CampagneRefuseeError):
    """Ways to answer, and nothing to answer to."""

    champ = "modes"

    def __init__(self) -> None:
        super().__init__(
            "Sans questionnaire, personne ne répond : choisissez un questionnaire, ou décochez les "
            "modes de recueil."
        )


class ModeManquantError(CampagneRefuseeError):
    """A questionnaire, and no way to answer."""

    champ = "modes"

    def __init__(self) -> None:
        super().__init__("Choisissez au moins une manière de recueillir les réponses.")


class ModeMystereError(CampagneRefuseeError):
    """A mystery survey opened to the public."""

    champ = "modes"

    def __init__(self) -> None:
        super().__init__(
            "Une enquête mystère est remplie par ses enquêteurs : elle n’a pas d’autre mode de "
            "recueil. Décochez-les."
        )


class LangueInconnueError(CampagneRefuseeError):
    """A language the questionnaire was not written in."""

    champ = "langues"

    def __init__(self, questionnaire: Questionnaire, inconnue: str) -> None:
        super().__init__(
            f"« {questionnaire.titre} » n’existe pas en « {name_langue(inconnue)} ». Langues de "
            f"ce questionnaire : {', '.join(map(name_langue, questionnaire.langues))}."
        )


class SiteEnDoubleError(CampagneRefuseeError):
    """The same site twice."""

    champ = "lieux"

    def __init__(self, site: Site) -> None:
        super().__init__(f"« {site} » figure deux fois dans les sites de la campagne.")


class PiloteAbsentError(CampagneRefuseeError):
    """A campaign that does not run where it is led from."""

    champ = "lieux"

    def __init__(self, pilote: Site) -> None:
        super().__init__(f"« {pilote} » pilote la campagne : elle s’y déroule aussi.")


class ServiceAilleursError(CampagneRefuseeError):
    """A service of another site."""

    champ = "lieux"

    def __init__(self, service: Service, site: Site) -> None:
        super().__init__(f"« {service} » n’est pas un service de « {site} ».")


class PrecedenteImpossibleError(CampagneRefuseeError):
    """A previous campaign that does not compare."""

    champ = "precedente"

    def __init__(self, precedente: Campagne, motif: str) -> None:
        super().__init__(f"« {precedente} » ne peut pas servir de comparaison : {motif}.")


class CibleImpossibleError(CampagneRefuseeError):
    """A target for a question without rate of satisfaction."""

    champ = "cibles"

    def __init__(self, question: str) -> None:
        super().__init__(
            f"« {question} » n’est pas une question évaluée de ce questionnaire : elle n’a pas de "
            "taux de satisfaction, donc pas de cible."
        )


def check_donnee(donnee: CampagneDonnee, *, pilote: Site, campagne: Campagne | None = None) -> None:
    """Refuse what cannot be; campagne: the one it would change, None for a new one.

    Raises:
        CampagneRefuseeError: one of its kinds, the first met.
    """
    _check_dates(donnee)
    _check_modes(donnee)
    _check_lieux(donnee, pilote)
    _check_questions(donnee)
    if donnee.precedente is not None:
        _check_precedente(donnee, donnee.precedente, campagne)


def _check_dates(donnee: CampagneDonnee) -> None:
    if donnee.fermee_le is None:
        if donnee.questionnaire is None:
            raise FinManquanteError
    elif donnee.fermee_le < donnee.ouverte_le:
        raise DatesInverseesError(donnee.ouverte_le, donnee.fermee_le)


def _check_modes(donnee: CampagneDonnee) -> None:
    if donnee.questionnaire is None:
        if donnee.modes:
            raise ModeSansQuestionnaireError
    elif donnee.questionnaire.genre == GenreEnquete.MYSTERE:
        if set(donnee.modes) & {*MODES_PUBLICS, Mode.PAPIER}:
            raise ModeMystereError
    elif not donnee.modes:
        raise ModeManquantError


def _check_lieux(donnee: CampagneDonnee, pilote: Site) -> None:
    vus: set[str] = set()
    for lieu in donnee.lieux:
        if lieu.site.pk in vus:
            raise SiteEnDoubleError(lieu.site)
        vus.add(lieu.site.pk)
        if lieu.service is not None and lieu.service.site_id != lieu.site.pk:
            raise ServiceAilleursError(lieu.service, lieu.site)
    if pilote.pk not in vus:
        raise PiloteAbsentError(pilote)


def _check_questions(donnee: CampagneDonnee) -> None:
    """Check what names a part of the questionnaire: languages and targets."""
    questionnaire = donnee.questionnaire
    if questionnaire is not None:
        for langue in donnee.langues:
            if langue not in questionnaire.langues:
                raise LangueInconnueError(questionnaire, langue)
    for code in donnee.cibles:
        question = questionnaire.find_question(code) if questionnaire else None
        if question is None or not question.evaluee:
            raise CibleImpossibleError(code)


def _check_precedente(
    donnee: CampagneDonnee, precedente: Campagne, campagne: Campagne | None
) -> None:
    if campagne is not None and precedente.pk == campagne.pk:
        raise PrecedenteImpossibleError(precedente, "c’est la campagne elle-même")
    if precedente.ouverte_le >= donnee.ouverte_le:
        raise PrecedenteImpossibleError(precedente, "elle ne commence pas avant celle-ci")
    avant, apres = precedente.formulaire, donnee.questionnaire
    if avant and apres and avant.code != apres.code:
        raise PrecedenteImpossibleError(precedente, "elle posait un autre questionnaire")
    if precedente.theme != donnee.theme and not (avant and apres):
        raise PrecedenteImpossibleError(precedente, "elle portait sur un autre thème")
