"""The public page as the référent prepares it: texts, documents, what was said and done, open or not."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.organisation.acces import resolve_managed_site
from qualepref.portail.forms.gestion import DocumentForm, PageForm, SuiteForm
from qualepref.portail.operations.contenus import (
    ContenuRefuseError,
    DocumentDonne,
    add_document,
    publish_suite,
    remove_document,
    update_suite,
    withdraw_suite,
)
from qualepref.portail.operations.pages import PageRefuseeError, close_page, open_page, write_page
from qualepref.portail.queries import pages
from qualepref.portail.rendering.nouvelles import say_taille


TEXTES = (
    "presentation",
    "politique",
    "contact",
    "formulaire",
    "donnees_personnelles",
    "accessibilite",
    "accessibilite_le",
    "accessibilite_texte",
)
BASCULES = {
    "ouverte": (open_page, "Ouvrir la page publique ?", "Ouvrir la page", "La page est ouverte."),
    "fermee": (close_page, "Fermer la page publique ?", "Fermer la page", "La page est fermée."),
}


def gerer(request, code):
    site, le = resolve_managed_site(request, code)
    contexte = {
        "site": site,
        "page": pages.get_page(site),
        "adresse": request.build_absolute_uri(reverse("portail", args=[code])),
        "documents": [(d, say_taille(d.octets)) for d in pages.list_documents(site)],
        "suites": pages.list_suites(site),
        "a_publier": pages.list_suites_a_publier(site),
        "reunions": pages.list_reunions(site, le=le),
        "campagnes": pages.list_campagnes(site, le=le),
        "publications": pages.list_publications(site),
    }
    return render(request, "portail/page_publique.html", contexte)


def ecrire(request, code):
    site, le = resolve_managed_site(request, code)
    page = pages.get_page(site)
    form = PageForm(request.POST or None, initial={c: getattr(page, c) for c in TEXTES})
    if request.method == "POST" and form.is_valid():
        try:
            write_page(site, valeurs=form.cleaned_data, par=request.user.username, le=le)
        except PageRefuseeError as refus:
            form.add_error(refus.champ, str(refus))
        else:
            messages.success(request, "Les textes de la page sont enregistrés.")
            return redirect("page_publique", code)
    return _form(request, site, form, "Textes de la page publique", "Enregistrer les textes")


def basculer(request, code, etat):
    site, _ = resolve_managed_site(request, code)
    if etat not in BASCULES:
        raise Http404("Une page s’ouvre ou se ferme.")
    operation, titre, bouton, fait = BASCULES[etat]
    if request.method == "POST":
        operation(site, par=request.user.username)
        messages.success(request, fait)
        return redirect("page_publique", code)
    contexte = _confirm(site, titre, bouton) | {"etat": etat, "page": pages.get_page(site)}
    return render(request, "portail/basculer.html", contexte)


def ajouter_document(request, code):
    site, le = resolve_managed_site(request, code)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        champs = form.cleaned_data
        donne = DocumentDonne(
            champs["genre"], champs["titre"], champs["date"], champs["fichier"].read()
        )
        try:
            add_document(site, donne=donne, par=request.user.username, le=le)
        except ContenuRefuseError as refus:
            form.add_error(refus.champ, str(refus))
        else:
            messages.success(request, f"« {donne.titre} » est sur la page.")
            return redirect("page_publique", code)
    return _form(request, site, form, "Ajouter un document", "Publier le document")


def retirer_document(request, code, pk):
    site, _ = resolve_managed_site(request, code)
    document = pages.find_document(site, pk)
    if document is None:
        raise Http404("Ce document n’est pas, ou plus, sur la page.")
    if request.method == "POST":
        remove_document(document, par=request.user.username)
        messages.success(request, f"« {document.titre} » n’est plus sur la page.")
        return redirect("page_publique", code)
    contexte = _confirm(site, f"Retirer « {document.titre} » ?", "Retirer le document")
    return render(request, "portail/retirer.html", contexte | {"document": document})


def publier_suite(request, code):
    site, le = resolve_managed_site(request, code)
    suite = _find_suite(site, request.GET.get("suite", ""))
    initial = {"dit": suite.texte, "fait": suite.reponse} if suite else {}
    form = SuiteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            publish_suite(site, **form.cleaned_data, suite=suite, par=request.user.username, le=le)
        except ContenuRefuseError as refus:
            form.add_error(refus.champ, str(refus))
        else:
            messages.success(request, "« Vous avez dit, nous avons fait » est complété.")
            return redirect("page_publique", code)
    return _form(request, site, form, "Vous avez dit, nous avons fait", "Publier")


def corriger_suite(request, code, pk):
    site, _ = resolve_managed_site(request, code)
    publiee = _find_publiee(site, pk)
    form = SuiteForm(request.POST or None, initial={"dit": publiee.dit, "fait": publiee.fait})
    if request.method == "POST" and form.is_valid():
        update_suite(publiee, **form.cleaned_data, par=request.user.username)
        messages.success(request, "Le texte publié est corrigé.")
        return redirect("page_publique", code)
    return _form(request, site, form, "Corriger une suite publiée", "Enregistrer")


def retirer_suite(request, code, pk):
    site, _ = resolve_managed_site(request, code)
    publiee = _find_publiee(site, pk)
    if request.method == "POST":
        withdraw_suite(publiee, par=request.user.username)
        messages.success(request, "La suite n’est plus sur la page.")
        return redirect("page_publique", code)
    contexte = _confirm(site, "Retirer cette suite de la page ?", "Retirer la suite")
    return render(request, "portail/retirer.html", contexte | {"publiee": publiee})


def _find_suite(site, texte):
    """Return the follow-up to publish that an address names; None when it names none."""
    if not texte:
        return None
    suite = pages.list_suites_a_publier(site).filter(pk=int(texte)).first() if texte.isdecimal() else None  # fmt: skip
    if suite is None:
        raise Http404("Cette suite n’est pas à publier, ou l’est déjà.")
    return suite


def _find_publiee(site, pk):
    publiee = pages.list_suites(site).filter(pk=pk).first()
    if publiee is None:
        raise Http404("Cette suite n’est pas, ou plus, sur la page.")
    return publiee


def _confirm(site, titre, bouton):
    retour = reverse("page_publique", args=[site.pk])
    return {"site": site, "titre": titre, "bouton": bouton, "retour": retour}


def _form(request, site, form, titre, bouton):
    contexte = {"form": form, "multipart": form.is_multipart()}
    return render(request, "portail/formulaire.html", _confirm(site, titre, bouton) | contexte)
