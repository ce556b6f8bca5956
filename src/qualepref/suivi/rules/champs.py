"""The columns of a register's file, and a row of counted quantities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualepref.noyau.calcul.periodes import mois_of
from qualepref.noyau.calendrier import DERNIER_JOUR, PREMIER_JOUR
from qualepref.noyau.referentiel.modele import Referentiel, Registre
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.vocabulaire import Absence


COMPTAGES = "comptages"
PORTEES = {"generale": "Information générale", "individuelle": "Demande individuelle"}
TRACAGES = {"exhaustif": "Exhaustif", "echantillon": "Échantillon"}
# What the database holds at most.
COMPTAGE_MAXIMAL = 2**63 - 1
LONGUEUR_SOURCE = 200

_DATES = (
    ("recue_le", "Reçue le", ("date de réception", "date réception", "reçu le", "arrivée",
      "date d’arrivée", "date de la demande", "date", "informé le")),
    ("complete_le", "Complétée le", ("date de complétude", "dossier complet le")),
    ("accuse_le", "Accusé de réception le", ("date de l’accusé", "ar le", "accusé réception")),
    ("attente_le", "Réponse d’attente le", ("date réponse d’attente", "attente le")),
    ("proposee_le", "Date proposée le", ("date de proposition", "proposition le")),
    ("rdv_le", "Rendez-vous le", ("date du rendez-vous", "rdv le", "date rdv")),
    ("repondue_le", "Répondue le", ("date de réponse", "date réponse", "réponse le", "répondu le",
      "date de la réponse", "réponse définitive", "date de mise en ligne", "fait le",
      "mise à jour le")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulaire:
    """Codes a file may name, with their primary keys and labels."""

    services: Mapping[str, tuple[int, str]]
    boites: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class FauteLigne:
    """Why a row cannot be: the field at fault (None: the row as a whole), the reason, the way out."""

    champ: str | None
    motif: str
    remede: str


def build_champs(registre: Registre, referentiel: Referentiel, mots: Vocabulaire) -> list[Champ]:
    """Return the columns of a register's file, in the order in which it is exported."""
    natures = {n.code: n.libelle for n in registre.natures}
    canaux = {
        c: nom for c, nom in referentiel.canaux if not registre.canaux or c in registre.canaux
    }
    exclusions = dict(referentiel.exclusions)
    return [
        Champ("reference", "Référence", synonymes=("numéro", "n°", "id", "identifiant", "réf")),
        Champ("nature", "Nature", TypeChamp.CHOIX, ("type", "catégorie", "type de demande"),
              obligatoire=len(natures) > 1, valeurs=natures),
        Champ("canal", "Canal", TypeChamp.CHOIX, ("mode", "voie", "moyen", "arrivée par"),
              obligatoire=len(registre.canaux) > 1, valeurs=canaux),
        Champ("portee", "Portée", TypeChamp.CHOIX, ("générale ou individuelle",), valeurs=PORTEES),
        Champ("service", "Service", TypeChamp.CHOIX, ("bureau", "service destinataire"),
              valeurs={c: nom for c, (_, nom) in mots.services.items()}),
        Champ("boite", "Boîte", TypeChamp.CHOIX,
              ("boîte fonctionnelle", "bal", "boîte aux lettres", "messagerie"),
              valeurs={c: nom for c, (_, nom) in mots.boites.items()}),
        Champ("tracage", "Traçage", TypeChamp.CHOIX, ("échantillon",), valeurs=TRACAGES),
        Champ("demandeur", "Demandeur", TypeChamp.LITTERAL,
              synonymes=("usager", "nom", "expéditeur", "émetteur")),
        Champ("objet", "Objet", TypeChamp.LITTERAL,
              synonymes=("sujet", "thème", "motif", "page", "objet du courrier",
                         "objet du courriel", "objet de la demande", "objet du rendez-vous",
                         "objet de la réclamation")),
        *(Champ(code, libelle, TypeChamp.DATE, synonymes, obligatoire=code == "recue_le")
          for code, libelle, synonymes in _DATES),
        Champ("complete", "Complète", TypeChamp.BOOLEEN, ("demande complète",)),
        Champ("attente_delai_annonce", "Délai annoncé", TypeChamp.LITTERAL,
              synonymes=("délai annoncé dans la réponse d’attente",)),
        Champ("repondue_sans_date", "Réponse sans date connue", TypeChamp.BOOLEEN,
              ("sans délai",)),
        Champ("exclusion", "Motif de non-comptage", TypeChamp.CHOIX, ("exclusion",),
              valeurs=exclusions),
        Champ("commentaire", "Commentaire", TypeChamp.LITTERAL, synonymes=("observations", "remarques")),
    ]  # fmt: skip


