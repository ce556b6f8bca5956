import datetime as dt

import pytest
from django.core import signing
from django.urls import reverse

from amelioration.usines_plan import build_action
from enquetes.usines import build_campagne
from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.models import Action
from qualepref.enquetes.models import Verbatim
from usines import CLERMONT, build_agent, build_demande, build_service, build_site, connect


pytestmark = pytest.mark.django_db
PAGES = ("plan", "plan_tableau", "plan_echeances", "plan_idees", "action_nouvelle")
DEMAIN = dt.date(2099, 1, 1)


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def referent(site):
    return connect(build_agent("referent", site))


def post(client, nom, *args, **donnees):
    return client.post(reverse(nom, args=args), donnees, follow=True)


@pytest.mark.parametrize("nom", PAGES)
def test_une_page_du_plan_est_au_referent_et_a_lui_seul(site, referent, nom):
    autre = connect(build_agent("referent", build_site(**CLERMONT)))
    adresse = reverse(nom, args=[site.pk])

    assert referent.get(adresse).status_code == 200
    assert autre.get(adresse).status_code == 404
    assert "connexion" in connect().get(adresse).headers["Location"]


def test_la_page_d_une_action_suit_les_memes_regles(site, referent):
    action = build_action(site)
    adresse = reverse("action", args=[site.pk, action.pk])

    assert referent.get(adresse).status_code == 200
    assert connect(build_agent("lecteur", site)).get(adresse).status_code == 200
    autre = build_site(**CLERMONT)
    assert connect(build_agent("referent", autre)).get(adresse).status_code == 404
    ailleurs = reverse("action", args=[autre.pk, action.pk])
    assert connect(build_agent("referent", autre)).get(ailleurs).status_code == 404


def test_un_role_national_lit_les_totaux_et_aucune_ligne(site):
    action = build_action(site, titre="Remplacer Paul Martin")
    national = connect(build_agent("national"))

    page = national.get(reverse("plan", args=[site.pk]))

    assert page.status_code == 200
    assert "Ensemble" in page.text
    assert "Paul Martin" not in page.text
    for nom, args in (("plan_tableau", []), ("plan_idees", []), ("action", [action.pk])):
        assert national.get(reverse(nom, args=[site.pk, *args])).status_code == 403
    export = national.get(reverse("exporter", args=[site.pk]), {"registre": "plan"})
    assert export.status_code == 403


@pytest.mark.parametrize("role", ["lecteur", "auditeur"])
def test_qui_lit_n_ecrit_pas(site, role):
    action = build_action(site)
    lecteur = connect(build_agent(role, site, jusqu_au=DEMAIN))

    for nom, args in (
        ("action_nouvelle", []), ("action_corriger", [action.pk]), ("action_etat", [action.pk]),
        ("action_supprimer", [action.pk]),
    ):  # fmt: skip
        assert lecteur.get(reverse(nom, args=[site.pk, *args])).status_code == 403
    assert post(lecteur, "action_deplacer", site.pk, action.pk, etat="fait").status_code == 403
    assert "Inscrire une action" not in lecteur.get(reverse("plan", args=[site.pk])).text


def test_un_correspondant_ecrit_les_actions_de_son_service(site):
    service = build_service(site)
    sienne, autre = build_action(site, service=service.pk), build_action(site)
    client = connect(build_agent("correspondant", site, service=service))

    page = post(client, "action_etat", site.pk, sienne.pk, etat="fait", preuve="Note de service")

    sienne.refresh_from_db()
    assert page.status_code == 200
    assert (sienne.etat, sienne.preuve) == ("fait", "Note de service")
    assert post(client, "action_etat", site.pk, autre.pk, etat="fait").status_code == 403
    assert client.get(reverse("action_supprimer", args=[site.pk, sienne.pk])).status_code == 403


def test_inscrire_une_action(site, referent):
    page = post(
        referent, "action_nouvelle", site.pk, titre="Boucle auditive", source="agents",
        axe="module-1", inscrite_le="2022-03-01", engagement="8", sous_engagement="",
    )  # fmt: skip

    action = Action.objects.get()
    assert (action.titre, action.module, action.reference) == ("Boucle auditive", 1, "2022-001")
    assert "est inscrite au plan" in page.text


