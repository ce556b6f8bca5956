"""The surveys of the deck: rates with n and interval, levels of satisfaction, mystery tests."""

from __future__ import annotations

from collections.abc import Iterator

from qualepref.publications.rendering.enquetes import EN_COURS, LEGENDE_MYSTERE
from qualepref.publications.rendering.enquetes_donnees import CampagneBilan, LigneCritere
from qualepref.publications.rendering.figes import Contenu
from qualepref.publications.rendering.support_modele import (
    Diapo,
    Image,
    Liste,
    Tableau,
    tell_graphique,
)


# Facts that a speaker may be asked for, and nobody reads on a screen.
EN_NOTES = ("Questionnaire", "Seuil de lecture")
# So few percentages published alone stand among the facts, without a table of their own.
SEULS_MAX = 3
ENTETES = ("Question", "Satisfaits", "Réponses", "Intervalle à 95\u00a0%")
ENTETES_MYSTERE = ("Critère", "Conformes", "Tests", "Intervalle à 95\u00a0%")


def show_enquetes(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """The surveys of users, the method of each before its results."""
    for enquete in contenu.bilan.enquetes:
        if not _is_mystere(enquete):
            yield from _show(enquete, titre)


def show_mystere(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """The mystery surveys; one that runs only says so."""
    for enquete in contenu.bilan.enquetes:
        if _is_mystere(enquete):
            yield from _show(enquete, titre)


def _is_mystere(enquete: CampagneBilan) -> bool:
    return enquete.legende == LEGENDE_MYSTERE or EN_COURS in enquete.notes


def _show(enquete: CampagneBilan, titre: str) -> Iterator[Diapo]:
    notes = tuple(_tell(enquete))
    faits = [f"{f.nom} : {f.valeur}" for f in enquete.faits if f.nom not in EN_NOTES]
    if enquete.ensemble:
        faits.append(f"Satisfaction globale : {enquete.ensemble}")
    if EN_COURS in enquete.notes:
        faits.append(EN_COURS)
    courts = enquete.seuls if len(enquete.seuls) <= SEULS_MAX else ()
    faits += [f"{s.libelle} : {s.resultat} ({s.base})" for s in courts]
    yield Liste(f"{titre} : {enquete.titre}", tuple(faits), notes)
    if enquete.criteres:
        yield _build_criteres(enquete, notes)
    if len(enquete.seuls) > SEULS_MAX:
        yield Tableau(
            f"{enquete.titre} : chiffres publiés",
            "Pourcentages publiés, et sur combien de réponses ils reposent",
            ("Question", "Résultat", "Base"),
            tuple((s.libelle, s.resultat, s.base) for s in enquete.seuls),
            notes,
        )
    for graphique in enquete.graphiques:
        yield Image(
            f"{enquete.titre} : {graphique.titre[:1].lower()}{graphique.titre[1:]}",
            graphique,
            (*notes, *tell_graphique(graphique)),
        )


def _build_criteres(enquete: CampagneBilan, notes: tuple[str, ...]) -> Tableau:
    entetes = ENTETES_MYSTERE if _is_mystere(enquete) else ENTETES
    if enquete.avec_cible:
        entetes = (*entetes, "Cible", "Constat")
    return Tableau(
        f"{enquete.titre} : résultats",
        enquete.legende,
        entetes,
        tuple(_row(c, cible=enquete.avec_cible) for c in enquete.criteres),
        (*notes, *(f"{c.libelle} : {c.base}" for c in enquete.criteres if c.base)),
    )


def _row(critere: LigneCritere, *, cible: bool) -> tuple[str, ...]:
    ligne = (
        critere.libelle,
        critere.resultat or critere.constat or "–",
        critere.calcul or "–",
        critere.intervalle or "–",
    )
    return (*ligne, critere.cible or "sans", critere.constat or "–") if cible else ligne


def _tell(enquete: CampagneBilan) -> Iterator[str]:
    if enquete.methode:
        yield f"Méthode : {enquete.methode}"
    yield f"Période : {enquete.dates}. Source : réponses à l’enquête « {enquete.titre} »."
    yield from (f"{f.nom} : {f.valeur}." for f in enquete.faits if f.nom in EN_NOTES)
    yield from (f"{s.libelle} : {s.source}" for s in enquete.seuls if s.source)
    if enquete.recueil:
        yield f"Recueil : {enquete.recueil}."
    yield from enquete.notes
