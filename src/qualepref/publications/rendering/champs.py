"""The written parts of a year's documents, as the form offers them."""

from __future__ import annotations

from dataclasses import dataclass

from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.publications.rendering.rubriques import RUBRIQUES
from qualepref.publications.rules.champs import (
    ENQUETES,
    PERSPECTIVES,
    PREAMBULE,
    name_famille,
    name_rubrique,
)


AIDE_COMMENTAIRE = "Imprimé en tête de la partie, avant ses chiffres."


@dataclass(frozen=True, slots=True)
class Champ:
    """A part people may write."""

    code: str
    libelle: str
    aide: str = AIDE_COMMENTAIRE


def list_champs(site: Site) -> tuple[Champ, ...]:
    """Return the parts people may write, in the order of the report."""
    referentiel = get_referentiel(site)
    modules = site.modules
    presents = {i.domaine for i in referentiel.indicateurs if i.module in (None, *modules)}
    domaines = [d for d in referentiel.domaines if d in presents]
    return (
        Champ(
            PREAMBULE,
            "Préambule",
            "Ce à quoi sert ce bilan, et ce que l’année a eu de particulier. Imprimé en premier.",
        ),
        *(Champ(name_famille(d), d) for d in domaines),
        Champ(ENQUETES, "Enquêtes"),
        *(Champ(name_rubrique(r.code), r.titre) for r in RUBRIQUES if r.imprimee),
        Champ(
            PERSPECTIVES,
            "Perspectives",
            "Ce qui est prévu pour l’année suivante. Imprimé en dernier.",
        ),
    )
