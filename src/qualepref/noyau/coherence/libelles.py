"""What a label says: its subject, its kind, its deadline, which way it points."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from qualepref.noyau.coherence.modele import Chiffre
from qualepref.noyau.coherence.reglages import Reglages
from qualepref.noyau.tableurs.vocabulaire import MOIS, TOTAUX, normalize_texte, strip_accents


class Nature(StrEnum):
    """Kind of quantity."""

    CIBLE = "cible"
    DELAI_FIXE = "delai_fixe"  # a deadline that the document promises
    DELAI_MOYEN = "delai_moyen"
    TAUX_DELAI = "taux_delai"  # a share answered in time
    SATISFACTION = "satisfaction"
    TAUX = "taux"
    FREQUENCE = "frequence"
    COMPTE = "compte"
    AUTRE = "autre"


PARTS = (Nature.TAUX_DELAI, Nature.SATISFACTION, Nature.TAUX)
JOURS = ("jours", "jours_ouvres", "jours_ouvrables")
_ANNEE_ENTIERE = re.compile(r"annee(?: (?:19|20)\d\d)?|annuel")
_ADRESSE = re.compile(r"\S*@\S*")
_CITATION = re.compile(r"«[^»]*»|\"[^\"]*\"")
_MOT = re.compile(r"[\w-]+")
_EST_CIBLE = re.compile(r"^\W*(?:cible|objectif)s?\b|\bnotre cible\b")
_DANS_DELAI = re.compile(
    r"\bdans (?:le|les|un|des|nos) delais?\b|\bdans les? \d+ j|\bdelais? (?:de |[<>≤≥] ?)?\d+|"
    r"\ben (?:moins de )?\d+ j|\bsous \d+ j|\bhors delais?\b|[<>≤≥] ?\d+ ?j"
)
_ECHEANCE = re.compile(
    r"(?:\b(?:delais? (?:de |maximum de |maximal de )?|dans les? |sous |en moins de |en )|[<>≤≥]\s*)"
    r"(\d+)\s*(?:jo?\b|j\.|jours?)"
)
# « Guichet A » and « Guichet B » are two places: the letter is part of the name.
_NOMME = re.compile(r"(\w+) (?:n[°o] ?)?(?:[A-Z]|\d{1,2})(?=$| [–:-] )")
_MOYEN = re.compile(r"moyen|\bmoy\b")
_INVERSE = re.compile(r"\bdelais?\s*(?:>|≥|superieurs? a|de plus de)\s*\d+")
_ELISION = re.compile(r"\b[cdjlmnst]'|\bqu'")
# Numbers that count or date, against those that name: « dans les 5 jours », « boîte 2 ».
_MESURES = re.compile(
    r"\b\d+(?:[.,]\d+)?\s*(?:j\b|jours?|h\b|heures?|mois|ans?\b|%|‰)|\b(?:19|20)\d\d\b|"
    r"\bmodules? (?:n\s{0,2}|numero )?\d\b|/\s*1\s?000\b"
)
_PONCTUATION = re.compile(r"[^\w\s-]")


@dataclass(frozen=True, slots=True)
class Sujet:
    """What a figure is about, ready to be compared.

    mots: informative words of its label. theme: those of its section, or of the row that stands
    for it. cellule: words of a table's column or row that make it a part of a whole.
    couverts: words of the columns that a total covers. echeances: deadlines the label tells.
    """

    nature: Nature
    mots: frozenset[str]
    theme: frozenset[str]
    cellule: frozenset[str]
    couverts: tuple[frozenset[str], ...]
    echeances: frozenset[Fraction]
    negatif: bool
    plat: str


def is_total(texte: str) -> bool:
    """Whether a heading names the sum of the others: « Total », « Total, taux », « Ensemble »."""
    plat = strip_accents(texte).strip()
    return bool(plat) and (TOTAUX.match(plat) or _ANNEE_ENTIERE.fullmatch(plat)) is not None


def is_periode(texte: str) -> bool:
    """Whether a heading names a month, a quarter or a year."""
    mots = normalize_texte(texte).split()
    return bool(mots) and all(
        mot in MOIS
        or re.fullmatch(
            r"(?:19|20)?\d\d|t[1-4]|[1-4](?:er|e|eme)?|trim\w*|sem\w*|s[12]|annee|annuel", mot
        )
        for mot in mots
    )


def split_mots(texte: str, reglages: Reglages) -> frozenset[str]:
    """Return the informative words of a text: singular, without accents, one word per idea."""
    plat = strip_accents(_CITATION.sub(" ", _ADRESSE.sub(" ", texte)))
    plat = _PONCTUATION.sub(" ", _ELISION.sub(" ", plat))
    plat = _MESURES.sub(" ", plat)
    plat = plat.replace("mise a jour", "actualisation").replace("e-mail", "courriel")
    plat = plat.replace("rendez-vous", "rdv").replace("site internet", "internet")
    mots = set()
    for brut in _MOT.findall(plat):
        for mot in brut.split("-") if brut not in reglages.synonymes else [brut]:
            seul = _singular(mot)
            if mot in reglages.generiques or seul in reglages.generiques or mot in MOIS:
                continue
            if seul:
                mots.add(reglages.synonymes.get(seul, reglages.synonymes.get(mot, seul)))
    mots |= {
        strip_accents(nom[0]) for nom in _NOMME.finditer(texte)
        if _singular(strip_accents(nom[1])) in mots
    }  # fmt: skip
    return frozenset(mots)


def _singular(mot: str) -> str:
    if len(mot) > 3 and mot.endswith("aux"):
        return mot[:-3] + "al"
    return mot[:-1] if len(mot) > 3 and mot[-1] in "sx" else mot


def find_echeances(texte: str) -> frozenset[Fraction]:
    """Return the deadlines in days that a text names."""
    return frozenset(Fraction(n) for n in _ECHEANCE.findall(strip_accents(texte)))


def is_inverse(texte: str) -> bool:
    """Whether the text says « délai > 10 j. », where a share in time is « ≤ »."""
    return _INVERSE.search(strip_accents(texte)) is not None


def find_nature(chiffre: Chiffre) -> Nature:
    """Return the kind of a figure, from its label and its unit."""
    plat = strip_accents(chiffre.label)
    unite = chiffre.unite
    if _EST_CIBLE.search(plat):
        return Nature.CIBLE
    if unite in (*JOURS, "heures", "minutes", "semaines"):
        return Nature.DELAI_MOYEN if _MOYEN.search(plat) else _find_fixe(plat)
    if unite in ("pourcent", "pour_mille"):
        if chiffre.echeance is not None or _DANS_DELAI.search(plat):
            return Nature.TAUX_DELAI
        return Nature.SATISFACTION if "satisf" in plat else Nature.TAUX
    if unite in ("par_mois", "par_jour") or re.search(r"\bpar (?:mois|jour)\b", plat):
        return Nature.FREQUENCE
    if _MOYEN.search(plat):
        return Nature.FREQUENCE
    return Nature.COMPTE if unite in ("nombre", "") else Nature.AUTRE


def _find_fixe(plat: str) -> Nature:
    fixe = re.search(r"^\W*delai|\bdelai (?:de|d'|maximum|annonce)", plat)
    return Nature.DELAI_FIXE if fixe else Nature.AUTRE


def strip_cellule(chiffre: Chiffre) -> str:
    """Return the label without the column or the period that ends it."""
    label = chiffre.label
    for fin in (chiffre.colonne, chiffre.periode and label.rpartition(" – ")[2]):
        if isinstance(fin, str) and fin and label.endswith(fin) and label != fin:
            court = label[: -len(fin)].rstrip(" –-:,(")
            if fin == chiffre.colonne or is_periode(fin):
                return court or label
    return label


def build_sujet(
    chiffre: Chiffre, reglages: Reglages, couverts: tuple[frozenset[str], ...] = ()
) -> Sujet:
    """Return what the figure is about. couverts: words of each column summed up by a total cell."""
    label = strip_cellule(chiffre)
    plat = strip_accents(label)
    cellule: frozenset[str] = frozenset()
    if chiffre.colonne and not is_total(chiffre.colonne) and not is_periode(chiffre.colonne):
        cellule = split_mots(chiffre.colonne, reglages) or frozenset(
            [strip_accents(chiffre.colonne)]
        )
    return Sujet(
        find_nature(chiffre),
        split_mots(label, reglages) | cellule,
        find_theme(chiffre, reglages),
        cellule,
        couverts,
        find_echeances(label) | find_echeances(chiffre.colonne),
        is_negatif(label, reglages),
        plat,
    )


def is_negatif(label: str, reglages: Reglages) -> bool:
    """Whether a label counts failures: « appels perdus », « hors délai », « insatisfaits »."""
    return reglages.negatifs.search(strip_accents(label)) is not None


def is_positif(label: str, reglages: Reglages) -> bool:
    """Whether a label counts successes, and nothing else."""
    plat = strip_accents(label)
    return (
        reglages.positifs.search(plat) is not None
        and reglages.negatifs.search(plat) is None
        and reglages.indecis.search(plat) is None
    )


def is_tableau_de_bord(section: str, reglages: Reglages) -> bool:
    """Whether a section gathers results detailed elsewhere."""
    return _names(section, reglages.tableaux_de_bord)


@lru_cache(maxsize=1024)
def _names(section: str, titres: tuple[str, ...]) -> bool:
    normal = f" {' '.join(_singular(mot) for mot in normalize_texte(section).split())} "
    return any(f" {' '.join(_singular(m) for m in titre.split())} " in normal for titre in titres)


def find_theme(chiffre: Chiffre, reglages: Reglages) -> frozenset[str]:
    """Return the words of the subject: its section's, or its row's in a dashboard."""
    if not is_tableau_de_bord(chiffre.section, reglages):
        return split_mots(re.sub(r"\(.*?\)", " ", chiffre.section).strip(), reglages)
    if chiffre.ligne and not chiffre.label.startswith(chiffre.ligne):
        return split_mots(chiffre.ligne, reglages)
    return frozenset()
