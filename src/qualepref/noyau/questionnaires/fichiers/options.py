"""The option that a text stands for: its code, its label in any language, or what was said by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from qualepref.noyau.questionnaires.fichiers.structure import Intitules
from qualepref.noyau.questionnaires.modele import Option, Question
from qualepref.noyau.tableurs.vocabulaire import Absence, find_absence, normalize_texte


# Two labels closer than this are suggested for one another, never replaced.
RESSEMBLANCE = 85.0
# How LimeSurvey writes the option « other », and how questionnaires code it.
AUTRES = ("-oth-", "other", "autre")
# What stands between the answers of a multiple choice kept in one cell.
SEPARATEURS = re.compile(r"[;,/|\n]")
MORCEAUX_MAX = 200
# What tools write for no answer, beside the marks of spreadsheets; in the form of normalize_texte.
SANS_REPONSE = frozenset({
    "non reponse", "sans reponse", "pas de reponse", "aucune reponse", "no answer", "vide",
    "non pose", "ne se prononce pas",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """The texts by which the options of a question are known.

    exactes: trimmed and case-folded; normales: accents and punctuation aside, when that leaves no
    doubt (« - de 25 ans » and « + de 25 ans » do). morceaux: parts of the longest label cut at its
    own commas. sans_objet: the option for whom the question does not apply, "" without any.
    """

    exactes: Mapping[str, str]
    normales: Mapping[str, str]
    libelles: Mapping[str, str]
    morceaux: int = 1
    sans_objet: str = ""
    choisies: Mapping[str, str] = field(default_factory=dict)

    def find(self, texte: str) -> str | None:
        """Return the option's code; "" when it was said, or means, that there is no answer.

        None for a text that is no option.
        """
        propre = _fold(texte)
        for table, forme in (
            (self.choisies, propre),
            (self.exactes, propre),
            (self.normales, normalize_texte(texte)),
        ):
            if (code := table.get(forme)) is not None:
                return code
        return self._find_absence(texte)

    def find_plusieurs(self, texte: str) -> tuple[list[str], list[str]]:
        """Return the codes of the options that a text lists, and the parts that are none.

        Labels that hold a separator themselves are recognised whole.
        """
        seule = self.find(texte)
        if seule is not None:
            return ([seule] if seule else []), []
        parties = [p.strip() for p in SEPARATEURS.split(texte)][:MORCEAUX_MAX]
        parties = [p for p in parties if p]
        codes: list[str] = []
        inconnues: list[str] = []
        rang = 0
        while rang < len(parties):
            pris, code = self._take(parties, rang)
            if code is None:
                inconnues.append(parties[rang])
            elif code:
                codes.append(code)
            rang += pris
        return codes, inconnues

    def suggest(self, texte: str) -> str:
        """Return the code of the option whose label is the closest, "" when none is close."""
        proche = process.extractOne(
            texte, self.libelles, scorer=fuzz.ratio, processor=normalize_texte,
            score_cutoff=RESSEMBLANCE,
        )  # fmt: skip
        return str(proche[2]) if proche else ""

    def _take(self, parties: list[str], rang: int) -> tuple[int, str | None]:
        for longueur in range(min(self.morceaux, len(parties) - rang), 0, -1):
            code = self.find(" ".join(parties[rang : rang + longueur]))
            if code is not None:
                return longueur, code
        return 1, None

    def _find_absence(self, texte: str) -> str | None:
        absence = find_absence(texte)
        if absence is Absence.SANS_OBJET:
            return self.sans_objet
        if absence is not None or normalize_texte(texte) in SANS_REPONSE:
            return ""
        return None


def build_options(
    question: Question,
    *,
    intitules: Intitules | None = None,
    choisies: Mapping[str, str] | None = None,
    rangs: bool = False,
    absence_muette: bool = False,
) -> Options:
    """Return the texts of a question's options.

    intitules: what the tool's own structure says of its codes. choisies: text -> code chosen by
    hand, "" for no answer. rangs: whether options are written by their rank too, from 1.
    absence_muette: whether « N/A » only means that there is no answer.
    """
    paires = [(texte, option.code) for option in question.options for texte in _textes(option)]
    if intitules is not None:
        paires += _translate(intitules, paires)
    if rangs:
        paires += [(str(rang), o.code) for rang, o in enumerate(question.options, start=1)]
    paires += [(texte, code) for texte in AUTRES if (code := _find_autre(question))]
    objets = [option.code for option in question.options if option.sans_objet]
    return Options(
        exactes=_index((_fold(texte), code) for texte, code in reversed(paires)),
        normales=_index_surs((normalize_texte(texte), code) for texte, code in paires),
        libelles={option.code: str(option.libelle) for option in question.options},
        morceaux=max((len(SEPARATEURS.split(texte)) for texte, _ in paires), default=1),
        sans_objet=objets[0] if len(objets) == 1 and not absence_muette else "",
        choisies={_fold(texte): code for texte, code in (choisies or {}).items()},
    )


def build_reperes(
    noms: Mapping[str, Sequence[str]], *, choisies: Mapping[str, str] | None = None
) -> Options:
    """Return the same for what is no answer: code -> names of a site, a service, a mode…"""
    paires = [(nom, code) for code, connus in noms.items() for nom in (code, *connus)]
    return Options(
        exactes=_index((_fold(nom), code) for nom, code in reversed(paires)),
        normales=_index_surs((normalize_texte(nom), code) for nom, code in paires),
        libelles={code: connus[0] for code, connus in noms.items()},
        choisies={_fold(texte): code for texte, code in (choisies or {}).items()},
    )


def is_autre(option: Option) -> bool:
    """Whether an option is the one that a free text completes."""
    return option.code in AUTRES


def _find_autre(question: Question) -> str:
    return next((option.code for option in question.options if is_autre(option)), "")


def _textes(option: Option) -> list[str]:
    return [option.code, *(texte for _, texte in option.libelle.textes)]


def _translate(intitules: Intitules, paires: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return (the tool's code, option) where one of the code's labels is the option's."""
    formes = {normalize_texte(texte): code for texte, code in paires}
    trouvees = []
    for code, libelles in intitules.reponses.items():
        option = next((formes[f] for t in libelles if (f := normalize_texte(t)) in formes), None)
        if option is not None:
            trouvees.append((code, option))
    return trouvees


def _fold(texte: str) -> str:
    return " ".join(texte.split()).casefold().replace("’", "'")


def _index(paires: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {forme: code for forme, code in paires if forme}


def _index_surs(paires: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the texts that mean one option only."""
    trouvees: dict[str, set[str]] = {}
    for forme, code in paires:
        trouvees.setdefault(forme, set()).add(code)
    return {forme: codes.pop() for forme, codes in trouvees.items() if forme and len(codes) == 1}
