"""What a field refuses rather than let it reach the base or a computation."""

import pytest
from django import forms

from qualepref.organisation.models import Service
from qualepref.socle.forms import DateField, LignesField, parse_cle
from usines import build_service, build_site


@pytest.mark.parametrize("jour", ["0001-01-01", "9999-12-31", "31/12/9999"])
def test_une_date_qu_aucun_calcul_ne_porte_est_refusee(jour):
    with pytest.raises(forms.ValidationError, match="est hors du calendrier"):
        DateField().clean(jour)


def test_une_date_ancienne_ou_lointaine_reste_a_juger_par_qui_la_lit():
    assert DateField().clean("1789-07-14").year == 1789
    assert DateField().clean("2999-01-01").year == 2999


@pytest.mark.parametrize(
    ("texte", "cle"), [("12", 12), ("", None), ("-1", None), ("a", None), ("9" * 5000, None)]
)
def test_une_cle_demesuree_n_est_celle_d_aucune_ligne(texte, cle):
    assert parse_cle(texte) == cle


@pytest.mark.django_db
def test_plusieurs_lignes_se_choisissent_par_des_cles_que_la_base_lit():
    service = build_service(build_site())
    champ = LignesField(Service.objects.all())

    assert list(champ.clean([str(service.pk)])) == [service]
    with pytest.raises(forms.ValidationError, match="999"):
        champ.clean(["9" * 23])
