"""Which two counts a rate should be the ratio of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from qualepref.noyau.coherence.contexte import Contexte
from qualepref.noyau.coherence.libelles import Nature, is_total
from qualepref.noyau.coherence.modele import Chiffre


@dataclass(frozen=True, slots=True)
class Rapport:
    """A rate, and the two counts it should be the ratio of. source: how they were found."""

    taux: Chiffre
    numerateur: Fraction
    denominateur: Fraction
    figures: tuple[Chiffre, ...]
    explicite: bool


def list_rapports(contexte: Contexte) -> dict[Chiffre, Rapport]:
    """Return the ratio behind each rate: printed beside it, or read from its table or section."""
    rapports: dict[Chiffre, Rapport] = {}
    for chiffre in contexte.cellules:
        n, d = chiffre.numerateur, chiffre.denominateur
        if n is not None and d and chiffre.unite in ("pourcent", "pour_mille"):
            rapports[chiffre] = Rapport(chiffre, n, d, (), explicite=True)
    for grille in contexte.grilles:
        for entetes, lignes in grille.series:
            for rapport in _iter_rapports(entetes, lignes):
                rapports.setdefault(rapport.taux, rapport)
    for groupe in contexte.par_section.values():
        for rapport in (*_iter_comptes(contexte, groupe), *_iter_mots(contexte, groupe)):
            rapports.setdefault(rapport.taux, rapport)
    return rapports


def _iter_rapports(
    entetes: tuple[str, ...], lignes: list[list[Chiffre | None]]
) -> Iterator[Rapport]:
    """Yield the ratios that most columns of a table show between the same two rows."""
    comptes = [ligne for ligne in lignes if _has_unite(ligne, ("nombre",))]
    for ligne in lignes:
        if not _has_unite(ligne, ("pourcent", "pour_mille")):
            continue
        meilleurs = max(_iter_couples(ligne, comptes), key=lambda couple: couple[0], default=None)
        if meilleurs is None or meilleurs[0] < 2:
            continue
        justes, essais, couples = meilleurs
        if justes * 3 >= essais * 2:
            yield from couples


def _has_unite(ligne: list[Chiffre | None], unites: tuple[str, ...]) -> bool:
    presents = [c for c in ligne if c is not None]
    return bool(presents) and all(c.unite in unites for c in presents)


def _iter_couples(
    taux: list[Chiffre | None], comptes: list[list[Chiffre | None]]
) -> Iterator[tuple[int, int, list[Rapport]]]:
    """Yield (columns that agree otherwise than by 0 or 100 %, columns tried, ratios)."""
    for numerateurs in comptes:
        for bases in _list_bases(numerateurs, comptes):
            couples: list[Rapport] = []
            for rang, taux_lu in enumerate(taux):
                cellules = [numerateurs[rang], *(b[rang] for b in bases)]
                valeurs = [c.valeur for c in cellules if c is not None]
                if taux_lu is None or taux_lu.valeur is None or None in valeurs:
                    continue
                if len(valeurs) < len(cellules) or valeurs[0] is None:
                    continue
                base = sum((v for v in valeurs[1:] if v is not None), Fraction(0))
                if base:
                    dites = tuple(c for c in cellules if c is not None)
                    couples.append(
                        Rapport(
                            taux_lu, valeurs[0], base, tuple(dict.fromkeys(dites)), explicite=False
                        )
                    )
            justes = sum(
                1 for r in couples
                if 0 < r.numerateur < r.denominateur and _is_juste(r)
            )  # fmt: skip
            if couples and all(r.numerateur <= r.denominateur for r in couples):
                yield justes, sum(1 for r in couples if _counts(r)), couples


def _list_bases(
    numerateurs: list[Chiffre | None], comptes: list[list[Chiffre | None]]
) -> list[list[list[Chiffre | None]]]:
    """Return what a rate may rest on: a count, all of them, all but a total or one left aside."""
    detail = [c for c in comptes if not _is_somme(c)]
    presque = [[c for c in detail if c is not tu] for tu in detail if tu is not numerateurs]
    sommes = [comptes, *([detail] if len(detail) < len(comptes) else [])]
    return [
        *([c] for c in comptes if c is not numerateurs), *sommes,
        *(base for base in presque if len(base) > 1),
    ]  # fmt: skip


def _is_somme(cellules: list[Chiffre | None]) -> bool:
    """Whether a row or a column is headed as a total."""
    presentes = [c for c in cellules if c is not None]
    lignes, colonnes = ({getattr(c, nom) for c in presentes} for nom in ("ligne", "colonne"))
    entetes = lignes if len(lignes) == 1 else colonnes
    return len(entetes) == 1 and is_total(next(iter(entetes)))


def _counts(rapport: Rapport) -> bool:
    return not (rapport.numerateur == rapport.denominateur and _is_juste(rapport))


def _is_juste(rapport: Rapport) -> bool:
    echelle = 1000 if rapport.taux.unite == "pour_mille" else 100
    exact = rapport.numerateur / rapport.denominateur * echelle
    lu = rapport.taux.lu
    return lu.valeur is not None and abs(lu.valeur - exact) <= lu.demi


def _iter_comptes(contexte: Contexte, groupe: list[Chiffre]) -> Iterator[Rapport]:
    """Yield the ratios that labels tell: « dans les délais » over what was received."""
    colonnes: dict[tuple[object, ...], list[Chiffre]] = defaultdict(list)
    for chiffre in groupe:
        colonnes[chiffre.tableau, chiffre.colonne, chiffre.periode, chiffre.module].append(chiffre)
    for membres in colonnes.values():
        comptes = [
            c for c in membres if contexte.nature(c) is Nature.COMPTE and c.valeur is not None
        ]
        dans = [c for c in comptes if "dans le" in contexte.sujets[c].plat]
        hors = [c for c in comptes if contexte.sujets[c].negatif]
        bases = [c for c in comptes if c not in dans and c not in hors]
        taux = [c for c in membres if contexte.nature(c) is Nature.TAUX_DELAI]
        if len(dans) == 1 and len(taux) == 1 and (len(bases) == 1 or len(hors) == 1):
            yield from _build_rapport(taux[0], dans[0], bases, hors)


def _iter_mots(contexte: Contexte, groupe: list[Chiffre]) -> Iterator[Rapport]:
    """Yield « part des actions terminées » over « actions terminées » and « actions »."""
    libres = [c for c in groupe if not c.tableau and c.valeur is not None]
    comptes = [c for c in libres if contexte.nature(c) is Nature.COMPTE]
    for taux in libres:
        mots = contexte.sujets[taux].mots
        if contexte.nature(taux) is not Nature.TAUX or taux.effectif is not None:
            continue
        pareils = [c for c in comptes if (c.periode, c.module) == (taux.periode, taux.module)]
        dites = [c for c in pareils if contexte.sujets[c].mots == mots]
        bases = [c for c in pareils if contexte.sujets[c].mots and contexte.sujets[c].mots < mots]
        if len(dites) == len(bases) == 1 and taux.unite == "pourcent":
            part, tout = dites[0].valeur, bases[0].valeur
            if part is not None and tout and part <= tout:
                yield Rapport(taux, part, tout, (dites[0], bases[0]), explicite=False)


def _build_rapport(
    taux: Chiffre, dans: Chiffre, bases: list[Chiffre], hors: list[Chiffre]
) -> Iterator[Rapport]:
    numerateur = dans.valeur or Fraction(0)
    if len(bases) == 1:
        base, figures = bases[0].valeur, (dans, bases[0])
    else:
        base, figures = numerateur + (hors[0].valeur or 0), (dans, hors[0])
    if base and numerateur <= base:
        yield Rapport(taux, numerateur, base, figures, explicite=False)
