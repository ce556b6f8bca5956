"""The description of a chart: what every rendering of it says, none of how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.referentiel.modele import Unite


class GraphiqueInvalideError(ValueError):
    """The description contradicts itself: a series does not match the labels."""


class Genre(StrEnum):
    """The handful of kinds in use."""

    BARRES = "barres"
    LIGNES = "lignes"
    EMPILEES = "empilees"
    GROUPEES = "groupees"
    HORIZONTALES = "horizontales"
    NIVEAUX = "niveaux"
    CONTROLE = "controle"


class Theme(StrEnum):
    """WEB: CSS classes, light and dark. PDF: fixed inks, fonts named in the drawing."""

    WEB = "web"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Serie:
    """One run of exact values, in the indicator's own scale (90 % is Fraction(9, 10)).

    None is a gap, never a zero. `etats`: why each value is missing or weak, in the order of the
    values; empty means that a gap was not collected. `encre`: place of its ink among those of its
    kind, its own place when None; levels of satisfaction go from 0, the best, to 4, the worst.
    """

    nom: str
    valeurs: tuple[Fraction | None, ...]
    etats: tuple[Etat, ...] = ()
    encre: int | None = None

    def etat(self, rang: int) -> Etat:
        """Return the state of one value; a gap without a given state was not collected."""
        if self.etats:
            return self.etats[rang]
        return Etat.NON_COLLECTE if self.valeurs[rang] is None else Etat.VALEUR


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row of words printed under the labels of a standing chart, one cell per label."""

    nom: str
    cellules: tuple[str, ...]


class Marque(StrEnum):
    """Why a point of a control chart stands out: a shape, and words in the table."""

    AUCUNE = ""
    HORS_LIMITES = "hors des limites"
    SERIE = "série du même côté"


@dataclass(frozen=True, slots=True)
class Limites:
    """What a control chart says of each label beside its value.

    centres, bas, haut: None where there is none to draw; a centre that changes starts a new
    stretch. marques: why the point stands out. evenements: what happened then, "" for nothing.
    centre_libelle: what the centre is.
    """

    centres: tuple[Fraction | None, ...]
    bas: tuple[Fraction | None, ...]
    haut: tuple[Fraction | None, ...]
    marques: tuple[Marque, ...]
    evenements: tuple[str, ...]
    centre_libelle: str = "moyenne"


@dataclass(frozen=True, slots=True)
class Graphique:
    """A chart: kind, words, labels, series.

    `description` is the alternative text: what the chart shows, in a sentence. `etiquettes`: one
    per value, months or boxes. `n`: what each label's figure rests on, None when unknown; empty
    when there is nothing to say. `n_libelle`: what n counts (« réponses »). `rangees`: other rows
    of words for the same labels, under n. `cible` is in the scale of the values; `cible_libelle`
    is printed beside its line. NIVEAUX: one series per level of satisfaction, from the best to the
    worst, one label per question; the levels of a label add up to 1. CONTROLE: one series and its
    `limites`; its axis need not hold zero.

    Raises:
        GraphiqueInvalideError: a series, its states, a row or `n` has not one entry per label; a
            series of a kind that draws only one is given with others; a control chart has no
            limits, or another kind has some.
    """

    genre: Genre
    titre: str
    description: str
    etiquettes: tuple[str, ...]
    series: tuple[Serie, ...]
    unite: Unite
    decimales: int = 0
    cible: Fraction | None = None
    cible_libelle: str = ""
    n: tuple[int | None, ...] = ()
    n_libelle: str = field(default="n")
    rangees: tuple[Rangee, ...] = ()
    limites: Limites | None = None

    def __post_init__(self) -> None:
        attendu = len(self.etiquettes)
        if not self.series or not attendu:
            raise GraphiqueInvalideError(
                f"Le graphique « {self.titre} » n’a ni étiquette ni série : donnez-lui au moins "
                "une étiquette et une série, ou ne le demandez pas."
            )
        if (self.genre is Genre.CONTROLE) is (self.limites is None):
            raise GraphiqueInvalideError(
                f"Le graphique « {self.titre} » et ses limites ne vont pas ensemble : une carte de "
                "contrôle en demande, les autres genres n’en tracent pas."
            )
        if (
            self.genre in (Genre.BARRES, Genre.HORIZONTALES, Genre.CONTROLE)
            and len(self.series) > 1
        ):
            raise GraphiqueInvalideError(
                f"Le graphique « {self.titre} » a {len(self.series)} séries : ce genre n’en trace "
                "qu’une. Choisissez des barres groupées ou empilées."
            )
        for nom, longueur in self._longueurs():
            if longueur != attendu:
                raise GraphiqueInvalideError(
                    f"Dans le graphique « {self.titre} », {nom} compte {longueur} valeurs pour "
                    f"{attendu} étiquettes : il en faut autant que d’étiquettes, un trou se note "
                    "None."
                )

    def _longueurs(self) -> list[tuple[str, int]]:
        longueurs = [(f"la série « {s.nom} »", len(s.valeurs)) for s in self.series]
        longueurs += [(f"l’état de « {s.nom} »", len(s.etats)) for s in self.series if s.etats]
        longueurs += [(f"la rangée « {r.nom} »", len(r.cellules)) for r in self.rangees]
        if self.limites is not None:
            noms = ("centres", "bas", "haut", "marques", "evenements")
            longueurs += [(f"la suite « {nom} »", len(getattr(self.limites, nom))) for nom in noms]
        return longueurs + ([("l’effectif n", len(self.n))] if self.n else [])
