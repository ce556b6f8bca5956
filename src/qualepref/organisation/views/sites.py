"""The door: the agent's own site, or the list to choose from."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone

from qualepref.organisation.models import Site


SITES_PAR_PAGE = 50


def accueil(request):
    visibles = list(_visibles(request)[:2])
    if len(visibles) == 1:
        return redirect("site", visibles[0].pk)
    return redirect("sites")


def sites(request):
    q = request.GET.get("q", "").strip()
    trouves = _visibles(request)
    if q:
        trouves = trouves.filter(
            Q(nom__icontains=q)
            | Q(code__icontains=q)
            | Q(chef_lieu__icontains=q)
            | Q(departement=q)
        )
    page = Paginator(trouves, SITES_PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "organisation/sites.html", {"page": page, "q": q})


def _visibles(request):
    # No site yet, hence no civil day of its own; each site's page checks again with its own.
    return Site.objects.visibles_par(request.user, le=timezone.now().date())
