"""The registers of a site at a glance, and what is due in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from qualepref.noyau.calcul.periodes import mois_of
from qualepref.noyau.referentiel.modele import Registre
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.enums import Issue
from qualepref.suivi.models import Demande
from qualepref.suivi.queries.etats import end_of_semaine, select_etat


@dataclass(frozen=True, slots=True)
class Carte:
    """A register and its counts of demandes; `dans_perimetre`: one of its modules is retained.

    attentes: stopped by a waiting reply, the answer still due; none of them is in `ouvertes`.
    """

    registre: Registre
    recues_mois: int
    ouvertes: int
    semaine: int
    retard: int
    attentes: int
    dans_perimetre: bool


@dataclass(frozen=True, slots=True)
class ChargeService:
    """What a service has to answer; `service` None: demandes that name none."""

    service: int | None
    nom: str
    retard: int
    semaine: int
    attentes: int


@dataclass(frozen=True, slots=True)
class ARendre:
    """A demande with the deadline that presses; `objet_du_delai`: what must be done."""

    demande: Demande
    echeance: dt.date
    objet_du_delai: str


def load_cartes(site: Site, *, le: dt.date) -> list[Carte]:
    """Return every register of the référentiel with its counts, in four queries."""
    recues = dict(
        Demande.objects.filter(site=site, mois=mois_of(le))
        .order_by()
        .values_list(_cle("registre"))
        .annotate(n=Count("pk"))
    )
    comptes = _count_ouvertes(site, le, "registre")
    attentes = _count_attentes(site, le, "registre")
    modules = site.modules
    return [
        Carte(
            r,
            recues.get(r.code, 0),
            *comptes.get(r.code, (0, 0, 0)),
            attentes.get(r.code, 0),
            dans_perimetre=any(n.module in modules for n in r.natures),
        )
        for r in get_referentiel(site).registres
    ]


def load_charges(site: Site, *, le: dt.date) -> list[ChargeService]:
    """Return the load of each service that has something late, due this week or promised.

    Heaviest first.
    """
    noms = {None: "Sans service", **dict(site.services.values_list("pk", "nom"))}
    ouvertes = _count_ouvertes(site, le, "service")
    attentes = _count_attentes(site, le, "service")
    charges = []
    for service in ouvertes.keys() | attentes.keys():
        _, semaine, retard = ouvertes.get(service, (0, 0, 0))
        if retard or semaine or service in attentes:
            charges.append(
                ChargeService(service, noms[service], retard, semaine, attentes.get(service, 0))
            )
    return sorted(charges, key=lambda c: (-c.retard, -c.semaine, -c.attentes, c.nom))


def list_retards(site: Site, *, le: dt.date, limite: int, criteres: Q | None = None):
    """Return what is late, oldest deadline first, at most `limite`."""
    return _list_dues(site, limite, criteres, due__lt=le)


def list_semaine(site: Site, *, le: dt.date, limite: int, criteres: Q | None = None):
    """Return what is due from today to Sunday, nearest deadline first, at most `limite`."""
    return _list_dues(site, limite, criteres, due__range=(le, end_of_semaine(le)))


def list_attentes(
    site: Site, *, le: dt.date, limite: int, criteres: Q | None = None
) -> list[Demande]:
    """Return what a waiting reply stopped and nobody answered yet, oldest reply first."""
    attentes = Demande.objects.filter(criteres or Q(), select_etat("attente", le=le), site=site)
    return list(attentes.select_related("service", "boite").order_by("attente_le", "pk")[:limite])


def load_dernier_mois(site: Site) -> tuple[int, str] | None:
    """Return the latest month in which a demande was received, and its register; None without."""
    return site.demandes.order_by("-mois").values_list("mois", "registre").first()


def _list_dues(site: Site, limite: int, criteres: Q | None, **borne) -> list[ARendre]:
    dues = []
    for issue, champ, quoi in (
        ("issue", "echeance", "réponse"),
        ("tenue_issue", "tenue_echeance", "rendez-vous"),
    ):
        conditions = {issue: Issue.OUVERTE} | {
            cle.replace("due", champ): valeur for cle, valeur in borne.items()
        }
        trouvees = (
            Demande.objects.filter(criteres or Q(), site=site, **conditions)
            .select_related("service", "boite")
            .order_by(champ, "pk")[:limite]
        )
        dues += [ARendre(d, getattr(d, champ), quoi) for d in trouvees]
    return sorted(dues, key=lambda a: (a.echeance, a.demande.pk))[:limite]


def _cle(champ: str) -> Coalesce:
    """Return a field to group by, in a form that no index orders.

    Otherwise SQLite walks the whole register in that order rather than the few rows selected.
    """
    return Coalesce(champ, champ)


def _count_attentes(site: Site, le: dt.date, cle: str) -> dict:
    """Return key -> demandes stopped by a waiting reply whose answer is still due."""
    attentes = Demande.objects.filter(select_etat("attente", le=le), site=site)
    return dict(attentes.order_by().values_list(_cle(cle)).annotate(n=Count("pk")))


def _count_ouvertes(site: Site, le: dt.date, cle: str) -> dict:
    """Return key -> (open, due this week, late), both clocks added up."""
    totaux: dict = {}
    for issue, champ in (("issue", "echeance"), ("tenue_issue", "tenue_echeance")):
        lignes = (
            Demande.objects.filter(site=site, **{issue: Issue.OUVERTE})
            .order_by()
            .values_list(_cle(cle))
            .annotate(
                ouvertes=Count("pk"),
                semaine=Count("pk", filter=Q(**{f"{champ}__range": (le, end_of_semaine(le))})),
                retard=Count("pk", filter=Q(**{f"{champ}__lt": le})),
            )
        )
        for code, *nombres in lignes:
            connus = totaux.get(code, (0, 0, 0))
            totaux[code] = tuple(a + b for a, b in zip(connus, nombres, strict=True))
    return totaux
