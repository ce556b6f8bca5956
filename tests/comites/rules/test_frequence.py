import datetime as dt

import pytest

from qualepref.comites.rules.frequence import compute_frequence


LE = dt.date(2022, 11, 21)


def frequence(tenues=(), prevues=(), *, le=LE, attendues=1, attendues_avant=1):
    return compute_frequence(
        tenues, prevues, attendues=attendues, attendues_avant=attendues_avant, source="s", le=le
    )


def test_une_reunion_dans_l_annee_civile_suffit():
    lue = frequence([dt.date(2022, 6, 30), dt.date(2021, 12, 1)])

    assert (lue.tenues, lue.manquantes, lue.alerte, lue.annee_manquee) == (1, 0, False, None)
    assert lue.derniere == dt.date(2022, 6, 30)


def test_sans_reunion_cette_annee_une_reunion_prevue_avant_sa_fin_leve_l_alerte():
    assert frequence([dt.date(2021, 12, 1)]).alerte
    assert not frequence([dt.date(2021, 12, 1)], [dt.date(2022, 12, 31)]).alerte
    assert frequence([dt.date(2021, 12, 1)], [dt.date(2023, 1, 1)]).alerte


def test_une_reunion_prevue_mais_passee_n_est_pas_la_prochaine():
    assert frequence([], [dt.date(2022, 11, 20)]).prochaine is None
    assert frequence([], [LE]).prochaine == LE


@pytest.mark.parametrize(
    ("jour", "aucune"),
    [(dt.date(2021, 11, 21), True), (dt.date(2021, 11, 22), False), (LE, False)],
)
def test_douze_mois_glissants_comptent_aujourd_hui_et_pas_le_meme_jour_d_avant(jour, aucune):
    assert frequence([jour]).aucune_depuis_un_an is aucune


def test_un_29_fevrier_a_son_annee_d_avant():
    assert frequence([dt.date(2023, 3, 1)], le=dt.date(2024, 2, 29)).douze_mois == 1


def test_une_annee_finie_sans_reunion_est_dite_si_la_regle_valait_alors():
    assert frequence([dt.date(2022, 6, 30)]).annee_manquee == 2021
    assert frequence([dt.date(2022, 6, 30)], attendues_avant=0).annee_manquee is None


def test_sans_regle_rien_n_est_du():
    lue = frequence(attendues=0, attendues_avant=0)

    assert (lue.alerte, lue.aucune_depuis_un_an, lue.annee_manquee) == (False, False, None)
