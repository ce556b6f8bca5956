"""The annual report of a site: readings put into words, nothing computed again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from itertools import groupby

from qualepref.indicateurs.queries.lignes import list_semaines
from qualepref.indicateurs.queries.tableau import LigneTableau as Ligne, Tableau, load_tableau
from qualepref.indicateurs.rendering import textes
from qualepref.indicateurs.rendering.donnees import render_tableau
from qualepref.indicateurs.rendering.graphiques import build_graphique
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Tracage
from qualepref.noyau.referentiel.modele import Referentiel, Statut
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_carte
from qualepref.publications.rendering.bilan_donnees import (
    Bilan,
    Comparaison,
    Famille,
    FicheIndicateur,
    LabelBilan,
    LigneTableau,
    ModulePerimetre,
    TableauDetail,
)
from qualepref.publications.rendering.contenu import format_date
from qualepref.suivi.enums import Provenance


LONGUEUR_REFERENCE = 10
STATUTS = {
    Statut.OBLIGATOIRE: "obligatoire",
    Statut.OBLIGATOIRE_SI_CERT: "obligatoire avec un CERT",
    Statut.CONDITIONNEL: "conditionnel",
    Statut.OPTIONNEL: "optionnel",
}


def build_bilan(site: Site, annee: int, *, le: dt.date) -> tuple[Bilan, Tableau]:
    """Return what the annual report says as of `le`, and the dashboard it says it from."""
    tableau = load_tableau(site, annee, le=le)
    referentiel = tableau.referentiel
    bilan = Bilan(
        site_nom=site.nom,
        annee=annee,
        titre="Bilan annuel",
        sous_titre=f"Indicateurs de la démarche qualité, année {annee}",
        statut="Première édition : indicateurs",
        reference=fingerprint(tableau),
        arrete_le=le,
        autorite=_authority(site),
        referentiel=f"{referentiel.nom}, version {referentiel.version}",
        perimetre=_perimetre(site, referentiel),
        label=_label(site, le),
        preambule=_preambule(tableau),
        familles=_familles(tableau),
        tableau=tuple(_ligne_tableau(ligne) for ligne in tableau.lignes),
        comparaisons_intro=(
            "Chiffres imprimés dans un document antérieur, en regard de ceux que leurs propres "
            "données permettent de calculer."
        ),
        comparaisons=tuple(_comparaisons(tableau)),
        demonstration=is_demonstration(site),
    )
    return bilan, tableau


def fingerprint(tableau: Tableau) -> str:
    """Return the short digest of all that the figures of a dashboard say."""
    contenu = json.dumps(render_tableau(tableau), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(contenu.encode()).hexdigest()[:LONGUEUR_REFERENCE]


def is_demonstration(site: Site) -> bool:
    """Tell whether rows of the site were reconstituted: every document must then say so."""
    return (
        site.demandes.filter(provenance=Provenance.RECONSTITUTION).exists()
        or site.comptages.filter(provenance=Provenance.RECONSTITUTION).exists()
    )


def _authority(site: Site) -> tuple[str, ...]:
    """Return the words of the State's block: « Préfet », « de la Loire-Atlantique »."""
    departement = get_carte().departements[site.departement]
    return ("Préfet", departement.complement)


def _perimetre(site: Site, referentiel: Referentiel) -> tuple[ModulePerimetre, ...]:
    retenus = site.modules
    return tuple(
        ModulePerimetre(m.numero, m.titre, len(m.engagements), STATUTS[m.statut])
        for m in referentiel.modules
        if m.numero in retenus
    )


def _label(site: Site, le: dt.date) -> LabelBilan | None:
    label = site.labels.filter(decision_le__lte=le).first()
    if label is None:
        return None
    return LabelBilan(
        decision=format_date(label.decision_le),
        organisme=label.organisme,
        duree=f"{label.duree_annees}\N{NO-BREAK SPACE}ans",
        fin=format_date(label.fin_le),
    )


