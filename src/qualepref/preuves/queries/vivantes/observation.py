"""What a query finds on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from qualepref.noyau.tableurs.champs import Champ, Valeur
from qualepref.organisation.models import Site
from qualepref.preuves.queries.reglages import Vivante


@dataclass(frozen=True, slots=True)
class Observation:
    """What proves an engagement, as it was found; no name of anybody.

    valeur: one sentence. derniere: day of the latest fact, None without any. suffisante: whether it
    meets its threshold, True when it has none. champs, lignes: the rows behind it. lien: name of
    the page where one sees more, with what its address holds after the site; "" for none.
    """

    valeur: str
    derniere: dt.date | None
    suffisante: bool = True
    champs: tuple[Champ, ...] = ()
    lignes: tuple[tuple[Valeur | None, ...], ...] = ()
    lien: str = ""
    arguments: tuple[str | int, ...] = field(default=())


class Requete(Protocol):
    """A named query: all the evidence that rests on it at once, in few reads of the base."""

    def __call__(
        self, site: Site, vivantes: Sequence[Vivante], *, le: dt.date
    ) -> dict[str, Observation]:
        """Return code of the evidence -> what was found as of that day."""
        ...
