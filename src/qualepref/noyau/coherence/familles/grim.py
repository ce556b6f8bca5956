"""Percentages and means that no count of respondents can give (GRIM test)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from qualepref.noyau.coherence.contexte import known
from qualepref.noyau.coherence.ecriture import ECHELLES, tell, tell_imprime, tell_place, tell_unite
from qualepref.noyau.coherence.libelles import JOURS, PARTS, Nature, is_tableau_de_bord
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.coherence.valeurs import Lu
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


GRIM = "grim"
# Headings of the number of people behind the percentages beside it.
_BASE = re.compile(r"(?:n|effectif|base|(?:nombre de |nb )?(?:repondants?|questionnaires))\.?$")
_REPONDANTS = (
    "repond",
    "reponse",
    "retour",
    "questionnaire",
    "panel",
    "participant",
    "avis",
    "appels mystere",
)


def examine(analyse: Analyse) -> Examens:
    """Check each percentage against its respondents; one finding per survey and count."""
    groupes: dict[tuple[str, str, int], list[tuple[Chiffre, bool]]] = defaultdict(list)
    for chiffre, effectif, sur in _iter_testables(analyse):
        cle = (normalize_texte(chiffre.section), analyse.contexte.site_of(chiffre), effectif)
        groupes[cle].append((chiffre, sur))
    for cle, membres in groupes.items():
        yield from _check(analyse, cle[-1], membres)


def _iter_testables(analyse: Analyse) -> Iterable[tuple[Chiffre, int, bool]]:
    """Yield (figure, respondents, whether the document ties them)."""
    retours = _find_retours(analyse)
    for c in analyse.contexte.cellules:
        nature = analyse.contexte.nature(c)
        moyenne = nature is Nature.DELAI_MOYEN and c.unite in JOURS and 0 < c.lu.pas < 1
        if c.valeur is None or not (nature in PARTS or moyenne) or not c.lu.pas:
            continue
        if c.numerateur is not None and not moyenne:
            continue
        if analyse.contexte.reglages.redresses.search(strip_accents(f"{c.section} {c.label}")):
            continue
        base = c.denominateur if c.denominateur is not None else c.effectif
        cle = (normalize_texte(c.section), analyse.contexte.site_of(c))
        if base is None and nature is not Nature.TAUX_DELAI:
            base = _find_repondants(analyse, c)
        sur = base is not None
        if base is None and cle in retours and not c.tableau and nature is not Nature.TAUX_DELAI:
            base = retours[cle].valeur
        if base is not None and base.denominator == 1 and base > 0:
            yield c, int(base), sur


def _find_repondants(analyse: Analyse, chiffre: Chiffre) -> Fraction | None:
    """Return the respondents that a survey's table tells on the same row, or in the same column."""
    grille, reglages = analyse.contexte.grille_de.get(chiffre), analyse.contexte.reglages
    if grille is None or not reglages.enquetes.search(
        strip_accents(f"{grille.titre} {grille.section}")
    ):
        return None
    voisins = [
        *((c, c.colonne) for c, _ in known(grille.row(chiffre.ligne))),
        *((c, c.ligne) for c, _ in known(grille.column(chiffre.colonne))),
    ]
    bases = {
        c.valeur for c, entete in voisins
        if c.unite == "nombre" and _BASE.match(strip_accents(entete).strip())
    }  # fmt: skip
    return bases.pop() if len(bases) == 1 else None


def _find_retours(analyse: Analyse) -> dict[tuple[str, str], Chiffre]:
    """Return the one count of respondents of each section that tells a single one."""
    trouves: dict[tuple[str, str], list[Chiffre]] = defaultdict(list)
    for c in analyse.contexte.chiffres:
        plat = strip_accents(f"{c.label} {c.imprime}")
        compte = analyse.contexte.nature(c) is Nature.COMPTE and c.valeur
        if is_tableau_de_bord(c.section, analyse.contexte.reglages):
            continue
        if compte and "nombre de question" not in plat and any(mot in plat for mot in _REPONDANTS):
            trouves[normalize_texte(c.section), analyse.contexte.site_of(c)].append(c)
    bases: dict[tuple[str, str], set[Fraction]] = defaultdict(set)
    for c in analyse.contexte.chiffres:
        base = c.denominateur if c.denominateur is not None else c.effectif
        if base is not None and analyse.contexte.nature(c) is not Nature.COMPTE:
            bases[normalize_texte(c.section), analyse.contexte.site_of(c)].add(base)
    # Where the section itself tells other bases, a bare percentage may rest on any of them.
    return {
        cle: comptes[0]
        for cle, comptes in trouves.items()
        if len(comptes) == 1 and bases[cle] <= {comptes[0].valeur}
    }


