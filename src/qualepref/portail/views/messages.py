"""The public form of suggestions and complaints, and its acknowledgement."""

import datetime as dt
import secrets
import time
from uuid import UUID, uuid4

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse

from qualepref.noyau.visiteurs.debit import Debit
from qualepref.organisation.queries import get_referentiel
from qualepref.portail.forms.messages import MessageForm
from qualepref.portail.operations.messages import MessageRefuseError, record_message
from qualepref.portail.queries.pages import find_envoi
from qualepref.portail.queries.regles import get_regles, list_natures
from qualepref.socle.visiteurs import is_sincere, read_adresse, sign_jeton
from qualepref.suivi.rules import SansHorlogeError


# Counters of this process; the keys that hide addresses are drawn with it and die with it.
DEBIT = Debit(settings.PORTAIL_ENVOIS_PAR_MINUTE, cle=secrets.token_bytes(32))
ACCUSES = Debit(settings.PORTAIL_ACCUSES_PAR_MINUTE, cle=secrets.token_bytes(32))
PAGE = "ecrire"
TITRE = "Suggestion ou réclamation"
PERIMEE = (
    "Cette page était ouverte depuis trop longtemps, ou a été copiée. Rien n’est perdu : relisez, "
    "puis envoyez de nouveau."
)
TROP_LONG = (
    "Votre envoi est trop long pour ce formulaire. Revenez en arrière pour le raccourcir, ou "
    "écrivez-nous par courrier."
)


def ecrire(visite):
    natures = list_natures(visite.site)
    if not natures or not (visite.page.formulaire or visite.apercu):
        return visite.tell(
            "Formulaire fermé", "Ce site ne reçoit pas de message par cette page pour le moment."
        )
    if visite.request.method != "POST":
        return _show(visite, MessageForm(natures=natures, regles=get_regles().message), uuid4())
    if int(visite.request.META.get("CONTENT_LENGTH") or 0) > get_regles().message.envoi_octets:
        return visite.tell("Envoi trop long", TROP_LONG, 413)
    return _receive(visite, natures)


def lire_recu(visite, cle):
    envoi = find_envoi(visite.site, cle)
    if envoi is None:
        reponse = visite.tell(
            "Accusé de réception introuvable",
            "Il n’est plus gardé ici, ou l’adresse est incomplète. Votre demande, elle, reste suivie.",
        )
    else:
        natures = {n.code: n.libelle for n in get_referentiel(visite.site).natures}
        reponse = visite.render(
            "recu",
            ici="ecrire/",
            titre="Votre message est bien reçu",
            envoi=envoi,
            nature=natures.get(envoi.demande.nature, ""),
            joignable="@" in envoi.demande.demandeur,
        )
    return keep_private(reponse)


def _receive(visite, natures):
    post = visite.request.POST
    form = MessageForm(post, natures=natures, regles=get_regles().message)
    cle = _read_cle(post.get("cle", ""))
    duree = dt.timedelta(hours=get_regles().message.jeton_heures)
    if cle is None or not is_sincere(visite.request, PAGE, visite.site.pk, cle, duree=duree):
        return _show(visite, form, cle or uuid4(), avis=PERIMEE, statut=403)
    if attente := DEBIT.take(read_adresse(visite.request), time.monotonic()):
        avis = (
            f"Trop de messages partent de votre réseau. Rien n’est perdu : attendez {attente} "
            "secondes, puis envoyez de nouveau."
        )
        reponse = _show(visite, form, cle, avis=avis, statut=429)
        reponse.headers["Retry-After"] = str(attente)
        return reponse
    if not form.is_valid():
        return _show(visite, form, cle, fautes=form.list_fautes(), statut=422)
    message = form.build_message()
    accuser = not (message.courriel and ACCUSES.take(message.courriel.lower(), time.monotonic()))
    try:
        record_message(visite.site, message=message, cle=cle, accuser=accuser, le=visite.le)
    except (MessageRefuseError, SansHorlogeError) as refus:
        return _show(visite, form, cle, avis=str(refus), statut=422)
    return redirect(reverse("portail_recu", args=[visite.site.pk, cle]))


def _show(visite, form, cle, *, avis="", fautes=(), statut=200):
    return keep_private(
        visite.render(
            "ecrire",
            ici="ecrire/",
            titre=TITRE,
            form=form,
            cle=cle,
            jeton=sign_jeton(PAGE, visite.site.pk, cle),
            avis=avis,
            fautes=fautes,
            delais=_list_delais(visite),
            regles=get_regles().message,
            statut=statut,
        )
    )


def _list_delais(visite):
    """Return (what is written, working days to answer it) today."""
    canal = get_regles().message.canal
    return [
        (nature.libelle, horloge.delai)
        for nature in list_natures(visite.site)
        for horloge in nature.horloges_for(canal, visite.le)[:1]
    ]


def keep_private(reponse):
    """Keep a page that holds a key out of caches, of search engines and of other sites."""
    reponse.headers["Cache-Control"] = "no-store"
    reponse.headers["Referrer-Policy"] = "no-referrer"
    reponse.headers["X-Robots-Tag"] = "noindex, nofollow"
    return reponse


def _read_cle(texte):
    try:
        return UUID(texte)
    except ValueError:
        return None
