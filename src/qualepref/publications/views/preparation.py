"""Preparing the documents of a year: words, preview, publishing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from qualepref.noyau.calendrier import PREMIER_JOUR
from qualepref.organisation.acces import resolve_managed_site
from qualepref.publications.enums import EtatPreparation
from qualepref.publications.forms import PublierForm, TextesForm
from qualepref.publications.operations.preparations import (
    REFUS,
    DejaEnPreparationError,
    submit_preparation,
)
from qualepref.publications.operations.redactions import write_redactions
from qualepref.publications.queries.instantanes import list_en_vigueur
from qualepref.publications.queries.preparations import find_preparation
from qualepref.publications.queries.textes import load_bruts
from qualepref.publications.rendering.champs import list_champs
from qualepref.publications.rendering.coherence import list_constats
from qualepref.publications.rendering.ecarts import list_changements
from qualepref.publications.rendering.figement import FormatInconnuError, build_fige
from qualepref.publications.rendering.lecture import InstantaneAltereError, list_depassees
from qualepref.publications.tasks import publish_prepared


def preparation(request, code, annee):
    site, le = _open(request, code, annee)
    fige = build_fige(site, annee, le=le)
    publie = _compare(list(list_en_vigueur(site, annee)), fige)
    constats = list_constats(fige.contenu)
    demandee = find_preparation(site, annee)
    form = PublierForm(
        request.POST or None, rectifie=publie.get("change", False),
        douteux=any(not c.faux for c in constats),
        initial={"apercu": fige.reference, **_remember(demandee)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            suite = submit_preparation(
                site, fige=fige, par=request.user.username, maintenant=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except DejaEnPreparationError as refus:
            messages.info(request, str(refus))
            return redirect("publication_suivi", code, annee)
        except REFUS as refus:
            form.add_error(None, str(refus))
        else:
            publish_prepared.enqueue(suite.pk, le.isoformat())
            return redirect("publication_suivi", code, annee)
    champs = list_champs(site)
    contexte = {
        "site": site,
        "annee": annee,
        "fige": fige,
        "rediges": [c.libelle for c in champs if c.code in fige.contenu.textes],
        "sans_texte": [c.libelle for c in champs if c.code not in fige.contenu.textes],
        "demandee": demandee,
        "faux": [c for c in constats if c.faux],
        "douteux": [c for c in constats if not c.faux],
        "form": form,
        **publie,
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


def _compare(en_vigueur, fige):
    """Return what holds today beside what would be published: the same, or what changed."""
    try:
        depassees = list_depassees(en_vigueur, fige)
        derniere = max(depassees or en_vigueur, key=lambda p: p.pk, default=None)
        changements = list_changements(derniere.instantane, fige) if depassees else ()
    except (FormatInconnuError, InstantaneAltereError) as refus:
        return {"illisible": str(refus)}
    return {"derniere": derniere, "change": bool(depassees), "changements": changements}


def _remember(demandee):
    """Return what was asked for and refused, not to be typed twice."""
    if demandee is None or demandee.etat != EtatPreparation.REFUSEE:
        return {}
    return {"genres": demandee.genres, "motif": demandee.motif}


def _open(request, code, annee):
    site, le = resolve_managed_site(request, code)
    if not PREMIER_JOUR.year <= annee <= le.year + 1:
        raise Http404
    return site, le
