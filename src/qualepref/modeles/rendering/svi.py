"""The tree of a voice server in words: where each step leads, how long its words last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qualepref.modeles.enums import TypeEtape
from qualepref.modeles.queries.svi import LuSvi
from qualepref.modeles.rules.comparaison import compare_textes
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
        return f"Renvoi vers le {etape.vers.replace(' ', INSECABLE)}"
    if etape.type == TypeEtape.RETOUR:
        return f"Retour{deux_points}{libelles.get(etape.vers, etape.vers)}"
    return "Annonce, puis fin de l’appel" if etape.type == TypeEtape.ANNONCE else "Menu"


def format_duree(lu: LuSvi, quoi: Etape | Chemin) -> str:
    """Return how long words last, as « 18 s », rounded half up."""
    secondes = lu.duree(quoi) if isinstance(quoi, Chemin) else lu.duree_paroles(quoi)
    return f"{format_nombre(secondes)}{INSECABLE}s"


def compare_svi(
    avant: LuSvi, apres: LuSvi, *, services: Mapping[str, str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (step, words compared) of the steps that changed, came or went, in order."""
    textes_avant = _write_textes(avant, services)
    textes_apres = _write_textes(apres, services)
    noms = {c: nom for c, (nom, _) in [*textes_avant.items(), *textes_apres.items()]}
    compares = []
    for code, nom in noms.items():
        dit_avant = textes_avant.get(code, ("", ""))[1]
        dit_apres = textes_apres.get(code, ("", ""))[1]
        if dit_avant != dit_apres:
            compares.append((nom, compare_textes(dit_avant, dit_apres)))
    return compares


def _write_textes(lu: LuSvi, services: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return code -> (name, everything a reader compares), line by line, in the order of the tree."""
    textes: dict[str, tuple[str, str]] = {}
    for noeud in lu.noeuds:
        e = noeud.etape
        place = "Début de l’appel"
        if e.parent:
            touche = lu.regles.touches.noms[e.touche]
            place = f"Touche {touche} du menu « {lu.libelles[e.parent]} »"
        suite = tell_suite(e, libelles=lu.libelles, services=services)
        if e.rang is not None:
            suite += f", question fréquente n°{INSECABLE}{e.rang}"
        paroles = [e.paroles[c] for c in lu.regles.langues if c in e.paroles]
        lignes = (f"{e.libelle}", f"{place}{INSECABLE}: {suite[:1].lower()}{suite[1:]}", *paroles)
        textes[e.code] = (e.libelle, "".join(f"{ligne}\n" for ligne in lignes))
    return textes
