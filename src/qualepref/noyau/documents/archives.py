"""Office files in the same bytes each time: what they hold, not when it was zipped."""

from __future__ import annotations

import io
import zipfile


EPOQUE = (1980, 1, 1, 0, 0, 0)


def settle_archive(octets: bytes) -> bytes:
    """Return the same archive, its members dated alike and in the order they came."""
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(octets)) as lue,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrite,
    ):
        for nom in lue.namelist():
            membre = zipfile.ZipInfo(nom, EPOQUE)
            membre.compress_type = zipfile.ZIP_DEFLATED
            ecrite.writestr(membre, lue.read(nom))
    return sortie.getvalue()
