"""The order of steps: refused when it cannot be, said when it is only planned."""

import datetime as dt

import pytest

from qualepref.demarche.rules.ordre import (
    EtapePosee,
    FaitDansLAvenirError,
    PrealableNonFaitError,
    SuiteDejaFaiteError,
    check_defait,
    check_fait,
    list_desordres,
)
from qualepref.noyau.agendas.plages import Plage


MARS, MAI, JUIN = dt.date(2022, 3, 23), dt.date(2022, 5, 10), dt.date(2022, 6, 1)
LE = dt.date(2022, 12, 1)


def poser(*, interne=None, externe=None, prevu_interne=None, prevu_externe=None):
    return {
        "audit-interne": EtapePosee("audit-interne", "Audit interne", prevu_interne, interne),
        "audit-externe": EtapePosee(
            "audit-externe", "Audit externe", prevu_externe, externe, ("audit-interne", "absente")
        ),
    }


def test_l_audit_externe_attend_l_audit_interne():
    with pytest.raises(PrealableNonFaitError, match="« Audit interne » vient avant et n’est pas"):
        check_fait("audit-externe", fait_le=MAI, etapes=poser(), le=LE)
    with pytest.raises(PrealableNonFaitError, match="01/06/2022"):
        check_fait("audit-externe", fait_le=MAI, etapes=poser(interne=JUIN), le=LE)

    check_fait("audit-externe", fait_le=MAI, etapes=poser(interne=MARS), le=LE)


def test_un_prealable_ne_se_fait_pas_apres_sa_suite_ni_ne_se_defait_sous_elle():
    etapes = poser(interne=MARS, externe=MAI)

    with pytest.raises(SuiteDejaFaiteError, match="« Audit externe » vient après"):
        check_fait("audit-interne", fait_le=JUIN, etapes=etapes, le=LE)
    with pytest.raises(SuiteDejaFaiteError):
        check_defait("audit-interne", etapes=etapes)
    check_defait("audit-externe", etapes=etapes)


def test_une_etape_ne_se_fait_pas_demain_et_une_etape_propre_n_attend_personne():
    with pytest.raises(FaitDansLAvenirError):
        check_fait("", fait_le=LE + dt.timedelta(1), etapes=poser(), le=LE)
    check_fait("", fait_le=LE, etapes=poser(), le=LE)


def test_un_ordre_prevu_a_l_envers_est_dit_tant_que_l_etape_est_a_faire():
    interne, externe = Plage.jour(JUIN), Plage.mois(MARS, MARS)

    dits = list(list_desordres(poser(prevu_interne=interne, prevu_externe=externe).values()))
    faite = poser(prevu_interne=interne, prevu_externe=externe, externe=MAI)

    assert [d.replace("\xa0", " ") for d in dits] == [
        "« Audit externe » (mars 2022) finirait avant le début de « Audit interne » (1er juin 2022)."
    ]
    assert list(list_desordres(faite.values())) == []
