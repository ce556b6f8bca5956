"""Who sees and does what on the pages of the approach."""

import datetime as dt

import pytest
from django.urls import reverse
from icalendar import Calendar

from comites.usines import build_comite, build_membre
from demarche.usines import build_cycle, date_jalon, get_jalon
from qualepref.demarche.models import Cycle, Jalon
from qualepref.demarche.views.echeances import SEL
from qualepref.noyau.agendas.plages import Plage
from qualepref.organisation.acces import sign_agenda
from qualepref.organisation.models import Label, Role
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db

LECTURES = (
    "demarche", "demarche_calendrier", "demarche_instances", "demarche_label", "echeances",
)  # fmt: skip
ECRITURES = (
    "demarche_nouveau", "demarche_modifier", "demarche_supprimer", "demarche_etape_ajouter",
    "demarche_etape", "demarche_etape_fait", "demarche_etape_retirer",
)  # fmt: skip
DEMAIN = dt.date.today() + dt.timedelta(days=20)  # noqa: DTZ011


class Monde:
    """A calendar in Nantes, one of whose steps is for a service and names somebody."""

    def __init__(self):
        self.nantes = build_site()
        self.service = build_service(self.nantes)
        self.cycle = build_cycle(self.nantes)
        self.jalon = get_jalon(self.cycle, "autodiagnostics")
        self.jalon.service, self.jalon.qui = self.service, "Jeanne Petit"
        self.jalon.commentaire = "Vu avec Jeanne"
        self.jalon.save()

    def adresse(self, nom):
        arguments = ["pref-44"]
        if nom.startswith("demarche_etape") and nom != "demarche_etape_ajouter":
            arguments.append(self.jalon.pk)
        elif nom not in ("demarche", "demarche_nouveau", "demarche_instances", "demarche_label",
                         "echeances"):  # fmt: skip
            arguments.append(self.cycle.pk)
        return reverse(nom, args=arguments)


@pytest.fixture
def monde(db):
    return Monde()


@pytest.fixture
def referent(monde):
    return connect(build_agent("referent", monde.nantes))


def texte(client, adresse):
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    return reponse.content.decode()


def test_le_referent_ouvre_tout_un_autre_site_ne_trouve_rien_le_public_se_connecte(monde, referent):
    ailleurs = connect(build_agent("referent", build_site(**CLERMONT)))
    adresses = [monde.adresse(nom) for nom in LECTURES + ECRITURES]

    assert {referent.get(a).status_code for a in adresses} == {200}
    assert {ailleurs.get(a).status_code for a in adresses} == {404}
    assert all("/connexion/" in connect().get(a).url for a in adresses)


@pytest.mark.parametrize("role", ["lecteur", "auditeur", "enqueteur", "national"])
def test_les_autres_roles_lisent_sans_ecrire(monde, role):
    jusqu_au = dt.date(2100, 1, 1) if role == "auditeur" else None
    site = None if role == "national" else monde.nantes
    client = connect(build_agent(role, site, jusqu_au=jusqu_au))

    assert {client.get(monde.adresse(n)).status_code for n in LECTURES} == {200}
    assert {client.get(monde.adresse(n)).status_code for n in ECRITURES} == {403}
    nomme = "Jeanne" in texte(client, monde.adresse("demarche"))
    assert nomme == (role in ("lecteur", "auditeur"))


def test_un_correspondant_note_les_etapes_de_son_service_et_d_aucun_autre(monde):
    client = connect(build_agent("correspondant", monde.nantes, service=monde.service))
    autre = get_jalon(monde.cycle, "copil")

    reponse = client.post(
        monde.adresse("demarche_etape_fait"), {"fait_le": "2020-08-31", "commentaire": ""}
    )

    assert reponse.status_code == 302
    assert Jalon.objects.get(pk=monde.jalon.pk).fait_le == dt.date(2020, 8, 31)
    refus = client.post(
        reverse("demarche_etape_fait", args=["pref-44", autre.pk]), {"fait_le": "2020-08-31"}
    )
    assert refus.status_code == 403
    assert client.get(monde.adresse("demarche_etape")).status_code == 403


def test_le_calendrier_part_des_etapes_proposees_et_se_relit(referent):
    reponse = referent.post(
        reverse("demarche_nouveau", args=["pref-44"]),
        {"nom": "Renouvellement", "debut": "2024-02-10"},
    )

    cycle = Cycle.objects.get(nom="Renouvellement")
    page = texte(referent, reponse.url)
    assert "de février à avril 2024" in page.replace("\xa0", " ")
    assert "Audit externe" in page
    assert cycle.jalons.count() == 25


