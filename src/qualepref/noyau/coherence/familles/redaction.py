"""Words beside figures: fractions in letters, decimal points, texts that differ from values."""

from __future__ import annotations

import re
from fractions import Fraction

from qualepref.noyau.coherence.ecriture import tell, tell_imprime, tell_nom, tell_unite
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.coherence.valeurs import MOTS
from qualepref.noyau.tableurs.vocabulaire import strip_accents


FRACTION = "fraction_en_mots"
POINT = "point_decimal"
_MOTS_FRACTION = re.compile(
    r"\b(?P<sens>plus d[e']\s?|moins d[e']\s?|pres d[e']\s?|environ |la |les )?(?:la |les |l'|un |une )?"
    r"(?:(?P<n>\d|deux|trois|quatre)\s*(?:/\s*(?P<d>\d)|(?P<mot>moitie|tiers|quarts?|cinquiemes?))"
    r"|(?P<seul>moitie|tiers|quart|cinquieme))\b"
)
# « un usager sur cinq », « trois communes sur quatre »
_SUR = re.compile(
    r"\b(?P<sens>plus d[e']\s?|moins d[e']\s?|pres d[e']\s?|environ )?"
    rf"(?P<n>une?|{'|'.join(MOTS)}) (?:[a-z'-]+ ){{0,3}}sur (?P<d>{'|'.join(MOTS)})\b"
)


def examine(analyse: Analyse) -> Examens:
    """Compare the words of labels and texts with the values beside them."""
    for chiffre in analyse.contexte.chiffres:
        if chiffre.lu.decimale == "." and chiffre.valeur is not None:
            attendu = tell(chiffre.valeur, chiffre.lu.decimales)
            yield find(
                Classe.REDACTIONNEL, POINT, [chiffre],
                f"{tell_nom(chiffre)} : imprimé {chiffre.imprime}, avec un point ; l’usage français est "
                f"la virgule ({attendu}).",
            )  # fmt: skip
        if chiffre.unite == "pourcent" and chiffre.valeur is not None:
            yield from _check_fraction(analyse, chiffre, chiffre.valeur)


def _check_fraction(analyse: Analyse, chiffre: Chiffre, valeur: Fraction) -> Examens:
    source = f"{chiffre.label} ; {chiffre.imprime}"
    plat = strip_accents(source)
    trouve = _MOTS_FRACTION.search(plat)
    attendu = _read_fraction(analyse, trouve) if trouve else None
    if trouve is None:
        trouve = _SUR.search(plat)
        attendu = Fraction(100 * MOTS[trouve["n"]], MOTS[trouve["d"]]) if trouve else None
    if trouve is None:
        return
    if attendu is None:
        return
    sens = (trouve["sens"] or "").strip()
    # Without accents a text keeps its length, but for ligatures.
    dite = source[trouve.start() : trouve.end()] if len(plat) == len(source) else trouve[0]
    texte = (
        f"{tell_nom(chiffre)} : « {dite.strip()} », soit {tell_unite(attendu, 'pourcent', 1)}, "
        f"et {tell_imprime(chiffre)} imprimé"
    )
    if sens.startswith("plus d") and valeur <= attendu:
        yield find(Classe.CONTRADICTION, FRACTION, [chiffre], f"{texte}, qui n’est pas plus.")
    elif sens.startswith("moins d") and valeur >= attendu:
        yield find(Classe.CONTRADICTION, FRACTION, [chiffre], f"{texte}, qui n’est pas moins.")
    elif sens.startswith("pres d") and valeur > attendu + chiffre.lu.demi:
        yield find(Classe.REDACTIONNEL, FRACTION, [chiffre], f"{texte}, qui est davantage.")
    elif not sens[:5].startswith(("plus", "moins", "pres")) and abs(valeur - attendu) > (
        analyse.contexte.reglages.fraction_tolerance
    ):
        yield find(
            Classe.REDACTIONNEL, FRACTION, [chiffre],
            f"{texte} : {tell(abs(valeur - attendu), 1)} points d’écart.",
        )  # fmt: skip
    else:
        yield approve(FRACTION, [chiffre], f"{texte}.")


def _read_fraction(analyse: Analyse, trouve: re.Match[str]) -> Fraction | None:
    """Return the percentage a fraction in words tells, None when it is something else."""
    fractions = analyse.contexte.reglages.fractions
    if trouve["seul"]:
        return fractions[trouve["seul"]] * 100 if trouve["seul"] in fractions else None
    compte = int(trouve["n"]) if trouve["n"].isdigit() else MOTS[trouve["n"]]
    if trouve["d"]:
        diviseur = int(trouve["d"])
        return Fraction(100 * compte, diviseur) if diviseur > 1 and compte < diviseur else None
    mot = trouve["mot"] if trouve["mot"] == "tiers" else trouve["mot"].rstrip("s")
    return fractions[mot] * 100 * compte if mot in fractions else None
