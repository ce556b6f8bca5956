"""The findings of a check as a page: by class, each with its rule's name and its proof."""

from __future__ import annotations

from dataclasses import dataclass

from qualepref.noyau.coherence.modele import LIBELLES_CLASSE, Classe, Constat, Verifie
from qualepref.noyau.documents.textes import hold_ponctuation
from qualepref.publications.queries.controle import PublicationControlee, get_reglages


# What each class means to its reader.
AIDES = {
    Classe.PROUVE: "Le calcul suffit à le montrer : le chiffre imprimé ne peut pas être juste.",
    Classe.CONTRADICTION: "Deux passages du document ne peuvent pas être vrais ensemble.",
    Classe.DOUTEUX: "Peu vraisemblable, ou faux dans une lecture probable : à vérifier.",
    Classe.REDACTIONNEL: "Le chiffre peut être juste ; les mots ou l’écriture trompent.",
}
BADGES = {
    Classe.PROUVE: "error",
    Classe.CONTRADICTION: "error",
    Classe.DOUTEUX: "warning",
    Classe.REDACTIONNEL: "info",
}


@dataclass(frozen=True, slots=True)
class Ligne:
    """One finding, or one thing found right."""

    titre: str
    figures: str
    preuve: str


@dataclass(frozen=True, slots=True)
class Groupe:
    """The findings of one class. badge: its colour in the design system."""

    code: str
    titre: str
    aide: str
    badge: str
    lignes: tuple[Ligne, ...]


@dataclass(frozen=True, slots=True)
class PageControle:
    """All that the page shows. autres: things found right that are not listed."""

    nom: str
    chiffres: int
    tableaux: int
    constats: int
    groupes: tuple[Groupe, ...]
    verifies: tuple[Ligne, ...]
    autres: int
    avertissements: tuple[str, ...]


def build_page(nom: str, controlee: PublicationControlee, *, verifies: int) -> PageControle:
    """Return the page of a checked file. verifies: how many things found right to list."""
    controle, titres = controlee.controle, get_reglages().titres
    groupes = (
        Groupe(
            classe.value,
            LIBELLES_CLASSE[classe],
            AIDES[classe],
            BADGES[classe],
            tuple(_build_ligne(c, titres) for c in controle.constats if c.classe is classe),
        )
        for classe in Classe
    )
    return PageControle(
        nom=nom,
        chiffres=len(controlee.publication.chiffres),
        tableaux=len(controlee.publication.tableaux),
        constats=len(controle.constats),
        groupes=tuple(g for g in groupes if g.lignes),
        verifies=tuple(_build_ligne(v, titres) for v in controle.verifies[:verifies]),
        autres=max(0, len(controle.verifies) - verifies),
        avertissements=tuple(map(hold_ponctuation, controle.avertissements)),
    )


def _build_ligne(examen: Constat | Verifie, titres) -> Ligne:
    textes = (titres.get(examen.regle, examen.regle), ", ".join(examen.figures), examen.preuve)
    return Ligne(*map(hold_ponctuation, textes))
