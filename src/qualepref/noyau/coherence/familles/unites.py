"""Units mixed: %, ‰, per 1,000, days and working days."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from fractions import Fraction

from qualepref.noyau.coherence.ecriture import (
    SUFFIXES,
    tell,
    tell_cible,
    tell_imprime,
    tell_nom,
    tell_place,
)
from qualepref.noyau.coherence.libelles import Nature
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


UNITE = "unite"
OUVRES = "jours_ou_jours_ouvres"
_POUR_MILLE = re.compile(r"‰|/\s*1[\s.]?000|\bpour (?:1[\s.]?000|mille)\b|%o\b")
_POURCENT = re.compile(r"%(?![oO0])|\bpour cent\b")
TAUX = ("pourcent", "pour_mille")


def examine(analyse: Analyse) -> Examens:
    """Compare the unit of each rate with its target, its label, its definition and its series."""
    bases = _find_bases(analyse)
    for chiffre in analyse.contexte.cellules:
        if chiffre.unite in TAUX and chiffre.lu.valeur is not None:
            yield from _check_taux(analyse, chiffre, bases)
    yield from _check_series(analyse)
    yield from _check_ouvres(analyse)


def _find_bases(analyse: Analyse) -> dict[tuple[str, str], Chiffre]:
    """Return, by section, the figure that says the rate is told per thousand."""
    return {
        (normalize_texte(c.section), analyse.contexte.site_of(c)): c
        for c in analyse.contexte.chiffres
        if c.lu.valeur == 1000
        and re.search(
            r"\bpour 1[\s.]?000\b|\bpour mille\b", strip_accents(c.imprime.replace("\u00a0", " "))
        )
    }


def _check_taux(
    analyse: Analyse, chiffre: Chiffre, bases: dict[tuple[str, str], Chiffre]
) -> Examens:
    raisons, autres = [], []
    imprimee = chiffre.lu.unite or chiffre.unite
    cible = chiffre.cible
    if cible is not None and cible.unite in TAUX and cible.unite != imprimee:
        raisons.append(f"sa cible est donnée en {SUFFIXES[cible.unite]} ({tell_cible(chiffre)})")
    plat = strip_accents(chiffre.label)
    if imprimee == "pourcent" and _POUR_MILLE.search(plat):
        raisons.append("son libellé dit « pour mille »")
    if imprimee == "pour_mille" and _POURCENT.search(plat) and not _POUR_MILLE.search(plat):
        raisons.append("son libellé dit « % »")
    base = bases.get((normalize_texte(chiffre.section), analyse.contexte.site_of(chiffre)))
    if base is not None and imprimee == "pourcent":
        raisons.append(f"le document dit l’indicateur exprimé « {base.imprime} »")
        autres.append(base)
    if raisons:
        yield find(
            Classe.CONTRADICTION, UNITE, [chiffre, *autres],
            f"{tell_place(chiffre)} : imprimé {tell_imprime(chiffre)}, alors que "
            f"{' et que '.join(raisons)}.{_tell_grandeur(chiffre)}",
        )  # fmt: skip
    elif cible is not None and cible.unite == imprimee:
        yield approve(
            UNITE, [chiffre], f"{tell_nom(chiffre)} : valeur et cible dans la même unité."
        )


def _tell_grandeur(chiffre: Chiffre) -> str:
    cible = chiffre.cible
    if cible is None or not cible.valeur or chiffre.valeur is None or cible.unite == chiffre.unite:
        return ""
    facteur = Fraction(10) if chiffre.unite == "pourcent" else Fraction(1, 10)
    rapport = chiffre.valeur * facteur / cible.valeur
    return f" Lue telle quelle, la valeur ferait {tell(rapport, 0)} fois la cible."


def _check_series(analyse: Analyse) -> Examens:
    """In a row of rates, one printed in another unit than all the others."""
    for grille in analyse.contexte.grilles:
        for ligne in grille.lignes:
            imprimees = [
                (c, c.lu.unite) for c in grille.row(ligne) if c is not None and c.lu.unite in TAUX
            ]
            comptes = Counter(unite for _, unite in imprimees)
            if len(comptes) == 2 and min(comptes.values()) == 1 and len(imprimees) > 2:
                rare = min(comptes, key=comptes.__getitem__)
                seul = next(c for c, unite in imprimees if unite == rare)
                yield find(
                    Classe.CONTRADICTION, UNITE, [seul],
                    f"{tell_nom(seul)} : imprimé {seul.imprime}, quand les autres valeurs de la "
                    f"ligne sont en {SUFFIXES[max(comptes, key=comptes.__getitem__)]}.",
                )  # fmt: skip


def _check_ouvres(analyse: Analyse) -> Examens:
    """The same deadline told in days here and in working days there."""
    delais: dict[tuple[object, ...], list[tuple[Chiffre, str]]] = defaultdict(list)
    for c in analyse.contexte.chiffres:
        nature = analyse.contexte.nature(c)
        cle = (normalize_texte(c.section), analyse.contexte.site_of(c), c.module)
        if nature is Nature.DELAI_FIXE and c.valeur is not None:
            delais[*cle, c.valeur].append((c, c.unite))
        elif c.echeance is not None and c.echeance_unite:
            delais[*cle, c.echeance].append((c, c.echeance_unite))
    for (*_, jours), cites in delais.items():
        unites = {u for _, u in cites}
        if unites >= {"jours", "jours_ouvres"} and isinstance(jours, Fraction):
            civils = [c for c, u in cites if u == "jours"]
            ouvre = next(c for c, u in cites if u == "jours_ouvres")
            yield find(
                Classe.REDACTIONNEL, OUVRES, [*civils, ouvre],
                f"Le délai de {tell(jours)} jours est écrit en jours dans {tell_nom(civils[0])}"
                f"{_tell_autres(len(civils) - 1)}, en jours ouvrés dans {tell_nom(ouvre)} "
                f"({ouvre.section}). Ce ne sont pas les mêmes délais : écrire partout le même.",
            )  # fmt: skip


def _tell_autres(nombre: int) -> str:
    if not nombre:
        return ""
    return f" et {nombre} autres chiffres" if nombre > 1 else " et un autre chiffre"
