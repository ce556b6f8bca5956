"""« Tiendrons-nous l’année ? » in French words and as plain data."""

from __future__ import annotations

from typing import Any

from qualepref.indicateurs.rules.projection import BaseVolume, Issue, Projection
from qualepref.noyau.calcul.rendu import format_nombre, format_valeur, round_half_up
from qualepref.noyau.referentiel.modele import Unite


BASES = {
    BaseVolume.MEMES_MOIS: "autant que les mêmes mois de l’an dernier",
    BaseVolume.MOYENNE: "la moyenne des mois finis de cette année",
    BaseVolume.INCONNUE: "volume à venir inconnu, non compté",
}
DECIMALES = 1
DECIMALES_AU_PLUS = 5


def say_projection(projection: Projection) -> str:
    """Return whether the year's target can still be held, and at what cost."""
    cible = format_valeur(projection.seuil, Unite.POURCENT, _decimals(projection))
    if projection.issue is Issue.ECHANTILLON:
        return (
            "Le suivi se fait par échantillon : on ne connaît pas toutes les demandes, et rien ne "
            "peut être projeté."
        )
    reste = _count(projection.a_venir, "demande")
    if projection.issue is Issue.ACQUISE:
        toutes = (
            f"les {reste} à venir étaient toutes"
            if projection.a_venir > 1
            else "la demande à venir était"
        )
        return (
            f"La cible ({cible}) est acquise : elle serait tenue même si {toutes} en retard."
            if projection.a_venir
            else f"La cible ({cible}) est tenue, et il ne reste rien à venir."
        )
    if projection.issue is Issue.IMPOSSIBLE:
        a_venir = (
            f"les {reste} à venir toutes répondues"
            if projection.a_venir > 1
            else "la demande à venir répondue"
        )
        return (
            f"La cible ({cible}) ne peut plus être tenue : {a_venir} à temps, l’année finirait à "
            f"{_say_meilleur(projection)} ; il manque {_count(-projection.retards_permis, 'réponse')} à temps."
            if projection.a_venir
            else f"La cible ({cible}) n’est pas tenue, et il ne reste rien à venir."
        )
    return _say_possible(projection, cible, reste)


def _say_possible(projection: Projection, cible: str, reste: str) -> str:
    if not projection.retards_permis:
        return f"La cible ({cible}) tient à un fil : plus aucun retard permis sur {reste} à venir."
    peuvent = "peuvent" if projection.retards_permis > 1 else "peut"
    doivent = "doivent" if projection.manquantes > 1 else "doit"
    return (
        f"La cible ({cible}) est encore possible : sur {reste} à venir, "
        f"{format_nombre(projection.retards_permis)} au plus {peuvent} être en retard, et "
        f"{format_nombre(projection.manquantes)} au moins {doivent} recevoir une réponse à temps."
    )


def say_compte(projection: Projection) -> str:
    """Return the whole numbers the sentence rests on."""
    parties = [
        f"{format_nombre(projection.a_temps)} à temps sur {_count(projection.echues, 'déjà comptée')}",
        f"{_count(projection.ouvertes, 'ouverte')} dans les délais",
        f"{_count(projection.attendu.volume, 'attendue')} d’ici la fin de l’année "
        f"({BASES[projection.attendu.base]})",
    ]
    if projection.attendu.base is BaseVolume.INCONNUE:
        parties[-1] = BASES[BaseVolume.INCONNUE]
    if projection.suspendues:
        comptees = "comptées" if projection.suspendues > 1 else "comptée"
        parties.append(f"{_count(projection.suspendues, 'suspendue')}, non {comptees}")
    return " ; ".join(parties) + "."


def render_projection(projection: Projection) -> dict[str, Any]:
    """Return a projection as JSON-ready data; counts are whole demandes."""
    chiffree = projection.issue is not Issue.ECHANTILLON
    return {
        "issue": projection.issue.value,
        "seuil": float(projection.seuil * 100),
        "a_temps": projection.a_temps,
        "echues": projection.echues,
        "ouvertes": projection.ouvertes,
        "suspendues": projection.suspendues,
        "attendues": projection.attendu.volume,
        "base_des_attendues": projection.attendu.base.value,
        "reponses_a_temps_necessaires": projection.manquantes if chiffree else None,
        "retards_permis": projection.retards_permis if chiffree else None,
        "phrase": say_projection(projection),
    }


def _say_meilleur(projection: Projection) -> str:
    """Return the best rate left, with enough decimals not to look like the target it misses."""
    decimales = next(
        d
        for d in range(DECIMALES, DECIMALES_AU_PLUS + 1)
        if d == DECIMALES_AU_PLUS
        or round_half_up(projection.meilleur * 100, d) != round_half_up(projection.seuil * 100, d)
    )
    return format_valeur(projection.meilleur, Unite.POURCENT, decimales)


def _decimals(projection: Projection) -> int:
    return 0 if (projection.seuil * 100).denominator == 1 else DECIMALES


def _count(n: int, nom: str) -> str:
    return f"{format_nombre(n)} {nom}{'s' if abs(n) > 1 else ''}"
