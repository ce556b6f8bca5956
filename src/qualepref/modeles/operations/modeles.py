"""Templates adopted, rewritten as new versions, given an opinion; how the public reaches a site."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from qualepref.modeles.enums import AvisClu
from qualepref.modeles.models import Coordonnees, Modele
from qualepref.modeles.queries.valeurs import COORDONNEES, list_variables
from qualepref.modeles.rendering.gabarits import check_gabarit
from qualepref.noyau.modeles.modele import Depart
from qualepref.noyau.modeles.variables import check_variables
from qualepref.organisation.models import Boite, Service, Site
from qualepref.socle.operations import record_evenement


DOSSIER = "modeles"
EMPREINTE = 12


class ModeleRefuseError(ValueError):
    """A template that cannot be as wanted; `champ` is the part at fault."""

    champ: str | None = None


class CodeDejaPrisError(ModeleRefuseError):
    """The site has a template of that code."""

    champ = "code"

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Ce site a déjà un modèle « {code} ». Donnez un autre code, ou modifiez ce modèle."
        )


class VersionDepasseeError(ModeleRefuseError):
    """Somebody wrote a later version meanwhile."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"La version {version} a été écrite entre-temps : rechargez la page pour partir d’elle. "
            "Copiez d’abord votre texte."
        )


class AutreSiteError(ModeleRefuseError):
    """A service or a mailbox of another site."""

    champ = "service"

    def __init__(self) -> None:
        super().__init__("Ce service ou cette boîte n’est pas de ce site.")


class AvisDansLeFuturError(ModeleRefuseError):
    """An opinion cannot be dated after today."""

    champ = "avis_le"

    def __init__(self, le: dt.date) -> None:
        super().__init__(f"Cet avis est daté d’après le {le:%d/%m/%Y}. Corrigez sa date.")


class AvisAvantVersionError(ModeleRefuseError):
    """An opinion cannot be older than what it is about."""

    champ = "avis_le"

    def __init__(self, modele: Modele) -> None:
        super().__init__(
            f"La version {modele.version} a été écrite le {modele.ecrit_le:%d/%m/%Y} : un avis ne "
            "peut pas la précéder."
        )


@dataclass(frozen=True, slots=True)
class ModeleDonne:
    """What a version says."""

    titre: str
    objet: str
    corps: str
    sans_nom: str = ""
    service: Service | None = None
    boite: Boite | None = None


