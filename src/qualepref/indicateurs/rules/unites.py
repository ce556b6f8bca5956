"""Units as people write them, and numbers that carry theirs."""

from __future__ import annotations

import re
from decimal import Decimal

from qualepref.indicateurs.rules.refus import (
    NombreIllisibleError,
    UniteInadapteeError,
    UniteInconnueError,
)
from qualepref.noyau.referentiel.modele import Indicateur, Unite
from qualepref.noyau.tableurs.nombres import parse_decimal
from qualepref.noyau.tableurs.refus import ValeurRefuseeError
from qualepref.noyau.tableurs.vocabulaire import strip_accents


LIBELLES_UNITES = {
    Unite.POURCENT: "pour cent (%)",
    Unite.POUR_MILLE: "pour mille (‰)",
    Unite.JOURS_OUVRES: "jours ouvrés (j.o.)",
    Unite.JOURS: "jours (j)",
    Unite.NOMBRE: "nombre",
    Unite.PAR_MOIS: "par mois",
    Unite.PAR_JOUR: "par jour",
}
PROPORTIONS = frozenset({Unite.POURCENT, Unite.POUR_MILLE})
# Without accents, spaces nor dots.
_ECRITES = {
    **dict.fromkeys(("%", "/100", "pourcent", "pourcents"), Unite.POURCENT),
    **dict.fromkeys(("‰", "%o", "%0", "/1000", "pourmille"), Unite.POUR_MILLE),
    **dict.fromkeys(("jo", "jouvres", "joursouvres", "jourouvre"), Unite.JOURS_OUVRES),
    **dict.fromkeys(("j", "jour", "jours"), Unite.JOURS),
    **dict.fromkeys(("nombre", "nb"), Unite.NOMBRE),
    **dict.fromkeys(("/mois", "parmois"), Unite.PAR_MOIS),
    **dict.fromkeys(("/jour", "/j", "parjour"), Unite.PAR_JOUR),
}
_NOMBRE_UNITE = re.compile(r"\s*([-+−]?[\d\s.,]*\d)\s*(\D.*|/\s*1\s?000|/\s*100)?", re.DOTALL)


def parse_unite(texte: str) -> Unite:
    """Return the unit written: « % », « pour mille », « j.o. », or its code.

    Raises:
        UniteInconnueError: none of ours.
    """
    propre = re.sub(r"[\s.\u00a0\u202f]|\(.*\)$", "", strip_accents(texte).replace("_", ""))
    unite = _ECRITES.get(propre)
    if unite is None:
        raise UniteInconnueError(unite=texte.strip(), connues=", ".join(LIBELLES_UNITES.values()))
    return unite


def parse_mesure(texte: str) -> tuple[Decimal, Unite | None]:
    """Return the number written and its unit: « 0,5 ‰ », « 94 % », « 1 234 »; None without one.

    Raises:
        NombreIllisibleError, UniteInconnueError.
    """
    trouve = _NOMBRE_UNITE.fullmatch(texte)
    nombre, unite = trouve.groups() if trouve else (texte, None)
    try:
        lu = parse_decimal(nombre)
    except ValeurRefuseeError as refus:
        raise NombreIllisibleError(motif=refus.motif, remede=refus.remede) from refus
    return lu, parse_unite(unite) if unite else None


def check_unite(
    unite: Unite, indicateur: Indicateur, *, champ: str, admises: frozenset[Unite] = frozenset()
) -> list[UniteInadapteeError]:
    """Return the refusal of a unit that is neither the indicator's nor one of `admises`."""
    if unite is indicateur.unite or unite in admises:
        return []
    conseil = f"Convertir en {LIBELLES_UNITES[indicateur.unite]}."
    return [
        UniteInadapteeError(
            champ,
            indicateur=indicateur.code,
            attendue=LIBELLES_UNITES[indicateur.unite],
            unite=LIBELLES_UNITES[unite],
            conseil=conseil,
        )
    ]
