"""The plan of a site: list, board, due dates, ideas, calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from qualepref.amelioration.acces import open_acces
from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.forms.plan import FiltresForm, MouvementForm, PiloteForm
from qualepref.amelioration.operations.plan import ActionRefuseeError, assign_actions, change_etat
from qualepref.amelioration.queries.idees import load_idees
from qualepref.amelioration.queries.plan import (
    ActionInconnueError,
    arrete_of,
    filter_actions,
    find_action,
    is_reconstitue,
    list_a_rappeler,
    list_annees_plan,
    list_echeances,
    list_partis,
    list_pilotes,
    load_tableau,
    load_totaux,
    select_plan,
)
from qualepref.amelioration.rendering.plan import build_graphique_etats, render_agenda
from qualepref.noyau.graphiques.tableau import columns, rows
from qualepref.organisation.acces import open_agenda, sign_agenda
from qualepref.organisation.permissions import can_read_registres


PAR_PAGE = 50
PAR_COLONNE = 20
SEL = "plan.agenda"


def plan(request, code):
    """The actions of a year and their totals; the totals alone, for who reads no row."""
    acces = open_acces(request, code)
    annees = list_annees_plan(acces.site, le=acces.le)
    demandee = request.GET.get("annee", "")
    annee = int(demandee) if demandee.isdecimal() else acces.le.year
    if annee not in annees:
        raise Http404("Aucun plan cette année-là.")
    tout = select_plan(acces.site, annee, le=acces.le)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "annee": annee,
        "annees": annees,
        "arrete_le": arrete_of(annee, le=acces.le),
        "en_cours": annee == acces.le.year,
    }
    filtres = FiltresForm(request.GET, site=acces.site, le=acces.le)
    actions, actifs = tout, 0
    if acces.lit_lignes:
        filtres.is_valid()
        actions = filter_actions(tout, filtres.cleaned_data, le=acces.le)
        actifs = filtres.actifs()
        lignes = actions.select_related("service", "pilote")
        contexte |= {
            "filtres": filtres,
            "page": Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page")),
        }
    totaux = load_totaux(acces.site, actions)
    graphique = build_graphique_etats(totaux.axes, titre="Actions par axe et par état")
    contexte |= {
        "actifs": actifs,
        "totaux": totaux,
        "graphique": graphique,
        "entetes": columns(graphique) if graphique else (),
        "rangs": rows(graphique) if graphique else (),
        "reconstitue": is_reconstitue(acces.site),
    }
    return render(request, "amelioration/plan/plan.html", contexte)


def tableau(request, code):
    """The board: one column per state, today."""
    acces = open_acces(request, code)
    acces.require_lignes()
    actions = select_plan(acces.site, acces.le.year, le=acces.le)
    filtres = FiltresForm(request.GET, site=acces.site, le=acces.le)
    filtres.is_valid()
    lus = {c: filtres.cleaned_data.get(c) for c in ("service", "pilote", "axe")}
    contexte = {
        "site": acces.site,
        "acces": acces,
        "filtres": [filtres[c] for c in lus],
        "actifs": sum(bool(v) for v in lus.values()),
        "colonnes": load_tableau(filter_actions(actions, lus, le=acces.le), limite=PAR_COLONNE),
    }
    return render(request, "amelioration/plan/tableau.html", contexte)


@require_POST
def deplacer(request, code, pk):
    """Move an action to a state that needs nothing more than today's date."""
    acces = open_acces(request, code)
    action = _find(acces, pk)
    acces.require_service(action.service_id)
    form = MouvementForm(request.POST)
    if not form.is_valid():
        return redirect("action_etat", acces.site.pk, action.pk)
    etat = EtatAction(form.cleaned_data["etat"])
    try:
        change_etat(action, etat=etat, par=request.user.username, le=acces.le)
    except ActionRefuseeError as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"L’action {action.reference} est passée à « {etat.label} ».")
    return redirect("plan_tableau", acces.site.pk)


def echeances(request, code):
    """What is late or due, reminders by pilot, and actions to hand over."""
    acces = open_acces(request, code)
    acces.require_lignes()
    retards, prochaines = list_echeances(acces.site, le=acces.le)
    partis = list_partis(acces.site, le=acces.le)
    pilotes = list_pilotes(acces.site, le=acces.le)
    form = PiloteForm(request.POST or None, pilotes=pilotes, actions=partis)
    if request.method == "POST":
        acces.require_gestion()
        if form.is_valid():
            return _hand_over(request, acces, form, partis, pilotes)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "retards": retards,
        "prochaines": prochaines,
        "rappels": list_a_rappeler(acces.site),
        "partis": partis,
        "form": form,
        "agenda": request.build_absolute_uri(
            reverse("plan_agenda", args=[sign_agenda(acces.site, request.user, sel=SEL)])
        ),
    }
    return render(request, "amelioration/plan/echeances.html", contexte)


def idees(request, code):
    """Remarks, réclamations and gaps that no action answers yet."""
    acces = open_acces(request, code)
    acces.require_lignes()
    contexte = {"site": acces.site, "acces": acces, "idees": load_idees(acces.site)}
    return render(request, "amelioration/plan/idees.html", contexte)


@login_not_required
def agenda(request, jeton):
    """The due dates as a calendar, at an address signed for one agent; closed with their role."""
    maintenant = timezone.now()
    site, agent, le = open_agenda(jeton, sel=SEL)
    if not can_read_registres(agent, site, le=le):
        raise Http404("Cette adresse d’agenda n’est plus valable.")
    racine = request.build_absolute_uri(reverse("plan", args=[site.pk]))
    contenu = render_agenda(site, list_a_rappeler(site), le=maintenant, racine=racine)
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse.headers["Content-Disposition"] = f'inline; filename="plan-{site.pk}.ics"'
    reponse.headers["Cache-Control"] = "private, max-age=3600"
    return reponse


def _hand_over(request, acces, form, partis, pilotes):
    choisies = {int(pk) for pk in form.cleaned_data["actions"]}
    nombre = assign_actions(
        acces.site,
        actions=[a for a in partis if a.pk in choisies],
        pilote=next((p for p in pilotes if p.pk == form.cleaned_data["pilote"]), None),
        par=request.user.username,
    )
    messages.success(request, f"{nombre} action{'s' if nombre > 1 else ''} : pilote changé.")
    return redirect("plan_echeances", acces.site.pk)


def _find(acces, pk):
    try:
        return find_action(acces.site, pk)
    except ActionInconnueError as refus:
        raise Http404(str(refus)) from refus
