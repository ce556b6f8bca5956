"""The dashboard of a site and year: every indicator of its perimeter, with all that judges it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from qualepref.indicateurs.models import ValeurPubliee
from qualepref.indicateurs.queries.cibles import load_cibles
from qualepref.indicateurs.queries.dispersions import Sondages
from qualepref.indicateurs.queries.faits import load_faits
from qualepref.indicateurs.queries.perimetre import load_libelles
from qualepref.indicateurs.queries.valeurs import declaree_of, load_connues
from qualepref.indicateurs.rules import (
    Declaree,
    MoyenneDesMois,
    build_releve_declare,
    compute_moyenne_des_mois,
)
from qualepref.indicateurs.rules.perimetre import is_stock
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.formules import (
    compute_releve,
    expand_formule,
    list_codes,
)
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Releve, Source
from qualepref.noyau.calcul.verdicts import Verdict, choose_decimales, judge
from qualepref.noyau.referentiel.modele import (
    Cible,
    Formule,
    Indicateur,
    Periodicite,
    Referentiel,
    Unite,
)
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel


@dataclass(frozen=True, slots=True)
class Publiee:
    """What a document printed, and why it differs from what we compute ("" when it does not)."""

    imprimee: str
    valeur: Fraction | None
    document: str
    explication: str


@dataclass(frozen=True, slots=True)
class LigneDetail:
    """The reading for one code of a dimension, with its label and what was published for it.

    `indicateur` may print more decimals than that of the line, for the same reason.
    `trimestres`: its quarterly readings, for an indicator followed by quarter; else none.
    """

    indicateur: Indicateur
    dimension: str
    code: str
    libelle: str
    releve: Releve
    verdict: Verdict
    publiee: Publiee | None
    trimestres: tuple[Releve, ...] = ()


@dataclass(frozen=True, slots=True)
class LigneTableau:
    """One indicator of the dashboard. `mois`, `trimestres`: its monthly and quarterly readings.

    `indicateur` may print more decimals than usual, so that no value looks like a target it misses.
    """

    indicateur: Indicateur
    releve: Releve
    mois: tuple[Releve, ...]
    details: tuple[LigneDetail, ...]
    cible: Cible | None
    cible_suivante: Cible | None
    verdict: Verdict
    moyenne_des_mois: MoyenneDesMois | None
    publiee: Publiee | None
    trimestres: tuple[Releve, ...] = ()


@dataclass(frozen=True, slots=True)
class Tableau:
    """The dashboard of a site over a year, as of a day."""

    site: Site
    referentiel: Referentiel
    annee: int
    arrete_le: dt.date
    lignes: tuple[LigneTableau, ...]

    def ligne(self, code: str) -> LigneTableau:
        """Return the line of that indicator.

        Raises:
            IndicateurInconnuError: not in the référentiel, or outside the site's perimeter.
        """
        for ligne in self.lignes:
            if ligne.indicateur.code == code:
                return ligne
        raise IndicateurInconnuError(code)


class IndicateurInconnuError(LookupError):
    """No indicator of that code in the perimeter of the site."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"L’indicateur « {code} » n’existe pas dans le périmètre de ce site. "
            "Les codes sont ceux du référentiel (I1, I2…) et ceux du site."
        )


@dataclass(frozen=True, slots=True)
class Contexte:
    """What readings are made from: the cells of a span of months, and what stands beside them.

    annee: the year of its last month, which targets and published figures are those of. sondages:
    the rows behind sampled delays; None where nothing is judged.
    """

    site: Site
    le: dt.date
    cube: Cube
    annee: int
    seuil: int
    formules: Mapping[str, Formule | None]
    declarees: Mapping[tuple[str, str, str], list[Declaree]]
    cibles: Mapping[tuple[str, int], Cible]
    publiees: Mapping[tuple[str, str, str], Publiee]
    libelles: Mapping[str, Mapping[str, str]]
    sondages: Sondages | None = None


def load_tableau(
    site: Site, annee: int, *, le: dt.date, codes: frozenset[str] | None = None
) -> Tableau:
    """Return the dashboard of a site and year as of `le`; `codes` limits it to some indicators."""
    retenus, contexte = load_indicateurs(site, Periode.annee(annee), le=le, codes=codes)
    lignes = tuple(_build_ligne(i, contexte) for i in retenus)
    return Tableau(site, get_referentiel(site), annee, le, lignes)


