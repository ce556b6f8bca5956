"""The columns of a register's file, and a row of it as a demande or a comptage."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualepref.noyau.calcul.periodes import mois_of
from qualepref.noyau.referentiel.modele import Nature, Referentiel, Registre
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.vocabulaire import Absence
from qualepref.suivi.rules.horloge import DatesDemande, check_dates


COMPTAGES = "comptages"
PORTEES = {"generale": "Information générale", "individuelle": "Demande individuelle"}
TRACAGES = {"exhaustif": "Exhaustif", "echantillon": "Échantillon"}
PREFIXE_SANS_REFERENCE = "auto-"

_DATES = (
    ("recue_le", "Reçue le", ("date de réception", "date réception", "reçu le", "arrivée",
      "date d'arrivée", "date de la demande", "date", "informé le")),
    ("complete_le", "Complétée le", ("date de complétude", "dossier complet le")),
    ("accuse_le", "Accusé de réception le", ("date de l'accusé", "ar le", "accusé réception")),
    ("attente_le", "Réponse d'attente le", ("date réponse d'attente", "attente le")),
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
        Champ("demandeur", "Demandeur", synonymes=("usager", "nom", "expéditeur", "émetteur")),
        Champ("objet", "Objet", synonymes=("sujet", "thème", "motif", "page")),
        *(Champ(code, libelle, TypeChamp.DATE, synonymes, obligatoire=code == "recue_le")
          for code, libelle, synonymes in _DATES),
        Champ("complete", "Complète", TypeChamp.BOOLEEN, ("demande complète",)),
        Champ("attente_delai_annonce", "Délai annoncé",
              synonymes=("délai annoncé dans la réponse d'attente",)),
        Champ("repondue_sans_date", "Réponse sans date connue", TypeChamp.BOOLEEN,
              ("sans délai",)),
        Champ("exclusion", "Motif de non-comptage", TypeChamp.CHOIX, ("exclusion",),
              valeurs=exclusions),
        Champ("commentaire", "Commentaire", synonymes=("observations", "remarques")),
    ]  # fmt: skip


def build_champs_comptages(referentiel: Referentiel) -> list[Champ]:
    """Return the columns of the file of counted quantities."""
    dimensions = {code: nom for g in referentiel.grandeurs for code, nom in g.dimensions}
    return [
        Champ("mois", "Mois", TypeChamp.DATE, ("période",), obligatoire=True),
        Champ("grandeur", "Quantité", TypeChamp.CHOIX, ("grandeur", "indicateur"),
              obligatoire=True, valeurs={g.code: g.libelle for g in referentiel.grandeurs}),
        Champ("dimension", "Détail", TypeChamp.CHOIX, ("réseau", "niveau", "titre"),
              valeurs=dimensions),
        Champ("valeur", "Valeur", TypeChamp.ENTIER, ("nombre", "total"), obligatoire=True),
        Champ("source", "Source"),
    ]  # fmt: skip


def build_demande(
    valeurs: Mapping[str, Any], registre: Registre, mots: Vocabulaire
) -> dict[str, Any]:
    """Return the stored fields of a row; a register of one nature or one channel implies it."""
    lues = {k: v for k, v in valeurs.items() if not isinstance(v, Absence)}
    if len(registre.natures) == 1:
        lues.setdefault("nature", registre.natures[0].code)
    if len(registre.canaux) <= 1:
        lues.setdefault("canal", next(iter(registre.canaux), ""))
    lues["service_id"] = mots.services[lues.pop("service")][0] if "service" in lues else None
    lues["boite_id"] = mots.boites[lues.pop("boite")][0] if "boite" in lues else None
    return lues


def check_demande(
    demande: Mapping[str, Any], registre: Registre, natures: Mapping[str, Nature], *, le: dt.date
) -> list[FauteLigne]:
    """Return all that makes a row impossible, given that today is `le`."""
    nature, canal = natures[demande["nature"]], demande["canal"]
    if not registre.accepts(nature.code, canal):
        motif = f"ce registre ne reçoit pas « {nature.libelle} » par ce canal"
        return [FauteLigne("canal", motif, "Choisir un canal du registre, ou le bon registre.")]
    dates = DatesDemande(**{c: demande[c] for c in DatesDemande.__slots__ if c in demande})
    fautes = [
        FauteLigne(
            f.champ, f.motif, "Corriger la date dans le fichier, puis l'importer de nouveau."
        )
        for f in check_dates(dates, le=le)
    ]
    if not nature.horloges_for(canal, dates.recue_le):
        motif = f"aucun délai n'était défini au {dates.recue_le:%d/%m/%Y} pour ce canal"
        fautes.append(FauteLigne("recue_le", motif, "Vérifier la date de réception."))
    exclusion = demande.get("exclusion", "")
    if exclusion and exclusion not in nature.exclusions_for(canal):
        motif = f"ce motif n'est pas admis pour « {nature.libelle} » par ce canal"
        fautes.append(FauteLigne("exclusion", motif, "Choisir un motif admis, ou aucun."))
    return fautes


def give_references(demandes: Sequence[dict[str, Any]]) -> None:
    """Give every row without a reference one made from its content, the same at each import.

    Identical rows are told apart by their rank: the register holds as many as the file.
    """
    rangs: Counter[str] = Counter()
    for demande in demandes:
        if demande.get("reference"):
            continue
        contenu = "|".join(
            str(demande.get(c) or "")
            for c in ("nature", "canal", "recue_le", "service_id", "boite_id", "objet", "demandeur")
        )
        empreinte = hashlib.sha256(contenu.encode()).hexdigest()[:12]
        rangs[empreinte] += 1
        demande["reference"] = f"{PREFIXE_SANS_REFERENCE}{empreinte}-{rangs[empreinte]}"


def build_comptage(
    valeurs: Mapping[str, Any], dimensions: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any], list[FauteLigne]]:
    """Return a counted quantity of a row, and what makes it impossible.

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
    fautes = []
    admises = dimensions[comptage["grandeur"]]
    if admises and comptage["dimension"] not in admises:
        motif = "cette quantité se compte par détail, et le détail manque ou ne lui convient pas"
        fautes.append(FauteLigne("dimension", motif, f"Au choix : {', '.join(admises)}."))
    if not admises and comptage["dimension"]:
        motif = "cette quantité se compte sans détail"
        fautes.append(FauteLigne("dimension", motif, "Laisser la colonne « Détail » vide."))
    if comptage["valeur"] < 0:
        motif = "une quantité comptée n'est jamais négative"
        fautes.append(FauteLigne("valeur", motif, "Corriger la valeur."))
    return comptage, fautes
