"""Evaluation of an indicator: a ratio of two sums of cells under a filter, pooled over a period."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from qualepref.noyau.calcul.cellules import POSITION, Filtre
from qualepref.noyau.calcul.cube import ZERO, Cube
from qualepref.noyau.calcul.periodes import Periode, trimestre_of
from qualepref.noyau.calcul.releves import Etat, Releve, Source, Tracage
from qualepref.noyau.calcul.reponses import POSITION_REPONSES, ZERO_REPONSES
from qualepref.noyau.referentiel.modele import Formule, Indicateur, Terme
from qualepref.noyau.referentiel.vocabulaire import criteres_of


# Month -> the period it belongs to.
DECOUPES: dict[str, Callable[[int], int]] = {
    "mois": int,
    "trimestre": trimestre_of,
    "annee": lambda mois: mois // 100,
}


class FormuleCirculaireError(ValueError):
    """An indicator refers to itself through others."""

    def __init__(self, chemin: tuple[str, ...]) -> None:
        super().__init__(f"formule circulaire : {' → '.join(chemin)}")
        self.chemin = chemin


def expand_formule(
    indicateur: Indicateur, indicateurs: Mapping[str, Indicateur], chemin: tuple[str, ...] = ()
) -> Formule | None:
    """Return the formula with every reference to another indicator replaced by its terms.

    None when the indicator, or one it refers to, has no formula.

    Raises:
        FormuleCirculaireError: the references come back to where they started.
    """
    if indicateur.code in chemin:
        raise FormuleCirculaireError((*chemin, indicateur.code))
    if indicateur.formule is None:
        return None
    suite = (*chemin, indicateur.code)
    parties = []
    for termes in (indicateur.formule.numerateur, indicateur.formule.denominateur):
        sortie: list[Terme] = []
        for terme in termes:
            if terme.indicateur is None:
                sortie.append(terme)
                continue
            autre = expand_formule(indicateurs[terme.indicateur], indicateurs, suite)
            if autre is None:
                return None
            repris = autre.numerateur if terme.partie == "numerateur" else autre.denominateur
            sortie.extend(replace(t, signe=t.signe * terme.signe) for t in repris)
        parties.append(tuple(sortie))
    return Formule(*parties)


@dataclass(frozen=True, slots=True)
class _Couverture:
    """Where figures exist: months of every kind read, and (month, dimension) points of comptages."""

    mois: frozenset[int]
    points: frozenset[tuple[int, str]] | None


def compute_releve(
    indicateur: Indicateur,
    formule: Formule,
    cube: Cube,
    periode: Periode,
    *,
    site: str,
    le: dt.date,
    detail: tuple[str, str] | None = None,
) -> Releve:
    """Return the reading of an indicator over a period, as of `le`.

    `formule` is the indicator's, references expanded. `detail` narrows it to one code of a
    dimension, such as ("boite", "elections"). Comptages are summed only over the (month,
    dimension) points where every quantity of the formula is known, so that a missing month of one
    never biases the ratio; `couverte` says what remained.
    """
    if detail is not None:
        formule = narrow_formule(formule, detail)
    couverture = _cover(formule, cube, periode)
    numerateur = _sum(formule.numerateur, cube, couverture)
    denominateur = _sum(formule.denominateur, cube, couverture) if formule.denominateur else None
    etat = _tell_etat(formule, cube, periode, couverture, denominateur)
    if etat is Etat.VALEUR and numerateur is None:
        etat = Etat.NON_COLLECTE
    return Releve(
        indicateur=indicateur.code,
        version=indicateur.version,
        site=site,
        demandee=periode,
        couverte=Periode.enclosing(couverture.mois),
        etat=etat,
        source=Source.CALCULE,
        arrete_le=le,
        numerateur=numerateur if couverture.mois else None,
        denominateur=denominateur if couverture.mois else None,
        detail=detail,
        tracage=_tell_tracage(formule, cube, couverture.mois),
        empreinte=_digest(formule, cube, couverture),
    )


def narrow_formule(formule: Formule, detail: tuple[str, str]) -> Formule:
    """Return the formula restricted to one code of a dimension, where that key has a meaning."""
    cle, code = detail

    def narrow(terme: Terme) -> Terme:
        if cle not in criteres_of(terme):
            return terme
        return replace(terme, filtre=(*(f for f in terme.filtre if f[0] != cle), (cle, (code,))))

    return Formule(tuple(map(narrow, formule.numerateur)), tuple(map(narrow, formule.denominateur)))


def filtres_demandes(formule: Formule) -> list[Filtre]:
    """Return the distinct filters on demandes of a formula: what leads a figure to its rows."""
    termes = (*formule.numerateur, *formule.denominateur)
    return list(dict.fromkeys(t.filtre for t in termes if t.mesure is not None))


def filtres_reponses(formule: Formule) -> list[Filtre]:
    """Return the distinct filters on answers of a formula: what leads a figure to its surveys."""
    termes = (*formule.numerateur, *formule.denominateur)
    return list(dict.fromkeys(t.filtre for t in termes if t.reponses is not None))


def list_codes(formule: Formule, cube: Cube, dimension: str) -> set[str]:
    """Return the codes that a formula's facts have along a dimension, months apart."""
    codes: set[str] = set()
    for terme in (*formule.numerateur, *formule.denominateur):
        if dimension not in criteres_of(terme):
            continue
        if terme.mesure is not None:
            codes.update(cube.values_of(dimension, terme.filtre))
        elif terme.reponses is not None:
            codes.update(cube.values_of_reponses(dimension, terme.filtre))
        elif terme.grandeur is not None:
            codes.update(d for _, d in cube.quantities(terme.grandeur, terme.filtre))
    return codes - {""}


