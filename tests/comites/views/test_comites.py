"""Who sees and does what on the pages of committees, meeting by meeting."""

import datetime as dt

import pytest
from django.urls import reverse

from comites.usines import JOUR, build_comite, build_membre, build_reunion, build_suite
from qualepref.amelioration.models import Action
from qualepref.comites.models import Comite, Membre, Reunion, Suite
from qualepref.modeles.models import Modele
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db

LECTURES = (
    "comites",
    "comites_suites",
    "comite",
    "reunion",
    "reunion_convocation",
    "reunion_agenda",
)
ECRITURES = (
    "comite_nouveau", "comite_modifier", "comite_supprimer", "comite_membre_nouveau",
    "comite_membre", "comite_membre_retirer", "reunion_nouvelle", "reunion_modifier",
    "reunion_supprimer", "reunion_ordre_du_jour", "reunion_seance", "reunion_compte_rendu",
    "reunion_publier", "reunion_suite_nouvelle", "reunion_suite", "reunion_suite_supprimer",
    "reunion_suite_action",
)  # fmt: skip
FICHIERS = ("reunion_pdf", "reunion_docx")


class Monde:
    """A committee of two sites, led by Nantes, with one of everything."""

    def __init__(self):
        self.nantes, self.clermont = build_site(), build_site(**CLERMONT)
        self.comite = build_comite(self.nantes, self.clermont)
        self.membre = build_membre(self.comite, nom="Petit", prenom="Jeanne", courriel="j@clcv.fr")
        self.reunion = build_reunion(self.comite, tenue=True, compte_rendu="## Ouverture")
        self.suite = build_suite(self.reunion, membre=self.membre)

    def adresse(self, nom, site="pref-44"):
        arguments = [site]
        if nom not in ("comites", "comites_suites", "comite_nouveau"):
            arguments.append(self.comite.pk)
        if nom in ("comite_membre", "comite_membre_retirer"):
            arguments.append(self.membre.pk)
        if nom.startswith("reunion") and nom != "reunion_nouvelle":
            arguments.append(self.reunion.pk)
        if nom in ("reunion_suite", "reunion_suite_supprimer", "reunion_suite_action"):
            arguments.append(self.suite.pk)
        return reverse(nom, args=arguments)


@pytest.fixture
def monde(db):
    return Monde()


@pytest.fixture
def referent(monde):
    return connect(build_agent("referent", monde.nantes))


@pytest.mark.parametrize("nom", LECTURES + ECRITURES + FICHIERS)
def test_le_public_est_envoye_a_la_connexion(monde, nom):
    reponse = connect().get(monde.adresse(nom))

    assert reponse.status_code == 302
    assert "/connexion/" in reponse.url


@pytest.mark.parametrize("nom", LECTURES + ECRITURES + FICHIERS)
def test_un_agent_d_un_autre_site_ne_trouve_rien(monde, nom):
    ailleurs = build_site(**(CLERMONT | {"code": "pref-01", "departement": "01"}))

    assert connect(build_agent("referent", ailleurs)).get(monde.adresse(nom)).status_code == 404


@pytest.mark.parametrize("nom", LECTURES + ECRITURES + FICHIERS)
def test_le_referent_du_site_pilote_ouvre_tout(monde, referent, nom):
    assert referent.get(monde.adresse(nom)).status_code == 200


@pytest.mark.parametrize("role", ["correspondant", "lecteur", "auditeur"])
def test_les_autres_roles_du_site_lisent_sans_ecrire(monde, role):
    service = build_service(monde.nantes) if role == "correspondant" else None
    jusqu_au = dt.date(2100, 1, 1) if role == "auditeur" else None
    client = connect(build_agent(role, monde.nantes, service=service, jusqu_au=jusqu_au))

    assert {client.get(monde.adresse(n)).status_code for n in LECTURES + FICHIERS} == {200}
    assert {client.get(monde.adresse(n)).status_code for n in ECRITURES} == {403}
    assert client.post(monde.adresse("reunion_convocation")).status_code == 403


def test_le_referent_d_un_autre_site_du_comite_lit_tout_et_n_ecrit_pas(monde):
    client = connect(build_agent("referent", monde.clermont))

    codes = {client.get(monde.adresse(n, "pref-63")).status_code for n in LECTURES + FICHIERS}
    refus = {
        client.get(monde.adresse(n, "pref-63")).status_code
        for n in ECRITURES
        if n != "comite_nouveau"
    }

    assert codes == {200}
    assert refus == {403}
    page = client.get(monde.adresse("comite", "pref-63")).content.decode()
    assert "Jeanne" in page
    assert "Modifier le comité" not in page


