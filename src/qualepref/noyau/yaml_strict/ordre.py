"""The order in which codes are listed."""

from __future__ import annotations

import re


def cle_naturelle(code: str) -> list[tuple[int, int, str]]:
    """Return a sort key that puts I2 before I10, and I20B after I20."""
    return [
        (0, int(bloc), "") if bloc.isdigit() else (1, 0, bloc)
        for bloc in re.findall(r"\d+|\D+", code)
    ]
