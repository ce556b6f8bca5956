"""Everything the rules look at: figures by place, tables as grids of figures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from qualepref.noyau.coherence.libelles import (
    Nature,
    Sujet,
    build_sujet,
    is_periode,
    is_total,
    split_mots,
)
from qualepref.noyau.coherence.modele import Chiffre, Publication, Tableau
from qualepref.noyau.coherence.periodes import Grain, Periode, parse_periode
from qualepref.noyau.coherence.reglages import Reglages
from qualepref.noyau.coherence.valeurs import find_rapport, find_unite, parse_imprime
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


# Headings that tell a unit: « Délai moyen (j) », « Part en % ».
_UNITE_ECRITE = re.compile(
    r"(?:\((?:en )?|\ben )(%|‰|%o|/\s?1\s?000|pour mille|j\.?o\.?|(?:jours?|jrs?|j)\.?(?: ouvr\w+\.?)?|nb|"
    r"nombre|h|min)\)?$"
)
_PART = re.compile(r"(?:%|part|pourcentage)\b|%")
# Months of a document without a date still tell one month from the next.
ANNEE_INCONNUE = 1900


@dataclass(frozen=True, slots=True, eq=False)
class Grille:
    """A table whose cells are figures: rows and columns by heading, in printed order."""

    id: str
    titre: str
    section: str
    lignes: tuple[str, ...]
    colonnes: tuple[str, ...]
    cellules: Mapping[tuple[str, str], Chiffre]

    def row(self, ligne: str) -> list[Chiffre | None]:
        """Return the cells of a row, one per column, None where nothing is printed."""
        return [self.cellules.get((ligne, colonne)) for colonne in self.colonnes]

    def column(self, colonne: str) -> list[Chiffre | None]:
        """Return the cells of a column, one per row."""
        return [self.cellules.get((ligne, colonne)) for ligne in self.lignes]

    @property
    def series(self) -> Iterator[tuple[tuple[str, ...], list[list[Chiffre | None]]]]:
        """Return the table both ways: headings across, then the lines they cut."""
        yield self.colonnes, [self.row(ligne) for ligne in self.lignes]
        yield self.lignes, [self.column(colonne) for colonne in self.colonnes]


@dataclass(eq=False)
class Contexte:
    """A publication ready for the rules. modules: engagements of each module, if known."""

    publication: Publication
    reglages: Reglages
    modules: Mapping[int, frozenset[int]] = field(default_factory=dict)
    obligatoires: frozenset[int] = frozenset()

    @property
    def chiffres(self) -> tuple[Chiffre, ...]:
        """Return the figures listed by the document, table cells included once."""
        return self.publication.chiffres

    @cached_property
    def grilles(self) -> tuple[Grille, ...]:
        """Return the tables of figures; a table of words alone gives none."""
        date = self.publication.date
        par_tableau: dict[str, list[Chiffre]] = defaultdict(list)
        for chiffre in self.chiffres:
            if chiffre.tableau and chiffre.colonne and chiffre.ligne:
                par_tableau[chiffre.tableau].append(chiffre)
        tableaux = {t.id: t for t in self.publication.tableaux}
        libres = [c for c in self.chiffres if not c.tableau]
        grilles = [
            _build_grille(t, par_tableau.get(t.id) or _find_cellules(t, libres), date)
            for t in tableaux.values()
        ]
        grilles += [
            _build_grille(Tableau(nom, nom, (), ()), chiffres, date)
            for nom, chiffres in par_tableau.items()
            if nom not in tableaux
        ]
        return tuple(g for g in grilles if g is not None)

    @cached_property
    def cellules(self) -> tuple[Chiffre, ...]:
        """Return the figures, and the cells of tables that no figure repeats."""
        connus = {id(c) for c in self.chiffres}
        autres = [c for g in self.grilles for c in g.cellules.values() if id(c) not in connus]
        return (*self.chiffres, *autres)

    @cached_property
    def grille_de(self) -> dict[Chiffre, Grille]:
        """Return the table of each cell."""
        return {c: g for g in self.grilles for c in g.cellules.values()}

    @cached_property
    def sujets(self) -> dict[Chiffre, Sujet]:
        """Return what each figure is about."""
        return {c: build_sujet(c, self.reglages, self._couverts(c)) for c in self.cellules}

    def _couverts(self, chiffre: Chiffre) -> tuple[frozenset[str], ...]:
        grille = self.grille_de.get(chiffre)
        if grille is None or not is_total(chiffre.colonne):
            return ()
        return tuple(
            split_mots(colonne, self.reglages)
            for colonne in grille.colonnes
            if not is_total(colonne) and not is_periode(colonne)
        )

    @cached_property
    def par_section(self) -> dict[tuple[str, str], list[Chiffre]]:
        """Return the figures of each (section, site), in printed order."""
        sections: dict[tuple[str, str], list[Chiffre]] = defaultdict(list)
        for chiffre in self.cellules:
            sections[normalize_texte(chiffre.section), self.site_of(chiffre)].append(chiffre)
        return sections

    def site_of(self, chiffre: Chiffre) -> str:
        """Return the site of a figure, the document's when it tells none."""
        return normalize_texte(chiffre.site or self.publication.site)

    def nature(self, chiffre: Chiffre) -> Nature:
        """Return the kind of a figure."""
        return self.sujets[chiffre].nature