def build_champs_comptages(referentiel: Referentiel) -> list[Champ]:
    """Return the columns of the file of counted quantities."""
    dimensions = {code: nom for g in referentiel.grandeurs for code, nom in g.dimensions}
    return [
        Champ("mois", "Mois", TypeChamp.MOIS, ("période",), obligatoire=True),
        Champ("grandeur", "Quantité", TypeChamp.CHOIX, ("grandeur", "indicateur"),
              obligatoire=True, valeurs={g.code: g.libelle for g in referentiel.grandeurs}),
        Champ("dimension", "Détail", TypeChamp.CHOIX, ("réseau", "niveau", "titre"),
              valeurs=dimensions),
        Champ("valeur", "Valeur", TypeChamp.ENTIER, ("nombre", "total"), obligatoire=True),
        Champ("source", "Source", TypeChamp.LITTERAL),
    ]  # fmt: skip


def build_comptage(
    valeurs: Mapping[str, Any], dimensions: Mapping[str, Sequence[str]], *, le: dt.date
) -> tuple[dict[str, Any], list[FauteLigne]]:
    """Return a counted quantity of a row, and what makes it impossible, given that today is `le`.

    dimensions: for each quantity, the codes of its parts; none when it is not split.
    """
    lues = {k: v for k, v in valeurs.items() if not isinstance(v, Absence)}
    comptage = {
        "grandeur": lues["grandeur"],
        "dimension": lues.get("dimension", ""),
        "mois": mois_of(lues["mois"]),
        "valeur": lues["valeur"],
        "source": lues.get("source", ""),
    }
    fautes = _check_dimension(comptage, dimensions[comptage["grandeur"]])
    if not PREMIER_JOUR <= lues["mois"] <= DERNIER_JOUR:
        fautes.append(FauteLigne("mois", "ce mois sort du calendrier", "Corriger le mois."))
    elif comptage["mois"] > mois_of(le):
        motif = "ce mois est dans le futur"
        fautes.append(FauteLigne("mois", motif, "Corriger le mois, ou attendre qu’il soit venu."))
    if comptage["valeur"] < 0:
        motif = "une quantité comptée n’est jamais négative"
        fautes.append(FauteLigne("valeur", motif, "Corriger la valeur."))
    if comptage["valeur"] > COMPTAGE_MAXIMAL:
        fautes.append(FauteLigne("valeur", "ce nombre est démesuré", "Corriger la valeur."))
    if len(comptage["source"]) > LONGUEUR_SOURCE:
        motif = f"ce texte dépasse {LONGUEUR_SOURCE} caractères"
        fautes.append(FauteLigne("source", motif, "Le raccourcir."))
    return comptage, fautes


def _check_dimension(comptage: Mapping[str, Any], admises: Sequence[str]) -> list[FauteLigne]:
    if admises and comptage["dimension"] not in admises:
        motif = "cette quantité se compte par détail, et le détail manque ou ne lui convient pas"
        return [FauteLigne("dimension", motif, f"Au choix : {', '.join(admises)}.")]
    if not admises and comptage["dimension"]:
        motif = "cette quantité se compte sans détail"
        return [FauteLigne("dimension", motif, "Laisser la colonne « Détail » vide.")]
    return []
