"""The simplest way: a loop over the rows, asking workalendar for each date."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from qualepref.noyau.calcul.cellules import CLES
from qualepref.noyau.calcul.codes_bruts import Regles
from qualepref.noyau.calcul.periodes import mois_of
from qualepref.noyau.referentiel.modele import Horloge


MESUREES = ("recues", "echues", "a_temps", "delais", "somme_jours_ouvres", "tenue_a_temps")


def reduce_boucle(
    lignes: Iterable[Mapping[str, Any]], regles: Regles, *, le: dt.date
) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Return (CLES) -> received, due, in time, delays, sum of delays, appointments held in time."""
    from workalendar.europe import France

    calendrier = France()
    sommes: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for brute in lignes:
        ligne = {c: _day(v) if c.endswith("_le") else v for c, v in brute.items()}
        horloges = regles.natures[ligne["nature"]].horloges_for(ligne["canal"], ligne["recue_le"])
        compte = Counter(recues=1, **_read(ligne, horloges[0], calendrier, le))
        if len(horloges) > 1:
            compte["tenue_a_temps"] = _read(ligne, horloges[1], calendrier, le).get("a_temps", 0)
        ligne["mois"] = mois_of(ligne["recue_le"])
        sommes[tuple(ligne[cle] for cle in CLES)].update(compte)
    return {cle: tuple(somme[m] for m in MESUREES) for cle, somme in sommes.items()}


def _read(ligne: Mapping[str, Any], horloge: Horloge, calendrier: Any, le: dt.date) -> dict:
    depart = ligne[horloge.depart]
    if horloge.depart == "recue_le":
        if not ligne["complete"] and ligne["complete_le"] is None:
            return {}
        depart = ligne["complete_le"] or depart
    exclue = ligne["exclusion"] and ligne["exclusion"] not in horloge.exclusions_sans_effet
    if exclue or depart is None:
        return {}
    echeance = calendrier.add_working_days(depart, horloge.delai)
    arrivees = [
        ligne[champ]
        for champ in horloge.arrivees
        if ligne[champ] is not None
        and (
            champ != "attente_le"
            or not horloge.attente_exige_delai
            or ligne["attente_delai_annonce"]
        )
    ]
    if not arrivees:
        return {"echues": int(ligne["repondue_sans_date"] or echeance < le)}
    arrivee = max(min(arrivees), depart)
    delai = calendrier.get_working_days_delta(depart, arrivee)
    if arrivee > depart and not calendrier.is_working_day(arrivee):
        delai += 1
    return {
        "echues": 1,
        "a_temps": int(arrivee <= echeance),
        "delais": 1,
        "somme_jours_ouvres": delai,
    }


def _day(valeur: Any) -> dt.date | None:
    # pandas writes a missing date as NaT, which differs from itself.
    return valeur.date() if valeur == valeur else None
