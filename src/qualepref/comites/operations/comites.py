"""Committees written and changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from qualepref.comites.enums import TypeComite
from qualepref.comites.models import Comite
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


class ComiteRefuseError(ValueError):
    """A committee that cannot be as wanted; `champ` is the part at fault."""

    champ = ""


class NomDeComitePrisError(ComiteRefuseError):
    """The site already leads a committee of that name."""

    champ = "nom"

    def __init__(self, nom: str) -> None:
        super().__init__(f"Le site pilote déjà un comité nommé « {nom} ». Donnez un autre nom.")


class SiteNonAssociableError(ComiteRefuseError):
    """A site that whoever writes may not join to the committee."""

    champ = "sites"

    def __init__(self, site: Site) -> None:
        super().__init__(
            f"« {site} » ne peut pas être associé : ni un site que vous gérez, ni une "
            "sous-préfecture de la préfecture qui pilote le comité."
        )


class ComiteAvecReunionsError(ValueError):
    """A committee that met is not deleted."""

    def __init__(self) -> None:
        super().__init__(
            "Ce comité a des réunions : il ne peut plus être supprimé. Supprimez d’abord les "
            "réunions qui n’ont pas eu lieu ; celles qui ont eu lieu se gardent."
        )


@dataclass(frozen=True, slots=True)
class ComiteDonne:
    """A committee as wanted. sites: those it covers, the one that leads always among them."""

    type: TypeComite
    nom: str
    mission: str = ""
    sites: tuple[Site, ...] = ()


@transaction.atomic
def create_comite(
    pilote: Site, *, donne: ComiteDonne, associables: Collection[Site], par: str
) -> Comite:
    """Write a committee led by a site, and return it.

    associables: the sites whoever writes may join to it.

    Raises:
        ComiteRefuseError: one of its kinds; `champ` says what to change.
    """
    comite = Comite(pilote=pilote)
    _write(comite, donne, associables)
    _record(comite, "comité créé", par, apres=_tell(comite))
    return comite


@transaction.atomic
def update_comite(
    comite: Comite, *, donne: ComiteDonne, associables: Collection[Site], par: str
) -> None:
    """Change a committee; sites already on it may stay.

    Raises:
        ComiteRefuseError: one of its kinds; `champ` says what to change.
    """
    avant = _tell(comite)
    _write(comite, donne, {*associables, *comite.sites.all()})
    _record(comite, "comité modifié", par, avant=avant, apres=_tell(comite))


@transaction.atomic
def delete_comite(comite: Comite, *, par: str) -> None:
    """Delete a committee without meetings, and its members.

    Raises:
        ComiteAvecReunionsError: it has meetings.
    """
    if comite.reunions.exists():
        raise ComiteAvecReunionsError
    _record(comite, "comité supprimé", par, avant=_tell(comite))
    comite.delete()


def _write(comite: Comite, donne: ComiteDonne, associables: Collection[Site]) -> None:
    memes = Comite.objects.filter(pilote=comite.pilote, nom=donne.nom).exclude(pk=comite.pk)
    if memes.exists():
        raise NomDeComitePrisError(donne.nom)
    for site in donne.sites:
        if site != comite.pilote and site not in associables:
            raise SiteNonAssociableError(site)
    comite.type, comite.nom, comite.mission = donne.type, donne.nom, donne.mission
    comite.save()
    comite.sites.set({comite.pilote, *donne.sites})


def _tell(comite: Comite) -> dict[str, Any]:
    return {
        "type": comite.type,
        "nom": comite.nom,
        "mission": comite.mission,
        "sites": sorted(Comite.objects.filter(pk=comite.pk).values_list("sites", flat=True)),
    }


def _record(comite: Comite, action: str, par: str, **valeurs: Any) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"comité {comite.pk} « {comite.nom} »",
        site=comite.pilote_id,
        **valeurs,
    )
