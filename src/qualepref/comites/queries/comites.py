"""Committees of a site, who sits on them, their meetings, and what is owed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from qualepref.comites.enums import Qualite, TypeComite
from qualepref.comites.models import Comite, Membre, Reunion, Suite
from qualepref.comites.queries.regles import get_regles
from qualepref.comites.rules.frequence import Frequence, compute_frequence
from qualepref.organisation.models import Site


@dataclass(frozen=True, slots=True)
class LigneComite:
    """A committee of a list. membres: (capacity, how many sit today), none left out."""

    comite: Comite
    membres: tuple[tuple[Qualite, int], ...]
    frequence: Frequence
    attendues: int
    en_retard: int

    @property
    def total(self) -> int:
        """How many sit today."""
        return sum(n for _, n in self.membres)


@dataclass(frozen=True, slots=True)
class PlaceOrdre:
    """A point of an agenda, and the overdue follow-ups it brings back."""

    point: object
    suites: tuple[Suite, ...]


def jour_de(reunion: Reunion) -> dt.date:
    """Return the civil day of a meeting at the site that convenes it."""
    return reunion.debut.astimezone(ZoneInfo(reunion.comite.pilote.fuseau)).date()


def list_comites(site: Site, *, le: dt.date) -> list[LigneComite]:
    """Return the committees a site sits on, by kind, in six queries whatever their number."""
    comites = (
        Comite.objects.filter(sites=site)
        .select_related("pilote")
        .prefetch_related("sites", "membres", "reunions")
    )
    suites = Suite.objects.filter(reunion__comite__sites=site)
    attendues = Counter(suites.attendues().values_list("reunion__comite", flat=True))
    en_retard = Counter(suites.en_retard(le).values_list("reunion__comite", flat=True))
    rangs = list(TypeComite)
    return [
        LigneComite(
            comite=comite,
            membres=count_membres(comite.membres.all(), le=le),
            frequence=build_frequence(comite, comite.reunions.all(), le=le),
            attendues=attendues[comite.pk],
            en_retard=en_retard[comite.pk],
        )
        for comite in sorted(comites, key=lambda c: (rangs.index(TypeComite(c.type)), c.nom))
    ]


def build_frequence(comite: Comite, reunions: Iterable[Reunion], *, le: dt.date) -> Frequence:
    """Return how often a committee met, against its rule."""
    fuseau = ZoneInfo(comite.pilote.fuseau)
    jours = [(reunion.tenue, reunion.debut.astimezone(fuseau).date()) for reunion in reunions]
    regles = get_regles()
    rythme = regles.rythme(comite.type, annee=le.year)
    avant = regles.rythme(comite.type, annee=le.year - 1)
    return compute_frequence(
        [jour for tenue, jour in jours if tenue],
        [jour for tenue, jour in jours if not tenue],
        attendues=rythme.reunions_par_annee if rythme else 0,
        attendues_avant=avant.reunions_par_annee if avant else 0,
        source=rythme.source if rythme else "",
        le=le,
    )


def count_membres(membres: Iterable[Membre], *, le: dt.date) -> tuple[tuple[Qualite, int], ...]:
    """Return how many sit on that day in each capacity, in the order of capacities."""
    compte = Counter(m.qualite for m in membres if siege(m, le=le))
    return tuple((qualite, compte[qualite]) for qualite in Qualite if compte[qualite])


def siege(membre: Membre, *, le: dt.date) -> bool:
    """Whether a member sits on that day; both bounds included."""
    parti = membre.jusqu_au is not None and membre.jusqu_au < le
    return not parti and (membre.depuis is None or membre.depuis <= le)


def list_membres(comite: Comite, *, le: dt.date) -> list[tuple[Qualite, list[Membre]]]:
    """Return who sits on that day, by capacity."""
    presents = [m for m in comite.membres.all() if siege(m, le=le)]
    groupes = ((q, [m for m in presents if m.qualite == q]) for q in Qualite)
    return [(qualite, membres) for qualite, membres in groupes if membres]


def list_anciens(comite: Comite, *, le: dt.date) -> list[Membre]:
    """Return those who left, or do not sit yet."""
    return [m for m in comite.membres.all() if not siege(m, le=le)]


def list_sieges(reunion: Reunion) -> list[Membre]:
    """Return who sat on the day of a meeting, and anybody else whose attendance was noted."""
    jour = jour_de(reunion)
    notes = set(reunion.presences.values_list("membre", flat=True))
    membres = [m for m in reunion.comite.membres.all() if m.pk in notes or siege(m, le=jour)]
    rangs = list(Qualite)
    return sorted(membres, key=lambda m: (rangs.index(Qualite(m.qualite)), m.organisation, m.pk))


def list_ordre_du_jour(reunion: Reunion) -> list[PlaceOrdre]:
    """Return the points of an agenda; the point of follow-ups brings those overdue that day."""
    owed = tuple(list_suites_reprises(reunion))
    return [
        PlaceOrdre(point, owed if point.genre == "suites" else ()) for point in reunion.points.all()
    ]


def list_suites_reprises(reunion: Reunion) -> QuerySet[Suite]:
    """Return what earlier meetings of the committee owe, past its date on the day of this one."""
    return (
        Suite.objects.filter(reunion__comite=reunion.comite, reunion__debut__lt=reunion.debut)
        .en_retard(jour_de(reunion))
        .select_related("reunion__comite__pilote", "membre")
        .order_by("echeance", "pk")
    )


def list_suites(
    site: Site,
    *,
    le: dt.date,
    comite: Comite | None = None,
    nature: str = "",
    etat: str = "",
    retard: str = "",
    texte: str = "",
) -> QuerySet[Suite]:
    """Return what was said at meetings of a site's committees, the latest meeting first."""
    suites = Suite.objects.filter(reunion__comite__sites=site)
    if comite is not None:
        suites = suites.filter(reunion__comite=comite)
    if nature:
        suites = suites.filter(nature=nature)
    if etat:
        suites = suites.filter(etat=etat)
    if retard:
        suites = suites.en_retard(le)
    if texte:
        suites = suites.filter(Q(texte__icontains=texte) | Q(reponse__icontains=texte))
    return suites.select_related(
        "reunion__comite__pilote", "membre", "modele", "action", "point"
    ).order_by("-reunion__debut", "pk")


def count_etats(suites: QuerySet[Suite]) -> dict[str, int]:
    """Return how many of these there are in each state, and in all under « total »."""
    compte = Counter(suites.order_by().values_list("etat", flat=True))
    return {**compte, "total": sum(compte.values())}


def list_sites_a_effacer() -> list[Site]:
    """Return the sites that lead a committee somebody left."""
    return list(Site.objects.filter(comites_pilotes__membres__jusqu_au__isnull=False).distinct())
