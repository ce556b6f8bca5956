"""The voice server in force, and when somebody last read it through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qualepref.modeles.models import Svi
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.organisation.models import Site
from qualepref.preuves.queries.reglages import Vivante
from qualepref.preuves.queries.vivantes.observation import Observation


MONTREES = 5
CHAMPS = (
    Champ("version", "Version", TypeChamp.ENTIER),
    Champ("en_vigueur_le", "En vigueur le", TypeChamp.DATE),
    Champ("relu_le", "Relue le", TypeChamp.DATE),
)


def observe_svi(site: Site, vivantes: Sequence[Vivante], *, le: dt.date) -> dict[str, Observation]:
    """Return the version in force that day, in one read."""
    versions = list(
        Svi.objects.filter(site=site, en_vigueur_le__lte=le).order_by("-en_vigueur_le", "-version")
    )
    return dict.fromkeys([v.code for v in vivantes], _observe(versions, le))


def _observe(versions: list[Svi], le: dt.date) -> Observation:
    if not versions:
        return Observation("Aucun serveur vocal en vigueur.", None, lien="svi")
    actuelle = versions[0]
    relue = actuelle.relu_le if actuelle.relu_le and actuelle.relu_le <= le else None
    jour = relue or actuelle.en_vigueur_le
    retire = actuelle.retire_le is not None and actuelle.retire_le <= le
    fin = f", retirée le {actuelle.retire_le:%d/%m/%Y}" if retire else ""
    relecture = f", relue le {relue:%d/%m/%Y}" if relue else ", jamais relue depuis"
    return Observation(
        valeur=f"Version {actuelle.version}, en vigueur depuis le "
        f"{actuelle.en_vigueur_le:%d/%m/%Y}{relecture}{fin}.",
        derniere=jour,
        suffisante=not retire,
        champs=CHAMPS,
        lignes=tuple((v.version, v.en_vigueur_le, v.relu_le) for v in versions[:MONTREES]),
        lien="svi",
    )
