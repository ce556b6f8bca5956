"""Control charts against published worked examples, and signals against a plain reference."""

from fractions import Fraction
from itertools import pairwise
from math import comb, sqrt
from pathlib import Path
from random import Random
from statistics import NormalDist

import pytest
from hypothesis import given, settings, strategies as st

from qualepref.noyau.calcul.assurance import Assurance, tell_assurance
from qualepref.noyau.referentiel.modele import Sens
from qualepref.noyau.statistiques.binomiale import compute_cotes, find_bornes
from qualepref.noyau.statistiques.cartes import (
    D2,
    Bornes,
    Famille,
    Methode,
    Point,
    build_carte,
    compute_seuil_facteur,
    is_grossiere,
)
from qualepref.noyau.statistiques.reglages_cartes import (
    ReglagesCartesInvalidesError,
    load_reglages,
)
from qualepref.noyau.statistiques.signaux import Cote, find_signaux


DOSSIER = Path(__file__).parents[3] / "indicateurs"
REGLAGES = load_reglages(DOSSIER)

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, flow rate of ten batches.
NIST = ["49.6", "47.6", "49.9", "51.3", "47.8", "51.2", "52.6", "52.4", "53.6", "52.1"]
# D. C. Montgomery, Introduction to Statistical Quality Control, purchase orders of 25 weeks; limits
# as Maple's ProcessControl[PControlLimits] prints them.
COMMANDES_EN_DEFAUT = (
    12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9,
)  # fmt: skip
COMMANDES = (
    100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100,
    100, 100, 90, 90,
)  # fmt: skip
# M. A. Mohammed, J. S. Panesar, D. B. Laney, R. Wilson, BMJ Quality & Safety 22 (2013):
# attendances seen within four hours, and attendances, over twenty weeks.
VUS_A_TEMPS = (
    266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320, 267923, 271478,
    255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989,
)  # fmt: skip
VENUS = (
    280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529, 279618, 283932,
    266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772,
)  # fmt: skip


def parts(numerateurs, effectifs):
    return [
        Point(None) if k is None else Point(Fraction(k, n), n)
        for k, n in zip(numerateurs, effectifs, strict=True)
    ]


def mesures(valeurs):
    return [Point(None if v is None else Fraction(v)) for v in valeurs]


def dress(points, famille=Famille.PROPORTION, **options):
    return build_carte(points, famille, reglages=REGLAGES, **options)


def signals(carte):
    return [
        (s.regle.code, s.premier, s.dernier, s.cote) for s in find_signaux(carte, reglages=REGLAGES)
    ]


def test_xmr_reproduit_l_exemple_du_nist():
    carte = dress(mesures(NIST), Famille.MESURE)

    segment = carte.segments[0]
    assert segment.centre == Fraction("50.81")
    assert float(segment.ordinaires.haut) == pytest.approx(55.8041, abs=5e-5)
    assert float(segment.ordinaires.bas) == pytest.approx(45.8159, abs=5e-5)
    assert not segment.etabli, "dix points donnent des limites provisoires"
    assert signals(carte) == []


def test_la_carte_p_reproduit_l_exemple_de_montgomery():
    carte = dress(parts(COMMANDES_EN_DEFAUT, COMMANDES))

    segment = carte.segments[0]
    limites = [(float(b.bas), float(b.haut)) for b in segment.bornes]
    assert segment.methode is Methode.P
    assert segment.centre == Fraction(234, 2450)
    assert limites[0] == pytest.approx((0.00733469451799994, 0.183685713645266), abs=1e-9)
    assert limites[1] == pytest.approx((0, 0.194093420749116), abs=1e-9)
    assert limites[4][0] == pytest.approx(0.0114381544250419, abs=1e-9)
    assert ("hors_limites", 10, 10, Cote.HAUT) in signals(carte), (
        "la onzième semaine, comme le livre"
    )


def test_la_carte_p_prime_ne_voit_que_du_bruit_dans_l_exemple_de_laney():
    points = parts(VUS_A_TEMPS, VENUS)
    carte = dress(points)
    individus = dress([Point(p.valeur) for p in points], Famille.MESURE).segments[0]

    segment = carte.segments[0]
    p = float(segment.centre)
    hors_carte_p = sum(abs(float(x.valeur) - p) > 3 * sqrt(p * (1 - p) / x.n) for x in points)
    assert hors_carte_p >= 10, "une carte p ordinaire crierait toutes les deux semaines"
    assert segment.methode is Methode.P_PRIME
    assert [s for s in signals(carte) if s[0] == "hors_limites"] == []
    assert float(segment.ordinaires.bas) == pytest.approx(float(individus.ordinaires.bas), abs=1e-3)
    assert float(segment.ordinaires.haut) == pytest.approx(
        float(individus.ordinaires.haut), abs=1e-3
    )


