"""One procedure, two deadlines; labels whose sign says the contrary."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

from qualepref.noyau.coherence.ecriture import tell, tell_imprime, tell_nom, tell_place
from qualepref.noyau.coherence.familles.delais import find_echeance
from qualepref.noyau.coherence.libelles import (
    Nature,
    find_echeances,
    is_inverse,
    strip_cellule,
)
from qualepref.noyau.coherence.modele import Chiffre, Classe, Constat, Examens
from qualepref.noyau.coherence.rapprochements import same_period
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


ECHEANCES = "deux_echeances"
SIGNE = "signe_inverse"
MOTS = "mots_manquants"


def examine(analyse: Analyse) -> Examens:
    """Compare the deadlines that the document tells of one procedure."""
    chiffres = analyse.contexte.chiffres
    for chiffre in chiffres:
        yield from _check_label(analyse, chiffre)
    dits: set[str] = set()
    for groupe in _group(analyse):
        for examen in _check_promesse(analyse, groupe):
            if isinstance(examen, Constat):
                dits |= set(examen.figures[:1])
            yield examen
    yield from _check_memes(analyse, dits)


def _group(analyse: Analyse) -> list[list[Chiffre]]:
    groupes: dict[tuple[object, ...], list[Chiffre]] = defaultdict(list)
    for c in analyse.contexte.chiffres:
        cle = (normalize_texte(c.section), analyse.contexte.site_of(c), c.module)
        if analyse.contexte.nature(c) in (Nature.DELAI_FIXE, Nature.TAUX_DELAI, Nature.CIBLE):
            groupes[cle].append(c)
    return list(groupes.values())


def _check_promesse(analyse: Analyse, groupe: list[Chiffre]) -> Examens:
    """A rate « in N days » uses a deadline that its section promises, where it promises any."""
    contexte = analyse.contexte
    promis = [
        c for c in groupe
        if contexte.nature(c) is Nature.DELAI_FIXE and c.valeur is not None
        and c.unite in ("jours", "jours_ouvres")
    ]  # fmt: skip
    if not promis:
        return
    admises = {c.valeur for c in promis}
    for taux in groupe:
        echeance = find_echeance(analyse, taux)
        if contexte.nature(taux) is Nature.DELAI_FIXE or echeance is None:
            continue
        if echeance in admises:
            yield approve(
                ECHEANCES, [taux, promis[0]],
                f"{tell_nom(taux)} : {tell(echeance)} jours, comme le délai annoncé.",
            )  # fmt: skip
            continue
        dites = " ou ".join(tell_imprime(c) for c in promis)
        yield find(
            Classe.CONTRADICTION, ECHEANCES, [taux, *promis],
            f"{tell_place(taux)} : {tell(echeance)} jours, alors que le délai annoncé par la même "
            f"partie est {dites}.",
        )  # fmt: skip


def _check_memes(analyse: Analyse, dits: set[str]) -> Examens:
    """The same rate of the same counts, told for two deadlines; not those already told."""
    contexte = analyse.contexte
    taux = [
        (c, e) for c in contexte.chiffres
        if contexte.nature(c) is Nature.TAUX_DELAI and c.valeur is not None
        and (e := find_echeance(analyse, c)) is not None
    ]  # fmt: skip
    par_valeur: dict[tuple[object, ...], list[tuple[Chiffre, Fraction]]] = defaultdict(list)
    for c, echeance in taux:
        par_valeur[c.valeur, contexte.site_of(c), c.module].append((c, echeance))
    for membres in par_valeur.values():
        for rang, (une, premiere) in enumerate(membres):
            for autre, seconde in membres[rang + 1 :]:
                if {une.id, autre.id} & dits:
                    continue
                if premiere != seconde and _is_same(analyse, une, autre):
                    yield find(
                        Classe.CONTRADICTION, ECHEANCES, [autre, une],
                        f"{tell_place(une)} : {tell_imprime(une)} en {tell(premiere)} jours ; "
                        f"{tell_place(autre)} : {tell_imprime(autre)} en {tell(seconde)} jours. "
                        "Le même résultat porte deux délais.",
                    )  # fmt: skip


def _is_same(analyse: Analyse, une: Chiffre, autre: Chiffre) -> bool:
    a, b = analyse.contexte.sujets[une], analyse.contexte.sujets[autre]
    if not same_period(une.periode, autre.periode) or a.mots != b.mots or not a.mots:
        return False
    if not (a.theme <= b.theme or b.theme <= a.theme):
        return False
    r, s = analyse.rapports.get(une), analyse.rapports.get(autre)
    return (
        r is None or s is None or (r.numerateur, r.denominateur) == (s.numerateur, s.denominateur)
    )


def _check_label(analyse: Analyse, chiffre: Chiffre) -> Examens:
    sujet = analyse.contexte.sujets[chiffre]
    plat = strip_accents(chiffre.label)
    nommees = find_echeances(strip_cellule(chiffre))
    if len(nommees) > 1 and sujet.nature is Nature.TAUX_DELAI:
        jours = " et ".join(tell(e) for e in sorted(nommees))
        yield find(
            Classe.CONTRADICTION, ECHEANCES, [chiffre],
            f"{tell_nom(chiffre)} nomme deux délais : {jours} jours.",
        )  # fmt: skip
    dites = find_echeances(chiffre.label)
    if (
        sujet.nature is Nature.TAUX_DELAI and len(dites) == 1
        and chiffre.echeance is not None and chiffre.echeance not in dites
    ):  # fmt: skip
        yield find(
            Classe.CONTRADICTION, ECHEANCES, [chiffre],
            f"{tell_nom(chiffre)} nomme {tell(next(iter(dites)))} jours ; le délai relevé est "
            f"{tell(chiffre.echeance)} jours.",
        )  # fmt: skip
    if sujet.nature is Nature.TAUX_DELAI and is_inverse(chiffre.label) and not sujet.negatif:
        yield find(
            Classe.REDACTIONNEL, SIGNE, [chiffre],
            f"{tell_nom(chiffre)} : « > » ou « supérieur » désigne les réponses données après le "
            f"délai, alors que {tell_imprime(chiffre)} est la part de celles données dans le délai. "
            "Écrire « ≤ ».",
        )  # fmt: skip
    if re.search(r"\bouvre[es]*\b", plat) and not re.search(r"\bj(?:ours?)?\.?\s*ouvre|j\.o", plat):
        yield find(
            Classe.REDACTIONNEL, MOTS, [chiffre],
            f"{tell_nom(chiffre)} : le libellé dit « ouvrés » sans dire « jours ». Il y manque des mots.",
        )  # fmt: skip
