"""Which column of a file is which field: proposed, scored, never guessed when in doubt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.entete import JOINT
from qualepref.noyau.tableurs.vocabulaire import normalize_texte


# Out of 100, on normalised headings. Below the first, no proposal; a second candidate closer to
# the best than the margin makes it ambiguous; above the hint, it is suggested for a missing field.
SCORE_ACCEPTE = 84.0
MARGE = 6.0
SCORE_SUGGERE = 70.0


class Origine(StrEnum):
    """How a column was recognised."""

    MEMORISEE = "memorisee"
    EXACTE = "exacte"
    PROCHE = "proche"


@dataclass(frozen=True, slots=True)
class Association:
    """A column (0-based in the grid) taken for a field. score: 0 to 100."""

    colonne: int
    entete: str
    code: str
    score: float
    origine: Origine


@dataclass(frozen=True, slots=True)
class Doute:
    """A field that was not decided; candidates are headings, the closest first.

    obligatoire with no candidate: the field is simply missing.
    """

    champ: Champ
    candidats: tuple[str, ...]

    def __str__(self) -> str:
        if not self.candidats:
            return f"Aucune colonne ne correspond à « {self.champ.libelle} »."
        liste = ", ".join(f"« {c} »" for c in self.candidats)
        return f"« {self.champ.libelle} » : choisir la colonne parmi {liste}."


@dataclass(frozen=True, slots=True)
class Correspondance:
    """The mapping proposed, and all that remains for the user to decide.

    ambigues: fields with several equal candidates, none taken. manquantes: obligatory fields
    without a column (those ambiguous included), with the nearest headings as hints.
    non_reconnues: headings that serve no field, those left out by hand included.
    """

    associations: tuple[Association, ...]
    ambigues: tuple[Doute, ...] = ()
    manquantes: tuple[Doute, ...] = ()
    non_reconnues: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing prevents the import."""
        return not self.ambigues and not self.manquantes

    @property
    def colonnes(self) -> dict[str, int]:
        """Field code -> 0-based column of the grid."""
        return {a.code: a.colonne for a in self.associations}

    def build_memoire(self) -> dict[str, str]:
        """Return heading -> code, to be passed as `memoire` for the next file."""
        return {a.entete: a.code for a in self.associations}


def propose_correspondance(
    entetes: Sequence[str], champs: Sequence[Champ], *, memoire: Mapping[str, str] | None = None
) -> Correspondance:
    """Return which heading is which field.

    Accents, case and punctuation do not matter; the second line of a two-row heading may name
    the field alone. memoire: heading -> code chosen before, which wins; an empty code means
    that the user leaves this column out.
    """
    libres = {rang: entete for rang, entete in enumerate(entetes) if entete.strip()}
    restants = {champ.code: champ for champ in champs}
    associations = _apply_memoire(libres, restants, memoire or {})
    ambigues: list[Doute] = []
    for trouve in (_match_exactes, _match_proches):
        nouvelles, doutes = trouve(libres, restants)
        associations += nouvelles
        ambigues += doutes
        for association in nouvelles:
            libres.pop(association.colonne)
            restants.pop(association.code)
        for doute in doutes:
            restants.pop(doute.champ.code, None)
    en_doute = {doute.champ.code for doute in ambigues}
    manquantes = [d for d in ambigues if d.champ.obligatoire]
    manquantes += [
        Doute(champ, _suggest(champ, libres))
        for champ in restants.values()
        if champ.obligatoire and champ.code not in en_doute
    ]
    return Correspondance(
        associations=tuple(sorted(associations, key=lambda a: a.colonne)),
        ambigues=tuple(ambigues),
        manquantes=tuple(manquantes),
        non_reconnues=tuple(
            entete
            for rang, entete in enumerate(entetes)
            if entete.strip() and rang not in {a.colonne for a in associations}
        ),
    )


