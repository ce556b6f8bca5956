"""The months of an indicator, drawn where they differ, else in a strip of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from qualepref.indicateurs.queries.tableau import LigneTableau as Ligne
from qualepref.indicateurs.rendering import textes
from qualepref.indicateurs.rendering.graphiques import build_graphique_des_mois, list_effectifs
from qualepref.noyau.calcul.periodes import MOIS, MOIS_COURTS
from qualepref.noyau.calcul.releves import Etat, Releve
from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.noyau.graphiques.modele import Graphique, Rangee
from qualepref.noyau.referentiel.modele import Indicateur, Unite
from qualepref.publications.rendering.tableaux_donnees import TableauDetail


MOIS_MINIMUM = 2
EFFECTIF = "n"
NOMS = {
    Unite.POURCENT: "Taux",
    Unite.POUR_MILLE: "Taux",
    Unite.JOURS_OUVRES: "Délai moyen",
    Unite.JOURS: "Délai moyen",
}


def name_chiffre(indicateur: Indicateur) -> str:
    """Return the short name of the figures under a title that says the rest: « Taux »."""
    return NOMS.get(indicateur.unite, "Nombre")


def build_mois(lignes: Sequence[Ligne]) -> tuple[Graphique | None, TableauDetail | None]:
    """Return the months of indicators read together: a chart, else a strip, else neither.

    The chart draws the first of them whose months tell something; the others are rows under it.
    """
    for ligne in lignes:
        graphique = build_graphique_des_mois(ligne)
        if graphique is not None:
            return _complete(graphique, ligne, lignes), None
    return None, _strip(lignes)


def say_mois_sans_chiffre(releves: Sequence[Releve]) -> str:
    """Return « Non collecté : novembre et décembre. »; "" when every month has answers."""
    par_etat: dict[str, list[int]] = {}
    for rang, releve in enumerate(releves):
        if releve.valeur is None and releve.etat is not Etat.NON_SIGNIFICATIF:
            par_etat.setdefault(releve.etat.libelle, []).append(rang)
    texte = " ; ".join(f"{etat} : {say_rangs(rangs)}" for etat, rangs in par_etat.items())
    return f"{texte[:1].upper()}{texte[1:]}." if texte else ""


def _say_faibles(releves: Sequence[Releve]) -> str:
    """Return the months that too few answered: « Non significatif : mars. »."""
    rangs = [rang for rang, r in enumerate(releves) if r.etat is Etat.NON_SIGNIFICATIF]
    return f"Non significatif : {say_rangs(rangs)}." if rangs else ""


def say_rangs(rangs: Sequence[int]) -> str:
    """Return months given by their rank in the year: « janvier à avril, juin et août »."""
    suites = []
    for _, groupe in groupby(enumerate(rangs), key=lambda couple: couple[1] - couple[0]):
        suite = [rang for _, rang in groupe]
        if len(suite) > MOIS_MINIMUM:
            suites.append(f"{MOIS[suite[0]]} à {MOIS[suite[-1]]}")
        else:
            suites += [MOIS[rang] for rang in suite]
    debut, fin = ", ".join(suites[:-1]), suites[-1]
    return f"{debut} et {fin}" if debut else fin


def _complete(graphique: Graphique, dessinee: Ligne, lignes: Sequence[Ligne]) -> Graphique:
    """Return the chart named by its figures, the other indicators' months in rows under it."""
    tous = range(len(MOIS))
    autres = [ligne for ligne in lignes if ligne is not dessinee]
    rangees = [
        Rangee(nom, cellules)
        for ligne in autres
        for nom, cellules in _rows(ligne, tous, connu=graphique.n)
    ]
    return replace(
        graphique,
        titre=f"{name_chiffre(dessinee.indicateur)} par mois",
        description=" ".join([graphique.description, *_describe(graphique, rangees)]),
        rangees=tuple(rangees),
    )


def _describe(graphique: Graphique, rangees: list[Rangee]) -> list[str]:
    """Return the rows under a chart as sentences, months without a figure left out."""
    effectifs = tuple("" if n is None else format_nombre(n) for n in graphique.n)
    phrases = []
    for nom, cellules in [(EFFECTIF, effectifs), *((r.nom, r.cellules) for r in rangees)]:
        connus = [
            f"{mois} {texte}"
            for mois, texte in zip(MOIS, cellules, strict=False)
            if texte and texte not in textes.COURT.values()
        ]
        if connus:
            phrases.append(f"{nom} : {', '.join(connus)}.")
    return phrases


def _strip(lignes: Sequence[Ligne]) -> TableauDetail | None:
    """Return the months that have a figure side by side; None with fewer than two."""
    rangs = [
        rang
        for rang in range(len(MOIS))
        if any(
            ligne.mois[rang].valeur is not None or ligne.mois[rang].etat is Etat.NON_SIGNIFICATIF
            for ligne in lignes
        )
    ]
    if len(rangs) < MOIS_MINIMUM:
        return None
    rangees: list[tuple[str, tuple[str, ...]]] = []
    connu: tuple[int | None, ...] = ()
    for ligne in lignes:
        rangees += _rows(ligne, rangs, connu=connu)
        connu = connu or list_effectifs(ligne.mois, ligne.indicateur)
    noms = {name_chiffre(ligne.indicateur) for ligne in lignes}
    return TableauDetail(
        legende=f"{' et '.join(sorted(noms, reverse=True))} par mois".capitalize(),
        entetes=("", *(MOIS_COURTS[rang] for rang in rangs)),
        lignes=tuple((nom, *cellules) for nom, cellules in rangees),
        note=" ".join(
            filter(None, (_say_faibles(lignes[0].mois), say_mois_sans_chiffre(lignes[0].mois)))
        ),
    )


def _rows(
    ligne: Ligne, rangs: Sequence[int], *, connu: tuple[int | None, ...]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the figures of some months, and what they rest on unless `connu` says it already."""
    indicateur = ligne.indicateur
    chiffres = tuple(textes.say_valeur_courte(ligne.mois[rang], indicateur) for rang in rangs)
    lignes = [(name_chiffre(indicateur), chiffres)]
    effectifs = list_effectifs(ligne.mois, indicateur)
    if effectifs and effectifs != connu:
        nom = f"{EFFECTIF} ({name_chiffre(indicateur).lower()})" if connu else EFFECTIF
        nombres = (effectifs[rang] for rang in rangs)
        lignes.append((nom, tuple("n.c." if n is None else format_nombre(n) for n in nombres)))
    return lignes
