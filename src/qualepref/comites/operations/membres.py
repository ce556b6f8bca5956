"""Who sits on a committee: joined, changed, left, and in the end no longer named."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Q

from qualepref.comites.enums import Qualite
from qualepref.comites.models import Comite, Membre
from qualepref.noyau.agendas.plages import add_mois
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


CHAMPS_PERSONNELS = ("nom", "prenom", "fonction", "courriel")
NON_NOMME = "Membre non nommé"


class MembreRefuseError(ValueError):
    """A member that cannot be as wanted; `champ` is the part at fault."""

    champ = ""


class MembreSansNomError(MembreRefuseError):
    """Neither an organisation nor a name."""

    champ = "organisation"

    def __init__(self) -> None:
        super().__init__("Donnez l’organisation représentée, ou le nom de la personne.")


class DepartAvantArriveeError(MembreRefuseError):
    """The last day comes before the first."""

    champ = "jusqu_au"

    def __init__(self) -> None:
        super().__init__("Le dernier jour précède le premier. Corrigez l’une des deux dates.")


class MembreDejaConvieError(ValueError):
    """A member whose attendance was noted is not removed."""

    def __init__(self) -> None:
        super().__init__(
            "La présence de ce membre est notée à une réunion : il ne peut plus être retiré. "
            "Donnez plutôt son dernier jour au comité."
        )


@dataclass(frozen=True, slots=True)
class MembreDonne:
    """A seat as wanted; the days it is held from and until, both included, None for no bound."""

    qualite: Qualite
    organisation: str = ""
    nom: str = ""
    prenom: str = ""
    fonction: str = ""
    courriel: str = ""
    depuis: dt.date | None = None
    jusqu_au: dt.date | None = None


@transaction.atomic
def add_membre(comite: Comite, *, donne: MembreDonne, par: str) -> Membre:
    """Give a seat on a committee, and return it.

    Raises:
        MembreRefuseError: one of its kinds; `champ` says what to change.
    """
    _check(donne)
    membre = Membre.objects.create(comite=comite, **asdict(donne))
    _record(membre, "membre ajouté", par)
    return membre


@transaction.atomic
def update_membre(membre: Membre, *, donne: MembreDonne, par: str) -> None:
    """Change a seat, or say when it was left.

    Raises:
        MembreRefuseError: one of its kinds; `champ` says what to change.
    """
    _check(donne)
    for champ, valeur in asdict(donne).items():
        setattr(membre, champ, valeur)
    membre.save()
    _record(membre, "membre modifié", par)


@transaction.atomic
def remove_membre(membre: Membre, *, par: str) -> None:
    """Take back a seat given by mistake.

    Raises:
        MembreDejaConvieError: the attendance of its holder was noted.
    """
    if membre.presences.exists():
        raise MembreDejaConvieError
    _record(membre, "membre retiré", par)
    membre.delete()


@transaction.atomic
def erase_membres(site: Site, *, par: str, le: dt.date) -> int:
    """Empty the names of those who left the committees a site leads; return how many.

    Their organisation and their attendance stay.
    """
    restes = Q(*[(f"{champ}__gt", "") for champ in CHAMPS_PERSONNELS], _connector=Q.OR)
    partis = Membre.objects.filter(
        restes,
        comite__pilote=site,
        jusqu_au__lt=add_mois(le.replace(day=1), -site.conservation_mois),
    )
    vides = dict.fromkeys(CHAMPS_PERSONNELS, "")
    sans_nom = partis.filter(organisation="").update(organisation=NON_NOMME, **vides)
    effaces = sans_nom + partis.update(**vides)
    if effaces:
        record_evenement(
            par=par,
            action="effacer les données personnelles",
            objet="membres des comités",
            site=site.pk,
            apres={"membres": effaces, "conservation_mois": site.conservation_mois},
        )
    return effaces


def _check(donne: MembreDonne) -> None:
    if not donne.organisation and not donne.nom:
        raise MembreSansNomError
    if donne.depuis and donne.jusqu_au and donne.jusqu_au < donne.depuis:
        raise DepartAvantArriveeError


def _record(membre: Membre, action: str, par: str) -> None:
    """Keep a trace that names nobody: the trail outlives the seat."""
    record_evenement(
        par=par,
        action=action,
        objet=f"membre {membre.pk} du comité {membre.comite_id}",
        site=membre.comite.pilote_id,
        apres={"qualite": membre.qualite, "jusqu_au": membre.jusqu_au},
    )
