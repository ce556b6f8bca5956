"""Closures and sample weeks are removed only after a page that says what will happen."""

import datetime as dt

import pytest
from django.urls import reverse

from qualepref.organisation.models import FermetureSite
from qualepref.suivi.models import Demande, SemaineEchantillon
from qualepref.suivi.operations.echantillons import add_semaine
from qualepref.suivi.operations.estampilles import add_fermeture, remove_fermeture
from qualepref.suivi.queries.estampilles import count_rouvertes
from usines import build_demande, connect


pytestmark = pytest.mark.django_db
LE = dt.date(2025, 6, 30)
PONT = dt.date(2025, 5, 9)
LUNDI = dt.date(2022, 6, 13)


@pytest.fixture
def fermeture(nantes, referent):
    for jour in (28, 29):
        build_demande(nantes, dt.date(2025, 4, jour))
    build_demande(nantes, dt.date(2025, 6, 2))
    fermeture, _ = add_fermeture(
        nantes, debut=PONT, fin=PONT, libelle="Pont du 8 mai", type_="pont", par=referent, le=LE
    )
    return fermeture


@pytest.fixture
def semaine(nantes, referent):
    build_demande(nantes, LUNDI)
    build_demande(nantes, LUNDI + dt.timedelta(days=2))
    return add_semaine(nantes, registre="courriers", jour=LUNDI, par=referent, le=LE)[0]


@pytest.fixture
def adresses(nantes, fermeture, semaine):
    return {
        "fermeture": reverse("fermeture_retirer", args=[nantes.pk, fermeture.pk]),
        "semaine": reverse("echantillon_retirer", args=[nantes.pk, "courriers", semaine.pk]),
    }


def test_le_compte_annonce_est_celui_de_ce_qui_bougera(fermeture, referent):
    annonce = count_rouvertes(fermeture)

    assert annonce == remove_fermeture(fermeture, par=referent, le=LE).changees == 2


@pytest.mark.parametrize(
    ("quoi", "annonce"),
    [
        ("fermeture", "<strong>2 demandes</strong> sera recalculé"),
        ("semaine", "<strong>2 demandes</strong> de cette semaine (du lun. 13/06/2022"),
    ],
)
def test_la_page_dit_ce_qui_va_se_passer_sans_rien_faire(page, adresses, quoi, annonce):
    avant = list(Demande.objects.order_by("pk").values())

    html = page.get(adresses[quoi]).content.decode()

    assert annonce in html
    assert list(Demande.objects.order_by("pk").values()) == avant
    assert (FermetureSite.objects.count(), SemaineEchantillon.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("quoi", "fait"),
    [
        ("fermeture", "La fermeture « Pont du 8 mai » est retirée"),
        ("semaine", "La semaine du 13/06/2022 est retirée"),
    ],
)
def test_confirmer_retire_et_le_dit(page, adresses, quoi, fait):
    html = page.post(adresses[quoi], follow=True).content.decode()

    assert fait in html
    assert (FermetureSite.objects.count(), SemaineEchantillon.objects.count()) == (
        int(quoi != "fermeture"),
        int(quoi != "semaine"),
    )


@pytest.mark.parametrize("quoi", ["fermeture", "semaine"])
@pytest.mark.parametrize("methode", ["get", "post"])
@pytest.mark.parametrize(
    ("role", "statut"), [("correspondant", 403), ("lecteur", 403), ("autre site", 404), (None, 302)]
)
def test_seul_le_referent_retire(agents, adresses, quoi, methode, role, statut):
    client = connect(agents[role] if role else None)

    reponse = getattr(client, methode)(adresses[quoi])

    assert reponse.status_code == statut
    assert (FermetureSite.objects.count(), SemaineEchantillon.objects.count()) == (1, 1)


def test_une_fermeture_sans_effet_le_dit(page, nantes):
    fermeture = FermetureSite.objects.create(
        site=nantes, debut=PONT, fin=PONT, libelle="Pont", type="pont"
    )

    html = page.get(reverse("fermeture_retirer", args=[nantes.pk, fermeture.pk])).content.decode()

    assert "Aucune échéance ne bouge" in html


def test_la_liste_des_semaines_mene_a_la_confirmation(page, nantes, adresses):
    html = page.get(reverse("echantillons", args=[nantes.pk, "courriers"])).content.decode()

    assert f'href="{adresses["semaine"]}"' in html
