"""The indicators of the deck by family, as support.yaml groups them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qualepref.publications.rendering.bilan_donnees import AVEC_CHIFFRE
from qualepref.publications.rendering.figes import Contenu, IndicateurFige


# What belongs to no module comes last.
PILOTAGE = 99
AUTRES = "Autres indicateurs"


@dataclass(frozen=True, slots=True)
class Famille:
    """Indicators shown together."""

    titre: str
    indicateurs: tuple[IndicateurFige, ...]

    @property
    def premier_module(self) -> int:
        """The module it comes with."""
        return min(i.module or PILOTAGE for i in self.indicateurs)

    @property
    def parle(self) -> bool:
        """Tell whether one of its indicators has a figure."""
        return any(i.annee.etat in AVEC_CHIFFRE for i in self.indicateurs)


def list_familles(contenu: Contenu) -> tuple[list[Famille], list[IndicateurFige]]:
    """Return the families worth a slide, by module, and the indicators of those without a figure.

    One indicator alone is not worth one: it joins the others.
    """
    composition = contenu.donnees["comite"]["composition"]
    cles = composition["chiffres_cles"]
    reste = [i for i in contenu.indicateurs if i.code not in cles]
    familles = []
    for groupe in composition["familles"]["groupes"]:
        pris = tuple(i for i in reste if _takes(groupe, i))
        if len(pris) > 1:
            familles.append(Famille(groupe["titre"], pris))
            reste = [i for i in reste if i not in pris]
    parlantes = [f for f in familles if f.parle]
    muets = [i for f in familles if not f.parle for i in f.indicateurs]
    muets += [i for i in reste if i.annee.etat not in AVEC_CHIFFRE]
    seuls = tuple(i for i in reste if i.annee.etat in AVEC_CHIFFRE)
    if len(seuls) > 1:
        parlantes.append(Famille(AUTRES, seuls))
    return sorted(parlantes, key=lambda f: f.premier_module), muets


def _takes(groupe: dict[str, Any], indicateur: IndicateurFige) -> bool:
    return (not groupe["modules"] or indicateur.module in groupe["modules"]) and (
        not groupe["domaines"] or indicateur.domaine in groupe["domaines"]
    )
