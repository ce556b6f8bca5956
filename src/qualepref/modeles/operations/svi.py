"""The voice server of a site: a draft written step by step, put in force, read through, retired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from qualepref.modeles.enums import TypeEtape
from qualepref.modeles.models import EtapeSvi, Svi
from qualepref.modeles.queries.svi import (
    find_brouillon,
    find_derniere,
    find_registre,
    get_regles_svi,
    list_etapes,
    read_svi,
)
from qualepref.modeles.rules.svi import Etape, FauteEtape, check_etapes, list_branche
from qualepref.organisation.models import Agent, Service, Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.models import Demande
from qualepref.suivi.operations.demandes import record_demande
from qualepref.suivi.rules.bilans import Difference


ACCUEIL = Etape("accueil", "", "", "Accueil", TypeEtape.MENU)
OBJET = "serveur vocal"
CHAMPS = ("code", "parent", "touche", "libelle", "type", "paroles", "vers", "rang")


class SviRefuseError(ValueError):
    """A voice server that cannot be as wanted; `champ` is the part at fault."""

    champ: str | None = None


class EtapesRefuseesError(SviRefuseError):
    """Steps that make no tree; `fautes` tells each."""

    def __init__(self, fautes: Sequence[FauteEtape]) -> None:
        self.fautes = tuple(fautes)
        super().__init__(" ; ".join(f"{f.motif}. {f.remede}" for f in fautes))


class VersionFermeeError(SviRefuseError):
    """A version that answers calls, or did, stays as it is."""

    def __init__(self, svi: Svi) -> None:
        super().__init__(
            f"La version {svi.version} n’est plus un brouillon : elle ne se modifie plus. Préparez "
            "une nouvelle version."
        )


class BrouillonInacheveError(SviRefuseError):
    """A draft that could not answer calls."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__(
            "Cette version ne peut pas répondre aux appels : " + " ".join(dict.fromkeys(messages))
        )


class DateAnterieureError(SviRefuseError):
    """A date before the one it must follow."""

    champ = "depuis"

    def __init__(self, le: dt.date, quoi: str) -> None:
        super().__init__(f"Choisissez une date à partir du {le:%d/%m/%Y} : {quoi}.")


class EtapeAttendueError(SviRefuseError):
    """A step that others still lead to."""

    def __init__(self, noms: Sequence[str]) -> None:
        super().__init__(
            "Un retour mène encore ici : " + ", ".join(f"« {n} »" for n in noms) + ". "
            "Changez-le d’abord."
        )


class MiseAJourSansRegistreError(SviRefuseError):
    """The référentiel of the site has no register for these updates."""

    def __init__(self) -> None:
        super().__init__("Le référentiel de ce site ne suit pas les mises à jour du serveur vocal.")


@transaction.atomic
def open_brouillon(site: Site, *, par: str, le: dt.date) -> Svi:
    """Return the draft of a site; without one, a new one, copied from the latest version."""
    Site.objects.select_for_update().get(pk=site.pk)
    brouillon = find_brouillon(site)
    if brouillon is not None:
        return brouillon
    derniere = find_derniere(site)
    etapes = list_etapes(derniere) if derniere else [ACCUEIL]
    version = derniere.version + 1 if derniere else 1
    brouillon = Svi.objects.create(site=site, version=version, ecrit_le=le, par=par)
    _write(brouillon, etapes)
    _trace(brouillon, "préparer", par, etapes=len(etapes))
    return brouillon


@transaction.atomic
def write_etape(svi: Svi, *, etape: Etape, par: str) -> None:
    """Write a step of a draft, in the place of the one of that code if there is one.

    Raises:
        VersionFermeeError: the version is no draft.
        EtapesRefuseesError: the tree would be no tree; nothing is written.
    """
    etapes = _lock(svi)
    nouvelles = [*(e for e in etapes if e.code != etape.code), etape]
    _check(nouvelles)
    _write(svi, nouvelles)
    action = "ajouter" if len(nouvelles) > len(etapes) else "corriger"
    _trace(svi, action, par, etape=etape.code)


@transaction.atomic
def delete_etape(svi: Svi, *, code: str, par: str) -> int:
    """Remove a step of a draft with all that hangs below it; return how many went.

    Raises:
        VersionFermeeError: the version is no draft.
        EtapeAttendueError: a return elsewhere leads into what would go.
    """
    etapes = _lock(svi)
    branche = list_branche(etapes, code)
    gardees = [e for e in etapes if e.code not in branche]
    retours = [e.libelle for e in gardees if e.type == TypeEtape.RETOUR and e.vers in branche]
    if retours:
        raise EtapeAttendueError(retours)
    _write(svi, gardees)
    _trace(svi, "retirer", par, etape=code, etapes=len(etapes) - len(gardees))
    return len(etapes) - len(gardees)


def compare_etapes(site: Site, *, etapes: Sequence[Etape]) -> Difference:
    """Return what `write_etapes` would do with these; a step that leaves is a change too."""
    base = find_derniere(site)
    connues = {e.code: e for e in list_etapes(base)} if base else {}
    nouvelles = tuple(e.code for e in etapes if e.code not in connues)
    changees = tuple(e.code for e in etapes if e.code in connues and connues[e.code] != e)
    parties = tuple(sorted(connues.keys() - {e.code for e in etapes}))
    inchangees = len(etapes) - len(nouvelles) - len(changees)
    return Difference(nouvelles, changees + parties, inchangees)