def test_un_site_hors_du_comite_n_y_accede_pas_par_sa_propre_adresse(monde):
    monde.comite.sites.remove(monde.clermont)
    client = connect(build_agent("referent", monde.clermont))

    assert client.get(monde.adresse("comite", "pref-63")).status_code == 404
    assert client.get(monde.adresse("reunion", "pref-63")).status_code == 404


@pytest.mark.parametrize("role", ["national", "enqueteur"])
def test_un_role_qui_ne_lit_que_les_chiffres_ne_voit_ni_noms_ni_propos(monde, role):
    site = None if role == "national" else monde.nantes
    client = connect(build_agent(role, site))

    for nom in ("comites", "comite", "reunion"):
        page = client.get(monde.adresse(nom))
        assert page.status_code == 200
        for secret in ("Petit", "j@clcv.fr", "Afficher les délais", "Ouverture"):
            assert secret not in page.content.decode(), nom
    for nom in ("comites_suites", "reunion_convocation", "reunion_agenda", *FICHIERS):
        assert client.get(monde.adresse(nom)).status_code == 403


def test_un_compte_rendu_publie_se_lit_par_un_role_national(monde):
    monde.reunion.publie_le = JOUR
    monde.reunion.save()
    client = connect(build_agent("national"))

    assert "Ouverture" in client.get(monde.adresse("reunion")).content.decode()
    assert client.get(monde.adresse("reunion_pdf")).status_code == 200


def test_un_element_d_un_autre_comite_n_est_pas_trouve(monde, referent):
    autre = build_comite(monde.nantes, nom="COPIL", type="copil")

    assert (
        referent.get(f"/sites/pref-44/comites/{autre.pk}/reunions/{monde.reunion.pk}/").status_code
        == 404
    )
    assert (
        referent.get(f"/sites/pref-44/comites/{autre.pk}/membres/{monde.membre.pk}/").status_code
        == 404
    )
    assert referent.get(f"{monde.adresse('reunion')}suites/99999/").status_code == 404


def test_le_referent_cree_un_comite_avec_ses_sous_prefectures_seulement(monde, referent):
    sous = build_site(
        code="sp-44-chateaubriant", nom="Sous-préfecture de Châteaubriant",
        type="sous_prefecture", prefecture=monde.nantes,
    )  # fmt: skip
    valeurs = {"type": "copil", "nom": "COPIL", "mission": ""}

    refus = referent.post(monde.adresse("comite_nouveau"), valeurs | {"sites": ["pref-63"]})
    fait = referent.post(monde.adresse("comite_nouveau"), valeurs | {"sites": [sous.pk]})

    assert refus.status_code == 200
    assert fait.status_code == 302
    assert set(Comite.objects.get(nom="COPIL").sites.all()) == {monde.nantes, sous}


def test_un_nom_deja_pris_est_dit_sur_la_page(monde, referent):
    valeurs = {"type": "clu", "nom": monde.comite.nom, "mission": ""}

    reponse = referent.post(monde.adresse("comite_nouveau"), valeurs)

    assert "Donnez un autre nom" in reponse.content.decode()
    assert Comite.objects.count() == 1


def test_un_membre_s_ajoute_part_et_se_retire(monde, referent):
    referent.post(
        monde.adresse("comite_membre_nouveau"), {"qualite": "invites", "organisation": "PIMMS"}
    )
    refus = referent.post(monde.adresse("comite_membre_nouveau"), {"qualite": "invites"})
    depart = {"qualite": "consommateurs", "organisation": "CLCV", "jusqu_au": "2022-12-31"}
    referent.post(monde.adresse("comite_membre"), depart)

    assert "Donnez l’organisation" in refus.content.decode()
    monde.membre.refresh_from_db()
    assert monde.membre.jusqu_au == dt.date(2022, 12, 31)
    referent.post(monde.adresse("comite_membre_retirer"))
    assert [m.organisation for m in Membre.objects.all()] == ["PIMMS"]


