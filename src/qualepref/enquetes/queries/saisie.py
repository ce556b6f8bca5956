"""Sheets typed in, batch by batch: the next one, those to type again, what two readings say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from qualepref.enquetes.enums import MODES_PUBLICS, GenreEnquete, Mode, ProvenanceRetour
from qualepref.enquetes.models import Campagne, Retour, SecondeLecture, Verbatim
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.rules.fiches import (
    DeuxLectures,
    Ecart,
    ErreursSaisie,
    count_erreurs,
    draw_fiches,
    list_ecarts,
    read_fiche,
    sort_fiches,
    write_fiche,
)
from qualepref.noyau.questionnaires.saisie import SecondeSaisie, load_seconde_saisie
from qualepref.noyau.questionnaires.stockage import read_valeurs
from qualepref.organisation.models import Service, Site


@dataclass(frozen=True, slots=True)
class Lot:
    """Sheets typed under one number. `tirees`, `relues`: to type twice, and typed twice."""

    numero: int
    fiches: int
    premier: dt.date
    dernier: dt.date
    services: tuple[str, ...]
    par: tuple[str, ...]
    tirees: int
    relues: int


@dataclass(frozen=True, slots=True)
class FicheSuivante:
    """What the next sheet takes from the last one its typist entered."""

    lot: int
    numero: int
    mode: str
    jour: dt.date | None = None
    service: Service | None = None


@dataclass(frozen=True, slots=True)
class BilanSaisie:
    """What typing sheets twice has shown. `fiches`: sheets read twice."""

    fiches: int
    erreurs: tuple[ErreursSaisie, ...]
    ecarts: list[Ecart]


@lru_cache(maxsize=1)
def get_seconde_saisie() -> SecondeSaisie:
    """Return which share of a batch is typed twice."""
    return load_seconde_saisie(Path(settings.QUESTIONNAIRES))


def list_modes_saisis(campagne: Campagne) -> list[Mode]:
    """Return the modes of a campaign whose answers are typed by somebody of the site."""
    if campagne.genre == GenreEnquete.MYSTERE or campagne.formulaire_id is None:
        return []
    return [mode for mode in Mode if mode in campagne.modes and mode not in MODES_PUBLICS]


def select_fiches(campagne: Campagne, site: Site):
    """Return the sheets typed in for a campaign on a site."""
    return Retour.objects.filter(
        campagne=campagne, site=site, provenance=ProvenanceRetour.SAISIE
    ).exclude(fiche="")


def find_fiche(campagne: Campagne, site: Site, fiche: str) -> Retour | None:
    """Return a typed sheet, or None."""
    return select_fiches(campagne, site).select_related("service").filter(fiche=fiche).first()


def next_fiche(campagne: Campagne, site: Site, *, par: str) -> FicheSuivante:
    """Return the sheet that follows the last one this person typed, in a batch of their own."""
    derniere = (
        select_fiches(campagne, site)
        .filter(saisi_par=par)
        .select_related("service")
        .order_by("-pk")
        .first()
    )
    if derniere is None:
        modes = list_modes_saisis(campagne)
        return FicheSuivante(next_lot(campagne), 1, modes[0] if modes else "")
    lot = _lot_of(derniere.fiche)
    return FicheSuivante(
        lot, next_numero(campagne, lot), derniere.mode, derniere.jour, derniere.service
    )


def next_lot(campagne: Campagne) -> int:
    """Return the first number above those of every batch of the campaign, on every site."""
    return max(map(_lot_of, _list_noms(campagne)), default=0) + 1


def next_numero(campagne: Campagne, lot: int) -> int:
    """Return the first number above those of the sheets of a batch."""
    fiches = filter(None, map(read_fiche, _list_noms(campagne, lot)))
    return max((numero for _, numero in fiches), default=0) + 1


def list_lots(campagne: Campagne, site: Site) -> list[Lot]:
    """Return the batches typed on a site, the latest first."""
    lots: dict[int, list[tuple]] = {}
    for ligne in select_fiches(campagne, site).values_list(
        "fiche", "jour", "service__nom", "saisi_par"
    ):
        lots.setdefault(_lot_of(ligne[0]), []).append(ligne)
    relues = set(_secondes(campagne, site).values_list("fiche", flat=True))
    return [
        _build_lot(campagne, lot, lignes, relues)
        for lot, lignes in sorted(lots.items(), reverse=True)
    ]


def list_fiches(campagne: Campagne, site: Site, lot: int) -> list[Retour]:
    """Return the sheets of a batch, by number."""
    retours = {
        r.fiche: r
        for r in select_fiches(campagne, site)
        .select_related("service")
        .filter(fiche__startswith=f"{lot}-")
    }
    return [retours[fiche] for fiche in sort_fiches(retours)]


def list_a_retaper(campagne: Campagne, site: Site, lot: int, *, par: str) -> list[str]:
    """Return the sheets drawn from a batch that this person has still to type: never their own."""
    saisies = dict(
        select_fiches(campagne, site)
        .filter(fiche__startswith=f"{lot}-")
        .values_list("fiche", "saisi_par")
    )
    faites = set(_secondes(campagne, site).values_list("fiche", flat=True))
    return [f for f in _draw(campagne, saisies) if f not in faites and saisies[f] != par]


def load_bilan_saisie(campagne: Campagne, site: Site) -> BilanSaisie:
    """Return how often two readings of the same sheets differ, and where."""
    questionnaire = get_questionnaire(campagne)
    secondes = dict(_secondes(campagne, site).values_list("fiche", "valeurs"))
    premieres = dict(
        select_fiches(campagne, site).filter(fiche__in=secondes).values_list("fiche", "valeurs")
    )
    lectures = [DeuxLectures(f, premieres[f], secondes[f]) for f in sort_fiches(premieres)]
    if questionnaire is None:
        return BilanSaisie(0, (), [])
    return BilanSaisie(
        len(lectures),
        count_erreurs(questionnaire, lectures),
        list_ecarts(questionnaire, lectures),
    )


def load_reponses(retour: Retour) -> dict[str, object]:
    """Return the answers of a sheet in their own types, with the words of its free texts."""
    questionnaire = get_questionnaire(retour.campagne)
    lues: dict[str, object] = dict(read_valeurs(questionnaire, retour.valeurs))
    textes = Verbatim.objects.filter(retour=retour).exclude(texte="")
    return lues | dict(textes.values_list("question", "texte"))


def _build_lot(campagne: Campagne, lot: int, lignes: list[tuple], relues: set[str]) -> Lot:
    fiches, jours, services, personnes = zip(*lignes, strict=True)
    return Lot(
        lot,
        len(fiches),
        min(jours),
        max(jours),
        tuple(sorted({s for s in services if s})),
        tuple(sorted({p for p in personnes if p})),
        len(_draw(campagne, fiches)),
        len(relues & set(fiches)),
    )


def _draw(campagne: Campagne, fiches) -> tuple[str, ...]:
    taille = get_seconde_saisie().taille(len(fiches))
    graine = f"{campagne.pk}:{campagne.graine or 0}"
    return draw_fiches(fiches, graine=graine, taille=taille)


def _secondes(campagne: Campagne, site: Site):
    return SecondeLecture.objects.filter(campagne=campagne, site=site)


def _list_noms(campagne: Campagne, lot: int | None = None):
    debut = "" if lot is None else write_fiche(lot, 0).removesuffix("0")
    return Retour.objects.filter(
        campagne=campagne, provenance=ProvenanceRetour.SAISIE, fiche__startswith=debut
    ).values_list("fiche", flat=True)


def _lot_of(fiche: str) -> int:
    lue = read_fiche(fiche)
    return lue[0] if lue else 0
