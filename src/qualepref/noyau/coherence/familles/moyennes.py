"""Results of a whole that are the mean of its parts' results, not the result of the whole."""

from __future__ import annotations

from fractions import Fraction

from qualepref.noyau.coherence.contexte import known
from qualepref.noyau.coherence.ecriture import (
    ECHELLES,
    is_arrondi,
    tell,
    tell_imprime,
    tell_nom,
    tell_place,
    tell_taux,
    tell_unite,
)
from qualepref.noyau.coherence.libelles import PARTS, Nature
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.rapprochements import Decoupage, is_mensuel
from qualepref.noyau.coherence.regle import Analyse, approve, find


MOYENNE = "moyenne_de_taux"
DELAI = "moyenne_de_delais"
GLOBAL = "taux_global"
BORNES = "hors_des_parts"


def examine(analyse: Analyse) -> Examens:
    """Compare each overall rate or mean with what its parts, weighted, make."""
    for decoupage in analyse.decoupages:
        nature = analyse.contexte.nature(decoupage.total)
        if decoupage.total.valeur is None or len(known(decoupage.parts)) < 2:
            continue
        if nature in PARTS and not _is_repartition(decoupage):
            yield from _check_taux(analyse, decoupage)
        elif nature is Nature.DELAI_MOYEN:
            yield from _check_delai(analyse, decoupage)


def _mean(decoupage: Decoupage) -> Fraction:
    valeurs = [v for _, v in known(decoupage.parts)]
    return sum(valeurs, Fraction(0)) / len(valeurs)


def _is_repartition(decoupage: Decoupage) -> bool:
    """Whether the parts share out the whole, as 77 + 15 + 8 make 100 %, and are no rates of it."""
    connues, total = known(decoupage.parts), decoupage.total.valeur
    somme = sum((v for _, v in connues), Fraction(0))
    marge = sum((c.lu.demi for c, _ in connues), decoupage.total.lu.demi)
    presque = total == 100 and all(v < 100 for _, v in connues) and 80 <= somme <= 120
    return presque or (total is not None and abs(somme - total) <= marge)


def _figures(decoupage: Decoupage) -> list[Chiffre]:
    return [decoupage.total, *(c for c, _ in known(decoupage.parts))]


def _check_taux(analyse: Analyse, decoupage: Decoupage) -> Examens:
    total = decoupage.total
    rapports = [analyse.rapports.get(p) for p in decoupage.parts]
    connus = [r for r in rapports if r is not None]
    if not decoupage.complet or len(connus) < len(rapports):
        yield from _check_bornes(decoupage)
        return
    propre = analyse.rapports.get(total)
    if propre is not None and analyse.is_trompe(propre):
        propre = None
    numerateur = sum((r.numerateur for r in connus), Fraction(0))
    denominateur = sum((r.denominateur for r in connus), Fraction(0))
    if propre is not None:
        numerateur, denominateur = propre.numerateur, propre.denominateur
    exact = numerateur / denominateur * ECHELLES[total.unite]
    ensemble = tell_taux(numerateur, denominateur, total.unite, total.lu.decimales)
    if is_arrondi(total.lu, exact):
        yield approve(GLOBAL, _figures(decoupage), f"{tell_nom(total)} : {ensemble}.")
        return
    moyenne = _mean(decoupage)
    texte = f"{tell_place(total)} : imprimé {tell_imprime(total)}"
    if is_arrondi(total.lu, moyenne):
        yield find(
            Classe.PROUVE, MOYENNE, _figures(decoupage),
            f"{texte}, qui est la moyenne des {len(connus)} taux {_tell_parts(decoupage)} "
            f"({tell_unite(moyenne, total.unite, 1)}). Le taux de l’ensemble est {ensemble}.",
        )  # fmt: skip
    elif propre is None:
        classe = Classe.CONTRADICTION if decoupage.annonce else Classe.PROUVE
        yield find(
            classe, GLOBAL, _figures(decoupage),
            f"{texte} ; les parts imprimées donnent {ensemble}, et leur moyenne simple "
            f"{tell_unite(moyenne, total.unite, 1)} : ni l’un ni l’autre.",
        )  # fmt: skip


def _tell_parts(decoupage: Decoupage) -> str:
    return "mensuels" if is_mensuel(decoupage) else "imprimés"


def _check_bornes(decoupage: Decoupage) -> Examens:
    """A whole's rate or mean lies between the lowest and the highest of its parts."""
    connues, total = known(decoupage.parts), decoupage.total
    if total.valeur is None or not decoupage.complet:
        return
    bas = min(v - c.lu.demi for c, v in connues)
    haut = max(v + c.lu.demi for c, v in connues)
    if total.valeur + total.lu.demi < bas or total.valeur - total.lu.demi > haut:
        valeurs = [v for _, v in connues]
        yield find(
            Classe.PROUVE, BORNES, _figures(decoupage),
            f"{tell_place(total)} : imprimé {tell_imprime(total)}, hors de ses parts, qui vont de "
            f"{tell(min(valeurs))} à {tell(max(valeurs))}.",
        )  # fmt: skip


def _check_delai(analyse: Analyse, decoupage: Decoupage) -> Examens:
    poids = _find_poids(analyse, decoupage)
    if poids is None or not decoupage.complet:
        yield from _check_bornes(decoupage)
        return
    connues, total = known(decoupage.parts), decoupage.total
    ensemble = sum(poids, Fraction(0))
    if not ensemble or total.valeur is None:
        return
    ponderee = (
        sum((v * p for (_, v), p in zip(connues, poids, strict=True)), Fraction(0)) / ensemble
    )
    marge = (
        sum((c.lu.demi * p for (c, _), p in zip(connues, poids, strict=True)), Fraction(0))
        / ensemble
    )
    if abs(total.valeur - ponderee) <= marge + total.lu.demi:
        yield approve(
            DELAI, _figures(decoupage),
            f"{tell_nom(total)} : moyenne pondérée {tell(ponderee, 1)}, imprimé "
            f"{tell_imprime(total)}.",
        )  # fmt: skip
        return
    moyenne = _mean(decoupage)
    simple = is_arrondi(total.lu, moyenne)
    yield find(
        Classe.CONTRADICTION if decoupage.annonce else Classe.PROUVE, DELAI, _figures(decoupage),
        f"{tell_place(total)} : imprimé {tell_imprime(total)}"
        + (f", qui est la moyenne simple des parts ({tell(moyenne, 1)})" if simple else "")
        + f". Pondérée par les {tell(ensemble)} réponses, la moyenne est {tell(ponderee, 1)}, "
        f"à {tell(marge, 1)} près.",
    )  # fmt: skip


def _find_poids(analyse: Analyse, decoupage: Decoupage) -> list[Fraction] | None:
    """Return what each mean weighs: the base of the rate printed in its column, if one is."""
    contexte = analyse.contexte
    grille = contexte.grille_de.get(decoupage.parts[0])
    if grille is None:
        return None
    canal = contexte.reglages.familles.get("canal", frozenset())
    # A mean of one channel is not weighted by what all channels received.
    if contexte.sujets[decoupage.parts[0]].mots & canal - contexte.sujets[decoupage.parts[0]].theme:
        return None
    poids = []
    for part in decoupage.parts:
        bases = [
            analyse.rapports[c].denominateur
            for c in grille.column(part.colonne)
            if c in analyse.rapports and contexte.nature(c) is Nature.TAUX_DELAI
        ]
        if len(bases) != 1:
            return None
        poids.append(bases[0])
    return poids
