"""The digest that names a content, and its short form printed on documents."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any


PREFIXE = "QP-"
LONGUEUR = 12
REFERENCE = re.compile(r"\bQP-[0-9a-f]{12}\b")


def dump_canonique(valeur: Any) -> str:
    """Return JSON that depends on the values only: sorted keys, no spaces, text as it is."""
    return json.dumps(
        valeur, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def compute_empreinte(canonique: str) -> str:
    """Return the SHA-256 of a canonical text, in 64 hexadecimal digits."""
    return hashlib.sha256(canonique.encode()).hexdigest()


def abridge(empreinte: str) -> str:
    """Return the identifier that documents print: « QP-4f9c2a71b03d »."""
    return f"{PREFIXE}{empreinte[:LONGUEUR]}"
