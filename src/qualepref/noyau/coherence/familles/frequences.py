"""So many a month, and a count over a number of months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from qualepref.noyau.coherence.ecriture import tell, tell_imprime, tell_place
from qualepref.noyau.coherence.libelles import Nature
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.periodes import Periode
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


FREQUENCE = "frequence_et_compte"
_OUVERT = re.compile(r"\bouvert|\bouvr")


def examine(analyse: Analyse) -> Examens:
    """Compare each monthly or daily mean with the count of the same thing."""
    for chiffre in analyse.contexte.cellules:
        if chiffre.valeur is None or chiffre.unite not in ("par_mois", "par_jour"):
            continue
        comptes = list(_iter_comptes(analyse, chiffre))
        ouverts = _find_ouverts(analyse, chiffre)
        # Days open are fewer than days: without their number, a mean per open day says nothing.
        if comptes and not (ouverts is None and _OUVERT.search(strip_accents(chiffre.label))):
            yield from _check(chiffre, comptes, ouverts)


def _find_ouverts(analyse: Analyse, frequence: Chiffre) -> Fraction | None:
    """Return the number of days open that the same section tells, for a mean per day."""
    cle = normalize_texte(frequence.section), analyse.contexte.site_of(frequence)
    dits = {
        c.valeur for c in analyse.contexte.par_section.get(cle, [])
        if c.valeur and c.unite in ("jours", "jours_ouvres", "nombre")
        and re.match(r"(?:nombre de )?jours", strip_accents(c.label))
        and _OUVERT.search(strip_accents(c.label))
    }  # fmt: skip
    return dits.pop() if frequence.unite == "par_jour" and len(dits) == 1 else None


def _iter_comptes(analyse: Analyse, frequence: Chiffre) -> Iterator[tuple[Chiffre, Periode]]:
    contexte = analyse.contexte
    a = contexte.sujets[frequence]
    for c in contexte.cellules:
        b = contexte.sujets[c]
        if b.nature is not Nature.COMPTE or c.valeur is None or c.periode is None or b.cellule:
            continue
        if contexte.site_of(c) != contexte.site_of(frequence) or b.negatif != a.negatif:
            continue
        if frequence.periode is not None and not frequence.periode.meets(c.periode):
            continue
        communs = a.mots & b.mots
        seuls_b = b.mots - a.mots - a.theme
        themes = a.theme == b.theme or not a.theme or not b.theme
        if themes and communs and not seuls_b and c.periode.mois > 1 and not c.periode.ouverte:
            yield c, c.periode


def _check(
    frequence: Chiffre, comptes: list[tuple[Chiffre, Periode]], ouverts: Fraction | None
) -> Examens:
    valeur = frequence.valeur or Fraction(0)
    attendus = []
    for compte, periode in comptes:
        duree = ouverts or (periode.mois if frequence.unite == "par_mois" else periode.jours)
        attendu = (compte.valeur or Fraction(0)) / duree
        attendus.append((compte, duree, attendu))
        # A mean is often told to the nearest ten or hundred.
        marge = max(frequence.lu.demi, _find_rond(valeur) / 2)
        if abs(attendu - valeur) <= marge:
            yield approve(
                FREQUENCE, [frequence, compte],
                f"{tell_place(frequence)} : {tell(compte.valeur or Fraction(0))} / {tell(Fraction(duree))} = "
                f"{tell(attendu, 1)}, imprimé {tell_imprime(frequence)}.",
            )  # fmt: skip
            return
    compte, duree, attendu = attendus[0]
    unite = "mois" if frequence.unite == "par_mois" else "jours"
    yield find(
        Classe.CONTRADICTION, FREQUENCE, [frequence, compte],
        f"{tell_place(frequence)} : imprimé {tell_imprime(frequence)} ; {tell_place(compte)} : "
        f"{tell_imprime(compte)} en {tell(Fraction(duree))} {unite}, soit {tell(compte.valeur or Fraction(0))} / {tell(Fraction(duree))} = "
        f"{tell(attendu, 1)}.",
    )  # fmt: skip


def _find_rond(valeur: Fraction) -> Fraction:
    """Return the largest power of ten that divides a whole value, up to a hundredth of it."""
    rond = Fraction(1)
    while valeur and (valeur / (rond * 10)).denominator == 1 and rond * 100 <= valeur:
        rond *= 10
    return rond
