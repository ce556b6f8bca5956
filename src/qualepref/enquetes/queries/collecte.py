"""What public pages read: the campaign behind an address, the form being filled in, bursts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from uuid import UUID

from django.db.models import Count

from qualepref.enquetes.enums import MODES_PUBLICS, Mode, ProvenanceRetour
from qualepref.enquetes.models import Brouillon, Campagne, Collecteur, Retour
from qualepref.enquetes.rules.rafales import Envoi, Rafale, find_rafales
from qualepref.noyau.questionnaires.collecte import LimitesRafales


def find_collecteur(adresse: str) -> Collecteur | None:
    """Return the public address of a campaign, with what its page shows; None for no such one."""
    return (
        Collecteur.objects.select_related("campagne", "site", "service")
        .filter(adresse=adresse, mode__in=MODES_PUBLICS)
        .first()
    )


def find_brouillon(collecteur: Collecteur, cle: UUID) -> Brouillon | None:
    """Return the draft of that key begun at that address; None when there is none."""
    brouillon = Brouillon.objects.filter(pk=cle, collecteur=collecteur).first()
    if brouillon is not None:
        brouillon.collecteur = collecteur
    return brouillon


def find_langue_envoyee(collecteur: Collecteur, cle: UUID) -> str | None:
    """Return the language of the form of that key if it was sent; None if it was not."""
    retours = Retour.objects.filter(campagne=collecteur.campagne_id, cle=cle)
    return retours.values_list("langue", flat=True).first()


def load_rafales(campagne: Campagne, *, limites: LimitesRafales) -> list[tuple[Rafale, int]]:
    """Return the suspected bursts of a campaign, each with how many of its forms are set aside.

    Only answers that some minute saw often enough to belong to one are read: a campaign of any size
    stays quick.
    """
    publics = Retour.objects.filter(
        campagne=campagne, provenance=ProvenanceRetour.PUBLIC, recu_a__isnull=False
    ).order_by()
    par_minute = math.ceil(limites.semblables / (limites.fenetre_minutes + 1))
    repetees = publics.values("valeurs", "recu_a").annotate(n=Count("pk")).filter(n__gte=par_minute)
    candidates = {
        _digest(ligne["valeurs"]): ligne["valeurs"]
        for ligne in repetees
        if len(ligne["valeurs"]) >= limites.reponses
    }
    ecartes: set[int] = set()
    envois = []
    for empreinte, valeurs in candidates.items():
        for pk, recu_a, site, mode, suspect in publics.filter(valeurs=valeurs).values_list(
            "pk", "recu_a", "site__nom", "mode", "suspect"
        ):
            envois.append(Envoi(pk, recu_a, f"{site}, {Mode(mode).label}", empreinte))
            if suspect:
                ecartes.add(pk)
    rafales = find_rafales(
        envois,
        semblables=limites.semblables,
        fenetre=dt.timedelta(minutes=limites.fenetre_minutes),
    )
    return [(r, sum(envoi.pk in ecartes for envoi in r.envois)) for r in rafales]


def _digest(valeurs: dict) -> str:
    texte = json.dumps(valeurs, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(texte.encode()).hexdigest()[:12]
