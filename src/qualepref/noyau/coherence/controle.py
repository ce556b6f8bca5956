"""The check of a publication: every rule, findings first, then what was found right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from qualepref.noyau.coherence.contexte import Contexte
from qualepref.noyau.coherence.ecriture import tell_place
from qualepref.noyau.coherence.familles import (
    annonces,
    bornes,
    dates,
    delais,
    doublons,
    ecarts,
    echeances,
    effectifs,
    evolutions,
    frequences,
    grim,
    moyennes,
    numeros,
    parts_nommees,
    perimetre,
    questions,
    redaction,
    sens,
    taux,
    totaux,
    unites,
)
from qualepref.noyau.coherence.modele import (
    CLASSES_FAUSSES,
    Classe,
    Constat,
    Examens,
    Publication,
    Verifie,
)
from qualepref.noyau.coherence.reglages import Reglages
from qualepref.noyau.coherence.regle import Analyse
from qualepref.noyau.referentiel.modele import Module, Statut


Famille = Callable[[Analyse], Examens]
FAMILLES: tuple[Famille, ...] = (
    totaux.examine,
    taux.examine,
    moyennes.examine,
    doublons.examine,
    parts_nommees.examine,
    effectifs.examine,
    evolutions.examine,
    delais.examine,
    frequences.examine,
    unites.examine,
    echeances.examine,
    sens.examine,
    grim.examine,
    questions.examine,
    bornes.examine,
    dates.examine,
    numeros.examine,
    annonces.examine,
    perimetre.examine,
    redaction.examine,
    ecarts.examine,
)
# Those that rest on counts, whatever the words around them.
ARITHMETIQUE: tuple[Famille, ...] = (
    totaux.examine,
    taux.examine,
    moyennes.examine,
    unites.examine,
    bornes.examine,
)
# What a surer finding on the same figure already says.
EFFACES: dict[str, frozenset[str]] = {
    taux.TAUX: frozenset({moyennes.MOYENNE}),
    taux.TRONQUE: frozenset({moyennes.MOYENNE}),
    doublons.VALEURS: frozenset({unites.UNITE}),
    ecarts.GRANDEUR: frozenset({unites.UNITE, taux.TAUX, bornes.CENT}),
    ecarts.ECART: frozenset({taux.TAUX, totaux.TOTAL, delais.IMPOSSIBLE, bornes.CENT}),
}
# What is false of a value is false wherever it is repeated.
REPRISES = frozenset(
    {taux.TAUX, moyennes.MOYENNE, moyennes.DELAI, moyennes.GLOBAL, totaux.TOTAL, delais.IMPOSSIBLE}
)


@dataclass(frozen=True, slots=True)
class Controle:
    """What was found, the surest first, and what was checked and found right."""

    constats: tuple[Constat, ...]
    verifies: tuple[Verifie, ...]
    avertissements: tuple[str, ...] = ()

    @property
    def contredit(self) -> bool:
        """Whether the publication says something false."""
        return any(c.classe in CLASSES_FAUSSES for c in self.constats)

    @property
    def comptes(self) -> dict[Classe, int]:
        """Number of findings of each class."""
        comptes = Counter(c.classe for c in self.constats)
        return {classe: comptes[classe] for classe in Classe}


def control_publication(
    publication: Publication,
    reglages: Reglages,
    *,
    modules: tuple[Module, ...] = (),
    familles: tuple[Famille, ...] = FAMILLES,
) -> Controle:
    """Return what cannot be true of a publication, and what was found right.

    modules: of the référentiel; without them the perimeter is not checked.
    """
    contexte = Contexte(
        publication,
        reglages,
        {m.numero: frozenset(e.numero for e in m.engagements) for m in modules},
        frozenset(m.numero for m in modules if m.statut is Statut.OBLIGATOIRE),
    )
    analyse = Analyse(contexte)
    examens = [examen for famille in familles for examen in famille(analyse)]
    constats = _drop_effaces([e for e in examens if isinstance(e, Constat)])
    constats = [_add_reprises(analyse, c) for c in constats]
    rangs = {classe: rang for rang, classe in enumerate(Classe)}
    return Controle(
        tuple(sorted(constats, key=lambda c: rangs[c.classe])),
        tuple(dict.fromkeys(e for e in examens if isinstance(e, Verifie))),
        publication.avertissements,
    )


def _drop_effaces(constats: list[Constat]) -> list[Constat]:
    uniques = list(dict.fromkeys(constats))
    dits: dict[str, set[str]] = {}
    for constat in uniques:
        for figure in constat.figures[:1]:
            dits.setdefault(figure, set()).add(constat.regle)
    return [
        c for c in uniques
        if not any(dits.get(f, set()) & EFFACES.get(c.regle, frozenset()) for f in c.figures)
    ]  # fmt: skip


def _add_reprises(analyse: Analyse, constat: Constat) -> Constat:
    """Return the finding with the other places that repeat the value at fault."""
    if constat.regle not in REPRISES:
        return constat
    propre = constat.figures[0]
    autres = {
        autre.id: autre
        for lien in analyse.liens
        for une, autre in (lien[:2], lien[1::-1])
        if une.id == propre and une.valeur == autre.valeur and autre.id not in constat.figures
    }
    if not autres:
        return constat
    places = ", ".join(tell_place(a) for a in autres.values())
    return replace(
        constat,
        figures=(*constat.figures, *autres),
        preuve=f"{constat.preuve} La même valeur est reprise ailleurs : {places}.",
    )


def describe_controle(publication: Publication, controle: Controle) -> dict[str, Any]:
    """Return the check as data for a machine."""
    return {
        "document": {"site": publication.site, "type": publication.type},
        "constats": [{"classe": c.classe.value} | _describe(c) for c in controle.constats],
        "verifies": [_describe(v) for v in controle.verifies],
        "comptes": {classe.value: n for classe, n in controle.comptes.items()},
        "avertissements": list(controle.avertissements),
    }


def _describe(examen: Constat | Verifie) -> dict[str, Any]:
    return {"regle": examen.regle, "figures": list(examen.figures), "preuve": examen.preuve}
