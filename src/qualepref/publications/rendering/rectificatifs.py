"""An erratum in words."""

from __future__ import annotations

from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.documents.textes import format_date
from qualepref.publications.rendering.figes import Rectificatif
from qualepref.publications.rules.changements import Changement


def say_rectificatif(rectificatif: Rectificatif | None) -> tuple[str, ...]:
    """Return the paragraphs that documents print; empty without an erratum."""
    if rectificatif is None:
        return ()
    nombre = len(rectificatif.changements)
    if nombre > 1:
        combien = f"{nombre}{INSECABLE}chiffres changent."
    else:
        combien = "Un chiffre change." if nombre else "Seuls des textes changent."
    motif = rectificatif.motif.rstrip(".")
    tete = (
        f"Ce document remplace celui du {format_date(rectificatif.publie_le)} (référence "
        f"{rectificatif.reference}). Motif : {motif}. {combien}"
    )
    return (tete, *(say_changement(c) for c in rectificatif.changements))


def say_changement(changement: Changement) -> str:
    """Return « Courriels, mars : 90 % (9 / 10) au lieu de 80 % (8 / 10). »."""
    phrase = f"{changement.libelle} : {changement.apres} au lieu de {changement.avant}."
    return f"{phrase} {changement.raison}".strip()
