"""The indicators of the report by domain: those with figures, then those without and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from qualepref.indicateurs.queries.lignes import list_semaines
from qualepref.indicateurs.queries.tableau import LigneTableau as Ligne, Tableau
from qualepref.indicateurs.rendering import textes
from qualepref.noyau.calcul.periodes import MOIS_PAR_AN, Periode
from qualepref.noyau.calcul.releves import Etat, Releve, Tracage
from qualepref.noyau.calcul.rendu import format_valeur
from qualepref.noyau.documents.textes import format_date
from qualepref.noyau.referentiel.modele import Periodicite
from qualepref.publications.rendering.bilan_donnees import (
    Bloc,
    Famille,
    FicheIndicateur,
    SansResultat,
)
from qualepref.publications.rendering.details import build_detail
from qualepref.publications.rendering.mois import build_mois, say_mois_sans_chiffre
from qualepref.publications.rules.ecarts import pair_delais


NON_RELEVES = (Etat.NON_COLLECTE, Etat.PAS_ENCORE_DU, Etat.SANS_OBJET)
RAISONS = {
    Etat.NON_COLLECTE: "Aucune donnée relevée cette année.",
    Etat.RIEN_RECU: "Le relevé a été tenu, rien n’est arrivé.",
    Etat.SANS_OBJET: "L’engagement ne s’applique pas au site.",
    Etat.PAS_ENCORE_DU: "La période n’est pas achevée, ou le délai court encore.",
}


def build_familles(tableau: Tableau, precedents: Mapping[str, Releve]) -> tuple[Famille, ...]:
    """Return every domain of the dashboard, in its order. precedents: code -> the year before."""
    return tuple(
        _build_famille(domaine, list(lignes), tableau, precedents)
        for domaine, lignes in groupby(tableau.lignes, key=lambda x: x.indicateur.domaine)
    )


def has_chiffres(ligne: Ligne) -> bool:
    """Tell whether the year, a month or a code of the indicator has a figure, or too few answers."""
    releves = [ligne.releve, *ligne.mois, *(d.releve for d in ligne.details)]
    return any(r.valeur is not None or r.etat is Etat.NON_SIGNIFICATIF for r in releves)


def _build_famille(
    domaine: str, lignes: list[Ligne], tableau: Tableau, precedents: Mapping[str, Releve]
) -> Famille:
    avec = {ligne.indicateur.code: ligne for ligne in lignes if has_chiffres(ligne)}
    groupes = pair_delais([ligne.indicateur for ligne in avec.values()])
    return Famille(
        titre=domaine,
        intro="",
        blocs=tuple(
            _build_bloc([avec[i.code] for i in groupe], tableau, precedents) for groupe in groupes
        ),
        sans_resultat=tuple(
            _build_sans_resultat(ligne) for ligne in lignes if ligne.indicateur.code not in avec
        ),
    )


def _build_bloc(
    lignes: Sequence[Ligne], tableau: Tableau, precedents: Mapping[str, Releve]
) -> Bloc:
    graphique, mois = build_mois(lignes)
    return Bloc(
        fiches=tuple(_build_fiche(ligne, tableau, precedents) for ligne in lignes),
        graphique=graphique,
        mois=mois,
        detail=build_detail(lignes[0], lignes[1] if len(lignes) > 1 else None),
    )


def _build_fiche(
    ligne: Ligne, tableau: Tableau, precedents: Mapping[str, Releve]
) -> FicheIndicateur:
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
        precedente=textes.say_precedent(precedents.get(i.code), i),
    )


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
