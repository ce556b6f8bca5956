"""Every write of the organisation: official sites, perimeters, services, labels, agents, roles.

Each function leaves things as they are when they already are as asked, so that any of them can be
run again.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector

from qualepref.noyau.territoires.modele import SiteOfficiel, TypeSite
from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import (
    Agent,
    Boite,
    Label,
    ModuleRetenu,
    Role,
    Service,
    Site,
)
from qualepref.organisation.queries import get_carte
from qualepref.organisation.rules import compute_label
from qualepref.socle.operations import record_evenement


SYSTEME = "système"
Ligne = TypeVar("Ligne", Label, Service, Boite, Role)
# What the official list says of a site; the rest (modules, CERT, référentiel) is the site's choice.
CHAMPS_OFFICIELS = (
    "nom", "type", "departement", "chef_lieu", "calendrier", "fuseau", "prefecture_id",
)  # fmt: skip


class IdentifiantPrisError(ValueError):
    """An account of that name exists already."""

    def __init__(self, identifiant: str) -> None:
        super().__init__(
            f"Le compte « {identifiant} » existe déjà. Choisissez un autre identifiant, ou donnez "
            "un rôle au compte existant."
        )


class EncoreUtiliseError(ValueError):
    """Demandes, mailboxes or roles still name this service or mailbox."""

    def __init__(self, nom: str) -> None:
        super().__init__(
            f"« {nom} » ne peut pas être retiré : des demandes, une boîte ou un rôle s’y "
            "rattachent. Changez plutôt son nom."
        )


class DernierReferentError(ValueError):
    """Without this role nobody could manage the site any more."""

    def __init__(self) -> None:
        super().__init__(
            "Ce rôle est celui du dernier référent qualité du site : donnez d’abord ce rôle à un "
            "autre agent."
        )


class LabelDejaInscritError(ValueError):
    """Another decision of that day is written."""

    def __init__(self, decision_le: dt.date) -> None:
        super().__init__(f"Une décision du {decision_le:%d/%m/%Y} est déjà inscrite.")


class MotDePasseFaibleError(ValueError):
    """The password breaks a rule of this installation; `motifs` says which."""

    def __init__(self, motifs: list[str]) -> None:
        super().__init__("Ce mot de passe est refusé : " + " ".join(motifs))
        self.motifs = motifs


class RoleImpossibleError(ValueError):
    """What a role asks for is missing, or does not go with it."""


@transaction.atomic
def load_sites_officiels(*, par: str = SYSTEME) -> int:
    """Write every site of the official list, prefectures first; return how many it holds.

    A site no longer listed stays: its registers are its own.
    """
    carte = get_carte()
    officiels = sorted(carte.sites.values(), key=lambda s: s.type is not TypeSite.PREFECTURE)
    connus = {s.pk: s for s in Site.objects.all()}
    nouveaux, changes = [], []
    for officiel in officiels:
        valeurs = _official_values(officiel, carte.prefecture_of(officiel.departement))
        site = connus.get(officiel.code)
        if site is None:
            nouveaux.append(Site(code=officiel.code, **valeurs))
        elif any(getattr(site, champ) != valeurs[champ] for champ in CHAMPS_OFFICIELS):
            for champ in CHAMPS_OFFICIELS:
                setattr(site, champ, valeurs[champ])
            changes.append(site)
    Site.objects.bulk_create(nouveaux)
    Site.objects.bulk_update(changes, [c.removesuffix("_id") for c in CHAMPS_OFFICIELS])
    if nouveaux or changes:
        record_evenement(
            par=par,
            action="charger",
            objet="liste officielle des sites",
            apres={"nouveaux": len(nouveaux), "modifies": len(changes)},
        )
    return len(officiels)


@transaction.atomic
def define_perimetre(site: Site, *, modules: Iterable[int], a_cert: bool, par: str) -> bool:
    """Set the modules the site commits to and whether it hosts a CERT; tell if anything changed."""
    voulus = sorted(set(modules))
    actuels = sorted(site.modules_retenus.values_list("module", flat=True))
    if (actuels, site.a_cert) == (voulus, a_cert):
        return False
    avant = {"modules": actuels, "a_cert": site.a_cert}
    site.modules_retenus.exclude(module__in=voulus).delete()
    ModuleRetenu.objects.bulk_create(
        ModuleRetenu(site=site, module=m) for m in voulus if m not in actuels
    )
    site.a_cert = a_cert
    site.save(update_fields=["a_cert"])
    record_evenement(
        par=par,
        action="définir",
        objet="périmètre",
        site=site.pk,
        avant=avant,
        apres={"modules": voulus, "a_cert": a_cert},
    )
    return True


@transaction.atomic
def record_label(
    site: Site, *, decision_le: dt.date, organisme: str, duree_annees: int, par: str
) -> Label:
    """Write a labelling decision and return it; the last day of validity follows from it."""
    return _write(
        Label,
        f"label du {decision_le:%d/%m/%Y}",
        par=par,
        cles={"site": site, "decision_le": decision_le},
        valeurs=compute_label(decision_le, organisme=organisme, duree_annees=duree_annees),
    )


@transaction.atomic
def update_label(
    label: Label, *, decision_le: dt.date, organisme: str, duree_annees: int, par: str
) -> None:
    """Correct a labelling decision, its day too.

    Raises:
        LabelDejaInscritError: another decision of that day is written.
    """
    du_jour = Label.objects.filter(site=label.site, decision_le=decision_le)
    if du_jour.exclude(pk=label.pk).exists():
        raise LabelDejaInscritError(decision_le)
    valeurs = compute_label(decision_le, organisme=organisme, duree_annees=duree_annees)
    valeurs["decision_le"] = decision_le
    objet = f"label du {label.decision_le:%d/%m/%Y}"
    _write(Label, objet, par=par, cles={"pk": label.pk}, valeurs=valeurs)


@transaction.atomic
def write_service(site: Site, *, code: str, nom: str, par: str) -> Service:
    """Write a service of a site, matched by code, and return it."""
    return _write(
        Service,
        f"service {code}",
        par=par,
        cles={"site": site, "code": code},
        valeurs={"nom": nom},
    )


@transaction.atomic
def write_boite(
    site: Site, *, code: str, nom: str, par: str, service: Service | None = None, adresse: str = ""
) -> Boite:
    """Write a functional mailbox of a site, matched by code, and return it."""
    return _write(
        Boite,
        f"boîte {code}",
        par=par,
        cles={"site": site, "code": code},
        valeurs={"nom": nom, "service": service, "adresse": adresse},
    )


@transaction.atomic
def create_agent(
    *, identifiant: str, mot_de_passe: str, par: str, nom: str = "", prenom: str = ""
) -> Agent:
    """Create an account that may log in but may do nothing yet, and return it.

    Raises:
        IdentifiantPrisError: the account exists.
        MotDePasseFaibleError: the password is refused by the rules of the installation.
    """
    if Agent.objects.filter(username=identifiant).exists():
        raise IdentifiantPrisError(identifiant)
    agent = Agent(username=identifiant, last_name=nom, first_name=prenom)
    _set_password(agent, mot_de_passe)
    agent.save()
    record_evenement(par=par, action="créer", objet=f"compte {identifiant}")
    return agent


@transaction.atomic
def change_mot_de_passe(agent: Agent, *, mot_de_passe: str, par: str) -> None:
    """Give an account another password.

    Raises:
        MotDePasseFaibleError: the password is refused by the rules of the installation.
    """
    _set_password(agent, mot_de_passe)
    agent.save(update_fields=["password"])
    record_evenement(par=par, action="changer le mot de passe", objet=f"compte {agent.username}")


@transaction.atomic
def grant_role(
    agent: Agent,
    *,
    role: str,
    par: str,
    site: Site | None = None,
    service: Service | None = None,
    jusqu_au: dt.date | None = None,
) -> Role:
    """Give a role to an agent, or change the last day of the one it has; return it.

    site: None for a national role only. jusqu_au: last day, obligatory for an auditor.

    Raises:
        RoleImpossibleError: something the role asks for is missing, or does not go with it.
    """
    _check_role(role, site=site, service=service, jusqu_au=jusqu_au)
    return _write(
        Role,
        f"rôle {role} de {agent.username}",
        par=par,
        cles={"agent": agent, "site": site, "role": role, "service": service},
        valeurs={"jusqu_au": jusqu_au},
    )


@transaction.atomic
def delete_connexions(*, avant: dt.datetime) -> int:
    """Forget log-ins, failed or not, older than `avant`; return how many lines went."""
    total = 0
    for journal in (AccessAttempt, AccessFailureLog, AccessLog):
        total += journal.objects.filter(attempt_time__lt=avant).delete()[0]
    return total


def _check_role(
    role: str, *, site: Site | None, service: Service | None, jusqu_au: dt.date | None
) -> None:
    if (site is None) != (role == NomRole.NATIONAL):
        raise RoleImpossibleError("Un rôle national ne nomme aucun site ; tout autre en nomme un.")
    if (service is None) == (role == NomRole.CORRESPONDANT):
        raise RoleImpossibleError("Un correspondant, et lui seul, a le rôle d’un service.")
    if service is not None and service.site_id != site.pk:
        raise RoleImpossibleError(f"Le service « {service} » n’est pas de ce site.")
    if role == NomRole.AUDITEUR and jusqu_au is None:
        raise RoleImpossibleError("Le rôle d’un auditeur a un dernier jour : indiquez-le.")


@transaction.atomic
def revoke_role(role: Role, *, par: str) -> None:
    """Take a role back from an agent.

    Raises:
        DernierReferentError: the site would have no référent left.
    """
    _remove(role, par=par)


@transaction.atomic
def remove_service(service: Service, *, par: str) -> None:
    """Remove a service that nothing names.

    Raises:
        EncoreUtiliseError: something does.
    """
    _remove(service, par=par)


@transaction.atomic
def remove_boite(boite: Boite, *, par: str) -> None:
    """Remove a mailbox that no demande names.

    Raises:
        EncoreUtiliseError: some do.
    """
    _remove(boite, par=par)


@transaction.atomic
def remove_label(label: Label, *, par: str) -> None:
    """Remove a decision written by mistake."""
    _remove(label, par=par)


def check_retrait(objet: Role | Service | Boite | Label) -> None:
    """Let pass what may be removed; write nothing.

    Raises:
        DernierReferentError: the site would have no référent left.
        EncoreUtiliseError: demandes, mailboxes or roles still name it.
    """
    if isinstance(objet, Role):
        referents = Role.objects.filter(site=objet.site, role=NomRole.REFERENT)
        if objet.role == NomRole.REFERENT and not referents.exclude(pk=objet.pk).exists():
            raise DernierReferentError
    if isinstance(objet, Service) and objet.role_set.exists():
        raise EncoreUtiliseError(objet.nom)
    try:
        Collector(using=router.db_for_write(type(objet))).collect([objet])
    except ProtectedError as erreur:
        raise EncoreUtiliseError(str(objet)) from erreur


def _remove(objet: Role | Service | Boite | Label, *, par: str) -> None:
    nom, site = str(objet), objet.site_id or ""
    check_retrait(objet)
    objet.delete()
    record_evenement(
        par=par, action="retirer", objet=f"{objet._meta.verbose_name} {nom}"[:120], site=site
    )


def _write(
    modele: type[Ligne],
    libelle: str,
    *,
    par: str,
    cles: Mapping[str, Any],
    valeurs: Mapping[str, Any],
) -> Ligne:
    """Return the row of these keys holding these values, written and traced if need be."""
    ligne = modele.objects.filter(**cles).first()
    avant = {} if ligne is None else {c: getattr(ligne, c) for c in valeurs}
    if ligne is not None and avant == valeurs:
        return ligne
    ligne = ligne or modele(**cles)
    for champ, valeur in valeurs.items():
        setattr(ligne, champ, valeur)
    ligne.save()
    record_evenement(
        par=par,
        action="corriger" if avant else "enregistrer",
        objet=libelle,
        site=ligne.site_id or "",
        avant=avant,
        apres=valeurs,
    )
    return ligne


def _official_values(officiel: SiteOfficiel, prefecture: SiteOfficiel) -> dict[str, Any]:
    return {
        "nom": officiel.nom,
        "type": officiel.type.value,
        "departement": officiel.departement,
        "chef_lieu": officiel.chef_lieu,
        "calendrier": officiel.calendrier,
        "fuseau": officiel.fuseau,
        "prefecture_id": None if prefecture.code == officiel.code else prefecture.code,
    }


def _set_password(agent: Agent, mot_de_passe: str) -> None:
    try:
        validate_password(mot_de_passe, agent)
    except ValidationError as erreur:
        raise MotDePasseFaibleError(list(erreur.messages)) from erreur
    agent.set_password(mot_de_passe)
