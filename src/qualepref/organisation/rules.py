"""Words of the organisation and dates of its labels, as pure functions."""

import datetime as dt
import unicodedata
from typing import Any


VOYELLES = frozenset("aeiouh")
# Sites named by what they are: « la préfecture de… », where others go by their own name.
FEMININS = ("Préfecture", "Sous-préfecture", "Mairie")


def elide_de(nom: str) -> str:
    """Return « d'Anne » or « de Claire »; a name in h is read with a mute one."""
    initiale = unicodedata.normalize("NFD", nom)[:1].lower()
    return f"d’{nom}" if initiale in VOYELLES else f"de {nom}"


def say_du_site(nom: str) -> str:
    """Return « de la préfecture de la Loire-Atlantique », « de Nantes Métropole »."""
    if nom.partition(" ")[0] in FEMININS:
        return f"de la {nom[:1].lower()}{nom[1:]}"
    return elide_de(nom)


def compute_label(decision_le: dt.date, *, organisme: str, duree_annees: int) -> dict[str, Any]:
    """Return what a decision says besides its day; the last day of validity follows from it."""
    fin_le = _add_annees(decision_le, duree_annees) - dt.timedelta(days=1)
    return {"organisme": organisme, "duree_annees": duree_annees, "fin_le": fin_le}


def _add_annees(jour: dt.date, annees: int) -> dt.date:
    """Return the same day years later; 29 February becomes 1 March where there is none."""
    try:
        return jour.replace(year=jour.year + annees)
    except ValueError:
        return dt.date(jour.year + annees, 3, 1)
