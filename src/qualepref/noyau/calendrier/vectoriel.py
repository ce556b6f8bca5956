"""The same working-day arithmetic on numpy columns, for registers of millions of rows.

A column holds datetime64 values or whole numbers of days since 1970-01-01 (Arrow's date32).
Results are int32; a missing date is refused, never counted as a value.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from qualepref.noyau.calendrier.jours_ouvres import (
    ETENDUE,
    NOMBRE_JOURS,
    ORIGINE,
    Calendrier,
    DelaiNegatifError,
    HorsCalendrierError,
    PeriodeInverseeError,
)


if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Entiers = npt.NDArray[np.int32]
    Indices = npt.NDArray[np.int64]

DECALAGE = ORIGINE - dt.date(1970, 1, 1).toordinal()


class ColonneInvalideError(TypeError):
    """A column is neither of days (datetime64) nor of whole numbers."""


def count_jours_ouvres_np(
    debuts: npt.ArrayLike, fins: npt.ArrayLike, calendrier: Calendrier
) -> Entiers:
    """Return count_jours_ouvres of each pair, as int32.

    Raises:
        PeriodeInverseeError, HorsCalendrierError, ColonneInvalideError: see the first faulty row.
    """
    index_debuts, index_fins = _compute_periodes(debuts, fins)
    cumuls = _read_table(calendrier.table.cumuls)
    return cumuls[index_fins + 1] - cumuls[index_debuts + 1]


def compute_delais_jours_ouvres_np(
    recues: npt.ArrayLike, repondues: npt.ArrayLike, calendrier: Calendrier
) -> Entiers:
    """Return compute_delai_jours_ouvres of each pair, as int32.

    Raises:
        PeriodeInverseeError, HorsCalendrierError, ColonneInvalideError: see the first faulty row.
    """
    import numpy as np

    index_recues, index_repondues = _compute_periodes(recues, repondues)
    cumuls = _read_table(calendrier.table.cumuls)
    delais = cumuls[index_repondues] - cumuls[index_recues + 1] + np.int32(1)
    return np.where(index_repondues == index_recues, np.int32(0), delais)


def add_jours_ouvres_np(
    debuts: npt.ArrayLike, jours: npt.ArrayLike, calendrier: Calendrier
) -> Entiers:
    """Return add_jours_ouvres of each row, as int32 days since 1970-01-01.

    jours: one delay for all rows, or one per row.

    Raises:
        DelaiNegatifError, HorsCalendrierError, ColonneInvalideError: see the first faulty row.
    """
    import numpy as np

    index = _compute_index(debuts)
    delais = np.asarray(jours)
    if delais.dtype.kind not in "iu" and delais.size:
        raise ColonneInvalideError("Les délais doivent être des nombres entiers de jours ouvrés.")
    if (negatifs := delais < 0).any():
        raise DelaiNegatifError(int(delais[negatifs][0]))
    ouvres = _read_table(calendrier.table.ouvres)
    rangs = _read_table(calendrier.table.cumuls)[index + 1] + (delais.astype(np.int64) - 1)
    # Looked for row by row only once something may be wrong: most columns are sound.
    if rangs.size and rangs.max() >= len(ouvres):
        depassees = np.flatnonzero((rangs >= len(ouvres)) & (delais > 0))
        if depassees.size:
            raise HorsCalendrierError(
                f"L’échéance de la ligne {int(depassees[0]) + 1} dépasse le calendrier, "
                f"qui va {ETENDUE} : vérifier la date et le délai."
            )
    if delais.ndim == 0 and delais > 0:
        echeances: Entiers = ouvres[rangs] + np.int32(DECALAGE)
        return echeances
    # With a delay of zero the rank may fall outside the table: it is not read.
    resultat = np.where(delais == 0, index, ouvres[np.clip(rangs, 0, len(ouvres) - 1)])
    return (resultat + DECALAGE).astype(np.int32)


def _compute_periodes(debuts: npt.ArrayLike, fins: npt.ArrayLike) -> tuple[Indices, Indices]:
    import numpy as np

    index_debuts, index_fins = np.broadcast_arrays(_compute_index(debuts), _compute_index(fins))
    if (inverses := index_fins < index_debuts).any():
        ligne = int(np.flatnonzero(inverses)[0])
        raise PeriodeInverseeError(
            dt.date.fromordinal(ORIGINE + int(index_debuts.flat[ligne])),
            dt.date.fromordinal(ORIGINE + int(index_fins.flat[ligne])),
            f"La période de la ligne {ligne + 1}",
        )
    return index_debuts, index_fins


def _compute_index(jours: npt.ArrayLike) -> Indices:
    import numpy as np

    colonne = np.asarray(jours)
    if colonne.dtype.kind == "M":
        if (absentes := np.isnat(colonne)).any():
            raise HorsCalendrierError(
                f"La date de la ligne {int(np.flatnonzero(absentes)[0]) + 1} est absente : "
                "écarter d’abord les lignes sans date."
            )
        colonne = colonne.astype("datetime64[D]").astype(np.int64)
    elif colonne.dtype.kind not in "iu" and colonne.size:
        raise ColonneInvalideError(
            "Les dates doivent être des datetime64 ou des nombres entiers de jours "
            "depuis le 01/01/1970."
        )
    index: Indices = colonne.astype(np.int64) - DECALAGE
    if index.size and (index.min() < 0 or index.max() >= NOMBRE_JOURS):
        hors = (index < 0) | (index >= NOMBRE_JOURS)
        ligne = int(np.flatnonzero(hors)[0])
        raise HorsCalendrierError(
            f"Le jour numéro {int(index.flat[ligne]) + DECALAGE} depuis le 01/01/1970, "
            f"ligne {ligne + 1}, est hors du calendrier, qui va {ETENDUE} : vérifier la date."
        )
    return index


def _read_table(table: Any) -> Entiers:
    import numpy as np

    return np.frombuffer(table, dtype=np.intc).astype(np.int32, copy=False)
