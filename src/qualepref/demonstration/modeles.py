"""Write the templates and the voice server of the demonstration, through their operations; once only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import Field

from qualepref.demonstration.donnees import Bloc, Texte, load_fichier
from qualepref.modeles.enums import AvisClu, TypeEtape
from qualepref.modeles.models import Modele, Svi
from qualepref.modeles.operations.modeles import (
    ModeleDonne,
    adopt_depart,
    set_avis,
    set_coordonnees,
    write_version,
)
from qualepref.modeles.operations.svi import publish_svi, record_relecture, write_etapes
from qualepref.modeles.queries.departs import find_depart
from qualepref.modeles.queries.svi import find_brouillon
from qualepref.modeles.rules.svi import Etape
from qualepref.organisation.models import Site
from qualepref.organisation.operations import SYSTEME
from qualepref.organisation.queries import get_site


class TexteAbsentError(ValueError):
    """A template does not say what a version rewrites."""

    def __init__(self, code: str, texte: str) -> None:
        super().__init__(f"Le modèle « {code} » ne dit pas « {texte} » : rien à réécrire.")


class Avis(Bloc):
    """What the committee said of a version."""

    avis: AvisClu
    rendu_le: dt.date
    texte: str = ""


class Reecriture(Bloc):
    """A version that says something otherwise."""

    le: dt.date
    au_lieu_de: Texte
    dire: Texte


class ModeleAdopte(Bloc):
    """A starting point made the site's own; the opinion is on its first version."""

    depart: Texte
    le: dt.date
    service: str = ""
    boite: str = ""
    avis: Avis | None = None
    reecriture: Reecriture | None = None


class EtapeDite(Bloc):
    """A step of the voice server; see `Etape`."""

    code: Texte
    parent: str = ""
    touche: str = ""
    libelle: Texte
    type: TypeEtape
    paroles: dict[str, Texte] = {}
    vers: str = ""
    service: str = ""
    rang: int | None = None


class VersionDite(Bloc):
    """A version of the voice server; relue_le: read through, nothing to change."""

    depuis: dt.date
    relue_le: dt.date | None = None
    etapes: Annotated[tuple[EtapeDite, ...], Field(min_length=1)]


class ModelesSite(Bloc):
    """The words of a site. coordonnees: code of a service, "" for the site -> how to reach it."""

    site: Texte
    hypotheses: tuple[Texte, ...]
    coordonnees: dict[str, dict[str, Texte]] = {}
    modeles: tuple[ModeleAdopte, ...] = ()
    svi: tuple[VersionDite, ...] = ()

    def list_jours(self) -> Iterator[dt.date]:
        """Yield the days of what took place."""
        for m in self.modeles:
            yield m.le
            yield from (a.rendu_le for a in [m.avis] if a)
            yield from (r.le for r in [m.reecriture] if r)
        for v in self.svi:
            yield v.relue_le or v.depuis


def load_modeles_site(dossier: Path) -> tuple[ModelesSite, ...]:
    """Return the words of the sites of a folder, by file name.

    Raises:
        DemonstrationInvalideError: a file is unreadable, with every fault.
    """
    return tuple(load_fichier(p, ModelesSite) for p in sorted(dossier.glob("*.yaml")))


def write_modeles(lus: Iterable[ModelesSite]) -> int:
    """Write the templates and voice servers that are missing; return how many versions."""
    return sum(_write_textes(decrits) + _write_svi(decrits) for decrits in lus)


def _write_textes(decrits: ModelesSite) -> int:
    site = get_site(decrits.site)
    if not decrits.modeles or Modele.objects.filter(site=site).exists():
        return 0
    services = {s.code: s for s in site.services.all()}
    debut = min(m.le for m in decrits.modeles)
    for code, valeurs in decrits.coordonnees.items():
        service = services[code] if code else None
        set_coordonnees(site, service=service, valeurs=valeurs, par=SYSTEME, le=debut)
    return sum(_adopt(site, decrit) for decrit in decrits.modeles)


def _adopt(site: Site, decrit: ModeleAdopte) -> int:
    modele = adopt_depart(
        site,
        depart=find_depart(decrit.depart),
        code=decrit.depart,
        service=site.services.get(code=decrit.service) if decrit.service else None,
        boite=site.boites.get(code=decrit.boite) if decrit.boite else None,
        par=SYSTEME,
        le=decrit.le,
    )
    if decrit.avis is not None:
        jour = decrit.avis.rendu_le
        set_avis(modele, avis=decrit.avis.avis, texte=decrit.avis.texte, le=jour, par=SYSTEME)
    if decrit.reecriture is None:
        return 1
    ancien, nouveau = decrit.reecriture.au_lieu_de, decrit.reecriture.dire
    if ancien not in modele.corps:
        raise TexteAbsentError(modele.code, ancien)
    donne = ModeleDonne(
        modele.titre, modele.objet, modele.corps, modele.sans_nom, modele.service, modele.boite
    )
    donne = replace(donne, corps=modele.corps.replace(ancien, nouveau))
    write_version(modele, donne=donne, par=SYSTEME, le=decrit.reecriture.le)
    return 2


def _write_svi(decrits: ModelesSite) -> int:
    site = get_site(decrits.site)
    if Svi.objects.filter(site=site).exists():
        return 0
    for version in decrits.svi:
        etapes = [Etape(**e.model_dump()) for e in version.etapes]
        write_etapes(site, etapes=etapes, par=SYSTEME, le=version.depuis)
        brouillon = find_brouillon(site)
        if brouillon is None:
            continue
        publish_svi(brouillon, depuis=version.depuis, par=SYSTEME, le=version.depuis)
        if version.relue_le is not None:
            record_relecture(brouillon, par=SYSTEME, le=version.relue_le)
    return len(decrits.svi)
