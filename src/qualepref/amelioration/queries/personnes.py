"""Agents of the perimeter: found, listed, followed, and those far from training."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from qualepref.amelioration.models import Besoin, Personne, Presence
from qualepref.amelioration.queries.formations import presents_entre
from qualepref.amelioration.queries.reglages_formations import get_reglages
from qualepref.amelioration.rules.formations import is_eloigne
from qualepref.amelioration.rules.personnes import PersonneDonnee
from qualepref.noyau.agendas.plages import add_mois
from qualepref.organisation.models import Site


PARTIS = "partis"


class PersonneInconnueError(LookupError):
    """The site has no such agent in its perimeter."""

    def __init__(self) -> None:
        super().__init__("Cet agent n’est pas, ou n’est plus, dans le périmètre du site.")


@dataclass(frozen=True, slots=True)
class Eloignes:
    """Agents far from training on a day, out of those there.

    seuil: who attended nothing since that day, nor arrived since. Each bears `derniere`, the last
    day of the latest session attended, and `attentes`, how many needs nobody answered.
    """

    agents: tuple[Personne, ...]
    nombre_presents: int
    seuil: dt.date
    mois: int
    source: str


@dataclass(frozen=True, slots=True)
class Suivi:
    """What one agent attended, is enrolled in, and needs; hours known, of sessions attended."""

    suivies: list[Presence]
    absences: list[Presence]
    a_venir: list[Presence]
    attentes: list[Besoin]
    satisfaits: list[Besoin]
    heures: Any


class Annuaire:
    """The agents of a site, found by staff number, else by name."""

    def __init__(self, personnes: Iterable[Personne]) -> None:
        self._par_matricule: dict[str, Personne] = {}
        self._par_identite: dict[tuple[str, str], list[Personne]] = {}
        for personne in personnes:
            donnee = personne_donnee_of(personne)
            if personne.matricule:
                self._par_matricule[personne.matricule] = personne
            self._par_identite.setdefault(donnee.identite, []).append(personne)

    def find(self, donnee: PersonneDonnee) -> Personne | None:
        """Return who this is; None for somebody new, or when two people may be meant."""
        if donnee.matricule in self._par_matricule:
            return self._par_matricule[donnee.matricule]
        possibles = self._list_possibles(donnee)
        return possibles[0] if len(possibles) == 1 else None

    def is_ambigu(self, donnee: PersonneDonnee) -> bool:
        """Whether two people of the site may be meant."""
        if donnee.matricule in self._par_matricule:
            return False
        return len(self._list_possibles(donnee)) > 1

    def _list_possibles(self, donnee: PersonneDonnee) -> list[Personne]:
        """Return those of that name; two different staff numbers are two people."""
        memes = self._par_identite.get(donnee.identite, [])
        return [p for p in memes if not (p.matricule and donnee.matricule)]


def load_annuaire(site: Site) -> Annuaire:
    """Return the agents of a site, those gone included, for a file to be matched with."""
    return Annuaire(Personne.objects.filter(site=site).select_related("site", "service"))


def list_personnes(site: Site, criteres: Mapping[str, Any], *, le: dt.date) -> QuerySet[Personne]:
    """Return the agents of the perimeter that day, by name, with `derniere` and `attentes`.

    criteres: `q` (in the names, the function, the staff number), `service` (a primary key),
    `module`, `etat` (« partis » for those gone instead).
    """
    if criteres.get("etat") == PARTIS:
        personnes = Personne.objects.filter(site=site, partie_le__lt=le)
    else:
        personnes = Personne.objects.filter(site=site).exclude(partie_le__lt=le)
    if q := criteres.get("q"):
        for mot in q.split():
            personnes = personnes.filter(
                Q(nom__icontains=mot)
                | Q(prenom__icontains=mot)
                | Q(fonction__icontains=mot)
                | Q(matricule__icontains=mot)
            )
    if service := criteres.get("service"):
        personnes = personnes.filter(service=int(service))
    if module := criteres.get("module"):
        # A list of numbers in JSON, which no portable filter looks into; perimeters are small.
        cles = [p.pk for p in personnes if not p.modules or int(module) in p.modules]
        personnes = personnes.filter(pk__in=cles)
    return _annotate(personnes).select_related("service").order_by("nom", "prenom", "pk")


def find_personne(site: Site, pk: int) -> Personne:
    """Return an agent of the perimeter.

    Raises:
        PersonneInconnueError: none of that key.
    """
    personne = Personne.objects.filter(site=site, pk=pk).select_related("site", "service").first()
    if personne is None:
        raise PersonneInconnueError
    return personne


def load_eloignes(site: Site, *, le: dt.date) -> Eloignes:
    """Return the agents there that day who have attended nothing for too long."""
    reglage = get_reglages().eloignement
    seuil = add_mois(le, -reglage.mois)
    presents = list(_annotate(presents_entre(site, le, le)).select_related("service"))
    loin = [p for p in presents if is_eloigne(p.derniere, p.arrivee_le, seuil=seuil)]
    loin.sort(key=lambda p: (p.derniere or dt.date.min, p.nom, p.prenom))
    return Eloignes(tuple(loin), len(presents), seuil, reglage.mois, reglage.source)


def load_suivi(personne: Personne, *, le: dt.date) -> Suivi:
    """Return the trainings of one agent."""
    presences = list(
        personne.presences.select_related("seance__formation").order_by("-seance__debut_le")
    )
    besoins = list(personne.besoins.select_related("formation").order_by("exprime_le"))
    suivies = [p for p in presences if p.present]
    heures = [p.seance.heures for p in suivies if p.seance.heures is not None]
    return Suivi(
        suivies=suivies,
        absences=[p for p in presences if p.present is False],
        a_venir=[p for p in presences if p.present is None],
        attentes=[b for b in besoins if b.satisfait_le is None],
        satisfaits=[b for b in besoins if b.satisfait_le is not None],
        heures=sum(heures) if heures else None,
    )


def list_sites_d_agents_partis() -> list[Site]:
    """Return the sites that still hold the name of somebody gone."""
    codes = Personne.objects.filter(partie_le__isnull=False).order_by().values("site").distinct()
    return list(Site.objects.filter(pk__in=codes))


def personne_donnee_of(personne: Personne) -> PersonneDonnee:
    """Return what an agent of the base is."""
    return PersonneDonnee(
        nom=personne.nom,
        prenom=personne.prenom,
        matricule=personne.matricule,
        service=personne.service_id,
        fonction=personne.fonction,
        modules=tuple(personne.modules),
        arrivee_le=personne.arrivee_le,
        partie_le=personne.partie_le,
    )


def _annotate(personnes: QuerySet[Personne]) -> QuerySet[Personne]:
    return personnes.annotate(
        derniere=Max("presences__seance__fin_le", filter=Q(presences__present=True)),
        attentes=Count("besoins", filter=Q(besoins__satisfait_le__isnull=True), distinct=True),
    )