def test_une_saisie_fautive_dit_pourquoi_et_n_ecrit_rien(site, referent):
    page = post(
        referent, "action_nouvelle", site.pk, titre="Boucle", source="agents", axe="module-1",
        inscrite_le="2022-03-01", echeance="2022-02-01", engagement="99",
    )  # fmt: skip

    assert "précède l’inscription" in page.text
    assert "n’existe pas dans le référentiel" in page.text
    assert not Action.objects.exists()


def test_une_action_qui_ressemble_a_une_autre_est_signalee(site, referent):
    build_action(site, titre="Installer une boucle auditive à l’accueil")

    page = post(
        referent, "action_nouvelle", site.pk, titre="Boucle auditive à l’accueil installer une",
        source="agents", axe="pilotage", inscrite_le="2022-03-01",
    )  # fmt: skip

    assert "Elle ressemble à d’autres" in page.text


def test_deplacer_une_action_sur_le_tableau(site, referent):
    action = build_action(site)

    page = post(referent, "action_deplacer", site.pk, action.pk, etat="en_cours")

    action.refresh_from_db()
    assert action.etat == "en_cours"
    assert "est passée à « en cours »" in page.text


def test_abandonner_demande_un_motif(site, referent):
    action = build_action(site)

    refus = post(referent, "action_etat", site.pk, action.pk, etat="abandonne")
    post(referent, "action_etat", site.pk, action.pk, etat="abandonne", motif="Faite ailleurs")

    action.refresh_from_db()
    assert "dit pourquoi" in refus.text
    assert action.motif_abandon == "Faite ailleurs"


def test_supprimer_demande_confirmation(site, referent):
    action = build_action(site)
    adresse = reverse("action_supprimer", args=[site.pk, action.pk])

    assert "Supprimer l’action" in referent.get(adresse).text
    assert Action.objects.exists()
    referent.post(adresse)
    assert not Action.objects.exists()


def test_filtrer_la_liste(site, referent):
    service = build_service(site)
    build_action(site, titre="Première", source="agents", module=1, service=service.pk,
                 engagement=8, echeance=dt.date(2022, 2, 1))  # fmt: skip
    build_action(site, titre="Seconde", source="clu", etat=EtatAction.EN_COURS)

    def lire(**filtres):
        texte = referent.get(reverse("plan", args=[site.pk]), filtres).text
        return ["Première" in texte, "Seconde" in texte]

    assert lire() == [True, True]
    assert lire(axe="module-1") == [True, False]
    assert lire(axe="pilotage") == [False, True]
    assert lire(source="clu") == [False, True]
    assert lire(etat="en_cours") == [False, True]
    assert lire(service=service.pk) == [True, False]
    assert lire(service="sans") == [False, True]
    assert lire(pilote="sans") == [True, True]
    assert lire(engagement=8) == [True, False]
    assert lire(retard="on") == [True, False]
    assert lire(q="seconde") == [False, True]
    assert lire(annee="2022", axe="n’importe quoi") == [True, True]


def test_une_annee_sans_plan_n_existe_pas(site, referent):
    assert referent.get(reverse("plan", args=[site.pk]), {"annee": "1999"}).status_code == 404


