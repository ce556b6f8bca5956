"""Pages of typed sheets: who opens them, what they keep, what they refuse."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from enquetes.usines import OUVERTURE, build_campagne
from qualepref.enquetes.models import Retour, SecondeLecture
from qualepref.enquetes.operations.saisie import FicheSaisie, record_fiche
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def campagne(site):
    return build_campagne(site, fermee_le=None)


@pytest.fixture
def referent(site):
    return build_agent("referent", site)


@pytest.fixture
def enqueteur(site):
    return build_agent("enqueteur", site)


def address(nom, campagne, *suite, site=None):
    return reverse(nom, args=[(site or campagne.pilote).pk, campagne.pk, *suite])


def sheet(**valeurs):
    base = {
        "lot": "3",
        "numero": "12",
        "jour": "2022-05-06",
        "mode": "papier",
        "service": "",
        "cle": str(uuid4()),
        "q_attente": "2",
    }
    return base | valeurs


def record(campagne, numero=12, *, par="agent.un", **reponses):
    fiche = FicheSaisie(
        lot=3, numero=numero, mode="papier", jour=OUVERTURE, service=None, cle=uuid4(),
        reponses=reponses or {"attente": "satisfaisant"},
    )  # fmt: skip
    le = dt.date(2022, 6, 1)
    return record_fiche(campagne, fiche=fiche, site=campagne.pilote, par=par, le=le)


PAGES = [
    ("enquete_saisie", ()),
    ("enquete_lots", ()),
    ("enquete_lot", (3,)),
    ("enquete_seconde_saisie", (3,)),
    ("enquete_fiche", ("3-12",)),
    ("enquete_fiche_supprimer", ("3-12",)),
    ("enquete_erreurs_saisie", ()),
]
CORRECTION = ("enquete_fiche", "enquete_fiche_supprimer")
ROLES = ["referent", "correspondant", "enqueteur", "lecteur", "auditeur", "national"]
SAISIT = ("referent", "correspondant", "enqueteur")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("nom", "suite"), PAGES)
def test_chaque_role_voit_ce_qu_il_peut(campagne, site, role, nom, suite):
    record(campagne)
    agent = build_agent(
        role, None if role == "national" else site,
        service=build_service(site) if role == "correspondant" else None,
        jusqu_au=dt.date(2100, 1, 1) if role == "auditeur" else None,
    )  # fmt: skip
    permis = (
        role == "referent"
        or nom == "enquete_erreurs_saisie"
        or (role in SAISIT and nom not in CORRECTION)
    )

    reponse = connect(agent).get(address(nom, campagne, *suite))

    assert reponse.status_code == (200 if permis else 403)


@pytest.mark.parametrize(("nom", "suite"), PAGES)
def test_un_agent_d_un_autre_site_ne_trouve_rien(campagne, nom, suite):
    record(campagne)
    autre = build_agent("referent", build_site(**CLERMONT))

    assert connect(autre).get(address(nom, campagne, *suite)).status_code == 404


@pytest.mark.parametrize(("nom", "suite"), PAGES)
def test_sans_compte_on_est_conduit_a_la_connexion(campagne, nom, suite):
    reponse = connect().get(address(nom, campagne, *suite))

    assert reponse.status_code == 302
    assert reponse.url.startswith("/connexion/")


def test_une_fiche_saisie_mene_a_la_suivante_du_meme_lot(campagne, site, enqueteur):
    service = build_service(site)
    client = connect(enqueteur)

    reponse = client.post(address("enquete_saisie", campagne), sheet(service=str(service.pk)))
    suivante = client.get(reponse.url)

    retour = Retour.objects.get()
    assert (retour.fiche, retour.valeurs) == ("3-12", {"attente": "satisfaisant"})
    assert (retour.saisi_par, retour.service) == (enqueteur.username, service)
    valeurs = {nom: suivante.context["form"][nom].value() for nom in ("lot", "numero", "jour")}
    assert valeurs == {"lot": 3, "numero": 13, "jour": "2022-05-06"}
    assert str(suivante.context["form"]["service"].value()) == str(service.pk)
    assert "La fiche 3-12 est enregistrée." in suivante.content.decode()


def test_la_premiere_fiche_d_une_personne_ouvre_un_lot(campagne, enqueteur):
    record(campagne)

    form = connect(enqueteur).get(address("enquete_saisie", campagne)).context["form"]

    assert (form["lot"].value(), form["numero"].value()) == (4, 1)


def test_l_envoi_repete_ne_double_rien(campagne, enqueteur):
    client, donnees = connect(enqueteur), sheet()

    for _ in range(2):
        reponse = client.post(address("enquete_saisie", campagne), donnees)

    assert reponse.status_code == 302
    assert Retour.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "champ", "message"),
    [
        ({"q_attente": "9"}, "q_attente", "n’est pas une touche"),
        ({"q_raison": "1"}, "q_raison", "n’était pas à poser"),
        ({"q_attente": ""}, "vierge", "Aucune réponse n’est saisie"),
        ({"vierge": "on"}, "vierge", "décochez"),
        ({"jour": "2022-05-05"}, "jour", "06/05/2022"),
        ({"jour": "2100-01-01"}, "jour", "06/05/2022"),
        ({"mode": "telephone"}, "mode", "telephone"),
        ({"numero": "0"}, "numero", "1"),
        ({"lot": "12", "numero": "abc"}, "numero", ""),
    ],
)
def test_une_fiche_qui_ne_tient_pas_le_dit_et_n_ecrit_rien(
    campagne, enqueteur, change, champ, message
):
    reponse = connect(enqueteur).post(address("enquete_saisie", campagne), sheet(**change))

    assert reponse.status_code == 200
    assert message in " ".join(reponse.context["form"].errors[champ])
    assert Retour.objects.count() == 0


def test_une_fiche_deja_saisie_se_dit_et_garde_ce_qui_est_tape(campagne, enqueteur):
    record(campagne)

    reponse = connect(enqueteur).post(address("enquete_saisie", campagne), sheet(q_attente="4"))

    page = reponse.content.decode()
    assert "La fiche 3-12 est déjà saisie" in page
    assert reponse.context["form"]["q_attente"].value() == "4"


def test_une_feuille_vierge_se_saisit_quand_on_le_dit(campagne, enqueteur):
    connect(enqueteur).post(address("enquete_saisie", campagne), sheet(q_attente="0", vierge="on"))

    assert Retour.objects.get().valeurs == {}


def test_les_touches_de_la_page_sont_celles_du_papier(campagne, enqueteur):
    page = connect(enqueteur).get(address("enquete_saisie", campagne)).content.decode()

    assert "<kbd>1</kbd> Très satisfaisant" in page
    assert 'data-touche="4" data-option="pas_satisfaisant"' in page


@pytest.mark.parametrize("valeurs", [{"modes": ["en_ligne", "borne"]}, {"formulaire": None}])
def test_une_campagne_sans_papier_ne_se_saisit_pas(site, enqueteur, valeurs):
    campagne = build_campagne(site, **valeurs)

    assert connect(enqueteur).get(address("enquete_saisie", campagne)).status_code == 404


def test_un_texte_hostile_se_montre_tel_quel(campagne, referent):
    record(campagne, suggestions="<script>alert(1)</script>")

    page = connect(referent).get(address("enquete_fiche", campagne, "3-12")).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_une_adresse_hostile_ne_casse_pas_la_page(campagne, enqueteur):
    adresse = address("enquete_saisie", campagne)

    reponse = connect(enqueteur).get(adresse, {"lot": "²" * 9, "jour": "<b>", "service": "x"})

    assert reponse.status_code == 200


def test_le_referent_corrige_une_fiche(campagne, referent):
    record(campagne)
    client = connect(referent)
    adresse = address("enquete_fiche", campagne, "3-12")
    lue = client.get(adresse).context["form"]["lue"].value()

    client.post(adresse, sheet(q_attente="3", lue=lue))
    perimee = client.post(adresse, sheet(q_attente="1", lue=lue))

    assert Retour.objects.get().valeurs == {"attente": "peu_satisfaisant"}
    assert "modifiée entre-temps" in perimee.content.decode()


def test_la_correction_montre_les_touches_tapees(campagne, referent):
    record(
        campagne, attente="peu_satisfaisant", creneau=["matin", "apres_16h"], suggestions="Mieux"
    )

    form = connect(referent).get(address("enquete_fiche", campagne, "3-12")).context["form"]

    assert form["q_attente"].value() == "3"
    assert form["q_creneau"].value() == "14"
    assert form["q_suggestions"].value() == "Mieux"


def test_supprimer_demande_avant_de_faire(campagne, referent):
    record(campagne)
    client = connect(referent)
    adresse = address("enquete_fiche_supprimer", campagne, "3-12")

    client.get(adresse)
    avant = Retour.objects.count()
    reponse = client.post(adresse)

    assert (avant, Retour.objects.count()) == (1, 0)
    assert reponse.url == address("enquete_lots", campagne)


def test_une_fiche_inconnue_est_introuvable(campagne, referent):
    assert connect(referent).get(address("enquete_fiche", campagne, "9-9")).status_code == 404


def test_la_seconde_saisie_propose_les_fiches_des_autres(campagne, enqueteur):
    record(campagne, 1)
    record(campagne, 2, par=enqueteur.username)
    client, adresse = connect(enqueteur), address("enquete_seconde_saisie", campagne, 3)

    page = client.get(adresse)
    client.post(adresse, {"fiche": "3-1", "q_attente": "3"})
    apres = client.get(adresse)

    assert page.context["fiche"] == "3-1"
    assert page.context["reste"] == ["3-1"]
    assert SecondeLecture.objects.get().valeurs == {"attente": "peu_satisfaisant"}
    assert "Il ne vous reste aucune feuille" in apres.content.decode()


def test_la_seconde_saisie_ne_montre_pas_la_premiere(campagne, enqueteur):
    record(campagne, 1)

    page = connect(enqueteur).get(address("enquete_seconde_saisie", campagne, 3))

    assert page.context["form"]["q_attente"].value() in ("", None)
    assert "q_suggestions" not in page.context["form"].fields


def test_retaper_sa_propre_fiche_est_refuse(campagne, enqueteur):
    record(campagne, 1, par=enqueteur.username)
    adresse = address("enquete_seconde_saisie", campagne, 3)

    page = connect(enqueteur).post(adresse, {"fiche": "3-1", "q_attente": "3"}).content.decode()

    assert "une autre personne" in page
    assert not SecondeLecture.objects.exists()


def test_les_erreurs_se_lisent_de_tous_et_les_fiches_du_seul_referent(
    campagne, site, referent, enqueteur
):
    record(campagne, 1)
    adresse = address("enquete_seconde_saisie", campagne, 3)
    connect(enqueteur).post(adresse, {"fiche": "3-1", "q_attente": "3"})

    pour = {
        qui.username: connect(qui).get(address("enquete_erreurs_saisie", campagne)).content.decode()
        for qui in (referent, enqueteur)
    }

    assert "100,0\xa0%" in pour[referent.username]
    assert "Peu satisfaisant" in pour[referent.username]
    assert "100,0\xa0%" in pour[enqueteur.username]
    assert "Peu satisfaisant" not in pour[enqueteur.username]
