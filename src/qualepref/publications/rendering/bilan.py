"""The annual report of a site: readings put into words, nothing computed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from qualepref.enquetes.rendering.resultats import render_resultats
from qualepref.indicateurs.queries.tableau import LigneTableau as Ligne, Tableau
from qualepref.indicateurs.rendering import textes
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import (
    INSECABLE,
    format_nombre,
    format_valeur,
    round_half_up,
    scale,
)
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.documents.textes import format_date
from qualepref.noyau.redaction.modele import SANS_TEXTE, TexteRiche
from qualepref.noyau.referentiel.modele import Cible, Module, Referentiel, Sens, Statut, Unite
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_autorite
from qualepref.publications.queries.bilan import find_label, is_demonstration
from qualepref.publications.queries.enquetes import load_enquetes
from qualepref.publications.queries.precedentes import AnneePubliee, name_referentiel
from qualepref.publications.queries.textes import load_textes
from qualepref.publications.rendering.bilan_donnees import (
    Bilan,
    LabelBilan,
    LigneTableau,
    Manque,
    ModulePerimetre,
)
from qualepref.publications.rendering.comparaisons import build_publies
from qualepref.publications.rendering.enquetes import build_enquetes
from qualepref.publications.rendering.familles import Reperes, build_familles, has_chiffres
from qualepref.publications.rendering.rubriques import (
    list_donnees,
    list_sections,
    load_rubriques,
)
from qualepref.publications.rules.champs import (
    ENQUETES,
    PERSPECTIVES,
    PREAMBULE,
    name_famille,
    name_rubrique,
)
from qualepref.publications.rules.ecarts import compute_exces, compute_manque


DECIMALES_ECART = 3
STATUTS = {
    Statut.OBLIGATOIRE: "obligatoire",
    Statut.OBLIGATOIRE_SI_CERT: "obligatoire avec un CERT",
    Statut.CONDITIONNEL: "conditionnel",
    Statut.OPTIONNEL: "optionnel",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report says beside the dashboard, as plain data: surveys, rubrics, written texts."""

    enquetes: list[dict[str, Any]]
    rubriques: dict[str, Any]
    textes: Mapping[str, TexteRiche]


def build_bilan(tableau: Tableau, reperes: Reperes, *, le: dt.date) -> tuple[Bilan, Sources]:
    """Return what the annual report says as of `le`, and what it says it from."""
    site, annee, referentiel = tableau.site, tableau.annee, tableau.referentiel
    enquetes = load_enquetes(site, annee, le=le)
    rubriques = load_rubriques(site, annee, le=le)
    rediges = load_textes(site, annee)
    sources = Sources(
        [render_resultats(e.resultats) for e in enquetes if e.resultats is not None],
        list_donnees(rubriques),
        rediges,
    )
    bilan = Bilan(
        site_nom=site.nom,
        annee=annee,
        titre="Bilan annuel",
        sous_titre=f"Indicateurs, enquêtes et actions de la démarche qualité, année {annee}",
        statut="Version définitive",
        reference="",
        arrete_le=le,
        autorite=get_autorite(site),
        referentiel=name_referentiel(referentiel),
        perimetre=_perimetre(site, referentiel),
        label=_label(site, le),
        preambule=tuple(_preambule(tableau)),
        familles=tuple(
            replace(f, commentaire=rediges.get(name_famille(f.titre), SANS_TEXTE))
            for f in build_familles(tableau, reperes)
        ),
        tableau=tuple(_ligne_tableau(ligne) for ligne in tableau.lignes),
        manques=tuple(_manques(tableau)),
        notes=tuple(_say_referentiels(tableau, reperes.publiee)),
        enquetes=build_enquetes(enquetes),
        sections=tuple(
            replace(s, commentaire=rediges.get(name_rubrique(s.code), SANS_TEXTE))
            for s in list_sections(rubriques)
        ),
        publies=build_publies(tableau),
        demonstration=is_demonstration(site),
        presentation=tuple(_presentation(site, referentiel)),
        redige=rediges.get(PREAMBULE, SANS_TEXTE),
        commentaire_enquetes=rediges.get(ENQUETES, SANS_TEXTE),
        perspectives=rediges.get(PERSPECTIVES, SANS_TEXTE),
    )
    return bilan, sources


def _perimetre(site: Site, referentiel: Referentiel) -> tuple[ModulePerimetre, ...]:
    retenus = site.modules
    return tuple(
        ModulePerimetre(m.numero, m.titre, len(m.engagements), STATUTS[m.statut])
        for m in referentiel.modules
        if m.numero in retenus
    )


def _presentation(site: Site, referentiel: Referentiel) -> Iterator[str]:
    """Yield what the label is and asks for, by the référentiel, then what the site commits to."""
    yield (
        "Qual-e-Pref est le label qualité des préfectures : des engagements pris envers les "
        "usagers, dont le respect est mesuré, rendu public et audité."
    )
    minimum, annees = referentiel.modules_optionnels_minimum, referentiel.validite_label_annees
    yield (
        f"Son référentiel réunit {_count(referentiel.modules, 'engagement')} en "
        f"{len(referentiel.modules)}{INSECABLE}modules. Un label est obtenu pour "
        f"{annees}{INSECABLE}{'an' if annees == 1 else 'ans'}, sur les modules obligatoires et au "
        f"moins {minimum}{INSECABLE}module{'s' if minimum > 1 else ''} au choix."
    )
    retenus = [m for m in referentiel.modules if m.numero in site.modules]
    if retenus:
        yield (
            f"{site.nom} s’engage sur {len(retenus)}{INSECABLE}module"
            f"{'s' if len(retenus) > 1 else ''}, soit {_count(retenus, 'engagement')}."
        )


def _count(modules: Iterable[Module], nom: str) -> str:
    nombre = sum(len(m.engagements) for m in modules)
    return f"{nombre}{INSECABLE}{nom}{'s' if nombre > 1 else ''}"


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
    faibles = sum(ligne.releve.etat is Etat.NON_SIGNIFICATIF for ligne in lignes)
    partiels = (
        sum(ligne.releve.valeur is None and has_chiffres(ligne) for ligne in lignes) - faibles
    )
    sans = len(lignes) - chiffres - faibles - partiels
    yield (
        "Ce bilan rend compte des engagements pris envers les usagers : ce qui a été mesuré, "
        "comment, sur quelle période, et si la cible de l’année est tenue."
    )
    comptes = (
        (chiffres, f"avec un résultat pour l’année {tableau.annee}"),
        (partiels, "avec des résultats partiels seulement"),
        (faibles, "sur trop peu de réponses pour donner un taux"),
        (sans, "sans aucun résultat, et la raison en est donnée"),
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


def _say_referentiels(tableau: Tableau, publiee: AnneePubliee | None) -> Iterator[str]:
    """Yield that the year before was published by another version of the référentiel."""
    actuel = name_referentiel(tableau.referentiel)
    if publiee is not None and publiee.referentiel != actuel:
        yield (
            f"Définition différente : l’année {tableau.annee - 1} a été publiée par un autre "
            f"référentiel ({publiee.referentiel}). Ses chiffres ne sont mis à côté de ceux de "
            f"{tableau.annee} que recalculés par les définitions d’aujourd’hui."
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
