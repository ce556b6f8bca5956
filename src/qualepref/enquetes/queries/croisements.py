"""Judged questions of a campaign told apart by who answered, where, when or how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualepref.enquetes.models import Campagne
from qualepref.enquetes.queries.formulaires import get_profils, get_questionnaire
from qualepref.enquetes.queries.marques import load_marques
from qualepref.enquetes.queries.resultats import find_bareme, list_modes, pool_by
from qualepref.enquetes.rules.croisements import (
    Croisement,
    Ecart,
    Modalite,
    build_croisements,
    find_ecarts,
)
from qualepref.enquetes.rules.resultats import Marques
from qualepref.noyau.calcul.periodes import format_mois
from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.organisation.models import Service, Site


# Axes that every campaign has: fields of a place, and how they are named.
AXES_DE_PLACE = {"service": "Service", "mois": "Mois", "mode": "Mode de recueil", "site": "Site"}
SANS_SERVICE = Modalite("0", "Sans service précisé")


class AxeInconnuError(LookupError):
    """The campaign cannot be crossed by that."""

    def __init__(self, axe: str, connus: Iterable[str]) -> None:
        super().__init__(
            f"Cette campagne ne se croise pas par « {axe} ». Croisements possibles : "
            f"{', '.join(connus)}."
        )


@dataclass(frozen=True, slots=True)
class Axe:
    """What results are crossed by; `code`: a field of a place, or a question of profile."""

    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Croisements:
    """Judged questions told apart along an axis, and the gaps that chance does not explain."""

    axe: Axe
    croisements: tuple[Croisement, ...]
    ecarts: tuple[Ecart, ...]

    @property
    def compares(self) -> bool:
        """Whether two rates of a question could be compared at all."""
        return any(sum(lu.lisible for _, lu in c.resultats) > 1 for c in self.croisements)


def list_axes(campagne: Campagne, *, site: Site | None = None) -> tuple[Axe, ...]:
    """Return what a campaign's results can be crossed by, from a site or from all of them."""
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        return ()
    profils = get_profils(campagne)
    seul = site is not None or campagne.places.count() == 1
    return (
        *(Axe(c, lib) for c, lib in AXES_DE_PLACE.items() if not (c == "site" and seul)),
        *(
            Axe(q.code, str(q.libelle))
            for q in questionnaire.iter_questions()
            if q.code in profils and q.code not in AXES_DE_PLACE
        ),
    )


def load_croisements(campagne: Campagne, *, axe: str, site: Site | None = None) -> Croisements:
    """Return the judged questions of a campaign told apart along an axis, on a site or on all.

    Raises:
        AxeInconnuError: the campaign cannot be crossed by that.
    """
    axes = {a.code: a for a in list_axes(campagne, site=site)}
    questionnaire = get_questionnaire(campagne)
    if axe not in axes or questionnaire is None:
        raise AxeInconnuError(axe, axes)
    questions = [q for q in questionnaire.iter_questions() if q.evaluee and q.code != axe]
    lues = load_marques(
        campagne,
        "mode" if axe == "site" else axe,
        site=site,
        questions=frozenset(q.code for q in questions),
    )
    marques = pool_by(lues, 0 if axe == "site" else 1, site)
    places = campagne.places.select_related("site") if axe == "site" else ()
    croisements = build_croisements(
        questions,
        marques,
        modalites=_list_modalites(campagne, questionnaire, axe, marques),
        bareme=find_bareme(campagne, site=site)[0],
        baremes={p.site_id: find_bareme(campagne, site=p.site)[0] for p in places},
    )
    return Croisements(axes[axe], croisements, find_ecarts(croisements))


def _list_modalites(
    campagne: Campagne, questionnaire: Questionnaire, axe: str, marques: Mapping[str, Marques]
) -> tuple[Modalite, ...]:
    """Return the modalities of an axis, in the order they are read."""
    if axe == "site":
        return tuple(
            Modalite(p.site_id, p.site.nom) for p in campagne.places.select_related("site")
        )
    if axe == "mode":
        return list_modes(marques)
    if axe == "mois":
        return tuple(Modalite(m, format_mois(int(m))) for m in sorted(marques))
    if axe == "service":
        cles = [int(cle) for cle in marques]
        services = Service.objects.filter(pk__in=cles).order_by("nom")
        sans = (SANS_SERVICE,) if SANS_SERVICE.code in marques else ()
        return (*(Modalite(str(s.pk), s.nom) for s in services), *sans)
    question = questionnaire.find_question(axe)
    return tuple(Modalite(o.code, str(o.libelle)) for o in question.options) if question else ()
