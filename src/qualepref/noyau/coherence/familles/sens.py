"""Labels that say the contrary of the figure; verdicts and targets that disagree."""

from __future__ import annotations

import re
from collections import defaultdict

from qualepref.noyau.coherence.ecriture import tell_cible, tell_imprime, tell_nom, tell_place
from qualepref.noyau.coherence.libelles import PARTS, Nature, is_positif
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.rapprochements import same_period
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


CONTRAIRE = "libelle_contraire"
VERDICT = "verdict"
_ATTEINT = re.compile(
    r"\b(?:atteinte?s?|tenue?s?|depassee?s?|respectee?s?|conforme|satisfaite?)\b|^oui$|[✓✔☑]"
)
_MANQUE = re.compile(
    r"\b(?:non|pas|in)[ -]?(?:atteinte?s?|tenue?s?|respectee?s?|conforme)\b|\bmanquee?s?\b|^non$|[✗✘☒]"
)
_BAISSE = re.compile(r"\bdelai|\battente\b|\bduree\b")
_DEMI = 50


def examine(analyse: Analyse) -> Examens:
    """Look for negative labels on positive figures, then for verdicts against their target."""
    opposes = _find_opposes(analyse)
    for chiffre in analyse.contexte.cellules:
        if analyse.contexte.nature(chiffre) in PARTS and chiffre.valeur is not None:
            yield from _check_sens(analyse, chiffre, opposes)
        yield from _check_verdict(analyse, chiffre)


def _find_opposes(analyse: Analyse) -> dict[Chiffre, list[Chiffre]]:
    """Return, for each negative rate, the positive ones of the same site and value."""
    positifs: dict[tuple[object, ...], list[Chiffre]] = defaultdict(list)
    negatifs: list[Chiffre] = []
    for c in analyse.contexte.cellules:
        if analyse.contexte.nature(c) not in PARTS or c.valeur is None:
            continue
        if analyse.contexte.sujets[c].negatif:
            negatifs.append(c)
        elif is_positif(c.label, analyse.contexte.reglages):
            positifs[analyse.contexte.site_of(c), c.valeur].append(c)
    return {
        n: [
            p
            for p in positifs[analyse.contexte.site_of(n), n.valeur]
            if _is_opposite(analyse, n, p)
        ]
        for n in negatifs
    }


def _is_opposite(analyse: Analyse, negatif: Chiffre, positif: Chiffre) -> bool:
    """Whether two labels differ by their direction only."""
    reglages = analyse.contexte.reglages
    restes = []
    for chiffre, motif in ((negatif, reglages.negatifs), (positif, reglages.positifs)):
        sujet = analyse.contexte.sujets[chiffre]
        ecartes = set(re.findall(r"\w+", " ".join(motif.findall(sujet.plat))))
        racines = tuple(m[:5] for m in ecartes if len(m) > 3)
        restes.append({m for m in sujet.mots if not (racines and m.startswith(racines))})
    a, b = (analyse.contexte.sujets[c].theme for c in (negatif, positif))
    proches = (a <= b or b <= a) and same_period(negatif.periode, positif.periode)
    # Up to a half each, both may be true beside answers that are neither.
    trop = negatif.valeur is not None and negatif.valeur > _DEMI
    return trop and proches and restes[0] == restes[1] and bool(restes[0])


def _check_sens(
    analyse: Analyse, chiffre: Chiffre, opposes: dict[Chiffre, list[Chiffre]]
) -> Examens:
    sujet = analyse.contexte.sujets[chiffre]
    if not sujet.negatif:
        return
    contraires = opposes.get(chiffre, [])
    if contraires:
        yield find(
            Classe.CONTRADICTION, CONTRAIRE, [chiffre, *contraires],
            f"{tell_place(chiffre)} et {tell_place(contraires[0])} : {tell_imprime(chiffre)} aux deux "
            "endroits, alors que les libellés sont contraires.",
        )  # fmt: skip
        return
    cible = chiffre.cible
    haute = cible is not None and cible.valeur is not None and cible.valeur > _DEMI
    if haute and cible is not None and cible.unite in ("", "pourcent"):
        yield find(
            Classe.CONTRADICTION, CONTRAIRE, [chiffre],
            f"{tell_nom(chiffre)} : {tell_imprime(chiffre)}, cible {tell_cible(chiffre)}. Le libellé "
            "compte des échecs, la cible en demanderait le plus possible : le libellé dit l’inverse "
            "du chiffre.",
        )  # fmt: skip


def _check_verdict(analyse: Analyse, chiffre: Chiffre) -> Examens:
    cible = chiffre.cible
    dit = strip_accents(chiffre.verdict or chiffre.imprime)
    manque = _MANQUE.search(dit) is not None
    if chiffre.valeur is None or cible is None or cible.valeur is None:
        return
    if not manque and not _ATTEINT.search(dit):
        return
    if cible.unite not in ("", chiffre.unite) or normalize_texte(chiffre.cible_imprimee) == "":
        return
    atteint = _meets(analyse, chiffre)
    texte = f"{tell_nom(chiffre)} : {tell_imprime(chiffre)}, cible {tell_cible(chiffre)}"
    if atteint is manque:
        mot, autre = ("non atteinte", "atteinte") if manque else ("atteinte", "non atteinte")
        yield find(
            Classe.CONTRADICTION, VERDICT, [chiffre],
            f"{texte} : dite {mot}, elle est {autre}.",
        )  # fmt: skip
    else:
        yield approve(VERDICT, [chiffre], f"{texte} : verdict juste.")


def _meets(analyse: Analyse, chiffre: Chiffre) -> bool:
    cible, valeur = chiffre.cible, chiffre.valeur
    if cible is None or cible.valeur is None or valeur is None:
        return False
    baisse = (
        analyse.contexte.nature(chiffre) is Nature.DELAI_MOYEN
        or analyse.contexte.sujets[chiffre].negatif
        or _BAISSE.match(strip_accents(chiffre.label)) is not None
    )
    return valeur <= (cible.maximum or cible.valeur) if baisse else valeur >= cible.valeur
