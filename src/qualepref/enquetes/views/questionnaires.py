"""Questionnaires that a site may use: read, taken away as a file, written in a spreadsheet."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from qualepref.enquetes.acces import open_acces
from qualepref.enquetes.forms.campagnes import DepotQuestionnaireForm
from qualepref.enquetes.operations.formulaires import (
    QuestionnaireFourniError,
    VersionDejaPriseError,
    submit_formulaire,
)
from qualepref.enquetes.queries.campagnes import (
    QuestionnaireAbsentError,
    find_choix,
    list_choix,
    list_versions,
)
from qualepref.enquetes.queries.formulaires import (
    get_questionnaire,
    get_vocabulaire,
    list_langues_de,
)
from qualepref.enquetes.queries.phrases import get_sens
from qualepref.enquetes.rendering.apercu import build_apercu
from qualepref.enquetes.rendering.fichiers import TYPES_MIME, render_questionnaire
from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.xlsform.classeur import LIMITES_FORMULAIRE
from qualepref.noyau.questionnaires.xlsform.erreurs import XlsformIllisibleError
from qualepref.noyau.questionnaires.xlsform.lecture import read_xlsform
from qualepref.noyau.tableurs.erreurs import FichierRefuseError, FichierTropGrosError
from qualepref.noyau.tableurs.formats import Format
from qualepref.noyau.tableurs.limites import format_taille
from qualepref.socle.forms import get_donnees


EXTENSIONS = frozenset(f.value for f in Format)


def questionnaires(request, code):
    acces = open_acces(request, code)
    fournis = [c for c in list_choix(acces.site) if c.formulaire is None]
    contexte = {
        "site": acces.site,
        "acces": acces,
        "fournis": fournis,
        "deposes": list_versions(acces.site),
    }
    return render(request, "enquetes/questionnaires.html", contexte)


def questionnaire(request, code, empreinte):
    """Every question of a questionnaire, in one of its languages."""
    acces = open_acces(request, code)
    choix = _find(acces.site, empreinte)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "formulaire": choix.formulaire,
        **_apercu(request, choix.questionnaire),
    }
    return render(request, "enquetes/questionnaire.html", contexte)


def apercu(request, code, pk):
    """The same for the questionnaire that a campaign has pinned."""
    acces = open_acces(request, code)
    campagne = acces.campagne(pk)
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        raise Http404("Cette campagne n’a pas de questionnaire.")
    contexte = {
        "site": acces.site,
        "acces": acces,
        "campagne": campagne,
        **_apercu(request, questionnaire),
    }
    return render(request, "enquetes/questionnaire.html", contexte)


def exporter(request, code, empreinte, extension):
    """A questionnaire as XLSForm, to change it in a spreadsheet, or as the file it is kept in."""
    acces = open_acces(request, code)
    if extension not in TYPES_MIME:
        raise Http404
    questionnaire = _find(acces.site, empreinte).questionnaire
    contenu = render_questionnaire(questionnaire, extension=extension)
    reponse = HttpResponse(contenu, content_type=TYPES_MIME[extension])
    reponse["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{questionnaire.code}-{questionnaire.version}.{extension}"
    )
    return reponse


def deposer(request, code):
    """A questionnaire written in a spreadsheet: its faults, or what it became."""
    acces = open_acces(request, code)
    acces.require_gestion()
    form = DepotQuestionnaireForm(*get_donnees(request))
    fautes = []
    if getattr(request, "fichier_trop_gros", False):
        form.add_error("fichier", str(_too_big("Ce fichier", settings.IMPORT_TAILLE_MAXIMALE + 1)))
    elif request.method == "POST" and form.is_valid():
        try:
            lu = _read(form.cleaned_data["fichier"])
            formulaire = submit_formulaire(
                acces.site, questionnaire=lu.questionnaire, par=request.user.username
            )
        except QuestionnaireInvalideError as refus:
            fautes = refus.fautes
        except (
            FichierRefuseError,
            XlsformIllisibleError,
            VersionDejaPriseError,
            QuestionnaireFourniError,
        ) as refus:
            form.add_error("fichier", str(refus))
        else:
            messages.success(request, f"« {formulaire.titre} » est gardé pour le site.")
            for ecart in lu.ecarts:
                messages.warning(request, ecart)
            return redirect("enquete_questionnaire", code, formulaire.pk)
    contexte = {"site": acces.site, "form": form, "fautes": fautes}
    return render(request, "enquetes/deposer.html", contexte)


def _read(fichier):
    """Return what an uploaded workbook holds; it is measured before it is read, and not kept."""
    nom = Path(fichier.name or "fichier").name
    if (fichier.size or 0) > LIMITES_FORMULAIRE.octets:
        raise _too_big(nom, fichier.size)
    with tempfile.TemporaryDirectory(prefix="qualepref-questionnaire-") as dossier:
        # The name given by the user names nothing on our disk but a known extension.
        suffixe = Path(nom).suffix.lower()
        copie = Path(dossier) / f"depot{suffixe if suffixe in EXTENSIONS else ''}"
        with copie.open("wb") as sortie:
            for bloc in fichier.chunks():
                sortie.write(bloc)
        return read_xlsform(copie, vocabulaire=get_vocabulaire(), nom=nom)


def _too_big(nom, octets):
    maximum = format_taille(LIMITES_FORMULAIRE.octets)
    return FichierTropGrosError(nom, taille=format_taille(octets), maximum=maximum)


def _find(site, empreinte):
    try:
        return find_choix(site, empreinte)
    except QuestionnaireAbsentError as absent:
        raise Http404(str(absent)) from absent


def _apercu(request, questionnaire):
    langue = request.GET.get("langue", "")
    if langue not in questionnaire.langues:
        langue = questionnaire.langues[0]
    return {
        "questionnaire": questionnaire,
        "langue": langue,
        "sens": get_sens(langue),
        "langues": list_langues_de(questionnaire),
        "groupes": build_apercu(questionnaire, langue=langue),
    }
