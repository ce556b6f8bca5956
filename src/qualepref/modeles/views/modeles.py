"""Templates of a site: the list, one of them, its versions, its files, its contact details."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from qualepref.modeles.enums import AvisClu, TypeModele
from qualepref.modeles.forms.modeles import (
    INTITULES,
    AdopterForm,
    AvisForm,
    CoordonneesForm,
    RemplirForm,
    VersionForm,
)
from qualepref.modeles.operations.modeles import (
    ModeleRefuseError,
    adopt_depart,
    set_avis,
    set_coordonnees,
    write_version,
)
from qualepref.modeles.queries.departs import (
    DepartInconnuError,
    find_depart,
    get_modeles,
    list_departs,
)
from qualepref.modeles.queries.modeles import (
    ModeleInconnuError,
    compare_versions,
    find_modele,
    list_versions,
    read_derniers,
    read_exemplaires,
    read_modele,
)
from qualepref.modeles.queries.valeurs import (
    COORDONNEES,
    get_coordonnees,
    get_coordonnees_propres,
    list_lieux,
    list_variables,
)
from qualepref.modeles.rendering.documents import (
    FORMATS,
    TYPES_MIME,
    FormatImpossibleError,
    render_modele,
)
from qualepref.modeles.rendering.gabarits import GabaritRefuseError
from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.noyau.modeles.variables import AccoladeSeuleError, VariableInconnueError
from qualepref.organisation.acces import resolve_managed_site, resolve_site
from qualepref.organisation.permissions import can_manage
from qualepref.organisation.queries import ServiceInconnuError, find_service


SITE_ENTIER = "site"


def modeles(request, code):
    """Every template of the site with its check and its opinion; then what may be adopted."""
    site, le = resolve_site(request, code)
    lus = read_derniers(site, le=le)
    adoptes = {lu.modele.code for lu in lus}
    groupes = [
        (t.label, [lu for lu in lus if lu.modele.type == t])
        for t in TypeModele
        if any(lu.modele.type == t for lu in lus)
    ]
    contexte = {
        "site": site,
        "gere": can_manage(request.user, site, le=le),
        "groupes": groupes,
        "departs": [(TypeModele(d.type).label, d, d.code in adoptes) for d in list_departs()],
        "coordonnees": get_coordonnees(site, service=None),
    }
    return render(request, "modeles/modeles.html", contexte)


def modele(request, code, modele):
    """One version as a reader gets it, what is pointed at, its files, its versions."""
    site, le = resolve_site(request, code)
    affiche = _find(site, modele, request.GET.get("version", ""))
    versions = list_versions(site, modele)
    contexte = {
        "site": site,
        "gere": can_manage(request.user, site, le=le),
        "modele": affiche,
        "derniere": versions[0],
        "versions": versions,
        "lu": read_modele(affiche, le=le),
        "regles": get_modeles().regles,
        "formats": [(f, INTITULES[f]) for f in FORMATS[TypeModele(affiche.type)]],
    }
    return render(request, "modeles/modele.html", contexte)


def comparer(request, code, modele):
    """What changed from one version to another, the two latest unless the address says which."""
    site, _ = resolve_site(request, code)
    versions = list_versions(site, modele)
    if not versions:
        raise Http404("Ce modèle n’existe pas sur ce site.")
    apres = _find(site, modele, request.GET.get("apres", ""))
    voulue = request.GET.get("avant", "") or str(max(apres.version - 1, 1))
    avant = _find(site, modele, voulue)
    contexte = {
        "site": site,
        "avant": avant,
        "apres": apres,
        "versions": versions,
        "morceaux": compare_versions(avant, apres),
    }
    return render(request, "modeles/comparer.html", contexte)


def adopter(request, code, depart):
    """Make a starting point version 1 of a template of the site."""
    site, le = resolve_managed_site(request, code)
    try:
        voulu = find_depart(depart)
    except DepartInconnuError as refus:
        raise Http404(str(refus)) from refus
    form = AdopterForm(request.POST or None, site=site, initial={"code": voulu.code})
    if request.method == "POST" and form.is_valid():
        try:
            adopte = adopt_depart(
                site, depart=voulu, par=request.user.username, le=le, **form.cleaned_data
            )
        except (ModeleRefuseError, VariableInconnueError) as refus:
            form.add_error(getattr(refus, "champ", None), str(refus))
        else:
            messages.success(request, f"« {adopte.titre} » est un modèle du site.")
            return redirect("modele", code, adopte.code)
    contexte = {"site": site, "form": form, "depart": voulu}
    return render(request, "modeles/adopter.html", contexte)


def modifier(request, code, modele):
    """Write the next version of a template; the latest stays as it is."""
    site, le = resolve_managed_site(request, code)
    derniere = _find(site, modele, request.POST.get("version", ""))
    form = VersionForm(request.POST or None, request.FILES or None, modele=derniere)
    if request.method == "POST" and form.is_valid():
        ecrite = _write(form, derniere, request.user.username, le)
        if ecrite is not None:
            _say_ecrite(request, ecrite, derniere)
            return redirect("modele", code, modele)
    contexte = {
        "site": site,
        "form": form,
        "modele": derniere,
        "variables": list_variables(site, service=derniere.service, boite=derniere.boite, le=le),
    }
    return render(request, "modeles/modifier.html", contexte)


def avis(request, code, modele):
    """Record what the users' committee said of the latest version, or of one named."""
    site, le = resolve_managed_site(request, code)
    juge = _find(site, modele, request.GET.get("version", ""))
    initial = {"avis": juge.avis, "rendu_le": juge.avis_le, "texte": juge.avis_texte}
    form = AvisForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        donnees = form.cleaned_data
        try:
            set_avis(
                juge,
                avis=AvisClu(donnees["avis"]),
                texte=donnees["texte"],
                rendu_le=donnees["rendu_le"],
                le=le,
                par=request.user.username,
            )
        except ModeleRefuseError as refus:
            form.add_error("rendu_le", str(refus))
        else:
            messages.success(request, "L’avis est enregistré.")
            return redirect("modele", code, modele)
    contexte = {"site": site, "form": form, "modele": juge}
    contexte["retour"] = reverse("modele", args=[code, modele])
    return render(request, "modeles/avis.html", contexte)