def load_indicateurs(
    site: Site, periode: Periode, *, le: dt.date, codes: frozenset[str] | None = None
) -> tuple[list[Indicateur], Contexte]:
    """Return the indicators of the perimeter, by domain, and what their readings are made from."""
    referentiel = get_referentiel(site)
    modules = site.modules
    par_code = {i.code: i for i in referentiel.indicateurs}
    formules = {c: expand_formule(i, par_code) for c, i in par_code.items()}
    retenus = [
        i
        for i in referentiel.indicateurs
        if (i.module is None or i.module in modules) and (codes is None or i.code in codes)
    ]
    contexte = load_contexte(site, referentiel, formules, retenus, periode, le)
    retenus.sort(key=lambda i: referentiel.domaines.index(i.domaine))
    return retenus, contexte


def load_releves(
    site: Site, code: str, periodes: Sequence[Periode], *, le: dt.date
) -> tuple[Indicateur, list[Releve]]:
    """Return an indicator and its pooled readings over any spans of months, in their order.

    Raises:
        IndicateurInconnuError: not in the référentiel, or outside the site's perimeter.
    """
    tout = Periode(min(p.premier for p in periodes), max(p.dernier for p in periodes))
    indicateur, contexte = load_indicateur(site, code, tout, le=le)
    return indicateur, [read_releve(indicateur, contexte, periode) for periode in periodes]


def load_indicateur(
    site: Site, code: str, periode: Periode, *, le: dt.date
) -> tuple[Indicateur, Contexte]:
    """Return an indicator and what its readings over a period are made from.

    Raises:
        IndicateurInconnuError: not in the référentiel, or outside the site's perimeter.
    """
    referentiel = get_referentiel(site)
    par_code = {i.code: i for i in referentiel.indicateurs}
    indicateur = par_code.get(code)
    if indicateur is None or indicateur.module not in (None, *site.modules):
        raise IndicateurInconnuError(code)
    formules = {code: expand_formule(indicateur, par_code)}
    return indicateur, load_contexte(site, referentiel, formules, [indicateur], periode, le)


def load_contexte(
    site: Site,
    referentiel: Referentiel,
    formules: Mapping[str, Formule | None],
    retenus: Sequence[Indicateur],
    periode: Periode,
    le: dt.date,
) -> Contexte:
    """Return what the readings of these indicators over a period are made from."""
    annee = periode.dernier // 100
    seuil = site.seuil_significatif or referentiel.seuil_significatif
    return Contexte(
        site=site,
        le=le,
        cube=load_faits(site, periode, formules=(formules[i.code] for i in retenus), le=le),
        annee=annee,
        seuil=seuil,
        sondages=Sondages(site, periode, seuil),
        formules=formules,
        declarees=load_declarees(site),
        cibles=load_cibles(site, referentiel),
        publiees=_load_publiees(site, annee),
        libelles=load_libelles(site, referentiel),
    )


def _build_ligne(indicateur: Indicateur, contexte: Contexte) -> LigneTableau:
    annee = Periode.annee(contexte.annee)
    releve = read_juge(indicateur, contexte, annee)
    mois = tuple(read_juge(indicateur, contexte, Periode.un_mois(m)) for m in annee)
    cible = contexte.cibles.get((indicateur.code, contexte.annee))
    decimales = choose_decimales(indicateur, releve.valeur, cible)
    return LigneTableau(
        indicateur=replace(indicateur, decimales=decimales),
        releve=releve,
        mois=mois,
        details=tuple(_build_details(indicateur, contexte, cible)),
        cible=cible,
        cible_suivante=contexte.cibles.get((indicateur.code, contexte.annee + 1)),
        verdict=judge(releve, cible, indicateur.sens),
        moyenne_des_mois=(
            compute_moyenne_des_mois(mois) if indicateur.unite is not Unite.NOMBRE else None
        ),
        publiee=contexte.publiees.get((indicateur.code, "", "")),
        trimestres=tuple(
            read_juge(indicateur, contexte, p) for p in Periode.trimestres(contexte.annee)
        ),
    )


def _build_details(indicateur: Indicateur, contexte: Contexte, cible: Cible | None):
    annee = Periode.annee(contexte.annee)
    formule = contexte.formules[indicateur.code]
    for dimension in indicateur.detail:
        if dimension == "mois":
            for m in annee:
                periode = Periode.un_mois(m)
                releve = read_juge(indicateur, contexte, periode)
                if releve.etat is Etat.NON_COLLECTE:
                    continue
                yield _detail(
                    indicateur, contexte, (dimension, str(m)), str(periode), releve, cible
                )
            continue
        for code in _codes_of(dimension, indicateur, formule, contexte):
            cle = (dimension, code)
            releve = read_juge(indicateur, contexte, annee, detail=cle)
            libelle = contexte.libelles.get(dimension, {}).get(code, code)
            yield replace(
                _detail(indicateur, contexte, cle, libelle, releve, cible),
                trimestres=tuple(_iter_trimestres(indicateur, contexte, cle)),
            )