def test_une_reunion_se_prepare_a_l_heure_du_site(monde, referent):
    valeurs = {"jour": "2022-12-01", "heure": "14:00", "duree_minutes": "", "lieu": "Salle 2"}

    referent.post(monde.adresse("reunion_nouvelle"), valeurs)
    double = referent.post(monde.adresse("reunion_nouvelle"), valeurs)

    reunion = Reunion.objects.exclude(pk=monde.reunion.pk).get()
    assert reunion.debut == dt.datetime(2022, 12, 1, 13, tzinfo=dt.UTC)
    assert "déjà une réunion" in double.content.decode()


def test_l_ordre_du_jour_se_reordonne(monde, referent):
    points = list(monde.reunion.points.all())
    valeurs = {}
    for rang, point in enumerate(reversed(points), start=1):
        valeurs |= {
            f"rang-{point.pk}": rang, f"genre-{point.pk}": point.genre, f"titre-{point.pk}": point.titre,
        }  # fmt: skip
    for n in (1, 2):
        valeurs |= {f"rang-nouveau{n}": 99, f"genre-nouveau{n}": "autre", f"titre-nouveau{n}": ""}

    assert referent.post(monde.adresse("reunion_ordre_du_jour"), valeurs).status_code == 302

    assert list(monde.reunion.points.all()) == points[::-1]


def test_la_seance_se_note_et_se_corrige(monde, referent):
    point = monde.reunion.points.first()
    valeurs = {f"presence-{monde.membre.pk}": "present", f"notes-{point.pk}": "Dit.", "tenue": "on"}

    assert referent.post(monde.adresse("reunion_seance"), valeurs).status_code == 302

    point.refresh_from_db()
    assert point.notes == "Dit."
    page = referent.get(monde.adresse("reunion")).content.decode()
    assert "CLCV : présent" in page


def test_une_reunion_future_ne_se_dit_pas_tenue(monde, referent):
    monde.reunion.debut = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    monde.reunion.tenue = False
    monde.reunion.save()

    reponse = referent.post(
        monde.adresse("reunion_seance"),
        {f"presence-{monde.membre.pk}": "non_notee", "tenue": "on"},
    )

    assert "ne peut pas être dite tenue" in reponse.content.decode()


def test_le_compte_rendu_part_d_un_brouillon_s_enregistre_et_se_publie(monde, referent):
    brouillon = referent.get(monde.adresse("reunion_compte_rendu") + "?brouillon")
    referent.post(monde.adresse("reunion_compte_rendu"), {"texte": "## Neuf\n<b>x</b>"})
    referent.post(monde.adresse("reunion_publier"), {"publie_le": "2022-07-15"})

    assert "Afficher les délais" in brouillon.content.decode()
    monde.reunion.refresh_from_db()
    assert monde.reunion.publie_le == dt.date(2022, 7, 15)
    page = referent.get(monde.adresse("reunion")).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page


def test_une_publication_refusee_est_dite(monde, referent):
    reponse = referent.post(
        monde.adresse("reunion_publier"), {"publie_le": "2021-01-01"}, follow=True
    )

    assert "se publie après la réunion" in reponse.content.decode()


def test_une_suite_se_note_recoit_sa_reponse_et_devient_une_action(monde, referent):
    referent.post(
        monde.adresse("reunion_suite_nouvelle"),
        {"nature": "proposition", "texte": "Ouvrir le samedi.", "etat": "a_donner"},
    )
    valeurs = {"nature": "proposition", "texte": "Afficher les délais.", "etat": "donnee"}
    refus = referent.post(monde.adresse("reunion_suite"), valeurs)
    referent.post(monde.adresse("reunion_suite_action"), {"titre": "Afficher", "site": "pref-44"})
    referent.post(monde.adresse("reunion_suite"), valeurs | {"reponse": "Affichés."})

    assert "Dites ce qui a été fait" in refus.content.decode()
    monde.suite.refresh_from_db()
    assert (monde.suite.etat, monde.suite.action) == ("donnee", Action.objects.get())
    assert Suite.objects.count() == 2


def test_une_action_demande_un_titre_ou_une_action_du_plan(monde, referent):
    page = referent.post(monde.adresse("reunion_suite_action"), {"site": "pref-44", "titre": ""})

    assert "Donnez un titre" in page.content.decode()


