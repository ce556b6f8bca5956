"""What a public page knows of who sends a form: its own signed token, the origin, the address."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest


SEL = "qualepref.enquetes.public"
SEPARATEUR = "/"
# Absent from old browsers; « none »: typed by the user.
MEME_SITE = (None, "same-origin", "none")


def sign_jeton(*parties: object) -> str:
    """Return the token of a page: its address, the key of its form when it has one."""
    return TimestampSigner(salt=SEL).sign(SEPARATEUR.join(map(str, parties)))


def is_jeton(jeton: str, *parties: object, duree: dt.timedelta) -> bool:
    """Whether the token is that of this very page, and no older than `duree`."""
    try:
        lu = TimestampSigner(salt=SEL).unsign(jeton, max_age=duree)
    except BadSignature:
        return False
    return lu == SEPARATEUR.join(map(str, parties))


def is_sincere(request: HttpRequest, *parties: object, duree: dt.timedelta) -> bool:
    """Whether what is sent comes from a page this site gave, not long ago."""
    jeton = request.POST.get("jeton", "")
    return (
        is_jeton(jeton, *parties, duree=duree)
        and request.headers.get("Sec-Fetch-Site") in MEME_SITE
    )


def read_adresse(request: HttpRequest) -> str:
    """Return the network address of the client; the one its proxy saw, on a real site."""
    relayee = request.headers.get("X-Forwarded-For", "") if settings.PRODUCTION else ""
    return relayee.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