def test_une_etape_propre_s_ajoute_au_mois_et_sa_date_inversee_est_refusee(monde, referent):
    adresse = monde.adresse("demarche_etape_ajouter")
    saisie = {"titre": "Visite du Jura", "phase": "evaluer", "precision": "mois"}

    refus = referent.post(adresse, saisie | {"debut": "2022-05-10", "fin": "2022-03-01"})
    sans_date = referent.post(adresse, saisie)
    sans_precision = referent.post(adresse, saisie | {"precision": "", "debut": "2022-05-10"})
    referent.post(adresse, saisie | {"debut": "2022-05-10"})

    assert "La fin précède le début" in refus.content.decode()
    assert "Donnez la date de début" in sans_date.content.decode()
    assert "au jour ou au mois" in sans_precision.content.decode()
    jalon = Jalon.objects.get(titre="Visite du Jura")
    assert (jalon.plage, jalon.code) == (
        Plage.mois(dt.date(2022, 5, 1), dt.date(2022, 5, 31)),
        "",
    )


def test_une_date_hors_des_calendriers_est_refusee_partout(monde, referent):
    loin = {"debut": "9999-12-31", "nom": "Loin", "titre": "Loin", "phase": "bilan"}
    adresses = ("demarche_nouveau", "demarche_modifier", "demarche_etape_ajouter", "demarche_etape")

    pages = [referent.post(monde.adresse(nom), loin | {"precision": "mois"}) for nom in adresses]
    fait = referent.post(monde.adresse("demarche_etape_fait"), {"fait_le": "0001-01-01"})

    assert all("hors du calendrier" in p.content.decode() for p in (*pages, fait))
    assert "9999" not in str(list(Jalon.objects.values_list("debut", "fin")))


def test_une_etape_faite_avant_son_prealable_est_refusee_en_disant_lequel(monde, referent):
    audit = get_jalon(monde.cycle, "audit-externe")

    reponse = referent.post(
        reverse("demarche_etape_fait", args=["pref-44", audit.pk]), {"fait_le": "2021-06-01"}
    )

    assert "« Audit interne » vient avant" in reponse.content.decode()
    assert Jalon.objects.get(pk=audit.pk).fait_le is None


def test_une_etape_retiree_peut_etre_reprise_du_modele(monde, referent):
    referent.post(monde.adresse("demarche_etape_retirer"))
    adresse = f"{monde.adresse('demarche_etape_ajouter')}?etape=autodiagnostics"

    page = texte(referent, adresse)
    referent.post(adresse, {"titre": "Auto-diagnostic", "phase": "organiser", "precision": ""})

    assert "Faire l’auto-diagnostic des services" in page
    assert get_jalon(monde.cycle, "autodiagnostics").titre == "Auto-diagnostic"


def test_les_instances_disent_ce_qui_manque_et_les_services_sans_correspondant(monde, referent):
    build_membre(build_comite(monde.nantes))

    page = texte(referent, monde.adresse("demarche_instances"))

    assert "1 service sur 1" in page
    assert "à désigner" in page
    assert "Comité local des usagers" in page
    assert page.count("à composer") == 2


def test_la_vie_du_label_dit_l_echeance_et_ses_regles(monde, referent):
    Label.objects.create(
        site=monde.nantes, decision_le=dt.date(2022, 10, 27), organisme="SOCOTEC",
        duree_annees=3, fin_le=dt.date(2025, 10, 26),
    )  # fmt: skip

    page = texte(referent, monde.adresse("demarche_label"))

    assert "label échu" in page
    assert "26 octobre 2025" in page
    assert "convention de Qual-e-Pref" in page


def test_l_accueil_et_la_page_des_echeances_disent_ce_qui_vient_et_ce_qui_est_en_retard(
    monde, referent
):
    date_jalon(monde.cycle, "decision", Plage.jour(DEMAIN))

    accueil = texte(referent, reverse("site", args=["pref-44"]))
    page = texte(referent, monde.adresse("echeances"))

    assert "Prochaines étapes" in accueil
    assert "Décision de labellisation" in accueil
    assert "Décision de labellisation" in page
    assert "En retard (22)" in page


def test_l_agenda_du_site_s_ouvre_sans_connexion_et_se_ferme_avec_le_role(monde):
    agent = build_agent("lecteur", monde.nantes)
    adresse = reverse("agenda_site", args=[sign_agenda(monde.nantes, agent, sel=SEL)])

    lu = Calendar.from_ical(connect().get(adresse).content)

    assert "Audit interne (en retard)" in [e["summary"] for e in lu.walk("VEVENT")]
    Role.objects.all().delete()
    assert connect().get(adresse).status_code == 404
    assert connect().get(reverse("agenda_site", args=["faux"])).status_code == 404
