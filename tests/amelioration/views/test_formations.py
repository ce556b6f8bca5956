import datetime as dt

import pytest
from django.urls import reverse

from amelioration.usines_formations import build_formation, build_personne, build_seance
from qualepref.amelioration.models import Besoin, Formation, Personne, Presence, Seance
from qualepref.amelioration.operations.presences import add_inscriptions, record_besoin
from usines import build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db
JOUR = dt.date(2025, 5, 12)
LE = dt.date(2025, 6, 1)
LISTES = ("formations", "personnes", "besoins", "formation_eloignes")


@pytest.fixture
def site():
    return build_site(modules=(1, 2, 3))


@pytest.fixture
def service(site):
    return build_service(site)


@pytest.fixture
def anne(site, service):
    return build_personne(site, service=service.pk)


@pytest.fixture
def formation(site):
    return build_formation(site)


@pytest.fixture
def seance(formation, anne):
    return build_seance(formation, debut_le=JOUR, presents=[anne])


@pytest.fixture
def besoin(site, anne):
    return record_besoin(
        anne, formation=build_formation(site, "Langue"), exprime_le=JOUR, par="t", le=LE
    )


@pytest.fixture
def referent(site):
    return connect(build_agent("referent", site))


@pytest.fixture
def adresses(site, anne, formation, seance, besoin):
    """Return every address: those that read totals, rows, that write for a service, that manage."""
    agent, une, tenue = [site.pk, anne.pk], [site.pk, formation.pk], [site.pk, seance.pk]
    return {
        "totaux": [
            reverse("formations", args=[site.pk]),
            reverse("formation_engagement", args=[site.pk, 4]),
            reverse("formation", args=une),
        ],
        "lignes": [
            *(reverse(nom, args=[site.pk]) for nom in LISTES[1:]),
            reverse("personne", args=agent),
            reverse("seance", args=tenue),
        ],
        "service": [
            reverse("personne_nouvelle", args=[site.pk]),
            *(
                reverse(nom, args=agent)
                for nom in (
                    "personne_corriger",
                    "personne_depart",
                    "personne_supprimer",
                    "besoin_nouveau",
                )
            ),
            reverse("besoin_satisfaire", args=[site.pk, besoin.pk]),
            reverse("besoin_retirer", args=[site.pk, besoin.pk]),
        ],
        "gestion": [
            reverse("formation_nouvelle", args=[site.pk]),
            reverse("formation_corriger", args=une),
            reverse("formation_supprimer", args=une),
            reverse("seance_nouvelle", args=une),
            reverse("seance_corriger", args=tenue),
            reverse("seance_supprimer", args=tenue),
        ],
    }


def statuts(client, adresses):
    return {client.get(adresse).status_code for adresse in adresses}


@pytest.mark.parametrize(
    ("role", "attendus"),
    [
        ("referent", (200, 200, 200, 200)),
        ("correspondant", (200, 200, 200, 403)),
        ("lecteur", (200, 200, 403, 403)),
        ("auditeur", (200, 200, 403, 403)),
        ("enqueteur", (200, 403, 403, 403)),
        ("national", (200, 403, 403, 403)),
    ],
)
def test_chaque_role_a_ses_pages(site, service, adresses, role, attendus):
    options = {
        "correspondant": {"service": service},
        "auditeur": {"jusqu_au": dt.date(2099, 1, 1)},
    }
    du_site = None if role == "national" else site
    client = connect(build_agent(role, du_site, **options.get(role, {})))

    for genre, attendu in zip(adresses, attendus, strict=True):
        assert statuts(client, adresses[genre]) == {attendu}, genre


def test_un_agent_d_un_autre_site_ne_trouve_rien(adresses):
    client = connect(build_agent("referent", build_site(code="pref-63")))

    for genre in adresses:
        assert statuts(client, adresses[genre]) == {404}


def test_le_public_est_renvoye_a_la_connexion(adresses):
    for toutes in adresses.values():
        for adresse in toutes:
            assert "/connexion/" in connect().get(adresse).headers["Location"]


