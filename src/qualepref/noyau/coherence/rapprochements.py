"""Which figures speak of the same thing: the same indicator twice, a whole and its parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from qualepref.noyau.coherence.contexte import Contexte, Grille
from qualepref.noyau.coherence.libelles import (
    PARTS,
    Nature,
    Sujet,
    is_periode,
    is_tableau_de_bord,
    is_total,
)
from qualepref.noyau.coherence.modele import Chiffre
from qualepref.noyau.coherence.periodes import Periode
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


# Headings that open so are no part of a total beside them.
HORS_TOTAL = ("dont", "taux", "part ", "%", "cible", "obj")
_TAUX = ("pourcent", "pour_mille")


class Lien(Enum):
    """How surely two figures are the same indicator."""

    MEME = "meme"
    PROCHE = "proche"  # one says more than the other


@dataclass(frozen=True, slots=True)
class Decoupage:
    """A whole and its parts. annonce: the whole stands outside the table of its parts."""

    total: Chiffre
    parts: tuple[Chiffre, ...]
    complet: bool
    annonce: bool = False


def link(contexte: Contexte, une: Chiffre, autre: Chiffre) -> Lien | None:
    """Return whether two figures are the same indicator of the same site and period."""
    a, b = contexte.sujets[une], contexte.sujets[autre]
    if a.nature is not b.nature or a.negatif is not b.negatif:
        return None
    if contexte.site_of(une) != contexte.site_of(autre) or not _agree(une.module, autre.module):
        return None
    if not same_period(une.periode, autre.periode):
        return None
    if normalize_texte(une.section) == normalize_texte(autre.section):
        return _link_inside(contexte, une, autre)
    if _are_enquetes(contexte, une, autre):
        return None
    return _link_across(contexte, a, b)


def _are_enquetes(contexte: Contexte, une: Chiffre, autre: Chiffre) -> bool:
    """Whether both stand in the sections of two surveys: the same question, two answers."""
    return all(
        contexte.reglages.enquetes.search(strip_accents(c.section)) is not None
        and not is_tableau_de_bord(c.section, contexte.reglages)
        for c in (une, autre)
    )


def _agree(une: int | None, autre: int | None) -> bool:
    return une is None or autre is None or une == autre


def same_period(une: Periode | None, autre: Periode | None) -> bool:
    """Whether two results are told of the same time; a year's result has no precise bounds."""
    if une is None or autre is None:
        connue = une or autre
        return connue is None or not connue.courte
    if une.debut == autre.debut and une.fin == autre.fin:
        return True
    return (
        not une.courte and not autre.courte and une.fin.year == autre.fin.year and une.meets(autre)
    )


def _link_inside(contexte: Contexte, une: Chiffre, autre: Chiffre) -> Lien | None:
    """In one section a result is told twice only under the same words."""
    a, b = contexte.sujets[une], contexte.sujets[autre]
    if (une.tableau and autre.tableau) and (une.ligne, une.colonne) != (autre.ligne, autre.colonne):
        return None
    if une.periode and autre.periode and une.periode != autre.periode:
        precis = une.periode.debut, une.periode.fin
        if precis != (autre.periode.debut, autre.periode.fin):
            return None
    generique = a.nature in (Nature.TAUX_DELAI, Nature.DELAI_MOYEN)
    if a.mots != b.mots or not (generique or read_mots(a.plat) == read_mots(b.plat)):
        return None
    if a.nature is Nature.TAUX_DELAI and a.echeances != b.echeances and a.echeances and b.echeances:
        return None
    return Lien.MEME


def read_mots(plat: str) -> frozenset[str]:
    """Return every word of a label but what it quotes."""
    return frozenset(normalize_texte(re.sub(r"«.*?»", " ", plat)).split())


def _link_across(contexte: Contexte, a: Sujet, b: Sujet) -> Lien | None:
    if not (a.theme <= b.theme or b.theme <= a.theme):
        return None
    ensemble_a, ensemble_b = a.mots | a.theme, b.mots | b.theme
    if not _same_families(contexte, a, b) or not (
        a.cellule <= ensemble_b and b.cellule <= ensemble_a
    ):
        return None
    if a.echeances and b.echeances and a.echeances != b.echeances:
        return None
    canal = contexte.reglages.familles.get("canal", frozenset())
    seuls_a = a.mots - ensemble_b - canal - _find_couverts(a, b)
    seuls_b = b.mots - ensemble_a - canal - _find_couverts(b, a)
    if seuls_a and seuls_b:
        return None
    # An option of a question, « Le site », says by its label alone nothing to be recognised by.
    if a.nature is Nature.TAUX and bool(a.mots) is not bool(b.mots):
        return None
    # Two detailed parts, one narrower than the other, and labels that do not say so.
    seul = a.theme ^ b.theme
    if a.theme and b.theme and seul and not seul & (a.mots | b.mots) and not (a.mots and b.mots):
        return None
    communs = (a.mots & ensemble_b) | (b.mots & ensemble_a) | (a.theme & b.theme)
    if not communs or (a.nature is Nature.COMPTE and not a.mots & b.mots):
        return None
    return Lien.PROCHE if seuls_a or seuls_b else Lien.MEME


