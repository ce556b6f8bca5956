"""The dashboard as the rows of a spreadsheet: one line per indicator and per detail."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from qualepref.indicateurs.queries.tableau import Tableau
from qualepref.indicateurs.rendering.donnees import render_ligne


ENTETES = (
    "Code", "Domaine", "Indicateur", "Détail", "Module", "Engagements", "Numérateur",
    "Dénominateur", "Valeur", "Unité", "Cible", "Verdict", "État", "Début", "Fin", "Source",
    "Traçage", "Valeur publiée",
)  # fmt: skip


def list_lignes(tableau: Tableau) -> Iterator[tuple[Any, ...]]:
    """Yield the cells under ENTETES: values in the unit printed, None where there is none."""
    for ligne in tableau.lignes:
        donnees = render_ligne(ligne)
        for d in (donnees, *donnees["detail"]):
            cible = d["cible"]
            if isinstance(cible, dict):
                cible = f"{cible['minimum']} à {cible['maximum']}"
            yield (
                d["code"], d["domaine"], d["libelle"], d.get("libelle_detail"), d["module"],
                ", ".join(map(str, d["engagements"])), d["numerateur"], d["denominateur"],
                _rounded(d["valeur"]), d["unite"], cible, d["verdict"], d["etat"],
                d["periode"]["debut"], d["periode"]["fin"], d["source"], d["tracage"],
                d["publiee"],
            )  # fmt: skip


def _rounded(valeur: float | None) -> float | None:
    """Return the value to six decimals: a spreadsheet holds binary floats, not fractions."""
    return None if valeur is None else float(round(Fraction(valeur), 6))
