from django.urls import path

from qualepref.portail.views import gestion, messages, public, verification


PUBLIC = "demarche-qualite/<slug:code>/"
GESTION = "sites/<slug:code>/organisation/page-publique/"
# Pages that everybody reads, and that the référent reads before he opens them.
PAGES = (
    ("", public.accueillir, "portail"),
    ("engagements/", public.lister_engagements, "portail_engagements"),
    ("enquetes/", public.lister_enquetes, "portail_enquetes"),
    ("enquetes/<int:pk>/", public.lire_enquete, "portail_enquete"),
    ("comite/", public.lire_comite, "portail_comite"),
    ("comite/<int:pk>/", public.lire_compte_rendu, "portail_compte_rendu"),
    ("comite/<int:pk>/compte-rendu.pdf", public.imprimer_compte_rendu, "portail_compte_rendu_pdf"),
    ("documents/<int:pk>.pdf", public.donner_document, "portail_document"),
    ("publications/<int:pk>/<str:nom>", public.donner_fichier, "portail_fichier"),
    ("accessibilite/", public.declarer_accessibilite, "portail_accessibilite"),
    ("donnees-personnelles/", public.dire_donnees, "portail_donnees"),
)

urlpatterns = [
    path("robots.txt", public.robots, name="robots"),
    path("plan-du-site.xml", public.plan_du_site, name="plan_du_site"),
    *(path(f"{PUBLIC}{motif}", public.publique(vue), name=nom) for motif, vue, nom in PAGES),
    path(f"{PUBLIC}flux.xml", public.publique(public.donner_flux), name="portail_flux"),
    path(
        f"{PUBLIC}ecrire/",
        public.publique(messages.ecrire, "GET", "HEAD", "POST"),
        name="portail_ecrire",
    ),
    path(
        f"{PUBLIC}verifier/",
        public.publique(verification.verifier, "GET", "HEAD", "POST"),
        name="portail_verifier",
    ),
    path(f"{PUBLIC}ecrire/<uuid:cle>/", public.publique(messages.lire_recu), name="portail_recu"),
    *(
        path(f"{GESTION}apercu/{motif}", public.apercu(vue), name=f"{nom}_apercu")
        for motif, vue, nom in (
            *PAGES,
            ("ecrire/", messages.ecrire, "portail_ecrire"),
            ("verifier/", verification.verifier, "portail_verifier"),
        )
    ),
    path(GESTION, gestion.gerer, name="page_publique"),
    path(f"{GESTION}textes/", gestion.ecrire, name="page_publique_textes"),
    path(f"{GESTION}<slug:etat>/confirmer/", gestion.basculer, name="page_publique_bascule"),
    path(f"{GESTION}documents/ajouter/", gestion.ajouter_document, name="document_public_ajouter"),
    path(
        f"{GESTION}documents/<int:pk>/retirer/",
        gestion.retirer_document,
        name="document_public_retirer",
    ),
    path(f"{GESTION}suites/publier/", gestion.publier_suite, name="suite_publique_publier"),
    path(f"{GESTION}suites/<int:pk>/", gestion.corriger_suite, name="suite_publique"),
    path(
        f"{GESTION}suites/<int:pk>/retirer/", gestion.retirer_suite, name="suite_publique_retirer"
    ),
]
