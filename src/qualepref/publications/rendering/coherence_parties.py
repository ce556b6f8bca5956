"""The parts of a snapshot beside its indicators' own figures, as figures to be checked.

Details by mailbox or service, tables printed with their totals, the plan's counts, each survey's
answers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.noyau.coherence.libelles import is_total
from qualepref.noyau.coherence.modele import Chiffre, Tableau
from qualepref.noyau.coherence.rapprochements import HORS_TOTAL
from qualepref.noyau.coherence.valeurs import Lu, parse_imprime
from qualepref.noyau.referentiel.modele import Unite
from qualepref.noyau.tableurs.vocabulaire import strip_accents
from qualepref.publications.rendering.bilan_donnees import Bilan, Section, TableauDetail
from qualepref.publications.rendering.enquetes_donnees import CampagneBilan
from qualepref.publications.rendering.figes import IndicateurFige, ReleveFige


PROPORTIONS = (Unite.POURCENT, Unite.POUR_MILLE)
# The plan's states, as its data name them, and the tables that count them.
COLONNES_PLAN = {
    "fait": "Fait", "en_cours": "En cours", "non_fait": "Non fait", "abandonne": "Abandonné",
    "total": "Total",
}  # fmt: skip
TABLES_PLAN = {"axes": "par axe", "sources": "par source", "services": "par service"}
ENSEMBLE = "Ensemble"
# A person trained twice counts once in all: the total is no sum of the lines.
UNE_FOIS = {"Agents formés": "Agents formés, chacun une fois"}


@dataclass(frozen=True, slots=True)
class Partie:
    """Figures that are checked together, apart from all others.

    indicateur: its code, or "". entiere: every rule counts, not only what arithmetic proves.
    """

    indicateur: str
    sujet: str
    chiffres: tuple[Chiffre, ...] = ()
    tableaux: tuple[Tableau, ...] = ()
    entiere: bool = False


def iter_details(indicateur: IndicateurFige) -> Iterator[Partie]:
    """Yield the codes of each dimension: rates by themselves, counts within those of the whole."""
    dimensions = defaultdict(list)
    for detail in indicateur.details:
        if detail.dimension != "mois":
            dimensions[detail.dimension].append(detail)
    for details in dimensions.values():
        taux = [
            _build_taux(indicateur, f"{d.libelle}{place}", releve)
            for d in details
            for place, releve in _iter_places(d.releve, d.trimestres)
            if indicateur.unite in PROPORTIONS and releve.numerateur is not None
        ]
        parts = [
            chiffre
            for rang, (place, tout) in enumerate(
                _iter_places(indicateur.annee, indicateur.trimestres)
            )
            for chiffre in _iter_comptes(
                place, tout,
                [(d.libelle, [d.releve, *d.trimestres][rang]) for d in details
                 if rang <= len(d.trimestres)],
            )
        ]  # fmt: skip
        yield Partie(indicateur.code, indicateur.libelle, (*taux, *parts))


def _iter_places(
    annee: ReleveFige, trimestres: tuple[ReleveFige, ...]
) -> Iterator[tuple[str, ReleveFige]]:
    yield "", annee
    for rang, releve in enumerate(trimestres, start=1):
        yield f" – trimestre {rang}", releve


def _build_taux(indicateur: IndicateurFige, place: str, releve: ReleveFige) -> Chiffre:
    return Chiffre(
        id=f"{indicateur.code}, {place}",
        label=place,
        imprime=releve.imprime,
        lu=parse_imprime(releve.imprime),
        unite=indicateur.unite.value,
        section=f"{indicateur.libelle} – {place}",
        numerateur=releve.numerateur,
        denominateur=releve.denominateur,
    )


def _iter_comptes(
    place: str, tout: ReleveFige, parts: list[tuple[str, ReleveFige]]
) -> Iterator[Chiffre]:
    """Yield each count of the whole, then « dont » those of its codes, read from the same place.

    A row without a code is in the whole alone, so that the codes make at most the whole. A count
    that every code shares is no part of it.
    """
    for nom, compte, comptes in (
        ("Numérateur", tout.numerateur, [(n, r.numerateur) for n, r in parts]),
        ("Dénominateur", tout.denominateur, [(n, r.denominateur) for n, r in parts]),
    ):
        connus = [(n, c) for n, c in comptes if c is not None]
        memes = {(r.source, r.debut >= tout.debut, r.fin <= tout.fin) for _, r in parts}
        comparables = memes == {(tout.source, True, True)}
        partages = len(connus) > 1 and all(c == compte for _, c in connus)
        if compte is None or not connus or not comparables or partages:
            continue
        section = f"{nom}{place}"
        yield _count(f"{nom}{place}", nom, compte, section)
        for libelle, valeur in connus:
            yield _count(f"{nom}{place} – {libelle}", f"dont {libelle}", valeur, section)


def _count(ident: str, label: str, compte: Fraction, section: str) -> Chiffre:
    return Chiffre(
        id=ident, label=label, imprime=format_nombre(compte, 0), lu=Lu(compte), unite="nombre",
        section=section,
    )  # fmt: skip


def iter_imprimes(bilan: Bilan) -> Iterator[Partie]:
    """Yield the tables that the report prints with a total: plan, trainings, audits."""
    for section in bilan.sections:
        tableaux = tuple(_build_tableau(section, t) for t in section.tableaux if t.total)
        if tableaux:
            yield Partie("", section.titre, tableaux=tableaux)


def _build_tableau(section: Section, tableau: TableauDetail) -> Tableau:
    entetes = tuple(UNE_FOIS.get(e, e) for e in tableau.entetes)
    *noms, dernier = [ligne[0] for ligne in tableau.lignes]
    lignes = [*_name_lignes(noms), dernier]
    return Tableau(
        tableau.legende or section.titre, tableau.legende, entetes,
        tuple((nom, *cellules) for nom, (_, *cellules) in zip(lignes, tableau.lignes, strict=True)),
    )  # fmt: skip


def _name_lignes(noms: list[str]) -> list[str]:
    """Return the names of rows that a total follows, none taken for a total nor for another row.

    People choose them: a training may be called « Ensemble, mieux accueillir ».
    """
    fois = Counter(noms)
    return [
        f"ligne {rang}, {nom.replace(' – ', ', ')}"
        if fois[nom] > 1
        or is_total(nom)
        or " – " in nom
        or strip_accents(nom).startswith(HORS_TOTAL)
        else nom
        for rang, nom in enumerate(noms, start=1)
    ]


def iter_plan(plan: Mapping[str, Any] | None) -> Iterator[Partie]:
    """Yield the counts of the plan's data, by axis, source and service, with their total."""
    if plan is None:
        return
    for cle, titre in TABLES_PLAN.items():
        lignes = plan[cle]
        if lignes:
            noms = [*_name_lignes([str(x["libelle"]) for x in lignes]), ENSEMBLE]
            comptes = [[str(x[c]) for c in COLONNES_PLAN] for x in (*lignes, plan["total"])]
            tableau = Tableau(
                f"Actions {titre}", f"Actions {titre}", ("", *COLONNES_PLAN.values()),
                tuple((nom, *ligne) for nom, ligne in zip(noms, comptes, strict=True)),
            )  # fmt: skip
            yield Partie("", "Plan d’amélioration", tableaux=(tableau,))


