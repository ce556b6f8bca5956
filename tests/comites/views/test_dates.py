"""A meeting on a day that no clock of the site can tell."""

import pytest
from django.urls import reverse

from comites.usines import build_comite
from qualepref.comites.models import Reunion
from usines import build_agent, build_site, connect


@pytest.mark.django_db
@pytest.mark.parametrize(("jour", "heure"), [("0001-01-01", "00:00"), ("9999-12-31", "23:59")])
def test_une_reunion_hors_de_tout_calendrier_est_refusee(jour, heure):
    site = build_site()
    comite = build_comite(site)
    referent = connect(build_agent("referent", site))

    page = referent.post(
        reverse("reunion_nouvelle", args=[site.pk, comite.pk]), {"jour": jour, "heure": heure}
    )

    assert "hors du calendrier" in page.content.decode()
    assert not Reunion.objects.exists()
