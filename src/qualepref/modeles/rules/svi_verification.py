"""What a voice server lacks: limits and order of 8.4, an end to every branch, an agent, clear words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from qualepref.modeles.enums import TypeEtape
from qualepref.modeles.rules.svi import (
    Etape,
    Noeud,
    compute_duree,
    count_mots,
    find_sans_issue,
    walk,
)
from qualepref.modeles.rules.verification import check_modele
from qualepref.noyau.agendas.plages import add_mois
from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.noyau.modeles.modele import Regles
from qualepref.noyau.modeles.svi import ReglesSvi


# Of the checks of templates, those that speak of plain language.
LANGAGE = ("moyenne", "phrase", "sigle")


@dataclass(frozen=True, slots=True)
class ConstatSvi:
    """One thing to look at. bloquant: such a version cannot answer calls. code: the step, or ""."""

    genre: str
    message: str
    code: str = ""
    bloquant: bool = False


def check_svi(arbre: Noeud | None, *, regles: ReglesSvi, langage: Regles) -> tuple[ConstatSvi, ...]:
    """Return what the tree lacks, step after step, what concerns the whole first."""
    noeuds = list(walk(arbre))
    if not noeuds:
        return (ConstatSvi("vide", "L’arbre n’a aucune étape. Ajoutez l’accueil.", bloquant=True),)
    etapes = [n.etape for n in noeuds]
    sans_issue = find_sans_issue(etapes)
    constats = [*_find_agent(etapes, regles), *_find_sans_question(etapes, regles)]
    for noeud in noeuds:
        constats += _find_limites(noeud, regles)
        constats += _find_ordre(noeud)
        constats += _find_impasse(noeud, sans_issue)
        constats += _find_paroles(noeud, regles, langage)
    return tuple(constats)


def check_actualisation(
    vue_le: dt.date, *, regles: ReglesSvi, le: dt.date
) -> tuple[ConstatSvi, ...]:
    """Return why a version last changed or read through on `vue_le` is no longer up to date."""
    mois = regles.actualisation.mois
    if le <= add_mois(vue_le, mois):
        return ()
    return (
        ConstatSvi(
            "actualisation",
            f"Rien n’a été actualisé ni relu depuis le {vue_le:%d/%m/%Y}. Relisez l’arbre tous les "
            f"{mois} mois.",
        ),
    )


def _find_agent(etapes: list[Etape], regles: ReglesSvi) -> Iterator[ConstatSvi]:
    agents = [e for e in etapes if e.type == TypeEtape.AGENT]
    if not agents:
        yield ConstatSvi(
            "agent",
            f"Aucun choix ne mène à un agent, ce que demande l’engagement {regles.engagement}.",
        )
    for etape in agents:
        if not etape.service:
            yield ConstatSvi("service", "Dites quel service répond ici.", etape.code)


def _find_sans_question(etapes: list[Etape], regles: ReglesSvi) -> Iterator[ConstatSvi]:
    if all(e.rang is None for e in etapes):
        yield ConstatSvi(
            "questions",
            f"Rien ne dit à quelles questions fréquentes l’arbre répond : le sous-engagement "
            f"{regles.sous_engagement} le veut configuré d’après elles. Donnez leur rang aux étapes.",
        )


def _find_ordre(noeud: Noeud) -> Iterator[ConstatSvi]:
    """Yield each choice of a menu that comes after another which fewer callers ask for."""
    avant: tuple[int, str] | None = None
    for enfant in noeud.enfants:
        rang = enfant.rang
        if rang is None:
            continue
        if avant is not None and rang < avant[0]:
            yield ConstatSvi(
                "ordre",
                f"« {enfant.etape.libelle} » mène à la question fréquente n° {rang}, et vient "
                f"après « {avant[1]} », n° {avant[0]}. Échangez leurs touches.",
                noeud.etape.code,
            )
        avant = max(avant or (rang, enfant.etape.libelle), (rang, enfant.etape.libelle))


def _find_limites(noeud: Noeud, regles: ReglesSvi) -> Iterator[ConstatSvi]:
    code = noeud.etape.code
    if noeud.etape.type == TypeEtape.MENU and noeud.niveau >= regles.niveaux.maximum:
        yield ConstatSvi(
            "niveaux",
            f"Menu de niveau {noeud.niveau + 1} : {regles.niveaux.maximum} niveaux au plus. Remontez "
            "ses choix.",
            code,
        )
    choix = sum(1 for e in noeud.enfants if e.etape.type != TypeEtape.RETOUR)
    if choix > regles.choix.maximum:
        yield ConstatSvi(
            "choix",
            f"{choix} choix dans ce menu : {regles.choix.maximum} au plus, retours non comptés.",
            code,
        )


def _find_impasse(noeud: Noeud, sans_issue: frozenset[str]) -> Iterator[ConstatSvi]:
    etape = noeud.etape
    if etape.type == TypeEtape.MENU and not noeud.enfants:
        yield ConstatSvi("impasse", "Ce menu n’a aucun choix.", etape.code, bloquant=True)
    elif etape.type == TypeEtape.MENU and etape.code in sans_issue:
        yield ConstatSvi(
            "boucle",
            "L’appelant tourne en rond : aucun choix ne mène à une annonce, à un agent ou à un numéro.",
            etape.code,
            bloquant=True,
        )


def _find_paroles(noeud: Noeud, regles: ReglesSvi, langage: Regles) -> Iterator[ConstatSvi]:
    etape = noeud.etape
    paroles = etape.paroles.get(regles.langue, "")
    if not paroles:
        if etape.type in (TypeEtape.MENU, TypeEtape.ANNONCE):
            yield ConstatSvi("paroles", "Rien n’est dit à cette étape.", etape.code, bloquant=True)
        return
    if etape.type == TypeEtape.MENU:
        yield from _find_touches(noeud, paroles, regles)
    for langue, texte in etape.paroles.items():
        secondes = compute_duree(count_mots(texte), regles=regles)
        if secondes > regles.annonce.duree_maximum:
            yield ConstatSvi(
                "duree",
                f"Environ {format_nombre(secondes)} secondes en {regles.langues.get(langue, langue)} : "
                f"{regles.annonce.duree_maximum} au plus.",
                etape.code,
            )
    lu = check_modele(paroles, lu=paroles, type_modele="", sans_nom="", regles=langage)
    for constat in lu.constats:
        if constat.genre in LANGAGE:
            passage = paroles[constat.debut : constat.fin].strip()
            cite = f"« {passage} » : " if passage else ""
            yield ConstatSvi(constat.genre, f"{cite}{constat.message}", etape.code)


def _find_touches(noeud: Noeud, paroles: str, regles: ReglesSvi) -> Iterator[ConstatSvi]:
    """Yield the keys that lead somewhere unsaid, and those said that lead nowhere."""
    touches = {nom.casefold(): touche for touche, nom in regles.touches.noms.items()}
    annonces = "|".join(
        re.escape(a) for a in sorted(regles.touches.annonces, key=len, reverse=True)
    )
    noms = "|".join(re.escape(n) for n in touches)
    dites = {
        touches[m[1].casefold()]
        for m in re.finditer(rf"\b(?:{annonces})\s+({noms})\b(?![ .]?\d)", paroles, re.IGNORECASE)
    }
    menees = {e.etape.touche for e in noeud.enfants}
    for touche in regles.touches.noms:
        nom = regles.touches.noms[touche]
        if touche in menees - dites:
            yield ConstatSvi(
                "touche", f"Les paroles ne disent pas de taper {nom}.", noeud.etape.code
            )
        elif touche in dites - menees:
            yield ConstatSvi(
                "touche",
                f"Les paroles disent de taper {nom}, qui ne mène nulle part.",
                noeud.etape.code,
            )
