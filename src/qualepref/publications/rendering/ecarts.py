"""What a published snapshot says that is no longer what would be said today, and why."""

from __future__ import annotations

from qualepref.noyau.calcul.formules import expand_formule
from qualepref.organisation.queries import get_referentiel
from qualepref.publications.models import Instantane
from qualepref.publications.queries.ecritures import load_ecritures
from qualepref.publications.rendering.chiffres import list_chiffres
from qualepref.publications.rendering.figes import Fige
from qualepref.publications.rendering.lecture import read_instantane
from qualepref.publications.rules.changements import Changement, compare_chiffres
from qualepref.publications.rules.raisons import explain_changement, list_prefixes


def list_changements(instantane: Instantane, fige: Fige) -> tuple[Changement, ...]:
    """Return the figures of a published snapshot that another one says otherwise."""
    avant = list_chiffres(read_instantane(instantane).contenu)
    changements = compare_chiffres(avant, list_chiffres(fige.contenu))
    if not changements:
        return ()
    ecritures = load_ecritures(instantane)
    referentiel = get_referentiel(instantane.site)
    par_code = {i.code: i for i in referentiel.indicateurs}
    prefixes = {
        code: list_prefixes(code, expand_formule(i, par_code), referentiel)
        for code, i in par_code.items()
    }
    return tuple(
        explain_changement(c, ecritures, prefixes.get(c.cle.partition("/")[0], ()))
        for c in changements
    )
