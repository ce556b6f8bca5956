"""The signed token of public pages: this page was given by this site, not long ago."""

from __future__ import annotations

import datetime as dt

from django.core.signing import BadSignature, TimestampSigner


SEL = "qualepref.enquetes.public"
SEPARATEUR = "/"


def sign_jeton(*parties: object) -> str:
    """Return the token of a page: the address of its survey, the key of its form when it has one."""
    return TimestampSigner(salt=SEL).sign(SEPARATEUR.join(map(str, parties)))


def is_jeton(jeton: str, *parties: object, duree: dt.timedelta) -> bool:
    """Whether the token is that of this very page, and no older than `duree`."""
    try:
        lu = TimestampSigner(salt=SEL).unsign(jeton, max_age=duree)
    except BadSignature:
        return False
    return lu == SEPARATEUR.join(map(str, parties))