def _apply_memoire(
    libres: dict[int, str], restants: dict[str, Champ], memoire: Mapping[str, str]
) -> list[Association]:
    connus = {normalize_texte(entete): code for entete, code in memoire.items()}
    associations = []
    for rang, entete in list(libres.items()):
        code = memoire.get(entete, connus.get(normalize_texte(entete)))
        if code == "":
            libres.pop(rang)
        elif code in restants:
            restants.pop(code)
            libres.pop(rang)
            associations.append(Association(rang, entete, code, 100.0, Origine.MEMORISEE))
    return associations


def _match_exactes(
    libres: Mapping[int, str], restants: Mapping[str, Champ]
) -> tuple[list[Association], list[Doute]]:
    """Match equal headings; the joined heading wins over its second line alone."""
    associations: list[Association] = []
    doutes: list[Doute] = []
    pris: set[int] = set()
    for part in (_get_entier, _get_bas):
        decides = {a.code for a in associations} | {d.champ.code for d in doutes}
        for champ in restants.values():
            if champ.code in decides:
                continue
            formes = {normalize_texte(i) for i in champ.intitules}
            rangs = [r for r, e in libres.items() if r not in pris and part(e) in formes]
            if len(rangs) == 1:
                pris.add(rangs[0])
                associations.append(
                    Association(rangs[0], libres[rangs[0]], champ.code, 100.0, Origine.EXACTE)
                )
            elif rangs:
                doutes.append(Doute(champ, tuple(libres[r] for r in rangs)))
    return associations, doutes


def _get_entier(entete: str) -> str:
    return normalize_texte(entete)


def _get_bas(entete: str) -> str:
    return normalize_texte(entete.split(JOINT)[-1])


def _match_proches(
    libres: Mapping[int, str], restants: Mapping[str, Champ]
) -> tuple[list[Association], list[Doute]]:
    """Match similar headings, the surest first; two rivals for one make a doubt."""
    scores = {
        (rang, code): compute_score(entete, champ)
        for rang, entete in libres.items()
        for code, champ in restants.items()
    }
    associations: list[Association] = []
    doutes: list[Doute] = []
    pris: set[int] = set()
    decides: set[str] = set()
    for (rang, code), score in sorted(scores.items(), key=lambda s: (-s[1], s[0])):
        if score < SCORE_ACCEPTE:
            break
        if rang in pris or code in decides:
            continue
        seuil = score - MARGE
        rivales = [
            r for r in libres if r not in pris and scores[r, code] >= max(seuil, SCORE_ACCEPTE)
        ]
        disputee = any(
            c != code and c not in decides and scores[rang, c] >= max(seuil, SCORE_ACCEPTE)
            for c in restants
        )
        decides.add(code)
        if len(rivales) > 1 or disputee:
            doutes.append(Doute(restants[code], tuple(libres[r] for r in rivales)))
        else:
            pris.add(rang)
            associations.append(
                Association(rang, libres[rang], code, round(score, 1), Origine.PROCHE)
            )
    return associations, doutes


def compute_score(entete: str, champ: Champ) -> float:
    """Return how much a heading resembles a field's label or synonyms, from 0 to 100."""
    formes = {normalize_texte(entete), normalize_texte(entete.split(JOINT)[-1])} - {""}
    intitules = {normalize_texte(i) for i in champ.intitules} - {""}
    return max(
        (
            max(fuzz.ratio(forme, intitule), fuzz.token_sort_ratio(forme, intitule))
            for forme in formes
            for intitule in intitules
        ),
        default=0.0,
    )


def _suggest(champ: Champ, libres: Mapping[int, str]) -> tuple[str, ...]:
    """Return the nearest headings, those that only contain the label included."""
    libelle = normalize_texte(champ.libelle)
    notes = sorted(
        ((fuzz.WRatio(normalize_texte(e), libelle), e) for e in libres.values()), reverse=True
    )
    return tuple(entete for note, entete in notes[:3] if note >= SCORE_SUGGERE)
