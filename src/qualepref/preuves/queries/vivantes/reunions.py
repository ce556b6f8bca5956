"""The last meeting of a kind of committee, and its minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qualepref.comites.enums import TypeComite
from qualepref.comites.models import Reunion
from qualepref.comites.queries.comites import jour_de
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.organisation.models import Site
from qualepref.preuves.queries.reglages import Vivante
from qualepref.preuves.queries.vivantes.observation import Observation


MONTREES = 5
CHAMPS = (
    Champ("comite", "Comité"),
    Champ("jour", "Réunion du", TypeChamp.DATE),
    Champ("compte_rendu", "Compte rendu écrit", TypeChamp.BOOLEEN),
    Champ("publie_le", "Publié le", TypeChamp.DATE),
)


def observe_reunions(
    site: Site, vivantes: Sequence[Vivante], *, le: dt.date
) -> dict[str, Observation]:
    """Return the last meetings held by then, in one read."""
    reunions = [
        r
        for r in Reunion.objects.filter(comite__sites=site, tenue=True)
        .select_related("comite__pilote")
        .order_by("-debut", "-pk")
        if jour_de(r) <= le
    ]
    return {
        v.code: _observe([r for r in reunions if r.comite.type == v.comite][:MONTREES], v)
        for v in vivantes
    }


def _observe(reunions: list[Reunion], vivante: Vivante) -> Observation:
    if not reunions:
        quoi = TypeComite(vivante.comite).label
        return Observation(f"Aucune réunion tenue ({quoi}).", None, lien="comites")
    derniere = reunions[0]
    jour = jour_de(derniere)
    if derniere.publie_le:
        suite = f"compte rendu publié le {derniere.publie_le:%d/%m/%Y}"
    else:
        suite = "compte rendu écrit" if derniere.compte_rendu else "sans compte rendu"
    return Observation(
        valeur=f"{derniere.comite.nom}, réunion du {jour:%d/%m/%Y} : {suite}.",
        derniere=jour,
        suffisante=bool(derniere.compte_rendu),
        champs=CHAMPS,
        lignes=tuple(
            (r.comite.nom, jour_de(r), bool(r.compte_rendu), r.publie_le) for r in reunions
        ),
        lien="reunion",
        arguments=(derniere.comite_id, derniere.pk),
    )
