import datetime as dt

import pytest

from qualepref.socle.dates import format_instant


@pytest.mark.parametrize(
    ("instant", "fuseau", "texte"),
    [
        (dt.datetime(2025, 5, 7, 12, 5, tzinfo=dt.UTC), "Europe/Paris", "mer. 07/05/2025 à 14 h 05"),
        (dt.datetime(2025, 1, 7, 23, 30, tzinfo=dt.UTC), "Europe/Paris", "mer. 08/01/2025 à 0 h 30"),
        (dt.datetime(2025, 1, 7, 3, 0, tzinfo=dt.UTC), "America/Cayenne", "mar. 07/01/2025 à 0 h 00"),
        (None, "Europe/Paris", ""),
    ],
)  # fmt: skip
def test_format_instant_donne_l_heure_du_fuseau(instant, fuseau, texte):
    assert format_instant(instant, fuseau) == texte
