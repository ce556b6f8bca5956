"""What a template lacks: who writes, how to answer, the delay announced, plain language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from qualepref.noyau.modeles.modele import Regles
from qualepref.noyau.modeles.variables import list_variables


# What shows that each requirement is met: the text uses one of these variables.
PREUVES: Mapping[str, tuple[str, ...]] = {
    "emetteur": ("site.nom",),
    "personne": ("agent.nom", "agent.prenom"),
    "service": ("service.nom",),
    "contact": ("coordonnees.telephone", "coordonnees.courriel", "boite.adresse"),
}
MANQUES: Mapping[str, str] = {
    "emetteur": "L’émetteur n’est pas identifié. Ajoutez {site.nom}.",
    "personne": "La personne qui écrit n’est pas identifiée. Ajoutez {agent.nom}, ou donnez le motif d’anonymat.",
    "service": "Le service n’est pas identifié. Ajoutez {service.nom}.",
    "contact": "Aucun moyen de répondre n’est donné. Ajoutez {coordonnees.telephone} ou {coordonnees.courriel}.",
    "delai": "Aucun délai de réponse n’est annoncé. Ajoutez une variable de délai, comme {delai.courriels.information}.",
}
DELAI = "delai."
DELAI_ECRIT = re.compile(r"\b\d+\s*(?:jours?|j\.\s?o\.)(?:\s+ouvrés?)?", re.IGNORECASE)
# A sentence ends at its full stop, at the end of a line, or of an item of a list.
PHRASE = re.compile(r"[^.!?\n…]+(?:\.(?=\S)[^.!?\n…]+)*[.!?…]*")
MOT = re.compile(r"[^\W_]+(?:[’'\-.@][^\W_]+)*")
SIGLE = re.compile(r"(?<![\w.@/])[A-ZÀ-ÖØ-Þ]{2,}(?![\w@/])")
A_COMPLETER = re.compile(r"\[[^\[\]\n]+ à renseigner\]")


@dataclass(frozen=True, slots=True)
class Constat:
    """One thing to look at. debut, fin: its place in the text read; both 0 for the whole text."""

    genre: str
    message: str
    debut: int = 0
    fin: int = 0


@dataclass(frozen=True, slots=True)
class Morceau:
    """A piece of the text. pointe: something is said of it; numeros: of the findings that end here."""

    texte: str
    pointe: bool = False
    numeros: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """All that was found, what concerns the whole first. phrases, mots: counted in the text."""

    constats: tuple[Constat, ...]
    phrases: int
    mots: int

    @property
    def conforme(self) -> bool:
        """Whether nothing was found."""
        return not self.constats


def check_modele(
    corps: str, *, lu: str, type_modele: str, sans_nom: str, regles: Regles
) -> Verification:
    """Return what a template lacks.

    corps: as written, with its variables. lu: the same with the values of the site, in which places
    are pointed at. sans_nom: why the writer is not named, "" when he must be.
    """
    phrases = [(m.start(), m.end(), _count_mots(m[0])) for m in PHRASE.finditer(lu)]
    # Lines of a signature or a heading are no sentences: without a final mark they are not measured.
    mesurees = [(d, f, n) for d, f, n in phrases if n and lu[f - 1] in ".!?…"]
    mots = sum(n for _, _, n in mesurees)
    constats = [
        *_find_manques(corps, type_modele, sans_nom, regles),
        *_find_moyenne(len(mesurees), mots, regles),
        *sorted(
            [
                *_find_longues(mesurees, regles),
                *_find_sigles(lu, regles),
                *_find_delais_ecrits(corps, lu),
                *_find_blancs(lu),
            ],
            key=lambda c: (c.debut, c.fin),
        ),
    ]
    return Verification(tuple(constats), len(mesurees), mots)


def split_texte(texte: str, constats: Sequence[Constat]) -> tuple[Morceau, ...]:
    """Return the text cut where findings begin and end, nothing lost; findings count from 1."""
    places = [(n, c) for n, c in enumerate(constats, start=1) if c.fin > c.debut]
    bornes = sorted({0, len(texte), *(b for _, c in places for b in (c.debut, c.fin))})
    return tuple(
        Morceau(
            texte[debut:fin],
            any(c.debut <= debut and fin <= c.fin for _, c in places),
            tuple(n for n, c in places if c.fin == fin),
        )
        for debut, fin in pairwise(bornes)
    )


def _find_manques(corps: str, type_modele: str, sans_nom: str, regles: Regles) -> Iterator[Constat]:
    variables = frozenset(list_variables(corps))
    for exigence in regles.exigences.get(type_modele, ()):
        if exigence == "personne" and sans_nom.strip():
            continue
        if exigence == "delai":
            tenue = any(v.startswith(DELAI) for v in variables)
        else:
            tenue = not variables.isdisjoint(PREUVES[exigence])
        if not tenue:
            yield Constat(exigence, MANQUES[exigence])


def _find_moyenne(phrases: int, mots: int, regles: Regles) -> Iterator[Constat]:
    if phrases and Fraction(mots, phrases) > regles.moyenne_maximum:
        yield Constat(
            "moyenne",
            f"Les phrases sont longues : {mots} mots pour {phrases} phrase{'s' if phrases > 1 else ''}. "
            f"Visez {regles.moyenne_maximum} mots en moyenne.",
        )


def _find_longues(phrases: Sequence[tuple[int, int, int]], regles: Regles) -> Iterator[Constat]:
    for debut, fin, mots in phrases:
        if mots > regles.longueur_maximum:
            yield Constat(
                "phrase",
                f"Phrase de {mots} mots : coupez-la en deux ({regles.longueur_maximum} mots au plus).",
                debut,
                fin,
            )


def _find_sigles(lu: str, regles: Regles) -> Iterator[Constat]:
    vus: set[str] = set()
    for trouve in SIGLE.finditer(lu):
        sigle = trouve[0]
        if sigle in vus or sigle in regles.admis:
            continue
        vus.add(sigle)
        mots = regles.sigles.get(sigle, "")
        if not _is_explique(lu, trouve, mots):
            sens = f" : {mots}" if mots else ""
            yield Constat(
                "sigle",
                f"Sigle sans explication{sens}. Écrivez-le en toutes lettres la première fois.",
                *trouve.span(),
            )


def _is_explique(lu: str, trouve: re.Match[str], mots: str) -> bool:
    """Whether a reader meets the words of an acronym before it, or beside it in parentheses."""
    avant, apres = lu[: trouve.start()], lu[trouve.end() :]
    if mots and mots.casefold() in avant.casefold():
        return True
    entre_parentheses = avant.rstrip().endswith("(") and apres.lstrip().startswith(")")
    return entre_parentheses or apres.lstrip(" \N{NO-BREAK SPACE}").startswith("(")


def _find_delais_ecrits(corps: str, lu: str) -> Iterator[Constat]:
    """Yield delays typed by hand: those the template holds, not those of a variable."""
    ecrits = {" ".join(m[0].split()).casefold() for m in DELAI_ECRIT.finditer(corps)}
    for trouve in DELAI_ECRIT.finditer(lu):
        if " ".join(trouve[0].split()).casefold() in ecrits:
            yield Constat(
                "delai_ecrit",
                "Délai écrit à la main : prenez la variable, qui suit la règle du référentiel.",
                *trouve.span(),
            )


def _find_blancs(lu: str) -> Iterator[Constat]:
    for trouve in A_COMPLETER.finditer(lu):
        yield Constat(
            "blanc", "Le site n’a pas renseigné cette valeur : complétez-la.", *trouve.span()
        )


def _count_mots(texte: str) -> int:
    return sum(1 for _ in MOT.finditer(texte))