def test_un_correspondant_n_ecrit_pas_pour_un_autre_service(site, seance, anne):
    autre = build_service(site, "sidpc", "SIDPC")
    client = connect(build_agent("correspondant", site, service=autre))
    luc = build_personne(site, prenom="Luc")
    presence = seance.presences.get()

    assert client.get(reverse("personne_corriger", args=[site.pk, anne.pk])).status_code == 403
    client.post(reverse("seance_inscrire", args=[site.pk, seance.pk]), {"personnes": [luc.pk]})
    client.post(reverse("seance_presences", args=[site.pk, seance.pk]), {f"p{presence.pk}": "non"})
    adresse = reverse("seance_desinscrire", args=[site.pk, seance.pk])
    assert client.post(adresse, {"presence": presence.pk}).status_code == 403

    assert list(Presence.objects.values_list("personne", "present")) == [(anne.pk, True)]


def test_le_role_national_ne_lit_aucun_nom(site, adresses):
    client = connect(build_agent("national"))

    for adresse in adresses["totaux"]:
        assert "Le Goff" not in client.get(adresse).content.decode()


def test_du_catalogue_a_la_presence(site, referent, anne):
    referent.post(
        reverse("formation_nouvelle", args=[site.pk]), {"titre": "Médiation", "engagements": ["4"]}
    )
    formation = Formation.objects.get()
    referent.post(
        reverse("seance_nouvelle", args=[site.pk, formation.pk]),
        {"debut_le": "2025-05-12", "fin_le": "2025-05-13", "heures": "10,5", "effectif": ""},
    )
    seance = Seance.objects.get()
    referent.post(reverse("seance_inscrire", args=[site.pk, seance.pk]), {"personnes": [anne.pk]})
    presence = seance.presences.get()
    referent.post(
        reverse("seance_presences", args=[site.pk, seance.pk]), {f"p{presence.pk}": "oui"}
    )

    page = referent.get(reverse("formations", args=[site.pk])).content.decode()

    assert "100\xa0% (1 / 1)" in page
    suivi = referent.get(reverse("personne", args=[site.pk, anne.pk])).content.decode()
    assert "Médiation" in suivi


def test_une_saisie_refusee_dit_pourquoi_et_garde_ce_qui_est_ecrit(site, referent, formation):
    page = referent.post(
        reverse("seance_nouvelle", args=[site.pk, formation.pk]),
        {"debut_le": "2025-05-12", "fin_le": "2025-05-01", "lieu": "Salle Loire"},
    ).content.decode()

    assert "finit avant d’avoir commencé" in page
    assert "Salle Loire" in page
    assert not Seance.objects.exists()


@pytest.mark.parametrize("heures", ["0", "-1", "3,55", "99999", "abc"])
def test_une_duree_impossible_est_refusee(site, referent, formation, heures):
    referent.post(
        reverse("seance_nouvelle", args=[site.pk, formation.pk]),
        {"debut_le": "2025-05-12", "fin_le": "2025-05-12", "heures": heures},
    )

    assert not Seance.objects.exists()


def test_un_homonyme_de_titre_est_refuse_sur_la_page(site, referent, formation):
    page = referent.post(
        reverse("formation_nouvelle", args=[site.pk]), {"titre": formation.titre}
    ).content.decode()

    assert "porte déjà ce titre" in page


def test_corriger_puis_supprimer_une_formation(site, referent, formation):
    une = [site.pk, formation.pk]
    referent.post(reverse("formation_corriger", args=une), {"titre": "Autre titre"})
    formation.refresh_from_db()
    assert (formation.titre, formation.engagements) == ("Autre titre", [])

    referent.post(reverse("formation_supprimer", args=une))
    assert not Formation.objects.exists()


def test_supprimer_une_formation_tenue_est_refuse(site, referent, seance):
    page = referent.post(
        reverse("formation_supprimer", args=[site.pk, seance.formation_id]), follow=True
    ).content.decode()

    assert "elle ne se supprime pas" in page


def test_corriger_puis_supprimer_une_seance(site, referent, formation):
    seance = build_seance(formation, debut_le=JOUR)
    valeurs = {"debut_le": "2025-05-12", "fin_le": "2025-05-12", "effectif": "9"}
    referent.post(reverse("seance_corriger", args=[site.pk, seance.pk]), valeurs)
    seance.refresh_from_db()
    assert seance.effectif == 9

    referent.post(reverse("seance_supprimer", args=[site.pk, seance.pk]))
    assert not Seance.objects.exists()


def test_desinscrire_qui_n_est_pas_note_present(site, referent, formation, anne, seance):
    luc = build_personne(site, prenom="Luc")
    inscrit = add_inscriptions(seance, personnes=[luc], par="t")[0]
    adresse = reverse("seance_desinscrire", args=[site.pk, seance.pk])

    referent.post(adresse, {"presence": inscrit.pk})
    refus = referent.post(adresse, {"presence": seance.presences.get().pk}, follow=True)

    assert list(seance.presences.values_list("personne", flat=True)) == [anne.pk]
    assert "noté présent" in refus.content.decode()
    assert referent.post(adresse, {"presence": "x"}).status_code == 404
    assert referent.post(adresse, {"presence": "9" * 5000}).status_code == 404