@transaction.atomic
def adopt_depart(
    site: Site,
    *,
    depart: Depart,
    code: str,
    par: str,
    le: dt.date,
    service: Service | None = None,
    boite: Boite | None = None,
) -> Modele:
    """Make a starting point version 1 of a template of the site and return it.

    Raises:
        CodeDejaPrisError: the site has a template of that code.
        AutreSiteError: a service or mailbox of another site.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    if Modele.objects.filter(site=site, code=code).exists():
        raise CodeDejaPrisError(code)
    corps = _tidy(depart.corps)
    donne = ModeleDonne(depart.titre, depart.objet, corps, depart.sans_nom, service, boite)
    _check(site, donne, le)
    modele = _write(site, code, 1, depart.type, donne, "", par, le)
    _trace(modele, "adopter", par, {"depart": depart.code})
    return modele


@transaction.atomic
def write_version(
    modele: Modele,
    *,
    donne: ModeleDonne,
    par: str,
    le: dt.date,
    docx: bytes | None = None,
) -> Modele:
    """Write the next version of a template and return it; the same one when nothing changes.

    modele: the latest version, which stays as it is. docx: a Word file of the site's own, b"" to go
    back to ours, None to keep the one there is.

    Raises:
        VariableInconnueError, AccoladeSeuleError: the text; nothing is written.
        GabaritRefuseError: the Word file; nothing is written.
        VersionDepasseeError: a later version was written meanwhile.
        AutreSiteError: a service or mailbox of another site.
    """
    Site.objects.select_for_update().get(pk=modele.site_id)
    derniere = Modele.objects.filter(site=modele.site, code=modele.code).order_by("-version")[0]
    if derniere.version != modele.version:
        raise VersionDepasseeError(derniere.version)
    donne = replace(donne, corps=_tidy(donne.corps))
    connues = _check(modele.site, donne, le)
    if docx is None and donne == _donne_of(modele):
        return modele
    chemin = modele.docx
    if docx is not None:
        chemin = _keep(modele, docx, connues) if docx else ""
    nouvelle = _write(
        modele.site, modele.code, modele.version + 1, modele.type, donne, chemin, par, le
    )
    _trace(nouvelle, "modifier", par, {})
    return nouvelle


@transaction.atomic
def set_avis(
    modele: Modele,
    *,
    avis: AvisClu,
    texte: str,
    le: dt.date,
    par: str,
    rendu_le: dt.date | None = None,
) -> Modele:
    """Record what the users' committee said of a version and return it; « non soumis » undoes it.

    le: the day it is recorded. rendu_le: the day it was given, `le` when None.

    Raises:
        AvisDansLeFuturError: given after `le`.
        AvisAvantVersionError: given before the version was written.
    """
    jour = rendu_le or le
    if avis is not AvisClu.NON_SOUMIS:
        if jour > le:
            raise AvisDansLeFuturError(le)
        if jour < modele.ecrit_le:
            raise AvisAvantVersionError(modele)
    avant = {"avis": modele.avis, "avis_le": modele.avis_le}
    modele.avis = avis
    modele.avis_le = None if avis is AvisClu.NON_SOUMIS else jour
    modele.avis_texte = "" if avis is AvisClu.NON_SOUMIS else texte.strip()
    modele.save(update_fields=["avis", "avis_le", "avis_texte"])
    record_evenement(
        par=par,
        action="donner un avis",
        objet=_name(modele),
        site=modele.site_id,
        avant=avant,
        apres={"avis": modele.avis, "avis_le": modele.avis_le},
    )
    return modele


@transaction.atomic
def set_coordonnees(
    site: Site, *, service: Service | None, valeurs: Mapping[str, str], par: str, le: dt.date
) -> Coordonnees:
    """Say how the public reaches a site, or one of its services, and return it.

    Raises:
        AutreSiteError: a service of another site.
    """
    if service is not None and service.site_id != site.pk:
        raise AutreSiteError
    coordonnees, _ = Coordonnees.objects.get_or_create(site=site, service=service)
    avant = {c: getattr(coordonnees, c) for c in COORDONNEES}
    apres = {c: valeurs.get(c, "").strip() for c in COORDONNEES}
    if avant == apres:
        return coordonnees
    for champ, valeur in apres.items():
        setattr(coordonnees, champ, valeur)
    coordonnees.save()
    record_evenement(
        par=par,
        action="changer les coordonnées",
        objet=str(coordonnees)[:120],
        site=site.pk,
        avant=avant,
        apres={**apres, "le": le},
    )
    return coordonnees


def _check(site: Site, donne: ModeleDonne, le: dt.date) -> list[str]:
    """Return the names of the variables, having refused what cannot be."""
    for lie in (donne.service, donne.boite):
        if lie is not None and lie.site_id != site.pk:
            raise AutreSiteError
    variables = list_variables(site, service=donne.service, boite=donne.boite, le=le)
    connues = [v.nom for v in variables]
    for texte in (donne.objet, donne.corps):
        check_variables(texte, connues=connues)
    return connues


def _donne_of(modele: Modele) -> ModeleDonne:
    """Return what a version says, as an operation takes it."""
    return ModeleDonne(
        modele.titre,
        modele.objet,
        _tidy(modele.corps),
        modele.sans_nom,
        modele.service,
        modele.boite,
    )


def _tidy(corps: str) -> str:
    """Return a text with plain ends of lines, one at its own end."""
    return corps.replace("\r\n", "\n").strip() + "\n"


def _keep(modele: Modele, octets: bytes, connues: list[str]) -> str:
    """Check a Word file and keep it; a version that is not written leaves nobody reading it."""
    check_gabarit(octets, connues=connues)
    empreinte = hashlib.sha256(octets).hexdigest()[:EMPREINTE]
    nom = f"{DOSSIER}/{modele.site_id}/{modele.code}-{empreinte}.docx"
    return nom if default_storage.exists(nom) else default_storage.save(nom, ContentFile(octets))


def _write(
    site: Site,
    code: str,
    version: int,
    type_modele: str,
    donne: ModeleDonne,
    docx: str,
    par: str,
    le: dt.date,
) -> Modele:
    return Modele.objects.create(
        site=site,
        code=code,
        version=version,
        type=type_modele,
        titre=donne.titre,
        objet=donne.objet,
        corps=donne.corps,
        sans_nom=donne.sans_nom,
        service=donne.service,
        boite=donne.boite,
        docx=docx,
        ecrit_le=le,
        par=par,
    )


def _trace(modele: Modele, action: str, par: str, apres: dict[str, str]) -> None:
    valeurs = {
        "type": modele.type,
        "titre": modele.titre,
        "service": modele.service and modele.service.code,
        "boite": modele.boite and modele.boite.code,
        "docx": modele.docx,
    }
    record_evenement(
        par=par,
        action=action,
        objet=_name(modele),
        site=modele.site_id,
        apres={**{c: v for c, v in valeurs.items() if v}, **apres},
    )


def _name(modele: Modele) -> str:
    return f"modèle {modele.code} version {modele.version}"
