"""The indicators of the deck: the year in short, results by module, what was missed, months, charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qualepref.noyau.calcul.periodes import MOIS
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.referentiel.modele import Periodicite
from qualepref.publications.rendering.bilan_donnees import (
    AVEC_CHIFFRE,
    VERDICTS_COURTS,
    Bloc,
    FicheIndicateur,
)
from qualepref.publications.rendering.figes import Contenu, IndicateurFige
from qualepref.publications.rendering.support_modele import (
    Diapo,
    Image,
    Liste,
    Tableau,
    tell_graphique,
)


ENTETES = ("Indicateur", "Résultat", "Calcul", "Cible", "Constat")
# What belongs to no module comes last.
PILOTAGE = 99
SEMESTRES = ((0, 6), (6, 12))
CALCUL = "Un taux annuel est le rapport des sommes de l’année, jamais la moyenne des taux mensuels."


def show_decompte(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """How many targets are held, missed, uncertain."""
    bilan = contenu.bilan
    yield Liste(
        titre,
        tuple(f"{c.nombre} {c.libelle}" for c in bilan.decompte),
        (*bilan.preambule, f"Source : tableau de bord de {contenu.annee}, {bilan.referentiel}."),
    )


def show_modules(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """One table per module: result, parts, target, verdict."""
    cles = set(contenu.donnees["comite"]["composition"]["chiffres_cles"])
    titres = {m.numero: m.titre for m in contenu.bilan.perimetre}
    for numero in sorted({i.module or 0 for i in contenu.indicateurs}, key=lambda n: n or PILOTAGE):
        du_module = [
            i for i in contenu.indicateurs if (i.module or 0) == numero and i.code not in cles
        ]
        if not du_module:
            continue
        nom = f"Module {numero}" if numero else "Pilotage"
        legende = f"{nom} – {titres[numero]}" if numero in titres else nom
        yield Tableau(
            f"{titre} : {legende[:1].lower()}{legende[1:]}",
            f"Indicateurs de {contenu.annee}, {legende} : résultat, calcul, cible et constat",
            ENTETES,
            tuple(_row(i) for i in du_module),
            (CALCUL, *_tell_methodes(contenu, du_module)),
        )


def _row(i: IndicateurFige) -> tuple[str, ...]:
    return (
        i.libelle,
        i.annee.imprime,
        i.annee.fraction or "–",
        i.cible_imprimee or "sans",
        VERDICTS_COURTS[i.annee.verdict],
    )


def show_manques(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """What each missed target lacked."""
    manques = contenu.bilan.manques
    if manques:
        codes = {m.code for m in manques}
        yield Tableau(
            titre,
            "Cibles non atteintes, et ce qu’il fallait pour les atteindre",
            ("Indicateur", "Résultat", "Cible", "Il fallait"),
            tuple((m.libelle, m.resultat, m.cible, m.ecart or "–") for m in manques),
            tuple(_tell_methodes(contenu, [i for i in contenu.indicateurs if i.code in codes])),
        )


def show_chiffres_cles(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """Numbers that say how much is done; those nobody collected say so."""
    codes = contenu.donnees["comite"]["composition"]["chiffres_cles"]
    retenus = [i for i in map(contenu.indicateur, codes) if i is not None]
    if not retenus:
        return
    yield Tableau(
        titre,
        f"Chiffres clés de {contenu.annee} et de l’année précédente",
        ("Chiffre", f"{contenu.annee}", f"{contenu.annee - 1}"),
        tuple(
            (i.libelle, i.annee.imprime, i.precedente.imprime if i.precedente else "–")
            for i in retenus
        ),
        tuple(_tell_methodes(contenu, retenus)),
    )


def show_mensuel(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """The dashboard month by month, half a year at a time; a half without a figure is left out."""
    cles = contenu.donnees["comite"]["composition"]["chiffres_cles"]
    mensuels = [
        i
        for i in contenu.indicateurs
        if i.periodicite is Periodicite.MOIS
        and i.code not in cles
        and any(m.etat in AVEC_CHIFFRE for m in i.mois)
    ]
    for debut, fin in SEMESTRES:
        montres = [i for i in mensuels if any(m.etat in AVEC_CHIFFRE for m in i.mois[debut:fin])]
        if not montres:
            continue
        periode = f"de {MOIS[debut]} à {MOIS[fin - 1]} {contenu.annee}"
        yield Tableau(
            f"{titre}, {periode}",
            f"Résultats mensuels {periode}",
            ("Indicateur", *(m.capitalize() for m in MOIS[debut:fin]), "Cible"),
            tuple(
                (i.libelle, *(m.imprime for m in i.mois[debut:fin]), i.cible_imprimee or "sans")
                for i in montres
            ),
            (
                "« Non collecté » : aucun relevé ce mois-là, ce n’est pas zéro. Les indicateurs sans "
                "aucun mois relevé ne sont pas répétés ici.",
                *_tell_methodes(contenu, montres),
            ),
        )


def show_graphiques(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """The charts of the year of the indicators named, where they have one."""
    codes = contenu.donnees["comite"]["composition"]["graphiques"]
    for bloc in _iter_blocs(contenu):
        if bloc.graphique is not None and any(f.code in codes for f in bloc.fiches):
            nom = " et ".join(serie.nom for serie in bloc.graphique.series)
            yield Image(
                f"{titre} : {nom[:1].lower()}{nom[1:]}",
                bloc.graphique,
                (
                    *(n for f in bloc.fiches for n in _tell_fiche(f)),
                    *tell_graphique(bloc.graphique),
                ),
            )


def _iter_blocs(contenu: Contenu) -> Iterator[Bloc]:
    for famille in contenu.bilan.familles:
        yield from famille.blocs


def _tell_methodes(contenu: Contenu, indicateurs: Sequence[IndicateurFige]) -> Iterator[str]:
    """Yield method, period and source of each indicator, for the notes."""
    fiches = {f.code: f for bloc in _iter_blocs(contenu) for f in bloc.fiches}
    for i in indicateurs:
        if i.code in fiches:
            yield from _tell_fiche(fiches[i.code])
        else:
            yield _join(f"{i.libelle} : {_say_etat(i.annee.etat)}", (_say_methode(i.methode),))


def _tell_fiche(fiche: FicheIndicateur) -> Iterator[str]:
    yield _join(
        f"{fiche.libelle} : {fiche.resultat}",
        (
            fiche.calcul,
            _say_methode(fiche.methode),
            f"période : {fiche.periode_couverte}" if fiche.periode_couverte else "",
            fiche.tracage,
            fiche.intervalle,
            f"source : {fiche.source}" if fiche.source else "",
        ),
    )


def _say_etat(etat: Etat) -> str:
    return etat.libelle if etat not in AVEC_CHIFFRE else "des résultats partiels seulement"


def _say_methode(methode: str) -> str:
    return f"méthode : {methode[:1].lower()}{methode[1:]}" if methode else ""


def _join(debut: str, suites: Iterable[str]) -> str:
    return " ; ".join((debut, *(s.rstrip(".") for s in suites if s))) + "."
