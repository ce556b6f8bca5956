"""The annual report of a site: readings put into words, nothing computed again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qualepref.amelioration.queries.formations import load_totaux as load_formations
from qualepref.amelioration.rendering.formations import render_formations
from qualepref.amelioration.rendering.plan_donnees import render_totaux
from qualepref.enquetes.rendering.resultats import render_resultats
from qualepref.indicateurs.queries.tableau import LigneTableau as Ligne, Tableau, load_tableau
from qualepref.indicateurs.rendering import textes
from qualepref.indicateurs.rendering.donnees import render_tableau
from qualepref.noyau.calcul.rendu import (
    INSECABLE,
    format_nombre,
    format_valeur,
    round_half_up,
    scale,
)
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.documents.textes import format_date
from qualepref.noyau.referentiel.modele import Cible, Referentiel, Sens, Statut, Unite
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_autorite
from qualepref.publications.queries.bilan import find_label, is_demonstration
from qualepref.publications.queries.enquetes import load_enquetes
from qualepref.publications.rendering.bilan_donnees import (
    Bilan,
    LabelBilan,
    LigneTableau,
    Manque,
    ModulePerimetre,
)
from qualepref.publications.rendering.comparaisons import build_publies
from qualepref.publications.rendering.enquetes import build_enquetes
from qualepref.publications.rendering.familles import build_familles, has_chiffres
from qualepref.publications.rendering.formations import build_section_formations
from qualepref.publications.rendering.plan import build_section, load_plan
from qualepref.publications.rules import compute_exces, compute_manque


LONGUEUR_REFERENCE = 10
DECIMALES_ECART = 3
STATUTS = {
    Statut.OBLIGATOIRE: "obligatoire",
    Statut.OBLIGATOIRE_SI_CERT: "obligatoire avec un CERT",
    Statut.CONDITIONNEL: "conditionnel",
    Statut.OPTIONNEL: "optionnel",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report is drawn from: the dashboard, and as plain data what the year holds beside it.

    plan: its totals; empty without a plan. formations: the trainings; empty without any.
    """

    tableau: Tableau
    enquetes: list[dict[str, Any]]
    plan: dict[str, Any]
    formations: dict[str, Any]


def build_bilan(site: Site, annee: int, *, le: dt.date) -> tuple[Bilan, Sources]:
    """Return what the annual report says as of `le`, and what it says it from."""
    tableau = load_tableau(site, annee, le=le)
    enquetes = load_enquetes(site, annee, le=le)
    plan = load_plan(site, annee, le=le)
    formations = load_formations(site, annee, le=le)
    sources = Sources(
        tableau,
        [render_resultats(e.resultats) for e in enquetes if e.resultats is not None],
        render_totaux(plan.totaux) if plan else {},
        {} if formations.vides else render_formations(formations),
    )
    referentiel = tableau.referentiel
    bilan = Bilan(
        site_nom=site.nom,
        annee=annee,
        titre="Bilan annuel",
        sous_titre=f"Indicateurs et enquêtes de la démarche qualité, année {annee}",
        statut="Première édition : indicateurs et enquêtes",
        reference=fingerprint(sources),
        arrete_le=le,
        autorite=get_autorite(site),
        referentiel=f"{referentiel.nom}, version {referentiel.version}",
        perimetre=_perimetre(site, referentiel),
        label=_label(site, le),
        preambule=tuple(_preambule(tableau)),
        familles=build_familles(tableau),
        tableau=tuple(_ligne_tableau(ligne) for ligne in tableau.lignes),
        manques=tuple(_manques(tableau)),
        enquetes=build_enquetes(enquetes),
        sections=(
            *((build_section(plan),) if plan else ()),
            *(() if formations.vides else (build_section_formations(formations),)),
        ),
        publies=build_publies(tableau),
        demonstration=is_demonstration(site),
    )
    return bilan, sources


