import datetime as dt

import pytest
from django.conf import settings

from qualepref.demonstration.portail import load_pages, write_pages
from qualepref.portail.models import PageSite
from usines import build_site


pytestmark = pytest.mark.django_db


def test_la_page_de_demonstration_s_ouvre_une_fois_et_dit_ce_qu_elle_est():
    build_site()
    lues = load_pages(settings.DEMONSTRATION / "portail")

    ecrites = [write_pages(lues, le=dt.date(2026, 11, 21)) for _ in range(2)]

    page = PageSite.objects.get()
    assert ecrites == [1, 0]
    assert (page.ouverte, page.formulaire) == (True, True)
    assert "page de démonstration" in page.presentation
