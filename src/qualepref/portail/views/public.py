"""The public page « Démarche qualité » of a site: no account, no session, no cookie, no script.

Each page is written once and served twice: to everybody when the référent has opened it, and to the
référent as a preview.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from qualepref.comites.queries.comites import jour_de
from qualepref.comites.rendering.compte_rendu import render_pdf, say_quand
from qualepref.comites.rules.blocs import parse_blocs as parse_compte_rendu
from qualepref.enquetes.enums import GenreEnquete
from qualepref.enquetes.queries.mystere import load_mystere
from qualepref.enquetes.queries.publiables import load_publiables
from qualepref.modeles.rules.blocs import parse_blocs
from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.organisation.acces import resolve_managed_site, today_at
from qualepref.organisation.queries import get_autorite, get_referentiel
from qualepref.portail.models import PageSite
from qualepref.portail.queries import pages
from qualepref.portail.queries.regles import get_regles, list_natures
from qualepref.portail.rendering.nouvelles import (
    build_nouvelles,
    name_fichier,
    render_flux,
    say_taille,
)
from qualepref.portail.rendering.resultats import build_enquete
from qualepref.publications.queries.bilan import is_demonstration


PDF = "application/pdf"
LECTURE = ("GET", "HEAD")
NOUVELLES_MONTREES = 6
RUBRIQUES = (
    ("", "Accueil"),
    ("engagements/", "Nos engagements"),
    ("enquetes/", "Enquêtes et résultats"),
    ("comite/", "Comité des usagers"),
    ("ecrire/", "Suggestion ou réclamation"),
)


@dataclass(frozen=True)
class Visite:
    """Somebody on the page of a site. racine: address of the page, or of its preview."""

    request: object
    page: PageSite
    le: dt.date
    racine: str
    apercu: bool = False

    @property
    def site(self):
        return self.page.site

    def render(self, gabarit, *, ici=None, statut=200, **contexte):
        """Render a page of the site without the request: nothing of a session could show."""
        rubriques = [r for r in RUBRIQUES if r[0] != "ecrire/" or self.page.formulaire]
        commun = {
            "page": self.page,
            "site": self.site,
            "le": self.le,
            "racine": self.racine,
            "apercu": self.apercu,
            "rubriques": rubriques,
            "ici": ici,
            "autorite": get_autorite(self.site),
            "demonstration": is_demonstration(self.site),
        }
        return HttpResponse(
            render_to_string(f"portail/public/{gabarit}.html", commun | contexte), status=statut
        )

    def tell(self, titre, texte, statut=404):
        """Render a page that says one thing."""
        return self.render("message", titre=titre, texte=texte, statut=statut)


def publique(vue: Callable, *methodes: str) -> Callable:
    """Open a view to everybody: it receives a Visite, once the référent opened the page.

    Read-only pages may be kept a while by browsers and proxies. Exempt from Django's CSRF token,
    which needs a cookie: a signed token of the page takes its place.
    """

    @login_not_required
    @csrf_exempt
    @wraps(vue)
    def ouverte(request, code, **reste):
        admises = methodes or LECTURE
        if request.method not in admises:
            return HttpResponseNotAllowed(admises)
        page = pages.find_page(code)
        if page is None:
            return _tell_fermee()
        visite = Visite(request, page, today_at(page.site), reverse("portail", args=[code]))
        reponse = vue(visite, **reste)
        # The middleware of accounts looked for one; nothing here depends on what it found.
        request.session.accessed = False
        if "Cache-Control" not in reponse.headers and reponse.status_code == 200:
            patch_cache_control(reponse, public=True, max_age=get_regles().page.cache_secondes)
        return reponse

    return conditional_page(ouverte)


def apercu(vue: Callable) -> Callable:
    """Show the same view to the référent, whether the page is open or not."""

    @wraps(vue)
    def vue_apercu(request, code, **reste):
        if request.method not in LECTURE:
            return HttpResponseNotAllowed(LECTURE)
        site, le = resolve_managed_site(request, code)
        page = pages.get_page(site)
        page.site = site
        racine = reverse("portail_apercu", args=[code])
        reponse = vue(Visite(request, page, le, racine, apercu=True), **reste)
        reponse.headers["Cache-Control"] = "no-store"
        return reponse

    return vue_apercu


def accueillir(visite):
    site = visite.site
    documents = pages.list_documents(site)
    publications = pages.list_publications(site)
    fichiers = pages.list_fichiers(publications)
    return visite.render(
        "accueil",
        ici="",
        titre="Démarche qualité",
        presentation=parse_blocs(visite.page.presentation),
        politique=parse_blocs(visite.page.politique),
        contact=parse_blocs(visite.page.contact),
        label=pages.find_label(site, le=visite.le),
        engagements=get_referentiel(site).count_engagements(site.modules),
        documents=[(d, say_taille(d.octets)) for d in documents],
        publications=[
            (p, [(name_fichier(f), say_taille(f["taille"])) for f in fichiers.get(p.pk, ())])
            for p in publications
        ],
        retirees=pages.list_retirees(site),
        nouvelles=_list_nouvelles(visite)[:NOUVELLES_MONTREES],
    )


def lister_engagements(visite):
    referentiel, modules = get_referentiel(visite.site), visite.site.modules
    return visite.render(
        "engagements",
        ici="engagements/",
        titre="Nos engagements",
        referentiel=referentiel,
        engagements=referentiel.count_engagements(modules),
        modules=[m for m in referentiel.modules if m.numero in modules],
    )


def lister_enquetes(visite):
    return visite.render(
        "enquetes",
        ici="enquetes/",
        titre="Enquêtes et résultats",
        campagnes=pages.list_campagnes(visite.site, le=visite.le),
    )


def lire_enquete(visite, pk):
    campagne = pages.find_campagne(visite.site, pk, le=visite.le)
    if campagne is None:
        return _tell_absente(visite)
    mystere = None
    if campagne.genre == GenreEnquete.MYSTERE:
        mystere = load_mystere(campagne, site=visite.site)
    return visite.render(
        "enquete",
        ici="enquetes/",
        titre=campagne.titre,
        campagne=campagne,
        enquete=build_enquete(load_publiables(campagne, site=visite.site), mystere),
        methode=parse_blocs(campagne.methode),
    )


def lire_comite(visite):
    return visite.render(
        "comite",
        ici="comite/",
        titre="Comité local des usagers",
        comites=pages.list_comites(visite.site, le=visite.le),
        reunions=[(r, jour_de(r)) for r in pages.list_reunions(visite.site, le=visite.le)],
        suites=pages.list_suites(visite.site),
    )


def lire_compte_rendu(visite, pk):
    reunion = pages.list_reunions(visite.site, le=visite.le).filter(pk=pk).first()
    if reunion is None:
        return _tell_absente(visite)
    return visite.render(
        "compte_rendu",
        ici="comite/",
        titre=f"Compte rendu – {reunion.comite.nom}",
        reunion=reunion,
        quand=say_quand(reunion),
        blocs=parse_compte_rendu(reunion.compte_rendu),
    )


def imprimer_compte_rendu(visite, pk):
    reunion = pages.list_reunions(visite.site, le=visite.le).filter(pk=pk).first()
    if reunion is None:
        return _tell_absente(visite)
    empreinte = hashlib.sha256(f"{reunion.publie_le}{reunion.compte_rendu}".encode()).hexdigest()
    cle = f"portail/compte-rendu/{pk}/{empreinte}"
    try:
        octets = cache.get_or_set(cle, lambda: render_pdf(reunion, le=reunion.publie_le))
    except RenduImpossibleError:
        return visite.tell(
            "Ce compte rendu ne s’imprime pas",
            "Un de ses caractères n’a pas de dessin. Lisez-le sur sa page.",
        )
    return _give(octets, PDF, f"compte-rendu-{jour_de(reunion):%Y-%m-%d}.pdf")


def donner_document(visite, pk):
    document = pages.find_document(visite.site, pk)
    if document is None or not default_storage.exists(document.fichier):
        return _tell_absente(visite)
    return FileResponse(
        default_storage.open(document.fichier),
        as_attachment=True,
        filename=f"{slugify(document.titre) or document.genre}.pdf",
        content_type=PDF,
    )


def donner_fichier(visite, pk, nom):
    fichier = pages.find_fichier(visite.site, pk, nom)
    if fichier is None:
        return _tell_absente(visite)
    return _give(bytes(fichier.octets), fichier.type, fichier.nom)


def declarer_accessibilite(visite):
    registres = [d for d in pages.list_documents(visite.site) if "accessibilite" in d.genre]
    return visite.render(
        "accessibilite",
        titre="Accessibilité",
        texte=parse_blocs(visite.page.accessibilite_texte),
        documents=[(d, say_taille(d.octets)) for d in registres],
    )


def dire_donnees(visite):
    return visite.render(
        "donnees",
        titre="Données personnelles et mentions",
        responsable=parse_blocs(visite.page.donnees_personnelles),
        natures=list_natures(visite.site),
    )


def donner_flux(visite):
    flux = render_flux(
        visite.site,
        _list_nouvelles(visite),
        racine=visite.request.build_absolute_uri(visite.racine),
        flux=visite.request.build_absolute_uri(),
    )
    return HttpResponse(flux, content_type="application/atom+xml; charset=utf-8")


@login_not_required
def robots(request):
    """What search engines may read: the public pages, nothing else."""
    texte = render_to_string(
        "portail/robots.txt", {"plan": request.build_absolute_uri(reverse("plan_du_site"))}
    )
    return HttpResponse(texte, content_type="text/plain; charset=utf-8")


@login_not_required
def plan_du_site(request):
    adresses = [
        request.build_absolute_uri(f"{reverse('portail', args=[p.pk])}{chemin}")
        for p in pages.list_pages()
        for chemin, _ in RUBRIQUES
        # Search engines are asked not to keep the form: each page of it has a key of its own.
        if chemin != "ecrire/"
    ]
    texte = render_to_string("portail/plan_du_site.xml", {"adresses": adresses})
    return HttpResponse(texte, content_type="application/xml; charset=utf-8")


def _list_nouvelles(visite):
    site, le = visite.site, visite.le
    return build_nouvelles(
        publications=pages.list_publications(site),
        reunions=pages.list_reunions(site, le=le),
        campagnes=pages.list_campagnes(site, le=le),
        documents=pages.list_documents(site),
        suites=pages.list_suites(site),
    )


def _give(octets, genre, nom):
    reponse = HttpResponse(octets, content_type=genre)
    reponse["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=nom)
    return reponse


def _tell_absente(visite):
    return visite.tell(
        "Page introuvable", "Cette page n’existe pas, ou n’est plus publiée. Repartez de l’accueil."
    )


def _tell_fermee():
    """Answer for a site whose page is closed, or that does not exist: nobody can tell which."""
    contexte = {
        "titre": "Page introuvable",
        "texte": "Ce site n’a pas ouvert de page publique, ou l’adresse est mal écrite.",
    }
    return HttpResponse(render_to_string("portail/public/message.html", contexte), status=404)
