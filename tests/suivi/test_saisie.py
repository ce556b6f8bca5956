import datetime as dt

import pytest
from django.urls import reverse

from qualepref.noyau.calendrier import add_jours_ouvres
from qualepref.organisation.queries import get_calendrier
from qualepref.socle.dates import format_jour
from qualepref.suivi.models import Demande
from qualepref.suivi.operations.demandes import update_demande
from usines import build_demande, connect


pytestmark = pytest.mark.django_db


def nouvelle(site, registre="courriers"):
    return reverse("demande_nouvelle", args=[site.pk, registre])


def test_la_saisie_montre_l_echeance_du_jour_des_l_ouverture(page, nantes, aujourdhui):
    due = add_jours_ouvres(aujourdhui, 10, calendrier=get_calendrier(nantes))

    html = page.get(nouvelle(nantes)).content.decode()

    assert f"Échéance : {format_jour(due)}" in html


def test_calculer_l_echeance_marche_sans_script_et_n_ecrit_rien(page, nantes):
    html = page.post(
        nouvelle(nantes), {"recue_le": "2025-04-28", "complete": "on", "calculer": "1"}
    ).content.decode()

    assert "Échéance : mer. 14/05/2025" in html
    assert "jeu. 01/05 férié (Fête du Travail)" in html
    assert Demande.objects.count() == 0


def test_calculer_l_echeance_garde_ce_qui_est_saisi(page, nantes):
    html = page.post(
        nouvelle(nantes), {"recue_le": "2025-04-28", "objet": "Horaires", "calculer": "1"}
    ).content.decode()

    assert 'value="Horaires"' in html
    assert "le délai ne court pas encore" in html


def test_la_saisie_enregistre_et_annonce_l_echeance(page, nantes, sejour):
    reponse = page.post(
        nouvelle(nantes),
        {"recue_le": "28/04/2025", "complete": "on", "service": sejour.pk, "enregistrer": "1"},
        follow=True,
    )

    demande = Demande.objects.get()
    assert (demande.reference, demande.service, demande.echeance) == (
        "2025-0001", sejour, dt.date(2025, 5, 14),
    )  # fmt: skip
    assert "Demande 2025-0001 enregistrée. Échéance : mer. 14/05/2025." in reponse.content.decode()


def test_la_saisie_a_la_chaine_reprend_le_service_et_la_date(page, nantes, sejour):
    reponse = page.post(
        nouvelle(nantes),
        {"recue_le": "2025-04-28", "complete": "on", "service": sejour.pk, "objet": "Un", "encore": "1"},
        follow=True,
    )  # fmt: skip

    html = reponse.content.decode()
    assert f'<option value="{sejour.pk}" selected>' in html
    assert 'value="2025-04-28"' in html
    assert 'value="Un"' not in html


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"recue_le": ""}, "obligatoire"),
        ({"recue_le": "31/02/2025"}, "Cette date n’est pas lisible"),
        ({"recue_le": "2999-01-01"}, "sort du calendrier"),
        ({"repondue_le": "2025-04-01"}, "précède la réception"),
        ({"canal": "pigeon"}, "pigeon"),
        ({"canal": "urne"}, "urne"),
        ({"attente_delai_annonce": "3 semaines"}, "suppose la date de la réponse d’attente"),
    ],
)
def test_une_saisie_impossible_est_refusee_avec_son_motif(page, nantes, champs, message):
    donnees = {
        "nature": "conseil-legalite", "canal": "courrier", "recue_le": "2025-04-28", "complete": "on",
    }  # fmt: skip

    html = page.post(nouvelle(nantes, "collectivites"), donnees | champs).content.decode()

    assert message in html
    assert "Rien n’a été enregistré" in html or "Rien n’a été enregistré" in html
    assert Demande.objects.count() == 0


def test_une_reception_future_est_refusee(page, nantes, aujourdhui):
    demain = aujourdhui + dt.timedelta(days=1)

    html = page.post(nouvelle(nantes), {"recue_le": demain, "complete": "on"}).content.decode()

    assert "est dans le futur" in html


def test_une_reference_deja_prise_est_refusee(page, nantes):
    build_demande(nantes, dt.date(2025, 4, 1), reference="C-12")

    html = page.post(
        nouvelle(nantes), {"recue_le": "2025-04-28", "complete": "on", "reference": "C-12"}
    ).content.decode()

    assert "existe déjà dans ce registre" in html
    assert Demande.objects.count() == 1