def _build_grille(tableau: Tableau, chiffres: list[Chiffre], date: Periode | None) -> Grille | None:
    seule = tableau.colonnes[1] if len(tableau.colonnes) == 2 else ""
    places = {(c.ligne or c.label, c.colonne or seule): c for c in chiffres}
    section = chiffres[0].section if chiffres else ""
    entetes = tableau.colonnes[1:]
    if len(set(entetes)) == len(entetes) and _is_chiffree(tableau):
        periodes = _read_periodes(tableau, date)
        for ligne in tableau.lignes:
            for colonne, texte in zip(entetes, ligne[1:], strict=False):
                if colonne and ligne[0] and (ligne[0], colonne) not in places:
                    cellule = _read_cellule(tableau, ligne[0], colonne, texte, section)
                    cellule = replace(cellule, periode=periodes.get(colonne))
                    places[ligne[0], colonne] = cellule
    if not places:
        return None
    lignes = _order((ligne[0] for ligne in tableau.lignes), (c[0] for c in places))
    colonnes = _order(entetes, (c[1] for c in places))
    return Grille(tableau.id, tableau.titre, section, lignes, colonnes, places)


def _read_periodes(tableau: Tableau, date: Periode | None) -> dict[str, Periode]:
    """Return the period of each column that names one.

    The year is the title's or another column's; else the document's, or the year before for a
    table already filled in beyond the document's day.
    """
    dite = parse_periode(" ".join((tableau.titre, *tableau.colonnes)))
    if dite is not None and dite.debut.year == dite.fin.year:
        annee: int | None = dite.debut.year
    else:
        annee = date.debut.year if date else ANNEE_INCONNUE
    remplies = {
        colonne for rang, colonne in enumerate(tableau.colonnes[1:], start=1)
        if is_periode(colonne)
        and any(len(li) > rang and parse_imprime(li[rang]).valeur is not None for li in tableau.lignes)
    }  # fmt: skip
    lues = {c: parse_periode(c, annee=annee) for c in tableau.colonnes[1:] if is_periode(c)}
    derniere = max((p.debut for c, p in lues.items() if p and c in remplies), default=None)
    if derniere and dite is None and date and date.grain is not Grain.ANNEE and derniere > date.fin:
        lues = {c: parse_periode(c, annee=date.debut.year - 1) for c in lues}
    return {c: p for c, p in lues.items() if p is not None}


def _find_cellules(tableau: Tableau, libres: list[Chiffre]) -> list[Chiffre]:
    """Return the figures that a table of one column of values repeats, as cells of it."""
    if len(tableau.colonnes) != 2:
        return []
    lignes = {ligne[0]: ligne[1] for ligne in tableau.lignes}
    par_section: dict[str, list[Chiffre]] = defaultdict(list)
    for chiffre in libres:
        if lignes.get(chiffre.label) == chiffre.imprime:
            par_section[chiffre.section].append(chiffre)
    trouves = max(par_section.values(), key=len, default=[])
    if len(trouves) < 2 or len({c.label for c in trouves}) < len(trouves):
        return []
    return trouves


def _is_chiffree(tableau: Tableau) -> bool:
    """Whether the first column names rows once each and every other column holds figures."""
    noms = [ligne[0] for ligne in tableau.lignes if ligne]
    if len(set(noms)) != len(noms) or len(tableau.colonnes) < 2:
        return False
    textes = [texte for ligne in tableau.lignes for texte in ligne[1:] if texte.strip()]
    lus = [parse_imprime(texte) for texte in textes]
    return (
        bool(textes)
        and all(lu.valeur is not None or lu.absence for lu in lus)
        and any(
            lu.valeur is not None and len(texte) < 20 for lu, texte in zip(lus, textes, strict=True)
        )
        and all(len(texte) < 30 for texte in textes)
    )


def _read_cellule(tableau: Tableau, ligne: str, colonne: str, texte: str, section: str) -> Chiffre:
    lu = parse_imprime(texte)
    rapport = find_rapport(texte) if lu.unite in ("pourcent", "pour_mille") else None
    return Chiffre(
        id=f"{tableau.id} [{ligne} ; {colonne}]",
        label=f"{ligne} – {colonne}",
        imprime=texte,
        lu=lu,
        unite=lu.unite or find_unite_ligne(ligne, colonne),
        section=section or tableau.titre,
        numerateur=rapport[0] if rapport else None,
        denominateur=rapport[1] if rapport else None,
        tableau=tableau.id,
        ligne=ligne,
        colonne=colonne,
    )


def find_unite_ligne(ligne: str, colonne: str) -> str:
    """Return the unit that headings give to a bare number."""
    for entete in (ligne, colonne):
        ecrite = _UNITE_ECRITE.search(strip_accents(entete))
        if ecrite:
            return find_unite(ecrite[1].strip()) or "nombre"
        if _PART.match(strip_accents(entete)):
            return "pourcent"
    plat = normalize_texte(f"{ligne} {colonne}")
    if re.search(r"\bdelai moy", plat) or "en jour" in plat:
        return "jours"
    return "nombre"


def _order(entetes: Iterable[str], presents: Iterable[str]) -> tuple[str, ...]:
    connus = dict.fromkeys(presents)
    return tuple(dict.fromkeys([*(e for e in entetes if e in connus), *connus]))


def known(cellules: Iterable[Chiffre | None]) -> list[tuple[Chiffre, Fraction]]:
    """Return the cells that hold an exact value, with it."""
    return [(c, c.valeur) for c in cellules if c is not None and c.valeur is not None]