def iter_campagnes(
    campagnes: tuple[CampagneBilan, ...], donnees: list[Mapping[str, Any]]
) -> Iterator[Partie]:
    """Yield each survey: the rates printed, then the answers counted behind them."""
    for campagne in campagnes:
        criteres = [(c.libelle, c.resultat, c.calcul) for c in campagne.criteres]
        ensemble = [(ENSEMBLE, campagne.taux, campagne.fraction)]
        for lus in (criteres, ensemble):
            yield Partie(
                "", campagne.titre, tuple(_iter_criteres(campagne.titre, lus)), entiere=True
            )
    for resultats in donnees:
        chiffres = [*_iter_retours(resultats)]
        for question in resultats["questions"]:
            chiffres += _iter_reponses(question)
        yield Partie("", str(resultats["titre"]), tuple(chiffres))


def _iter_criteres(titre: str, criteres: list[tuple[str, str, str]]) -> Iterator[Chiffre]:
    """Yield each rate with its parts, « 286 / 312 »."""
    for rang, (libelle, resultat, calcul) in enumerate(criteres, start=1):
        parts = [parse_imprime(p.strip()).valeur for p in calcul.split("/")]
        lu = parse_imprime(resultat)
        if len(parts) == 2 and lu.valeur is not None:
            yield Chiffre(
                id=f"{titre}, critère {rang}",
                label=libelle,
                imprime=resultat,
                lu=lu,
                unite=lu.unite,
                section=titre,
                numerateur=parts[0],
                denominateur=parts[1],
            )


def _iter_retours(resultats: Mapping[str, Any]) -> Iterator[Chiffre]:
    retours = resultats["retours"]
    section = "Retours"
    yield _count(section, "Retours", Fraction(retours["total"]), section)
    for mode, nombre in retours["par_mode"].items():
        yield _count(f"Retours, {mode}", f"dont {mode}", Fraction(nombre), section)


def _iter_reponses(question: Mapping[str, Any]) -> Iterator[Chiffre]:
    """Yield who answered and « dont » each answer; then who was satisfied, of those concerned."""
    options = [o for o in question["reponses"] if o["n"] is not None]
    libelle = str(question["libelle"])
    if options and not question["plusieurs_reponses"]:
        yield _count(libelle, libelle, Fraction(question["repondues"]), libelle)
        for o in options:
            yield _count(
                f"{libelle} – {o['libelle']}", f"dont {o['libelle']}", Fraction(o["n"]), libelle
            )
    taux = question["taux"]
    if taux:
        juges = [o for o in options if o["satisfait"]]
        section = f"{libelle} – avis"
        yield _count(section, "Avis exprimés", Fraction(taux["exprimes"]), section)
        yield _count(
            f"{section}, satisfaits", "dont satisfaits", Fraction(taux["satisfaits"]), section
        )
        if juges and not question["plusieurs_reponses"]:
            section = f"{libelle} – satisfaits"
            yield _count(section, "Satisfaits", Fraction(taux["satisfaits"]), section)
            for o in juges:
                yield _count(
                    f"{section}, {o['libelle']}", f"dont {o['libelle']}", Fraction(o["n"]), section
                )
