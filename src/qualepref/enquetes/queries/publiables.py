"""Results as every publication shows them: one rule for pages, reports, decks, posters and data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qualepref.enquetes.models import Campagne, ResultatSeul
from qualepref.enquetes.queries.resultats import Resultats, load_resultats
from qualepref.enquetes.rules.croisements import Croisement
from qualepref.enquetes.rules.resultats import Bareme, publish
from qualepref.organisation.models import Site


def load_publiables(campagne: Campagne, *, site: Site | None = None) -> Resultats:
    """Return the results of a campaign without the shares that rest on too few answers.

    A percentage that somebody published without saying on how many is given as such; one on too
    few is held back, and stands in `seuls_tus`.
    """
    lus = load_resultats(campagne, site=site)
    tus = tuple(s for s in lus.seuls if _is_tu(s, lus.bareme))
    return replace(
        lus,
        groupes=tuple(
            replace(g, resultats=tuple(publish(r, mystere=lus.mystere) for r in g.resultats))
            for g in lus.groupes
        ),
        cotes=_publish_croisements(lus.cotes, mystere=lus.mystere),
        modes=_publish_croisements(lus.modes, mystere=lus.mystere),
        seuls=tuple(s for s in lus.seuls if s not in tus),
        seuls_tus=tus,
    )


def _publish_croisements(
    croisements: Iterable[Croisement], *, mystere: bool
) -> tuple[Croisement, ...]:
    return tuple(
        replace(c, resultats=tuple((m, publish(lu, mystere=mystere)) for m, lu in c.resultats))
        for c in croisements
    )


def _is_tu(seul: ResultatSeul, bareme: Bareme) -> bool:
    return seul.repondants is not None and seul.repondants < max(bareme.seuil, bareme.minimum)