def _cover(formule: Formule, cube: Cube, periode: Periode) -> _Couverture:
    """Return the months that every kind of fact covers.

    Of demandes or answers, one filter is enough for a month; of comptages, all must be known.
    """
    mois: dict[str, set[int]] = {}
    points: frozenset[tuple[int, str]] | None = None
    for terme in (*formule.numerateur, *formule.denominateur):
        if terme.mesure is not None:
            ici = cube.sums(terme.filtre).par_mois.keys()
            mois.setdefault("demandes", set()).update(m for m in ici if m in periode)
        elif terme.reponses is not None:
            ici = cube.opinions(terme.filtre).par_mois.keys()
            mois.setdefault("reponses", set()).update(m for m in ici if m in periode)
        elif terme.grandeur is not None:
            connus = _points(terme, cube, periode)
            points = connus if points is None else points & connus
    if points is not None:
        mois["comptages"] = {m for m, _ in points}
    return _Couverture(frozenset(set.intersection(*mois.values()) if mois else ()), points)


def _points(terme: Terme, cube: Cube, periode: Periode) -> frozenset[tuple[int, str]]:
    """Return where a quantity is known; of a stock, the latest month of each dimension only."""
    connus = cube.quantities(terme.grandeur or "", terme.filtre)
    ici = {p for p in connus if p[0] in periode}
    if terme.grandeur in cube.stocks:
        derniers = {dimension: mois for mois, dimension in sorted(ici)}
        ici = {(mois, dimension) for dimension, mois in derniers.items()}
    return frozenset(ici)


def _sum(termes: Iterable[Terme], cube: Cube, couverture: _Couverture) -> Fraction | None:
    total = Fraction(0)
    for terme in termes:
        valeur = _term(terme, cube, couverture)
        if valeur is None:
            return None
        total += terme.signe * valeur
    return total


def _term(terme: Terme, cube: Cube, couverture: _Couverture) -> int | Fraction | None:
    mois = couverture.mois
    if terme.mesure is not None:
        rang = POSITION[terme.mesure]
        par_mois = cube.sums(terme.filtre).par_mois
        return sum(par_mois.get(m, ZERO)[rang] for m in mois)
    if terme.reponses is not None:
        rang = POSITION_REPONSES[terme.reponses]
        opinions = cube.opinions(terme.filtre).par_mois
        return sum((opinions.get(m, ZERO_REPONSES)[rang] for m in mois), Fraction(0))
    if terme.grandeur is not None:
        quantites = cube.quantities(terme.grandeur, terme.filtre)
        points = couverture.points or ()
        return sum(v for p, v in quantites.items() if p in points and p[0] in mois)
    periodes = _count_periodes(terme.par or terme.periodes or "mois", mois)
    if terme.territoire is None:
        return sum(periodes.values())
    total = 0
    for annee, nombre in periodes.items():
        habitants = cube.population(annee)
        if habitants is None:
            return None
        total += habitants * nombre
    return total


