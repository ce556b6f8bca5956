"""The plan in charts and calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.models import Action
from qualepref.amelioration.queries.effet import SuiviEffet
from qualepref.amelioration.rules.plan import Totaux
from qualepref.noyau.agendas.ecriture import Entree, write_agenda
from qualepref.noyau.calcul.periodes import MOIS_COURTS, format_mois
from qualepref.noyau.graphiques.modele import Genre, Graphique, Rangee, Serie
from qualepref.noyau.referentiel.modele import Unite
from qualepref.organisation.models import Site


POINTS_MINIMUM = 2
LONGUEUR_AXE = 24
ETATS_DESSINES = (
    (EtatAction.FAIT, "fait"),
    (EtatAction.EN_COURS, "en_cours"),
    (EtatAction.NON_FAIT, "non_fait"),
)


def build_graphique_etats(totaux: Totaux, *, titre: str) -> Graphique | None:
    """Return the chart of a table of totals: one bar per line, stacked by state; None without any.

    Actions given up, which count nowhere in the rate, are not drawn.
    """
    lignes = [ligne for ligne in totaux.lignes if ligne.compte.denominateur]
    if not lignes:
        return None
    return Graphique(
        genre=Genre.EMPILEES,
        titre=titre,
        description=f"{titre} : "
        + " ; ".join(
            f"{x.libelle}, {x.compte.fait} faites, {x.compte.en_cours} en cours, "
            f"{x.compte.non_fait} non faites"
            for x in lignes
        )
        + ".",
        etiquettes=tuple(_court(x.libelle) for x in lignes),
        series=tuple(
            Serie(
                f"{etat.label[:1].upper()}{etat.label[1:]}",
                tuple(Fraction(getattr(x.compte, champ)) for x in lignes),
            )
            for etat, champ in ETATS_DESSINES
        ),
        unite=Unite.NOMBRE,
    )


def build_graphique_effet(suivi: SuiviEffet) -> Graphique | None:
    """Return the chart of the months around the action; None when too few are known."""
    if suivi.effet is None:
        return None
    connus = [r for r in suivi.mois if r.valeur is not None]
    if len(connus) < POINTS_MINIMUM:
        return None
    i = suivi.effet.indicateur
    mois = [r.demandee.premier for r in suivi.mois]
    return Graphique(
        genre=Genre.BARRES,
        titre=f"{i.libelle}, autour de l’action",
        description=f"{i.libelle} mois par mois, de {format_mois(mois[0])} à "
        f"{format_mois(mois[-1])} ; l’action a été faite en {format_mois(suivi.pivot)}.",
        etiquettes=tuple(f"{MOIS_COURTS[m % 100 - 1]} {m // 100 % 100}" for m in mois),
        series=(
            Serie(
                i.libelle, tuple(r.valeur for r in suivi.mois), tuple(r.etat for r in suivi.mois)
            ),
        ),
        unite=i.unite,
        decimales=i.decimales,
        rangees=(Rangee("", tuple("action" if m == suivi.pivot else "" for m in mois)),),
    )


def render_agenda(site: Site, actions: Iterable[Action], *, le: dt.datetime, racine: str) -> bytes:
    """Return the due dates of actions as an iCalendar feed, one whole day each.

    racine: address of the site's pages, before the number of an action. le: instant of the feed.
    """
    entrees = [
        Entree(
            identifiant=f"action-{action.pk}@{site.pk}.qual-e-pref",
            titre=f"{action.reference} {action.titre}",
            debut=action.echeance,
            fin=action.echeance,
            description=f"État : {action.get_etat_display()}",
            adresse=f"{racine}{action.pk}/",
        )
        for action in actions
        if action.echeance is not None
    ]
    return write_agenda(entrees, nom=f"Plan d’amélioration – {site.nom}", le=le)


def _court(libelle: str) -> str:
    """Return « Module 1 » for « Module 1 – Relation générale »: a label of a chart."""
    return libelle.partition(" – ")[0][:LONGUEUR_AXE]
