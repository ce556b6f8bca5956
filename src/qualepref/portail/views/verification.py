"""A document somebody received, against what the site published: no account, and nothing kept."""

import datetime as dt
import secrets
import time

from django.conf import settings

from qualepref.noyau.tableurs.limites import format_taille
from qualepref.noyau.verification.modele import DocumentIllisibleError
from qualepref.noyau.visiteurs.debit import Debit
from qualepref.portail.queries.regles import get_regles
from qualepref.portail.views.messages import keep_private
from qualepref.publications.queries.instantanes import Portee
from qualepref.publications.rendering.lecture import InstantaneAltereError
from qualepref.publications.rendering.page_verification import build_page
from qualepref.publications.rendering.verification import verify_document
from qualepref.socle.visiteurs import is_sincere, read_adresse, sign_jeton


# Counters of this process; the key that hides addresses is drawn with it and dies with it.
DEBIT = Debit(settings.PORTAIL_VERIFICATIONS_PAR_MINUTE, cle=secrets.token_bytes(32))
PAGE = "verifier"
PERIMEE = (
    "Cette page était ouverte depuis trop longtemps, ou a été copiée. Choisissez de nouveau le "
    "document, puis vérifiez."
)


def verifier(visite):
    if visite.request.method != "POST":
        return _show(visite)
    maximum = get_regles().verification.envoi_octets
    if int(visite.request.META.get("CONTENT_LENGTH") or 0) > maximum:
        return _show(visite, avis=f"Ce fichier dépasse {format_taille(maximum)}.", statut=413)
    duree = dt.timedelta(hours=get_regles().message.jeton_heures)
    if not is_sincere(visite.request, PAGE, visite.site.pk, duree=duree):
        return _show(visite, avis=PERIMEE, statut=403)
    if attente := DEBIT.take(read_adresse(visite.request), time.monotonic()):
        avis = (
            f"Trop de vérifications partent de votre réseau. Attendez {attente} secondes, puis "
            "recommencez."
        )
        reponse = _show(visite, avis=avis, statut=429)
        reponse.headers["Retry-After"] = str(attente)
        return reponse
    return _verify(visite)


def _verify(visite):
    fichier = visite.request.FILES.get("fichier")
    if fichier is None:
        return _show(visite, avis="Choisissez le document à vérifier.", statut=422)
    portee = Portee(visite.site, public=True)
    try:
        verification = verify_document(fichier.read(), nom=fichier.name, portee=portee)
    except (DocumentIllisibleError, InstantaneAltereError) as refus:
        return _show(visite, avis=str(refus), statut=422)
    return _show(visite, resultat=build_page(fichier.name, verification))


def _show(visite, *, resultat=None, avis="", statut=200):
    return keep_private(
        visite.render(
            "verifier",
            titre="Vérifier un document",
            jeton=sign_jeton(PAGE, visite.site.pk),
            maximum=format_taille(get_regles().verification.envoi_octets),
            resultat=resultat,
            avis=avis,
            statut=statut,
        )
    )
