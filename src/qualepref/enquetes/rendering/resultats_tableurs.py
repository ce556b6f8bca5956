"""Results as a spreadsheet: one row per question and per answer to it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from qualepref.enquetes.models import ResultatSeul
from qualepref.enquetes.queries.croisements import Croisements
from qualepref.enquetes.queries.resultats import Resultats
from qualepref.enquetes.rendering.mystere import list_lignes_mystere, round_moyenne
from qualepref.enquetes.rendering.resultats_textes import say_etat, say_evolution, say_verdict
from qualepref.enquetes.rules.mystere import ResultatsMystere
from qualepref.enquetes.rules.resultats import EtatResultat, ResultatQuestion, Taux
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.ecriture import write_tableau


CHAMPS = (
    Champ("site", "Site"),
    Champ("groupe", "Rubrique"),
    Champ("question", "Code de la question"),
    Champ("libelle", "Question"),
    Champ("modalite", "Détail"),
    Champ("posees", "Personnes interrogées", TypeChamp.ENTIER),
    Champ("repondues", "Réponses à la question", TypeChamp.ENTIER),
    Champ("n", "Nombre", TypeChamp.ENTIER),
    Champ("part", "Part des réponses", TypeChamp.TAUX),
    Champ("satisfaits", "Satisfaits", TypeChamp.ENTIER),
    Champ("exprimes", "Exprimés", TypeChamp.ENTIER),
    Champ("taux", "Taux de satisfaits", TypeChamp.TAUX),
    Champ("bas", "Intervalle à 95 %, borne basse", TypeChamp.TAUX),
    Champ("haut", "Intervalle à 95 %, borne haute", TypeChamp.TAUX),
    Champ("moyenne", "Moyenne", TypeChamp.DECIMAL),
    Champ("etat", "État"),
    Champ("cible", "Cible", TypeChamp.TAUX),
    Champ("verdict", "Verdict"),
    Champ("manquantes", "Réponses de plus pour conclure", TypeChamp.ENTIER),
    Champ("evolution", "Campagne précédente"),
    Champ("source", "Source"),
)
# Of a mystery survey, beside the others.
CHAMPS_MYSTERE = (*CHAMPS, Champ("kappa", "Kappa de Cohen", TypeChamp.DECIMAL))
TROP_PEU = "Tests faits ; rien n’est montré avant {} tests"
ENSEMBLE = "tous les sites ensemble"
# Bounds are floats: four decimals of a percentage are more than anybody reads.
DECIMALES_BORNE = 6
CENT = 100


def render_fichier(
    resultats: Resultats,
    extension: str,
    *,
    croisements: Croisements | None = None,
    mystere: ResultatsMystere | None = None,
) -> bytes:
    """Return the results as a file; `extension` is xlsx, ods or csv.

    croisements: added below. mystere: what only mystery tests say, added below too.
    """
    champs = CHAMPS if mystere is None else CHAMPS_MYSTERE
    lignes = _iter_lignes(resultats, croisements, mystere)
    rangs = ([valeurs.get(champ.code) for champ in champs] for valeurs in lignes)
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / f"resultats.{extension}"
        write_tableau(sortie, champs, rangs, feuille="Résultats")
        return sortie.read_bytes()


def _iter_lignes(
    resultats: Resultats, croisements: Croisements | None, mystere: ResultatsMystere | None
) -> Iterator[dict[str, Any]]:
    """Yield rows, by the code of each column, without those where there is nothing to say.

    One row per question, then one per answer to it; then the judged questions site by site, and
    along an axis where one is given; then what was published without answers, and what only mystery
    tests say. Of too few mystery tests, how many and nothing else.
    """
    seul = resultats.sites[0].site.nom if len(resultats.sites) == 1 else ENSEMBLE
    site = resultats.site.nom if resultats.site else seul
    if mystere is not None and mystere.masque:
        yield {"site": site, "libelle": TROP_PEU.format(mystere.minimum), "n": mystere.tests}
        return
    titres = {g.groupe.code: str(g.groupe.titre) for g in resultats.groupes}
    for lu in resultats.questions:
        commun = {"site": site, "groupe": titres[lu.groupe]}
        yield commun | _render_question(lu)
        for ligne in _render_options(lu):
            yield commun | ligne
    for croisement in resultats.cotes:
        for modalite, lu in croisement.resultats:
            yield {"site": modalite.libelle} | _render_question(lu)
    if croisements is not None:
        for ligne in _render_croisements(croisements):
            yield {"site": site} | ligne
    yield from map(_render_seul, resultats.seuls)
    if mystere is not None:
        for ligne in list_lignes_mystere(mystere):
            yield {"site": site} | ligne


def _render_croisements(croisements: Croisements) -> Iterator[dict[str, Any]]:
    for croisement in croisements.croisements:
        for modalite, lu in croisement.resultats:
            detail = f"{croisements.axe.libelle} : {modalite.libelle}"
            yield {"modalite": detail} | _render_question(lu)


def _render_question(lu: ResultatQuestion) -> dict[str, Any]:
    return {
        "question": lu.question.code,
        "libelle": str(lu.question.libelle),
        "posees": lu.posees,
        "repondues": lu.repondues,
        **_render_taux(lu.taux),
        "moyenne": round_moyenne(lu.moyenne),
        "etat": say_etat(lu),
        "cible": lu.cible,
        "verdict": say_verdict(lu) or None,
        "manquantes": lu.manquantes,
        "evolution": say_evolution(lu) or None,
    }


def _render_taux(taux: Taux | None) -> dict[str, Any]:
    if taux is None:
        return {}
    return {
        "satisfaits": taux.satisfaits,
        "exprimes": taux.exprimes,
        "taux": taux.valeur,
        "bas": Fraction(str(round(taux.bas, DECIMALES_BORNE))),
        "haut": Fraction(str(round(taux.haut, DECIMALES_BORNE))),
    }


def _render_options(lu: ResultatQuestion) -> Iterator[dict[str, Any]]:
    for option in lu.options:
        yield {
            "question": lu.question.code,
            "libelle": str(lu.question.libelle),
            "modalite": option.libelle,
            "repondues": lu.repondues,
            "n": option.n,
            "part": option.part,
        }


def _render_seul(publie: ResultatSeul) -> dict[str, Any]:
    connus = publie.numerateur is not None and publie.repondants
    publiee = None if publie.pourcentage is None else Fraction(publie.pourcentage) / CENT
    return {
        "site": publie.site.nom,
        "question": publie.question or None,
        "libelle": publie.libelle,
        "repondues": publie.repondants,
        "satisfaits": publie.numerateur,
        "exprimes": publie.repondants if publie.numerateur is not None else None,
        "taux": Fraction(publie.numerateur, publie.repondants) if connus else publiee,
        "etat": EtatResultat.SEUL.libelle,
        "source": publie.source or None,
    }
