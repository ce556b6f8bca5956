"""An indicator month after month: its control chart, its signals, what to expect of its target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from qualepref.indicateurs.models import EvenementSite
from qualepref.indicateurs.queries.evenements import find_evenements
from qualepref.indicateurs.queries.reglages import get_reglages
from qualepref.indicateurs.queries.tableau import (
    Contexte,
    load_indicateur,
    load_indicateurs,
    read_releve,
)
from qualepref.indicateurs.rules.evolution import build_points, list_mois_finis, tell_famille
from qualepref.noyau.calcul.assurance import Assurance, find_seuil, tell_assurance
from qualepref.noyau.calcul.cellules import POSITION
from qualepref.noyau.calcul.formules import filtres_demandes
from qualepref.noyau.calcul.periodes import Periode, mois_of
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.referentiel.modele import Cible, Indicateur
from qualepref.noyau.statistiques.cartes import Carte, Segment, build_carte
from qualepref.noyau.statistiques.signaux import Signal, find_signaux
from qualepref.organisation.models import Site


@dataclass(frozen=True, slots=True)
class Evolution:
    """The months of an indicator from its first known one, as of a day.

    releves: one per month, in order; `carte` has one point for each. courants: months whose
    deadlines still run, left out of the chart. rangs: rank of the month of each event. cible: of
    the last year. recents: signals that still bear on what comes next.
    """

    site: Site
    indicateur: Indicateur
    arrete_le: dt.date
    releves: tuple[Releve, ...]
    courants: frozenset[int]
    carte: Carte
    signaux: tuple[Signal, ...]
    recents: tuple[Signal, ...]
    cible: Cible | None
    seuil: Fraction | None
    assurance: Assurance
    evenements: tuple[EvenementSite, ...]

    @property
    def segment(self) -> Segment:
        """The stretch under way."""
        return self.carte.segments[-1]

    def rang_de(self, evenement: EvenementSite) -> int:
        """Return the rank of the month of an event."""
        mois = [r.demandee.premier for r in self.releves]
        return mois.index(mois_of(evenement.survenu_le))


def load_evolution(
    site: Site, code: str, *, premiere: int, derniere: int, le: dt.date
) -> tuple[Indicateur, Evolution | None]:
    """Return an indicator and its evolution over these years; None while no month is known.

    Raises:
        IndicateurInconnuError: not in the référentiel, or outside the site's perimeter.
    """
    periode = Periode(premiere * 100 + 1, Periode.annee(derniere).dernier)
    indicateur, contexte = load_indicateur(site, code, periode, le=le)
    mois = list_mois_finis(premiere, derniere, le=le)
    releves = _read_mois(indicateur, contexte, mois)
    return indicateur, _place(indicateur, contexte, releves, find_evenements(site, periode))


def load_evolutions(
    site: Site, *, premiere: int, derniere: int, le: dt.date
) -> dict[str, Evolution]:
    """Return code -> evolution of every indicator of the perimeter that has a known month.

    As publications show it: a month that too few answered is a gap. As many reads as for one.
    """
    periode = Periode(premiere * 100 + 1, Periode.annee(derniere).dernier)
    indicateurs, contexte = load_indicateurs(site, periode, le=le)
    mois = list_mois_finis(premiere, derniere, le=le)
    evenements = find_evenements(site, periode)
    evolutions = {}
    for i in indicateurs:
        releves = [r.publish() for r in _read_mois(i, contexte, mois)]
        evolution = _place(i, contexte, releves, evenements)
        if evolution is not None:
            evolutions[i.code] = evolution
    return evolutions


def aim(evolution: Evolution, cible: Cible | None) -> Evolution:
    """Return the same months set against another target, such as that of the year to come."""
    sens = evolution.indicateur.sens
    seuil = find_seuil(cible, sens)
    signale = len(evolution.recents)
    assurance = tell_assurance(evolution.segment.ordinaires, seuil, sens, signale=signale)
    return replace(evolution, cible=cible, seuil=seuil, assurance=assurance)


def _read_mois(indicateur: Indicateur, contexte: Contexte, mois: Iterable[int]) -> list[Releve]:
    return [read_releve(indicateur, contexte, Periode.un_mois(m)) for m in mois]


def _place(
    indicateur: Indicateur,
    contexte: Contexte,
    releves: Sequence[Releve],
    evenements: Iterable[EvenementSite],
) -> Evolution | None:
    """Return the evolution from the first month known; None without any."""
    connus = [rang for rang, r in enumerate(releves) if r.valeur is not None]
    if not connus:
        return None
    suivis = tuple(releves[connus[0] :])
    periode = Periode(suivis[0].demandee.premier, suivis[-1].demandee.premier)
    retenus = [
        e
        for e in evenements
        if e.indicateur in ("", indicateur.code) and mois_of(e.survenu_le) in periode
    ]
    return _build(indicateur, contexte, suivis, retenus)


def _build(
    indicateur: Indicateur,
    contexte: Contexte,
    releves: tuple[Releve, ...],
    evenements: Sequence[EvenementSite],
) -> Evolution:
    reglages = get_reglages()
    famille = tell_famille(indicateur, contexte.formules[indicateur.code], releves)
    courants = _find_courants(indicateur, contexte, releves)
    mois = [r.demandee.premier for r in releves]
    carte = build_carte(
        build_points(releves, famille, courants=courants),
        famille,
        bascules={mois.index(mois_of(e.survenu_le)) for e in evenements if e.recale},
        reglages=reglages,
    )
    signaux = find_signaux(carte, reglages=reglages)
    debut = max(carte.segments[-1].premier, len(mois) - reglages.recul.mois)
    evolution = Evolution(
        site=contexte.site,
        indicateur=indicateur,
        arrete_le=contexte.le,
        releves=releves,
        courants=frozenset(courants),
        carte=carte,
        signaux=signaux,
        recents=tuple(s for s in signaux if s.dernier >= debut),
        cible=None,
        seuil=None,
        assurance=Assurance.SANS_CIBLE,
        evenements=tuple(evenements),
    )
    return aim(evolution, contexte.cibles.get((indicateur.code, contexte.annee)))


def _find_courants(
    indicateur: Indicateur, contexte: Contexte, releves: Sequence[Releve]
) -> set[int]:
    """Return the months with demandes whose deadline still runs: late ones are not known yet."""
    formule = contexte.formules[indicateur.code]
    if formule is None:
        return set()
    rang = POSITION["en_cours"]
    sommes = [contexte.cube.sums(f).par_mois for f in filtres_demandes(formule)]
    mois = [r.demandee.premier for r in releves]
    return {m for m in mois if any(s[m][rang] for s in sommes if m in s)}
