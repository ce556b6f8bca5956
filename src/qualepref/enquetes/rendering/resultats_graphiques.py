"""Charts of results: levels of satisfaction of the questions that share a scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from qualepref.enquetes.queries.formulaires import get_vocabulaire_de
from qualepref.enquetes.queries.resultats import Resultats
from qualepref.enquetes.rendering.resultats_textes import say_cible, say_part, say_taux
from qualepref.enquetes.rules.resultats import CompteOption, EtatResultat, ResultatQuestion
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.graphiques.modele import Genre, Graphique, Serie
from qualepref.noyau.referentiel.modele import Unite


# Different numbers beyond which a chart would be a forest of bars.
VALEURS_MAX = 20
# Inks there are; more levels than that make a table, not a chart.
NIVEAUX_MAX = 5
MONTRES = (EtatResultat.SIGNIFICATIF, EtatResultat.NON_SIGNIFICATIF)


def build_graphiques(resultats: Resultats) -> Iterator[Graphique]:
    """Yield one chart per scale, in the order of the questions; none of what is hidden or empty."""
    montres = [r for r in resultats.evaluees if r.etat in MONTRES and r.taux is not None]
    ordre: dict[tuple[str, ...], int] = {}
    for lu in montres:
        ordre.setdefault(_scale_of(lu), len(ordre))
    tries = sorted(montres, key=lambda lu: ordre[_scale_of(lu)])
    noms = _name_all(resultats)
    for echelle, groupe in groupby(tries, key=_scale_of):
        if 1 < len(echelle) <= NIVEAUX_MAX:
            yield _build(list(groupe), noms)


def build_graphique_question(lu: ResultatQuestion) -> Graphique | None:
    """Return the answers to one question as bars; None when there is none, or too many numbers."""
    options = [o for o in lu.options if o.part is not None]
    if not options or lu.etat not in MONTRES or len(options) > VALEURS_MAX:
        return None
    etat = Etat.VALEUR if lu.etat is EtatResultat.SIGNIFICATIF else Etat.NON_SIGNIFICATIF
    textes = ", ".join(f"{o.libelle} {say_part(o.part)}" for o in options)
    return Graphique(
        genre=Genre.HORIZONTALES,
        titre=str(lu.question.libelle),
        description=f"{lu.question.libelle} {textes}.",
        etiquettes=tuple(o.libelle for o in options),
        series=(
            Serie("Part des réponses", tuple(o.part for o in options), (etat,) * len(options)),
        ),
        unite=Unite.POURCENT,
        n=tuple(o.n for o in options),
        n_libelle="réponses",
    )


def _scale_of(lu: ResultatQuestion) -> tuple[str, ...]:
    """Return the levels of a question, the satisfied first."""
    return tuple(o.libelle for o in _list_niveaux(lu))


def _list_niveaux(lu: ResultatQuestion) -> list[CompteOption]:
    rangs = {True: 0, None: 1, False: 2}
    return sorted((o for o in lu.options if not o.sans_objet), key=lambda o: rangs[o.satisfait])


def _name_all(resultats: Resultats) -> dict[str, str]:
    """Return a short name for each question: its criterion, unless another question has it too."""
    vocabulaire = get_vocabulaire_de(resultats.campagne)
    criteres = Counter(lu.question.critere for lu in resultats.evaluees)
    noms = {}
    for lu in resultats.evaluees:
        critere = vocabulaire.find_critere(lu.question.critere or "")
        seul = critere is not None and criteres[critere.code] == 1
        noms[lu.question.code] = critere.libelle if critere and seul else str(lu.question.libelle)
    return noms


def _build(lus: list[ResultatQuestion], noms: dict[str, str]) -> Graphique:
    niveaux = _list_niveaux(lus[0])
    cibles = {lu.cible for lu in lus}
    cible = next(iter(cibles)) if len(cibles) == 1 else None
    textes = ", ".join(f"{noms[lu.question.code]} {say_taux(lu.taux)}" for lu in lus)
    return Graphique(
        genre=Genre.NIVEAUX,
        titre=f"Réponses, de « {niveaux[0].libelle} » à « {niveaux[-1].libelle} »",
        description=f"Part de satisfaits : {textes}.",
        etiquettes=tuple(noms[lu.question.code] for lu in lus),
        series=tuple(_build_serie(lus, rang, encre) for rang, encre in _ink(niveaux)),
        unite=Unite.POURCENT,
        cible=cible,
        cible_libelle=f"cible {say_cible(cible)}" if cible is not None else "",
        n=tuple(lu.exprimes for lu in lus),
        n_libelle="réponses",
    )


def _build_serie(lus: Iterable[ResultatQuestion], rang: int, encre: int) -> Serie:
    niveaux = [(_list_niveaux(lu)[rang], lu) for lu in lus]
    return Serie(
        nom=niveaux[0][0].libelle,
        valeurs=tuple(lu.part_exprimee(niveau) for niveau, lu in niveaux),
        etats=tuple(
            Etat.VALEUR if lu.etat is EtatResultat.SIGNIFICATIF else Etat.NON_SIGNIFICATIF
            for _, lu in niveaux
        ),
        encre=encre,
    )


def _ink(niveaux: list[CompteOption]) -> Iterator[tuple[int, int]]:
    """Yield the ink of each level: the satisfied from the first on, the others up to the last."""
    satisfaits = sum(bool(n.satisfait) for n in niveaux)
    autres = sum(n.satisfait is False for n in niveaux)
    for rang, niveau in enumerate(niveaux):
        if niveau.satisfait is None:
            yield rang, 2
        elif niveau.satisfait:
            yield rang, rang if satisfaits > 1 else 0
        else:
            yield rang, NIVEAUX_MAX - (len(niveaux) - rang) if autres > 1 else NIVEAUX_MAX - 1
