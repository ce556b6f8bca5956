import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Releve, Source, Tracage
from qualepref.noyau.calcul.verdicts import Verdict, choose_decimales, judge, judge_part
from qualepref.noyau.referentiel.modele import Cible, Indicateur, Periodicite, Sens, Unite
from qualepref.noyau.statistiques.moyennes import SANS_DISPERSION, Dispersion


def releve(numerateur, denominateur, tracage=Tracage.EXHAUSTIF, etat=Etat.VALEUR):
    return Releve(
        indicateur="I1", version="v1", site="pref-44", demandee=Periode.annee(2022),
        couverte=Periode.annee(2022), etat=etat, source=Source.CALCULE,
        arrete_le=dt.date(2022, 12, 31), numerateur=Fraction(numerateur),
        denominateur=Fraction(denominateur), tracage=tracage,
    )  # fmt: skip


def cible(minimum, maximum=None, unite=Unite.POURCENT):
    bornes = Fraction(minimum), Fraction(minimum if maximum is None else maximum)
    return Cible(2022, *bornes, unite=unite, source="essai")


QUATRE_VINGT_DIX = cible("9/10")


@pytest.mark.parametrize(
    ("numerateur", "sens", "attendu"),
    [
        (90, Sens.HAUSSE, Verdict.ATTEINTE),
        (89, Sens.HAUSSE, Verdict.NON_ATTEINTE),
        (90, Sens.BAISSE, Verdict.ATTEINTE),
        (91, Sens.BAISSE, Verdict.NON_ATTEINTE),
        (90, Sens.INFORMATION, Verdict.SANS_CIBLE),
    ],
)
def test_judge_compare_la_fraction_exacte(numerateur, sens, attendu):
    assert judge(releve(numerateur, 100), QUATRE_VINGT_DIX, sens) is attendu


def test_judge_ne_se_laisse_pas_tromper_par_l_arrondi():
    # 89,96 % prints as 90 %, and does not meet 90 %.
    assert judge(releve(8996, 10_000), QUATRE_VINGT_DIX, Sens.HAUSSE) is Verdict.NON_ATTEINTE


def test_judge_sans_cible():
    assert judge(releve(1, 2), None, Sens.HAUSSE) is Verdict.SANS_CIBLE


@pytest.mark.parametrize("cible", [None, QUATRE_VINGT_DIX], ids=["sans cible", "avec cible"])
def test_judge_sans_valeur_n_a_rien_a_juger(cible):
    vide = replace(releve(0, 0), etat=Etat.RIEN_RECU)

    assert judge(vide, cible, Sens.HAUSSE) is Verdict.SANS_VALEUR


def test_judge_ne_conclut_pas_d_un_effectif_non_significatif():
    petit = releve(3, 3, etat=Etat.NON_SIGNIFICATIF)

    assert judge(petit, QUATRE_VINGT_DIX, Sens.HAUSSE) is Verdict.INDECIDABLE


@pytest.mark.parametrize(
    ("numerateur", "sens", "attendu"),
    [
        (75, Sens.HAUSSE, Verdict.ATTEINTE),
        (74, Sens.HAUSSE, Verdict.NON_ATTEINTE),
        (80, Sens.BAISSE, Verdict.ATTEINTE),
        (81, Sens.BAISSE, Verdict.NON_ATTEINTE),
    ],
)
def test_judge_une_cible_en_intervalle_des_sa_borne_la_plus_facile(numerateur, sens, attendu):
    assert judge(releve(numerateur, 100), cible("3/4", "4/5"), sens) is attendu


@pytest.mark.parametrize(
    ("numerateur", "denominateur", "attendu"),
    [
        (92, 100, Verdict.INDECIDABLE),
        (88, 100, Verdict.INDECIDABLE),
        (100, 100, Verdict.ATTEINTE),
        (60, 100, Verdict.NON_ATTEINTE),
        (9200, 10_000, Verdict.ATTEINTE),
    ],
)
@pytest.mark.parametrize("tracage", [Tracage.ECHANTILLON, Tracage.MIXTE])
def test_judge_un_echantillon_ne_conclut_que_hors_de_l_intervalle_de_wilson(
    numerateur, denominateur, attendu, tracage
):
    sonde = releve(numerateur, denominateur, tracage)

    assert judge(sonde, QUATRE_VINGT_DIX, Sens.HAUSSE) is attendu


