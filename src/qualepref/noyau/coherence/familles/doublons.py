"""The same indicator printed with two values, or with two targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from qualepref.noyau.coherence.ecriture import tell_imprime, tell_nom, tell_place
from qualepref.noyau.coherence.libelles import Nature
from qualepref.noyau.coherence.modele import Chiffre, Classe, Constat, Examens
from qualepref.noyau.coherence.rapprochements import Lien
from qualepref.noyau.coherence.regle import Analyse, approve, find


VALEURS = "deux_valeurs"
INVERSES = "valeurs_interverties"
CIBLES = "deux_cibles"

Paire = tuple[Chiffre, Chiffre, Lien]


def examine(analyse: Analyse) -> Examens:
    """Compare the values, then the targets, of each indicator printed in two places."""
    liens = _keep_sures(analyse)
    ecarts = [paire for paire in liens if not _agree(paire[0], paire[1])]
    for une, autre, _ in liens:
        if _agree(une, autre) and une.valeur is not None:
            yield approve(
                VALEURS, [une, autre], f"{tell_place(une)} et {tell_place(autre)} : "
                f"{tell_imprime(une)} aux deux endroits.",
            )  # fmt: skip
    inverses = _find_inverses(ecarts)
    dites: set[frozenset[str]] = set()
    for premiere, seconde in inverses:
        dites |= {frozenset({p[0].id, p[1].id}) for p in (premiere, seconde)}
        yield _tell_inverses(premiere, seconde)
    for une, autre, lien in ecarts:
        if frozenset({une.id, autre.id}) not in dites:
            yield _tell_ecart(une, autre, lien)
    yield from _check_cibles(liens)


def _keep_sures(analyse: Analyse) -> list[Paire]:
    """Return the pairs whose match is single: a figure near several others says nothing."""
    proches: dict[Chiffre, set[Fraction | None]] = defaultdict(set)
    memes = {c for une, autre, lien in analyse.liens if lien is Lien.MEME for c in (une, autre)}
    for une, autre, lien in analyse.liens:
        if lien is Lien.PROCHE:
            proches[une].add(autre.valeur)
            proches[autre].add(une.valeur)
    return [
        (une, autre, lien)
        for une, autre, lien in analyse.liens
        if lien is Lien.MEME
        or (
            len(proches[une]) == 1 and len(proches[autre]) == 1
            and une not in memes and autre not in memes
            and analyse.contexte.nature(une) is not Nature.COMPTE
        )
    ]  # fmt: skip


def _agree(une: Chiffre, autre: Chiffre) -> bool:
    """Whether two printed values may be roundings of one."""
    if une.valeur is None or autre.valeur is None:
        return True
    facteur = 10 if une.unite == "pourcent" and autre.unite == "pour_mille" else 1
    inverse = 10 if autre.unite == "pourcent" and une.unite == "pour_mille" else 1
    ecart = abs(une.valeur * facteur - autre.valeur * inverse)
    if une.lu.pas * facteur == autre.lu.pas * inverse:
        return ecart == 0
    return ecart <= max(une.lu.demi * facteur, autre.lu.demi * inverse)


def _tell_ecart(une: Chiffre, autre: Chiffre, lien: Lien) -> Constat:
    sur = lien is Lien.MEME
    texte = (
        f"{tell_place(une)} : {tell_imprime(une)} ; {tell_place(autre)} : {tell_imprime(autre)}. "
    )
    suite = (
        "Le même indicateur porte deux valeurs."
        if sur
        else "S’il s’agit du même indicateur, l’une des deux valeurs est fausse."
    )
    return find(
        Classe.CONTRADICTION if sur else Classe.DOUTEUX, VALEURS, [une, autre], texte + suite
    )


def _find_inverses(ecarts: list[Paire]) -> Iterable[tuple[Paire, Paire]]:
    """Return the pairs of pairs whose values are each other's."""
    croises: dict[tuple[object, ...], list[Paire]] = defaultdict(list)
    for paire in ecarts:
        croises[paire[0].section, paire[1].valeur, paire[0].valeur].append(paire)
    for rang, premiere in enumerate(ecarts):
        cle = premiere[0].section, premiere[0].valeur, premiere[1].valeur
        # Many pairs of the same two values say nothing of each other.
        if len(croises[cle]) > 1:
            continue
        for seconde in croises[cle]:
            distinctes = not {premiere[0], premiere[1]} & {seconde[0], seconde[1]}
            if distinctes and seconde in ecarts[rang + 1 :]:
                yield premiere, seconde


def _tell_inverses(premiere: Paire, seconde: Paire) -> Constat:
    a, b = premiere[0], seconde[0]
    return find(
        Classe.CONTRADICTION, INVERSES, [a, b, premiere[1], seconde[1]],
        f"{tell_nom(a)} : {tell_imprime(a)} et {tell_nom(b)} : {tell_imprime(b)} ({a.section}) ; "
        f"{tell_nom(premiere[1])} : {tell_imprime(premiere[1])} et {tell_nom(seconde[1])} : "
        f"{tell_imprime(seconde[1])} ({premiere[1].section}). Les deux valeurs sont interverties.",
    )  # fmt: skip


def _check_cibles(liens: list[Paire]) -> Examens:
    for une, autre, lien in liens:
        if une.cible is None or autre.cible is None or lien is not Lien.MEME:
            continue
        a, b = une.cible, autre.cible
        if a.unite == b.unite and a.valeur != b.valeur and a.maximum is None and b.maximum is None:
            yield find(
                Classe.CONTRADICTION, CIBLES, [une, autre],
                f"{tell_place(une)} : cible {une.cible_imprimee} ; {tell_place(autre)} : "
                f"cible {autre.cible_imprimee}. Le même indicateur porte deux cibles.",
            )  # fmt: skip