def _find_couverts(sujet: Sujet, total: Sujet) -> frozenset[str]:
    """Return the words of the columns that a total sums up, when the label names several."""
    nommes = [c for c in total.couverts if c and c <= sujet.mots]
    return frozenset().union(*nommes) if len(nommes) > 1 else frozenset()


def _same_families(contexte: Contexte, a: Sujet, b: Sujet) -> bool:
    for nom, mots in contexte.reglages.familles.items():
        dans_a, dans_b = mots & (a.mots | a.theme), mots & (b.mots | b.theme)
        if nom in contexte.reglages.strictes and dans_a != dans_b:
            return False
        if dans_a and dans_b and not dans_a & dans_b:
            return False
        # A channel named by the label itself, beside a subject that spans several.
        propres_a, propres_b = mots & a.mots, mots & b.mots
        if propres_a and propres_b and not propres_a & propres_b:
            return False
    return True


def iter_liens(contexte: Contexte) -> Iterator[tuple[Chiffre, Chiffre, Lien]]:
    """Yield the pairs of figures that are the same indicator, dashboards first."""
    groupes: dict[tuple[object, ...], list[Chiffre]] = defaultdict(list)
    for chiffre in contexte.cellules:
        nature = contexte.sujets[chiffre].nature
        if chiffre.valeur is not None and nature is not Nature.AUTRE:
            # A month's or a quarter's result is told again for the same month or quarter only.
            breve = chiffre.periode if chiffre.periode and chiffre.periode.courte else None
            groupes[nature, contexte.site_of(chiffre), breve].append(chiffre)
    for membres in groupes.values():
        for une, autre in combinations(membres, 2):
            lien = link(contexte, une, autre)
            if lien is not None:
                yield (*_order(contexte, une, autre), lien)


def _order(contexte: Contexte, une: Chiffre, autre: Chiffre) -> tuple[Chiffre, Chiffre]:
    if is_tableau_de_bord(autre.section, contexte.reglages) and not is_tableau_de_bord(
        une.section, contexte.reglages
    ):
        return autre, une
    return une, autre


def list_decoupages(contexte: Contexte) -> tuple[Decoupage, ...]:
    """Return every whole that the document prints with its parts, each whole once."""
    trouves: dict[Chiffre, Decoupage] = {}
    for grille in contexte.grilles:
        for decoupage in _iter_grille(contexte, grille):
            trouves.setdefault(decoupage.total, decoupage)
    for decoupage in (*_iter_annonces(contexte), *_iter_periodes(contexte)):
        trouves.setdefault(decoupage.total, decoupage)
    return tuple(trouves.values())


def _iter_grille(contexte: Contexte, grille: Grille) -> Iterator[Decoupage]:
    extrait = is_extrait(contexte, grille)
    for entetes, lignes in grille.series:
        sens = [i for i, e in enumerate(entetes) if is_total(e) or is_total(_split(e)[1])]
        if not sens:
            continue
        for cellules in lignes:
            for position in sens:
                total = cellules[position]
                if total is None:
                    continue
                rangs = [
                    r for r in _find_parts(entetes, sens, position)
                    if total.unite in _TAUX or not _is_taux([ligne[r] for ligne in lignes])
                ]  # fmt: skip
                parts = [cellules[r] for r in rangs]
                if len(rangs) < 2:
                    continue
                presentes = tuple(p for p in parts if p is not None and p.unite == total.unite)
                complet = all(p is not None and p.valeur is not None for p in parts)
                complet = complet and not (extrait and entetes is grille.lignes)
                if len(presentes) > 1 and len(presentes) == sum(p is not None for p in parts):
                    yield Decoupage(total, presentes, complet)


def _split(entete: str) -> tuple[str, str]:
    """Return the group and the name of a heading: « 2023 » and « Total » for « 2023 – Total »."""
    groupe, _, nom = entete.rpartition(" – ")
    return groupe, nom


def is_union(contexte: Contexte, decoupage: Decoupage) -> bool:
    """Whether a total counts each person once, so that its parts may overlap."""
    total = decoupage.total
    grille = contexte.grille_de.get(total)
    dits = f"{total.label} {total.ligne} {total.colonne} {grille.titre if grille else ''}"
    return contexte.reglages.sans_doublons.search(strip_accents(dits)) is not None


def is_extrait(contexte: Contexte, grille: Grille) -> bool:
    """Whether a table says that it lists only some rows: « principaux motifs », « … »."""
    points = any(not re.search(r"\w", ligne) for ligne in grille.lignes)
    return points or contexte.reglages.extraits.search(strip_accents(grille.titre)) is not None


def _is_taux(cellules: list[Chiffre | None]) -> bool:
    """Whether a row or column holds rates only, which no count adds up."""
    presentes = [c for c in cellules if c is not None and c.valeur is not None]
    return bool(presentes) and all(c.unite in _TAUX for c in presentes)


