"""Readings in French words: figures, targets, verdicts, periods. Nothing is decided here."""

from __future__ import annotations

from fractions import Fraction

from qualepref.indicateurs.queries.comparaisons import Ensemble
from qualepref.indicateurs.queries.tableau import LigneTableau
from qualepref.indicateurs.rules.perimetre import DIMENSIONS as DIMENSIONS_SUIVIES
from qualepref.noyau.calcul.releves import TRACAGES_PARTIELS, Etat, Releve, Source, Tracage
from qualepref.noyau.calcul.rendu import (
    ECHELLE,
    INSECABLE,
    SUFFIXE,
    format_nombre,
    format_valeur,
    scale,
)
from qualepref.noyau.referentiel.modele import Cible, Indicateur, Sens, Unite
from qualepref.noyau.statistiques.moyennes import compute_hall
from qualepref.noyau.statistiques.wilson import compute_wilson


COURT = {
    Etat.NON_COLLECTE: "n.c.",
    Etat.RIEN_RECU: "—",
    Etat.SANS_OBJET: "s.o.",
    Etat.NON_SIGNIFICATIF: "n.s.",
    Etat.PAS_ENCORE_DU: "à venir",
    Etat.NON_CALCULABLE: "non calc.",
}
SOURCES = {
    Source.CALCULE: "calculé à partir des registres",
    Source.SAISI: "valeur saisie",
    Source.IMPORTE: "valeur importée",
}
TRACAGES = {
    Tracage.EXHAUSTIF: "traçage exhaustif",
    Tracage.ECHANTILLON: "traçage par échantillon",
    Tracage.ENQUETE: "avis recueillis par enquête",
    Tracage.MIXTE: "traçage exhaustif et par échantillon",
}


DIMENSIONS = {**DIMENSIONS_SUIVIES, "mois": "mois"}


def say_base(indicateur: Indicateur) -> str:
    """Return what the denominator counts, to be read after a fraction: without its capital."""
    return lower_initiale(indicateur.base)


# What stands between the two sums, where a bare fraction would read as a rate.
LIENS = {
    Unite.JOURS_OUVRES: "jours ouvrés pour",
    Unite.JOURS: "jours pour",
    Unite.PAR_MOIS: "en",
    Unite.PAR_JOUR: "en",
}


def say_valeur(releve: Releve, indicateur: Indicateur) -> str:
    """Return « 91,5 % », or the state in words when there is no figure."""
    valeur = releve.valeur
    if valeur is None:
        return releve.etat.libelle
    texte = format_valeur(valeur, indicateur.unite, indicateur.decimales)
    return f"{texte} (non significatif)" if releve.etat is Etat.NON_SIGNIFICATIF else texte


def say_valeur_courte(releve: Releve, indicateur: Indicateur) -> str:
    """Return the same for a narrow cell: states abbreviated, no « / mois »."""
    valeur = releve.valeur
    if valeur is None:
        return COURT[releve.etat]
    if indicateur.unite in (Unite.PAR_MOIS, Unite.PAR_JOUR):
        return format_nombre(valeur, indicateur.decimales)
    return format_valeur(valeur, indicateur.unite, indicateur.decimales)


def say_fraction(releve: Releve) -> str:
    """Return « 719 / 786 »; "" when the parts are unknown or the figure is a plain count."""
    if releve.numerateur is None or releve.denominateur is None:
        return ""
    return f"{_say_nombre(releve.numerateur)} / {_say_nombre(releve.denominateur)}"


def say_calcul(releve: Releve, indicateur: Indicateur) -> str:
    """Return the sums behind a figure in words: « 45 / 46 demandes reçues », « 74 j.o. pour 46 … ».

    How many answered, where they are too few to give the figure; "" when the parts are unknown.
    """
    if releve.etat is Etat.NON_SIGNIFICATIF and releve.valeur is None and releve.denominateur:
        return f"{_say_nombre(releve.denominateur)} {say_base(indicateur)}".strip()
    if releve.numerateur is None or releve.denominateur is None:
        return ""
    lien = LIENS.get(indicateur.unite, "/")
    parties = (_say_nombre(releve.numerateur), _say_nombre(releve.denominateur))
    return f"{parties[0]} {lien} {parties[1]} {say_base(indicateur)}".strip()


def lower_initiale(texte: str) -> str:
    """Return the words as they stand inside a sentence; an acronym or a name keeps its capitals."""
    premier = texte.split(" ", 1)[0]
    if any(c.isupper() for c in premier[1:]):
        return texte
    return texte[:1].lower() + texte[1:]


def say_cible(cible: Cible | None, indicateur: Indicateur) -> str:
    """Return « 90 % », « 75 à 80 % »; "" without a target. Decimals only where they say something."""
    if cible is None:
        return ""
    bornes = dict.fromkeys((cible.minimum, cible.maximum))
    decimales = max(_decimals(scale(b, cible.unite)) for b in bornes)
    dernier = format_valeur(cible.maximum, cible.unite, decimales)
    if len(bornes) == 1:
        return dernier
    return f"{format_nombre(scale(cible.minimum, cible.unite), decimales)} à {dernier}"


def say_periode(releve: Releve) -> str:
    """Return the months really covered; « aucun mois » without any."""
    if releve.couverte is None:
        return "aucun mois"
    return str(releve.couverte)


def is_partielle(releve: Releve) -> bool:
    """Tell whether the period covered is not the one asked."""
    return releve.couverte is not None and releve.couverte != releve.demandee