def test_la_vie_d_un_agent_dans_le_perimetre(site, referent):
    referent.post(
        reverse("personne_nouvelle", args=[site.pk]),
        {"nom": "Le Goff", "prenom": "Anne", "modules": ["1"]},
    )
    anne = Personne.objects.get()
    une = [site.pk, anne.pk]
    valeurs = {"nom": "Le Goff", "prenom": "Anne-Marie", "arrivee_le": "2024-01-02"}
    referent.post(reverse("personne_corriger", args=une), valeurs)
    refus = referent.post(reverse("personne_depart", args=une), {"partie_le": "2023-01-01"})
    assert "avant d’être arrivé" in refus.content.decode()
    referent.post(reverse("personne_depart", args=une), {"partie_le": "2025-01-02"})
    anne.refresh_from_db()
    assert (anne.prenom, anne.modules, anne.partie_le) == ("Anne-Marie", [], dt.date(2025, 1, 2))
    assert "Agent parti" in referent.get(reverse("personne", args=une)).content.decode()
    partis = referent.get(reverse("personnes", args=[site.pk]), {"etat": "partis"})
    assert "Anne-Marie" in partis.content.decode()

    referent.post(reverse("personne_supprimer", args=une))
    assert not Personne.objects.exists()


def test_supprimer_un_agent_forme_est_refuse(site, referent, seance, anne):
    page = referent.post(reverse("personne_supprimer", args=[site.pk, anne.pk]), follow=True)

    assert "il ne se supprime pas" in page.content.decode()


def test_un_besoin_se_note_se_satisfait_se_retire(site, referent, anne, formation):
    noter = reverse("besoin_nouveau", args=[site.pk, anne.pk])
    valeurs = {"formation": formation.pk, "exprime_le": "2025-05-12"}
    referent.post(noter, valeurs)
    assert "attend déjà" in referent.post(noter, valeurs).content.decode()
    besoin = Besoin.objects.get()
    satisfaire = reverse("besoin_satisfaire", args=[site.pk, besoin.pk])
    refus = referent.post(satisfaire, {"satisfait_le": "2025-05-01"}).content.decode()
    assert "après le jour" in refus
    referent.post(satisfaire, {"satisfait_le": "2025-05-20"})
    besoin.refresh_from_db()
    assert besoin.satisfait_le == dt.date(2025, 5, 20)
    assert referent.get(satisfaire).status_code == 404

    referent.post(noter, valeurs | {"exprime_le": "2025-07-01"})
    referent.post(reverse("besoin_retirer", args=[site.pk, Besoin.objects.last().pk]))
    assert Besoin.objects.count() == 1


@pytest.mark.parametrize(
    ("criteres", "trouves"),
    [
        ({"q": "anne goff"}, {"Anne"}),
        ({"service": "dmi-sejour"}, {"Anne"}),
        ({"module": "1"}, {"Anne"}),
        ({"module": "2"}, {"Anne", "Luc"}),
        ({"module": "zzz"}, {"Anne", "Luc"}),
    ],
)
def test_filtrer_les_agents(site, service, referent, anne, criteres, trouves):
    build_personne(site, "Morel", "Luc", modules=(2,))
    if "service" in criteres:
        criteres = {"service": str(service.pk)}

    page = referent.get(reverse("personnes", args=[site.pk]), criteres).context["page"]

    assert {p.prenom for p in page} == trouves


def test_un_nom_hostile_est_echappe(site, referent):
    build_personne(site, "<script>alert(1)</script>")

    page = referent.get(reverse("personnes", args=[site.pk])).content.decode()

    assert "<script>alert" not in page


@pytest.mark.parametrize("suite", ["?annee=1950", "?annee=x"])
def test_une_annee_inconnue_est_introuvable(site, referent, suite):
    assert referent.get(reverse("formations", args=[site.pk]) + suite).status_code == 404


def test_un_engagement_sans_formation_est_introuvable(site, referent):
    assert referent.get(reverse("formation_engagement", args=[site.pk, 12])).status_code == 404
    hors = reverse("formation_engagement", args=[site.pk, 45])
    assert referent.get(hors).status_code == 404
