"""Two texts compared word by word."""

from __future__ import annotations

from difflib import SequenceMatcher


def compare_textes(avant: str, apres: str) -> list[tuple[str, str]]:
    """Return (sort, words) in order: « egal », « retire » or « ajoute »."""
    mots_avant, mots_apres = _split_mots(avant), _split_mots(apres)
    morceaux: list[tuple[str, str]] = []
    comparaison = SequenceMatcher(a=mots_avant, b=mots_apres, autojunk=False)
    for sorte, a, b, c, d in comparaison.get_opcodes():
        if sorte == "equal":
            morceaux.append(("egal", "".join(mots_avant[a:b])))
            continue
        if b > a:
            morceaux.append(("retire", "".join(mots_avant[a:b])))
        if d > c:
            morceaux.append(("ajoute", "".join(mots_apres[c:d])))
    return morceaux


def _split_mots(texte: str) -> list[str]:
    """Return the words of a text, the blanks that follow kept with each."""
    mots: list[str] = []
    mot = ""
    for caractere in texte.replace("\r\n", "\n"):
        if mot and mot[-1].isspace() and not caractere.isspace():
            mots.append(mot)
            mot = ""
        mot += caractere
    return [*mots, mot] if mot else mots
