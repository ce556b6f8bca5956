"""What a remark says that may name somebody: proposals, which a person accepts or not.

Nothing leaves the machine. A proposal errs towards showing too much rather than too little; the
place of a public service (« Préfecture de Nantes ») is nobody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qualepref.enquetes.rules.noms import iter_noms
from qualepref.noyau.questionnaires.remarques import Lexique
from qualepref.noyau.tableurs.vocabulaire import strip_accents


class GenreMasque(StrEnum):
    """What a passage names; its value is printed in its place, between brackets."""

    NOM = "nom"
    TELEPHONE = "téléphone"
    COURRIEL = "courriel"
    NUMERO = "numéro"
    ADRESSE = "adresse"


@dataclass(frozen=True, slots=True)
class Masque:
    """A passage worth masking: texte[debut:fin]."""

    debut: int
    fin: int
    genre: GenreMasque


@dataclass(frozen=True, slots=True)
class Morceau:
    """A piece of a remark; `genre` None where nothing is to mask."""

    texte: str
    genre: GenreMasque | None


# Searched in a text whose letters are without accents and whose blanks are plain spaces.
_SEP = r"[ .\-/]?"
_COURRIEL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]| arobase ) ?[\w-]+(?:(?:\.| point )[\w-]+)+",
    re.IGNORECASE,
)
# 08: lines of services, nobody's.
_TELEPHONE = re.compile(
    rf"(?<![\d.])(?:(?:\+|00) ?33{_SEP}(?:\(0\))?{_SEP}[1-9]|0[1-79])(?:{_SEP}\d\d){{4}}(?!\d)"
)
_INTERNATIONAL = re.compile(rf"(?<!\w)(?:\+|00)\d{{1,3}}(?:{_SEP}\(?\d{{1,4}}\)?){{2,6}}(?!\d)")
_CHIFFRES_TELEPHONE = range(8, 18)
_NUMEROS = (
    # IBAN.
    re.compile(r"\b[A-Z]{2}\d\d(?:[ ]?[0-9A-Z]{4}){3,7}(?:[ ]?[0-9A-Z]{1,3})?\b"),
    # Social security: sex, year, month, place, rank, key or not.
    re.compile(
        rf"(?<!\d)[1-478]{_SEP}\d\d{_SEP}(?:0[1-9]|[1-9]\d){_SEP}(?:\d\d|2[ABab])"
        rf"{_SEP}\d{{3}}{_SEP}\d{{3}}(?:{_SEP}\d\d)?(?!\d)"
    ),
    # Ten digits of a foreigner's file, in groups or not; any long run of digits.
    re.compile(r"(?<![\d,.])(?!0 8\d\d |08[ .]\d\d[ .])(?:\d[ .]?){9}\d(?!\d|[,.]\d)"),
    re.compile(r"(?<![\d,.])\d{7,}(?!\d)"),
    # Plates since 2009, then before.
    re.compile(r"\b[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}\b", re.IGNORECASE),
    re.compile(
        r"\b\d{1,4} ?-?(?!JAN|FEV|MAR|AVR|MAI|JUN|JUI|AOU|SEP|OCT|NOV|DEC|RDV|CNI|MIN)"
        r"[A-HJ-NP-TV-Z]{2,3} ?-?(?:\d{2}|2[AB])\b"
    ),
    # Identity cards, passports, permits: letters and digits mixed.
    re.compile(r"\b(?=(?:[A-Z]*\d){2})(?=(?:\d*[A-Z]){2})[A-Z0-9]{9,12}\b"),
    # Whatever is announced as a reference.
    re.compile(
        r"(?:dossier|reference|ref\.?|demande|recepisse|passeport|permis)"
        r"(?: (?:n°|no|numero|num))? ?:? ?(?P<numero>(?=[\w/-]*\d[\w/-]*\d[\w/-]*\d)[A-Z0-9][\w/-]{3,})",
        re.IGNORECASE,
    ),
    re.compile(r"(?:n°|numero) ?:? ?(?P<numero>\d{5,})", re.IGNORECASE),
)
_PARTICULES = r"(?:(?:de|du|des|la|le|les|en|aux?|saint|sainte)\b ?|[dl]')"
_MAJUSCULE = r"[A-Z][\w'-]*"
_COMMUNE = rf"(?:,? ?\d{{5}}(?: {_MAJUSCULE}(?:[ -]{_MAJUSCULE})*)?)?"


def find_masques(texte: str, lexique: Lexique) -> tuple[Masque, ...]:
    """Return the passages worth masking, in order, none overlapping another."""
    trouves = sorted(_iter_masques(texte, lexique), key=lambda m: (m.debut, -m.fin))
    gardes: list[Masque] = []
    for masque in trouves:
        if not gardes or masque.debut >= gardes[-1].fin:
            gardes.append(masque)
        elif masque.fin > gardes[-1].fin:
            gardes[-1] = Masque(gardes[-1].debut, masque.fin, gardes[-1].genre)
    return tuple(gardes)


def split_texte(texte: str, masques: Sequence[Masque]) -> tuple[Morceau, ...]:
    """Return the text in pieces, the passages to mask apart."""
    morceaux: list[Morceau] = []
    ici = 0
    for masque in masques:
        morceaux += [
            Morceau(texte[ici : masque.debut], None),
            Morceau(texte[masque.debut : masque.fin], masque.genre),
        ]
        ici = masque.fin
    morceaux.append(Morceau(texte[ici:], None))
    return tuple(morceau for morceau in morceaux if morceau.texte)


def mask_texte(texte: str, masques: Sequence[Masque]) -> str:
    """Return the text with each passage replaced by what it was: « [nom] », « [téléphone] »."""
    return "".join(
        f"[{morceau.genre}]" if morceau.genre else morceau.texte
        for morceau in split_texte(texte, masques)
    )


def _iter_masques(texte: str, lexique: Lexique) -> Iterator[Masque]:
    lisse = "".join(map(_fold_lettre, texte))
    for trouve in _COURRIEL.finditer(texte):
        yield Masque(*trouve.span(), GenreMasque.COURRIEL)
    for motif in (_TELEPHONE, _INTERNATIONAL):
        for trouve in motif.finditer(lisse):
            if sum(c.isdigit() for c in trouve.group()) in _CHIFFRES_TELEPHONE:
                yield Masque(*trouve.span(), GenreMasque.TELEPHONE)
    for motif in _NUMEROS:
        for trouve in motif.finditer(lisse):
            groupe = "numero" if motif.groups else 0
            yield Masque(*trouve.span(groupe), GenreMasque.NUMERO)
    for motif in _build_voies(lexique):
        for trouve in motif.finditer(lisse):
            yield Masque(*trouve.span(), GenreMasque.ADRESSE)
    for debut, fin in iter_noms(texte, lexique):
        yield Masque(debut, fin, GenreMasque.NOM)


def _fold_lettre(lettre: str) -> str:
    """Return a letter without its accent, always one character: places in the text must hold."""
    if lettre.isspace():
        return " "
    pliee = strip_accents(lettre)
    if len(pliee) != 1:
        return lettre
    return pliee.upper() if lettre.isupper() else pliee


def _build_voies(lexique: Lexique) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what an address looks like: after some words a capital must follow."""

    def tete(voies: frozenset[str]) -> str:
        noms = "|".join(sorted(map(re.escape, voies)))
        return (
            rf"(?i:\b\d{{1,4}}(?: ?(?:bis|ter|quater|[a-d]))?,? +(?:{noms})\b\.? *{_PARTICULES}*)"
        )

    nom = rf"{_MAJUSCULE}(?: (?:{_PARTICULES}*){_MAJUSCULE})*"
    return (
        re.compile(tete(lexique.voies) + nom + _COMMUNE),
        re.compile(tete(lexique.voies_sures) + rf"(?:{nom}|[\w-]+)" + _COMMUNE),
    )
