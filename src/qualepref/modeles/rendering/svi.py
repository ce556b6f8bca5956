"""The tree of a voice server in words: where each step leads, how long its words last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qualepref.modeles.enums import TypeEtape
from qualepref.modeles.queries.svi import LuSvi
from qualepref.modeles.rules.svi import Chemin, Etape, Noeud
from qualepref.noyau.calcul.rendu import INSECABLE, format_nombre


@dataclass(frozen=True, slots=True)
class Branche:
    """A step as a page shows it. suite: where it leads. paroles: (language, words)."""

    etape: Etape
    niveau: int
    touche: str
    suite: str
    duree: str
    paroles: tuple[tuple[str, str], ...]
    messages: tuple[str, ...]
    enfants: tuple[Branche, ...]

    def walk(self) -> Iterator[Branche]:
        """Yield this step and all below it, in the order of the keys."""
        yield self
        for enfant in self.enfants:
            yield from enfant.walk()


@dataclass(frozen=True, slots=True)
class Trajet:
    """A way to the end of a call: what is chosen, where it ends, how long it lasts."""

    touches: str
    choix: tuple[str, ...]
    suite: str
    mots: int
    duree: str


def build_branche(lu: LuSvi, *, services: Mapping[str, str]) -> Branche | None:
    """Return the tree of a version, None when it has no step. services: code -> name."""
    if lu.arbre is None:
        return None
    noms = lu.regles.touches.noms

    def build(noeud: Noeud) -> Branche:
        etape = noeud.etape
        return Branche(
            etape,
            noeud.niveau,
            noms.get(etape.touche, ""),
            tell_suite(etape, libelles=lu.libelles, services=services),
            format_duree(lu, etape),
            tuple((lu.regles.langues.get(c, c), t) for c, t in etape.paroles.items()),
            tuple(c.message for c in lu.constats if c.code == etape.code),
            tuple(build(e) for e in noeud.enfants),
        )

    return build(lu.arbre)


def list_trajets(lu: LuSvi, *, services: Mapping[str, str]) -> list[Trajet]:
    """Return every way to the end of a call, in the order of the tree."""
    noms = lu.regles.touches.noms
    return [
        Trajet(
            ", puis ".join(noms[t] for t in chemin.touches) or "aucune",
            tuple(e.libelle for e in chemin.etapes if e.touche),
            tell_suite(chemin.fin, libelles=lu.libelles, services=services),
            chemin.mots,
            format_duree(lu, chemin),
        )
        for chemin in lu.chemins
    ]


def tell_suite(etape: Etape, *, libelles: Mapping[str, str], services: Mapping[str, str]) -> str:
    """Return where a step leads, as « Agent : DMI – bureau du séjour »."""
    deux_points = f"{INSECABLE}: "
    if etape.type == TypeEtape.AGENT:
        nom = services.get(etape.service, "")
        return f"Agent{deux_points}{nom}" if nom else "Agent"
    if etape.type == TypeEtape.NUMERO:
        return f"Renvoi vers le {etape.vers}"
    if etape.type == TypeEtape.RETOUR:
        return f"Retour{deux_points}{libelles.get(etape.vers, etape.vers)}"
    return "Annonce, puis fin de l’appel" if etape.type == TypeEtape.ANNONCE else "Menu"


def format_duree(lu: LuSvi, quoi: Etape | Chemin) -> str:
    """Return how long words last, as « 18 s », rounded half up."""
    secondes = lu.duree(quoi) if isinstance(quoi, Chemin) else lu.duree_paroles(quoi)
    return f"{format_nombre(secondes)}{INSECABLE}s"
