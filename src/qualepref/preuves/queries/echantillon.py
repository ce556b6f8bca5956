"""Rows of the registers drawn for an auditor: the same seed gives the same rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from qualepref.noyau.agendas.plages import add_mois
from qualepref.noyau.calcul.periodes import Periode, mois_of
from qualepref.noyau.referentiel.modele import Registre
from qualepref.noyau.tableurs.champs import Champ, TypeChamp, Valeur
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.preuves.queries.reglages import get_reglages
from qualepref.preuves.rules.tirage import draw_references
from qualepref.suivi.enums import Issue, Provenance, Tracage
from qualepref.suivi.models import Demande


CHAMPS = (
    Champ("reference", "Référence", TypeChamp.LITTERAL),
    Champ("nature", "Nature"),
    Champ("canal", "Canal"),
    Champ("service", "Service"),
    Champ("boite", "Boîte"),
    Champ("tracage", "Traçage"),
    Champ("provenance", "Provenance"),
    Champ("recue_le", "Reçue le", TypeChamp.DATE),
    Champ("complete_le", "Complétée le", TypeChamp.DATE),
    Champ("accuse_le", "Accusé de réception le", TypeChamp.DATE),
    Champ("attente_le", "Réponse d’attente le", TypeChamp.DATE),
    Champ("repondue_le", "Répondue le", TypeChamp.DATE),
    Champ("echeance", "Échéance", TypeChamp.DATE),
    Champ("delai_jours_ouvres", "Délai en jours ouvrés", TypeChamp.ENTIER),
    Champ("issue", "Suite"),
    Champ("exclusion", "Motif de non-comptage"),
)
NOMINATIFS = (
    Champ("demandeur", "Demandeur", TypeChamp.LITTERAL),
    Champ("objet", "Objet", TypeChamp.LITTERAL),
    Champ("commentaire", "Commentaire", TypeChamp.LITTERAL),
)
SOURCES = {"service": "service__code", "boite": "boite__code"}


@dataclass(frozen=True, slots=True)
class Echantillon:
    """Rows drawn from a register.

    periode: the months up to the latest row. population: how many were received over them.
    """

    registre: Registre
    periode: Periode
    population: int
    champs: tuple[Champ, ...]
    lignes: tuple[tuple[Valeur | None, ...], ...]


def draw_echantillons(
    site: Site, *, graine: str, nominatif: bool, le: dt.date
) -> list[Echantillon]:
    """Return a draw from each register of the perimeter; three reads per register.

    nominatif: with the name, the object and the comment, otherwise without.
    """
    modules = set(site.modules)
    return [
        _draw(site, registre, le, graine=graine, nominatif=nominatif)
        for registre in get_referentiel(site).registres
        if any(n.module in modules for n in registre.natures)
    ]


def _draw(
    site: Site, registre: Registre, le: dt.date, *, graine: str, nominatif: bool
) -> Echantillon:
    recues = Demande.objects.filter(site=site, registre=registre.code, recue_le__lte=le).order_by()
    derniere = recues.aggregate(jour=Max("recue_le"))["jour"] or le
    reglage = get_reglages().echantillon
    periode = Periode(mois_of(add_mois(derniere, 1 - reglage.mois)), mois_of(derniere))
    demandes = recues.filter(recue_le__gte=periode.debut)
    references = list(demandes.values_list("reference", flat=True))
    tirees = draw_references(
        references,
        graine=graine,
        registre=registre.code,
        nombre=reglage.nombre,
    )
    champs = CHAMPS + (NOMINATIFS if nominatif else ())
    colonnes = [SOURCES.get(c.code, c.code) for c in champs]
    lues = demandes.filter(reference__in=tirees).values_list(*colonnes)
    par_reference = {ligne[0]: ligne for ligne in lues}
    return Echantillon(
        registre=registre,
        periode=periode,
        population=len(references),
        champs=champs,
        lignes=tuple(_say(site, champs, par_reference[r]) for r in tirees),
    )


def _say(site: Site, champs: tuple[Champ, ...], ligne: tuple) -> tuple[Valeur | None, ...]:
    referentiel = get_referentiel(site)
    libelles = {
        "nature": {n.code: n.libelle for n in referentiel.natures},
        "canal": dict(referentiel.canaux),
        "exclusion": dict(referentiel.exclusions),
        "tracage": dict(Tracage.choices),
        "provenance": dict(Provenance.choices),
        "issue": dict(Issue.choices),
    }
    return tuple(
        libelles.get(champ.code, {}).get(valeur, valeur) or None
        if not isinstance(valeur, int)
        else valeur
        for champ, valeur in zip(champs, ligne, strict=True)
    )
