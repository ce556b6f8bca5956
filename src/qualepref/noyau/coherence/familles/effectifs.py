"""The same survey told with two numbers of answers."""

from __future__ import annotations

import re
from itertools import combinations

from qualepref.noyau.coherence.ecriture import tell_imprime, tell_place
from qualepref.noyau.coherence.libelles import Nature
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.rapprochements import same_period
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


EFFECTIFS = "deux_effectifs"
# Parts of a label: « Enquête préfecture – nombre de réponses ».
_COUPURE = re.compile(r"\s[–—-]\s|\s*[:;]\s+")
_CREUX = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "a",
        "au",
        "aux",
        "en",
        "par",
        "sur",
        "aupre",
        "satisfaction",
    ]
)


def examine(analyse: Analyse) -> Examens:
    """Compare the numbers of answers told of each survey, by its name."""
    dits = [
        (c, mots)
        for c in analyse.contexte.chiffres
        if analyse.contexte.nature(c) is Nature.COMPTE and c.valeur and not c.tableau
        if (mots := _find_enquete(analyse, c))
    ]
    for (une, mots), (autre, autres) in combinations(dits, 2):
        sites = {analyse.contexte.site_of(c) for c in (une, autre)}
        if mots != autres or len(sites) > 1 or une.section == autre.section:
            continue
        if not same_period(une.periode, autre.periode):
            continue
        texte = (
            f"{tell_place(une)} : {tell_imprime(une)} ; {tell_place(autre)} : {tell_imprime(autre)}"
        )
        if une.valeur == autre.valeur:
            yield approve(EFFECTIFS, [une, autre], f"{texte}.")
        else:
            yield find(
                Classe.CONTRADICTION, EFFECTIFS, [une, autre],
                f"{texte}. La même enquête porte deux nombres de réponses.",
            )  # fmt: skip


def _find_enquete(analyse: Analyse, chiffre: Chiffre) -> frozenset[str]:
    """Return the words that name the survey a count is the answers of, none when it is not."""
    reglages = analyse.contexte.reglages
    parties = [strip_accents(p) for p in _COUPURE.split(chiffre.label)]
    comptes = [p for p in parties if reglages.repondants.search(p)]
    if len(comptes) != 1:
        return frozenset()
    # « Nombre de réponses – femmes » counts a part; « Répondants de 60 ans » too.
    restes = [p for p in parties if p != comptes[0]]
    noms = [p for p in restes if reglages.enquetes.search(p)]
    if len(noms) != len(restes) or len(restes) > 1:
        return frozenset()
    precis = reglages.repondants.sub(" ", comptes[0])
    if set(normalize_texte(precis).split()) - {
        "nombre",
        "total",
        "recueilli",
        "recueillis",
        "recu",
        "recus",
        "de",
    }:
        return frozenset()
    nom = noms[0] if noms else chiffre.section
    if not reglages.enquetes.search(strip_accents(nom)):
        return frozenset()
    return frozenset(m.rstrip("s") for m in normalize_texte(nom).split()) - _CREUX
