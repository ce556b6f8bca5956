"""The indicators of the report by domain: those with figures, then those without and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from qualepref.indicateurs.queries.evolution import Evolution
from qualepref.indicateurs.queries.lignes import list_semaines
from qualepref.indicateurs.queries.tableau import LigneTableau as Ligne, Tableau
from qualepref.indicateurs.rendering import textes
from qualepref.noyau.calcul.periodes import MOIS_PAR_AN, Periode
from qualepref.noyau.calcul.releves import Etat, Releve, Source, Tracage
from qualepref.noyau.calcul.rendu import format_valeur
from qualepref.noyau.documents.textes import format_date
from qualepref.noyau.referentiel.modele import Indicateur, Periodicite
from qualepref.publications.queries.precedentes import AnneePubliee
from qualepref.publications.rendering.bilan_donnees import (
    Bloc,
    Famille,
    FicheIndicateur,
    SansResultat,
)
from qualepref.publications.rendering.details import build_detail
from qualepref.publications.rendering.evolutions import build_evolution
from qualepref.publications.rendering.mois import build_mois, say_mois_sans_chiffre
from qualepref.publications.rules.ecarts import pair_delais


NON_RELEVES = (Etat.NON_COLLECTE, Etat.PAS_ENCORE_DU, Etat.SANS_OBJET)
RAISONS = {
    Etat.NON_COLLECTE: "Aucune donnée relevée cette année.",
    Etat.RIEN_RECU: "Le relevé a été tenu, rien n’est arrivé.",
    Etat.SANS_OBJET: "L’engagement ne s’applique pas au site.",
    Etat.PAS_ENCORE_DU: "La période n’est pas achevée, ou le délai court encore.",
}


@dataclass(frozen=True, slots=True)
class Reperes:
    """What the figures of a year are set beside.

    precedents: code -> reading of the year before, by today's definition. publiee: what was
    published of that year. evolutions: code -> the months of both.
    """

    precedents: Mapping[str, Releve]
    publiee: AnneePubliee | None = None
    evolutions: Mapping[str, Evolution] = field(default_factory=dict)

    def find_autrement(self, indicateur: Indicateur) -> str:
        """Return what was published by another definition: « 88 % »; "" where it was by this one."""
        publiee = self.publiee.indicateurs.get(indicateur.code) if self.publiee else None
        autre = publiee is not None and publiee.definition != indicateur.version
        return publiee.imprime if publiee is not None and autre else ""

    def keep_comparable(self, avant: Ligne | None) -> Ligne | None:
        """Return the line of the year before, unless it only holds a figure by another definition."""
        if avant is None or not self.find_autrement(avant.indicateur):
            return avant
        return avant if avant.releve.source is Source.CALCULE else None


def build_familles(tableau: Tableau, reperes: Reperes) -> tuple[Famille, ...]:
    """Return every domain of the dashboard, in its order."""
    return tuple(
        _build_famille(domaine, list(lignes), tableau, reperes)
        for domaine, lignes in groupby(tableau.lignes, key=lambda x: x.indicateur.domaine)
    )


def has_chiffres(ligne: Ligne) -> bool:
    """Tell whether the year, a month or a code of the indicator has a figure, or too few answers."""
    releves = [ligne.releve, *ligne.mois, *(d.releve for d in ligne.details)]
    return any(r.valeur is not None or r.etat is Etat.NON_SIGNIFICATIF for r in releves)


def _build_famille(
    domaine: str, lignes: list[Ligne], tableau: Tableau, reperes: Reperes
) -> Famille:
    avec = {ligne.indicateur.code: ligne for ligne in lignes if has_chiffres(ligne)}
    groupes = pair_delais([ligne.indicateur for ligne in avec.values()])
    return Famille(
        titre=domaine,
        intro="",
        blocs=tuple(
            _build_bloc([avec[i.code] for i in groupe], tableau, reperes) for groupe in groupes
        ),
        sans_resultat=tuple(
            _build_sans_resultat(ligne) for ligne in lignes if ligne.indicateur.code not in avec
        ),
    )


def _build_bloc(lignes: Sequence[Ligne], tableau: Tableau, reperes: Reperes) -> Bloc:
    graphique, mois = build_mois(lignes)
    evolutions = (
        build_evolution(ligne, reperes.evolutions.get(ligne.indicateur.code)) for ligne in lignes
    )
    return Bloc(
        fiches=tuple(_build_fiche(ligne, tableau, reperes) for ligne in lignes),
        graphique=graphique,
        mois=mois,
        detail=build_detail(lignes[0], lignes[1] if len(lignes) > 1 else None),
        evolutions=tuple(e for e in evolutions if e is not None),
    )


def _build_fiche(ligne: Ligne, tableau: Tableau, reperes: Reperes) -> FicheIndicateur:
    i, r = ligne.indicateur, ligne.releve
    return FicheIndicateur(
        code=i.code,
        libelle=i.libelle,
        engagements=i.engagements,
        resultat=textes.say_valeur(r, i),
        etat=r.etat,
        verdict=ligne.verdict,
        calcul=textes.say_calcul(r, i),
        cible=textes.say_cible(ligne.cible, i),
        cible_suivante=textes.say_cible(ligne.cible_suivante, i),
        nationale=textes.say_nationale(ligne),
        methode=i.methode,
        periode_couverte=_say_periode(ligne),
        tracage=_say_tracage(ligne, tableau),
        intervalle=textes.say_intervalle(r, i) or (textes.say_reserve(r, i) if ligne.cible else ""),
        source=textes.say_source(_witness(ligne)),
        version=i.version,
        moyenne_des_mois=_say_moyenne(ligne),
        precedente=_say_precedente(i, reperes),
    )


def _say_precedente(indicateur: Indicateur, reperes: Reperes) -> str:
    """Return the year before, and what was published of it by another definition.

    A figure that nothing allows to count again by today's definition is not set beside.
    """
    releve = reperes.precedents.get(indicateur.code)
    dit = textes.say_precedent(releve, indicateur)
    publie = reperes.find_autrement(indicateur)
    if releve is None or not publie:
        return dit
    autrefois = f"{publie} publié alors, définition différente"
    if releve.source is not Source.CALCULE:
        return f"{autrefois} : les deux années ne se comparent pas"
    return f"{dit}, recalculé par la définition d’aujourd’hui ({autrefois})"


def _witness(ligne: Ligne) -> Releve:
    """Return the reading that tells where the figures come from: the year's, else a code's."""
    if ligne.releve.couverte is not None:
        return ligne.releve
    chiffres = (d.releve for d in ligne.details if d.releve.valeur is not None)
    return next(chiffres, ligne.releve)


def _say_periode(ligne: Ligne) -> str:
    """Return the months really covered, and how many of them hold something."""
    texte = textes.say_periode(_witness(ligne))
    releves = [r for r in ligne.mois if r.etat not in NON_RELEVES]
    if (
        ligne.releve.couverte is None
        or ligne.indicateur.periodicite is not Periodicite.MOIS
        or not 0 < len(releves) < MOIS_PAR_AN
    ):
        return texte
    mot = "relevé" if len(releves) == 1 else "relevés"
    return f"{texte} ({len(releves)} mois {mot} sur {MOIS_PAR_AN})"


def _say_tracage(ligne: Ligne, tableau: Tableau) -> str:
    texte = textes.say_tracage(ligne.releve)
    if ligne.releve.tracage in (None, Tracage.EXHAUSTIF):
        return texte
    semaines = list_semaines(tableau.site, ligne.indicateur, Periode.annee(tableau.annee))
    if not semaines:
        return texte
    jours = [format_date(lundi) for lundi in sorted({s.lundi for s in semaines})]
    annee = f" {tableau.annee}"
    dits = [*(j.removesuffix(annee) for j in jours[:-1]), jours[-1]]
    debut, fin = ", du ".join(dits[:-1]), dits[-1]
    return f"{texte} (semaines du {debut} et du {fin})" if debut else f"{texte} (semaine du {fin})"


def _say_moyenne(ligne: Ligne) -> str:
    """Return the unweighted mean of the months where it prints something else than the result."""
    moyenne, i = ligne.moyenne_des_mois, ligne.indicateur
    if moyenne is None or ligne.releve.valeur is None:
        return ""
    memes = [format_valeur(v, i.unite, i.decimales) for v in (moyenne.valeur, ligne.releve.valeur)]
    return "" if memes[0] == memes[1] else textes.say_moyenne(ligne)


def _build_sans_resultat(ligne: Ligne) -> SansResultat:
    i = ligne.indicateur
    return SansResultat(
        code=i.code,
        libelle=i.libelle,
        etat=ligne.releve.etat,
        raison=_say_raison(ligne.releve, ligne.mois),
        methode=i.methode,
        cible=textes.say_cible(ligne.cible, i),
        cible_suivante=textes.say_cible(ligne.cible_suivante, i),
    )


def _say_raison(releve: Releve, mois: Sequence[Releve]) -> str:
    """Return why there is no figure: what was declared and by whom, else what the state means."""
    if len({r.etat for r in mois}) > 1:
        raison = say_mois_sans_chiffre(mois)
    else:
        raison = RAISONS.get(releve.etat, "")
    if not releve.provenance:
        return raison
    return f"{raison} Source : {releve.provenance}.".strip()
