"""Everything due on a site, on a page and in the agent's own calendar."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from qualepref.demarche.rendering.agenda import render_agenda
from qualepref.organisation.acces import open_agenda, resolve_site, sign_agenda
from qualepref.organisation.echeances import load_echeances


SEL = "site.agenda"
LIMITE = 200


def echeances(request, code):
    """What is late and what comes, whoever keeps it."""
    site, le = resolve_site(request, code)
    jeton = sign_agenda(site, request.user, sel=SEL)
    contexte = {
        "site": site,
        "le": le,
        "limite": LIMITE,
        "echeances": load_echeances(site, pour=request.user, le=le, limite=LIMITE),
        "agenda": request.build_absolute_uri(reverse("agenda_site", args=[jeton])),
    }
    return render(request, "demarche/echeances.html", contexte)


@login_not_required
def agenda(request, jeton):
    """The same as a calendar, at an address signed for one agent; closed with their role."""
    maintenant = timezone.now()
    site, agent, le = open_agenda(jeton, sel=SEL)
    contenu = render_agenda(
        site,
        load_echeances(site, pour=agent, le=le, limite=LIMITE),
        le=maintenant,
        racine=request.build_absolute_uri("/").rstrip("/"),
    )
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse.headers["Content-Disposition"] = f'inline; filename="echeances-{site.pk}.ics"'
    reponse.headers["Cache-Control"] = "private, max-age=3600"
    return reponse
