"""The measures of a large improvement plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qualepref.mesures.deroulement import Atelier
from qualepref.mesures.resultats import Mesure


ACTIONS = 5_000
BARRE = 150
ANNEE = 2023


def measure_plan(atelier: Atelier) -> Iterator[Mesure]:
    """Measure the list, a filter, the board and the export of a plan, as the server makes them."""
    base = f"plan-{ACTIONS}"
    fichier = atelier.dossier / f"{base}.sqlite3"
    if not fichier.exists():
        (atelier.dossier / "en-cours.sqlite3").unlink(missing_ok=True)
        atelier.run("prepare_plan", base="en-cours", actions=ACTIONS)
        (atelier.dossier / "en-cours.sqlite3").replace(fichier)
    durees = atelier.run("measure_pages_plan", base=base)
    for nom, secondes in durees.items():
        yield Mesure(
            nom=f"Plan de {ACTIONS:,} actions : {nom}".replace(",", " "),
            notre=secondes * 1000,
            barre=BARRE,
            unite="ms",
            note="temps du serveur, à chaud ; médiane de 7",
        )


def fill_plan(*, actions: int) -> None:
    """Write a plan of that many actions on one site, and its référent."""
    from qualepref.amelioration.enums import EtatAction, SourceAction
    from qualepref.amelioration.operations.plan_fichier import write_actions
    from qualepref.amelioration.rules.plan_actions import ActionDonnee
    from qualepref.mesures.bases import SITE, fill_base
    from qualepref.organisation.enums import NomRole
    from qualepref.organisation.models import Agent, Role
    from qualepref.organisation.operations import write_service
    from qualepref.organisation.queries import get_site

    fill_base(lignes=0, par_mois=1)
    site, agent = get_site(SITE), Agent.objects.get()
    Role.objects.get_or_create(agent=agent, site=site, role=NomRole.REFERENT)
    services = [
        write_service(site, code=f"service-{n}", nom=f"Service {n}", par="mesure").pk
        for n in range(8)
    ]
    sources, etats = list(SourceAction), list(EtatAction)
    debut = dt.date(ANNEE, 1, 2)
    donnees = []
    for n in range(actions):
        etat = etats[n % len(etats)]
        fin = debut + dt.timedelta(n % 200)
        finie = etat in (EtatAction.FAIT, EtatAction.ABANDONNE)
        donnees.append(
            ActionDonnee(
                reference=f"M-{n:05}",
                titre=f"Améliorer l’accueil au guichet {n}, étape {n % 7}",
                source=sources[n % len(sources)],
                inscrite_le=debut,
                etat=etat,
                module=1 if n % 3 else None,
                engagement=n % 20 + 1 if n % 3 else None,
                service=services[n % len(services)],
                pilote=agent.pk,
                echeance=fin,
                commencee_le=debut if etat is not EtatAction.NON_FAIT else None,
                terminee_le=fin if finie else None,
                motif_abandon="Sans objet" if etat is EtatAction.ABANDONNE else "",
            )
        )
    write_actions(site, actions=donnees, par="mesure")
