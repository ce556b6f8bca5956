"""Pure rules of the registers: the clock, and what a file of a register holds."""

from qualepref.suivi.rules.horloge import (
    DatesDemande,
    Estampille,
    FauteDate,
    Passage,
    SansHorlogeError,
    check_dates,
    depart_of,
    read_horloge,
    stamp_demande,
    tell_pourquoi,
)


__all__ = [
    "DatesDemande",
    "Estampille",
    "FauteDate",
    "Passage",
    "SansHorlogeError",
    "check_dates",
    "depart_of",
    "read_horloge",
    "stamp_demande",
    "tell_pourquoi",
]