def remplir(request, code, modele):
    """Fill in what changes at each sending, and give the file; nothing is kept."""
    site, le = resolve_site(request, code)
    derniere = _find(site, modele, "")
    form = RemplirForm(request.POST or None, modele=derniere)
    if request.method == "POST" and form.is_valid():
        extension = form.cleaned_data["extension"]
        lus = read_exemplaires(derniere, le=le, remplies=form.list_remplies())
        try:
            return _give(lus[0], extension, le, badges=lus)
        except (RenduImpossibleError, GabaritRefuseError) as refus:
            form.add_error(None, str(refus))
    contexte = {"site": site, "form": form, "modele": derniere}
    return render(request, "modeles/remplir.html", contexte)


def fichier(request, code, modele, extension):
    """Give a version as a file, what is filled in at each sending left in brackets."""
    site, le = resolve_site(request, code)
    voulu = _find(site, modele, request.GET.get("version", ""))
    try:
        return _give(read_modele(voulu, le=le), extension, le)
    except FormatImpossibleError as refus:
        raise Http404(str(refus)) from refus
    except (RenduImpossibleError, GabaritRefuseError) as refus:
        messages.error(request, str(refus))
        return redirect("modele", code, modele)


def coordonnees(request, code):
    """How the public reaches the site, and each of its services."""
    site, le = resolve_site(request, code)
    lieux = list_lieux(site)
    contexte = {
        "site": site,
        "gere": can_manage(request.user, site, le=le),
        "entetes": [libelle[:1].upper() + libelle[1:] for libelle in COORDONNEES.values()],
        "lieux": [
            (s.code if s else SITE_ENTIER, s or site, [propres[c] for c in COORDONNEES])
            for s, propres in lieux
        ],
    }
    return render(request, "modeles/coordonnees.html", contexte)


def coordonnees_modifier(request, code, lieu):
    """Say how the public reaches the site, or a service of it."""
    site, le = resolve_managed_site(request, code)
    try:
        service = None if lieu == SITE_ENTIER else find_service(site, lieu)
    except ServiceInconnuError as refus:
        raise Http404(str(refus)) from refus
    form = CoordonneesForm(
        request.POST or None, initial=get_coordonnees_propres(site, service=service)
    )
    if request.method == "POST" and form.is_valid():
        valeurs = form.build_valeurs()
        par = request.user.username
        set_coordonnees(site, service=service, valeurs=valeurs, par=par, le=le)
        messages.success(request, "Les coordonnées sont enregistrées.")
        return redirect("modeles_coordonnees", code)
    contexte = {"site": site, "form": form, "service": service}
    contexte["retour"] = reverse("modeles_coordonnees", args=[code])
    return render(request, "modeles/coordonnees_modifier.html", contexte)


def _find(site, code, version):
    """Return a version of a template, the latest when none is named; 404 when there is none."""
    if version and not version.isdecimal():
        raise Http404("Cette version n’existe pas.")
    try:
        return find_modele(site, code, version=int(version) if version else None)
    except ModeleInconnuError as refus:
        raise Http404(str(refus)) from refus


def _write(form, derniere, par, le):
    """Return the version written, None when it is refused and the form says why."""
    try:
        return write_version(
            derniere, donne=form.build_donne(), docx=form.read_docx(), par=par, le=le
        )
    except (VariableInconnueError, AccoladeSeuleError) as refus:
        form.add_error("corps", str(refus))
    except GabaritRefuseError as refus:
        form.add_error("docx", str(refus))
    except ModeleRefuseError as refus:
        form.add_error(refus.champ, str(refus))
    return None


def _say_ecrite(request, ecrite, derniere):
    if ecrite.version == derniere.version:
        messages.info(request, "Rien n’a changé : aucune version n’est écrite.")
    else:
        messages.success(
            request,
            f"La version {ecrite.version} est écrite. L’avis du comité porte sur la précédente.",
        )


def _give(lu, extension, le, badges=()):
    octets = render_modele(lu, extension=extension, le=le, badges=badges)
    reponse = HttpResponse(octets, content_type=TYPES_MIME[extension])
    nom = f"{lu.modele.code}-v{lu.modele.version}.{extension}"
    reponse["Content-Disposition"] = content_disposition_header(True, nom)  # noqa: FBT003
    return reponse
