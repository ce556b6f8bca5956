"""The one way to write in the audit trail."""

from collections.abc import Mapping
from typing import Any

from qualepref.socle.models import Evenement


def record_evenement(
    *,
    par: str,
    action: str,
    objet: str,
    site: str = "",
    avant: Mapping[str, Any] | None = None,
    apres: Mapping[str, Any] | None = None,
) -> Evenement:
    """Write one line of the audit trail and return it; values must be JSON or dates."""
    return Evenement.objects.create(
        par=par,
        action=action,
        objet=objet,
        site=site,
        avant=_jsonable(avant or {}),
        apres=_jsonable(apres or {}),
    )


def _jsonable(valeurs: Mapping[str, Any]) -> dict[str, Any]:
    simples = (str, int, float, bool, type(None), list, dict)
    return {k: v if isinstance(v, simples) else str(v) for k, v in valeurs.items()}