def list_effectifs(lu: Lu, effectif: int, echelle: int) -> range:
    """Return the counts out of `effectif` that print as this value, none if it is impossible."""
    if lu.valeur is None:
        return range(0)
    bas = ceil((lu.valeur - lu.demi) * effectif / echelle)
    haut = floor((lu.valeur + lu.demi) * effectif / echelle)
    return range(max(bas, 0), (haut if echelle == 1 else min(haut, effectif)) + 1)


def _scale(chiffre: Chiffre) -> int:
    return ECHELLES.get(chiffre.unite, 1)


def _check(analyse: Analyse, effectif: int, membres: list[tuple[Chiffre, bool]]) -> Examens:
    faux = [
        (c, sur) for c, sur in membres if c.valeur is not None and 0 <= c.valeur <= (
            _scale(c) if _scale(c) > 1 else c.valeur
        ) and not list_effectifs(c.lu, effectif, _scale(c))
    ]  # fmt: skip
    justes = [c for c, _ in membres if c not in {f for f, _ in faux}]
    if justes:
        valeurs = ", ".join(tell_imprime(c) for c in justes)
        yield approve(
            GRIM, justes, f"{valeurs} : possible{'s' if len(justes) > 1 else ''} sur "
            f"{tell(Fraction(effectif))} réponses.",
        )  # fmt: skip
    voisins = _find_voisins([c for c, _ in faux], [c for c, _ in membres], effectif, analyse)
    for chiffre, sur in faux:
        yield find(
            Classe.PROUVE if sur else Classe.DOUTEUX, GRIM, [chiffre],
            f"{tell_place(chiffre)} : {_tell_impossible(chiffre, effectif)}."
            f"{_tell_voisins(chiffre, effectif, analyse)}{voisins}",
        )  # fmt: skip


def _tell_impossible(chiffre: Chiffre, effectif: int) -> str:
    echelle = _scale(chiffre)
    exact = (chiffre.valeur or Fraction(0)) * effectif / echelle
    proches = [k for k in (floor(exact), floor(exact) + 1) if echelle == 1 or k <= effectif]
    decimales = chiffre.lu.decimales + (1 if not chiffre.lu.decimales else 0)
    dits = " et ".join(
        f"{k} / {effectif} = {tell_unite(Fraction(k * echelle, effectif), chiffre.unite, decimales)}"
        for k in proches
    )
    return f"{dits} ; aucun effectif sur {effectif} ne donne {tell_imprime(chiffre)}"


def _range(effectif: int, analyse: Analyse) -> list[int]:
    """Return the other numbers of respondents to try, the nearest first."""
    ecart = ceil(effectif * analyse.contexte.reglages.grim_voisinage)
    autres = [n for n in range(max(1, effectif - ecart), effectif + ecart + 1) if n != effectif]
    return sorted(autres, key=lambda n: (abs(n - effectif), n))


def _tell_voisins(chiffre: Chiffre, effectif: int, analyse: Analyse) -> str:
    for n in _range(effectif, analyse):
        possibles = list_effectifs(chiffre.lu, n, _scale(chiffre))
        if possibles:
            return f" Le plus proche possible : {possibles[0]} sur {n}."
    return ""


def _find_voisins(faux: list[Chiffre], tous: list[Chiffre], effectif: int, analyse: Analyse) -> str:
    """Return the number of respondents that would make every percentage possible, if any."""
    if len(faux) < 2:
        return ""
    for n in _range(effectif, analyse):
        if all(list_effectifs(c.lu, n, _scale(c)) for c in tous):
            return f" Avec {n} réponses, les {len(tous)} résultats de l’enquête sont possibles."
    return ""
