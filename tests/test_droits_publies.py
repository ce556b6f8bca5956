"""Every page of what is published, for every role and everybody; as many reads for much as for little.

A new address without a line in DROITS fails: its right must be thought of first.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comites.usines import build_comite, build_reunion
from enquetes.usines import build_campagne
from mondes import ask, build_clients
from portail.usines import build_document, build_page
from qualepref.portail import urls as portail
from qualepref.portail.models import SuitePubliee
from qualepref.publications import urls as publications
from qualepref.publications.models import Gabarit
from qualepref.publications.operations.publications import publish_documents
from usines import CLERMONT, build_agent, build_demande, build_service, build_site, connect


pytestmark = pytest.mark.django_db
LE = dt.date(2023, 2, 1)
FOIS = 6
# Reads of one survey: its form, its cells, its tests; the report reads each of the year.
PAR_ENQUETE = 13
BILANS = {"bilan_annee", "publication", "publication_preparer"}

GESTION = {"referent"}
LECTURE = {
    "referent", "correspondant", "autre_service", "lecteur", "auditeur", "national", "enqueteur"
}  # fmt: skip
RIEN = frozenset()

# Name of an address -> (who reads it, who may send it a form). What is published is no secret
# inside the site; a check keeps nothing.
DROITS = {
    "bilan": (LECTURE, RIEN),
    "bilan_annee": (LECTURE, RIEN),
    "bilan_pdf": (LECTURE, RIEN),
    "publications": (LECTURE, RIEN),
    "publication": (LECTURE, RIEN),
    "publication_fichier": (LECTURE, RIEN),
    "publication_controle": (LECTURE, RIEN),
    "publication_verifier": (LECTURE, RIEN),
    "publication_preparer": (GESTION, GESTION),
    "publication_textes": (GESTION, GESTION),
    "publication_suivi": (GESTION, RIEN),
    "publication_abandonner": (GESTION, GESTION),
    "publication_retirer": (GESTION, GESTION),
    "publication_gabarit": (GESTION, GESTION),
    "publication_gabarit_fichier": (RIEN, RIEN),  # its file was lost: nobody is given one
    "publication_gabarit_retirer": (GESTION, GESTION),
    "page_publique": (GESTION, RIEN),
    "page_publique_textes": (GESTION, GESTION),
    "page_publique_bascule": (GESTION, GESTION),
    "document_public_ajouter": (GESTION, GESTION),
    "document_public_retirer": (GESTION, GESTION),
    "suite_publique_publier": (GESTION, GESTION),
    "suite_publique": (GESTION, GESTION),
    "suite_publique_retirer": (GESTION, GESTION),
}
# Written for everybody, and previewed by the référent.
PUBLIQUES = {a.name for a in portail.urlpatterns} - set(DROITS)
PUBLIQUES = {nom for nom in PUBLIQUES if not nom.endswith("_apercu")}
SANS_SITE = {"robots", "plan_du_site"}


class Monde:
    """Something of each kind on a site."""

    def __init__(self, site):
        self.site = site
        build_page(site)
        Gabarit.objects.create(site=site, nom="m.pptx", empreinte="0" * 64, par="u", depose_le=LE)
        self.multiply(0)

    def multiply(self, rang):
        """Add some of everything a page lists; the latest is what addresses are about."""
        site, jour = self.site, LE + dt.timedelta(days=rang)
        build_demande(site, dt.date(2022, 1, 3 + rang), repondue_le=dt.date(2022, 1, 11))
        self.document = build_document(site, titre=f"Charte {rang}")
        self.suite = SuitePubliee.objects.create(
            site=site, dit=f"Dit {rang}", fait="Fait.", publiee_le=LE
        )
        self.reunion = build_reunion(
            build_comite(site, nom=f"Comité {rang}", type="clu" if not rang else "groupe"),
            tenue=True, compte_rendu="Le comité a été entendu.", publie_le=LE,
        )  # fmt: skip
        self.campagne = build_campagne(site, titre=f"Enquête {rang}")
        self.publication = publish_documents(
            site, annee=2022, genres=["donnees"], par="usine", le=jour, motif="Une réponse de plus."
        )[0]

    def address(self, nom):
        """Return the address of a page about something of this world."""
        code = self.site.pk
        propres = {
            "bilan_annee": [2022], "bilan_pdf": [2022], "publication": [self.publication.pk],
            "publication_fichier": [self.publication.pk, "impact.csv"],
            "publication_preparer": [2022], "publication_textes": [2022],
            "publication_suivi": [2022], "publication_abandonner": [2022],
            "publication_retirer": [self.publication.pk],
            "page_publique_bascule": ["fermee"],
            "document_public_retirer": [self.document.pk],
            "suite_publique": [self.suite.pk], "suite_publique_retirer": [self.suite.pk],
            "portail_enquete": [self.campagne.pk],
            "portail_compte_rendu": [self.reunion.pk],
            "portail_compte_rendu_pdf": [self.reunion.pk],
            "portail_document": [self.document.pk],
            "portail_fichier": [self.publication.pk, "impact.csv"],
            "portail_recu": ["00000000-0000-4000-8000-000000000000"],
        }  # fmt: skip
        base = nom.removesuffix("_apercu")
        args = [] if base in SANS_SITE else [code, *propres.get(base, ())]
        return reverse(nom, args=args)


@pytest.fixture
def monde(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    site = build_site()
    build_service(site)
    return Monde(site)


def test_chaque_adresse_a_son_droit():
    noms = {a.name for app in (portail, publications) for a in app.urlpatterns}
    apercus = {nom for nom in noms if nom.endswith("_apercu")}

    assert noms - apercus == set(DROITS) | PUBLIQUES
    assert {nom.removesuffix("_apercu") for nom in apercus} <= PUBLIQUES


def test_chaque_role_lit_et_ecrit_ce_qui_lui_revient(monde):
    clients = build_clients(monde.site)
    ailleurs = connect(build_agent("referent", build_site(**CLERMONT)))
    fautes = []

    for nom, (lecteurs, ecrivains) in DROITS.items():
        adresse = monde.address(nom)
        for qui, client in clients.items():
            lu, _ = ask(client, "get", adresse)
            ecrite, ecrit = ask(client, "post", adresse, {})
            if (lu.status_code in (200, 302)) != (qui in lecteurs):
                fautes.append((nom, qui, "lit", lu.status_code))
            refusee = ecrite.status_code in (403, 404, 405)
            if qui not in ecrivains and (ecrit or not (refusee or qui in lecteurs)):
                fautes.append((nom, qui, "écrit", ecrite.status_code))
        autres = (
            ask(ailleurs, "get", adresse)[0].status_code,
            ask(connect(), "get", adresse)[0].status_code,
        )
        if autres != (404, 302):
            fautes.append((nom, "ailleurs ou public", autres))

    assert fautes == []


def test_le_public_lit_et_seul_le_referent_a_l_apercu(monde):
    clients = build_clients(monde.site)

    statuts = {nom: ask(connect(), "get", monde.address(nom))[0].status_code for nom in PUBLIQUES}
    apercus = {
        qui: client.get(monde.address("portail_apercu")).status_code
        for qui, client in clients.items()
    }

    assert {nom for nom, statut in statuts.items() if statut != 200} == {"portail_recu"}
    assert {qui for qui, statut in apercus.items() if statut == 200} == GESTION


def test_les_pages_ne_lisent_pas_plus_pour_beaucoup_que_pour_peu(monde):
    referent = build_clients(monde.site)["referent"]
    noms = sorted((set(DROITS) | PUBLIQUES) - {"bilan", "bilan_pdf", "portail_compte_rendu_pdf"})

    def count():
        lues = {}
        for nom in noms:
            client = referent if nom in DROITS else connect()
            with CaptureQueriesContext(
                connection,
            ) as requetes:
                ask(client, "get", monde.address(nom))
            lues[nom] = len(requetes)
        return lues

    peu = count()
    for rang in range(1, FOIS):
        monde.multiply(rang)
    beaucoup = count()

    enquetes = dict.fromkeys(BILANS, PAR_ENQUETE * (FOIS - 1))
    assert {
        nom: (peu[nom], n) for nom, n in beaucoup.items() if n > peu[nom] + 1 + enquetes.get(nom, 0)
    } == {}
