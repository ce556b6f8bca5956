"""Pieces: their list, one of them, its files, its entry, its removal."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from qualepref.noyau.fichiers.erreurs import PieceRefuseeError, PieceTropGrosseError
from qualepref.noyau.fichiers.natures import NatureFichier
from qualepref.noyau.tableurs.limites import format_taille
from qualepref.preuves.acces import open_acces
from qualepref.preuves.forms import DepotForm, FichierForm, FiltrePiecesForm, PieceForm
from qualepref.preuves.operations.pieces import (
    DerniereVersionError,
    DescriptionRefuseeError,
    add_version,
    create_piece,
    delete_piece,
    delete_version,
    update_piece,
)
from qualepref.preuves.queries.pieces import (
    LIENS,
    LienInconnuError,
    PieceInconnueError,
    find_lien,
    find_version,
    list_historique,
    list_pieces,
    locate_fichier,
)
from qualepref.socle.forms import get_donnees, parse_cle


DECRITS = ("titre", "service", "etablie_le", "a_revoir_le", "expire_le", "donnees_personnelles")


def pieces(request, code):
    acces = open_acces(request, code)
    acces.require_pieces()
    filtre = FiltrePiecesForm(request.GET, site=acces.site)
    choix = filtre.cleaned_data if filtre.is_valid() else {}
    contexte = {
        "site": acces.site,
        "acces": acces,
        "pieces": list_pieces(acces.site, le=acces.le, criteres=choix),
        "filtre": filtre,
        "filtree": any(choix.values()),
    }
    return render(request, "preuves/pieces.html", contexte)


def piece(request, code, pk):
    acces = open_acces(request, code)
    lue = acces.piece(pk)
    contexte = {
        "site": acces.site,
        "acces": acces,
        "lue": lue,
        "piece": lue.piece,
        "versions": lue.piece.versions.all(),
        "historique": list_historique(lue.piece),
        "peut_ecrire": acces.droits.couvre(lue.piece.service_id),
    }
    return render(request, "preuves/piece.html", contexte)


def nouvelle(request, code):
    acces = open_acces(request, code)
    acces.require_saisie()
    lien = _find_lien(request, acces.site)
    form = DepotForm(*get_donnees(request), acces=acces, initial=_initial(request, lien))
    if request.method == "POST" and _is_recu(request, form):
        try:
            creee = create_piece(
                acces.site,
                donnee=form.donnee(**lien),
                fichier=form.fichier_donne(),
                par=request.user.username,
                le=acces.le,
            )
        except (DescriptionRefuseeError, PieceRefuseeError) as refus:
            form.add_error(getattr(refus, "champ", "fichier"), str(refus))
        else:
            messages.success(request, f"La pièce « {creee.titre} » est conservée.")
            return redirect("piece", code, creee.pk)
    contexte = {
        "site": acces.site,
        "form": form,
        **lien,
        "maximum": format_taille(settings.PREUVE_TAILLE_MAXIMALE),
    }
    return render(request, "preuves/deposer.html", contexte)


def corriger(request, code, pk):
    acces = open_acces(request, code)
    lue = acces.piece_a_changer(pk)
    initial = {c: getattr(lue.piece, c) for c in DECRITS}
    initial["engagements"] = ", ".join(lue.engagements)
    form = PieceForm(request.POST or None, acces=acces, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_piece(lue.piece, donnee=form.donnee(), par=request.user.username, le=acces.le)
        except DescriptionRefuseeError as refus:
            form.add_error(refus.champ, str(refus))
        else:
            messages.success(request, "La pièce est corrigée.")
            return redirect("piece", code, pk)
    contexte = {"site": acces.site, "form": form, "piece": lue.piece}
    return render(request, "preuves/corriger.html", contexte)


def version(request, code, pk):
    """Put a newer file in the place of the latest."""
    acces = open_acces(request, code)
    lue = acces.piece_a_changer(pk)
    form = FichierForm(*get_donnees(request))
    if request.method == "POST" and _is_recu(request, form):
        try:
            ajoutee = add_version(
                lue.piece,
                fichier=form.fichier_donne(),
                par=request.user.username,
                le=acces.le,
            )
        except PieceRefuseeError as refus:
            form.add_error("fichier", str(refus))
        else:
            messages.success(request, f"La version {ajoutee.numero} est conservée.")
            return redirect("piece", code, pk)
    contexte = {
        "site": acces.site,
        "form": form,
        "piece": lue.piece,
        "maximum": format_taille(settings.PREUVE_TAILLE_MAXIMALE),
    }
    return render(request, "preuves/version.html", contexte)


def fichier(request, code, pk, numero):
    """Give a file back, to be saved: never shown by the browser as a page of ours."""
    acces = open_acces(request, code)
    lue = acces.piece(pk)
    choisie = _find_version(lue.piece, numero)
    chemin = locate_fichier(acces.site, choisie.empreinte)
    if not chemin.is_file():
        raise Http404("Ce fichier n’est plus conservé.")
    nature = NatureFichier(choisie.nature)
    nom = choisie.nom if "." in choisie.nom else f"{choisie.nom}.{nature.value}"
    reponse = FileResponse(
        chemin.open("rb"), as_attachment=True, filename=nom, content_type=nature.mime
    )
    reponse["X-Content-Type-Options"] = "nosniff"
    return reponse


def supprimer(request, code, pk):
    acces = open_acces(request, code)
    lue = acces.piece_a_changer(pk)
    if request.method == "POST":
        delete_piece(lue.piece, par=request.user.username)
        messages.success(request, f"La pièce « {lue.piece.titre} » est supprimée.")
        return redirect("pieces", code)
    contexte = {
        "site": acces.site,
        "piece": lue.piece,
        "versions": lue.piece.versions.all(),
        "titre": "Supprimer cette pièce ?",
        "bouton": "Supprimer la pièce",
        "retour": reverse("piece", args=[code, pk]),
    }
    return render(request, "preuves/supprimer.html", contexte)


def supprimer_version(request, code, pk, numero):
    acces = open_acces(request, code)
    lue = acces.piece_a_changer(pk)
    choisie = _find_version(lue.piece, numero)
    if request.method == "POST":
        try:
            delete_version(choisie, par=request.user.username)
        except DerniereVersionError as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, f"La version {numero} est supprimée.")
        return redirect("piece", code, pk)
    contexte = {
        "site": acces.site,
        "piece": lue.piece,
        "version": choisie,
        "titre": f"Supprimer la version {numero} ?",
        "bouton": "Supprimer la version",
        "retour": reverse("piece", args=[code, pk]),
    }
    return render(request, "preuves/supprimer_version.html", contexte)


def _find_version(piece, numero):
    try:
        return find_version(piece, numero)
    except PieceInconnueError as refus:
        raise Http404(str(refus)) from refus


def _is_recu(request, form):
    """Tell whether a whole file came with a valid form; one cut short on its way is too large."""
    if getattr(request, "fichier_trop_gros", False):
        maximum = format_taille(settings.PREUVE_TAILLE_MAXIMALE)
        form.add_error("fichier", str(PieceTropGrosseError("Ce fichier", maximum=maximum)))
        return False
    return form.is_valid()


def _find_lien(request, site):
    """Return the action or the line of a grid a piece answers, as asked for in the address."""
    for nom in LIENS:
        voulue = parse_cle(request.GET.get(nom, ""))
        if voulue is not None:
            try:
                return {nom: find_lien(site, nom, voulue)}
            except LienInconnuError as refus:
                raise Http404(str(refus)) from refus
    return {}


def _initial(request, lien):
    objet = next(iter(lien.values()), None)
    if objet is None:
        return {"engagements": request.GET.get("engagement", "")}
    numero = objet.sous_engagement or objet.engagement
    return {"engagements": numero or "", "service": objet.service_id}
