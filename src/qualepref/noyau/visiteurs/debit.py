"""How many forms one network address may send, without keeping any address."""

from __future__ import annotations

import hmac
import math
from collections import OrderedDict
from ipaddress import ip_address, ip_network
from threading import Lock


# One IPv6 subscriber holds a whole network of that size.
PREFIXE_V6 = 64
# Addresses remembered at once; the one that sent longest ago is forgotten first.
ADRESSES_MAX = 20_000
SECONDES_PAR_MINUTE = 60


class Debit:
    """A counter per address, in memory only: `par_minute` sent each minute, as many at once.

    Addresses are known by a keyed digest; the key is drawn when the program starts and dies with
    it, so nothing kept leads back to an address. 0 per minute: no limit.
    """

    def __init__(self, par_minute: int, *, cle: bytes) -> None:
        self._par_minute, self._cle = par_minute, cle
        self._comptes: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._verrou = Lock()

    def take(self, adresse: str, instant: float) -> int:
        """Count one more; return 0, or the seconds to wait when there are too many already.

        instant: seconds, on any clock that never goes back.
        """
        if not self._par_minute:
            return 0
        marque = hmac.digest(self._cle, reduce_adresse(adresse).encode(), "sha256")
        par_seconde = self._par_minute / SECONDES_PAR_MINUTE
        with self._verrou:
            reste, vu = self._comptes.pop(marque, (float(self._par_minute), instant))
            reste = min(self._par_minute, reste + (instant - vu) * par_seconde)
            passe = reste >= 1
            self._comptes[marque] = (reste - 1 if passe else reste, instant)
            if len(self._comptes) > ADRESSES_MAX:
                self._comptes.popitem(last=False)
        return 0 if passe else math.ceil((1 - reste) / par_seconde)


def reduce_adresse(adresse: str) -> str:
    """Return the address, or the network one subscriber holds; as it is when it is none."""
    try:
        lue = ip_address(adresse)
    except ValueError:
        return adresse
    lue = getattr(lue, "ipv4_mapped", None) or lue
    if lue.version == 4:
        return str(lue)
    return str(ip_network(f"{lue}/{PREFIXE_V6}", strict=False))