def _preambule(tableau: Tableau) -> tuple[str, ...]:
    chiffres = sum(ligne.releve.valeur is not None for ligne in tableau.lignes)
    total = len(tableau.lignes)
    manquants = total - chiffres
    suite = (
        f"{manquants} n’en ont pas : le document dit pourquoi pour chacun."
        if manquants
        else "Tous ont un résultat."
    )
    return (
        "Ce bilan rend compte des engagements pris envers les usagers : ce qui a été mesuré, "
        "comment, sur quelle période, et si la cible de l’année est tenue.",
        f"Le tableau de bord suit {total} indicateurs. {chiffres} ont un résultat pour "
        f"{tableau.annee} ; {suite}",
        "Chaque taux est donné avec son numérateur et son dénominateur. Un taux annuel est le "
        "rapport des sommes de l’année, jamais la moyenne des taux mensuels.",
    )


def _familles(tableau: Tableau) -> tuple[Famille, ...]:
    return tuple(
        Famille(domaine, "", tuple(_fiche(ligne, tableau) for ligne in lignes))
        for domaine, lignes in groupby(tableau.lignes, key=lambda x: x.indicateur.domaine)
    )


def _fiche(ligne: Ligne, tableau: Tableau) -> FicheIndicateur:
    i, r = ligne.indicateur, ligne.releve
    numerateur, _, denominateur = textes.say_fraction(r).partition(" / ")
    return FicheIndicateur(
        code=i.code,
        libelle=i.libelle,
        engagements=i.engagements,
        resultat=textes.say_valeur(r, i),
        etat=r.etat,
        verdict=ligne.verdict,
        numerateur=numerateur,
        denominateur=denominateur,
        base=i.base,
        cible=textes.say_cible(ligne.cible, i),
        cible_suivante=textes.say_cible(ligne.cible_suivante, i),
        methode=i.methode,
        periode_couverte=textes.say_periode(r),
        tracage=_say_tracage(ligne, tableau),
        intervalle=textes.say_intervalle(r, i),
        source=textes.say_source(r),
        version=i.version,
        moyenne_des_mois=textes.say_moyenne(ligne) if ligne.publiee else "",
        graphique=build_graphique(ligne),
        detail=_detail(ligne),
    )


def _say_tracage(ligne: Ligne, tableau: Tableau) -> str:
    texte = textes.say_tracage(ligne.releve)
    if ligne.releve.tracage in (None, Tracage.EXHAUSTIF):
        return texte
    semaines = list_semaines(tableau.site, ligne.indicateur, Periode.annee(tableau.annee))
    if not semaines:
        return texte
    jours = " et ".join(dict.fromkeys(format_date(s.lundi) for s in semaines))
    return f"{texte} (semaines du {jours})"


def _detail(ligne: Ligne) -> TableauDetail | None:
    details = [d for d in ligne.details if d.dimension != "mois"]
    if not details:
        return None
    return TableauDetail(
        legende=f"{ligne.indicateur.libelle} : détail",
        entetes=("", "Résultat", "Calcul", "Verdict"),
        lignes=tuple(
            (
                d.libelle,
                textes.say_valeur(d.releve, ligne.indicateur),
                textes.say_fraction(d.releve),
                d.verdict.libelle,
            )
            for d in details
        ),
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


def _comparaisons(tableau: Tableau):
    for ligne in tableau.lignes:
        i = ligne.indicateur
        couples = [(i.libelle, ligne.releve, ligne.publiee)]
        couples += [(f"{i.libelle} – {d.libelle}", d.releve, d.publiee) for d in ligne.details]
        for libelle, releve, publiee in couples:
            if publiee is None or releve.etat is Etat.NON_COLLECTE:
                continue
            yield Comparaison(
                code=i.code,
                libelle=libelle,
                publie=publiee.imprimee,
                calcule=textes.say_valeur(releve, i),
                concorde=not publiee.explication,
                explication=publiee.explication,
                provenance=publiee.document,
            )
