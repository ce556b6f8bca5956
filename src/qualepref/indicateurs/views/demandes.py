"""From a row of a register to the figures it makes."""

from django.shortcuts import get_object_or_404, render

from qualepref.indicateurs.queries.lignes import explain_ligne, list_indicateurs_of
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.organisation.acces import resolve_registres
from qualepref.suivi.models import Demande


def indicateurs(request, code, pk):
    """The indicators that read a demande, and why each counts it or not."""
    site, le = resolve_registres(request, code)
    demande = get_object_or_404(
        Demande.objects.select_related("site", "service", "boite"), site=site, pk=pk
    )
    codes = frozenset(i.code for i in list_indicateurs_of(demande))
    tableau = load_tableau(site, demande.recue_le.year, le=le, codes=codes)
    contexte = {
        "site": site,
        "demande": demande,
        "annee": demande.recue_le.year,
        "lectures": [
            (ligne, explain_ligne(demande, ligne.indicateur, le=le)) for ligne in tableau.lignes
        ],
    }
    return render(request, "indicateurs/demande.html", contexte)
