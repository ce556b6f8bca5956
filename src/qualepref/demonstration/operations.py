"""Load the demonstration: everything or nothing, and the same again changes nothing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from qualepref.demonstration.agents import write_comptes
from qualepref.demonstration.donnees import (
    Publication,
    Reconstitution,
    SiteDemonstration,
    ValeursImprimees,
    load_comptes,
    load_publications,
    read_imprimee,
    read_periode,
)
from qualepref.demonstration.reconstitution import DemandeReconstituee, reconstitute
from qualepref.demonstration.sujets import load_sujets, write_sujets
from qualepref.indicateurs.enums import EtatDeclare, OrigineValeur
from qualepref.indicateurs.models import CibleSite, ValeurDeclaree, ValeurPubliee
from qualepref.organisation.models import Site
from qualepref.organisation.operations import (
    SYSTEME,
    define_perimetre,
    load_sites_officiels,
    record_label,
    write_boite,
    write_service,
)
from qualepref.organisation.queries import get_calendrier, get_referentiel, get_site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.enums import Provenance
from qualepref.suivi.models import SemaineEchantillon
from qualepref.suivi.operations.lots import write_comptages, write_lot
from qualepref.suivi.rules.lignes import LigneLue, build_ligne


# Which columns tell two rows of these tables apart within a site.
CLES = {
    CibleSite: ("indicateur", "annee"),
    ValeurDeclaree: ("indicateur", "dimension", "code_detail", "premier_mois", "dernier_mois"),
    ValeurPubliee: ("indicateur", "dimension", "code_detail", "annee", "document"),
    SemaineEchantillon: ("registre", "lundi"),
}


class SigneInconnuError(ValueError):
    """A cell without a figure holds a sign the file gives no meaning to."""

    def __init__(self, indicateur: str, imprimee: str) -> None:
        super().__init__(
            f"Indicateur {indicateur} : la cellule « {imprimee} » n'est pas un nombre et le fichier "
            "ne dit pas ce qu'elle signifie. Ajoutez-la sous « signes »."
        )


class DemonstrationAnterieureError(ValueError):
    """The day given precedes the facts of the demonstration."""

    def __init__(self, le: dt.date, dernier: dt.date) -> None:
        super().__init__(
            f"La démonstration contient des dates jusqu'au {dernier:%d/%m/%Y} : elle ne peut pas "
            f"être chargée au {le:%d/%m/%Y}. Vérifiez la date de la machine."
        )


@dataclass(frozen=True, slots=True)
class CompteCree:
    """An account of the demonstration and what it is, in French."""

    identifiant: str
    libelle: str


@dataclass(frozen=True, slots=True)
class BilanDemonstration:
    """What loading did. Counts are those of rows written: zero when everything was there already.

    hypotheses: everything supposed, in French. documents: the sources, one per file.
    """

    sites: int
    demandes: int
    retours: int
    actions: int
    comptages: int
    valeurs: int
    comptes: tuple[CompteCree, ...]
    mot_de_passe: str
    fichier_comptes: Path
    documents: tuple[str, ...]
    hypotheses: tuple[str, ...]


def load_demonstration(*, le: dt.date, maintenant: dt.datetime) -> BilanDemonstration:
    """Load the published sites, their rows made again, and accounts; return what was done.

    Nothing is written unless everything is; a second run writes nothing.

    Raises:
        DemonstrationInvalideError, ReconstitutionImpossibleError, SigneInconnuError,
        DemonstrationAnterieureError, FichierComptesIllisibleError.
    """
    publications = load_publications(settings.DEMONSTRATION)
    sujets = load_sujets(settings.DEMONSTRATION)
    comptes = load_comptes(settings.DEMONSTRATION)
    _check_jour(le, sujets.list_jours())
    with transaction.atomic():
        sites = load_sites_officiels()
        demandes, comptages, valeurs = _load_publications(
            publications, le=le, maintenant=maintenant
        )
        mot_de_passe, fichier = write_comptes(comptes, le=le)
        retours, actions = write_sujets(sujets, le=le)
    return BilanDemonstration(
        sites=sites,
        demandes=demandes,
        retours=retours,
        actions=actions,
        comptages=comptages,
        valeurs=valeurs,
        comptes=tuple(CompteCree(c.identifiant, c.nom) for c in comptes),
        mot_de_passe=mot_de_passe,
        fichier_comptes=fichier,
        documents=tuple(p.document for p in publications),
        hypotheses=(
            *(h for p in publications for h in p.hypotheses),
            *sujets.list_hypotheses(),
        ),
    )


def _load_publications(
    publications: Iterable[Publication], *, le: dt.date, maintenant: dt.datetime
) -> tuple[int, int, int]:
    """Write what the documents say; return how many demandes, counted quantities and values had to be."""
    demandes = comptages = valeurs = 0
    for publication in publications:
        for decrit in publication.sites:
            site = _load_site(decrit)
            comptages += _load_comptages(site, decrit, document=publication.document)
            valeurs += _load_valeurs(site, decrit, publication)
        if publication.reconstitution is not None:
            demandes += _load_registres(
                publication.reconstitution, publication.sites, le=le, maintenant=maintenant
            )
    return demandes, comptages, valeurs


def _check_jour(le: dt.date, jours: Iterable[dt.date]) -> None:
    dernier = max(jours)
    if dernier > le:
        raise DemonstrationAnterieureError(le, dernier)


def _load_site(decrit: SiteDemonstration) -> Site:
    site = get_site(decrit.code)
    define_perimetre(site, modules=decrit.modules, a_cert=decrit.a_cert, par=SYSTEME)
    if decrit.label is not None:
        record_label(site, par=SYSTEME, **decrit.label.model_dump())
    services = {
        code: write_service(site, code=code, nom=nom, par=SYSTEME)
        for code, nom in decrit.services.items()
    }
    for code, boite in decrit.boites.items():
        write_boite(
            site,
            code=code,
            nom=boite.nom,
            adresse=boite.adresse,
            service=services[boite.service] if boite.service else None,
            par=SYSTEME,
        )
    return site


def _load_comptages(site: Site, decrit: SiteDemonstration, *, document: str) -> int:
    ecrits = 0
    for provenance in (Provenance.IMPORT, Provenance.RECONSTITUTION):
        comptages = [
            {
                "grandeur": c.grandeur,
                "dimension": c.dimension,
                "mois": mois,
                "valeur": valeur,
                "source": document,
            }
            for c in decrit.comptages
            if c.provenance == provenance
            for mois, valeur in c.valeurs.items()
        ]
        difference = write_comptages(site, comptages=comptages, provenance=provenance, par=SYSTEME)
        ecrits += len(difference.nouvelles) + len(difference.modifiees)
    return ecrits


def _load_valeurs(site: Site, decrit: SiteDemonstration, publication: Publication) -> int:
    """Write targets, imported values and printed results; return how many had to be."""
    cibles = [
        {
            "indicateur": cible.indicateur,
            "annee": annee,
            "minimum": cible.bounds(annee)[0],
            "maximum": cible.bounds(annee)[1],
            "unite": cible.unite,
            "source": publication.document,
        }
        for cible in decrit.cibles
        for annee in cible.valeurs
    ]
    publiees = [
        {
            "indicateur": p.indicateur,
            "dimension": p.detail[0],
            "code_detail": p.detail[1],
            "annee": publication.annee,
            "imprimee": p.imprimee,
            "valeur": read_imprimee(p.imprimee),
            "document": publication.document,
            "explication": p.explication.strip(),
        }
        for p in decrit.publiees
    ]
    declarees = [v for valeurs in decrit.valeurs for v in _cells(valeurs, publication)]
    return sum((
        _upsert(site, CibleSite, cibles),
        _upsert(site, ValeurDeclaree, declarees),
        _upsert(site, ValeurPubliee, publiees),
    ))  # fmt: skip


def _cells(valeurs: ValeursImprimees, publication: Publication) -> Iterable[dict[str, Any]]:
    """Yield one imported value per printed cell: a figure, or the state its sign stands for."""
    signes = {**publication.signes, **valeurs.signes}
    for cle, imprimee in valeurs.imprimees.items():
        periode = read_periode(cle)
        valeur = read_imprimee(imprimee)
        if valeur is None and imprimee not in signes:
            raise SigneInconnuError(valeurs.indicateur, imprimee)
        yield {
            "indicateur": valeurs.indicateur,
            "dimension": valeurs.detail[0],
            "code_detail": valeurs.detail[1],
            "premier_mois": periode.premier,
            "dernier_mois": periode.dernier,
            "valeur": valeur,
            "etat": EtatDeclare.VALEUR if valeur is not None else EtatDeclare(signes[imprimee]),
            "origine": OrigineValeur.IMPORTE,
            "source": publication.document,
            "imprimee": imprimee,
        }


def _upsert(site: Site, modele: type[models.Model], lignes: list[dict[str, Any]]) -> int:
    """Write the rows of a table that are missing or differ; return how many."""
    cles = CLES[modele]
    connues = {
        tuple(getattr(c, champ) for champ in cles): c for c in modele.objects.filter(site=site)
    }
    nouvelles, changees = [], []
    for ligne in lignes:
        connue = connues.get(tuple(ligne[champ] for champ in cles))
        if connue is None:
            nouvelles.append(modele(site=site, **ligne))
        elif any(getattr(connue, champ) != valeur for champ, valeur in ligne.items()):
            for champ, valeur in ligne.items():
                setattr(connue, champ, valeur)
            changees.append(connue)
    modele.objects.bulk_create(nouvelles)
    if changees:
        modele.objects.bulk_update(changees, list(lignes[0]))
    ecrites = len(nouvelles) + len(changees)
    if ecrites:
        record_evenement(
            par=SYSTEME,
            action="importer",
            objet=f"{modele._meta.verbose_name_plural} de la démonstration",
            site=site.pk,
            apres={"nouvelles": len(nouvelles), "modifiees": len(changees)},
        )
    return ecrites


def _load_registres(
    reconstitution: Reconstitution,
    decrits: Iterable[SiteDemonstration],
    *,
    le: dt.date,
    maintenant: dt.datetime,
) -> int:
    """Write the rows made again, register by register; return how many had to be."""
    site = get_site(reconstitution.site)
    decrit = next(d for d in decrits if d.code == site.pk)
    natures = {n.code: n for n in get_referentiel(site).natures}
    lignes = reconstitute(reconstitution, natures=natures, calendrier=get_calendrier(site))
    _check_jour(le, (jour for ligne in lignes for jour in _past_days(ligne)))
    codes = _primary_keys(site)
    par_registre: dict[str, list[LigneLue]] = {}
    for ligne in lignes:
        valeurs = _values_of(ligne, decrit, codes, mention=reconstitution.mention)
        par_registre.setdefault(ligne.registre, []).append(build_ligne(valeurs))
    ecrites = 0
    for registre, demandes in par_registre.items():
        difference = write_lot(
            site,
            registre=registre,
            lignes=demandes,
            provenance=Provenance.RECONSTITUTION,
            par=SYSTEME,
            le=le,
            maintenant=maintenant,
        )
        ecrites += len(difference.nouvelles) + len(difference.modifiees)
    registres = {lot.registre for lot in reconstitution.lots if lot.semaines}
    _upsert(
        site,
        SemaineEchantillon,
        [{"registre": r, "lundi": j} for r in sorted(registres) for j in reconstitution.semaines],
    )
    return ecrites


def _past_days(ligne: DemandeReconstituee) -> list[dt.date]:
    return [v for v in _dates_of(ligne).values() if isinstance(v, dt.date)]


def _dates_of(ligne: DemandeReconstituee) -> dict[str, Any]:
    return {champ.name: getattr(ligne.dates, champ.name) for champ in fields(ligne.dates)}


def _primary_keys(site: Site) -> Mapping[str, Mapping[str | None, int | None]]:
    return {
        "service": {None: None, **dict(site.services.values_list("code", "pk"))},
        "boite": {None: None, **dict(site.boites.values_list("code", "pk"))},
    }


def _values_of(
    ligne: DemandeReconstituee,
    decrit: SiteDemonstration,
    codes: Mapping[str, Mapping[str | None, int | None]],
    *,
    mention: str,
) -> dict[str, Any]:
    """Return the row as registers write it; a mailbox's rows belong to its service."""
    service = ligne.service
    if service is None and ligne.boite is not None:
        service = decrit.boites[ligne.boite].service
    return {
        "reference": ligne.reference,
        "nature": ligne.nature,
        "canal": ligne.canal,
        "service_id": codes["service"][service],
        "boite_id": codes["boite"][ligne.boite],
        "tracage": ligne.tracage,
        "objet": ligne.objet,
        "commentaire": mention,
        **_dates_of(ligne),
    }
