"""Pages where the public answers: no account, no session, no cookie, no address kept."""

import datetime as dt
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from qualepref.enquetes.enums import EtatCampagne, Mode
from qualepref.enquetes.forms.parcours import Parcours, find_fautes
from qualepref.enquetes.models import Collecteur
from qualepref.enquetes.operations.brouillons import (
    delete_brouillon,
    open_brouillon,
    submit_brouillon,
    update_brouillon,
)
from qualepref.enquetes.operations.retours import ReponsesRefuseesError
from qualepref.enquetes.queries.collecte import (
    find_brouillon,
    find_collecteur,
    find_langue_envoyee,
)
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.queries.phrases import (
    choose_langue,
    get_limites,
    get_mots,
    list_langues,
)
from qualepref.noyau.questionnaires.modele import Langue, Questionnaire
from qualepref.noyau.visiteurs.debit import Debit
from qualepref.organisation.acces import today_at
from qualepref.socle.visiteurs import is_sincere, read_adresse, sign_jeton


# Counters of this process; the key that hides addresses is drawn with it and dies with it.
DEBIT = Debit(settings.ENQUETES_ENVOIS_PAR_MINUTE, cle=secrets.token_bytes(32))
# Where somebody else answers next, on the same screen.
SUR_PLACE = (Mode.BORNE, Mode.TABLETTE)
ENTETES = {
    # The address of a draft is its key: it must not travel in a Referer, nor stay in a cache.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
# A French name keeps its own direction in a sentence written from right to left.
ISOLE = "\u2068{}\u2069"


@dataclass(frozen=True)
class Visite:
    """Somebody at a public address of a campaign that takes answers today."""

    request: HttpRequest
    collecteur: Collecteur
    questionnaire: Questionnaire
    langues: list[Langue]
    langue: Langue
    le: dt.date

    def is_sincere(self, *parties) -> bool:
        """Whether what is sent comes from a page this site gave, not long ago."""
        duree = dt.timedelta(hours=get_limites().jeton_heures.valeur)
        return is_sincere(self.request, self.collecteur.adresse, *parties, duree=duree)

    def render(self, gabarit, *, jeton_de=(), statut=200, **contexte):
        """Render a page in the language of the visit."""
        commun = {
            "collecteur": self.collecteur,
            "titre": self.questionnaire.titre.get(self.langue.code),
            "site_nom": self.collecteur.site.nom,
            "langue": self.langue,
            "mots": get_mots(self.langue.code),
            "limites": get_limites(),
            "borne": self.collecteur.mode == Mode.BORNE,
            "sur_place": self.collecteur.mode in SUR_PLACE,
            "accueil": reverse("enquete_publique", args=[self.collecteur.adresse]),
            "jeton": sign_jeton(self.collecteur.adresse, *jeton_de),
        }
        return _render(gabarit, commun | contexte, statut)


def publique(*methodes: str) -> Callable:
    """Open a view to the public: it receives a Visite, once the campaign takes answers.

    Exempt from Django's CSRF token, which needs a cookie: there is no session to ride here, and a
    signed token of the page takes its place (docs/adr/0021).
    """

    def ouvrir(vue):
        @login_not_required
        @csrf_exempt
        @wraps(vue)
        def ouverte(request, adresse, **reste):
            reponse = _answer(vue, request, adresse, methodes, reste)
            for nom, valeur in ENTETES.items():
                reponse.headers[nom] = valeur
            return reponse

        return ouverte

    return ouvrir


@publique("GET", "HEAD")
def accueillir(visite):
    return _welcome(visite)


@publique("POST")
def commencer(visite):
    if not visite.is_sincere():
        return _welcome(visite, statut=403)
    brouillon = open_brouillon(visite.collecteur, langue=visite.langue.code, le=visite.le)
    return redirect("enquete_page", visite.collecteur.adresse, brouillon.cle, 1)


@publique("GET", "HEAD")
def reprendre(visite, cle):
    brouillon = find_brouillon(visite.collecteur, cle)
    if brouillon is None:
        return _tell_perdu(visite, cle)
    return redirect("enquete_page", visite.collecteur.adresse, cle, max(1, brouillon.groupe))


@publique("GET", "HEAD", "POST")
def remplir(visite, cle, page):
    brouillon = find_brouillon(visite.collecteur, cle)
    if brouillon is None:
        return _tell_perdu(visite, cle)
    visite = replace(visite, langue=choose_langue([brouillon.langue], visite.langues))
    presentation = visite.collecteur.campagne.presentation
    parcours = Parcours(visite.questionnaire, presentation, brouillon.valeurs)
    if page not in parcours.pages:
        return redirect("enquete_page", visite.collecteur.adresse, cle, parcours.nearest(page))
    if visite.request.method == "POST":
        return _receive(visite, brouillon, parcours, page)
    form = parcours.form(page, visite.langue.code)
    if "a-revoir" in visite.request.GET:
        form.add_fautes(find_fautes(form))
    return _show(visite, brouillon, parcours, page, form)


@publique("GET", "HEAD")
def remercier(visite, cle):
    envoyee = find_langue_envoyee(visite.collecteur, cle)
    if envoyee is None:
        return redirect("enquete_reprise", visite.collecteur.adresse, cle)
    visite = replace(visite, langue=choose_langue([envoyee], visite.langues))
    return visite.render("merci")


@publique("GET", "HEAD")
def recommencer(visite, cle):
    """Forget a form left on a shared screen. By GET: a page without script can do no other."""
    brouillon = find_brouillon(visite.collecteur, cle)
    if brouillon is not None and visite.collecteur.mode in SUR_PLACE:
        delete_brouillon(brouillon)
    return redirect("enquete_publique", visite.collecteur.adresse)


def _answer(vue, request, adresse, methodes, reste):
    if request.method not in methodes:
        return HttpResponseNotAllowed(methodes)
    if int(request.META.get("CONTENT_LENGTH") or 0) > get_limites().envoi_octets.valeur:
        return _tell("trop_long", 413)
    collecteur = find_collecteur(adresse)
    questionnaire = get_questionnaire(collecteur.campagne) if collecteur else None
    if questionnaire is None:
        return _tell("inconnue", 404)
    langues = list_langues(collecteur.campagne, questionnaire)
    langue = choose_langue(_list_demandees(request), langues)
    visite = Visite(request, collecteur, questionnaire, langues, langue, today_at(collecteur.site))
    if refus := _refuse(visite):
        return refus
    return vue(visite, **reste)


def _refuse(visite):
    """Return the page that says why no answer is taken; None when some are."""
    campagne = visite.collecteur.campagne
    match campagne.etat(visite.le):
        case EtatCampagne.PREPARATION:
            return _tell("inconnue", 404, visite.langue)
        case EtatCampagne.PREVUE:
            return _tell("prevue", 403, visite.langue, campagne.ouverte_le)
        case EtatCampagne.CLOSE:
            return _tell("close", 410, visite.langue, campagne.fermee_le)
    if visite.collecteur.ferme:
        return _tell("fermee", 410, visite.langue)
    if visite.request.method == "POST":
        attente = DEBIT.take(read_adresse(visite.request), time.monotonic())
        return _slow_down(visite, attente) if attente else None
    return None


def _slow_down(visite, attente):
    champs = [(n, v) for n, valeurs in visite.request.POST.lists() for v in valeurs]
    texte = get_mots(visite.langue.code)["trop_texte"].format(n=attente)
    reponse = visite.render("trop", statut=429, champs=champs, texte=texte)
    reponse.headers["Retry-After"] = str(attente)
    return reponse


def _welcome(visite, statut=200):
    mots = get_mots(visite.langue.code)
    introduction = visite.questionnaire.introduction
    duree = mots["anonymat_duree"].format(
        jours=settings.BROUILLONS_CONSERVATION_JOURS,
        mois=visite.collecteur.site.conservation_mois,
    )
    return visite.render(
        "accueil",
        statut=statut,
        refus_jeton=statut == 403,
        langues=visite.langues,
        premiere_langue=_find_premiere_langue(visite),
        introduction=introduction.get(visite.langue.code) if introduction else "",
        duree=duree,
        contact=mots["anonymat_contact"].format(site=ISOLE.format(visite.collecteur.site.nom)),
    )


def _find_premiere_langue(visite):
    """Return where a kiosk left in another language than its first goes back to; "" otherwise."""
    premiere = visite.langues[0]
    if visite.collecteur.mode != Mode.BORNE or visite.langue == premiere:
        return ""
    accueil = reverse("enquete_publique", args=[visite.collecteur.adresse])
    return f"{accueil}?langue={premiere.code}"


def _receive(visite, brouillon, parcours, page):
    form = parcours.form(page, visite.langue.code, data=visite.request.POST)
    if not visite.is_sincere(brouillon.cle):
        return _show(visite, brouillon, parcours, page, form, statut=403)
    gardees = form.gardees()
    suite = Parcours(visite.questionnaire, visite.collecteur.campagne.presentation, gardees)
    if "precedent" in visite.request.POST:
        return _go(visite, brouillon, gardees, suite.before(page) or page)
    if form.add_fautes(find_fautes(form)):
        return _show(visite, brouillon, parcours, page, form)
    if suivante := suite.after(page):
        return _go(visite, brouillon, gardees, suivante)
    reponses = form.reponses(posees_seulement=True)
    try:
        submit_brouillon(brouillon, reponses=reponses, le=visite.le, recu_a=timezone.now())
    except ReponsesRefuseesError as refus:
        fautive = suite.page_of(refus.fautes[0].question) or page
        return _go(visite, brouillon, gardees, fautive, "?a-revoir")
    return redirect("enquete_merci", visite.collecteur.adresse, brouillon.cle)


def _go(visite, brouillon, valeurs, page, parametres=""):
    update_brouillon(brouillon, valeurs=valeurs, groupe=page, le=visite.le)
    adresse = reverse("enquete_page", args=[visite.collecteur.adresse, brouillon.cle, page])
    return redirect(f"{adresse}{parametres}")


def _show(visite, brouillon, parcours, page, form, statut=200):
    mots = get_mots(visite.langue.code)
    total = len(parcours.pages)
    return visite.render(
        "page",
        jeton_de=(brouillon.cle,),
        statut=statut,
        form=form,
        n=parcours.rank(page),
        total=total,
        plusieurs_pages=total > 1,
        refus_jeton=statut == 403,
        rubrique=mots["rubrique"].format(n=parcours.rank(page), total=total),
        premiere=parcours.before(page) is None,
        derniere=parcours.after(page) is None,
        avertissement=mots["toujours_la_texte"].format(
            n=get_limites().borne.avertissement_secondes
        ),
        effacement=reverse("enquete_effacee", args=[visite.collecteur.adresse, brouillon.cle]),
    )


def _tell_perdu(visite, cle):
    """Answer for a draft that is not there: sent, erased, or never begun at this address."""
    if find_langue_envoyee(visite.collecteur, cle) is not None:
        return redirect("enquete_merci", visite.collecteur.adresse, cle)
    accueil = reverse("enquete_publique", args=[visite.collecteur.adresse])
    return _tell("perdu", 404, visite.langue, accueil=accueil)


def _tell(motif, statut, langue=None, jour=None, accueil=""):
    """Render a page that says one thing."""
    mots = get_mots(langue.code if langue else "fr")
    texte = mots[f"{motif}_texte"].format(jour=f"{jour:%d/%m/%Y}" if jour else "")
    contexte = {"langue": langue, "mots": mots, "titre": mots[motif], "texte": texte}
    return _render("message", contexte | {"accueil": accueil}, statut)


def _render(gabarit, contexte, statut):
    """Render a template without the request: nothing of a session could show, or be read."""
    return HttpResponse(
        render_to_string(f"enquetes/public/{gabarit}.html", contexte), status=statut
    )


def _list_demandees(request):
    """Return the languages asked for: by a link or the form, else by the browser."""
    choisie = request.POST.get("langue") or request.GET.get("langue") or ""
    acceptees = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return [choisie, *(code.partition("-")[0] for code, _ in acceptees)]
