"""The templates in use, and what the users' committee said of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qualepref.modeles.enums import AvisClu
from qualepref.modeles.models import Modele
from qualepref.modeles.queries.modeles import list_derniers
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.organisation.models import Site
from qualepref.preuves.queries.reglages import Vivante
from qualepref.preuves.queries.vivantes.observation import Observation


CHAMPS = (
    Champ("modele", "Modèle"),
    Champ("version", "Version", TypeChamp.ENTIER),
    Champ("ecrit_le", "Écrit le", TypeChamp.DATE),
    Champ("avis", "Avis du comité"),
    Champ("avis_le", "Rendu le", TypeChamp.DATE),
)


def observe_modeles(
    site: Site, vivantes: Sequence[Vivante], *, le: dt.date
) -> dict[str, Observation]:
    """Return the versions in use with their opinions, in one read."""
    modeles = list_derniers(site)
    return {
        v.code: _observe([m for m in modeles if m.type in (v.types or ())], le) for v in vivantes
    }


def _observe(modeles: list[Modele], le: dt.date) -> Observation:
    if not modeles:
        return Observation("Aucun modèle de ce type.", None, lien="modeles")
    avis = [m.avis_le for m in modeles if m.avis_le is not None and m.avis_le <= le]
    suite = f" Dernier avis le {max(avis):%d/%m/%Y}." if avis else ""
    return Observation(
        valeur=f"{len(avis)} modèle{'s' if len(avis) > 1 else ''} en usage sur {len(modeles)} "
        f"soumis au comité.{suite}",
        derniere=max(avis, default=None),
        suffisante=len(avis) == len(modeles),
        champs=CHAMPS,
        lignes=tuple(
            (m.titre, m.version, m.ecrit_le, AvisClu(m.avis).label, m.avis_le) for m in modeles
        ),
        lien="modeles",
    )