def _iter_trimestres(indicateur: Indicateur, contexte: Contexte, detail: tuple[str, str]):
    if indicateur.periodicite is Periodicite.TRIMESTRE:
        for periode in Periode.trimestres(contexte.annee):
            yield read_juge(indicateur, contexte, periode, detail=detail)


def _detail(indicateur, contexte, cle, libelle, releve, cible) -> LigneDetail:
    decimales = choose_decimales(indicateur, releve.valeur, cible)
    return LigneDetail(
        indicateur=replace(indicateur, decimales=decimales),
        dimension=cle[0],
        code=cle[1],
        libelle=libelle,
        releve=releve,
        verdict=judge(releve, cible, indicateur.sens),
        publiee=contexte.publiees.get((indicateur.code, *cle)),
    )


def _codes_of(
    dimension: str, indicateur: Indicateur, formule: Formule | None, contexte: Contexte
) -> list[str]:
    declares = {c for i, d, c in contexte.declarees if i == indicateur.code and d == dimension}
    if formule is None:
        return sorted(declares)
    return sorted(list_codes(formule, contexte.cube, dimension) | declares)


def read_releve(
    indicateur: Indicateur,
    contexte: Contexte,
    periode: Periode,
    *,
    detail: tuple[str, str] | None = None,
) -> Releve:
    """Return the reading of an indicator, « non significatif » when too few users answered."""
    releve = _read_brut(indicateur, contexte, periode, detail=detail)
    return releve.apply_seuil(contexte.seuil) if indicateur.exige_seuil else releve


def read_juge(
    indicateur: Indicateur,
    contexte: Contexte,
    periode: Periode,
    *,
    detail: tuple[str, str] | None = None,
) -> Releve:
    """Return the reading with all it takes to hold it against a target."""
    releve = read_releve(indicateur, contexte, periode, detail=detail)
    if contexte.sondages is None:
        return releve
    return contexte.sondages.add_dispersion(releve, indicateur, contexte.formules[indicateur.code])


def _read_brut(
    indicateur: Indicateur,
    contexte: Contexte,
    periode: Periode,
    *,
    detail: tuple[str, str] | None = None,
) -> Releve:
    """Return the computed reading; where no row was collected, what was declared instead."""
    formule = contexte.formules[indicateur.code]
    calcule = None
    if formule is not None:
        calcule = compute_releve(
            indicateur, formule, contexte.cube, periode,
            site=contexte.site.pk, le=contexte.le, detail=detail,
        )  # fmt: skip
        if calcule.etat is not Etat.NON_COLLECTE:
            return calcule
    cle = (indicateur.code, *(detail or ("", "")))
    declare = build_releve_declare(
        indicateur, contexte.declarees.get(cle, []), periode,
        site=contexte.site.pk, le=contexte.le, detail=detail,
        stock=is_stock(formule, contexte.cube.stocks),
    )  # fmt: skip
    return declare or calcule or _non_collecte(indicateur, contexte, periode, detail)


def _non_collecte(indicateur, contexte, periode, detail) -> Releve:
    return Releve(
        indicateur=indicateur.code,
        version=indicateur.version,
        site=contexte.site.pk,
        demandee=periode,
        couverte=None,
        etat=Etat.NON_COLLECTE,
        source=Source.CALCULE,
        arrete_le=contexte.le,
        detail=detail,
    )


def load_declarees(site: Site) -> dict[tuple[str, str, str], list[Declaree]]:
    """Return (indicator, dimension, code) -> what was declared for it, all years."""
    declarees = defaultdict(list)
    for v in load_connues(site):
        declarees[(v.indicateur, v.dimension, v.code_detail)].append(declaree_of(v))
    return declarees


def _load_publiees(site: Site, annee: int) -> dict[tuple[str, str, str], Publiee]:
    return {
        (p.indicateur, p.dimension, p.code_detail): Publiee(
            imprimee=p.imprimee,
            valeur=None if p.valeur is None else Fraction(p.valeur),
            document=p.document,
            explication=p.explication,
        )
        for p in ValeurPubliee.objects.filter(site=site, annee=annee)
    }
