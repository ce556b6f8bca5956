"""The surveys of the deck: rates with n and interval, levels of satisfaction, mystery tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qualepref.publications.rendering.enquetes import EN_COURS, LEGENDE_MYSTERE
from qualepref.publications.rendering.enquetes_donnees import CampagneBilan, LigneCritere
from qualepref.publications.rendering.figes import Contenu
from qualepref.publications.rendering.support_modele import (
    Diapo,
    Image,
    Tableau,
    hold,
    tell_graphique,
)


# Facts that a table of surveys has in columns of their own, or a speaker in the notes.
EN_COLONNES = ("Dates", "Recueil", "Retours", "Tests")
EN_NOTES = ("Questionnaire", "Seuil de lecture")
# So few percentages published alone stand in one sentence, without a table of their own.
SEULS_MAX = 3
ENTETES = ("Question", "Satisfaits", "Réponses", "Intervalle à 95\u00a0%")
ENTETES_MYSTERE = ("Critère", "Conformes", "Tests", "Intervalle à 95\u00a0%")
RIEN_ENCORE = "En cours : résultats à la clôture"


def show_enquetes(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """The surveys of users: a table of results each, one for those of one result."""
    yield from _show(contenu, titre, [e for e in contenu.bilan.enquetes if not _is_mystere(e)])


def show_mystere(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """The mystery surveys; one that runs only says so."""
    yield from _show(contenu, titre, [e for e in contenu.bilan.enquetes if _is_mystere(e)])


def show_methodes(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """When, how, whom each survey asked."""
    enquetes = contenu.bilan.enquetes
    if enquetes:
        yield Tableau(
            titre,
            f"Enquêtes de {contenu.annee} : dates, recueil, retours",
            ("Enquête", "Dates", "Recueil", "Retours ou tests"),
            tuple((e.titre, e.dates, e.recueil or "–", _say_retours(e) or "–") for e in enquetes),
            _tell_toutes(enquetes),
        )


def show_detail(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """Percentages published alone, and levels of satisfaction, survey by survey."""
    for enquete in contenu.bilan.enquetes:
        notes = tuple(_tell(enquete))
        nom = f"{titre} : {enquete.titre}"
        if len(enquete.seuls) > SEULS_MAX:
            yield Tableau(
                f"{nom}, chiffres publiés",
                "Pourcentages publiés, et sur combien de réponses ils reposent",
                ("Question", "Résultat", "Base"),
                tuple((s.libelle, s.resultat, s.base) for s in enquete.seuls),
                notes,
            )
        for graphique in enquete.graphiques:
            yield Image(f"{nom}, réponses", graphique, (*notes, *tell_graphique(graphique)))


def _is_mystere(enquete: CampagneBilan) -> bool:
    return enquete.legende == LEGENDE_MYSTERE or EN_COURS in enquete.notes


def _show(contenu: Contenu, titre: str, enquetes: list[CampagneBilan]) -> Iterator[Diapo]:
    minimum = contenu.donnees["comite"]["composition"]["limites"]["criteres"]
    amples = [e for e in enquetes if len(e.criteres) >= minimum]
    breves = [e for e in enquetes if e not in amples]
    for enquete in amples:
        yield _build_criteres(enquete, enquete.titre, tuple(_tell(enquete)))
    if breves:
        yield Tableau(
            f"{titre} : les autres" if amples else titre,
            "Enquêtes de l’année : dates, retours et ce qui en ressort",
            ("Enquête", "Dates et retours", "Ce qui en ressort"),
            tuple((e.titre, _say_quand(e), _sum_up(e)) for e in breves),
            _tell_toutes(breves),
        )


def _sum_up(enquete: CampagneBilan) -> str:
    """Return what a survey without a slide of its own has to say."""
    if EN_COURS in enquete.notes:
        return RIEN_ENCORE
    return " ; ".join(_iter_dits(enquete)) or "Pas de résultat"


def _iter_dits(enquete: CampagneBilan) -> Iterator[str]:
    for c in enquete.criteres:
        parties = " ; ".join(hold(p) for p in (c.calcul, c.intervalle) if p)
        parties = f" ({parties})" if parties else ""
        constat = f", {c.constat}" if c.resultat and c.constat else ""
        yield f"{c.libelle} {c.resultat or c.constat}{parties}{constat}"
    yield from _iter_a_part(enquete)


def _iter_a_part(enquete: CampagneBilan) -> Iterator[str]:
    """Yield what no table of results says: other facts, percentages published alone."""
    for fait in enquete.faits:
        if fait.nom not in (*EN_COLONNES, *EN_NOTES):
            yield f"{fait.nom} : {fait.valeur}"
    for seul in enquete.seuls if len(enquete.seuls) <= SEULS_MAX else ():
        yield f"{seul.libelle} : {seul.resultat} ({seul.base})"


def _build_criteres(enquete: CampagneBilan, titre: str, notes: tuple[str, ...]) -> Tableau:
    entetes = ENTETES_MYSTERE if _is_mystere(enquete) else ENTETES
    if enquete.avec_cible:
        entetes = (*entetes, "Cible", "Constat")
    faits = (enquete.dates, enquete.recueil, _say_retours(enquete), *_iter_a_part(enquete))
    return Tableau(
        titre,
        enquete.legende,
        entetes,
        tuple(_row(c, cible=enquete.avec_cible) for c in enquete.criteres),
        (*notes, *(f"{c.libelle} : {c.base}" for c in enquete.criteres if c.base)),
        chapeau=" · ".join(f"{f[:1].upper()}{f[1:]}" for f in faits if f),
    )


def _say_quand(enquete: CampagneBilan) -> str:
    retours = _say_retours(enquete)
    return f"{enquete.dates}, {hold(retours)}" if retours else enquete.dates


def _say_retours(enquete: CampagneBilan) -> str:
    """Return « 312 retours », « 23 tests »."""
    tests = _is_mystere(enquete) and enquete.retours
    return f"{enquete.retours} tests" if tests else enquete.retours


def _row(critere: LigneCritere, *, cible: bool) -> tuple[str, ...]:
    ligne = (
        critere.libelle,
        critere.resultat or critere.constat or "–",
        hold(critere.calcul) or critere.base or "–",
        hold(critere.intervalle or "–"),
    )
    return (*ligne, hold(critere.cible or "sans"), critere.constat or "–") if cible else ligne


def _tell_toutes(enquetes: Iterable[CampagneBilan]) -> tuple[str, ...]:
    return tuple(note for e in enquetes for note in (f"{e.titre}.", *_tell(e)))


def _tell(enquete: CampagneBilan) -> Iterator[str]:
    if enquete.methode:
        yield f"Méthode : {enquete.methode}"
    yield f"Période : {enquete.dates}. Source : réponses à l’enquête « {enquete.titre} »."
    yield from (f"{f.nom} : {f.valeur}." for f in enquete.faits if f.nom in EN_NOTES)
    yield from (f"{s.libelle} : {s.source}" for s in enquete.seuls if s.source)
    if enquete.recueil:
        yield f"Recueil : {enquete.recueil}."
    yield from enquete.notes
