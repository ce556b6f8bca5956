"""Check a document that says it comes from here: give it, read what differs from what was published."""

from django.shortcuts import render

from qualepref.noyau.tableurs.limites import format_taille
from qualepref.noyau.verification.limites import LIMITES
from qualepref.noyau.verification.modele import DocumentIllisibleError
from qualepref.organisation.acces import resolve_site
from qualepref.publications.forms import VerificationForm
from qualepref.publications.queries.instantanes import Portee
from qualepref.publications.rendering.lecture import InstantaneAltereError
from qualepref.publications.rendering.page_verification import build_page
from qualepref.publications.rendering.verification import verify_document


def verifier(request, code):
    """The form, then what the file given is worth; nothing is kept of it."""
    site, _ = resolve_site(request, code)
    donne = request.method == "POST"
    form = VerificationForm(request.POST, request.FILES) if donne else VerificationForm()
    contexte = {"site": site, "form": form}
    if donne and getattr(request, "fichier_trop_gros", False):
        form.add_error("fichier", f"Ce fichier dépasse {format_taille(LIMITES.octets)}.")
    elif donne and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        try:
            verification = verify_document(
                fichier.read(LIMITES.octets + 1), nom=fichier.name, portee=Portee(site)
            )
        except (DocumentIllisibleError, InstantaneAltereError) as refus:
            form.add_error("fichier", str(refus))
        else:
            contexte["page"] = build_page(fichier.name, verification)
    return render(request, "publications/verification.html", contexte)
