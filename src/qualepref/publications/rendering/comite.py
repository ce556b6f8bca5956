"""What the users' committee is told beside the figures, frozen: nobody's name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from qualepref.comites.enums import EtatSuite, NatureSuite, TypeComite
from qualepref.comites.models import Reunion, Suite
from qualepref.comites.queries.comites import count_membres, jour_de
from qualepref.comites.queries.regles import get_regles
from qualepref.modeles.enums import AvisClu, TypeModele
from qualepref.organisation.models import Site
from qualepref.publications.queries.comite import (
    find_precedente,
    find_reunion,
    list_soumis,
    list_suites_de,
)
from qualepref.publications.queries.gabarits import find_gabarit
from qualepref.publications.queries.support import get_support
from qualepref.publications.rendering.enquetes import clean_remarque
from qualepref.publications.rendering.rubriques_donnees import Figee


CODE = "comite"


def freeze_comite(site: Site, annee: int, le: dt.date) -> Figee:
    """Return the meeting, its agenda, its seats by capacity, what became of what was said before.

    What people said is told word for word only where the published minutes of that meeting hold
    these very words; else it is counted.
    """
    reunion = find_reunion(site, annee, le=le)
    precedente = None if reunion is None else find_precedente(reunion)
    depuis = None if reunion is None else jour_de(reunion)
    gabarit = find_gabarit(site)
    return Figee(
        {
            "reunion": None if reunion is None else _render_reunion(reunion),
            "ordre_du_jour": _render_ordre(reunion),
            "precedente": None if precedente is None else _render_precedente(precedente),
            "modeles": [
                {
                    "titre": clean_remarque(m.titre),
                    "type": TypeModele(m.type).label,
                    "version": m.version,
                    "avis": AvisClu(m.avis).label,
                }
                for m in list_soumis(site, types=get_support().modeles, depuis=depuis)
            ],
            "composition": get_support().model_dump(mode="json"),
            "gabarit": "" if gabarit is None else gabarit.empreinte,
        }
    )


def _render_reunion(reunion: Reunion) -> dict[str, Any]:
    jour = jour_de(reunion)
    return {
        "comite": clean_remarque(reunion.comite.nom),
        "jour": jour.isoformat(),
        "tenue": reunion.tenue,
        "sites": sorted(site.nom for site in reunion.comite.sites.all()),
        "sieges": [
            {"qualite": qualite.label, "nombre": nombre}
            for qualite, nombre in count_membres(reunion.comite.membres.all(), le=jour)
        ],
    }


def _render_ordre(reunion: Reunion | None) -> list[dict[str, str]]:
    """Return the agenda; where nobody wrote one, what agendas start from."""
    ecrits = [] if reunion is None else list(reunion.points.all())
    points = ecrits or get_regles().ordres[TypeComite.CLU.value].points
    return [{"genre": str(p.genre), "titre": clean_remarque(p.titre)} for p in points]


def _render_precedente(reunion: Reunion) -> dict[str, Any]:
    suites = list_suites_de(reunion)
    publie = "" if reunion.publie_le is None else _squeeze(reunion.compte_rendu)
    return {
        "jour": jour_de(reunion).isoformat(),
        "decompte": _count(suites),
        "suites": [_render_suite(s) for s in suites if _squeeze(s.texte) in publie],
    }


def _squeeze(texte: str) -> str:
    return " ".join(texte.split())


def _count(suites: Sequence[Suite]) -> list[dict[str, Any]]:
    """Return how many were said of each nature, by state."""
    compte = Counter((s.nature, s.etat) for s in suites)
    return [
        {
            "nature": nature.label,
            **{etat.value: compte[nature.value, etat.value] for etat in EtatSuite},
            "total": sum(compte[nature.value, etat.value] for etat in EtatSuite),
        }
        for nature in NatureSuite
        if any(compte[nature.value, etat.value] for etat in EtatSuite)
    ]


def _render_suite(suite: Suite) -> dict[str, str]:
    close = suite.etat in (EtatSuite.DONNEE, EtatSuite.ECARTEE)
    return {
        "nature": NatureSuite(suite.nature).label,
        "texte": clean_remarque(suite.texte),
        "etat": EtatSuite(suite.etat).label,
        "reponse": clean_remarque(suite.reponse) if close else "",
    }