def test_le_tableau_des_suites_se_filtre(monde, referent):
    build_suite(monde.reunion, texte="Autre chose", etat="donnee", reponse="Fait")

    tout = referent.get(monde.adresse("comites_suites")).content.decode()
    filtre = referent.get(monde.adresse("comites_suites") + "?etat=donnee").content.decode()
    cherche = referent.get(monde.adresse("comites_suites") + "?texte=d%C3%A9lais").content.decode()
    faux = referent.get(monde.adresse("comites_suites") + "?comite=999")

    assert "Autre chose" in tout
    assert "Afficher les délais" in tout
    assert "Afficher les délais" not in filtre
    assert "Autre chose" not in cherche
    assert faux.status_code == 200


def test_la_convocation_donne_le_texte_les_destinataires_et_l_agenda(monde, referent):
    page = referent.get(monde.adresse("reunion_convocation")).content.decode()
    ics = referent.get(monde.adresse("reunion_agenda"))
    referent.post(monde.adresse("reunion_convocation"))

    assert "j@clcv.fr" in page
    assert ics["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in ics.content
    monde.reunion.refresh_from_db()
    assert monde.reunion.convoquee_le is not None


def test_une_annee_sans_reunion_est_dite(monde, referent):
    page = referent.get(monde.adresse("comites")).content.decode()

    assert "ne s’est pas réuni depuis douze mois" in page


def test_un_comite_avec_reunions_ne_se_supprime_pas(monde, referent):
    reponse = referent.post(monde.adresse("comite_supprimer"), follow=True)

    assert "ne peut plus être supprimé" in reponse.content.decode()
    assert Comite.objects.exists()


def test_une_reunion_tenue_ne_se_supprime_pas_une_autre_si(monde, referent):
    referent.post(monde.adresse("reunion_supprimer"))
    assert Reunion.objects.exists()

    monde.reunion.tenue = False
    monde.reunion.save()
    referent.post(monde.adresse("reunion_suite_supprimer"))
    referent.post(monde.adresse("reunion_supprimer"))

    assert not Reunion.objects.exists()
    assert not Suite.objects.exists()


def test_la_liste_des_comites_ne_coute_pas_plus_pour_dix(
    monde, referent, django_assert_max_num_queries
):
    for n in range(9):
        autre = build_comite(monde.nantes, nom=f"Groupe {n}", type="groupe")
        build_membre(autre)
        build_reunion(autre)

    with django_assert_max_num_queries(16):
        referent.get(monde.adresse("comites"))


def test_un_avis_sans_modele_est_dit_avec_modele_il_y_reste(monde, referent):
    modele = Modele.objects.create(
        site=monde.nantes, code="ar-general", type="accuse", titre="Accusé", corps="Bonjour",
        ecrit_le=dt.date(2022, 1, 1), par="ref",
    )  # fmt: skip
    valeurs = {"nature": "avis", "texte": "Plus court.", "etat": "a_donner", "avis": "favorable"}

    refus = referent.post(monde.adresse("reunion_suite_nouvelle"), valeurs)
    fait = referent.post(monde.adresse("reunion_suite_nouvelle"), valeurs | {"modele": modele.pk})

    assert "Choisissez le modèle" in refus.content.decode()
    assert fait.status_code == 302
    modele.refresh_from_db()
    assert modele.avis == "favorable"


def test_le_referent_du_pilote_n_ecrit_ni_au_plan_ni_aux_modeles_d_un_site_qu_il_ne_gere_pas(
    monde, referent
):
    ailleurs = Action.objects.create(
        site=monde.clermont, reference="A1", titre="Action de Clermont", source="clu",
        inscrite_le=dt.date(2022, 1, 1),
    )  # fmt: skip
    Modele.objects.create(
        site=monde.clermont, code="ar", type="accuse", titre="Accusé de Clermont", corps="Bonjour",
        ecrit_le=dt.date(2022, 1, 1), par="ref",
    )  # fmt: skip

    page = referent.get(monde.adresse("reunion_suite_action")).content.decode()
    formulaire = referent.get(monde.adresse("reunion_suite")).content.decode()
    choisie = {"action": ailleurs.pk, "site": "pref-44"}
    ecrite = {"titre": "Agir", "site": "pref-63"}
    refus = [referent.post(monde.adresse("reunion_suite_action"), v) for v in (choisie, ecrite)]

    assert "Action de Clermont" not in page
    assert "Accusé de Clermont" not in formulaire
    assert [r.status_code for r in refus] == [200, 200]
    assert Action.objects.count() == 1
