"""What a file of answers holds and what applying it does: shapes shared by pages and commands."""

from __future__ import annotations

from dataclasses import dataclass

from qualepref.noyau.questionnaires.fichiers.collecte import FauteCollecte, TexteInconnu


@dataclass(frozen=True, slots=True)
class ColonneLue:
    """A column of the file. role: "" when it is not taken; exemples: a few of its cells."""

    nom: str
    role: str
    libelle: str
    exemples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effet:
    """What a file holds and what applying it does, or did.

    blocages: sentences on what must be said by hand first. refusees: rows that have a fault, and
    so are not written. incompletes: forms given up half-way, kept and never counted; completees:
    those among them known already, that are now whole. ecartees: rows that are no answer, by
    reason. sauf_refusees: the rows without fault may be written without the others.
    """

    format: str
    fichier: str
    feuille: str
    ligne_entete: int
    colonnes: tuple[ColonneLue, ...]
    lues: int
    nouvelles: int = 0
    connues: int = 0
    modifiees: int = 0
    completees: int = 0
    incompletes: int = 0
    refusees: int = 0
    blocages: tuple[str, ...] = ()
    inconnus: tuple[TexteInconnu, ...] = ()
    fautes: tuple[FauteCollecte, ...] = ()
    avertissements: tuple[str, ...] = ()
    ecartees: tuple[tuple[str, tuple[int, ...]], ...] = ()
    sauf_refusees: bool = False
    applique: bool = False

    @property
    def applicable(self) -> bool:
        """Whether it may be written as it is."""
        return not self.blocages and (not self.fautes or self.sauf_refusees)

    @property
    def a_ecrire(self) -> int:
        """How many rows writing it would add or change."""
        return self.nouvelles + self.modifiees + self.completees


def tell_nombre(n: int, singulier: str, pluriel: str) -> str:
    """Return « 1 réponse est… » or « 12 réponses sont… », as French agrees from two on."""
    return f"{n} {pluriel if n > 1 else singulier}"
