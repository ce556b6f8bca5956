"""The tree of a voice server: its shape, what cannot be, how long each path lasts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from qualepref.modeles.enums import TypeEtape
from qualepref.modeles.rules.verification import MOT
from qualepref.noyau.modeles.svi import ReglesSvi


SECONDES_PAR_MINUTE = 60
FINALES = (TypeEtape.ANNONCE, TypeEtape.AGENT, TypeEtape.NUMERO)
CODE = re.compile(r"[A-Za-z0-9_-]+")
NUMERO = re.compile(r"[+0-9][0-9 .]{1,30}")


@dataclass(frozen=True, slots=True)
class Etape:
    """A step as data. parent, touche: "" for the first one. paroles: language -> words, none empty.

    vers: the number of a NUMERO, the step a RETOUR goes back to. service: code, "" for none. rang:
    of the question it answers among the most frequent, None when it answers none.
    """

    code: str
    parent: str
    touche: str
    libelle: str
    type: TypeEtape
    paroles: Mapping[str, str] = field(default_factory=dict)
    vers: str = ""
    service: str = ""
    rang: int | None = None


@dataclass(frozen=True, slots=True)
class FauteEtape:
    """Why a step cannot be, in French. champ: what to correct."""

    code: str
    champ: str
    motif: str
    remede: str


@dataclass(frozen=True, slots=True)
class Noeud:
    """A step at its place. niveau: menus heard before it; the first step is at 0."""

    etape: Etape
    niveau: int
    enfants: tuple[Noeud, ...]

    @property
    def rang(self) -> int | None:
        """The rank of the most frequent question answered here or below, None without any."""
        return min((n.etape.rang for n in walk(self) if n.etape.rang is not None), default=None)


@dataclass(frozen=True, slots=True)
class Chemin:
    """A way from the first step to the end of the call. mots: heard in full, in one language."""

    etapes: tuple[Etape, ...]
    mots: int

    @property
    def fin(self) -> Etape:
        """The step that ends the call."""
        return self.etapes[-1]

    @property
    def touches(self) -> tuple[str, ...]:
        """The keys pressed, in order."""
        return tuple(e.touche for e in self.etapes if e.touche)


def check_etapes(etapes: Sequence[Etape], *, regles: ReglesSvi) -> list[FauteEtape]:
    """Return what makes these steps no tree, in their order; a tree may still be unfinished."""
    par_code = {e.code: e for e in etapes}
    fois = Counter(e.code for e in etapes)
    prises = Counter((e.parent, e.touche) for e in etapes if e.parent)
    racines = [e.code for e in etapes if not e.parent]
    fautes: list[FauteEtape] = []
    for etape in etapes:
        if CODE.fullmatch(etape.code) is None:
            fautes.append(FauteEtape(etape.code, "code", "un code s’écrit en lettres sans accent, chiffres et tirets", "Corriger ce code."))  # fmt: skip
        if fois[etape.code] > 1:
            fautes.append(FauteEtape(etape.code, "code", f"le code « {etape.code} » est donné {fois[etape.code]} fois", "Donner un code à chaque étape."))  # fmt: skip
        if not etape.parent and len(racines) > 1:
            fautes.append(FauteEtape(etape.code, "parent", "plusieurs étapes n’ont pas de menu d’origine", "Une seule étape commence l’appel : dire d’où viennent les autres."))  # fmt: skip
        if etape.parent and prises[etape.parent, etape.touche] > 1:
            fautes.append(FauteEtape(etape.code, "touche", f"la touche {etape.touche} mène déjà ailleurs", "Choisir une touche libre dans ce menu."))  # fmt: skip
        if etape.rang is not None and not 0 < etape.rang <= regles.questions.maximum:
            fautes.append(FauteEtape(etape.code, "rang", f"le rang « {etape.rang} » n’est pas celui d’une question fréquente", f"Écrire un rang de 1 à {regles.questions.maximum}, ou rien."))  # fmt: skip
        fautes += _check_place(etape, par_code, regles)
        fautes += _check_suite(etape, par_code)
    return fautes


def build_arbre(etapes: Sequence[Etape], *, regles: ReglesSvi) -> Noeud | None:
    """Return the tree of checked steps, choices in the order of the keys; None without a step."""
    rangs = {touche: rang for rang, touche in enumerate(regles.touches.noms)}
    enfants: dict[str, list[Etape]] = defaultdict(list)
    for etape in etapes:
        enfants[etape.parent].append(etape)

    def build(etape: Etape, niveau: int) -> Noeud:
        suites = sorted(enfants[etape.code], key=lambda e: rangs[e.touche])
        return Noeud(etape, niveau, tuple(build(s, niveau + 1) for s in suites))

    return build(enfants[""][0], 0) if enfants[""] else None


def walk(noeud: Noeud | None) -> Iterator[Noeud]:
    """Yield a node and all below it, in the order a caller would explore them."""
    if noeud is not None:
        yield noeud
        for enfant in noeud.enfants:
            yield from walk(enfant)


def list_chemins(arbre: Noeud | None, *, langue: str) -> list[Chemin]:
    """Return every way to the end of a call; a return is no end."""
    chemins: list[Chemin] = []

    def follow(noeud: Noeud, avant: tuple[Etape, ...]) -> None:
        etapes = (*avant, noeud.etape)
        if noeud.etape.type in FINALES:
            mots = sum(count_mots(e.paroles.get(langue, "")) for e in etapes)
            chemins.append(Chemin(etapes, mots))
        for enfant in noeud.enfants:
            follow(enfant, etapes)

    if arbre is not None:
        follow(arbre, ())
    return chemins


def find_sans_issue(etapes: Sequence[Etape]) -> frozenset[str]:
    """Return the codes of the steps from which no call ever ends: loops, menus without a choice."""
    suites: dict[str, set[str]] = defaultdict(set)
    for etape in etapes:
        suites[etape.parent].add(etape.code)
        if etape.type == TypeEtape.RETOUR:
            suites[etape.code].add(etape.vers)
    sorties = {e.code for e in etapes if e.type in FINALES}
    while True:
        nouvelles = {e.code for e in etapes if e.code not in sorties and suites[e.code] & sorties}
        if not nouvelles:
            return frozenset(e.code for e in etapes) - sorties
        sorties |= nouvelles


def count_mots(texte: str) -> int:
    """Return how many words are spoken; a group of digits is one."""
    return sum(1 for _ in MOT.finditer(texte))


def compute_duree(mots: int, *, regles: ReglesSvi) -> Fraction:
    """Return how long words last once recorded, in seconds."""
    return Fraction(mots * SECONDES_PAR_MINUTE, regles.debit.mots_par_minute)


def list_branche(etapes: Sequence[Etape], code: str) -> frozenset[str]:
    """Return a step's code and those of all that hang below it."""
    branche = {code}
    while True:
        dessous = {e.code for e in etapes if e.parent in branche} - branche
        if not dessous:
            return frozenset(branche)
        branche |= dessous


