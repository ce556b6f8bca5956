"""Spans told no finer than they are known."""

import datetime as dt

import pytest

from qualepref.noyau.agendas.plages import Plage, PlageInverseeError, add_mois


def jour(texte):
    return dt.date.fromisoformat(texte)


@pytest.mark.parametrize(
    ("plage", "dit"),
    [
        (Plage.jour(jour("2022-03-23")), "23 mars 2022"),
        (Plage(jour("2020-11-01"), jour("2021-01-15")), "du 1er novembre 2020 au 15 janvier 2021"),
        (Plage.mois(jour("2021-09-12"), jour("2021-09-30")), "septembre 2021"),
        (Plage.mois(jour("2020-06-01"), jour("2020-08-01")), "de juin à août 2020"),
        (Plage.mois(jour("2020-10-01"), jour("2021-01-01")), "d’octobre 2020 à janvier 2021"),
    ],
)
def test_une_date_se_dit_a_sa_precision(plage, dit):
    assert plage.texte.replace("\xa0", " ") == dit


def test_un_mois_va_de_son_premier_a_son_dernier_jour_et_n_est_depasse_qu_apres():
    fevrier = Plage.mois(jour("2024-02-10"), jour("2024-02-10"))

    assert (fevrier.debut, fevrier.fin) == (jour("2024-02-01"), jour("2024-02-29"))
    assert not fevrier.depassee(jour("2024-02-29"))
    assert fevrier.depassee(jour("2024-03-01"))


def test_des_dates_inversees_sont_refusees_meme_dans_un_seul_mois():
    with pytest.raises(PlageInverseeError):
        Plage(jour("2022-05-02"), jour("2022-05-01"))
    with pytest.raises(PlageInverseeError):
        Plage.mois(jour("2022-05-02"), jour("2022-05-01"))


def test_des_mois_s_ajoutent_et_se_retirent_sans_quitter_le_mois_voulu():
    assert add_mois(jour("2024-01-31"), 1) == jour("2024-02-29")
    assert add_mois(jour("2022-10-27"), 24) == jour("2024-10-27")
    assert add_mois(jour("2025-10-26"), -13) == jour("2024-09-26")