def _count_periodes(par: str, mois: Iterable[int]) -> dict[int, int]:
    """Return year -> number of distinct months, quarters or years covered, or of their days."""
    if par == "jour":
        jours: dict[int, int] = {}
        for m in mois:
            jours[m // 100] = jours.get(m // 100, 0) + Periode.un_mois(m).fin.day
        return jours
    distinctes = {(m // 100, DECOUPES[par](m)) for m in mois}
    compte: dict[int, int] = {}
    for annee, _ in distinctes:
        compte[annee] = compte.get(annee, 0) + 1
    return compte


def _tell_etat(
    formule: Formule,
    cube: Cube,
    periode: Periode,
    couverture: _Couverture,
    denominateur: Fraction | None,
) -> Etat:
    filtres = filtres_demandes(formule)
    if not couverture.mois:
        declares = bool(filtres) and all(cube.is_sans_objet(f, list(periode)) for f in filtres)
        return Etat.SANS_OBJET if declares else Etat.NON_COLLECTE
    if not formule.denominateur or denominateur:
        return Etat.VALEUR
    if denominateur is None:
        return Etat.NON_COLLECTE
    if not filtres:
        # Answered, and everybody said that the question did not concern them.
        ecartees = _count_reponses("repondues", formule, cube, couverture)
        return Etat.SANS_OBJET if ecartees else Etat.RIEN_RECU
    if not _count("recues", filtres, cube, couverture):
        return Etat.RIEN_RECU
    if _count("en_cours", filtres, cube, couverture) or _reads_tenue(formule):
        return Etat.PAS_ENCORE_DU
    return Etat.NON_CALCULABLE


def _count(mesure: str, filtres: list[Filtre], cube: Cube, couverture: _Couverture) -> int:
    rang = POSITION[mesure]
    return sum(cube.sums(f).par_mois.get(m, ZERO)[rang] for f in filtres for m in couverture.mois)


def _count_reponses(
    mesure: str, formule: Formule, cube: Cube, couverture: _Couverture
) -> int | Fraction:
    rang = POSITION_REPONSES[mesure]
    return sum(
        cube.opinions(f).par_mois.get(m, ZERO_REPONSES)[rang]
        for f in filtres_reponses(formule)
        for m in couverture.mois
    )


def _reads_tenue(formule: Formule) -> bool:
    """Tell whether a formula measures the appointment itself: its deadline starts later."""
    termes = (*formule.numerateur, *formule.denominateur)
    return any(t.mesure is not None and t.mesure.startswith("tenue_") for t in termes)


def _tell_tracage(formule: Formule, cube: Cube, mois: Iterable[int]) -> Tracage | None:
    mois = list(mois)
    vus = {
        t for f in filtres_demandes(formule) for m in mois for t in cube.sums(f).tracages.get(m, ())
    }
    if any(m in cube.opinions(f).par_mois for f in filtres_reponses(formule) for m in mois):
        vus.add(Tracage.ENQUETE)
    if not vus:
        return None
    return Tracage(vus.pop()) if len(vus) == 1 else Tracage.MIXTE


def _digest(formule: Formule, cube: Cube, couverture: _Couverture) -> str:
    digest = hashlib.sha256(repr(sorted(couverture.mois)).encode())
    for terme in (*formule.numerateur, *formule.denominateur):
        if terme.mesure is not None:
            digest.update(cube.sums(terme.filtre).empreinte.encode())
        elif terme.reponses is not None:
            digest.update(cube.opinions(terme.filtre).empreinte.encode())
        elif terme.grandeur is not None:
            digest.update(
                repr(sorted(cube.quantities(terme.grandeur, terme.filtre).items())).encode()
            )
    return digest.hexdigest()[:12]