def _check_place(
    etape: Etape, par_code: Mapping[str, Etape], regles: ReglesSvi
) -> Iterator[FauteEtape]:
    """Yield what is wrong with where a step stands and the key that leads to it."""
    if not etape.parent:
        if etape.touche:
            yield FauteEtape(etape.code, "touche", "la première étape s’entend sans toucher au clavier", "Laisser la touche vide.")  # fmt: skip
        return
    menu = par_code.get(etape.parent)
    if menu is None or menu.type != TypeEtape.MENU:
        yield FauteEtape(etape.code, "parent", f"« {etape.parent} » n’est pas un menu de cet arbre", "Écrire le code d’un menu.")  # fmt: skip
    elif _turns(etape, par_code):
        yield FauteEtape(etape.code, "parent", "ce menu d’origine dépend lui-même de l’étape", "Choisir un menu plus haut dans l’arbre.")  # fmt: skip
    if etape.touche not in regles.touches.noms:
        yield FauteEtape(etape.code, "touche", "un choix demande une touche du téléphone", f"Écrire l’une de celles-ci : {', '.join(regles.touches.noms)}.")  # fmt: skip


def _check_suite(etape: Etape, par_code: Mapping[str, Etape]) -> Iterator[FauteEtape]:
    """Yield what is wrong with where a step leads."""
    if etape.type == TypeEtape.RETOUR:
        cible = par_code.get(etape.vers)
        if cible is None or cible.type != TypeEtape.MENU:
            yield FauteEtape(etape.code, "vers", "un retour mène à un menu de cet arbre", "Écrire le code d’un menu.")  # fmt: skip
    elif etape.type == TypeEtape.NUMERO:
        if NUMERO.fullmatch(etape.vers) is None:
            yield FauteEtape(etape.code, "vers", "ce renvoi demande un numéro de téléphone", "Écrire le numéro en chiffres, comme 34 00.")  # fmt: skip
    elif etape.vers:
        yield FauteEtape(etape.code, "vers", "ce type d’étape ne renvoie nulle part", "Laisser vide, ou changer le type de l’étape.")  # fmt: skip


def _turns(etape: Etape, par_code: Mapping[str, Etape]) -> bool:
    """Whether going up from a step comes back to it."""
    vus, code = {etape.code}, etape.parent
    while code in par_code and code not in vus:
        vus.add(code)
        code = par_code[code].parent
    return code in vus and code != ""