@transaction.atomic
def write_etapes(site: Site, *, etapes: Sequence[Etape], par: str, le: dt.date) -> Difference:
    """Make the draft of a site these steps and no others; the same as they stand writes nothing.

    Raises:
        EtapesRefuseesError: they make no tree; nothing is written.
    """
    _check(etapes)
    difference = compare_etapes(site, etapes=etapes)
    if not difference.nouvelles and not difference.modifiees:
        return difference
    brouillon = open_brouillon(site, par=par, le=le)
    _write(brouillon, etapes)
    _trace(brouillon, "importer", par, etapes=len(etapes))
    return difference


@transaction.atomic
def publish_svi(svi: Svi, *, depuis: dt.date, par: str, le: dt.date) -> Svi:
    """Put a draft in force from a day on, and return it; former versions are kept.

    Raises:
        VersionFermeeError: the version is no draft.
        BrouillonInacheveError: it could not answer calls.
        DateAnterieureError: before the version it follows began, or was read or retired.
    """
    _lock(svi)
    bloquants = read_svi(svi, le=le).bloquants
    if bloquants:
        raise BrouillonInacheveError([c.message for c in bloquants])
    precedente = (
        Svi.objects.filter(site=svi.site, en_vigueur_le__isnull=False).order_by("-version").first()
    )
    if precedente is not None:
        dernier = max(filter(None, (precedente.en_vigueur_le, precedente.retire_le)))
        if depuis < dernier:
            raise DateAnterieureError(dernier, "la version précédente l’exige")
    svi.en_vigueur_le = depuis
    svi.save(update_fields=["en_vigueur_le"])
    _trace(svi, "mettre en vigueur", par, depuis=depuis)
    return svi


@transaction.atomic
def record_relecture(svi: Svi, *, par: str, le: dt.date) -> Svi:
    """Note that a version in force was read through and needs no change, and return it."""
    if svi.en_vigueur_le is None or svi.en_vigueur_le > le:
        raise DateAnterieureError(le, "cette version ne répond pas encore aux appels")
    svi.relu_le = le
    svi.save(update_fields=["relu_le"])
    _trace(svi, "relire", par, le=le)
    return svi


@transaction.atomic
def withdraw_svi(svi: Svi, *, par: str, le: dt.date) -> Svi:
    """Note that the voice server answers no more calls from a day on, and return its last version."""
    if svi.en_vigueur_le is None or svi.en_vigueur_le > le:
        raise DateAnterieureError(le, "cette version ne répond pas encore aux appels")
    svi.retire_le = le
    svi.save(update_fields=["retire_le"])
    _trace(svi, "mettre hors service", par, le=le)
    return svi


@transaction.atomic
def delete_brouillon(svi: Svi, *, par: str) -> None:
    """Give up a draft; the versions that answered calls stay.

    Raises:
        VersionFermeeError: the version is no draft.
    """
    _lock(svi)
    _trace(svi, "abandonner", par, version=svi.version)
    svi.delete()


@transaction.atomic
def record_mise_a_jour(
    site: Site, *, objet: str, service: Service | None, par: Agent, le: dt.date
) -> Demande:
    """Ask for an update of the voice server in the register that follows them; return the demande.

    Raises:
        MiseAJourSansRegistreError: the référentiel has no such register.
    """
    registre = find_registre(site)
    if registre is None:
        raise MiseAJourSansRegistreError
    valeurs = {
        "nature": get_regles_svi().nature,
        "canal": registre.canaux[0] if registre.canaux else "",
        "objet": objet,
        "service": service,
        "recue_le": le,
    }
    return record_demande(site, registre=registre.code, valeurs=valeurs, par=par, le=le)


def _lock(svi: Svi) -> list[Etape]:
    """Return the steps of a draft, nobody else writing them.

    Raises:
        VersionFermeeError: the version is no draft.
    """
    Site.objects.select_for_update().get(pk=svi.site_id)
    svi.refresh_from_db()
    if svi.en_vigueur_le is not None:
        raise VersionFermeeError(svi)
    return list_etapes(svi)


def _check(etapes: Sequence[Etape]) -> None:
    fautes = check_etapes(etapes, regles=get_regles_svi())
    if fautes:
        raise EtapesRefuseesError(fautes)


def _write(svi: Svi, etapes: Sequence[Etape]) -> None:
    services = dict(svi.site.services.values_list("code", "pk"))
    EtapeSvi.objects.filter(svi=svi).delete()
    EtapeSvi.objects.bulk_create(
        EtapeSvi(
            svi=svi,
            service_id=services[e.service] if e.service else None,
            **{c: getattr(e, c) for c in CHAMPS},
        )
        for e in etapes
    )


def _trace(svi: Svi, action: str, par: str, **apres: object) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"{OBJET} version {svi.version}",
        site=svi.site_id,
        apres=apres,
    )
