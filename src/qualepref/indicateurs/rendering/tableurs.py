"""The dashboard as a spreadsheet: one row per indicator and per detail."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from qualepref.indicateurs.queries.tableau import Tableau
from qualepref.indicateurs.rendering.donnees import render_tableau
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.convertisseurs import format_decimal
from qualepref.noyau.tableurs.ecriture import write_tableau


CHAMPS = (
    Champ("code", "Code"),
    Champ("domaine", "Domaine"),
    Champ("libelle", "Indicateur"),
    Champ("libelle_detail", "Détail"),
    Champ("module", "Module", TypeChamp.ENTIER),
    Champ("engagements", "Engagements"),
    Champ("numerateur", "Numérateur", TypeChamp.DECIMAL),
    Champ("denominateur", "Dénominateur", TypeChamp.DECIMAL),
    Champ("valeur", "Valeur", TypeChamp.DECIMAL),
    Champ("unite", "Unité"),
    Champ("cible", "Cible"),
    Champ("verdict", "Verdict"),
    Champ("bas", "Borne basse à 95 %", TypeChamp.DECIMAL),
    Champ("haut", "Borne haute à 95 %", TypeChamp.DECIMAL),
    Champ("etat", "État"),
    Champ("debut", "Début"),
    Champ("fin", "Fin"),
    Champ("source", "Source"),
    Champ("tracage", "Traçage"),
    Champ("publiee", "Valeur publiée"),
)
# A spreadsheet holds no fractions; ten decimals are beyond any count of a prefecture.
DECIMALES = 10


def render_fichier(tableau: Tableau, extension: str) -> bytes:
    """Return the dashboard as a file; `extension` is xlsx, ods or csv."""
    return render_lignes(render_tableau(tableau), extension)


def render_lignes(donnees: Mapping[str, Any], extension: str, *, reference: str = "") -> bytes:
    """Return what `render_tableau` gave as a file; `reference`: a last column, when there is one."""
    champs = (*CHAMPS, Champ("reference", "Référence")) if reference else CHAMPS
    lignes = ([*ligne, *filter(None, [reference])] for ligne in list_lignes(donnees))
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / f"tableau.{extension}"
        write_tableau(sortie, champs, lignes, feuille=f"Année {donnees['annee']}")
        return sortie.read_bytes()


def list_lignes(donnees: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Yield the cells under CHAMPS: values in the unit printed, None where there is none."""
    for indicateur in donnees["indicateurs"]:
        for d in (indicateur, *indicateur["detail"]):
            plates = {
                **d,
                **d["periode"],
                **_bornes_de(d.get("intervalle")),
                "engagements": ", ".join(map(str, d["engagements"])),
                "cible": _say_cible(d["cible"]),
                **{c: _exact(d[c]) for c in ("numerateur", "denominateur", "valeur")},
            }
            yield [plates.get(champ.code) for champ in CHAMPS]


def _bornes_de(intervalle: Mapping[str, float] | None) -> dict[str, Decimal | None]:
    bornes = intervalle or {}
    return {borne: _exact(bornes.get(borne)) for borne in ("bas", "haut")}


def _say_cible(cible: Any) -> str | None:
    """Return « 0,05 » or « 75 à 80 », as the other numbers of the file are written."""
    if cible is None:
        return None
    bornes = cible.values() if isinstance(cible, dict) else [cible]
    return " à ".join(format_decimal(round(Decimal(borne), DECIMALES)) for borne in bornes)


def _exact(valeur: float | None) -> Decimal | None:
    return None if valeur is None else round(Decimal(valeur), DECIMALES)
