import datetime as dt

import pytest

from comites.usines import JOUR, build_comite, build_reunion
from qualepref.comites.operations.comptes_rendus import (
    CompteRenduPublieError,
    PublicationImpossibleError,
    publish_compte_rendu,
    write_compte_rendu,
)
from usines import build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 7, 15)


@pytest.fixture
def reunion():
    return build_reunion(build_comite(build_site()), tenue=True)


def test_un_compte_rendu_s_ecrit_puis_se_publie(reunion):
    write_compte_rendu(reunion, texte="  ## Enquêtes\n", par="ref")
    publish_compte_rendu(reunion, publie_le=LE, par="ref", le=LE)

    reunion.refresh_from_db()
    assert (reunion.compte_rendu, reunion.publie_le) == ("## Enquêtes", LE)
    with pytest.raises(CompteRenduPublieError):
        write_compte_rendu(reunion, texte=" ", par="ref")
    publish_compte_rendu(reunion, publie_le=None, par="ref", le=LE)
    write_compte_rendu(reunion, texte="", par="ref")
    assert reunion.compte_rendu == ""


@pytest.mark.parametrize(
    ("publie_le", "texte", "tenue"),
    [
        (LE, "", True),
        (LE, "écrit", False),
        (JOUR - dt.timedelta(days=1), "écrit", True),
        (LE + dt.timedelta(days=1), "écrit", True),
    ],
)
def test_une_publication_impossible_est_refusee(reunion, publie_le, texte, tenue):
    reunion.compte_rendu, reunion.tenue = texte, tenue
    reunion.save()

    with pytest.raises(PublicationImpossibleError):
        publish_compte_rendu(reunion, publie_le=publie_le, par="ref", le=LE)
