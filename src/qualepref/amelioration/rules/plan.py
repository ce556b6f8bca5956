"""Totals of a plan: how many actions in each state, by axis, source or service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qualepref.amelioration.enums import EtatAction
from qualepref.noyau.calcul.rendu import format_valeur
from qualepref.noyau.referentiel.modele import Unite


PILOTAGE = "pilotage"


@dataclass(frozen=True, slots=True)
class CellulePlan:
    """How many actions of a plan share an axis, a source, a service and a state.

    module: None for « Pilotage ». service: primary key, None for the whole site.
    """

    module: int | None
    source: str
    service: int | None
    etat: EtatAction
    nombre: int

    @property
    def axe(self) -> str:
        """Code of the axis, as quantities counted by axis write it."""
        return PILOTAGE if self.module is None else f"module-{self.module}"


@dataclass(frozen=True, slots=True)
class Compte:
    """Actions in each state; those given up are neither done nor left to do."""

    fait: int = 0
    en_cours: int = 0
    non_fait: int = 0
    abandonne: int = 0

    def __add__(self, autre: Compte) -> Compte:
        return Compte(
            self.fait + autre.fait,
            self.en_cours + autre.en_cours,
            self.non_fait + autre.non_fait,
            self.abandonne + autre.abandonne,
        )

    @property
    def denominateur(self) -> int:
        """Actions the rate is drawn from: done, under way, not done."""
        return self.fait + self.a_faire

    @property
    def a_faire(self) -> int:
        """Actions left to do: on 31 December, those carried to the next year."""
        return self.en_cours + self.non_fait

    @property
    def total(self) -> int:
        """Every action, those given up too."""
        return self.denominateur + self.abandonne

    @property
    def taux(self) -> Fraction | None:
        """Share done; None without an action to count."""
        return Fraction(self.fait, self.denominateur) if self.denominateur else None

    @property
    def taux_imprime(self) -> str:
        """« 70 % », "" without a rate."""
        return "" if self.taux is None else format_valeur(self.taux, Unite.POURCENT)


@dataclass(frozen=True, slots=True)
class LigneCompte:
    """One line of a table of totals. part: of all the actions of the table, None without any."""

    code: str
    libelle: str
    compte: Compte
    part: Fraction | None

    @property
    def part_imprimee(self) -> str:
        """« 57 % », "" without actions."""
        return "" if self.part is None else format_valeur(self.part, Unite.POURCENT)


@dataclass(frozen=True, slots=True)
class Totaux:
    """A table of totals: its lines, and their sum, which is never written apart from them."""

    lignes: tuple[LigneCompte, ...]

    @property
    def total(self) -> Compte:
        """The sum of the lines."""
        return sum((ligne.compte for ligne in self.lignes), Compte())


def build_totaux(
    cellules: Iterable[CellulePlan],
    *,
    cle: Callable[[CellulePlan], str],
    libelles: Sequence[tuple[str, str]],
) -> Totaux:
    """Return the totals of cells by a key, in the order of the labels, unknown keys last.

    libelles: (code, label) in order; a code without an action is left out.
    """
    comptes: dict[str, Compte] = {}
    for cellule in cellules:
        code = cle(cellule)
        un = Compte(**{cellule.etat.value: cellule.nombre})
        comptes[code] = comptes.get(code, Compte()) + un
    noms = dict(libelles)
    ordre = [*(c for c in noms if c in comptes), *sorted(c for c in comptes if c not in noms)]
    tout = sum(c.total for c in comptes.values())
    return Totaux(
        tuple(
            LigneCompte(
                code,
                noms.get(code, code),
                comptes[code],
                Fraction(comptes[code].total, tout) if tout else None,
            )
            for code in ordre
        )
    )
