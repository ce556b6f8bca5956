"""Remarks of respondents: the list, the reading one by one, the file of what is published."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.forms.verbatims import (
    ExportVerbatimsForm,
    FiltresVerbatimsForm,
    RelectureForm,
)
from qualepref.enquetes.operations.verbatims import (
    VerbatimModifieError,
    erase_verbatim,
    publish_verbatim,
    refuse_verbatim,
)
from qualepref.enquetes.queries.verbatims import (
    count_a_relire,
    count_categories,
    filter_verbatims,
    find_a_relire,
    find_lecteur,
    get_remarques,
    list_questions_libres,
    load_page,
    select_verbatims,
)
from qualepref.enquetes.rendering.verbatims import export_verbatims, tell_verbatims
from qualepref.enquetes.rules.masquage import find_masques, split_texte
from qualepref.socle.forms import parse_cle


TYPES_MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}


def verbatims(request, code, pk):
    """List the remarks one may read; whoever moderates also sees those not read yet."""
    acces, campagne, lecteur = _open(request, code, pk)
    filtres = FiltresVerbatimsForm(request.GET, campagne=campagne, lecteur=lecteur)
    filtres.is_valid()
    visibles = select_verbatims(campagne, lecteur)
    page = load_page(
        filter_verbatims(visibles, filtres.cleaned_data),
        request.GET.get("page", ""),
        mots=filtres.cleaned_data.get("q", ""),
        lecteur=lecteur,
    )
    contexte = {
        "site": acces.site,
        "campagne": campagne,
        "lecteur": lecteur,
        "filtres": filtres,
        "actifs": filtres.actifs(),
        "page": page,
        "cartes": tell_verbatims(campagne, page, moderes=lecteur.moderes),
        "a_relire": count_a_relire(campagne, lecteur),
        "comptes": count_categories(campagne, lecteur.lus),
        "export_form": ExportVerbatimsForm(auto_id="export_%s"),
    }
    return render(request, "enquetes/verbatims.html", contexte)


def relire(request, code, pk):
    """Open the next remark to read, after one passed over if the address names it."""
    _, campagne, lecteur = _open(request, code, pk)
    return _go_on(request, code, campagne, lecteur, apres=request.GET.get("apres", ""))


def verbatim(request, code, pk, verbatim):
    """Read one remark: publish it, names masked, or set it aside."""
    acces, campagne, lecteur, lue = _open_verbatim(request, code, pk, verbatim)
    form = RelectureForm(request.POST or None, verbatim=lue)
    if request.method == "POST" and form.is_valid() and _decide(form, lue, request.user, acces.le):
        messages.success(
            request, "La remarque est publiable." if form.publie else "La remarque est écartée."
        )
        return _go_on(request, code, campagne, lecteur, apres=str(verbatim))
    contexte = {
        "site": acces.site,
        "campagne": campagne,
        "verbatim": lue,
        "question": dict(list_questions_libres(campagne))[lue.question],
        "morceaux": split_texte(lue.texte, find_masques(lue.texte, get_remarques().lexique)),
        "form": form,
        "a_relire": count_a_relire(campagne, lecteur),
    }
    return render(request, "enquetes/verbatim.html", contexte)


def effacer(request, code, pk, verbatim):
    """Say what erasing the words of a remark changes, then erase them."""
    acces, campagne, _, lue = _open_verbatim(request, code, pk, verbatim)
    if request.method != "POST":
        contexte = {
            "site": acces.site,
            "campagne": campagne,
            "verbatim": lue,
            "titre": "Effacer le texte de cette remarque ?",
            "bouton": "Effacer le texte",
            "retour": reverse("enquete_verbatim", args=[code, pk, verbatim]),
        }
        return render(request, "enquetes/verbatim_effacer.html", contexte)
    erase_verbatim(lue, par=request.user.username, le=acces.le)
    messages.success(request, "Le texte de la remarque est effacé.")
    return redirect("enquete_verbatims", code, pk)


def exporter(request, code, pk):
    """Give the published remarks as a file; their words only when asked for."""
    acces, campagne, lecteur = _open(request, code, pk)
    form = ExportVerbatimsForm(request.GET)
    if not form.is_valid():
        messages.error(request, "Choisissez un format proposé.")
        return redirect("enquete_verbatims", code, pk)
    choix = form.cleaned_data
    nom = f"remarques-{acces.site.code}-{campagne.pk}.{choix['extension']}"
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / nom
        export_verbatims(campagne, sortie, sites=lecteur.lus, textes=choix["textes"])
        contenu = sortie.read_bytes()
    reponse = HttpResponse(contenu, content_type=TYPES_MIME[choix["extension"]])
    reponse.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=nom
    )
    return reponse


def _open(request, code, pk):
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    acces.require_verbatims()
    acces.require_resultats(campagne, request.user)
    return acces, campagne, find_lecteur(campagne, request.user, le=acces.le)


def _open_verbatim(request, code, pk, verbatim):
    acces, campagne, lecteur = _open(request, code, pk)
    acces.require_gestion()
    lue = select_verbatims(campagne, lecteur).filter(pk=verbatim, site__in=lecteur.moderes).first()
    if lue is None:
        raise Http404("Cette remarque n’existe pas, ou son texte a été effacé.")
    return acces, campagne, lecteur, lue


def _go_on(request, code, campagne, lecteur, *, apres):
    suivante = find_a_relire(campagne, lecteur, apres=parse_cle(apres) or 0)
    if suivante is None:
        messages.info(request, "Aucune autre remarque n’est à relire.")
        return redirect("enquete_verbatims", code, campagne.pk)
    return redirect("enquete_verbatim", code, campagne.pk, suivante.pk)


def _decide(form, lue, agent, le):
    lues = form.cleaned_data
    commun = {
        "categorie": lues["categorie"],
        "note": lues["note"],
        "lue": lues["lue"],
        "par": agent.username,
        "le": le,
    }
    try:
        if form.publie:
            publish_verbatim(lue, texte=lues["texte"], **commun)
        else:
            refuse_verbatim(lue, **commun)
    except VerbatimModifieError as refus:
        form.add_error(None, str(refus))
        return False
    return True
