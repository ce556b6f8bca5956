"""Results of a survey as the public reads them, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualepref.enquetes.queries.resultats import Resultats
from qualepref.enquetes.rendering.resultats_textes import (
    say_base,
    say_base_seul,
    say_base_tu,
    say_compte,
    say_etat,
    say_fraction,
    say_intervalle,
    say_retours,
    say_seul,
    say_taux_de,
)
from qualepref.enquetes.rules.mystere import ResultatsMystere
from qualepref.enquetes.rules.resultats import EtatResultat
from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.publications.rendering.enquetes import iter_faits_mystere
from qualepref.publications.rendering.enquetes_donnees import Fait


@dataclass(frozen=True, slots=True)
class LigneResultat:
    """A question: what is printed, what it rests on, its interval at 95 %.

    montre: whether `resultat` is a figure, and not the reason why there is none.
    """

    question: str
    resultat: str
    calcul: str
    intervalle: str = ""
    montre: bool = True


@dataclass(frozen=True, slots=True)
class EnquetePublique:
    """A closed survey. base: how many answered, or how many tests were made.

    total: the same as a number. seuil: answers, or tests, under which no rate is drawn; minimum:
    tests under which nothing is shown, 0 for a survey of users. faits: what mystery tests counted
    beside their questions.
    """

    mystere: bool
    base: str
    total: int
    seuil: int
    minimum: int
    lignes: tuple[LigneResultat, ...]
    faits: tuple[Fait, ...] = ()

    @property
    def muette(self) -> bool:
        """Whether nobody knows anything but how many answered, though they were enough."""
        return not self.lignes and not self.faits and self.total >= max(self.minimum, 1)

    @property
    def montrees(self) -> bool:
        """Whether some figure is shown."""
        return any(ligne.montre for ligne in self.lignes)

    @property
    def taux(self) -> bool:
        """Whether some rate is drawn, with its interval."""
        return any(ligne.intervalle for ligne in self.lignes)


def build_enquete(resultats: Resultats, mystere: ResultatsMystere | None) -> EnquetePublique:
    """Return what the public may read of the publishable results of a closed campaign.

    mystere: what its mystery tests counted, None for a survey of users.
    """
    return EnquetePublique(
        resultats.mystere,
        _say_base(resultats),
        resultats.retours.total,
        resultats.bareme.seuil,
        resultats.bareme.minimum,
        (*_iter_lues(resultats), *_iter_seules(resultats)),
        tuple(iter_faits_mystere(mystere)) if mystere else (),
    )


def _say_base(resultats: Resultats) -> str:
    if resultats.questionnaire is None:
        return ""
    total = resultats.retours.total
    if resultats.mystere:
        return f"{format_nombre(total)} test{'s' if total > 1 else ''}"
    return say_retours(resultats.retours)


def _iter_lues(resultats: Resultats) -> Iterator[LigneResultat]:
    for lu in resultats.evaluees:
        if not lu.repondues:
            continue
        libelle = str(lu.question.libelle)
        if lu.taux is not None:
            yield LigneResultat(
                libelle, say_taux_de(lu), say_fraction(lu.taux), say_intervalle(lu.taux)
            )
        elif compte := say_compte(lu):
            yield LigneResultat(libelle, compte, "")
        else:
            yield LigneResultat(libelle, say_etat(lu), say_base(lu), montre=False)


def _iter_seules(resultats: Resultats) -> Iterator[LigneResultat]:
    """Yield the percentages that came without answers."""
    for seul in resultats.seuls:
        yield LigneResultat(seul.libelle, say_seul(seul), say_base_seul(seul))
    for seul in resultats.seuls_tus:
        raison = EtatResultat.NON_SIGNIFICATIF.libelle
        yield LigneResultat(seul.libelle, raison, say_base_tu(seul), montre=False)
