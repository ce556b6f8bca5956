"""The scenarios of a site, for its référent qualité: whoever answers must not know them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.enums import CanalMystere
from qualepref.enquetes.forms.mystere import ScenarioForm
from qualepref.enquetes.operations.scenarios import (
    ScenarioExistantError,
    change_activite,
    import_scenarios,
    write_scenario,
)
from qualepref.enquetes.queries.tests_mystere import count_manquants, list_scenarios


def scenarios(request, code):
    acces = _open(request, code)
    contexte = {
        "site": acces.site,
        "canaux": [(canal, list_scenarios(acces.site, canal)) for canal in CanalMystere],
        "manquants": count_manquants(acces.site),
    }
    return render(request, "enquetes/mystere/scenarios.html", contexte)


def scenario(request, code, pk=None):
    """Add a scenario, or change one."""
    acces = _open(request, code)
    connu = _find(acces.site, pk)
    initial = {c: getattr(connu, c) for c in ScenarioForm.base_fields} if connu else {}
    form = ScenarioForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            ecrit = write_scenario(
                acces.site, **form.cleaned_data, par=request.user.username, scenario=connu
            )
        except ScenarioExistantError as refus:
            form.add_error("titre", str(refus))
        else:
            messages.success(request, f"Le scénario « {ecrit.titre} » est enregistré.")
            return redirect("enquete_scenarios", code)
    contexte = {"site": acces.site, "form": form, "scenario": connu}
    return render(request, "enquetes/mystere/scenario.html", contexte)


@require_POST
def activite(request, code, pk):
    """Put a scenario aside, or take it back."""
    acces = _open(request, code)
    connu = _find(acces.site, pk)
    actif = not connu.actif
    change_activite(connu, actif=actif, par=request.user.username)
    suite = (
        "de nouveau tiré" if actif else "mis de côté : les prochains tirages ne le prendront plus"
    )
    messages.success(request, f"Le scénario « {connu.titre} » est {suite}.")
    return redirect("enquete_scenarios", code)


@require_POST
def modele(request, code):
    """Copy the scenarios of the product that the site has not."""
    acces = _open(request, code)
    copies = import_scenarios(acces.site, par=request.user.username)
    messages.success(
        request, f"{copies} scénarios du modèle sont copiés. Relisez-les, adaptez-les."
    )
    return redirect("enquete_scenarios", code)


def _open(request, code):
    acces = open_acces(request, code)
    acces.require_gestion()
    return acces


def _find(site, pk):
    if pk is None:
        return None
    connu = site.scenarios.filter(pk=pk).first()
    if connu is None:
        raise Http404("Ce scénario n’existe pas, ou n’existe plus.")
    return connu
