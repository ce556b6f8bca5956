"""Preparing the documents of a year: words, preview, publishing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.noyau.calendrier import PREMIER_JOUR
from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.organisation.acces import resolve_managed_site
from qualepref.publications.forms import PublierForm, TextesForm
from qualepref.publications.operations.publications import (
    PublicationRefuseeError,
    publish_documents,
)
from qualepref.publications.operations.redactions import write_redactions
from qualepref.publications.queries.instantanes import list_en_vigueur
from qualepref.publications.queries.textes import load_bruts
from qualepref.publications.rendering.champs import list_champs
from qualepref.publications.rendering.coherence import list_constats
from qualepref.publications.rendering.ecarts import list_changements
from qualepref.publications.rendering.figement import build_fige
from qualepref.publications.rendering.lecture import list_depassees


def preparation(request, code, annee):
    site, le = _open(request, code, annee)
    fige = build_fige(site, annee, le=le)
    en_vigueur = list(list_en_vigueur(site, annee))
    derniere = max(en_vigueur, key=lambda p: p.pk, default=None)
    change = bool(list_depassees(en_vigueur, fige))
    constats = list_constats(fige.contenu)
    form = PublierForm(
        request.POST or None, rectifie=change, douteux=any(not c.faux for c in constats),
        initial={"apercu": fige.reference},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        valeurs = form.cleaned_data
        try:
            publiees = publish_documents(
                site, annee=annee, genres=valeurs["genres"], motif=valeurs.get("motif", ""),
                apercu=valeurs["apercu"], par=request.user.username, le=le,
                doutes_acceptes=valeurs.get("doutes_acceptes", False),
            )  # fmt: skip
        except (PublicationRefuseeError, RenduImpossibleError) as refus:
            form.add_error(None, str(refus))
        else:
            reference = publiees[0].instantane.reference
            messages.success(request, f"C’est publié, sous la référence {reference}.")
            return redirect("publications", code)
    champs = list_champs(site)
    contexte = {
        "site": site,
        "annee": annee,
        "fige": fige,
        "rediges": [c.libelle for c in champs if c.code in fige.contenu.textes],
        "sans_texte": [c.libelle for c in champs if c.code not in fige.contenu.textes],
        "derniere": derniere,
        "change": change,
        "changements": list_changements(derniere.instantane, fige) if change else (),
        "faux": [c for c in constats if c.faux],
        "douteux": [c for c in constats if not c.faux],
        "form": form,
    }
    return render(request, "publications/preparation.html", contexte)


def textes(request, code, annee):
    site, le = _open(request, code, annee)
    form = TextesForm(request.POST or None, champs=list_champs(site), bruts=load_bruts(site, annee))
    if request.method == "POST" and form.is_valid():
        write_redactions(site, annee=annee, textes=form.textes(), par=request.user.username, le=le)
        messages.success(request, "Les textes sont enregistrés. Relisez l’aperçu.")
        return redirect("publication_preparer", code, annee)
    retour = reverse("publication_preparer", args=[code, annee])
    contexte = {"site": site, "annee": annee, "form": form, "retour": retour}
    return render(request, "publications/textes.html", contexte)


def _open(request, code, annee):
    site, le = resolve_managed_site(request, code)
    if not PREMIER_JOUR.year <= annee <= le.year + 1:
        raise Http404
    return site, le
