"""Perimeter and count of engagements, against the référentiel."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from qualepref.noyau.coherence.ecriture import tell_imprime, tell_nom, tell_place
from qualepref.noyau.coherence.libelles import Nature
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.tableurs.vocabulaire import strip_accents


ENGAGEMENTS = "perimetre"
_COMPTE = re.compile(r"\bengagements?\b")
_AUTRE = re.compile(
    r"\breseau|\btaux|\bpublication|\bimpression|\boptionnel|\bnon |\bpar mois|\bsous-engagement|\bindicateur|\baction"
)
_MODULE = re.compile(r"\bmodule (?:n\W*)?(\d)\b")
_MODULES = re.compile(r"\bmodules? (?:n\W*)?(\d(?:\s*(?:,|et|\+|;|-|a)\s*\d)*)")


def examine(analyse: Analyse) -> Examens:
    """Compare announced engagements and modules with those of the référentiel."""
    modules = analyse.contexte.modules
    if not modules:
        return
    for chiffre in analyse.contexte.chiffres:
        if chiffre.engagements and chiffre.module in modules:
            yield from _check_rattachement(chiffre, modules)
        if chiffre.valeur is None or analyse.contexte.nature(chiffre) is not Nature.COMPTE:
            continue
        plat = strip_accents(f"{chiffre.label} {chiffre.imprime}")
        if chiffre.tableau or _AUTRE.search(plat):
            continue
        if _COMPTE.search(plat):
            yield from _check_compte(analyse, chiffre)
        elif re.search(r"\bnombre de modules\b", plat):
            yield from _check_modules(analyse, chiffre, plat)


def _check_rattachement(chiffre: Chiffre, modules: Mapping[int, frozenset[int]]) -> Examens:
    """An engagement printed under a module that is not its own."""
    propres = modules[chiffre.module or 0]
    autres = [n for n in chiffre.engagements if n not in propres]
    tous = frozenset().union(*modules.values())
    for numero in autres:
        vrai = next((m for m, e in modules.items() if numero in e), None)
        suite = f"est du module {vrai}" if numero in tous else "n’existe pas"
        yield find(
            Classe.CONTRADICTION, ENGAGEMENTS, [chiffre],
            f"{tell_nom(chiffre)} : module {chiffre.module}, engagement {numero} ; au référentiel, "
            f"l’engagement {numero} {suite}.",
        )  # fmt: skip


def _check_compte(analyse: Analyse, chiffre: Chiffre) -> Examens:
    modules = analyse.contexte.modules
    plat = strip_accents(chiffre.label)
    trouve = _MODULE.search(plat)
    seul = int(trouve[1]) if trouve else None
    if seul is None and chiffre.module is not None and "total" not in plat:
        seul = chiffre.module
    if seul is not None and not re.search(r"\bmodules\b", plat):
        attendu = len(modules.get(seul, ()))
        if seul not in modules:
            return
        if chiffre.valeur == attendu:
            yield approve(
                ENGAGEMENTS, [chiffre], f"{tell_nom(chiffre)} : {attendu}, comme au référentiel."
            )
        else:
            yield find(
                Classe.CONTRADICTION, ENGAGEMENTS, [chiffre],
                f"{tell_place(chiffre)} : {tell_imprime(chiffre)} ; le module {seul} en compte "
                f"{attendu} au référentiel.",
            )  # fmt: skip
        return
    yield from _check_total(analyse, chiffre, plat)


def _check_total(analyse: Analyse, chiffre: Chiffre, plat: str) -> Examens:
    modules = analyse.contexte.modules
    nommes = _MODULES.search(plat)
    retenus = (
        {int(n) for n in re.findall(r"\d", nommes[1])}
        if nommes
        else _find_modules(analyse, chiffre)
    )
    retenus &= set(modules)
    attendu = sum(len(modules[m]) for m in retenus)
    if chiffre.valeur in (attendu, sum(len(e) for e in modules.values())):
        yield approve(
            ENGAGEMENTS, [chiffre],
            f"{tell_nom(chiffre)} : {tell_imprime(chiffre)}, le compte du référentiel.",
        )  # fmt: skip
        return
    if retenus and (nommes or len(retenus) > 1):
        detail = " + ".join(str(len(modules[m])) for m in sorted(retenus))
        dits = ", ".join(str(m) for m in sorted(retenus))
        yield find(
            Classe.CONTRADICTION if nommes else Classe.DOUTEUX, ENGAGEMENTS, [chiffre],
            f"{tell_place(chiffre)} : {tell_imprime(chiffre)} ; les modules {dits} comptent "
            f"{detail} = {attendu} engagements au référentiel.",
        )  # fmt: skip
    elif chiffre.valeur not in list_totaux(modules, analyse.contexte.obligatoires):
        yield find(
            Classe.CONTRADICTION, ENGAGEMENTS, [chiffre],
            f"{tell_place(chiffre)} : {tell_imprime(chiffre)} ; aucun choix de modules du "
            "référentiel ne donne ce compte.",
        )  # fmt: skip


def _find_modules(analyse: Analyse, chiffre: Chiffre) -> set[int]:
    """Return the modules under which the site's own results are printed."""
    par_site: dict[str, set[int]] = defaultdict(set)
    for c in analyse.contexte.chiffres:
        if c.module is not None and c.lu.valeur is not None:
            par_site[analyse.contexte.site_of(c)].add(c.module)
    return set(par_site[analyse.contexte.site_of(chiffre)])


def list_totaux(modules: Mapping[int, frozenset[int]], obligatoires: frozenset[int]) -> set[int]:
    """Return every count of engagements that a choice of modules may give."""
    base = sum(len(modules[m]) for m in obligatoires if m in modules)
    libres = [len(e) for m, e in modules.items() if m not in obligatoires]
    return {
        base + sum(choix)
        for taille in range(len(libres) + 1)
        for choix in combinations(libres, taille)
    }


def _check_modules(analyse: Analyse, chiffre: Chiffre, plat: str) -> Examens:
    modules, obligatoires = analyse.contexte.modules, analyse.contexte.obligatoires
    if "obligatoire" in plat:
        juste = len(obligatoires) <= (chiffre.valeur or 0) <= len(obligatoires) + 1
        attendu = f"{len(obligatoires)} module obligatoire, et un où il y a un CERT"
    elif "referentiel" in plat or "label" in plat:
        juste, attendu = chiffre.valeur == len(modules), f"{len(modules)} modules"
    else:
        return
    if juste:
        yield approve(ENGAGEMENTS, [chiffre], f"{tell_nom(chiffre)} : {tell_imprime(chiffre)}.")
    else:
        yield find(
            Classe.CONTRADICTION, ENGAGEMENTS, [chiffre],
            f"{tell_place(chiffre)} : {tell_imprime(chiffre)} ; le référentiel compte {attendu}.",
        )  # fmt: skip
