"""The improvement plans of the demonstration: as many actions per axis and state as published."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from qualepref.amelioration.enums import EtatAction, SourceAction
from qualepref.amelioration.operations.plan_fichier import write_actions
from qualepref.amelioration.queries.plan import RECONSTITUER
from qualepref.amelioration.rules.plan import PILOTAGE
from qualepref.amelioration.rules.plan_actions import FINIS, ActionDonnee
from qualepref.demonstration.donnees import Bloc, Texte, load_fichier
from qualepref.organisation.models import Agent
from qualepref.organisation.operations import SYSTEME, write_service
from qualepref.organisation.queries import get_site


Nombre = Annotated[int, Field(ge=0)]
JOURS_ECHEANCE = 30


class ModeleAction(Bloc):
    """Words of actions of one axis; repeated service by service when there are more actions."""

    titre: Texte
    theme: str = ""
    engagement: int | None = None
    sous_engagement: str = ""
    indicateur: str = ""


class Plan(Bloc):
    """A plan to make again. etats: axis -> state -> how many. sources: how many of each.

    Written between `du` and `au`; done or given up by `arrete_le`. pilotes: service -> log-in, ""
    for all the others. tout_le_site: some actions are of no service.
    """

    site: Texte
    document: Texte
    graine: int
    du: dt.date
    au: dt.date
    arrete_le: dt.date
    hypotheses: tuple[Texte, ...]
    services: dict[str, Texte] = {}
    tout_le_site: bool = True
    etats: dict[str, dict[EtatAction, Nombre]]
    sources: dict[SourceAction, Nombre]
    pilotes: dict[str, Texte]
    modeles: dict[str, Annotated[tuple[ModeleAction, ...], Field(min_length=1)]]

    @model_validator(mode="after")
    def _check(self) -> Plan:
        total = sum(n for etats in self.etats.values() for n in etats.values())
        if total != sum(self.sources.values()):
            raise ValueError(f"les sources ne font pas les {total} actions des états")
        if self.etats.keys() - self.modeles.keys():
            raise ValueError("un axe n’a pas de modèles d’actions")
        return self


def load_plans(dossier: Path) -> tuple[Plan, ...]:
    """Return the plans of a folder, by file name.

    Raises:
        DemonstrationInvalideError: a file is unreadable, with every fault.
    """
    return tuple(load_fichier(p, Plan) for p in sorted(dossier.glob("*.yaml")))


def write_plan(plan: Plan) -> int:
    """Write a plan, its services with it; return how many actions had to be."""
    site = get_site(plan.site)
    for code, nom in plan.services.items():
        write_service(site, code=code, nom=nom, par=SYSTEME)
    services = dict(site.services.values_list("code", "pk").order_by("code"))
    noms = dict(site.services.values_list("code", "nom"))
    agents = dict(
        Agent.objects.filter(username__in=plan.pilotes.values()).values_list("username", "pk")
    )
    actions = list(build_actions(plan, services=services, noms=noms, agents=agents))
    difference = write_actions(site, actions=actions, par=SYSTEME, trace=RECONSTITUER)
    return len(difference.nouvelles) + len(difference.modifiees)


def build_actions(
    plan: Plan, *, services: dict[str, int], noms: dict[str, str], agents: dict[str, int]
) -> Iterator[ActionDonnee]:
    """Yield the actions of a plan, the same each time.

    services, agents: code or log-in -> primary key. noms: code of a service -> its name.
    """
    tirage = random.Random(plan.graine)  # noqa: S311  a draw that anybody can make again
    sources = [s for s, n in plan.sources.items() for _ in range(n)]
    tirage.shuffle(sources)
    rang = 0
    for axe, nombres in plan.etats.items():
        etats = [e for e, n in nombres.items() for _ in range(n)]
        tirage.shuffle(etats)
        places = islice(
            _places(plan.modeles[axe], sorted(services), tout_le_site=plan.tout_le_site),
            len(etats),
        )
        for etat, (modele, service) in zip(etats, places, strict=True):
            pilote = plan.pilotes.get(service, plan.pilotes.get("", ""))
            suffixe = f" – {noms[service]}" if service else ""
            rang += 1
            yield ActionDonnee(
                reference=f"{plan.au.year}-{rang:03}",
                titre=f"{modele.titre}{suffixe}",
                source=sources[rang - 1],
                module=None if axe == PILOTAGE else int(axe.removeprefix("module-")),
                engagement=modele.engagement,
                sous_engagement=modele.sous_engagement,
                theme=modele.theme,
                service=services.get(service),
                pilote=agents.get(pilote),
                indicateur=modele.indicateur,
                etat=etat,
                **_draw_dates(plan, etat, tirage),
                motif_abandon="Sans objet depuis le changement d’organisation"
                if etat is EtatAction.ABANDONNE
                else "",
                preuve="Compte rendu de la revue du plan" if etat is EtatAction.FAIT else "",
            )


def _places(
    modeles: tuple[ModeleAction, ...], services: list[str], *, tout_le_site: bool
) -> Iterator[tuple[ModeleAction, str]]:
    """Yield the words of actions for the whole site if need be, then for one service after another."""
    for tour in count(0 if tout_le_site else 1):
        for rang, modele in enumerate(modeles):
            yield modele, services[(rang + tour) % len(services)] if tour else ""


def _draw_dates(plan: Plan, etat: EtatAction, tirage: random.Random) -> dict[str, dt.date | None]:
    inscrite = plan.du + dt.timedelta(tirage.randrange((plan.au - plan.du).days))
    # A plan of a year starts with it: what was done before is no part of it.
    debut = max(inscrite, dt.date(plan.arrete_le.year, 1, 3))
    jours = (plan.arrete_le - debut).days
    terminee = debut + dt.timedelta(tirage.randrange(jours))
    commencee = debut + dt.timedelta(tirage.randrange((terminee - debut).days + 1))
    finie = etat in FINIS
    fin_de_lannee = dt.date(plan.arrete_le.year, 12, 31)
    return {
        "inscrite_le": inscrite,
        "commencee_le": None if etat is EtatAction.NON_FAIT else commencee,
        "terminee_le": terminee if finie else None,
        "echeance": terminee + dt.timedelta(tirage.randrange(JOURS_ECHEANCE))
        if finie
        else fin_de_lannee,
    }
