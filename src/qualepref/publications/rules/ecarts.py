"""What the annual report adds to the readings: what was missing to a target, who reads with whom."""

from __future__ import annotations

import math
from fractions import Fraction

from qualepref.noyau.calcul.cellules import Filtre
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.referentiel.modele import Cible, Indicateur, Sens, Unite


TAUX = (Unite.POURCENT, Unite.POUR_MILLE)
DELAIS = (Unite.JOURS_OUVRES, Unite.JOURS)
# The measures of the second clock of an appointment begin so.
SECONDE_HORLOGE = "tenue_"


def compute_manque(releve: Releve, cible: Cible, sens: Sens) -> int | None:
    """Return how many more cases, or fewer when less is better, would have met a rate's target.

    On the same denominator: 577 out of 724 against 80 % lack 3. None when the parts are unknown or
    the figure is not a share.
    """
    n = releve.denominateur
    if releve.numerateur is None or not n or cible.unite not in TAUX:
        return None
    if sens is Sens.HAUSSE:
        return max(math.ceil(cible.minimum * n) - int(releve.numerateur), 0)
    return max(int(releve.numerateur) - math.floor(cible.maximum * n), 0)


def compute_exces(valeur: Fraction, cible: Cible, sens: Sens) -> Fraction:
    """Return how far a figure is on the wrong side of its target, in the indicator's scale."""
    ecart = cible.minimum - valeur if sens is Sens.HAUSSE else valeur - cible.maximum
    return max(ecart, Fraction(0))


def pair_delais(indicateurs: list[Indicateur]) -> list[tuple[Indicateur, ...]]:
    """Return the indicators alone, or a rate with the mean delay of the same demandes.

    Same demandes: one filter, the same for both, and the same clock of an appointment. The order
    of the rates is kept; a delay joins its rate wherever it stood.
    """
    par_sujet: dict[tuple[Filtre, bool], Indicateur] = {}
    for i in indicateurs:
        sujet = _sujet(i)
        if sujet is not None and i.unite in DELAIS:
            par_sujet.setdefault(sujet, i)
    couples: list[tuple[Indicateur, ...]] = []
    for i in indicateurs:
        sujet = _sujet(i)
        if sujet is not None and i.unite in TAUX and sujet in par_sujet:
            couples.append((i, par_sujet.pop(sujet)))
        else:
            couples.append((i,))
    joints = {couple[1].code for couple in couples if len(couple) > 1}
    return [c for c in couples if len(c) > 1 or c[0].code not in joints]


def _sujet(indicateur: Indicateur) -> tuple[Filtre, bool] | None:
    """Return which demandes an indicator counts, and by which clock; None when not by one filter."""
    if indicateur.formule is None:
        return None
    termes = (*indicateur.formule.numerateur, *indicateur.formule.denominateur)
    if not termes or any(t.mesure is None for t in termes):
        return None
    sujets = {(t.filtre, str(t.mesure).startswith(SECONDE_HORLOGE)) for t in termes}
    return sujets.pop() if len(sujets) == 1 else None
