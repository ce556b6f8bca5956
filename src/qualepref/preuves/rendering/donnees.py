"""The evidence as plain data, for a machine."""

from __future__ import annotations

from typing import Any

from qualepref.preuves.queries.manques import PreuvesEngagement, TableauPreuves
from qualepref.preuves.queries.pieces import PieceLue
from qualepref.preuves.queries.vivantes.constats import Constat


def render_tableau(tableau: TableauPreuves) -> dict[str, Any]:
    """Return what an auditor would find, engagement by engagement; no name of anybody."""
    return {
        "site": tableau.site.pk,
        "nom": tableau.site.nom,
        "arrete_le": tableau.le.isoformat(),
        "grille": tableau.grille.titre if tableau.grille else None,
        "applicables": tableau.applicables,
        "etats": {etat.value: n for etat, n in tableau.comptes.items()},
        "manques": tableau.manques,
        "engagements": [
            _render_engagement(e, module=m.module.numero)
            for m in tableau.modules
            for e in m.engagements
        ],
    }


def _render_engagement(lu: PreuvesEngagement, *, module: int) -> dict[str, Any]:
    return {
        "module": module,
        "numero": lu.engagement.numero,
        "texte": lu.engagement.texte,
        "condition": lu.engagement.condition,
        "sans_objet": lu.sans_objet,
        "etat": lu.etat.value,
        "verdict": lu.verdict.value if lu.verdict else None,
        "actions_ouvertes": lu.ouvertes,
        "manque": lu.manque,
        "manques": list(lu.manques),
        "pieces": [_render_piece(p) for p in lu.pieces],
        "vivantes": [_render_constat(c) for c in lu.constats],
    }


def _render_piece(lue: PieceLue) -> dict[str, Any]:
    piece, version = lue.piece, lue.version
    return {
        "titre": piece.titre,
        "version": version.numero,
        "nature": version.nature,
        "empreinte": version.empreinte,
        "taille": version.taille,
        "etablie_le": _iso(piece.etablie_le),
        "a_revoir_le": _iso(piece.a_revoir_le),
        "expire_le": _iso(piece.expire_le),
        "donnees_personnelles": bool(piece.donnees_personnelles),
        "etat": lue.etat.value,
    }


def _render_constat(constat: Constat) -> dict[str, Any]:
    return {
        "code": constat.vivante.code,
        "libelle": constat.vivante.libelle,
        "etat": constat.etat.value,
        "valeur": constat.observation.valeur,
        "derniere": _iso(constat.observation.derniere),
        "renouveler_apres_mois": constat.vivante.renouveler_apres_mois,
    }


def _iso(jour) -> str | None:
    return None if jour is None else jour.isoformat()