def test_judge_un_delai_moyen_d_echantillon_sans_intervalle_de_proportion():
    # 4,9 days on average for 10 replies: a mean is not a proportion, even below one.
    moyen = releve(49, 10, Tracage.ECHANTILLON)
    court = releve(9, 10, Tracage.ECHANTILLON)
    cinq, un = (cible(n, unite=Unite.JOURS_OUVRES) for n in (5, 1))

    verdicts = [judge(moyen, cinq, Sens.BAISSE), judge(court, un, Sens.BAISSE)]

    assert verdicts == [Verdict.ATTEINTE, Verdict.ATTEINTE]


@pytest.mark.parametrize(
    ("jours", "attendu"),
    [(3, Verdict.NON_ATTEINTE), (5, Verdict.INDECIDABLE), (9, Verdict.ATTEINTE)],
)
def test_judge_un_delai_moyen_d_echantillon_ne_conclut_que_hors_de_son_intervalle(jours, attendu):
    # 4,5 days on average for 40 replies, from 2 to 12: the interval goes from 3.9 to 5.2.
    lignes = Dispersion.of({2: 5, 3: 10, 4: 10, 5: 5, 6: 5, 7: 3, 12: 2})
    moyen = replace(releve(lignes.somme, lignes.n, Tracage.ECHANTILLON), dispersion=lignes)

    verdict = judge(moyen, cible(jours, unite=Unite.JOURS_OUVRES), Sens.BAISSE)

    assert verdict is attendu


def test_judge_ne_conclut_pas_d_un_delai_moyen_dont_les_lignes_ne_disent_rien():
    moyen = replace(releve(49, 10, Tracage.ECHANTILLON), dispersion=SANS_DISPERSION)

    assert judge(moyen, cible(50, unite=Unite.JOURS), Sens.BAISSE) is Verdict.INDECIDABLE


def indicateur(sens, decimales=0, unite=Unite.POURCENT):
    return Indicateur(
        code="I1", libelle="Taux", module=1, domaine="Courriels", engagements=(17,), im=None,
        unite=unite, sens=sens, periodicite=Periodicite.MOIS, base="courriels", methode="",
        source="essai", formule=None, detail=(), cibles=(), decimales=decimales, version="v1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("valeur", "sens", "decimales"),
    [
        ("577/724", Sens.HAUSSE, 1),
        ("719/786", Sens.HAUSSE, 0),
        ("4/5", Sens.HAUSSE, 0),
        ("79996/100000", Sens.HAUSSE, 3),
        ("803/1000", Sens.BAISSE, 1),
        ("577/724", Sens.INFORMATION, 0),
    ],
)
def test_choose_decimales_ne_laisse_pas_croire_la_cible_atteinte(valeur, sens, decimales):
    quatre_vingts = cible("4/5")

    assert choose_decimales(indicateur(sens), Fraction(valeur), quatre_vingts) == decimales


def test_choose_decimales_sans_cible_ou_sans_valeur_garde_les_usuelles():
    assert choose_decimales(indicateur(Sens.HAUSSE, 2), None, cible("4/5")) == 2
    assert choose_decimales(indicateur(Sens.HAUSSE, 2), Fraction(1, 3), None) == 2


def test_symbole_dit_le_verdict_sans_couleur():
    juges = [Verdict.ATTEINTE, Verdict.NON_ATTEINTE, Verdict.INDECIDABLE]

    assert len({v.symbole for v in juges}) == len(juges)
    assert all(v.symbole for v in Verdict)


@pytest.mark.parametrize(
    ("satisfaits", "verdict"),
    [
        (300, Verdict.ATTEINTE),
        (275, Verdict.INDECIDABLE),
        (250, Verdict.NON_ATTEINTE),
    ],
)
def test_judge_part_ne_conclut_que_si_tout_l_intervalle_est_d_un_cote(satisfaits, verdict):
    assert judge_part(Fraction(satisfaits, 312), 312, Fraction(9, 10)) is verdict
