"""The check of a document as a page: what it is worth, what differs, what agrees, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from qualepref.noyau.documents.textes import hold_ponctuation
from qualepref.noyau.tableurs.limites import format_nombre
from qualepref.publications.rules.verification import (
    Conclusion,
    Concordance,
    Constat,
    Recente,
    Verification,
)


# What each conclusion is called, and its colour in the design system.
TITRES = {
    Conclusion.IDENTIQUE: ("success", "Document authentique"),
    Conclusion.CONFORME: ("success", "Document conforme"),
    Conclusion.RETOUCHE: ("info", "Document modifié, chiffres conformes"),
    Conclusion.DERIVE: ("warning", "Aucun des fichiers publiés"),
    Conclusion.ALTERE: ("error", "Document différent de ce qui a été publié"),
    Conclusion.INCONNU: ("warning", "Référence inconnue ici"),
    Conclusion.SANS_REFERENCE: ("warning", "Aucune référence"),
    Conclusion.NON_COMPARABLE: ("warning", "Rien à quoi le comparer"),
}
# Lines of each kind shown on a page: the command gives them all.
MONTRES = 200


@dataclass(frozen=True, slots=True)
class Liste:
    """The first elements of a list, how many there are in all, and how many are left out."""

    lignes: tuple[Constat | Concordance, ...]
    total: int

    @property
    def nombre(self) -> str:
        """How many there are in all, as written."""
        return format_nombre(self.total)

    @property
    def reste(self) -> int:
        """How many are not shown."""
        return self.total - len(self.lignes)


@dataclass(frozen=True, slots=True)
class PageVerification:
    """All that the page shows. alerte: its colour; compare: whether figures were held together."""

    nom: str
    alerte: str
    titre: str
    phrase: str
    reference: str
    document: str
    compare: bool
    publie: tuple[str, ...]
    recentes: tuple[Recente, ...]
    chiffres: Liste
    textes: Liste
    ajouts: Liste
    concordances: Liste
    absents: int


def build_page(nom: str, verification: Verification) -> PageVerification:
    """Return the page of a checked file."""
    alerte, titre = TITRES[verification.conclusion]
    if verification.conclusion is Conclusion.DERIVE and verification.faux:
        alerte, titre = "error", f"{titre}, et des chiffres différents"
    return PageVerification(
        nom=nom,
        alerte=alerte,
        titre=titre,
        phrase=hold_ponctuation(verification.phrase),
        reference=verification.reference,
        document=verification.document,
        compare=bool(verification.constats or verification.concordances),
        publie=tuple(map(hold_ponctuation, verification.publie)),
        recentes=verification.recentes,
        chiffres=_build_liste([c for c in verification.constats if c.chiffre]),
        textes=_build_liste([c for c in verification.constats if not c.chiffre]),
        ajouts=_build_liste(verification.ajouts),
        concordances=_build_liste(verification.concordances),
        absents=verification.absents,
    )


def _build_liste(lignes: list[Constat] | tuple[Concordance, ...]) -> Liste:
    return Liste(tuple(lignes[:MONTRES]), len(lignes))