def test_le_facteur_de_laney_ne_corrige_que_ce_que_le_hasard_n_explique_pas():
    tirage, prime = Random(7), 0
    for _ in range(60):
        effectifs = [tirage.randint(150, 400) for _ in range(24)]
        numerateurs = [sum(tirage.random() < 0.8 for _ in range(n)) for n in effectifs]
        carte = dress(parts(numerateurs, effectifs))
        prime += carte.segments[0].methode is Methode.P_PRIME

    assert prime / 60 < 0.1, "environ une série binomiale sur vingt"
    assert compute_seuil_facteur(23, 0.95) == pytest.approx(1.31, abs=0.01)


def test_un_trou_coupe_l_etendue_et_la_serie():
    carte = dress(mesures([1, 1, 1, None, 9, 9, 9, 1]), Famille.MESURE)

    segment = carte.segments[0]
    assert segment.bornes[3] is None
    assert segment.ordinaires.haut == segment.centre + 3 * Fraction(8, 5) / D2


def test_trop_peu_de_points_ne_donnent_ni_limites_ni_signal():
    carte = dress(mesures([1, 2, 1, 2, 90]), Famille.MESURE)

    assert (carte.segments[0].centre, signals(carte)) == (None, [])


def test_un_evenement_fait_repartir_les_limites():
    avant, apres = [70, 72] * 6, [90, 92] * 6

    sans = dress(mesures([*avant, *apres]), Famille.MESURE)
    avec = dress(mesures([*avant, *apres]), Famille.MESURE, bascules=[12])

    assert {s[0] for s in signals(sans)} == {"hors_limites", "meme_cote"}
    assert [s.centre for s in avec.segments] == [71, 91]
    assert signals(avec) == []


def test_huit_mois_du_meme_cote_font_un_signal_et_sept_non():
    sept = dress(mesures([5, 1, 4, 2, 5, 1, 4, 2, 4, 4, 4, 4, 4, 4, 4, 1]), Famille.MESURE)
    huit = dress(mesures([5, 1, 4, 2, 5, 1, 4, 2, 1, 4, 4, 4, 4, 4, 4, 4, 4]), Famille.MESURE)

    assert signals(sept) == []
    assert signals(huit) == [("meme_cote", 9, 16, Cote.HAUT)]


def test_un_service_presque_parfait_n_alerte_pas_parce_qu_il_est_parfait():
    """At 98 % on twenty letters, eight perfect months in a row are what one expects."""
    numerateurs = [20] * 8 + [19, 20, 20, 19, 20, 18, 20, 19, 20, 20, 19, 20]

    assert signals(dress(parts(numerateurs, [20] * 20))) == []


def test_un_retard_sur_trois_lettres_n_est_pas_un_signal():
    numerateurs, effectifs = [40] * 11 + [2], [41] * 11 + [3]

    assert signals(dress(parts(numerateurs, effectifs))) == []


def test_les_deux_regles_n_alertent_a_tort_qu_une_fois_sur_153():
    """C. W. Champ and W. H. Woodall, Technometrics 29 (1987): 370.40 alone, 152.73 together."""
    k = next(r.points for r in REGLAGES.regles if r.genre == "meme_cote")
    q = NormalDist().cdf(REGLAGES.limites.ecarts_types) - 0.5
    # Expected points to come with a run of 1, as a + b times itself, run by run from the last.
    a, b = 1.0, q
    for _ in range(k - 2):
        a, b = 1 + q * a, q * b + q
    attente = 1 + 2 * q * (a / (1 - b))

    assert 1 / (2 * NormalDist().cdf(-3)) == pytest.approx(370.40, abs=0.01)
    assert attente == pytest.approx(152.73, abs=0.01)


