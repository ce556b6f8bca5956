"""Where a text names a person: after a title, a function, « s’appelle », or by a first name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qualepref.noyau.questionnaires.remarques import Lexique, fold_mot


_MOT = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BLANC = re.compile(r"[ \u00a0\u202f\t]{1,2}")
_APRES_ABREGE = re.compile(r"\.?[ \u00a0\u202f]{0,2}")
_PARTICULES = frozenset(
    ["de", "du", "des", "d", "van", "von", "da", "dos", "di", "el", "al", "ben", "bel", "ould"]
)
_ARTICLES = frozenset(("la", "le", "les", "l"))
_SAINTS = frozenset(("saint", "sainte", "st", "ste"))
# Lower-case words that follow « mme » without being a name.
_MOTS_OUTILS = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "cette",
        "chef",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "en",
        "est",
        "et",
        "etait",
        "il",
        "je",
        "la",
        "le",
        "les",
        "leur",
        "lui",
        "ma",
        "mais",
        "mes",
        "mon",
        "ne",
        "ni",
        "nous",
        "on",
        "ont",
        "ou",
        "par",
        "pas",
        "pour",
        "qu",
        "que",
        "qui",
        "sa",
        "sans",
        "se",
        "ses",
        "si",
        "son",
        "sur",
        "tres",
        "trop",
        "un",
        "une",
        "vous",
        "etait",
        "sont",
        "bonjour",
        "merci",
    ]
)
_SUITE_MAX = 3
# Beyond this share of capitals, a capital tells nothing.
_PART_CAPITALES, _LETTRES_MIN = 0.7, 15


@dataclass(frozen=True, slots=True)
class _Mot:
    debut: int
    fin: int
    texte: str
    plie: str

    @property
    def majuscule(self) -> bool:
        return self.texte[0].isupper()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A text in words. `crie`: written in capitals throughout."""

    texte: str
    mots: tuple[_Mot, ...]
    lexique: Lexique
    crie: bool

    def gap(self, n: int) -> str:
        """Return what stands between word n and the next."""
        return self.texte[self.mots[n].fin : self.mots[n + 1].debut]