def fingerprint(sources: Sources) -> str:
    """Return the short digest of all that the figures of a report say."""
    chiffres = [
        render_tableau(sources.tableau),
        sources.enquetes,
        sources.plan,
        sources.formations,
    ]
    contenu = json.dumps(chiffres, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(contenu.encode()).hexdigest()[:LONGUEUR_REFERENCE]


def _perimetre(site: Site, referentiel: Referentiel) -> tuple[ModulePerimetre, ...]:
    retenus = site.modules
    return tuple(
        ModulePerimetre(m.numero, m.titre, len(m.engagements), STATUTS[m.statut])
        for m in referentiel.modules
        if m.numero in retenus
    )


def _label(site: Site, le: dt.date) -> LabelBilan | None:
    label = find_label(site, le=le)
    if label is None:
        return None
    return LabelBilan(
        decision=format_date(label.decision_le),
        organisme=label.organisme,
        duree=f"{label.duree_annees}{INSECABLE}{'an' if label.duree_annees == 1 else 'ans'}",
        fin=format_date(label.fin_le),
    )


def _preambule(tableau: Tableau) -> Iterator[str]:
    lignes = tableau.lignes
    chiffres = sum(ligne.releve.valeur is not None for ligne in lignes)
    partiels = sum(ligne.releve.valeur is None and has_chiffres(ligne) for ligne in lignes)
    yield (
        "Ce bilan rend compte des engagements pris envers les usagers : ce qui a été mesuré, "
        "comment, sur quelle période, et si la cible de l’année est tenue."
    )
    comptes = (
        (chiffres, f"avec un résultat pour l’année {tableau.annee}"),
        (partiels, "avec des résultats partiels seulement"),
        (len(lignes) - chiffres - partiels, "sans aucun résultat, et la raison en est donnée"),
    )
    dits = ", ".join(f"{nombre} {texte}" for nombre, texte in comptes if nombre)
    yield f"Indicateurs du périmètre : {len(lignes)}, dont {dits}."
    yield (
        "Chaque taux est donné avec son numérateur et son dénominateur quand ils sont connus. Un "
        "taux annuel est le rapport des sommes de l’année, jamais la moyenne des taux mensuels."
    )


def _ligne_tableau(ligne: Ligne) -> LigneTableau:
    i = ligne.indicateur
    return LigneTableau(
        famille=i.domaine,
        code=i.code,
        libelle=i.libelle,
        resultat=textes.say_valeur(ligne.releve, i),
        etat=ligne.releve.etat,
        verdict=ligne.verdict,
        fraction=textes.say_fraction(ligne.releve),
        cible=textes.say_cible(ligne.cible, i),
        cible_suivante=textes.say_cible(ligne.cible_suivante, i),
    )


def _manques(tableau: Tableau) -> Iterator[Manque]:
    for ligne in tableau.lignes:
        if ligne.verdict is Verdict.NON_ATTEINTE and ligne.cible is not None:
            i = ligne.indicateur
            yield Manque(
                code=i.code,
                libelle=i.libelle,
                resultat=textes.say_valeur(ligne.releve, i),
                cible=textes.say_cible(ligne.cible, i),
                ecart=_say_ecart(ligne, ligne.cible),
            )


def _say_ecart(ligne: Ligne, cible: Cible) -> str:
    """Return what the target lacked: « 3 de plus sur 724 », « 2 j.o. de moins »."""
    i, r = ligne.indicateur, ligne.releve
    sens = "de plus" if i.sens is Sens.HAUSSE else "de moins"
    manque = compute_manque(r, cible, i.sens)
    if manque is not None and r.denominateur is not None:
        return f"{format_nombre(manque)} {sens} sur {format_nombre(r.denominateur)}"
    if r.valeur is None:
        return ""
    exces = compute_exces(r.valeur, cible, i.sens)
    lisibles = range(i.decimales, i.decimales + DECIMALES_ECART)
    decimales = next((d for d in lisibles if round_half_up(scale(exces, i.unite), d)), lisibles[-1])
    if i.unite is Unite.POURCENT:
        nombre = format_nombre(scale(exces, i.unite), decimales)
        return f"{nombre}{INSECABLE}points {sens}"
    return f"{format_valeur(exces, i.unite, decimales)} {sens}"
