"""What every rule family shares: the analysis done once, and the writing of findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from qualepref.noyau.coherence.contexte import Contexte, known
from qualepref.noyau.coherence.ecriture import tell_ids
from qualepref.noyau.coherence.modele import Chiffre, Classe, Constat, Verifie
from qualepref.noyau.coherence.rapports import Rapport, list_rapports
from qualepref.noyau.coherence.rapprochements import (
    Decoupage,
    Lien,
    is_union,
    iter_liens,
    list_decoupages,
)


@dataclass(eq=False)
class Analyse:
    """A publication and what its figures have to do with each other, computed once."""

    contexte: Contexte

    @cached_property
    def liens(self) -> tuple[tuple[Chiffre, Chiffre, Lien], ...]:
        """Return the pairs of figures that are the same indicator."""
        return tuple(iter_liens(self.contexte))

    @cached_property
    def decoupages(self) -> tuple[Decoupage, ...]:
        """Return the wholes printed with their parts."""
        return list_decoupages(self.contexte)

    @cached_property
    def totaux_faux(self) -> frozenset[Chiffre]:
        """Return the counts that are not the sum of their parts, all printed."""
        return frozenset(
            d.total
            for d in self.decoupages
            if d.complet
            and d.total.unite == "nombre"
            and d.total.valeur not in (sum_parts(d), self.sum_corrige(d))
            and not is_union(self.contexte, d)
        )

    @cached_property
    def sommes(self) -> dict[Chiffre, Fraction]:
        """Return what the parts of each total make, all printed."""
        return {d.total: sum_parts(d) for d in self.decoupages if d.complet}

    def sum_corrige(self, decoupage: Decoupage) -> Fraction:
        """Return the sum of the parts, each sub-total taken for what its own parts make."""
        return sum((self.sommes.get(c, v) for c, v in known(decoupage.parts)), Fraction(0))

    def is_trompe(self, rapport: Rapport) -> bool:
        """Whether a ratio read from a table rests on a total that is false."""
        return not rapport.explicite and bool(self.totaux_faux & set(rapport.figures))

    @cached_property
    def rapports(self) -> dict[Chiffre, Rapport]:
        """Return the ratio behind each rate."""
        return list_rapports(self.contexte)


def sum_parts(decoupage: Decoupage) -> Fraction:
    """Return the sum of the parts printed."""
    return sum((v for _, v in known(decoupage.parts)), Fraction(0))


def find(classe: Classe, regle: str, figures: Sequence[Chiffre], preuve: str) -> Constat:
    """Return a finding on these figures, the one at fault first."""
    return Constat(classe, regle, tell_ids(figures), preuve)


def approve(regle: str, figures: Sequence[Chiffre], preuve: str) -> Verifie:
    """Return something checked and found right."""
    return Verifie(regle, tell_ids(figures), preuve)