def test_un_correspondant_ne_saisit_pas_pour_un_autre_service(agents, nantes, legalite):
    html = (
        connect(agents["correspondant"])
        .post(
            nouvelle(nantes), {"recue_le": "2025-04-28", "complete": "on", "service": legalite.pk}
        )
        .content.decode()
    )

    assert "Sélectionnez un choix valide" in html
    assert Demande.objects.count() == 0


def test_un_correspondant_ne_deplace_pas_une_demande_hors_de_son_service(
    agents, nantes, sejour, legalite
):
    demande = build_demande(nantes, dt.date(2025, 4, 28), service=sejour)
    url = reverse("demande_corriger", args=[nantes.pk, demande.pk])
    donnees = {
        "lue_le": demande.modifiee_le.isoformat(), "recue_le": "2025-04-28",
        "reference": demande.reference, "complete": "on", "service": legalite.pk,
    }  # fmt: skip

    connect(agents["correspondant"]).post(url, donnees)

    demande.refresh_from_db()
    assert demande.service == sejour


def test_la_correction_reecrit_l_echeance(page, nantes):
    demande = build_demande(nantes, dt.date(2025, 4, 28))
    donnees = {
        "lue_le": demande.modifiee_le.isoformat(), "recue_le": "2025-04-29",
        "reference": demande.reference, "complete": "on",
    }  # fmt: skip

    page.post(reverse("demande_corriger", args=[nantes.pk, demande.pk]), donnees)

    demande.refresh_from_db()
    assert demande.echeance == dt.date(2025, 5, 15)


def test_la_correction_d_une_demande_changee_entre_temps_est_refusee(page, nantes, referent):
    demande = build_demande(nantes, dt.date(2025, 4, 28))
    donnees = {
        "lue_le": demande.modifiee_le.isoformat(), "recue_le": "2025-04-29",
        "reference": demande.reference, "complete": "on",
    }  # fmt: skip
    update_demande(demande, valeurs={"objet": "Autre"}, par=referent, le=dt.date(2025, 5, 2))

    html = page.post(
        reverse("demande_corriger", args=[nantes.pk, demande.pk]), donnees
    ).content.decode()

    assert "modifiée par quelqu’un d’autre" in html
    demande.refresh_from_db()
    assert demande.recue_le == dt.date(2025, 4, 28)


@pytest.mark.parametrize("lue_le", ["", "hier", "2025-04-28T10:00:00"])
def test_une_page_sans_instant_de_lecture_est_perimee(page, nantes, lue_le):
    demande = build_demande(nantes, dt.date(2025, 4, 28))
    url = reverse("demande_action", args=[nantes.pk, demande.pk, "accuse"])

    page.post(url, {"lue_le": lue_le, "accuse_le": "2025-04-29"})

    demande.refresh_from_db()
    assert demande.accuse_le is None


def test_l_echeance_en_json_dit_chaque_jour(page, nantes):
    lue = page.get(
        reverse("echeance", args=[nantes.pk]),
        {"registre": "courriers", "recue_le": "2025-04-28", "complete": "on"},
    ).json()

    (echeance,) = lue["echeances"]
    assert (echeance["echeance"], echeance["texte"]) == ("2025-05-14", "mer. 14/05/2025")
    assert echeance["jours"][0] == "reçue le lun. 28/04/2025"


@pytest.mark.parametrize(
    "parametres",
    [
        {"recue_le": "28 avril"},
        {"recue_le": "1900-01-01", "complete": "on"},
        {"recue_le": "2025-04-28", "registre": "collectivites"},
        {"recue_le": "2025-04-28", "registre": "collectivites", "nature": "x", "canal": "courrier"},
    ],
)
def test_l_echeance_incalculable_dit_pourquoi(page, nantes, parametres):
    reponse = page.get(
        reverse("echeance", args=[nantes.pk]), {"registre": "courriers"} | parametres
    )

    assert reponse.json()["refus"]
    assert not reponse.json()["echeances"]


def test_le_texte_hostile_est_montre_tel_quel(page, nantes):
    demande = build_demande(
        nantes, dt.date(2025, 4, 28), objet="<script>alert(1)</script>", demandeur="<b>x</b>",
        commentaire="<img src=x>", reference='"><svg onload=1>',
    )  # fmt: skip

    fiche = page.get(reverse("demande", args=[nantes.pk, demande.pk])).content.decode()
    liste = page.get(reverse("registre", args=[nantes.pk, "courriers"])).content.decode()

    for html in (fiche, liste):
        assert "<script>alert" not in html
        assert "<svg onload" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
