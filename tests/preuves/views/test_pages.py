"""The pages of evidence: who reads, who writes, what is given back."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amelioration.usines_plan import build_action
from preuves.usines import PDF, build_fichier, build_piece
from qualepref.amelioration.models import Evaluation, LigneGrille
from qualepref.organisation.acces import today_at
from qualepref.preuves.models import Dossier, Piece
from usines import CLERMONT, build_agent, build_demande, build_service, build_site, connect, finish


pytestmark = pytest.mark.django_db
LIGNES = ("pieces", "preuves_vivantes")


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def le(site):
    return today_at(site)


@pytest.fixture
def agents(site, le):
    """Return one agent per role, « échu » whose role ended yesterday, « ailleurs » of another site."""
    service = build_service(site)
    return {
        "référent": build_agent("referent", site),
        "correspondant": build_agent("correspondant", site, service=service),
        "lecteur": build_agent("lecteur", site),
        "auditeur": build_agent("auditeur", site, jusqu_au=le),
        "échu": build_agent("auditeur", site, jusqu_au=le - dt.timedelta(1)),
        "enquêteur": build_agent("enqueteur", site),
        "national": build_agent("national"),
        "ailleurs": build_agent("referent", build_site(**CLERMONT)),
        "public": None,
    }


def adresses(site, piece, nom):
    return {
        "preuves": reverse("preuves", args=[site.pk]),
        "pieces": reverse("pieces", args=[site.pk]),
        "preuves_vivantes": reverse("preuves_vivantes", args=[site.pk]),
        "vivante": reverse("preuve_vivante", args=[site.pk, "ecoute-recentes"]),
        "piece": reverse("piece", args=[site.pk, piece.pk]),
        "fichier": reverse("piece_fichier", args=[site.pk, piece.pk, 1]),
        "dossiers": reverse("preuves_dossiers", args=[site.pk]),
        "nouvelle": reverse("piece_nouvelle", args=[site.pk]),
        "corriger": reverse("piece_corriger", args=[site.pk, piece.pk]),
        "version": reverse("piece_version", args=[site.pk, piece.pk]),
        "supprimer": reverse("piece_supprimer", args=[site.pk, piece.pk]),
    }[nom]


LECTURE = ("pieces", "preuves_vivantes", "vivante", "piece", "fichier")
ECRITURE = ("corriger", "version", "supprimer")


@pytest.mark.parametrize(
    ("qui", "totaux", "lecture", "dossiers", "nouvelle", "ecriture"),
    [
        ("référent", 200, 200, 200, 200, 200),
        ("correspondant", 200, 200, 403, 200, 403),
        ("lecteur", 200, 200, 403, 403, 403),
        ("auditeur", 200, 200, 200, 403, 403),
        ("échu", 403, 403, 403, 403, 403),
        ("enquêteur", 200, 403, 403, 403, 403),
        ("national", 200, 403, 403, 403, 403),
        ("ailleurs", 404, 404, 404, 404, 404),
        ("public", 302, 302, 302, 302, 302),
    ],
)
def test_chacun_lit_et_ecrit_selon_son_role(
    site, agents, qui, totaux, lecture, dossiers, nouvelle, ecriture
):
    piece = build_piece(site)
    client = connect(agents[qui])

    def statuts(*noms):
        reponses = [client.get(adresses(site, piece, nom)) for nom in noms]
        for reponse in reponses:
            finish(reponse)
        return {reponse.status_code for reponse in reponses}

    assert statuts("preuves") == {totaux}
    assert statuts(*LECTURE) == {lecture}
    assert statuts("dossiers") == {dossiers}
    assert statuts("nouvelle") == {nouvelle}
    assert statuts(*ECRITURE) == {ecriture}


def test_un_auditeur_lit_la_grille_le_plan_et_les_preuves_jusqu_a_son_dernier_jour(
    site, agents, le
):
    audit = Evaluation.objects.create(
        site=site, type="audit_externe", titre="Audit", debut_le=le,
        referentiel="qual-e-pref", version="2019-02",
    )  # fmt: skip
    pages = [
        reverse("plan", args=[site.pk]),
        reverse("evaluation", args=[site.pk, audit.pk]),
        reverse("action", args=[site.pk, build_action(site).pk]),
        reverse("preuves", args=[site.pk]),
        reverse("preuves_dossiers", args=[site.pk]),
    ]

    assert {connect(agents["auditeur"]).get(p).status_code for p in pages} == {200}
    for page in pages:
        refus = connect(agents["échu"]).get(page)
        assert refus.status_code == 403
        hier = f"{le - dt.timedelta(1):%d/%m/%Y}"
        assert f"Votre rôle d’auditeur sur ce site a pris fin le {hier}" in refus.content.decode()
    ecriture = connect(agents["auditeur"]).post(reverse("preuves_conserver", args=[site.pk]))
    assert ecriture.status_code == 403


def test_un_role_national_lit_les_totaux_sans_un_titre(site, agents):
    build_piece(site, titre="Entretien avec Mme Martin")

    page = connect(agents["national"]).get(reverse("preuves", args=[site.pk])).content.decode()

    assert "Martin" not in page
    assert "Engagements qui s’appliquent, par module" in page


def give(client, site, *, nom="a.pdf", contenu=PDF, suite="", **valeurs):
    base = {"titre": "Charte d’accueil", "engagements": "2 ; 2.1"}
    return client.post(
        reverse("piece_nouvelle", args=[site.pk]) + suite,
        base | valeurs | {"fichier": SimpleUploadedFile(nom, contenu)},
    )


def test_un_depot_mene_a_la_piece_qui_se_telecharge_sans_s_afficher(site, agents):
    client = connect(agents["référent"])

    reponse = give(client, site)

    piece = Piece.objects.get()
    assert reponse.url == reverse("piece", args=[site.pk, piece.pk])
    fichier = client.get(reverse("piece_fichier", args=[site.pk, piece.pk, 1]))
    assert b"".join(fichier.streaming_content) == PDF
    assert fichier["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert fichier["X-Content-Type-Options"] == "nosniff"
    assert fichier["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("nom", "contenu", "dit"),
    [
        ("a.docx", PDF, "c’est un document PDF"),
        ("a.html", b"<html><script>x()</script>", "page web"),
        ("a.pdf", b"", "vide"),
    ],
)
def test_un_fichier_refuse_le_dit_et_garde_la_saisie(site, agents, nom, contenu, dit):
    reponse = give(connect(agents["référent"]), site, nom=nom, contenu=contenu)

    page = reponse.content.decode()
    assert dit in page
    assert "Charte d’accueil" in page
    assert not Piece.objects.exists()


def test_un_fichier_coupe_en_route_est_dit_trop_gros(site, agents, settings):
    settings.IMPORT_TAILLE_MAXIMALE = 10

    reponse = give(connect(agents["référent"]), site, contenu=PDF + bytes(2 * 2**20))

    assert "dépasse 30 Mo" in reponse.content.decode()


def test_un_correspondant_depose_pour_son_service_et_change_ses_pieces(site, agents):
    client = connect(agents["correspondant"])
    service = agents["correspondant"].roles.get().service

    sans = give(client, site)
    give(client, site, service=service.pk)

    assert "Rien n’a été enregistré" in sans.content.decode()
    piece = Piece.objects.get()
    assert piece.service == service
    assert client.get(reverse("piece_corriger", args=[site.pk, piece.pk])).status_code == 200


def test_une_piece_deposee_pour_une_action_se_voit_sur_sa_page(site, agents):
    client = connect(agents["référent"])
    action = build_action(site, module=1, engagement=3)
    ligne = LigneGrille.objects.create(
        evaluation=Evaluation.objects.create(
            site=site, type="audit_interne", titre="Audit", debut_le=dt.date(2022, 6, 1),
            referentiel="qual-e-pref", version="2019-02",
        ),
        engagement=3,
    )  # fmt: skip

    give(client, site, suite=f"?action={action.pk}", titre="Photo du panneau")
    give(client, site, suite=f"?ligne={ligne.pk}", titre="Relevé de l’audit", engagements="3")

    page = client.get(reverse("action", args=[site.pk, action.pk])).content.decode()
    grille = client.get(reverse("evaluation", args=[site.pk, ligne.evaluation_id]))
    assert "Photo du panneau" in page
    assert "Relevé de l’audit" in grille.content.decode()
    ailleurs = give(client, site, suite="?action=99999")
    assert ailleurs.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_corriger_remplacer_supprimer(site, agents, list_fichiers):
    client = connect(agents["référent"])
    piece = build_piece(site, titre="<script>x()</script>")
    page = reverse("piece", args=[site.pk, piece.pk])

    assert "&lt;script&gt;x()" in client.get(page).content.decode()
    client.post(
        reverse("piece_corriger", args=[site.pk, piece.pk]),
        {"titre": "Charte", "engagements": "2"},
    )
    client.post(
        reverse("piece_version", args=[site.pk, piece.pk]),
        {"fichier": SimpleUploadedFile("b.txt", b"relev\xc3\xa9")},
    )
    piece.refresh_from_db()
    assert (piece.titre, piece.versions.count()) == ("Charte", 2)
    client.post(reverse("piece_version_supprimer", args=[site.pk, piece.pk, 1]))
    assert piece.versions.count() == 1
    client.post(reverse("piece_supprimer", args=[site.pk, piece.pk]))
    assert client.get(page).status_code == 404
    assert list_fichiers() == []


def test_la_liste_et_le_tableau_se_filtrent(site, agents, le):
    client = connect(agents["référent"])
    build_piece(site, titre="Vieux", expire_le=dt.date(2022, 12, 31), engagements=("7",))
    build_piece(site, titre="Neuf", engagements=("5",))

    liste = client.get(reverse("pieces", args=[site.pk]), {"etat": "a_renouveler"})
    tableau = client.get(reverse("preuves", args=[site.pk]), {"module": "1", "manquants": "on"})

    assert "Vieux" in liste.content.decode()
    assert "Neuf" not in liste.content.decode()
    assert "Vieux" in tableau.content.decode()
    assert "Neuf" not in tableau.content.decode()
    assert "Module 4" not in tableau.content.decode().partition("</form>")[2]


def test_les_constats_du_jour_se_conservent(site, agents, le):
    build_demande(site, le, registre="ecoute", nature="reclamation", canal="courriel", le=le)
    client = connect(agents["référent"])

    client.post(reverse("preuves_conserver", args=[site.pk]))

    page = client.get(reverse("preuve_vivante", args=[site.pk, "ecoute-recentes"]))
    assert "Constats conservés" in page.content.decode()
    assert site.constats.get(preuve="ecoute-recentes").etat == "probante"
    inconnue = client.get(reverse("preuve_vivante", args=[site.pk, "inconnue"]))
    assert inconnue.status_code == 404


def ask(client, site, **valeurs):
    return client.post(reverse("preuves_dossiers", args=[site.pk]), {"graine": "7"} | valeurs)


def test_un_auditeur_prend_son_dossier_sans_noms(site, agents):
    build_piece(site)
    client = connect(agents["auditeur"])

    ask(client, site, besoin="je voudrais les noms")

    dossier = Dossier.objects.get()
    assert (dossier.etat, dossier.besoin) == ("pret", "")
    reponse = client.get(reverse("preuves_dossier", args=[site.pk, dossier.pk]))
    contenu = io.BytesIO(b"".join(reponse.streaming_content))
    assert zipfile.ZipFile(contenu).testzip() is None
    assert reponse["Content-Disposition"].startswith("attachment;")
    suppression = reverse("preuves_dossier_supprimer", args=[site.pk, dossier.pk])
    assert client.post(suppression).status_code == 403
    connect(agents["référent"]).post(suppression)
    assert not Dossier.objects.exists()


def test_un_dossier_lourd_se_prepare_derriere_la_page(site, agents, settings):
    from django_tasks_db.models import DBTaskResult

    settings.DOSSIER_OCTETS_IMMEDIATS = 0
    build_piece(site, fichier=build_fichier())

    ask(connect(agents["référent"]), site, besoin="contrôle des émargements")

    dossier = Dossier.objects.get()
    assert (dossier.etat, dossier.besoin) == ("en_cours", "contrôle des émargements")
    assert DBTaskResult.objects.filter(task_path="qualepref.preuves.tasks.build_folder").exists()


def test_une_graine_illisible_est_refusee(site, agents):
    reponse = ask(connect(agents["référent"]), site, graine="a:b")

    assert "ne convient pas" in reponse.content.decode()
    assert not Dossier.objects.exists()
