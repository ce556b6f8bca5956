"""What a null character in an address meets."""

import pytest
from django.urls import reverse

from usines import build_agent, build_site, connect


pytestmark = pytest.mark.django_db


def test_un_caractere_nul_dans_une_adresse_n_atteint_aucune_base():
    site = build_site()
    client = connect(build_agent("referent", site))
    registres = reverse("registres", args=[site.code])

    assert client.get(f"{registres}?q=%00").status_code == 400
    assert client.get(f"{registres}?%00=1").status_code == 400
    assert client.get(f"{registres}%00/").status_code == 404
    assert client.get(f"{registres}?q=%2500").status_code == 200
