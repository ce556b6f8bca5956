"""The last closed diagnostic or audit of some kinds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qualepref.amelioration.queries.evaluations import EvaluationSuivie, list_evaluations
from qualepref.amelioration.rendering.evaluations import say_avancement
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.organisation.models import Site
from qualepref.preuves.queries.reglages import Vivante
from qualepref.preuves.queries.vivantes.observation import Observation


MONTREES = 5
CHAMPS = (
    Champ("titre", "Évaluation"),
    Champ("type", "Type"),
    Champ("close_le", "Close le", TypeChamp.DATE),
    Champ("resultat", "Résultat"),
)


def observe_evaluations(
    site: Site, vivantes: Sequence[Vivante], *, le: dt.date
) -> dict[str, Observation]:
    """Return the evaluations closed by then, in two reads."""
    closes = [
        s
        for s in list_evaluations(site)
        if s.evaluation.close_le is not None and s.evaluation.close_le <= le
    ]
    closes.sort(key=lambda s: (s.evaluation.close_le, s.evaluation.pk), reverse=True)
    return {
        v.code: _observe([s for s in closes if s.evaluation.type in (v.types or ())])
        for v in vivantes
    }


def _observe(closes: list[EvaluationSuivie]) -> Observation:
    if not closes:
        return Observation("Aucune évaluation close.", None, lien="evaluations")
    derniere = closes[0]
    return Observation(
        valeur=f"« {derniere.evaluation.titre} », close le "
        f"{derniere.evaluation.close_le:%d/%m/%Y} : {say_avancement(derniere.avancement)}.",
        derniere=derniere.evaluation.close_le,
        champs=CHAMPS,
        lignes=tuple(
            (
                s.evaluation.titre,
                s.evaluation.get_type_display(),
                s.evaluation.close_le,
                say_avancement(s.avancement),
            )
            for s in closes[:MONTREES]
        ),
        lien="evaluation",
        arguments=(derniere.evaluation.pk,),
    )