def test_inscrire_au_plan_depuis_une_reclamation_et_une_remarque(site, referent):
    demande = build_demande(
        site, dt.date(2022, 3, 1), registre="reclamations", nature="reclamation", objet="Attente"
    )
    campagne = build_campagne(site)
    verbatim = Verbatim.objects.create(
        campagne=campagne, site=site, question="remarque", jour=dt.date(2022, 3, 1),
        texte="Paul est lent", texte_publie="[nom] est lent", etat="publiable",
    )  # fmt: skip
    page = referent.get(reverse("plan_idees", args=[site.pk])).text
    assert "Attente" in page
    assert "[nom] est lent" in page
    assert "Paul" not in page

    for genre, objet in (("demande", demande), ("verbatim", verbatim)):
        adresse = f"{reverse('action_nouvelle', args=[site.pk])}?origine={genre}&de={objet.pk}"
        referent.post(
            adresse,
            {"titre": f"Répondre {genre}", "source": "suggestions", "axe": "pilotage",
             "inscrite_le": "2022-04-01"},
        )  # fmt: skip

    assert set(Action.objects.values_list("demande", "verbatim")) == {
        (demande.pk, None), (None, verbatim.pk),
    }  # fmt: skip
    page = referent.get(reverse("plan_idees", args=[site.pk])).text
    assert "Attente" not in page
    action = Action.objects.get(verbatim=verbatim)
    assert "[nom] est lent" in referent.get(reverse("action", args=[site.pk, action.pk])).text


def test_une_origine_d_un_autre_site_n_existe_pas(site, referent):
    autre = build_site(**CLERMONT)
    demande = build_demande(
        autre, dt.date(2022, 3, 1), registre="reclamations", nature="reclamation"
    )
    adresse = reverse("action_nouvelle", args=[site.pk])

    assert referent.get(adresse, {"origine": "demande", "de": demande.pk}).status_code == 404
    assert referent.get(adresse, {"origine": "autre", "de": "x"}).status_code == 404


def test_les_actions_d_un_agent_parti_se_confient(site, referent):
    parti = build_agent(username="parti")
    action = build_action(site, pilote=parti.pk)
    reste = build_agent("lecteur", site)
    page = referent.get(reverse("plan_echeances", args=[site.pk])).text
    assert "À confier à quelqu’un d’autre (1)" in page

    post(referent, "plan_echeances", site.pk, actions=action.pk, pilote=reste.pk)

    action.refresh_from_db()
    assert action.pilote == reste


def test_l_agenda_s_ouvre_a_son_adresse_et_se_ferme_avec_le_role(site):
    agent = build_agent("lecteur", site)
    build_action(site, echeance=dt.date(2022, 6, 30), titre="Boucle, auditive")
    jeton = signing.dumps([site.pk, agent.pk], salt="plan.agenda")
    public = connect()

    page = public.get(reverse("plan_agenda", args=[jeton]))

    assert page.headers["Content-Type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20220630" in page.text
    assert "Boucle\\, auditive" in page.text
    agent.roles.all().delete()
    assert public.get(reverse("plan_agenda", args=[jeton])).status_code == 404
    assert public.get(reverse("plan_agenda", args=["faux"])).status_code == 404


def test_un_texte_hostile_reste_du_texte(site, referent):
    action = build_action(site, titre="<script>alert(1)</script>")

    for nom, args in (("plan", []), ("plan_tableau", []), ("action", [action.pk])):
        texte = referent.get(reverse(nom, args=[site.pk, *args])).text
        assert "<script>alert" not in texte


def test_l_effet_se_lit_sur_la_page_de_l_action(site, referent):
    for mois in range(1, 13):
        for rang in range(12):
            recue = dt.date(2022, mois, 1 + rang)
            build_demande(
                site, recue, registre="courriels", nature="information", canal="courriel",
                repondue_le=recue + dt.timedelta(1 if mois > 6 else 12), le=dt.date(2023, 2, 1),
            )  # fmt: skip
    action = build_action(site, etat=EtatAction.FAIT, terminee_le=dt.date(2022, 6, 15),
                          indicateur="I11")  # fmt: skip

    page = referent.get(reverse("action", args=[site.pk, action.pk])).text

    assert "A-t-elle eu de l’effet ?" in page
    assert "On ne peut pas conclure" in page or "va mieux après" in page


def test_l_indicateur_du_plan_se_compte_dans_ses_lignes(site, referent):
    build_action(site, module=1, etat=EtatAction.FAIT, terminee_le=dt.date(2022, 5, 2))
    build_action(site, module=1)
    build_action(site, module=1)

    page = referent.get(reverse("indicateur", args=[site.pk, 2022, "I28"])).text

    assert "1 / 3" in page