def _find_parts(entetes: tuple[str, ...], totaux: list[int], position: int) -> list[int]:
    """Return the headings that a total adds up: all of them, or those since the last sub-total."""
    exclus = {
        i for i, e in enumerate(entetes)
        if i in totaux or strip_accents(e).startswith(HORS_TOTAL)
    }  # fmt: skip
    groupe, nom = _split(entetes[position])
    if groupe and is_total(groupe) is not is_total(nom):
        # « 2023 – Total » adds up the columns of 2023; « Total – 2023 », what each group has of it.
        place, dit = (1, nom) if is_total(groupe) else (0, groupe)
        freres = [i for i, e in enumerate(entetes) if _split(e)[place] == dit and i not in exclus]
        if freres or place == 0:
            return freres
    rangs = range(len(entetes))
    if strip_accents(entetes[position]).startswith("sous") and len(totaux) > 1:
        avant = max((t for t in totaux if t < position), default=-1)
        rangs = range(avant + 1, position)
    elif position == 0:
        rangs = range(1, min([t for t in totaux if t > 0], default=len(entetes)))
    return [i for i in rangs if i not in exclus]


def _iter_annonces(contexte: Contexte) -> Iterator[Decoupage]:
    """Yield the wholes told beside a table that prints none."""
    for grille in contexte.grilles:
        if any(is_total(e) for e in grille.colonnes) or len(grille.colonnes) < 2:
            continue
        if any(is_periode(e) for e in grille.colonnes):
            continue
        for nature in (Nature.TAUX_DELAI, Nature.DELAI_MOYEN):
            lignes = [
                ligne for ligne in grille.lignes
                if (premiere := next((c for c in grille.row(ligne) if c), None)) is not None
                and contexte.nature(premiere) is nature
            ]  # fmt: skip
            if len(lignes) == 1:
                yield from _announce(contexte, grille, lignes[0], nature)


def _announce(
    contexte: Contexte, grille: Grille, ligne: str, nature: Nature
) -> Iterator[Decoupage]:
    parts = tuple(c for c in grille.row(ligne) if c is not None)
    section = normalize_texte(grille.section), contexte.site_of(parts[0])
    for chiffre in contexte.par_section.get(section, []):
        sujet = contexte.sujets[chiffre]
        if chiffre.tableau or sujet.nature is not nature or sujet.mots or chiffre.valeur is None:
            continue
        dites = contexte.sujets[parts[0]].echeances
        if not (sujet.echeances and dites and sujet.echeances != dites):
            complet = all(p.valeur is not None for p in parts) and len(parts) == len(
                grille.colonnes
            )
            yield Decoupage(chiffre, parts, complet, annonce=True)


def _iter_periodes(contexte: Contexte) -> Iterator[Decoupage]:
    """Yield a result and those of the periods that share out its time, end to end."""
    series: dict[tuple[object, ...], list[Chiffre]] = defaultdict(list)
    for chiffre in contexte.cellules:
        sujet = contexte.sujets[chiffre]
        if chiffre.periode is not None and sujet.nature in (
            *PARTS,
            Nature.COMPTE,
            Nature.DELAI_MOYEN,
        ):
            cle = (
                normalize_texte(chiffre.section), contexte.site_of(chiffre), sujet.nature,
                chiffre.unite, sujet.mots, sujet.negatif, chiffre.tableau, chiffre.ligne,
                "" if is_periode(chiffre.colonne) or is_total(chiffre.colonne) else chiffre.colonne,
            )  # fmt: skip
            series[cle].append(chiffre)
    for membres in series.values():
        for total in membres:
            parts = _share_out(total, membres)
            if parts:
                yield Decoupage(total, parts, all(p.valeur is not None for p in parts))


def _share_out(total: Chiffre, membres: list[Chiffre]) -> tuple[Chiffre, ...]:
    entiere = total.periode
    if entiere is None or len(membres) < 3:
        return ()
    dedans = [
        m for m in membres
        if m is not total and m.periode and entiere.covers(m.periode)
        and (m.periode.debut, m.periode.fin) != (entiere.debut, entiere.fin)
    ]  # fmt: skip
    durees = sorted({m.periode.mois for m in dedans if m.periode})
    # Months and quarters of one year each share it out.
    essais = [[m for m in dedans if m.periode and m.periode.mois == d] for d in durees]
    trouves = [parts for essai in (*essais, dedans) if (parts := _lay_out(entiere, essai))]
    complets = [parts for parts in trouves if all(p.valeur is not None for p in parts)]
    return next(iter((*complets, *trouves)), ())


def _lay_out(entiere: Periode, dedans: list[Chiffre]) -> tuple[Chiffre, ...]:
    """Return the parts in order when they follow each other from one end to the other."""
    parts = sorted(dedans, key=lambda m: (m.periode.debut, m.periode.fin) if m.periode else ())
    attendu = entiere.debut.toordinal()
    for part in parts:
        periode = part.periode
        if periode is None or periode.debut.toordinal() != attendu:
            return ()
        attendu = periode.fin.toordinal() + 1
    return tuple(parts) if len(parts) > 1 and attendu == entiere.fin.toordinal() + 1 else ()


def is_mensuel(decoupage: Decoupage) -> bool:
    """Whether the parts are months."""
    return all(p.periode is not None and p.periode.mois == 1 for p in decoupage.parts)
