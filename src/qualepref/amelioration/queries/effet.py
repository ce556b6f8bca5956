"""The indicator of an action, before and after the month it was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.models import Action
from qualepref.amelioration.queries.reglages import get_reglages
from qualepref.amelioration.rules.effet import Effet, compare, find_fenetres, shorten
from qualepref.indicateurs.queries.tableau import IndicateurInconnuError, load_releves
from qualepref.noyau.calcul.periodes import Periode, mois_of
from qualepref.noyau.calcul.releves import Etat, Releve


# Months that say something, were it that nothing was received.
CONNUS = frozenset({Etat.VALEUR, Etat.NON_SIGNIFICATIF, Etat.RIEN_RECU})


@dataclass(frozen=True, slots=True)
class SuiviEffet:
    """What became of the indicator of an action.

    effet: None while nothing can be compared; `attente` then says why. mois: its monthly readings
    from the first month before to the last after, the month of the action between them.
    """

    effet: Effet | None
    attente: str
    mois: tuple[Releve, ...] = ()
    pivot: int = 0


def load_effet(action: Action, *, le: dt.date) -> SuiviEffet | None:
    """Return what became of the indicator; None for an action that names none."""
    if not action.indicateur:
        return None
    if action.etat != EtatAction.FAIT or action.terminee_le is None:
        return SuiviEffet(None, "L’action n’est pas encore faite : rien à comparer.")
    reglage = get_reglages().effet
    fenetres = find_fenetres(action.terminee_le, le=le, mois_au_plus=reglage.mois_au_plus)
    if fenetres is None:
        return SuiviEffet(None, "Aucun mois entier ne s’est encore écoulé depuis.")
    mois = [Periode.un_mois(m) for m in Periode(fenetres[0].premier, fenetres[1].dernier)]
    try:
        indicateur, un_par_un = load_releves(action.site, action.indicateur, mois, le=le)
    except IndicateurInconnuError as refus:
        return SuiviEffet(None, str(refus))
    connus = {r.demandee.premier for r in un_par_un if r.etat in CONNUS}
    courtes = shorten(*fenetres, connus)
    if courtes is None:
        return SuiviEffet(
            None, "On ne peut pas conclure : le mois avant ou le mois après n’est pas renseigné."
        )
    indicateur, releves = load_releves(action.site, action.indicateur, courtes, le=le)
    tout = Periode(courtes[0].premier, courtes[1].dernier)
    effet = compare(
        indicateur,
        releves[0],
        releves[1],
        effectif=max(reglage.effectif_minimal, action.site.seuil_significatif or 0),
        mois_au_moins=reglage.mois_au_moins,
    )
    gardes = tuple(r for r in un_par_un if r.demandee.premier in tout)
    return SuiviEffet(effet, "", gardes, mois_of(action.terminee_le))
