"""Remarks: those one may read, found by their words, and the next one to read again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from qualepref.enquetes.enums import EtatVerbatim
from qualepref.enquetes.models import Campagne, Verbatim
from qualepref.enquetes.permissions import droits_of
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.noyau.questionnaires.modele import TypeQuestion
from qualepref.noyau.questionnaires.remarques import Remarques, load_remarques
from qualepref.noyau.tableurs.vocabulaire import strip_accents
from qualepref.organisation.models import Agent, Site


PAR_PAGE = 25
SANS_CATEGORIE, SANS_NOTE = "sans", "sans"


@dataclass(frozen=True, slots=True)
class Lecteur:
    """Sites whose remarks an agent reads once published, and those where they moderate them."""

    lus: tuple[Site, ...]
    moderes: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class CompteCategorie:
    """How many remarks somebody has put under a category; "" for those under none."""

    libelle: str
    n: int


@lru_cache(maxsize=1)
def get_remarques() -> Remarques:
    """Return the categories of remarks and what reads them."""
    return load_remarques(Path(settings.QUESTIONNAIRES))


def find_lecteur(campagne: Campagne, agent: Agent, *, le: dt.date) -> Lecteur:
    """Return the sites of a campaign where this agent reads remarks, and moderates them.

    Remarks do not leave their site: leading the campaign does not show those of the others.
    """
    droits = [(site, droits_of(agent, site, le=le)) for site in campagne.sites.order_by("code")]
    return Lecteur(
        tuple(site for site, d in droits if d.lit_verbatims),
        tuple(site for site, d in droits if d.gere),
    )


def select_verbatims(campagne: Campagne, lecteur: Lecteur):
    """Return the remarks an agent may see: all where they moderate, published ones elsewhere.

    Those whose words were erased before anybody read them hold nothing to show.
    """
    moderees = Q(site__in=lecteur.moderes) & (Q(texte__gt="") | Q(texte_publie__gt=""))
    publiees = Q(site__in=lecteur.lus, etat=EtatVerbatim.PUBLIABLE)
    return (
        Verbatim.objects.filter(moderees | publiees, campagne=campagne)
        .select_related("site")
        .order_by("-jour", "-pk")
    )


def filter_verbatims(verbatims, criteres: Mapping[str, Any]):
    """Return the remarks that meet the filters, words apart."""
    for champ in ("question", "etat", "site"):
        if criteres.get(champ):
            verbatims = verbatims.filter(**{champ: criteres[champ]})
    if categorie := criteres.get("categorie"):
        verbatims = verbatims.filter(categorie="" if categorie == SANS_CATEGORIE else categorie)
    if note := criteres.get("note"):
        verbatims = verbatims.filter(note=None if note == SANS_NOTE else int(note))
    return verbatims


def load_page(verbatims, numero: str, *, mots: str, lecteur: Lecteur) -> Page:
    """Return one page of the remarks that hold every word, the nearest page to such a number.

    Words are looked for in what the agent may read, accents and case aside.
    """
    cherches = strip_accents(mots).split()
    # Keys alone are sorted and skipped over: whole remarks would make a deep page slow.
    cles = (
        _search(verbatims, cherches, lecteur)
        if cherches
        else verbatims.values_list("pk", flat=True)
    )
    page = Paginator(cles, PAR_PAGE).get_page(numero)
    retenues = list(page.object_list)
    trouves = verbatims.in_bulk(retenues)
    page.object_list = [trouves[pk] for pk in retenues]
    return page


def count_a_relire(campagne: Campagne, lecteur: Lecteur) -> int:
    """Return how many remarks this agent has still to read."""
    return _a_relire(campagne, lecteur).count()


def find_a_relire(campagne: Campagne, lecteur: Lecteur, *, apres: int = 0) -> Verbatim | None:
    """Return the next remark to read, those passed over last; None when all are read."""
    reste = _a_relire(campagne, lecteur).order_by("pk")
    return reste.filter(pk__gt=apres).first() or reste.exclude(pk=apres).first()


def count_categories(campagne: Campagne, sites: Sequence[Site]) -> list[CompteCategorie]:
    """Return how many remarks stand under each category, those nobody has read yet left out."""
    comptes = (
        Verbatim.objects.filter(campagne=campagne, site__in=sites)
        .exclude(etat=EtatVerbatim.A_RELIRE)
        .order_by()
        .values_list("categorie")
        .annotate(n=Count("pk"))
    )
    noms = {c.code: c.libelle for c in get_remarques().categories} | {"": "Sans catégorie"}
    return sorted(
        (CompteCategorie(noms.get(code, code), n) for code, n in comptes),
        key=lambda c: (-c.n, c.libelle),
    )


def list_questions_libres(campagne: Campagne) -> list[tuple[str, str]]:
    """Return the code and the words of the questions that remarks answer."""
    questionnaire = get_questionnaire(campagne)
    connues = {
        q.code: str(q.libelle)
        for q in (questionnaire.iter_questions() if questionnaire else ())
        if q.type is TypeQuestion.TEXTE
    }
    presentes = (
        Verbatim.objects.filter(campagne=campagne)
        .order_by()
        .values_list("question", flat=True)
        .distinct()
    )
    autres = sorted(set(presentes) - set(connues))
    return [*connues.items(), *((code, code) for code in autres)]


def list_sites_a_effacer() -> list[Site]:
    """Return the sites that still hold remarks in the respondents' own words."""
    codes = Verbatim.objects.filter(texte__gt="").order_by().values("site").distinct()
    return list(Site.objects.filter(pk__in=codes))


def _a_relire(campagne: Campagne, lecteur: Lecteur):
    return Verbatim.objects.filter(
        campagne=campagne, site__in=lecteur.moderes, etat=EtatVerbatim.A_RELIRE, texte__gt=""
    )


def _search(verbatims, mots: list[str], lecteur: Lecteur) -> list[int]:
    """Return the remarks that hold every word, in the order of the list."""
    moderes = {site.pk for site in lecteur.moderes}
    lignes = verbatims.values_list("pk", "site_id", "texte", "texte_publie")
    trouves = []
    for pk, site, texte, publie in lignes.iterator():
        # Most remarks are published as they were written.
        ecrit = texte if site in moderes and texte != publie else ""
        lisible = strip_accents(f"{ecrit}\n{publie}")
        if all(mot in lisible for mot in mots):
            trouves.append(pk)
    return trouves