@settings(max_examples=60)
@given(
    n=st.integers(1, 60),
    part=st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100),
)
def test_la_loi_binomiale_egale_la_somme_de_ses_termes(n, part):
    p, risque = float(part), 0.00135
    masse = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    moins = next(k for k in range(n + 1) if sum(masse[: k + 1]) > risque + 1e-12)
    plus = next(k for k in range(n, -1, -1) if sum(masse[k:]) > risque + 1e-12)

    assert find_bornes(n, part, risque) == (moins, plus)
    dessous, dessus = compute_cotes(n, part)
    assert dessous == pytest.approx(sum(m for k, m in enumerate(masse) if k < n * part), abs=1e-9)
    assert dessus == pytest.approx(sum(m for k, m in enumerate(masse) if k > n * part), abs=1e-9)


@settings(max_examples=60)
@given(valeurs=st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=1, max_size=40))
def test_les_signaux_d_une_carte_xmr_egalent_une_lecture_naive(valeurs):
    connues = [v for v in valeurs if v is not None]
    ecarts = [abs(b - a) for a, b in pairwise(valeurs) if None not in (a, b)]
    attendus = []
    if len(connues) >= 6 and ecarts:
        centre = Fraction(sum(connues), len(connues))
        marge = 3 * Fraction(sum(ecarts), len(ecarts)) / Fraction("1.128")
        cotes = [None if v is None or v == centre else v > centre for v in valeurs]
        for i, v in enumerate(valeurs):
            if v is not None and abs(v - centre) > marge:
                attendus.append(("hors_limites", i, i))
        debut = 0
        while debut < len(valeurs):
            fin = debut
            while fin + 1 < len(valeurs) and cotes[fin + 1] == cotes[debut]:
                fin += 1
            if cotes[debut] is not None and fin - debut + 1 >= 8:
                attendus.append(("meme_cote", debut, fin))
            debut = fin + 1

    trouves = signals(dress(mesures(valeurs), Famille.MESURE))

    assert sorted(s[:3] for s in trouves) == sorted(attendus)


@pytest.mark.parametrize(
    ("seuil", "sens", "attendue"),
    [
        (80, Sens.HAUSSE, Assurance.TENUE),
        (95, Sens.HAUSSE, Assurance.MANQUEE),
        (85, Sens.HAUSSE, Assurance.HASARD),
        (90, Sens.BAISSE, Assurance.TENUE),
        (79, Sens.BAISSE, Assurance.MANQUEE),
        (80, Sens.INFORMATION, Assurance.SANS_CIBLE),
        (None, Sens.HAUSSE, Assurance.SANS_CIBLE),
    ],
)
def test_la_cible_se_lit_contre_les_limites(seuil, sens, attendue):
    bornes = Bornes(Fraction(80), Fraction(90))

    assert tell_assurance(bornes, None if seuil is None else Fraction(seuil), sens) is attendue


def test_des_limites_absentes_ou_depassees_ne_predisent_rien():
    bornes, seuil = Bornes(Fraction(80), Fraction(90)), Fraction(70)

    assert tell_assurance(None, seuil, Sens.HAUSSE) is Assurance.SANS_LIMITES
    assert tell_assurance(bornes, seuil, Sens.HAUSSE, signale=1) is Assurance.IMPREVISIBLE


def test_un_fichier_de_regles_fautif_dit_toutes_ses_fautes(tmp_path):
    texte = (DOSSIER / "cartes.yaml").read_text().replace("etabli: 12", "etabli: 3")
    texte = texte.replace("code: meme_cote", "code: hors_limites")
    (tmp_path / "cartes.yaml").write_text(texte)

    with pytest.raises(ReglagesCartesInvalidesError, match=r"minimum\.etabli") as refus:
        load_reglages(tmp_path)

    assert len(refus.value.fautes) == 2


@pytest.mark.parametrize(
    ("valeurs", "grossiere"),
    [
        ([27, 27, 27, 26, 26, 26, 26, 26], True),
        ([5] * 8, True),
        ([80, 77, 93, 80, 113, 250, 101, 96], False),
        (["2.1", "2.6", "1.9", "2.2", "2.8", "2.4", "2.0", "2.3"], False),
    ],
)
def test_des_mesures_qui_ne_bougent_que_d_une_unite_ne_disent_rien(valeurs, grossiere):
    carte = build_carte(
        [Point(Fraction(v)) for v in valeurs], Famille.MESURE, reglages=REGLAGES
    )  # fmt: skip

    assert is_grossiere(carte, reglages=REGLAGES) is grossiere


def test_une_proportion_a_sa_propre_loi_meme_sans_bouger():
    carte = build_carte(parts([9] * 8, [10] * 8), Famille.PROPORTION, reglages=REGLAGES)

    assert not is_grossiere(carte, reglages=REGLAGES)
