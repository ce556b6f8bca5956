"""How a site is organised, and the référent's pages to change it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify

from qualepref.organisation import operations
from qualepref.organisation.acces import resolve_managed_site, resolve_site
from qualepref.organisation.charges import list_charges
from qualepref.organisation.forms import BoiteForm, LabelForm, PerimetreForm, RoleForm, ServiceForm
from qualepref.organisation.permissions import can_manage, roles_on
from qualepref.organisation.queries import (
    find_agent,
    get_calendrier,
    get_referentiel,
    list_roles,
)


# What is removed, in words: with its article, as a participle, on the button.
NOMS_RETIRES = {
    "role": lambda role: f"le {role.intitule}",
    "service": lambda service: f"le service « {service} »",
    "boite": lambda boite: f"la boîte « {boite} »",
    "label": lambda label: f"la décision du {label.decision_le:%d/%m/%Y}",
}
RETIRE = {"role": "retiré", "service": "retiré", "boite": "retirée", "label": "retirée"}
BOUTONS_RETRAIT = {
    "role": "le rôle", "service": "le service", "boite": "la boîte", "label": "la décision",
}  # fmt: skip


def organisation(request, code):
    site, le = resolve_site(request, code)
    referentiel = get_referentiel(site)
    modules = site.modules
    feries = get_calendrier(site).territoire.feries
    annuels = {j: f for j, f in feries.items() if j.year == le.year}
    contexte = {
        "site": site,
        "le": le,
        "gere": can_manage(request.user, site, le=le),
        "referentiel": referentiel,
        "modules": [m for m in referentiel.modules if m.numero in modules],
        "engagements": referentiel.count_engagements(modules),
        "labels": site.labels.all(),
        "services": site.services.all(),
        "boites": site.boites.select_related("service"),
        "fermetures": site.fermetures.order_by("-debut"),
        "territoire": get_calendrier(site).territoire.nom,
        "feries": [(j, " et ".join(f.libelle for f in annuels[j])) for j in sorted(annuels)],
        "roles": list_roles(site),
    }
    return render(request, "organisation/organisation.html", contexte)


def perimetre(request, code):
    site, _ = resolve_managed_site(request, code)
    initial = {"modules": site.modules, "a_cert": site.a_cert}
    form = PerimetreForm(request.POST or None, initial=initial, referentiel=get_referentiel(site))
    if request.method == "POST" and form.is_valid():
        operations.define_perimetre(site, par=request.user.username, **form.cleaned_data)
        messages.success(request, "Le périmètre est enregistré.")
        return redirect("organisation", code)
    return _page(request, site, form, "Périmètre du site", "Enregistrer le périmètre")


def label(request, code):
    site, _ = resolve_managed_site(request, code)
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.record_label(site, par=request.user.username, **form.cleaned_data)
        messages.success(request, "La décision de labellisation est enregistrée.")
        return redirect("organisation", code)
    return _page(request, site, form, "Décision de labellisation", "Enregistrer la décision")


def corriger_label(request, code, pk):
    """Correct a decision, its day too."""
    site, _ = resolve_managed_site(request, code)
    inscrit = site.labels.filter(pk=pk).first()
    if inscrit is None:
        raise Http404("Cette ligne n’existe plus.")
    champs = ("decision_le", "organisme", "duree_annees")
    initial = {champ: getattr(inscrit, champ) for champ in champs}
    form = LabelForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.update_label(inscrit, par=request.user.username, **form.cleaned_data)
        except operations.LabelDejaInscritError as refus:
            form.add_error("decision_le", str(refus))
        else:
            messages.success(request, "La décision de labellisation est corrigée.")
            return redirect("organisation", code)
    return _page(
        request, site, form, "Corriger une décision de labellisation", "Enregistrer la décision"
    )


def service(request, code, service=None):
    site, _ = resolve_managed_site(request, code)
    connu = _find(site.services, service)
    form = ServiceForm(request.POST or None, initial={"nom": connu.nom if connu else ""})
    if request.method == "POST" and form.is_valid():
        nom = form.cleaned_data["nom"]
        if _code_libre(site.services, connu, nom, form):
            operations.write_service(
                site, code=service or _code(nom), nom=nom, par=request.user.username
            )
            messages.success(request, f"Le service « {nom} » est enregistré.")
            return redirect("organisation", code)
    titre = "Renommer un service" if connu else "Ajouter un service"
    return _page(request, site, form, titre, "Enregistrer le service")


def boite(request, code, boite=None):
    site, _ = resolve_managed_site(request, code)
    connue = _find(site.boites, boite)
    initial = (
        {"nom": connue.nom, "adresse": connue.adresse, "service": connue.service_id}
        if connue
        else {}
    )
    form = BoiteForm(request.POST or None, initial=initial, site=site)
    if request.method == "POST" and form.is_valid():
        lues = form.cleaned_data
        if _code_libre(site.boites, connue, lues["nom"], form):
            operations.write_boite(
                site,
                code=boite or _code(lues["nom"]),
                nom=lues["nom"],
                adresse=lues["adresse"],
                service=site.services.filter(pk=lues["service"]).first(),
                par=request.user.username,
            )
            messages.success(request, f"La boîte « {lues['nom']} » est enregistrée.")
            return redirect("organisation", code)
    titre = "Modifier une boîte" if connue else "Ajouter une boîte fonctionnelle"
    return _page(request, site, form, titre, "Enregistrer la boîte")


def role(request, code):
    site, le = resolve_managed_site(request, code)
    form = RoleForm(request.POST or None, site=site, le=le)
    if request.method == "POST" and form.is_valid() and _grant(request, site, form):
        return redirect("organisation", code)
    return _page(request, site, form, "Donner un rôle sur le site", "Donner le rôle")


def retirer(request, code, quoi, pk):
    """Say what removing a line does, then do it."""
    site, le = resolve_managed_site(request, code)
    ensembles = {
        "service": (site.services, operations.remove_service),
        "boite": (site.boites, operations.remove_boite),
        "role": (site.roles, operations.revoke_role),
        "label": (site.labels, operations.remove_label),
    }
    if quoi not in ensembles:
        raise Http404
    lignes, operation = ensembles[quoi]
    objet = lignes.filter(pk=pk).first()
    if objet is None:
        raise Http404("Cette ligne n’existe plus.")
    nom = NOMS_RETIRES[quoi](objet)
    try:
        if request.method != "POST":
            operations.check_retrait(objet)
            return _ask_retrait(request, site, quoi, objet, le)
        operation(objet, par=request.user.username)
    except (operations.EncoreUtiliseError, operations.DernierReferentError) as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"{nom[:1].upper()}{nom[1:]} est {RETIRE[quoi]}.")
    return redirect("organisation", code)


def _ask_retrait(request, site, quoi, objet, le):
    autres, charges = [], []
    if quoi == "role":
        charges = list_charges(objet.agent, site)
        du_site = [r for r in roles_on(objet.agent, site, le=le) if r.pk != objet.pk]
        autres = [r.get_role_display() for r in du_site]
    contexte = {
        "site": site,
        "quoi": quoi,
        "objet": objet,
        "autres": autres,
        "charges": charges,
        "titre": f"Retirer {NOMS_RETIRES[quoi](objet)} ?",
        "bouton": f"Retirer {BOUTONS_RETRAIT[quoi]}",
        "retour": reverse("organisation", args=[site.pk]),
    }
    return render(request, "organisation/retirer.html", contexte)


def _page(request, site, form, titre, bouton):
    contexte = {"site": site, "form": form, "titre": titre, "bouton": bouton}
    return render(request, "organisation/formulaire.html", contexte)


def _find(lignes, code):
    if code is None:
        return None
    ligne = lignes.filter(code=code).first()
    if ligne is None:
        raise Http404("Cette ligne n’existe plus.")
    return ligne


def _code(nom):
    return slugify(nom)[:60]


def _code_libre(lignes, connue, nom, form):
    """Tell whether a new line may take the code of its name; put the refusal in the form."""
    if connue is not None:
        return True
    if not _code(nom):
        form.add_error("nom", "Le nom doit contenir au moins une lettre ou un chiffre.")
    elif lignes.filter(code=_code(nom)).exists():
        form.add_error("nom", "Ce nom est déjà pris sur ce site, ou s’en distingue trop peu.")
    return form.is_valid()


def _grant(request, site, form):
    lues = form.cleaned_data
    agent = find_agent(lues["identifiant"])
    if agent is None:
        form.add_error(
            "identifiant",
            "Aucun compte ne porte cet identifiant ni ce courriel. Vérifiez-le, ou demandez à "
            "l’administrateur du service d’ouvrir le compte.",
        )
        return False
    try:
        operations.grant_role(
            agent,
            role=lues["role"],
            site=site,
            service=form.service_choisi(),
            jusqu_au=lues["jusqu_au"],
            par=request.user.username,
        )
    except operations.RoleImpossibleError as refus:
        form.add_error(None, str(refus))
        return False
    messages.success(request, f"Le rôle est donné à {agent}.")
    return True
