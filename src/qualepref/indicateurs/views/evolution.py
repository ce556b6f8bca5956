"""An indicator month after month: its control chart and what it says."""

from django.http import Http404
from django.shortcuts import render

from qualepref.indicateurs.queries.evolution import load_evolution
from qualepref.indicateurs.queries.projection import load_projections
from qualepref.indicateurs.queries.tableau import IndicateurInconnuError
from qualepref.indicateurs.rendering.evolution import (
    build_graphique_de_controle,
    list_evenements_dits,
    say_assurance,
    say_conseil,
    say_constats,
    say_methode,
)
from qualepref.noyau.calendrier import PREMIER_JOUR
from qualepref.noyau.graphiques.tableau import columns, rows
from qualepref.organisation.acces import resolve_site
from qualepref.organisation.permissions import can_manage


DUREES = (1, 2, 3, 5)
DUREE_USUELLE = 2


def evolution(request, code, annee, indicateur):
    """The months of one or several years, up to the end of `annee`."""
    site, le = resolve_site(request, code)
    if not PREMIER_JOUR.year <= annee <= le.year:
        raise Http404
    duree = _read_duree(request)
    premiere = max(annee - duree + 1, PREMIER_JOUR.year)
    try:
        suivi, lue = load_evolution(site, indicateur, premiere=premiere, derniere=annee, le=le)
    except IndicateurInconnuError as refus:
        raise Http404(str(refus)) from refus
    projections = (
        load_projections(site, le=le, codes=frozenset({indicateur})) if annee == le.year else {}
    )
    contexte = {
        "site": site,
        "annee": annee,
        "i": suivi,
        "duree": duree,
        "durees": DUREES,
        "premiere": premiere,
        "projection": projections.get(suivi.code),
        "gere": can_manage(request.user, site, le=le),
        **(_describe(request, lue) if lue else {}),
    }
    return render(request, "indicateurs/evolution.html", contexte)


def _describe(request, lue):
    dits = list_evenements_dits(lue, en_toutes_lettres=request.lit_registres)
    graphique = build_graphique_de_controle(lue, {e.pk: mots for e, mots in dits})
    return {
        "evolution": lue,
        "constats": say_constats(lue),
        "conseil": say_conseil(lue),
        "assurance": say_assurance(lue),
        "methode": say_methode(lue),
        "evenements": dits,
        "graphique_decrit": graphique,
        "entetes": columns(graphique),
        "rangs": rows(graphique),
    }


def _read_duree(request):
    demandee = request.GET.get("duree", "")
    return int(demandee) if demandee in map(str, DUREES) else DUREE_USUELLE
