"""Numbers, codes and identifiers that serve twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from qualepref.noyau.coherence.ecriture import tell_nom
from qualepref.noyau.coherence.libelles import strip_cellule
from qualepref.noyau.coherence.modele import Chiffre, Classe, Constat, Examens, Tableau, Verifie
from qualepref.noyau.coherence.regle import Analyse, find
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


NUMERO = "numero_en_double"
CODE = "code_en_double"
TEXTE = "texte_en_double"
_EN_TETE = re.compile(r"^(?:n\s?°|n°?|numero|num|no|code|ref\w*|rang|#)(?:\W|$)|\bn°")
_NUMEROTE = re.compile(
    r"^\s*(?:(?:engagement|action|article|fiche|annexe|axe|point|chapitre|partie|etape|étape|mesure|"
    r"objectif|indicateur)\s*)?(?:n\s?[°o]\s*)?(\d{1,3})\s*(?:[.)–—:°-])\s+(.+)",
    re.IGNORECASE,
)


def examine(analyse: Analyse) -> Examens:
    """Check the numbers of tables, the codes of indicators, the identifiers of figures."""
    for tableau in analyse.contexte.publication.tableaux:
        yield from _check_tableau(tableau)
    yield from _check_codes(analyse)
    yield from _check_labels(analyse)
    comptes = Counter(c.id for c in analyse.contexte.chiffres)
    for ident, fois in comptes.items():
        if fois > 1:
            yield Constat(
                Classe.CONTRADICTION, CODE, (ident,),
                f"L’identifiant {ident} désigne {fois} chiffres.",
            )  # fmt: skip


def _check_tableau(tableau: Tableau) -> Examens:
    if not tableau.lignes:
        return
    for rang in range(min(2, len(tableau.colonnes) or len(tableau.lignes[0]))):
        cellules = [ligne[rang].strip() for ligne in tableau.lignes if rang < len(ligne)]
        entete = tableau.colonnes[rang] if rang < len(tableau.colonnes) else ""
        numeros = _read_numeros(entete, cellules)
        if numeros:
            yield from _check_suite(tableau, numeros)
            return


def _read_numeros(entete: str, cellules: list[str]) -> list[tuple[str, str]]:
    """Return (number, text) of a numbered column, nothing when it is none."""
    pleines = [c for c in cellules if c]
    if len(pleines) < 3:
        return []
    ouverts = [_NUMEROTE.match(c) for c in pleines]
    lus = [(t[1], normalize_texte(t[2])) for t in ouverts if t]
    if len(lus) >= len(pleines) - 1 and _is_suite([n for n, _ in lus]):
        return lus
    entiers = [c for c in pleines if re.fullmatch(r"\d{1,4}(?:\.\d+)?", c)]
    annonce = _EN_TETE.search(strip_accents(entete)) is not None
    if len(entiers) == len(pleines) and (annonce or _is_suite(entiers)):
        return [(c, "") for c in entiers]
    codes = [c for c in pleines if re.fullmatch(r"[A-Za-z]{1,4}[ .-]?\d{1,5}", c)]
    if annonce and len(codes) == len(pleines):
        return [(c, "") for c in codes]
    return []


def _is_suite(numeros: list[str]) -> bool:
    """Whether nearly all numbers follow the one before, or stand where counting puts them."""
    if any("." in n for n in numeros) or len(numeros) < 3:
        return False
    valeurs = [int(n) for n in numeros]
    pas = sum(b - a == 1 for a, b in pairwise(valeurs))
    places = sum(n == valeurs[0] + rang for rang, n in enumerate(valeurs))
    return pas * 4 >= (len(valeurs) - 1) * 3 or (len(valeurs) > 3 and places >= len(valeurs) - 1)


def _check_suite(tableau: Tableau, numeros: list[tuple[str, str]]) -> Examens:
    nom = tableau.titre or tableau.id
    doubles = [n for n, fois in Counter(n for n, _ in numeros).items() if fois > 1]
    for numero in doubles:
        yield Constat(
            Classe.CONTRADICTION, NUMERO, (tableau.id,),
            f"« {nom} » : le numéro {numero} sert deux fois.",
        )  # fmt: skip
    textes: dict[str, list[str]] = defaultdict(list)
    for numero, texte in numeros:
        if texte:
            textes[texte].append(numero)
    for texte, memes in textes.items():
        if len(set(memes)) > 1:
            yield Constat(
                Classe.CONTRADICTION, TEXTE, (tableau.id,),
                f"« {nom} » : les numéros {' et '.join(memes)} portent le même texte ({texte}).",
            )  # fmt: skip
    if not doubles:
        yield Verifie(NUMERO, (tableau.id,), f"« {nom} » : chaque numéro sert une fois.")


def _check_codes(analyse: Analyse) -> Examens:
    """One code for two indicators, or two codes for one."""
    par_code: dict[str, dict[str, Chiffre]] = defaultdict(dict)
    par_label: dict[tuple[str, str], dict[str, Chiffre]] = defaultdict(dict)
    for c in analyse.contexte.chiffres:
        if c.im:
            label = normalize_texte(c.ligne or strip_cellule(c))
            par_code[c.im].setdefault(label, c)
            par_label[normalize_texte(c.section), label].setdefault(c.im, c)
    for code, labels in par_code.items():
        distincts = list(labels.values())
        dans = [c for c in distincts if c.section == distincts[0].section]
        if len(dans) > 1:
            yield find(
                Classe.CONTRADICTION, CODE, dans,
                f"Le code {code} désigne {' et '.join(tell_nom(c) for c in dans)}.",
            )  # fmt: skip
    for codes in par_label.values():
        if len(codes) > 1:
            chiffres = list(codes.values())
            yield find(
                Classe.CONTRADICTION, CODE, chiffres,
                f"{tell_nom(chiffres[0])} porte les codes {' et '.join(codes)}.",
            )  # fmt: skip


def _check_labels(analyse: Analyse) -> Examens:
    """Figures of a section numbered in their labels."""
    for groupe in analyse.contexte.par_section.values():
        numeros: dict[str, dict[str, Chiffre]] = defaultdict(dict)
        for c in groupe:
            trouve = _NUMEROTE.match(c.label)
            if trouve and not c.colonne:
                numeros[trouve[1]].setdefault(normalize_texte(trouve[2]), c)
        for numero, textes in numeros.items():
            if len(textes) > 1 and len(numeros) > 2:
                chiffres = list(textes.values())
                yield find(
                    Classe.CONTRADICTION, NUMERO, chiffres,
                    f"Le numéro {numero} sert à {' et à '.join(tell_nom(c) for c in chiffres)}.",
                )  # fmt: skip
