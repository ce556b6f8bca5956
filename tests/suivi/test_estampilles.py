import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from qualepref.noyau.calendrier import HorsCalendrierError, PeriodeInverseeError
from qualepref.organisation.models import FermetureSite
from qualepref.socle.models import Evenement
from qualepref.suivi.models import CelluleDemande, Demande
from qualepref.suivi.operations.estampilles import (
    CHAMPS_ESTAMPILLE,
    FermetureSansEffetError,
    add_fermeture,
    remove_fermeture,
    restamp_site,
)
from usines import build_agent, build_demande, build_service, build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2025, 6, 30)
PONT = dt.date(2025, 5, 9)


@pytest.fixture
def close(nantes, referent):
    def add(debut=PONT, fin=None):
        return add_fermeture(
            nantes, debut=debut, fin=fin or debut, libelle="Pont", type_="pont", par=referent, le=LE
        )

    return add


def test_add_fermeture_recule_l_echeance_des_demandes_qu_elle_touche(nantes, close):
    touchee = build_demande(nantes, dt.date(2025, 4, 28))
    avant = build_demande(nantes, dt.date(2025, 4, 1))
    apres = build_demande(nantes, dt.date(2025, 5, 12))

    _, restampage = close()

    echeances = dict(Demande.objects.values_list("pk", "echeance"))
    assert restampage.changees == 1
    assert echeances == {
        touchee.pk: dt.date(2025, 5, 15),
        avant.pk: avant.echeance,
        apres.pk: apres.echeance,
    }


def test_add_fermeture_change_le_verdict_et_la_cellule_du_mois(nantes, close):
    build_demande(nantes, dt.date(2025, 4, 28), repondue_le=dt.date(2025, 5, 15), le=LE)

    close()

    assert Demande.objects.get().issue == "a_temps"
    assert CelluleDemande.objects.get(mois=202504).a_temps == 1


def test_remove_fermeture_rend_l_estampille_d_avant(nantes, referent, close):
    build_demande(nantes, dt.date(2025, 4, 28), repondue_le=dt.date(2025, 5, 15), le=LE)
    avant = Demande.objects.values_list(*CHAMPS_ESTAMPILLE).get()
    fermeture, _ = close()

    restampage = remove_fermeture(fermeture, par=referent, le=LE)

    assert restampage.changees == 1
    assert Demande.objects.values_list(*CHAMPS_ESTAMPILLE).get() == avant


def test_une_fermeture_ne_touche_pas_un_autre_site(nantes, clermont, close):
    ailleurs = build_demande(clermont, dt.date(2025, 4, 28))

    close()

    assert Demande.objects.get(pk=ailleurs.pk).echeance == ailleurs.echeance


@pytest.mark.parametrize("jour", [dt.date(2025, 5, 10), dt.date(2025, 5, 8)])
def test_une_fermeture_d_un_jour_deja_ferme_est_refusee(close, jour):
    with pytest.raises(FermetureSansEffetError):
        close(jour)

    assert not FermetureSite.objects.exists()


@pytest.mark.parametrize(
    ("debut", "fin", "erreur"),
    [
        (PONT, PONT - dt.timedelta(days=1), PeriodeInverseeError),
        (dt.date(2051, 6, 1), dt.date(2051, 6, 2), HorsCalendrierError),
    ],
)
def test_une_fermeture_impossible_est_refusee(close, debut, fin, erreur):
    with pytest.raises(erreur):
        close(debut, fin)


def test_la_fermeture_et_ses_effets_sont_dans_l_historique(nantes, close):
    build_demande(nantes, dt.date(2025, 4, 28))

    close()

    recalcul = Evenement.objects.get(action="recalculer les échéances")
    assert recalcul.apres["changees"] == 1
    assert Evenement.objects.filter(action="fermer", objet="fermeture Pont").exists()


def test_restamp_site_sans_changement_ne_change_rien(nantes, referent):
    build_demande(nantes, dt.date(2025, 4, 28))

    assert restamp_site(nantes, par=referent, le=LE).changees == 0


class TestLimiterAuxJoursChangesNeManqueRien(TestCase):
    """The demandes left aside by the span of days are those that a full pass leaves unchanged."""

    @settings(max_examples=40, deadline=None)
    @given(
        recues=st.lists(
            st.tuples(
                st.dates(dt.date(2025, 3, 1), dt.date(2025, 5, 31)),
                st.none() | st.integers(0, 40),
                st.none() | st.integers(0, 40),
            ),
            min_size=1,
            max_size=6,
        ),
        debut=st.dates(dt.date(2025, 3, 1), dt.date(2025, 6, 20)),
        duree=st.integers(0, 12),
    )
    def test_comme_un_passage_complet(self, recues, debut, duree):
        site, referent = build_site(), build_agent()
        service = build_service(site)
        le = dt.date(2025, 8, 1)
        for recue, attente, reponse in recues:
            suites = {
                "attente_le": attente, "repondue_le": reponse
            }  # fmt: skip
            dates = {c: recue + dt.timedelta(days=n) for c, n in suites.items() if n is not None}
            build_demande(
                site, recue, service=service, attente_delai_annonce="1 mois" * ("attente_le" in dates),
                le=le, **dates,
            )  # fmt: skip
        try:
            add_fermeture(
                site, debut=debut, fin=debut + dt.timedelta(days=duree), libelle="Travaux",
                type_="fermeture", par=referent, le=le,
            )  # fmt: skip
        except FermetureSansEffetError:
            return

        assert restamp_site(site, par=referent, le=le).changees == 0


def test_la_page_inscrit_une_fermeture_et_dit_son_effet(page, nantes):
    build_demande(nantes, dt.date(2025, 4, 28))

    html = page.post(
        reverse("fermeture_ajouter", args=[nantes.pk]),
        {"debut": PONT, "fin": PONT, "libelle": "Pont du 8 mai", "type": "pont"},
        follow=True,
    ).content.decode()

    assert "demandes dont l’échéance ou le délai a changé : 1." in html


def test_la_page_refuse_une_fermeture_a_l_envers(page, nantes):
    html = page.post(
        reverse("fermeture_ajouter", args=[nantes.pk]),
        {"debut": "2025-05-10", "fin": "2025-05-09", "libelle": "Pont", "type": "pont"},
    ).content.decode()

    assert "Le dernier jour précède le premier." in html


def test_la_page_retire_une_fermeture(page, nantes, close):
    fermeture, _ = close()

    page.post(reverse("fermeture_retirer", args=[nantes.pk, fermeture.pk]))

    assert not FermetureSite.objects.exists()


def test_retirer_une_fermeture_ne_se_fait_pas_par_un_lien(page, nantes, close):
    fermeture, _ = close()

    page.get(reverse("fermeture_retirer", args=[nantes.pk, fermeture.pk]))

    assert FermetureSite.objects.filter(pk=fermeture.pk).exists()


def test_la_fermeture_d_un_autre_site_ne_se_retire_pas(page, nantes, clermont):
    fermeture = FermetureSite.objects.create(
        site=clermont, debut=PONT, fin=PONT, libelle="Pont", type="pont"
    )

    reponse = page.post(reverse("fermeture_retirer", args=[nantes.pk, fermeture.pk]))

    assert reponse.status_code == 404
