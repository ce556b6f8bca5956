"""Every living evidence of a site on a day, and what it is worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualepref.organisation.models import Site
from qualepref.preuves.enums import EtatPreuve
from qualepref.preuves.queries.reglages import Vivante, find_vivante, list_vivantes
from qualepref.preuves.queries.vivantes.actions import observe_actions
from qualepref.preuves.queries.vivantes.comptages import observe_comptages
from qualepref.preuves.queries.vivantes.demandes import observe_demandes
from qualepref.preuves.queries.vivantes.enquetes import observe_enquetes
from qualepref.preuves.queries.vivantes.evaluations import observe_evaluations
from qualepref.preuves.queries.vivantes.formations import observe_formations
from qualepref.preuves.queries.vivantes.indicateurs import observe_indicateurs
from qualepref.preuves.queries.vivantes.modeles import observe_modeles
from qualepref.preuves.queries.vivantes.observation import Observation, Requete
from qualepref.preuves.queries.vivantes.reunions import observe_reunions
from qualepref.preuves.queries.vivantes.svi import observe_svi
from qualepref.preuves.rules.etats import judge_vivante


REQUETES: Mapping[str, Requete] = {
    "dernieres_demandes": observe_demandes,
    "indicateur": observe_indicateurs,
    "derniere_enquete": observe_enquetes,
    "derniere_reunion": observe_reunions,
    "formations_suivies": observe_formations,
    "modeles_soumis": observe_modeles,
    "derniere_evaluation": observe_evaluations,
    "actions_faites": observe_actions,
    "comptages": observe_comptages,
    "svi": observe_svi,
}


@dataclass(frozen=True, slots=True)
class Constat:
    """A living evidence on a day: what it rests on, what was found, what that is worth."""

    vivante: Vivante
    observation: Observation
    etat: EtatPreuve
    le: dt.date


def load_constats(site: Site, *, le: dt.date) -> list[Constat]:
    """Return the living evidence of the site's perimeter as of that day, each query run once."""
    return _load(site, list_vivantes(site), le)


def load_constat(site: Site, code: str, *, le: dt.date) -> Constat:
    """Return one living evidence as of that day.

    Raises:
        PreuveInconnueError: none of that code in the perimeter.
    """
    return _load(site, [find_vivante(site, code)], le)[0]


def _load(site: Site, vivantes: Sequence[Vivante], le: dt.date) -> list[Constat]:
    observations: dict[str, Observation] = {}
    for nom, observe in REQUETES.items():
        if demandees := [v for v in vivantes if v.requete == nom]:
            observations.update(observe(site, demandees, le=le))
    return [
        Constat(
            vivante=v,
            observation=observations[v.code],
            etat=judge_vivante(
                observations[v.code].derniere,
                suffisante=observations[v.code].suffisante,
                mois=v.renouveler_apres_mois,
                le=le,
            ),
            le=le,
        )
        for v in vivantes
    ]
