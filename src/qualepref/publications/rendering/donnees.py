"""The figures of a snapshot as files for machines."""

from __future__ import annotations

import json
from typing import Any

from qualepref.indicateurs.rendering.tableurs import render_lignes
from qualepref.publications.rendering.figes import Fige


REFERENCE = "reference"


def render_csv(fige: Fige) -> bytes:
    """Return the indicators as CSV, the identifier of the snapshot in the last column."""
    donnees = fige.contenu.donnees["indicateurs"]
    return render_lignes(donnees, "csv", reference=fige.reference)


def render_json(fige: Fige) -> bytes:
    """Return the indicators as JSON, with the identifier of the snapshot."""
    return dump(fige.contenu.donnees["indicateurs"] | {REFERENCE: fige.reference})


def dump(contenu: Any) -> bytes:
    """Return plain data as readable JSON, always in the same bytes."""
    return json.dumps(contenu, ensure_ascii=False, indent=2, sort_keys=True).encode()
