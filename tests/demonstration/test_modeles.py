"""The templates and voice servers of the demonstration."""

import datetime as dt

import pytest
from django.conf import settings

from qualepref.demonstration.modeles import load_modeles_site, write_modeles
from qualepref.demonstration.plans import load_plans
from qualepref.modeles.queries.modeles import find_modele, list_derniers, read_modele
from qualepref.modeles.queries.svi import find_en_vigueur, read_svi
from usines import CLERMONT, build_boite, build_service, build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2023, 1, 31)


@pytest.fixture
def sites():
    nantes, clermont = build_site(), build_site(**CLERMONT)
    for code in ("bureau-sejour", "bureau-naturalisations", "bureau-elections-reglementation", "unite-droits-conduire"):  # fmt: skip
        build_service(nantes, code=code, nom=code)
    for code in ("prefecture", "etrangers"):
        build_boite(nantes, code=code, nom=code)
    puy = next(p for p in load_plans(settings.DEMONSTRATION / "plans") if p.site == clermont.pk)
    for code, nom in puy.services.items():
        build_service(clermont, code=code, nom=nom)
    return nantes, clermont


def test_les_modeles_et_les_serveurs_vocaux_se_chargent_une_fois(sites):
    nantes, clermont = sites
    lus = load_modeles_site(settings.DEMONSTRATION / "modeles")

    assert (write_modeles(lus), write_modeles(lus)) == (12, 0)

    assert len(list_derniers(nantes)) == 8
    assert find_modele(nantes, "accuse-general", version=1).avis == "reserve"
    repris = find_modele(nantes, "accuse-general")
    assert (repris.version, "Ne répondez pas" in repris.corps) == (2, True)
    for modele in list_derniers(nantes):
        assert not [
            c for c in read_modele(modele, le=LE).verification.constats if c.genre == "sigle"
        ]
    assert [c.genre for c in read_svi(find_en_vigueur(nantes, le=LE), le=LE).constats] == [
        "service"
    ]
    puy = read_svi(find_en_vigueur(clermont, le=LE), le=LE)
    assert [c.genre for c in puy.constats] == ["actualisation"]
    assert all(m.hypotheses for m in lus)
