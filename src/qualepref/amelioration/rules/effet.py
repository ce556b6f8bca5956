"""Did it work? An indicator before and after the month an action was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qualepref.noyau.calcul.periodes import MOIS_PAR_AN, Periode
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.calcul.rendu import INSECABLE, format_nombre, format_valeur
from qualepref.noyau.referentiel.modele import Indicateur, Sens, Unite
from qualepref.noyau.statistiques.newcombe import compute_newcombe
from qualepref.noyau.statistiques.wilson import compute_wilson


PROPORTIONS = frozenset({Unite.POURCENT, Unite.POUR_MILLE})
CENT = 100


class Conclusion(StrEnum):
    """What may be said of the indicator after the action."""

    MIEUX = "mieux"
    MOINS_BIEN = "moins_bien"
    CHANGE = "change"
    INCERTAIN = "incertain"

    @property
    def libelle(self) -> str:
        """The words of the screen."""
        return LIBELLES[self]


LIBELLES = {
    Conclusion.MIEUX: "L’indicateur va mieux après",
    Conclusion.MOINS_BIEN: "L’indicateur va moins bien après",
    Conclusion.CHANGE: "L’indicateur a changé après",
    Conclusion.INCERTAIN: "On ne peut pas conclure",
}


@dataclass(frozen=True, slots=True)
class Cote:
    """One side of the comparison: its months pooled. intervalle: at 95 %, None without a rate."""

    periode: Periode
    releve: Releve
    intervalle: tuple[float, float] | None

    @property
    def n(self) -> int | None:
        """How many cases it rests on, None when unknown."""
        return None if self.releve.denominateur is None else int(self.releve.denominateur)


@dataclass(frozen=True, slots=True)
class Effet:
    """What happened to the indicator of an action. raison: why, in words.

    ecart: bounds of « after less before », at 95 %, in the scale of the indicator; None when no
    interval has a meaning.
    """

    indicateur: Indicateur
    avant: Cote
    apres: Cote
    conclusion: Conclusion
    raison: str
    ecart: tuple[float, float] | None = None


def find_fenetres(
    fait_le: dt.date, *, le: dt.date, mois_au_plus: int
) -> tuple[Periode, Periode] | None:
    """Return as many whole months before and after the month it was done; None without one.

    The month itself counts on neither side; the month of `le` is not over.
    """
    pivot = fait_le.year * MOIS_PAR_AN + fait_le.month - 1
    ici = le.year * MOIS_PAR_AN + le.month - 1
    longueur = min(mois_au_plus, ici - pivot - 1)
    if longueur <= 0:
        return None
    return (
        Periode(_mois(pivot - longueur), _mois(pivot - 1)),
        Periode(_mois(pivot + 1), _mois(pivot + longueur)),
    )


def shorten(
    avant: Periode, apres: Periode, connus: Container[int]
) -> tuple[Periode, Periode] | None:
    """Return the longest windows around the action whose every month is known, the same on each side.

    None when a month next to the action is unknown.
    """
    gauche, droite = list(avant)[::-1], list(apres)
    longueur = next(
        (
            rang
            for rang, mois in enumerate(zip(gauche, droite, strict=True))
            if not all(m in connus for m in mois)
        ),
        len(gauche),
    )
    if not longueur:
        return None
    return Periode(gauche[longueur - 1], gauche[0]), Periode(droite[0], droite[longueur - 1])


def compare(
    indicateur: Indicateur, avant: Releve, apres: Releve, *, effectif: int, mois_au_moins: int
) -> Effet:
    """Return what may be said of an indicator before and after.

    effectif: cases needed on each side. mois_au_moins: months needed on each side. Only a
    proportion with both its parts is concluded upon: a mean or a count has no interval here.
    """
    gauche, droite = _cote(avant), _cote(apres)
    raison = _tell_obstacle(
        indicateur, gauche, droite, effectif=effectif, mois_au_moins=mois_au_moins
    )
    if raison:
        return Effet(indicateur, gauche, droite, Conclusion.INCERTAIN, raison)
    bas, haut = compute_newcombe(_parts(apres), _parts(avant))
    if bas <= 0 <= haut:
        return Effet(
            indicateur, gauche, droite, Conclusion.INCERTAIN,
            "l’écart peut être dû au hasard : son intervalle à 95"
            f"{INSECABLE}% contient zéro", (bas, haut),
        )  # fmt: skip
    if indicateur.sens is Sens.INFORMATION:
        conclusion = Conclusion.CHANGE
    else:
        monte = bas > 0
        bien = monte is (indicateur.sens is Sens.HAUSSE)
        conclusion = Conclusion.MIEUX if bien else Conclusion.MOINS_BIEN
    return Effet(
        indicateur, gauche, droite, conclusion,
        "l’écart dépasse ce que le hasard explique, sans prouver que l’action en soit la cause",
        (bas, haut),
    )  # fmt: skip


def say_ecart(effet: Effet) -> str:
    """Return « de + 3,2 à + 9,8 points » ; "" without an interval."""
    if effet.ecart is None:
        return ""
    bornes = [Fraction(b) * CENT for b in effet.ecart]
    dits = [f"{'+' if b > 0 else ''}{format_nombre(b, 1)}" for b in bornes]
    return f"de {dits[0]} à {dits[1]}{INSECABLE}points"


def say_intervalle(cote: Cote, unite: Unite) -> str:
    """Return « 85,0 à 93,1 % » ; "" without one."""
    if cote.intervalle is None:
        return ""
    bas, haut = (format_valeur(Fraction(b), unite, 1) for b in cote.intervalle)
    return f"{bas} à {haut}"


def _tell_obstacle(
    indicateur: Indicateur, avant: Cote, apres: Cote, *, effectif: int, mois_au_moins: int
) -> str:
    """Return why nothing can be concluded, "" when something can."""
    if len(list(avant.periode)) < mois_au_moins:
        return f"moins de {mois_au_moins} mois sont renseignés de chaque côté"
    for cote, nom in ((avant, "avant"), (apres, "après")):
        if cote.releve.valeur is None:
            return f"pas de résultat {nom} ({cote.releve.etat.libelle})"
        if indicateur.unite not in PROPORTIONS:
            return "l’indicateur n’est pas une proportion : son écart n’a pas d’intervalle ici"
        if cote.intervalle is None:
            return f"le nombre de cas n’est pas connu {nom}"
        if (cote.n or 0) < effectif:
            return f"moins de {effectif} cas {nom} ({cote.n})"
        if cote.releve.couverte != cote.periode:
            return f"tous les mois ne sont pas renseignés {nom} ({cote.releve.couverte})"
    return ""


def _cote(releve: Releve) -> Cote:
    parts = None if releve.numerateur is None or not releve.denominateur else _parts(releve)
    vraie = parts is not None and 0 <= parts[0] <= parts[1]
    return Cote(
        releve.demandee, releve, compute_wilson(*parts) if parts is not None and vraie else None
    )


def _parts(releve: Releve) -> tuple[int, int]:
    assert releve.numerateur is not None  # noqa: S101 (checked by the callers)
    assert releve.denominateur is not None  # noqa: S101
    return int(releve.numerateur), int(releve.denominateur)


def _mois(rang: int) -> int:
    return rang // MOIS_PAR_AN * 100 + rang % MOIS_PAR_AN + 1
