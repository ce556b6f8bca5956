"""Campaigns for the pages: where each stands, what came back, which questionnaires to choose from."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from qualepref.enquetes.enums import EtatCampagne, GenreEnquete
from qualepref.enquetes.models import Campagne, CampagneSite, Collecteur, Formulaire, Retour
from qualepref.enquetes.queries.formulaires import (
    list_langues_de,
    list_questionnaires,
    load_formulaire,
)
from qualepref.noyau.questionnaires.modele import Langue, Questionnaire
from qualepref.organisation.models import Site


# What runs, then what is to come, then what is being written, then the past.
ORDRE = (
    EtatCampagne.OUVERTE,
    EtatCampagne.PREVUE,
    EtatCampagne.PREPARATION,
    EtatCampagne.CLOSE,
)


class QuestionnaireAbsentError(LookupError):
    """No questionnaire of that digest for the site."""

    def __init__(self) -> None:
        super().__init__("Ce questionnaire n’existe pas, ou n’est pas celui de ce site.")


@dataclass(frozen=True, slots=True)
class LigneCampagne:
    """A campaign in the list of a site; `retours`, `attendus`: those of that site."""

    campagne: Campagne
    etat: EtatCampagne
    retours: int
    attendus: int | None
    autres_sites: int


@dataclass(frozen=True, slots=True)
class PlaceCampagne:
    """A site of a campaign: what came back, what was hoped for, its public addresses."""

    place: CampagneSite
    retours: int
    collecteurs: tuple[Collecteur, ...]


@dataclass(frozen=True, slots=True)
class ChoixQuestionnaire:
    """A questionnaire that a site may use. formulaire: what the site wrote, None for the product's."""

    questionnaire: Questionnaire
    formulaire: Formulaire | None = None

    @property
    def evaluees(self) -> int:
        """How many of its questions give a rate of satisfaction."""
        return count_evaluees(self.questionnaire)

    @property
    def langues(self) -> list[Langue]:
        """The languages it was written in."""
        return list_langues_de(self.questionnaire)


def list_campagnes(site: Site, *, genre: GenreEnquete, le: dt.date) -> list[LigneCampagne]:
    """Return the campaigns of a kind run on a site, those that run first, the past last."""
    places = CampagneSite.objects.filter(site=site, campagne__genre=genre)
    attendus = dict(places.values_list("campagne", "attendus"))
    campagnes = (
        Campagne.objects.filter(pk__in=attendus)
        .select_related("pilote", "formulaire")
        .annotate(nombre_sites=Count("places"))
    )
    retours = count_par_campagne(attendus, site)
    lignes = [
        LigneCampagne(c, c.etat(le), retours[c.pk], attendus[c.pk], c.nombre_sites - 1)
        for c in campagnes
    ]
    return sorted(lignes, key=lambda ligne: ORDRE.index(ligne.etat))


def count_par_campagne(campagnes: Iterable[int], site: Site) -> Counter[int]:
    """Return how many forms that count each campaign has on a site."""
    return _count(Q(campagne__in=list(campagnes), site=site), "campagne")


def load_places(campagne: Campagne) -> list[PlaceCampagne]:
    """Return the sites of a campaign, with their returns and addresses."""
    retours = _count(Q(campagne=campagne), "site")
    collecteurs = list(campagne.collecteurs.select_related("site", "service"))
    return [
        PlaceCampagne(
            place,
            retours[place.site_id],
            tuple(c for c in collecteurs if c.site_id == place.site_id),
        )
        for place in campagne.places.select_related("site", "service")
    ]


def list_precedentes(site: Site, *, avant: dt.date | None = None) -> list[Campagne]:
    """Return the campaigns run on a site that a new one may be compared with, latest first."""
    campagnes = Campagne.objects.de(site).filter(validee_le__isnull=False)
    if avant is not None:
        campagnes = campagnes.filter(ouverte_le__lt=avant)
    return list(campagnes.select_related("formulaire"))


def list_choix(site: Site) -> list[ChoixQuestionnaire]:
    """Return the questionnaires a site may use: those it wrote, latest first, then the product's."""
    deposes = {f.code: f for f in site.formulaires.order_by("code", "version")}
    choix = [ChoixQuestionnaire(load_formulaire(f.pk)[0], f) for f in deposes.values()]
    return [*choix, *map(ChoixQuestionnaire, list_questionnaires())]


def find_choix(site: Site, empreinte: str) -> ChoixQuestionnaire:
    """Return the questionnaire of that digest among those of the product and of the site.

    Raises:
        QuestionnaireAbsentError: there is none.
    """
    for questionnaire in list_questionnaires():
        if questionnaire.empreinte == empreinte:
            return ChoixQuestionnaire(questionnaire)
    formulaire = site.formulaires.filter(pk=empreinte).first()
    if formulaire is None:
        raise QuestionnaireAbsentError
    return ChoixQuestionnaire(load_formulaire(formulaire.pk)[0], formulaire)


def list_versions(site: Site) -> list[Formulaire]:
    """Return every version of the questionnaires a site wrote, the latest of each first."""
    return list(site.formulaires.order_by("code", "-version"))


def count_evaluees(questionnaire: Questionnaire | None) -> int:
    """Return how many questions give a rate of satisfaction."""
    return sum(q.evaluee for q in questionnaire.iter_questions()) if questionnaire else 0


def _count(condition: Q, par: str) -> Counter:
    """Return how many forms count, by a field of theirs.

    All of them, from an index alone, less those that do not count: these are in no cell, and few.
    """
    retours = Retour.objects.filter(condition).order_by()
    ecartes = retours.filter(Q(suspect=True) | Q(complet=False), compte=False)
    comptes = Counter(dict(retours.values_list(par).annotate(n=Count("pk"))))
    comptes.subtract(dict(ecartes.values_list(par).annotate(n=Count("pk"))))
    return comptes
