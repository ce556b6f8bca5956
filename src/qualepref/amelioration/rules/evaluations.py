"""The grid of a diagnostic or an audit: its lines, what they say together, what a line must say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from qualepref.amelioration.enums import VerdictGrille
from qualepref.noyau.referentiel.modele import Referentiel, SousEngagement
from qualepref.suivi.rules.champs import FauteLigne


CONFORME, SANS_OBJET, A_EVALUER = map(VerdictGrille, ("conforme", "sans_objet", "a_evaluer"))
# A gap was seen: it is worth a sentence, and an action.
AVEC_ECART = frozenset(map(VerdictGrille, ("partiel", "non_conforme")))


@dataclass(frozen=True, slots=True)
class Exigence:
    """What one line of a grid judges: an engagement, or a part of it (« 2.1 »)."""

    module: int
    engagement: int
    sous_engagement: str
    texte: str
    condition: str = ""

    @property
    def numero(self) -> str:
        """Return « 2 » or « 2.1 »."""
        return self.sous_engagement or str(self.engagement)

    @property
    def cle(self) -> tuple[int, str]:
        """What it is known by, from a version of the référentiel to the next."""
        return self.engagement, self.sous_engagement


@dataclass(frozen=True, slots=True)
class Avancement:
    """How far a grid is, and what it says once whole.

    par_verdict: how many lines bear each verdict, every verdict present. conformite: conforming
    lines among those that apply; None while a line is to be judged, or when none applies.
    """

    total: int
    par_verdict: Mapping[VerdictGrille, int]
    conformite: Fraction | None

    @property
    def evaluees(self) -> int:
        """Lines already judged."""
        return self.total - self.par_verdict[A_EVALUER]

    @property
    def conformes(self) -> int:
        """Lines that conform: the numerator."""
        return self.par_verdict[CONFORME]

    @property
    def applicables(self) -> int:
        """Lines that apply to the site: the denominator."""
        return self.total - self.par_verdict[SANS_OBJET]

    @property
    def complete(self) -> bool:
        """Whether every line is judged."""
        return self.total > 0 and self.evaluees == self.total


@dataclass(frozen=True, slots=True)
class LigneDonnee:
    """What somebody says of one line."""

    verdict: VerdictGrille
    commentaire: str = ""
    point_fort: str = ""
    ecart: str = ""
    piste: str = ""


def list_exigences(referentiel: Referentiel, modules: Collection[int]) -> tuple[Exigence, ...]:
    """Return what a grid of these modules judges: each engagement, then its parts, in order."""
    exigences: list[Exigence] = []
    for engagement in referentiel.engagements:
        if engagement.module not in modules:
            continue
        condition = engagement.condition or ""
        exigences.append(
            Exigence(engagement.module, engagement.numero, "", engagement.texte, condition)
        )
        exigences.extend(
            Exigence(engagement.module, engagement.numero, part.numero, _say(part), condition)
            for part in engagement.sous_engagements
        )
    return tuple(exigences)


def _say(part: SousEngagement) -> str:
    """Return the words of a part, else what is known of it: there must be something to judge."""
    return part.texte or f"Texte non publié. {part.source}."


def find_changees(
    avant: Iterable[Exigence], apres: Iterable[Exigence]
) -> frozenset[tuple[int, str]]:
    """Return the keys of what is new, or worded otherwise, since another version."""
    anciens = {e.cle: e.texte for e in avant}
    return frozenset(e.cle for e in apres if anciens.get(e.cle) != e.texte)


def compute_avancement(verdicts: Iterable[str]) -> Avancement:
    """Return how far lines of these verdicts are; a rate only once all are judged."""
    comptes = Counter(VerdictGrille(v) for v in verdicts)
    par_verdict = {v: comptes[v] for v in map(VerdictGrille, VerdictGrille.values)}
    total = comptes.total()
    applicables = total - comptes[SANS_OBJET]
    whole = not comptes[A_EVALUER] and applicables > 0
    taux = Fraction(comptes[CONFORME], applicables) if whole else None
    return Avancement(total, par_verdict, taux)


def check_ligne(donnee: LigneDonnee) -> list[FauteLigne]:
    """Return why a line cannot be written so, none when it can."""
    if donnee.verdict in AVEC_ECART and not donnee.ecart:
        return [
            FauteLigne(
                "ecart",
                f"un verdict « {donnee.verdict.label} » dit l’écart constaté",
                "Décrire l’écart en une phrase.",
            )
        ]
    if donnee.verdict not in AVEC_ECART and donnee.ecart:
        return [
            FauteLigne(
                "ecart",
                f"un écart est décrit, mais le verdict est « {donnee.verdict.label} »",
                "Choisir « partiellement conforme » ou « non conforme », ou effacer l’écart.",
            )
        ]
    return []
