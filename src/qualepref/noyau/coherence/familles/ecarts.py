"""Values far from the others of their series, or from their target: to be looked at again."""

from __future__ import annotations

from fractions import Fraction
from statistics import median

from qualepref.noyau.coherence.contexte import known
from qualepref.noyau.coherence.ecriture import tell, tell_cible, tell_imprime, tell_nom, tell_place
from qualepref.noyau.coherence.libelles import PARTS, Nature, is_periode, is_total
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.regle import Analyse, approve, find


ECART = "valeur_ecartee"
GRANDEUR = "ordre_de_grandeur"
# Makes the median absolute deviation comparable with a standard deviation.
CONSTANTE = Fraction(6745, 10_000)


def examine(analyse: Analyse) -> Examens:
    """Look for outliers in monthly series, then for results out of proportion."""
    for grille in analyse.contexte.grilles:
        for entetes, series in grille.series:
            rangs = [r for r, e in enumerate(entetes) if is_periode(e) and not is_total(e)]
            for serie in series:
                cellules = [serie[r] for r in rangs]
                yield from _check_serie(analyse, _keep_pareils([c for c, _ in known(cellules)]))
    for chiffre in analyse.contexte.chiffres:
        yield from _check_grandeur(analyse, chiffre)


def _keep_pareils(serie: list[Chiffre]) -> list[Chiffre]:
    """Return the cells of the shortest periods: a year among its months is no month."""
    durees = [c.periode.mois for c in serie if c.periode is not None]
    return [c for c in serie if c.periode is None or c.periode.mois == min(durees)]


def _check_serie(analyse: Analyse, serie: list[Chiffre]) -> Examens:
    reglages = analyse.contexte.reglages
    valeurs = [v for _, v in known(serie)]
    if len(valeurs) < reglages.ecart_observations:
        return
    centre = Fraction(median(valeurs))
    dispersion = Fraction(median([abs(v - centre) for v in valeurs]))
    if not dispersion:
        return
    ecartes = [
        (c, score)
        for c, v in known(serie)
        if (score := CONSTANTE * abs(v - centre) / dispersion) > reglages.ecart_seuil
        and max(v, centre) >= reglages.ecart_rapport * min(v, centre)
    ]
    for chiffre, score in ecartes:
        yield find(
            Classe.DOUTEUX, ECART, [chiffre],
            f"{tell_nom(chiffre)} : {tell_imprime(chiffre)}, {_tell_rapport(chiffre, centre)} valeur du "
            f"milieu de la série ({tell(centre, 1)}). C’est trop pour une variation ordinaire (écart de "
            f"{tell(score, 1)}, pour {tell(reglages.ecart_seuil, 1)} admis) : à vérifier, ou à "
            "expliquer.",
        )  # fmt: skip
    if not ecartes:
        yield approve(ECART, serie, f"{tell_nom(serie[0])} et suivants : aucune valeur écartée.")


def _tell_rapport(chiffre: Chiffre, centre: Fraction) -> str:
    """Return « 2,9 fois plus que la », « loin de la » where one of the two is zero."""
    bas, haut = sorted((abs(chiffre.valeur or Fraction(0)), abs(centre)))
    if not bas:
        return "loin de la"
    return f"{tell(haut / bas, 1)} fois {'plus' if haut != abs(centre) else 'moins'} que la"


def _check_grandeur(analyse: Analyse, chiffre: Chiffre) -> Examens:
    """A rate many times its target: a lost decimal mark, or another definition."""
    cible = chiffre.cible
    if cible is None or not cible.valeur or chiffre.valeur is None or not chiffre.valeur:
        return
    if analyse.contexte.nature(chiffre) not in (*PARTS, Nature.DELAI_MOYEN):
        return
    if cible.unite not in ("", chiffre.unite):
        return
    facteur = analyse.contexte.reglages.grandeur_facteur
    rapport = chiffre.valeur / cible.valeur
    if rapport >= facteur:
        yield find(
            Classe.DOUTEUX, GRANDEUR, [chiffre],
            f"{tell_place(chiffre)} : {tell_imprime(chiffre)} pour une cible de "
            f"{tell_cible(chiffre)}, soit {tell(rapport, 0)} fois la cible : "
            "virgule perdue ou autre mode de calcul ?",
        )  # fmt: skip