def iter_noms(texte: str, lexique: Lexique) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each name; names may overlap."""
    mots = tuple(
        _Mot(*trouve.span(), trouve.group(), fold_mot(trouve.group()))
        for trouve in _MOT.finditer(texte)
    )
    phrase = _Phrase(texte, mots, lexique, _is_crie(texte))
    for n in range(len(mots)):
        fin = _find_apres(phrase, n)
        if fin is not None:
            yield mots[n + 1].debut, mots[fin].fin
        if (bornes := _find_prenom(phrase, n)) is not None:
            yield bornes


def _is_crie(texte: str) -> bool:
    lettres = [c for c in texte if c.isalpha()]
    capitales = sum(c.isupper() for c in lettres)
    return len(lettres) >= _LETTRES_MIN and capitales / len(lettres) > _PART_CAPITALES


def _find_apres(phrase: _Phrase, n: int) -> int | None:
    """Return the last word of the name that word n announces; None without any."""
    if n + 1 >= len(phrase.mots):
        return None
    mot, lexique = phrase.mots[n], phrase.lexique
    sure = mot.plie in lexique.sures
    abrege = mot.plie in lexique.abregees and (mot.majuscule or sure)
    civilite = abrege or mot.plie in lexique.civilites
    # Function words announce a name by its capital only.
    autre = not phrase.crie and (mot.plie in lexique.fonctions or _is_annonce(phrase, n))
    if not civilite and not autre:
        return None
    blanc = _APRES_ABREGE if abrege else _BLANC
    if not blanc.fullmatch(phrase.gap(n)):
        return None
    return _find_fin(phrase, n + 1, minuscule=sure)


def _is_annonce(phrase: _Phrase, n: int) -> bool:
    mot = phrase.mots[n]
    avant = fold_mot(phrase.texte[phrase.mots[n - 1].debut : mot.fin]) if n else mot.plie
    return not phrase.lexique.annonces.isdisjoint((mot.plie, avant))


def _find_fin(phrase: _Phrase, n: int, *, minuscule: bool) -> int | None:
    """Return the last word of a name that would begin at word n; None when none does."""
    debut = _skip_particules(phrase, n)
    if not _is_nom(phrase, debut, minuscule=minuscule):
        return None
    if phrase.crie:
        return debut
    fin = debut
    while fin - debut < _SUITE_MAX and fin + 1 < len(phrase.mots):
        suivant = _skip_particules(phrase, fin + 1)
        initiale = len(phrase.mots[fin].texte) == 1
        blanc = _APRES_ABREGE if initiale else _BLANC
        if not blanc.fullmatch(phrase.gap(fin)) or not _is_nom(phrase, suivant, minuscule=False):
            break
        fin = suivant
    return fin


def _skip_particules(phrase: _Phrase, n: int) -> int:
    """Return the word after « de », « de la », « d’ »; n itself when there is no such word."""
    mots, ici = phrase.mots, n
    while ici + 1 < len(mots):
        article = mots[ici].plie in _ARTICLES and (ici > n or mots[ici].majuscule)
        lie = article or mots[ici].plie in _PARTICULES
        if not lie or not re.fullmatch(r"[ '’]", phrase.gap(ici)):
            break
        ici += 1
    return ici


def _is_nom(phrase: _Phrase, n: int, *, minuscule: bool) -> bool:
    if n >= len(phrase.mots):
        return False
    mot, lexique = phrase.mots[n], phrase.lexique
    if mot.plie in lexique.jamais or mot.plie in lexique.civilites or mot.plie in _MOTS_OUTILS:
        return False
    if phrase.crie or not mot.majuscule:
        return (minuscule or phrase.crie or mot.plie in lexique.prenoms) and len(mot.texte) > 1
    # « agent A » names nobody, nor does an elided article.
    return len(mot.texte) > 1 or phrase.texte[mot.fin : mot.fin + 1] == "."


def _find_prenom(phrase: _Phrase, n: int) -> tuple[int, int] | None:
    """Return the bounds of a name that begins at a first name, or ends at it in capitals."""
    mot, lexique = phrase.mots[n], phrase.lexique
    premier = mot.plie.split("-")[0]
    ambigu = mot.plie in lexique.ambigus
    if not mot.majuscule or not (
        ambigu or mot.plie in lexique.prenoms or premier in lexique.prenoms
    ):
        return None
    if n and _follows_lieu(phrase, n):
        return None
    fin = n
    if not phrase.crie and n + 1 < len(phrase.mots) and _BLANC.fullmatch(phrase.gap(n)):
        fin = _find_suite(phrase, n + 1) or n
    if ambigu and fin == n:
        return None
    debut = n - 1 if _has_nom_avant(phrase, n) else n
    return phrase.mots[debut].debut, phrase.mots[fin].fin


def _find_suite(phrase: _Phrase, n: int) -> int | None:
    mot = phrase.mots[n]
    if not mot.majuscule and mot.plie not in _PARTICULES:
        return None
    return _find_fin(phrase, n, minuscule=False)


def _follows_lieu(phrase: _Phrase, n: int) -> bool:
    """Whether word n follows « Saint », « rue », « place »: a place, not a person."""
    avant = phrase.mots[n - 1].plie
    lieux = phrase.lexique.voies | phrase.lexique.voies_sures | _SAINTS
    return avant in lieux and bool(_BLANC.fullmatch(phrase.gap(n - 1)))


def _has_nom_avant(phrase: _Phrase, n: int) -> bool:
    """Whether a surname in capitals stands just before: « DUPONT Jean »."""
    if phrase.crie or not n or not _BLANC.fullmatch(phrase.gap(n - 1)):
        return False
    avant = phrase.mots[n - 1]
    return (
        len(avant.texte) > 2  # « À », « ET »
        and avant.texte.isupper()
        and avant.plie not in phrase.lexique.jamais
        and avant.plie not in phrase.lexique.abregees
    )
