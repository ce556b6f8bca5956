"""Totals that are not the sum of their parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from qualepref.noyau.coherence.contexte import known
from qualepref.noyau.coherence.ecriture import tell, tell_imprime, tell_nom, tell_place, tell_somme
from qualepref.noyau.coherence.libelles import Nature
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.rapprochements import Decoupage, is_union
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.tableurs.vocabulaire import strip_accents


TOTAL = "total"
COMPLEMENT = "parts_complementaires"
DONT = "dont"
_DONT = re.compile(r"^\W*dont\b")
_TOTAL_DE = re.compile(r"^(?:nombre )?tota(?:l|ux)\s+(?:du nombre )?(?:de |des |d')(.+)")


def examine(analyse: Analyse) -> Examens:
    """Compare each printed total with the sum of the parts printed."""
    for decoupage in analyse.decoupages:
        if analyse.contexte.nature(decoupage.total) is Nature.COMPTE:
            yield from _check_somme(analyse, decoupage)
        elif decoupage.total.unite == "pourcent" and decoupage.total.valeur == 100:
            yield from _check_cent(analyse, decoupage)
    for groupe in analyse.contexte.par_section.values():
        yield from _check_dont(groupe)
        yield from _check_complement(analyse, groupe)
        yield from _check_total_de(analyse, groupe)


def _check_somme(analyse: Analyse, decoupage: Decoupage) -> Examens:
    total, connues = decoupage.total, known(decoupage.parts)
    if total.valeur is None or len(connues) < 2 - (not decoupage.complet):
        return
    valeurs = [v for _, v in connues]
    somme = sum(valeurs, Fraction(0))
    marge = sum(
        (c.lu.demi for c, _ in connues if c.lu.pas > 1),
        total.lu.demi if total.lu.pas > 1 else Fraction(0),
    )
    figures = [total, *(c for c, _ in connues)]
    if is_union(analyse.contexte, decoupage):
        yield from _check_union(decoupage, valeurs, figures)
        return
    if not decoupage.complet:
        if total.valeur < somme - marge:
            yield find(
                Classe.PROUVE, TOTAL, figures,
                f"Les parts imprimées font déjà {tell_somme(valeurs)} ; le total imprimé, "
                f"{tell_imprime(total)}, est plus petit.",
            )  # fmt: skip
        return
    if abs(total.valeur - somme) <= marge:
        yield approve(TOTAL, figures, f"{tell_nom(total)} : {tell_somme(valeurs)}.")
        return
    if total.valeur == analyse.sum_corrige(decoupage):
        return  # right once a part is what its own parts make: that part is told, not this total
    yield find(
        Classe.PROUVE, TOTAL, figures,
        f"{tell_place(total)} : {tell_somme(valeurs)} ; imprimé {tell_imprime(total)}, "
        f"soit {_tell_ecart(total.valeur - somme)}.",
    )  # fmt: skip


def _check_union(decoupage: Decoupage, valeurs: list[Fraction], figures: list[Chiffre]) -> Examens:
    """Each counted once: from the largest part, all within it, up to the sum, none shared."""
    total, haut, somme = decoupage.total, max(valeurs), sum(valeurs, Fraction(0))
    if total.valeur is None:
        return
    texte = f"{tell_place(total)} : imprimé {tell_imprime(total)}"
    if total.valeur < haut:
        yield find(
            Classe.PROUVE, TOTAL, figures,
            f"{texte}, alors qu’une seule des parts fait déjà {tell(haut)}.",
        )  # fmt: skip
    elif decoupage.complet and total.valeur > somme:
        yield find(
            Classe.PROUVE, TOTAL, figures,
            f"{texte}, alors que les parts, sans personne en double, font au plus "
            f"{tell_somme(valeurs)}.",
        )  # fmt: skip
    elif decoupage.complet:
        yield approve(
            TOTAL, figures, f"{texte} : de {tell(haut)} à {tell(somme)} d’après les parts."
        )


def _tell_ecart(ecart: Fraction) -> str:
    return f"{tell(abs(ecart))} de {'trop' if ecart > 0 else 'moins'}"


def _check_cent(analyse: Analyse, decoupage: Decoupage) -> Examens:
    connues = known(decoupage.parts)
    if not decoupage.complet or analyse.contexte.nature(decoupage.parts[0]) is Nature.TAUX_DELAI:
        return
    if any(c in analyse.rapports for c in decoupage.parts) and decoupage.total in analyse.rapports:
        return
    somme = sum((v for _, v in connues), Fraction(0))
    marge = sum((c.lu.demi for c, _ in connues), Fraction(0))
    # Shares of a whole add up to about 100; rates side by side have no reason to.
    if not Fraction(90) <= somme <= Fraction(110):
        return
    figures = [decoupage.total, *decoupage.parts]
    texte = f"{tell_nom(decoupage.total)} : {tell_somme([v for _, v in connues])} %"
    if abs(somme - 100) <= marge:
        yield approve(TOTAL, figures, f"{texte}, aux arrondis près.")
    else:
        yield find(
            Classe.PROUVE, TOTAL, figures,
            f"{texte} ; imprimé 100 %. Les arrondis n’expliquent que "
            f"{tell(marge)} point au plus.",
        )  # fmt: skip


def _check_dont(groupe: list[Chiffre]) -> Examens:
    """Compare « dont » figures with the figure they follow."""
    for tete, parts in (p for suite in _split_suites(groupe) for p in _iter_dont(suite)):
        connues = known(parts)
        if tete.valeur is None or not connues:
            continue
        valeurs = [v for _, v in connues]
        somme, figures = sum(valeurs, Fraction(0)), [tete, *(c for c, _ in connues)]
        texte = f"{tell_nom(tete)} : {tell_imprime(tete)}, dont {tell_somme(valeurs)}"
        if len(valeurs) == 1:
            texte = f"{tell_nom(tete)} : {tell_imprime(tete)}, dont {tell(valeurs[0])}"
        if somme > tete.valeur:
            yield find(Classe.PROUVE, DONT, figures, f"{texte} : les parts dépassent l’ensemble.")
        elif len(valeurs) > 1 and somme < tete.valeur <= somme * Fraction(11, 10):
            yield find(
                Classe.DOUTEUX, DONT, figures,
                f"{texte} : il manque {tell(tete.valeur - somme)} pour faire l’ensemble.",
            )  # fmt: skip
        else:
            yield approve(DONT, figures, f"{texte}.")


def _split_suites(groupe: list[Chiffre]) -> Iterator[list[Chiffre]]:
    """Yield the figures told one after the other, then each column of each table."""
    colonnes: dict[tuple[str, str], list[Chiffre]] = defaultdict(list)
    for chiffre in groupe:
        colonnes[chiffre.tableau, chiffre.colonne if chiffre.tableau else ""].append(chiffre)
    yield from colonnes.values()


def _iter_dont(groupe: list[Chiffre]) -> Iterator[tuple[Chiffre, list[Chiffre]]]:
    tete: Chiffre | None = None
    parts: list[Chiffre] = []
    for chiffre in groupe:
        if _DONT.match(strip_accents(chiffre.label)):
            if tete is not None and chiffre.unite == tete.unite:
                parts.append(chiffre)
            continue
        if tete is not None and parts:
            yield tete, parts
        tete, parts = chiffre, []
    if tete is not None and parts:
        yield tete, parts


def _check_complement(analyse: Analyse, groupe: list[Chiffre]) -> Examens:
    """Compare what was done in time and what was not with what was received."""
    colonnes: dict[tuple[object, ...], list[Chiffre]] = defaultdict(list)
    for c in groupe:
        if analyse.contexte.nature(c) is Nature.COMPTE and c.valeur is not None:
            colonnes[c.tableau, c.colonne, c.periode, c.module].append(c)
    for comptes in colonnes.values():
        dans = [c for c in comptes if re.search(r"dans (?:le|les) delai", strip_accents(c.label))]
        hors = [c for c in comptes if re.search(r"\bhors delai", strip_accents(c.label))]
        bases = [c for c in comptes if c not in dans and c not in hors]
        if len(dans) == len(hors) == len(bases) == 1:
            yield from _compare_complement(bases[0], [dans[0], hors[0]])


def _compare_complement(base: Chiffre, parts: list[Chiffre]) -> Examens:
    valeurs = [v for _, v in known(parts)]
    somme = tell_somme(valeurs)
    if sum(valeurs, Fraction(0)) == base.valeur:
        yield approve(COMPLEMENT, [base, *parts], f"{tell_nom(base)} : {somme}.")
    else:
        yield find(
            Classe.PROUVE, COMPLEMENT, [base, *parts],
            f"Dans les délais et hors délai : {somme} ; {tell_nom(base)} : "
            f"imprimé {tell_imprime(base)}.",
        )  # fmt: skip


def _check_total_de(analyse: Analyse, groupe: list[Chiffre]) -> Examens:
    """Compare « nombre total d’engagements » with the engagements told module by module."""
    sujets = analyse.contexte.sujets
    for total in groupe:
        if total.tableau or total.valeur is None or not _TOTAL_DE.match(strip_accents(total.label)):
            continue
        mots = sujets[total].mots
        parts = [
            c for c in groupe
            if c is not total and not c.tableau and c.unite == total.unite and mots
            and c.valeur is not None and mots <= sujets[c].mots | _words_of_module(c, mots)
            and (sujets[c].mots > mots or c.module is not None)
            and c.periode == total.periode and not _DONT.match(strip_accents(c.label))
            and sujets[c].nature is Nature.COMPTE
        ]  # fmt: skip
        if len(parts) < 2:
            continue
        valeurs = [v for _, v in known(parts)]
        if sum(valeurs, Fraction(0)) == total.valeur:
            yield approve(TOTAL, [total, *parts], f"{tell_nom(total)} : {tell_somme(valeurs)}.")
        else:
            yield find(
                Classe.CONTRADICTION, TOTAL, [total, *parts],
                f"{tell_place(total)} : imprimé {tell_imprime(total)}, alors que "
                f"{tell_somme(valeurs)} d’après les parts imprimées.",
            )  # fmt: skip


def _words_of_module(chiffre: Chiffre, mots: frozenset[str]) -> frozenset[str]:
    return frozenset() if chiffre.module is None else mots & frozenset({"module"})
