import datetime as dt

import pytest
from django.urls import reverse

from qualepref.suivi.models import CelluleDemande, Demande, SemaineEchantillon
from qualepref.suivi.operations.echantillons import (
    SemaineDejaDeclareeError,
    add_semaine,
    remove_semaine,
)
from qualepref.suivi.queries.echantillons import tracage_of
from usines import build_boite, build_demande


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 12, 31)
LUNDI, MERCREDI, DIMANCHE = (dt.date(2022, 6, j) for j in (13, 15, 19))


@pytest.fixture
def declare(nantes, referent):
    def add(jour=MERCREDI, registre="courriers"):
        return add_semaine(nantes, registre=registre, jour=jour, par=referent, le=LE)

    return add


def traces():
    return dict(Demande.objects.order_by("recue_le").values_list("recue_le", "tracage"))


def test_add_semaine_retient_le_lundi(declare):
    semaine, _ = declare(DIMANCHE)

    assert semaine.lundi == LUNDI


def test_add_semaine_prend_les_demandes_du_lundi_au_dimanche(nantes, declare):
    jours = [LUNDI - dt.timedelta(days=1), LUNDI, DIMANCHE, DIMANCHE + dt.timedelta(days=1)]
    for jour in jours[1:3]:
        build_demande(nantes, jour)

    _, changees = declare()

    assert changees == 2
    assert set(traces().values()) == {"echantillon"}


def test_une_boite_tracee_toute_l_annee_reste_exhaustive(nantes, declare):
    principale, permis = build_boite(nantes), build_boite(nantes, "permis", "Permis")
    base = {"registre": "courriels", "canal": "courriel"}
    build_demande(nantes, dt.date(2022, 3, 1), boite=principale, **base)
    suivie = build_demande(nantes, LUNDI, boite=principale, **base)
    sondee = build_demande(nantes, LUNDI, boite=permis, **base)

    declare(registre="courriels")

    tracages = dict(Demande.objects.values_list("pk", "tracage"))
    assert (tracages[suivie.pk], tracages[sondee.pk]) == ("exhaustif", "echantillon")


def test_add_semaine_refait_les_cellules(nantes, declare):
    build_demande(nantes, LUNDI)

    declare()

    assert CelluleDemande.objects.get().tracage == "echantillon"


def test_add_semaine_refuse_une_semaine_deja_declaree(declare):
    declare(LUNDI)

    with pytest.raises(SemaineDejaDeclareeError, match="13/06/2022"):
        declare(DIMANCHE)


def test_remove_semaine_rend_les_demandes_exhaustives(nantes, referent, declare):
    build_demande(nantes, LUNDI)
    semaine, _ = declare()

    changees = remove_semaine(semaine, par=referent, le=LE)

    assert changees == 1
    assert set(traces().values()) == {"exhaustif"}


def test_hors_d_une_semaine_declaree_tout_est_exhaustif(nantes, declare):
    declare()

    assert (
        tracage_of(
            nantes, registre="courriers", recue_le=dt.date(2022, 6, 20), service=None, boite=None
        )
        == "exhaustif"
    )


def test_une_semaine_ne_vaut_que_pour_son_registre(nantes, declare):
    declare()

    assert (
        tracage_of(nantes, registre="courriels", recue_le=LUNDI, service=None, boite=None)
        == "exhaustif"
    )


def test_une_demande_saisie_dans_la_semaine_entre_dans_l_echantillon(page, nantes, declare):
    declare()

    page.post(
        reverse("demande_nouvelle", args=[nantes.pk, "courriers"]),
        {"recue_le": MERCREDI, "complete": "on"},
    )

    assert Demande.objects.get().tracage == "echantillon"


def test_la_saisie_peut_dire_autrement(page, nantes, declare):
    declare()

    page.post(
        reverse("demande_nouvelle", args=[nantes.pk, "courriers"]),
        {"recue_le": MERCREDI, "complete": "on", "tracage": "exhaustif"},
    )

    assert Demande.objects.get().tracage == "exhaustif"


def test_la_page_declare_puis_retire_une_semaine(page, nantes):
    url = reverse("echantillons", args=[nantes.pk, "courriers"])

    html = page.post(url, {"jour": MERCREDI}, follow=True).content.decode()
    semaine = SemaineEchantillon.objects.get()
    page.post(reverse("echantillon_retirer", args=[nantes.pk, "courriers", semaine.pk]))

    assert "La semaine du 13/06/2022 est déclarée" in html
    assert not SemaineEchantillon.objects.exists()


def test_la_page_dit_qu_une_semaine_est_deja_declaree(page, nantes, declare):
    declare()

    html = page.post(
        reverse("echantillons", args=[nantes.pk, "courriers"]), {"jour": LUNDI}
    ).content.decode()

    assert "est déjà déclarée" in html
