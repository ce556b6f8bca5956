"""The bodies of an approach, and the life of the label."""

from django.shortcuts import render

from qualepref.amelioration.acces import open_acces
from qualepref.demarche.queries.calendrier import list_cycles
from qualepref.demarche.queries.instances import list_services, load_instances
from qualepref.demarche.queries.regles import get_regles
from qualepref.demarche.queries.vie import list_surveillances_posees, load_vie


def instances(request, code):
    """Which bodies exist, and who answers for each service."""
    acces = open_acces(request, code)
    services = list_services(acces.site, le=acces.le)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "instances": load_instances(acces.site, le=acces.le),
        "services": services,
        "sans": sum(not s.correspondants for s in services),
    }
    return render(request, "demarche/instances.html", contexte)


def label(request, code):
    """Where the site stands, the decisions taken, the surveillances."""
    acces = open_acces(request, code)
    vie = load_vie(acces.site, le=acces.le)
    cycles = list_cycles(acces.site)
    posees = list_surveillances_posees(acces.site)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "vie": vie,
        "labels": acces.site.labels.all(),
        "surveillances": [
            (s, s.en_retard(acces.le), posees.get(s.code)) for s in vie.surveillances
        ],
        "cycle": cycles[0] if cycles else None,
        "regles": get_regles(),
    }
    return render(request, "demarche/label.html", contexte)