def say_intervalle(releve: Releve, indicateur: Indicateur) -> str:
    """Return the 95 % interval of a sampled rate or mean delay; "" when it has no meaning."""
    bornes_exactes = find_intervalle(releve, indicateur)
    if bornes_exactes is None:
        return ""
    bornes = [
        format_nombre(scale(Fraction(b), indicateur.unite), max(indicateur.decimales, 1))
        for b in bornes_exactes
    ]
    suffixe = SUFFIXE[indicateur.unite]
    return f"{bornes[0]} à {bornes[1]}{INSECABLE}{suffixe} (intervalle à 95{INSECABLE}%)"


def find_intervalle(releve: Releve, indicateur: Indicateur) -> tuple[float, float] | None:
    """Return the 95 % bounds of a sampled figure, in its own scale; None when they have no meaning.

    Wilson's of a rate, Hall's of a mean delay whose rows are known.
    """
    if releve.tracage not in TRACAGES_PARTIELS or not releve.denominateur:
        return None
    if releve.dispersion is not None:
        return compute_hall(releve.dispersion)
    if indicateur.unite not in ECHELLE or releve.numerateur is None:
        return None
    return compute_wilson(int(releve.numerateur), int(releve.denominateur))


def say_source(releve: Releve) -> str:
    """Return where the figure comes from, with the words of whoever gave it."""
    texte = SOURCES[releve.source]
    if releve.source is Source.CALCULE and releve.tracage is Tracage.ENQUETE:
        texte = "calculé à partir des réponses aux enquêtes"
    return f"{texte} : {releve.provenance}" if releve.provenance else texte


def say_tracage(releve: Releve) -> str:
    """Return « traçage par échantillon »; "" for figures made of counted quantities."""
    return TRACAGES[releve.tracage] if releve.tracage else ""


def say_moyenne(ligne: LigneTableau) -> str:
    """Return the named comparison: the unweighted mean of months; "" without one."""
    moyenne = ligne.moyenne_des_mois
    if moyenne is None:
        return ""
    i = ligne.indicateur
    texte = format_valeur(moyenne.valeur, i.unite, i.decimales)
    return f"{texte} (moyenne simple de {moyenne.mois} mois, pour comparaison)"


def say_nationale(ligne: LigneTableau) -> str:
    """Return the country's value with its year; "" when nobody published one."""
    nationale = ligne.indicateur.valeur_nationale(ligne.releve.demandee.premier // 100)
    if nationale is None:
        return ""
    decimales = _decimals(scale(nationale.valeur, nationale.unite))
    texte = format_valeur(nationale.valeur, nationale.unite, decimales)
    return f"{texte} ({nationale.annee})"


def say_precedent(releve: Releve | None, indicateur: Indicateur) -> str:
    """Return « 88 % en 2021 (700 / 795) », the year before; "" when there is no figure.

    A figure of some months only names them. A figure given as it is says so: nothing tells by what
    definition it was counted.
    """
    if releve is None:
        return ""
    annee = releve.demandee.premier // 100
    calcul = say_fraction(releve)
    reserves = [
        calcul,
        say_periode(releve) if is_partielle(releve) else "",
        "" if releve.source is Source.CALCULE else "valeur déclarée",
    ]
    entre = ", ".join(filter(None, reserves))
    valeur = say_valeur(releve, indicateur)
    return f"{valeur} en {annee}{f' ({entre})' if entre else ''}"


def say_ensemble(ensemble: Ensemble | None, indicateur: Indicateur) -> str:
    """Return the pooled figure of all sites with what it rests on; "" without one."""
    if ensemble is None:
        return ""
    texte = f"{say_valeur(ensemble.releve, indicateur)} ({say_fraction(ensemble.releve)})"
    ecartes = ""
    if ensemble.ecartes:
        nombre = ensemble.ecartes
        ecartes = f", {nombre} écarté{'s' if nombre > 1 else ''} pour une autre définition"
    return f"{texte}, {ensemble.sites} sites réunis{ecartes}"


def say_reserve(releve: Releve, indicateur: Indicateur) -> str:
    """Return why a verdict on a sample stands without an interval; "" when it needs none."""
    if releve.tracage not in TRACAGES_PARTIELS or releve.valeur is None:
        return ""
    return "" if say_intervalle(releve, indicateur) else "sur échantillon, sans intervalle"


def say_tendance(ligne: LigneTableau) -> str:
    """Return the move between the last two months that have a figure; "" with fewer than two."""
    valeurs = [r.valeur for r in ligne.mois if r.valeur is not None]
    if len(valeurs) <= 1:
        return ""
    if valeurs[-1] == valeurs[-2]:
        return "stable"
    monte = valeurs[-1] > valeurs[-2]
    if ligne.indicateur.sens is Sens.INFORMATION:
        return "en hausse" if monte else "en baisse"
    mieux = monte is (ligne.indicateur.sens is Sens.HAUSSE)
    return f"en {'hausse' if monte else 'baisse'}, {'mieux' if mieux else 'moins bien'}"


def _say_nombre(valeur: Fraction) -> str:
    return format_nombre(valeur, 0 if valeur.denominator == 1 else 2)


def _decimals(valeur: Fraction) -> int:
    """Return the decimals a terminating value needs, at most four."""
    return next((d for d in range(4) if (valeur * 10**d).denominator == 1), 4)
